package officialtable

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"zhunsheng/app/pdf"
	"zhunsheng/app/pdf/text"
)

// reader gathers the table from page to page.
type reader struct {
	out   Printed
	funds []pdf.Rect // cells of the head above the money, while it may go on
	done  bool       // the row of the total has been read
	seen  bool       // some head has been found
}

// Read finds the official table on the pages of a report. Errors are [ErrNoTable], wrap [ErrShape], or are a [*DoubtError].
func Read(pages []*text.Page) (*Printed, error) {
	r := &reader{}
	for _, p := range pages {
		if err := r.page(p); err != nil {
			return nil, err
		}
	}
	switch {
	case !r.seen:
		return nil, ErrNoTable
	case !r.done:
		return nil, fmt.Errorf("%w: it has no row of the total", ErrShape)
	}
	return &r.out, nil
}

func (r *reader) page(p *text.Page) error {
	g := readGrid(p)
	used := false
	if head := g.head(fundLabels); head != nil {
		if r.seen {
			return fmt.Errorf("%w: page %d begins a second one", ErrShape, p.Number)
		}
		r.seen, used, r.funds = true, true, head
		if err := r.money(g, head, head[0].Y0); err != nil {
			return err
		}
	} else if r.funds != nil {
		used = true
		if err := r.money(g, r.funds, g.top(r.funds)); err != nil {
			return err
		}
	}
	if head := g.head(indicatorLabels); head != nil {
		if r.done {
			return fmt.Errorf("%w: page %d begins a second one", ErrShape, p.Number)
		}
		r.seen, used, r.funds = true, true, nil
		if err := r.indicators(g, head); err != nil {
			return err
		}
	}
	if used && len(p.Doubts) > 0 {
		return &DoubtError{Page: p.Number, Doubt: p.Doubts[0]}
	}
	return nil
}

func fundLabels(l *Labels) []string      { return l.Funds[:] }
func indicatorLabels(l *Labels) []string { return l.Indicators[:] }

// head finds the cells, side by side, that have the labels of one language.
func (g *grid) head(labels func(*Labels) []string) []pdf.Rect {
	for i := range AllLabels {
		want := labels(&AllLabels[i])
		for at, c := range g.cells {
			if c.text == want[0] {
				if found := g.headAt(at, want); found != nil {
					return found
				}
			}
		}
	}
	return nil
}

func (g *grid) headAt(at int, want []string) []pdf.Rect {
	found := []pdf.Rect{g.cells[at].Rect}
	for _, c := range g.cells[at+1:] {
		before := found[len(found)-1]
		if len(found) == len(want) || math.Abs(c.Y1-before.Y1) > tolerance {
			break
		}
		if c.text == want[len(found)] && math.Abs(c.X0-before.X1) <= tolerance {
			found = append(found, c.Rect)
		}
	}
	if len(found) < len(want) {
		return nil
	}
	return found
}

// top is the height of the uppermost rule above the columns.
func (g *grid) top(head []pdf.Rect) float64 {
	ys := g.bands(mid(head[0]), math.Inf(1))
	if len(ys) == 0 {
		return math.Inf(-1)
	}
	return ys[0]
}

func mid(r pdf.Rect) float64 { return (r.X0 + r.X1) / 2 }

// columned tells whether every column of a head goes on at height y.
func (g *grid) columned(head []pdf.Rect, y float64) bool {
	for _, c := range head {
		if !g.ruled(c.X0, y) || !g.ruled(c.X1, y) {
			return false
		}
	}
	return true
}

// money reads the rows below the head of the funds. They end where the columns end; where the page ends first, they go on.
func (r *reader) money(g *grid, head []pdf.Rect, top float64) error {
	ys := g.bands(mid(head[0]), top)
	for i := 0; i+1 < len(ys); i++ {
		y := (ys[i] + ys[i+1]) / 2
		if !g.columned(head, y) {
			r.funds = nil
			return nil
		}
		texts, err := g.row(append([]float64{head[0].X0 - 3}, mids(head)...), y)
		if err != nil {
			return err
		}
		if last := len(r.out.Funds) - 1; last >= 0 && i == 0 && strings.Join(texts[1:], "") == "" {
			r.out.Funds[last].Name += texts[0]
			continue
		}
		r.out.Funds = append(r.out.Funds, FundRow{
			Page: g.page.Number, Name: texts[0], Initial: texts[1], Adjusted: texts[2], Executed: texts[3],
			Weight: texts[4], Rate: texts[5], Points: texts[6],
		})
	}
	return nil
}

func mids(head []pdf.Rect) []float64 {
	xs := make([]float64, len(head))
	for i, c := range head {
		xs[i] = mid(c)
	}
	return xs
}

func (g *grid) row(xs []float64, y float64) ([]string, error) {
	texts := make([]string, len(xs))
	for i, x := range xs {
		var err error
		if texts[i], err = g.read(x, y); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

// indicators reads the rows below the head of the indicators, and the total below the last.
func (r *reader) indicators(g *grid, head []pdf.Rect) error {
	const levelThree, points = 2, 6
	ys := g.bands(mid(head[points]), head[points].Y0)
	for i := 0; i+1 < len(ys); i++ {
		y := (ys[i] + ys[i+1]) / 2
		switch {
		case r.done, !g.columned(head[points-1:points+1], y):
			return nil // the table has ended, something else stands below it
		case !g.ruled(head[levelThree].X0, y):
			if err := r.total(g, head, y); err != nil {
				return err
			}
			continue
		}
		texts, err := g.row(mids(head[levelThree:points+1]), y)
		if err != nil {
			return err
		}
		if last := len(r.out.Rows) - 1; texts[3] == "" && texts[4] == "" && i == 0 && last >= 0 {
			row := &r.out.Rows[last] // goes on from the page before
			row.Name += texts[0]
			row.Target += texts[1]
			row.Actual += texts[2]
			continue
		}
		r.out.Rows = append(r.out.Rows, Row{
			Page: g.page.Number, Name: texts[0], Target: texts[1], Actual: texts[2], Weight: texts[3], Points: texts[4],
		})
	}
	return nil
}

func (r *reader) total(g *grid, head []pdf.Rect, y float64) error {
	texts, err := g.row(mids(head[5:]), y)
	if err != nil {
		return err
	}
	grade := texts[2]
	if i := strings.LastIndexAny(grade, "：:"); i >= 0 {
		grade = string([]rune(grade[i:])[1:])
	}
	r.out.FullMark, r.out.Total, r.out.Grade, r.out.Page = texts[0], texts[1], grade, g.page.Number
	r.done = true
	return nil
}

// Empty tells whether a cell says that there is nothing to say.
func Empty(s string) bool {
	return slices.Contains([]string{"", "—", "-", "/"}, s)
}
