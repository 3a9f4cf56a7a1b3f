package widget

import (
	"maps"
	"slices"

	"fyne.io/fyne/v2"
)

// marks are the rows of a grid that were marked for something to be done with all of them: Space, Shift with an arrow, Ctrl or Shift
// with a click, Ctrl+A.
type marks struct {
	ids    map[string]bool
	anchor string // where a range began
}

// Marked returns the IDs of the marked rows in the order of the rows.
func (g *Grid) Marked() []string {
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

// markAll marks every row, or takes all marks away where every row is marked.
func (g *Grid) markAll() {
	all := make([]string, 0, len(g.rows))
	for i := range g.rows {
		if g.rows[i].Level == 0 {
			all = append(all, g.rows[i].ID)
		}
	}
	if slices.Equal(all, g.Marked()) {
		all = nil
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
		g.toggleMark()
	default:
		g.marks.anchor = g.CurrentRow()
		g.Mark()
	}
}

// Pasted is one cell that a block from the clipboard falls on.
type Pasted struct {
	ID     string
	Column int
	Text   string
}

// paste lays a block over the cells from the current one to the right and downwards. Cells that cannot be typed into are passed over.
func (g *Grid) paste(block [][]string) {
	var cells []Pasted
	row, over := g.row, 0
	for n, texts := range block {
		if n > 0 {
			next := g.step(row, 1)
			if next == row {
				over = len(block) - n
				break
			}
			row = next
		}
		for i, text := range texts {
			if c, of := g.column+i, g.cells(row); c < len(of) && of[c].Edit {
				cells = append(cells, Pasted{ID: g.rows[row].ID, Column: c, Text: text})
			}
		}
	}
	if len(cells) == 0 || g.OnPaste(cells, over) != nil {
		return
	}
	for _, c := range cells {
		g.keep(place{c.ID, c.Column}, nil)
	}
	g.body.Refresh()
}

// Copy returns the chosen rows as tab-separated text.
func (g *Grid) Copy() string {
	var rows [][]string
	for _, id := range g.Chosen() {
		var texts []string
		for _, c := range g.cells(g.index(id)) {
			texts = append(texts, c.Text)
		}
		rows = append(rows, texts)
	}
	return JoinTable(rows)
}
