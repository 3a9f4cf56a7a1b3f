package widget

import (
	"maps"

	"fyne.io/fyne/v2"
)

// marks are the rows of a grid that were marked for something to be done with all of them: Space, Shift with an arrow, Ctrl or Shift
// with a click, Ctrl+A.
type marks struct {
	ids    map[string]bool
	anchor string // where a range began
}

// Marked returns the IDs of the marked rows in the order of the rows, else those of a block of cells that spans several rows.
func (g *Grid) Marked() []string {
	if len(g.marks.ids) == 0 && g.end != (place{}) {
		if ids := g.blockRows(); len(ids) > 1 {
			return ids
		}
	}
	var ids []string
	for i := range g.rows {
		if g.rows[i].Level == 0 && g.marks.ids[g.rows[i].ID] {
			ids = append(ids, g.rows[i].ID)
		}
	}
	return ids
}

// Chosen returns the marked rows, else the current one, else none.
func (g *Grid) Chosen() []string {
	if ids := g.Marked(); len(ids) > 0 {
		return ids
	}
	if id := g.CurrentRow(); id != "" {
		return []string{id}
	}
	return nil
}

// Mark marks exactly these rows.
func (g *Grid) Mark(ids ...string) {
	g.setMarks(func(now map[string]bool) {
		clear(now)
		for _, id := range ids {
			now[id] = true
		}
	})
}

// setMarks changes the marks and tells OnMarked where that made a difference.
func (g *Grid) setMarks(change func(map[string]bool)) {
	if g.OnMarked == nil {
		return
	}
	if g.marks.ids == nil {
		g.marks.ids = make(map[string]bool)
	}
	before := maps.Clone(g.marks.ids)
	change(g.marks.ids)
	if !maps.Equal(before, g.marks.ids) {
		g.body.Refresh()
		g.OnMarked()
	}
}

// toggleMark marks the current row or takes its mark away.
func (g *Grid) toggleMark() {
	id := g.CurrentRow()
	g.marks.anchor = id
	g.setMarks(func(now map[string]bool) {
		if now[id] {
			delete(now, id)
		} else if id != "" {
			now[id] = true
		}
	})
}

// markAll marks every row.
func (g *Grid) markAll() {
	all := make([]string, 0, len(g.rows))
	for i := range g.rows {
		if g.rows[i].Level == 0 {
			all = append(all, g.rows[i].ID)
		}
	}
	g.Mark(all...)
}

// markRange marks the rows from where the range began to the current one.
func (g *Grid) markRange() {
	from, to := g.index(g.marks.anchor), g.row
	if from < 0 || to < 0 {
		return
	}
	var ids []string
	for i := min(from, to); i <= max(from, to); i++ {
		if g.rows[i].Level == 0 {
			ids = append(ids, g.rows[i].ID)
		}
	}
	g.Mark(ids...)
}

// pressed changes the marks as a click with modifiers does; one without takes them away.
func (g *Grid) pressed(modifier fyne.KeyModifier) {
	switch {
	case modifier&fyne.KeyModifierShift != 0:
		g.markRange()
	case modifier&fyne.KeyModifierControl != 0:
		if before := g.marks.anchor; len(g.marks.ids) == 0 && before != g.CurrentRow() && g.index(before) >= 0 { // which a click had chosen
			g.Mark(before)
		}
		g.toggleMark()
	default:
		g.marks.anchor = g.CurrentRow()
		g.Mark()
	}
}
