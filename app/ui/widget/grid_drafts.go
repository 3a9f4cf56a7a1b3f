package widget

import (
	"maps"
	"strconv"
	"strings"
)

// About says what the rows are about, such as an indicator. Refused input waits for its own subject to come back, and stands in its cell
// then.
func (g *Grid) About(subject string) {
	if subject != g.on.subject {
		g.on.subject = subject
		g.takeDrafts()
	}
}

// Keep says where input that was refused is kept, and the grid's name there. Else it is kept as long as the grid.
func (g *Grid) Keep(shelf Shelf, name string) {
	g.on.shelf, g.on.name = shelf, name
	g.takeDrafts()
}

// takeDrafts takes the refused input about the subject from the shelf.
func (g *Grid) takeDrafts() {
	clear(g.drafts)
	for part, r := range g.on.refused() {
		if column, id, ok := strings.Cut(part, " "); ok {
			if n, err := strconv.Atoi(column); err == nil {
				g.drafts[place{id, n}] = r
			}
		}
	}
}

// Shelved returns the names under which refused input in a cell is kept on the shelf, see [Grid.Keep].
func (g *Grid) Shelved(id string, column int) (about, part string) {
	return g.on.about(), strconv.Itoa(column) + " " + id
}

// SelectDraft makes the first cell with refused input current, from the current one on and over the end, and reports whether there is one.
func (g *Grid) SelectDraft() bool {
	width := len(g.Columns)
	for n := range len(g.rows) * width {
		at := (max(g.row, 0)*width + g.column + n) % (len(g.rows) * width)
		row, column := at/width, at%width
		if _, ok := g.drafts[place{g.rows[row].ID, column}]; ok && g.rows[row].Level == 0 {
			g.goTo(row, column)
			return true
		}
	}
	return false
}

// keep keeps refused input in its cell; nil forgets it.
func (g *Grid) keep(at place, r *Refused) {
	if _, had := g.drafts[at]; r == nil && !had {
		return
	}
	_, part := g.Shelved(at.id, at.column)
	g.on.keep(part, r)
	g.takeDrafts() // with what the shelf says about it
}

// blame says what is wrong with the input in the current cell.
func (g *Grid) blame() {
	if draft, ok := g.drafts[place{g.CurrentRow(), g.column}]; ok && draft.Fault != nil {
		g.on.lies().Blame(draft.Fault)
	}
}

// ClearDrafts forgets all refused input about the subject.
func (g *Grid) ClearDrafts() {
	for at := range maps.Clone(g.drafts) {
		g.keep(at, nil)
	}
}
