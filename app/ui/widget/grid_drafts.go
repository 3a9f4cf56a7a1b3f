package widget

import (
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

// keep keeps refused input in its cell; nil forgets it.
func (g *Grid) keep(at place, r *Refused) {
	_, had := g.drafts[at]
	switch {
	case r != nil:
		g.drafts[at] = *r
	case !had:
		return
	default:
		delete(g.drafts, at)
	}
	g.on.keep(strconv.Itoa(at.column)+" "+at.id, r)
}

// blame says what is wrong with the input in the current cell.
func (g *Grid) blame() {
	if draft, ok := g.drafts[place{g.CurrentRow(), g.column}]; ok && draft.Fault != nil {
		g.on.lies().Blame(draft.Fault)
	}
}

// ClearDrafts forgets all refused input about the subject.
func (g *Grid) ClearDrafts() {
	for at := range g.drafts {
		g.keep(at, nil)
	}
}
