package officialtable

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"zhunsheng/app/pdf"
	"zhunsheng/app/pdf/text"
)

const (
	tolerance = 0.4  // points by which rules that meet may miss each other
	pale      = 0.65 // grey from which text counts as pale
	thick     = 2.5  // points from which a stroke hides text
	maxWork   = 40_000_000
)

// grid is the table structure of one page: its rules and what stands between them.
type grid struct {
	page         *text.Page
	across, down []rule
	cells        []*cell
	paints       []text.Paint // what may hide text drawn before it
}

// rule is a stroke at one coordinate, from one end to the other.
type rule struct{ at, from, to float64 }

// cell is a rectangle between rules with its text.
type cell struct {
	pdf.Rect
	text string
	runs []*text.Run
}

// readGrid finds the cells that have text. A page with far more text and rules than any table gives nothing.
func readGrid(p *text.Page) *grid {
	g := &grid{page: p, paints: slices.Clone(p.Paints)}
	for _, l := range p.Lines {
		switch {
		case l.Width > thick:
			pad := l.Width / 2
			g.paints = append(g.paints, text.Paint{Rect: pdf.Rect{
				X0: min(l.X1, l.X2) - pad, X1: max(l.X1, l.X2) + pad, Y0: min(l.Y1, l.Y2) - pad, Y1: max(l.Y1, l.Y2) + pad,
			}, Order: l.Order})
		case math.Abs(l.Y1-l.Y2) < 0.01:
			g.across = append(g.across, rule{l.Y1, min(l.X1, l.X2), max(l.X1, l.X2)})
		case math.Abs(l.X1-l.X2) < 0.01:
			g.down = append(g.down, rule{l.X1, min(l.Y1, l.Y2), max(l.Y1, l.Y2)})
		}
	}
	if len(p.Runs)*(len(g.across)+len(g.down)) > maxWork {
		return g
	}
	found := map[pdf.Rect]*cell{}
	for i := range p.Runs {
		run := &p.Runs[i]
		// The beginning of the run decides: blanks at its end may hang beyond the cell.
		box, ok := g.around(run.X+run.Size*0.2, run.Y+run.Size*0.35)
		if !ok || run.Form {
			continue
		}
		c := found[box]
		if c == nil {
			c = &cell{Rect: box}
			found[box] = c
			g.cells = append(g.cells, c)
		}
		c.text += squeeze(run.Text)
		c.runs = append(c.runs, run)
	}
	slices.SortStableFunc(g.cells, func(a, b *cell) int {
		return cmp.Or(cmp.Compare(b.Y1, a.Y1), cmp.Compare(a.X0, b.X0))
	})
	return g
}

// around is the rectangle of rules nearest to a point.
func (g *grid) around(x, y float64) (pdf.Rect, bool) {
	box := pdf.Rect{X0: math.Inf(-1), Y0: math.Inf(-1), X1: math.Inf(1), Y1: math.Inf(1)}
	for _, r := range g.across {
		if r.from-tolerance > x || r.to+tolerance < x {
			continue
		}
		if r.at <= y {
			box.Y0 = max(box.Y0, r.at)
		} else {
			box.Y1 = min(box.Y1, r.at)
		}
	}
	for _, r := range g.down {
		if r.from-tolerance > y || r.to+tolerance < y {
			continue
		}
		if r.at <= x {
			box.X0 = max(box.X0, r.at)
		} else {
			box.X1 = min(box.X1, r.at)
		}
	}
	ok := !math.IsInf(box.X0, 0) && !math.IsInf(box.X1, 0) && !math.IsInf(box.Y0, 0) && !math.IsInf(box.Y1, 0)
	return box, ok
}

// ruled tells whether a rule runs down at x beside the height y.
func (g *grid) ruled(x, y float64) bool {
	for _, r := range g.down {
		if math.Abs(r.at-x) <= tolerance && r.from-tolerance <= y && y <= r.to+tolerance {
			return true
		}
	}
	return false
}

// bands returns the heights of the rules that cross x, from below top down.
func (g *grid) bands(x, top float64) []float64 {
	var ys []float64
	for _, r := range g.across {
		if r.at < top+tolerance && r.from-tolerance <= x && x <= r.to+tolerance {
			ys = append(ys, r.at)
		}
	}
	slices.SortFunc(ys, func(a, b float64) int { return cmp.Compare(b, a) })
	return slices.CompactFunc(ys, func(a, b float64) bool { return math.Abs(a-b) <= tolerance })
}

// read returns the text of the cell around a point and checks that it shows what it says.
func (g *grid) read(x, y float64) (string, error) {
	box, ok := g.around(x, y)
	if !ok {
		return "", nil
	}
	for _, a := range g.page.Annotations {
		if a.Subtype != "Link" && overlap(a.Rect, box) {
			return "", &DoubtError{Page: g.page.Number, Doubt: DoubtOver}
		}
	}
	for _, c := range g.cells {
		if c.Rect == box {
			return c.text, g.check(c)
		}
	}
	return "", nil
}

// check refuses a cell whose text may look otherwise.
func (g *grid) check(c *cell) error {
	for _, run := range c.runs {
		doubt := text.Doubt("")
		switch {
		case run.Hidden, run.Size < 3:
			doubt = DoubtHidden
		case run.Grey > pale:
			doubt = DoubtPale
		}
		box := pdf.Rect{X0: run.X, X1: run.X + run.Width, Y0: run.Y, Y1: run.Y + run.Size*0.7}
		for _, p := range g.paints {
			if p.Order > run.Order && overlap(p.Rect, box) {
				doubt = DoubtCovered
			}
		}
		if doubt != "" {
			return &DoubtError{Page: g.page.Number, Doubt: doubt}
		}
	}
	return nil
}

func overlap(a, b pdf.Rect) bool {
	return a.X0 < b.X1-tolerance && b.X0 < a.X1-tolerance && a.Y0 < b.Y1-tolerance && b.Y0 < a.Y1-tolerance
}

// squeeze drops blanks and what draws nothing: where lines end is the layout's business.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

// Squeeze drops from s what cells drop: blanks, line ends and characters that draw nothing.
func Squeeze(s string) string { return squeeze(s) }
