package layout

import (
	"cmp"
	"slices"
)

// edges gathers the rules of a table on one page and joins those that touch,
// so that no rule is drawn twice.
type edges struct {
	across, down []edge
}

// edge is a stroke at one coordinate, from one end to the other.
type edge struct{ at, from, to Length }

// box adds the four sides of a rectangle.
func (e *edges) box(x1, y1, x2, y2 Length) {
	e.across = append(e.across, edge{y1, x1, x2}, edge{y2, x1, x2})
	e.down = append(e.down, edge{x1, y1, y2}, edge{x2, y1, y2})
}

// flush draws the joined rules and forgets them.
func (e *edges) flush(pg *Page, width Length) {
	half := width / 2 // closes the corners
	for _, s := range join(e.across) {
		pg.Lines = append(pg.Lines, Line{X1: s.from - half, Y1: s.at, X2: s.to + half, Y2: s.at, Width: width})
	}
	for _, s := range join(e.down) {
		pg.Lines = append(pg.Lines, Line{X1: s.at, Y1: s.from, X2: s.at, Y2: s.to, Width: width})
	}
	e.across, e.down = e.across[:0], e.down[:0]
}

// join sorts es and merges the strokes that overlap or touch.
func join(es []edge) []edge {
	slices.SortFunc(es, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	out := es[:0]
	for _, s := range es {
		if n := len(out); n > 0 && out[n-1].at == s.at && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}
