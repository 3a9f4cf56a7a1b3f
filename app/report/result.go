package report

import (
	"github.com/govalues/decimal"

	"zhunsheng/app/report/layout"
	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
)

// summaryPage is the result on one page: total and grade, the subtotals and their pictures, the money, the distance to the grades'
// bounds and the highest total the rules allow.
func (c *composer) summaryPage() []layout.Block {
	look := c.chartLook()
	blocks := []layout.Block{layout.PageBreak{}, c.annex(c.t("report.summary.title")), c.verdict(), c.subtotals(), c.pointCharts(look)}
	if chart, ok := c.moneyChart(look); ok {
		blocks = append(blocks, c.subhead("report.chart.money"), chart)
	}
	blocks = append(blocks, c.subhead("report.bounds"), c.bounds())
	return append(blocks, c.highest()...)
}

// chartLook is how much room the charts of the summary take.
type chartLook struct {
	radar layout.Length // height
	money layout.Length // from row to row
}

// chartLook makes the charts smaller where the tables leave less room on the page.
func (c *composer) chartLook() chartLook {
	rows := len(c.levelRows(c.card)) + len(c.card.Bounds) + len(c.card.Highest.Limits)
	funds := min(len(c.ev.Funds), mostFundRows)
	room := formFrame().Depth() - layout.Length(rows)*19*pt1 - 300*pt1 // less headings, rows of heads and sums, and the spaces between
	if 168*pt1+layout.Length(funds)*28*pt1 <= room {
		return chartLook{168 * pt1, 28 * pt1}
	}
	return chartLook{128 * pt1, 24 * pt1}
}

// verdict is the total and the grade.
func (c *composer) verdict() *layout.Table {
	l := cellLook{14 * pt1, 22 * pt1}
	strong := func(s string) layout.Cell {
		cell := l.figure(s)
		cell.Content[0].Spans[0].Face = faceHeavy
		return cell
	}
	tb := table(weights(2, 3, 2, 3), 0)
	total := c.card.Total.String() + " / " + plain(c.card.FullMark)
	tb.Rows = append(tb.Rows, row(l.label(c.t("report.total")), strong(total), l.label(c.t("report.gradeName")), strong(c.gradeName(c.card.Grade))))
	return tb
}

// subtotals is the table of weight and points by level 1.
func (c *composer) subtotals() *layout.Table {
	l := tableLook
	tb := table(weights(4, 2, 2, 2), 1)
	tb.Rows = append(tb.Rows, row(l.head(c.t("report.level1")), l.head(c.t("report.weight")), l.head(c.t("report.points")), l.head(c.t("report.rate"))))
	for _, s := range c.levelRows(c.card) {
		tb.Rows = append(tb.Rows, row(l.mid(s.Name), l.figure(plain(s.Weight)), l.figure(s.Points.String()), l.figure(share(s.Points, s.Weight))))
	}
	total := []layout.Cell{l.head(c.t("report.total")), l.head(plain(c.card.FullMark)), l.head(c.card.Total.String()), l.head(share(c.card.Total, c.card.FullMark))}
	tb.Rows = append(tb.Rows, layout.Row{Cells: total})
	return tb
}

// levelRows are the execution row and the level-1 subtotals.
func (c *composer) levelRows(card *scoring.Scorecard) []scoring.Subtotal {
	var out []scoring.Subtotal
	if e := &card.Execution; e.Weight.IsPos() {
		out = append(out, scoring.Subtotal{Name: c.t("report.execution"), Weight: e.Weight, Points: e.Points})
	}
	return append(out, card.Levels...)
}

// highest says what the rules allow at most and why.
func (c *composer) highest() []layout.Block {
	h := &c.card.Highest
	blocks := layout.Group{c.subhead("report.highest"), small(c.t("report.highest.text", "total", h.Total.String(), "grade", c.gradeName(h.Grade)))}
	for i, m := range h.Limits {
		blocks = append(blocks, small(itoa(i+1)+". "+c.msg(m)))
	}
	if len(h.Limits) == 0 {
		blocks = append(blocks, small(c.t("report.highest.none")))
	}
	return []layout.Block{blocks}
}

// bounds lists the grades with their distance from the total.
func (c *composer) bounds() *layout.Table {
	l := tableLook
	tb := table(weights(2, 2, 3), 1)
	tb.Whole = true
	tb.Rows = append(tb.Rows, row(l.head(c.t("report.gradeName")), l.head(c.t("report.bound")), l.head(c.t("report.distance"))))
	for _, b := range c.card.Bounds {
		key, d := "report.distance.above", b.Distance
		if d.IsNeg() {
			key, d = "report.distance.below", d.Neg()
		}
		tb.Rows = append(tb.Rows, row(l.mid(c.gradeName(b.Grade)), l.figure("≥ "+b.Min.String()), l.mid(c.t(key, "points", d.String()))))
	}
	return tb
}

// LastYear is the same project a year before.
type LastYear struct {
	Scheme     *scoring.Scheme
	Evaluation *scoring.Evaluation
	Scorecard  *scoring.Scorecard // of that evaluation under that scheme
}

// yearOnYear compares with last year; nothing where last year is not given.
func (c *composer) yearOnYear() []layout.Block {
	last := c.in.LastYear
	if last == nil {
		return nil
	}
	blocks := []layout.Block{
		layout.Space(18 * pt1), c.annex(c.t("report.years.title")),
		small(c.t("report.years.text", "last", itoa(last.Evaluation.FiscalYear), "this", c.year(), "scheme", last.Scheme.Title.In(c.lang))),
		c.yearTable(), c.yearChart(),
	}
	if t := c.yearIndicators(); t != nil {
		blocks = append(blocks, c.subhead("report.years.indicators"), t)
	}
	return blocks
}

func (c *composer) yearTable() *layout.Table {
	l, last := tableLook, c.in.LastYear
	tb := table(weights(4, 3, 3, 3), 1)
	tb.Rows = append(tb.Rows, row(l.head(c.t("report.years.item")), l.head(itoa(last.Evaluation.FiscalYear)), l.head(c.year()), l.head(c.t("report.years.change"))))
	add := func(name, before, now, change string) {
		tb.Rows = append(tb.Rows, row(l.text(name), l.figure(before), l.figure(now), l.figure(change)))
	}
	add(c.t("report.total"), last.Scorecard.Total.String(), c.card.Total.String(), change(last.Scorecard.Total, c.card.Total))
	name := last.Scorecard.Grade
	if g, ok := last.Scheme.Grade(name); ok {
		name = first(g.Text.In(c.lang), name)
	}
	add(c.t("report.gradeName"), name, c.gradeName(c.card.Grade), "")
	before, now := last.Scorecard.Execution.Rate, c.card.Execution.Rate
	if before.Valid && now.Valid {
		add(c.t("report.execution"), before.Decimal.String()+"%", now.Decimal.String()+"%", change(before.Decimal, now.Decimal))
	}
	for _, p := range c.levelPairs() {
		add(c.t("report.years.rate", "level", p.name), share(p.before.Points, p.before.Weight), share(p.now.Points, p.now.Weight), "")
	}
	return tb
}

// change is a difference with its sign.
func change(before, now decimal.Decimal) string {
	d, err := now.Sub(before)
	if err != nil {
		return ""
	}
	d = exact.Round(d, 2)
	if d.IsPos() {
		return "+" + d.String()
	}
	return d.String()
}

// levelPair is a level-1 heading that both years have.
type levelPair struct {
	name        string
	before, now scoring.Subtotal
}

func (c *composer) levelPairs() []levelPair {
	var out []levelPair
	for _, now := range c.card.Levels {
		for _, before := range c.in.LastYear.Scorecard.Levels {
			if before.Name == now.Name {
				out = append(out, levelPair{now.Name, before, now})
				break
			}
		}
	}
	return out
}

// yearIndicators lists the indicators that both years have under one name; nil where there are none.
func (c *composer) yearIndicators() *layout.Table {
	l, last := tableLook, c.in.LastYear
	tb := table([]layout.Column{{Weight: 5}, {Weight: 4}, {Weight: 4}, {Width: 62 * pt1}, {Width: 62 * pt1}}, 1)
	tb.Rows = append(tb.Rows, row(l.head(c.t("report.indicator")), l.head(c.t("report.years.actual", "year", itoa(last.Evaluation.FiscalYear))),
		l.head(c.t("report.years.actual", "year", c.year())), l.head(c.t("report.years.score", "year", itoa(last.Evaluation.FiscalYear))), l.head(c.t("report.years.score", "year", c.year()))))
	byName := make(map[string]int, len(last.Evaluation.Indicators))
	for i := range last.Evaluation.Indicators {
		byName[last.Evaluation.Indicators[i].Name] = i
	}
	for _, i := range c.grouped() {
		ind := &c.ev.Indicators[i]
		before, ok := byName[ind.Name]
		if !ok || before >= len(last.Scorecard.Lines) {
			continue
		}
		then, now := &last.Scorecard.Lines[before], &c.card.Lines[i]
		name := l.text(ind.Name)
		name.Content[0].Spans[0].Link = indicatorAnchor(ind.ID)
		tb.Rows = append(tb.Rows, row(name, l.mid(last.Evaluation.Indicators[before].Actual.Text), l.mid(ind.Actual.Text),
			l.figure(then.Points.String()+" / "+plain(then.Weight)), l.figure(now.Points.String()+" / "+plain(now.Weight))))
	}
	if len(tb.Rows) == 1 {
		return nil
	}
	return tb
}
