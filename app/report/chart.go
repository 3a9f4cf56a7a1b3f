package report

import (
	"math"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app/report/layout"
	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
)

// Charts are drawn as vectors, in tones that a photocopier keeps apart.

// pointCharts are the points against the weights of level 1 as bars and, beside them, the share of the points of level 2 as a radar.
func (c *composer) pointCharts(room chartLook) layout.Block {
	axes := c.radarAxes()
	bars := c.levelBars()
	if len(axes) < 3 || len(axes) > 16 {
		return c.barCanvas(bars)
	}
	look := c.barLook()
	height := max(look.Pitch*layout.Length(len(bars)), room.radar)
	return layout.Canvas{
		Height: height,
		Alt:    c.barAlt(bars) + c.radarAlt(axes),
		Draw: func(p *layout.Pen) {
			left := *p
			left.W = p.W * 54 / 100
			left.Y += (height - look.Pitch*layout.Length(len(bars))) / 2
			layout.DrawBars(&left, bars, look)
			right := *p
			right.X, right.W = p.X+left.W, p.W-left.W
			drawRadar(&right, axes)
		},
	}
}

func (c *composer) barLook() layout.BarLook {
	return layout.BarLook{
		Text: style(faceSans, sizeTable), Pitch: 20 * pt1, Thick: 9 * pt1,
		LabelWidth: 70 * pt1, NoteWidth: 64 * pt1, Track: colorTrack, Fill: colorBar,
	}
}

func (c *composer) levelBars() []layout.Bar {
	var bars []layout.Bar
	for _, s := range c.levelRows(c.card) {
		bars = append(bars, layout.Bar{Label: s.Name, Note: s.Points.String() + " / " + plain(s.Weight), Share: permille(s.Points, s.Weight)})
	}
	return bars
}

func (c *composer) barCanvas(bars []layout.Bar) layout.Canvas {
	canvas := layout.Bars(bars, c.barLook())
	canvas.Alt = c.barAlt(bars)
	return canvas
}

// barAlt says in words what bars show.
func (c *composer) barAlt(bars []layout.Bar) string {
	parts := make([]string, len(bars))
	for i, b := range bars {
		parts[i] = b.Label + " " + b.Note
	}
	return c.t("report.chart.bars.alt", "values", strings.Join(parts, c.t("report.listSeparator")))
}

// axis is one direction of a radar.
type axis struct {
	label string
	share int // thousandths
}

// radarAxes are the level-2 subtotals in the order of the table.
func (c *composer) radarAxes() []axis {
	var out []axis
	for _, one := range c.card.Levels {
		for _, two := range one.Children {
			if two.Weight.IsPos() {
				out = append(out, axis{first(two.Name, one.Name), permille(two.Points, two.Weight)})
			}
		}
	}
	return out
}

func (c *composer) radarAlt(axes []axis) string {
	parts := make([]string, len(axes))
	for i, a := range axes {
		parts[i] = a.label + " " + itoa(a.share/10) + "%"
	}
	return c.t("report.chart.radar.alt", "values", strings.Join(parts, c.t("report.listSeparator")))
}

// portion is a radius times a share in thousandths times a sine or cosine. The factor is rounded first, so that a last bit in which
// processors differ (some add and multiply in one step) never moves a point.
func portion(radius layout.Length, permille int, factor float64) layout.Length {
	const billion, half = 1_000_000_000, 500_000_000
	product := int64(radius) * int64(permille) / 1000 * int64(math.Round(factor*billion))
	if product < 0 {
		return -layout.Length((half - product) / billion)
	}
	return layout.Length((product + half) / billion)
}

// drawRadar draws the shares on as many axes, with rings at a half and at the whole.
func drawRadar(p *layout.Pen, axes []axis) {
	text := style(faceSans, 15*pt1/2)
	radius := min(p.W/2-46*pt1, p.H/2-14*pt1)
	cx, cy := p.W/2, p.H/2
	at := func(i, permille int) layout.Point {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(axes)))
		return layout.Point{X: cx + portion(radius, permille, sin), Y: cy - portion(radius, permille, cos)}
	}
	ring := func(share func(i int) int) []layout.Point {
		points := make([]layout.Point, len(axes))
		for i := range axes {
			points[i] = at(i, share(i))
		}
		return points
	}
	shares := ring(func(i int) int { return axes[i].share })
	p.Path(layout.Path{Points: shares, Closed: true, Filled: true, Fill: colorRadar})
	for _, level := range []int{500, 1000} {
		p.Path(layout.Path{Points: ring(func(int) int { return level }), Closed: true, Stroke: pt1 / 3, Color: colorAxis})
	}
	for i := range axes {
		p.Path(layout.Path{Points: []layout.Point{{X: cx, Y: cy}, at(i, 1000)}, Stroke: pt1 / 4, Color: colorAxis})
	}
	p.Path(layout.Path{Points: shares, Closed: true, Stroke: pt1, Color: colorBar})
	for i, a := range axes {
		end, align := at(i, 1000), layout.Center
		x, y, w := end.X-24*pt1, end.Y-11*pt1, 48*pt1
		switch {
		case end.X > cx+pt1:
			x, y, align = end.X+2*pt1, end.Y-5*pt1, layout.Left
			w = p.W - x
		case end.X < cx-pt1:
			x, y, align = 0, end.Y-5*pt1, layout.Right
			w = end.X - 2*pt1
		case end.Y > cy:
			y = end.Y + pt1
		}
		p.Text(x, y, w, 10*pt1, align, text, a.label)
	}
}

// mostFundRows is how many rows of money the chart shows.
const mostFundRows = 6

// moneyBar is a row of money in the chart.
type moneyBar struct {
	name    string
	amounts [3]decimal.NullDecimal // initial, adjusted, executed
}

// moneyBars are the rows of money that have an amount, and the largest of all amounts.
func (c *composer) moneyBars() (rows []moneyBar, most decimal.Decimal) {
	for i := range c.ev.Funds {
		f := &c.ev.Funds[i]
		row := moneyBar{name: c.fundName(c.ev.Funds, i), amounts: [3]decimal.NullDecimal{f.Initial, f.Adjusted, f.Executed}}
		if len(rows) == mostFundRows || row.amounts == [3]decimal.NullDecimal{} {
			continue
		}
		rows = append(rows, row)
		for _, v := range row.amounts {
			if v.Valid && v.Decimal.Cmp(most) > 0 {
				most = v.Decimal
			}
		}
	}
	return rows, most
}

// moneyChart compares initial and adjusted budget with what was spent, row by row; false where no row has an amount.
func (c *composer) moneyChart(room chartLook) (layout.Block, bool) {
	rows, most := c.moneyBars()
	if !most.IsPos() {
		return nil, false
	}
	tones := [3]layout.Color{colorInitial, colorAdjusted, colorBar}
	keys := [3]string{"report.initial", "report.adjusted", "report.executed"}
	const thick, legend = 5 * pt1, 14 * pt1
	pitch := room.money
	st := style(faceSans, 8*pt1)
	label := 104 * pt1
	alt := make([]string, 0, len(rows))
	for _, row := range rows {
		v := row.amounts
		alt = append(alt, row.name+" "+first(amount(v[0]), "—")+" / "+first(amount(v[1]), "—")+" / "+first(amount(v[2]), "—"))
	}
	return layout.Canvas{
		Height: legend + pitch*layout.Length(len(rows)),
		Alt:    c.t("report.chart.money.alt", "unit", c.ev.MoneyUnit, "values", strings.Join(alt, c.t("report.listSeparator"))),
		Draw: func(p *layout.Pen) {
			x := label + 5*pt1
			for i, key := range keys {
				p.Fill(x, 4*pt1, 10*pt1, thick, tones[i])
				name := c.t(key)
				w := p.Width(st, name) + pt1
				p.Text(x+13*pt1, 0, w, 12*pt1, layout.Left, st, name)
				x += w + 28*pt1
			}
			note := 62 * pt1
			wide := p.W - label - 10*pt1 - note
			for r := range rows {
				y := legend + pitch*layout.Length(r)
				p.Text(0, y, label, 3*8*pt1, layout.Right, st, strings.TrimLeft(rows[r].name, "　"))
				for k, v := range rows[r].amounts {
					if !v.Valid {
						continue
					}
					by := y + pt1 + layout.Length(k)*8*pt1
					w := wide * layout.Length(permille(v.Decimal, most)) / 1000
					p.Fill(label+5*pt1, by, max(w, pt1/2), thick, tones[k])
					p.Text(label+8*pt1+w, by-pt1, note, 7*pt1, layout.Left, style(faceSans, 13*pt1/2), v.Decimal.String())
				}
			}
		},
	}, true
}

// yearChart sets the share of the points of each level-1 heading beside last year's.
func (c *composer) yearChart() layout.Block {
	pairs := append([]levelPair{{
		name: c.t("report.total"), before: scoring.Subtotal{Weight: c.in.LastYear.Scorecard.FullMark, Points: c.in.LastYear.Scorecard.Total},
		now: scoring.Subtotal{Weight: c.card.FullMark, Points: c.card.Total},
	}}, c.levelPairs()...)
	const pitch, thick = 22 * pt1, 7 * pt1
	years := [2]string{itoa(c.in.LastYear.Evaluation.FiscalYear), c.year()}
	st := style(faceSans, 8*pt1)
	parts := make([]string, len(pairs))
	for i, q := range pairs {
		parts[i] = q.name + " " + share(q.before.Points, q.before.Weight) + " → " + share(q.now.Points, q.now.Weight)
	}
	return layout.Canvas{
		Height: pitch * layout.Length(len(pairs)),
		Alt:    c.t("report.chart.years.alt", "values", strings.Join(parts, c.t("report.listSeparator"))),
		Draw: func(p *layout.Pen) {
			label, note := 84*pt1, 96*pt1
			room := p.W - label - note - 12*pt1
			for i, q := range pairs {
				y := pitch * layout.Length(i)
				p.Text(0, y, label, 2*9*pt1, layout.Right, style(faceSans, sizeTable), q.name)
				for k, s := range []scoring.Subtotal{q.before, q.now} {
					by := y + pt1 + layout.Length(k)*9*pt1
					p.Fill(label+6*pt1, by, room, thick, colorTrack)
					if w := room * layout.Length(permille(s.Points, s.Weight)) / 1000; w > 0 {
						p.Fill(label+6*pt1, by, w, thick, [2]layout.Color{colorAdjusted, colorBar}[k])
					}
					p.Text(label+room+12*pt1, by-pt1, note, 9*pt1, layout.Left, st, years[k]+"　"+share(s.Points, s.Weight))
				}
			}
		},
	}
}

// permille is points over weight in thousandths, for drawing only.
func permille(points, weight decimal.Decimal) int {
	if !weight.IsPos() {
		return 0
	}
	v, err := exact.MulQuo(points, decimal.Thousand, weight, 0)
	if err != nil {
		return 0
	}
	n, _, ok := v.Int64(0)
	if !ok {
		return 0
	}
	return int(min(max(n, 0), 1000))
}
