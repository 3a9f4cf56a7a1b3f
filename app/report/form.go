package report

import (
	"context"
	"strings"

	"zhunsheng/app/report/layout"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// form is the official table (项目支出绩效自评表, annex of 财预〔2020〕10号): header,
// funds, goals, indicators, total, in that order. It is set upright unless
// lying saves pages.
func (c *composer) form(ctx context.Context, fs *faceSet) (blocks []layout.Block, landscape bool, err error) {
	title := c.annex(c.t("report.form.title"))
	whole := func(lying bool) ([]layout.Block, bool, error) {
		return append([]layout.Block{title}, c.formBlocks(lying)...), lying, nil
	}
	if c.in.Orientation != "" {
		return whole(c.in.Orientation == OrientationLying)
	}
	pages := func(fr layout.Frame, bs []layout.Block) (int, error) {
		res, err := layout.Lay(ctx, &layout.Document{Sections: []layout.Section{{Frame: fr, Blocks: bs}}}, fs)
		if err != nil {
			return 0, err
		}
		return len(res.Pages), nil
	}
	p, err := pages(formFrame(), c.formBlocks(false))
	if err != nil {
		return nil, false, err
	}
	if p == 1 {
		return whole(false)
	}
	l, err := pages(formFrame().Landscape(), c.formBlocks(true))
	if err != nil {
		return nil, false, err
	}
	return whole(l < p)
}

func (c *composer) formBlocks(landscape bool) []layout.Block {
	sub := centered(c.t("report.year", "year", c.year()), style(faceSerif, 12*pt1), 18*pt1)
	sub.KeepNext, sub.After = true, 4*pt1
	general := c.formHeader()
	indicators := c.formIndicators(landscape)
	return []layout.Block{sub, general, indicators}
}

// level1Width is the width of the level-1 column.
const level1Width = 52 * pt1

// besideWidth is the width of the column beside the indicators; the labels
// above the table take it and the level-1 column.
func (c *composer) besideWidth() layout.Length {
	if c.lang == "zh" {
		return 28 * pt1
	}
	return 48 * pt1
}

// formHeader is the upper part of the table: project, units, funds, goals.
func (c *composer) formHeader() *layout.Table {
	l := formLook
	tb := table([]layout.Column{{Width: c.besideWidth() + level1Width}, {Weight: 26}, {Weight: 18}, {Weight: 18}, {Weight: 18}, {Weight: 10}, {Weight: 14}, {Weight: 12}}, 0)
	tb.Before, tb.After = 0, 0
	p := c.ev.Project
	label := func(key string, args ...string) layout.Cell {
		return l.label(c.t(key, args...))
	}
	tb.Rows = append(tb.Rows,
		row(label("report.project"), span(l.mid(p.Name), 7, 1)),
		row(label("report.department"), span(l.mid(p.Department), 3, 1), label("report.unit"), span(l.mid(p.Unit), 3, 1)),
	)
	funds := label("report.form.funds", "unit", c.ev.MoneyUnit)
	funds.Rows, funds.Repeat = 1+max(len(c.ev.Funds), 1), true
	head := row(funds, l.mid(""))
	for _, key := range []string{"report.initial", "report.adjusted", "report.executed", "report.weight", "report.executionRate", "report.points"} {
		head.Cells = append(head.Cells, label(key))
	}
	head.KeepNext = true
	tb.Rows = append(tb.Rows, head)
	tb.Rows = append(tb.Rows, c.formFunds()...)

	goals := label("report.goals")
	goals.Rows, goals.Repeat = 1+max(len(c.ev.Goals), 1), true
	tb.Rows = append(tb.Rows, layout.Row{KeepNext: true, Cells: []layout.Cell{goals, span(label("report.expected"), 3, 1), span(label("report.outcome"), 4, 1)}})
	for _, g := range c.ev.Goals {
		r := row(span(l.text(g.Expected), 3, 1), span(l.text(g.Actual), 4, 1))
		r.MinHeight = 2 * c.handHeight()
		tb.Rows = append(tb.Rows, r)
	}
	if len(c.ev.Goals) == 0 {
		r := row(span(l.text(""), 3, 1), span(l.text(""), 4, 1))
		r.MinHeight = 2 * c.handHeight()
		tb.Rows = append(tb.Rows, r)
	}
	return tb
}

// formFunds are the fund rows; only the total row carries weight, rate and
// points.
func (c *composer) formFunds() []layout.Row {
	l := formLook
	if len(c.ev.Funds) == 0 {
		return []layout.Row{row(l.text(c.t("report.funds.total")), l.mid(""), l.mid(""), l.mid(""), l.mid(""), l.mid(""), l.mid(""))}
	}
	var rows []layout.Row
	for i := range c.ev.Funds {
		f := &c.ev.Funds[i]
		name := l.text(c.fundName(c.ev.Funds, i))
		r := row(name, l.figure(amount(f.Initial)), l.figure(amount(f.Adjusted)), l.figure(amount(f.Executed)))
		r.MinHeight = c.handHeight()
		e := &c.card.Execution
		switch {
		case i == 0 && c.blank:
			r.Cells = append(r.Cells, l.figure(plain(e.Weight)), l.mid(""), l.mid(""))
		case i > 0:
			r.Cells = append(r.Cells, l.mid("—"), l.mid("—"), l.mid("—"))
		case !e.Weight.IsPos():
			r.Cells = append(r.Cells, l.mid("—"), l.figure(c.rate()), l.mid("—"))
		default:
			r.Cells = append(r.Cells, l.figure(plain(e.Weight)), l.figure(c.rate()), l.figure(e.Points.String()))
		}
		rows = append(rows, r)
	}
	return rows
}

func (c *composer) rate() string {
	if r := c.card.Execution.Rate; r.Valid {
		return r.Decimal.String() + "%"
	}
	return "—"
}

// formIndicators is the lower part: the indicators under merged level cells,
// its head repeated on every page, and the total.
func (c *composer) formIndicators(landscape bool) *layout.Table {
	l := formLook
	cols := []layout.Column{{Width: c.besideWidth()}, {Width: level1Width}, {Width: 52 * pt1}, {Weight: 24}, {Weight: 28}, {Weight: 21}, {Width: 33 * pt1}, {Width: 33 * pt1}, {Weight: 27}}
	if c.blank { // what is there is the names, what is to come is short
		cols[3].Weight, cols[4].Weight, cols[5].Weight, cols[8].Weight = 34, 24, 18, 24
	}
	if landscape {
		cols[2].Width = 70 * pt1
		cols[3].Weight, cols[8].Weight = 30, 48
	}
	tb := table(cols, 1)
	tb.Before = 0
	label := func(s string, rows int) layout.Cell {
		cell := l.label(s)
		cell.Rows, cell.Repeat = rows, true
		return cell
	}
	order := c.grouped()
	head := row(label(c.t("report.form.indicators"), 1+max(len(order), 1)))
	for _, key := range []string{"report.level1", "report.level2", "report.level3", "report.target", "report.actual", "report.weight", "report.points", "report.reason"} {
		cell := l.head(c.t(key))
		head.Cells = append(head.Cells, cell)
	}
	tb.Rows = append(tb.Rows, head)
	one, two := "", ""
	for at, i := range order {
		r := layout.Row{Anchor: indicatorAnchor(c.ev.Indicators[i].ID), KeepNext: at == len(order)-1, MinHeight: c.handHeight()}
		l1, l2 := c.levels(&c.ev.Indicators[i])
		if at == 0 || l1 != one {
			r.Cells = append(r.Cells, label(c.levelName(l1), c.run(order[at:], l1, nil)))
			two = ""
		}
		if at == 0 || l1 != one || l2 != two {
			r.Cells = append(r.Cells, label(l2, c.run(order[at:], l1, &l2)))
		}
		one, two = l1, l2
		r.Cells = append(r.Cells, c.formCells(i)...)
		tb.Rows = append(tb.Rows, r)
	}
	if len(order) == 0 {
		tb.Rows = append(tb.Rows, row(l.mid(""), l.mid(""), l.mid(""), l.mid(""), l.mid(""), l.mid(""), l.mid(""), l.mid("")))
	}
	total := l.label(c.t("report.total"))
	sum, grade := c.card.Total.String(), c.gradeName(c.card.Grade)
	if c.blank {
		sum, grade = "", "　　　"
	}
	full, points := l.figure(plain(c.card.FullMark)), l.figure(sum)
	points.Content[0].Spans[0].Face = faceHeavy
	last := row(span(total, 6, 1), full, points, l.mid(c.t("report.grade", "grade", grade)))
	last.MinHeight = c.handHeight()
	tb.Rows = append(tb.Rows, last)
	return tb
}

// handHeight is the least height of a row that is written in by hand.
func (c *composer) handHeight() layout.Length {
	if c.blank {
		return 26 * pt1
	}
	return 0
}

// run counts the rows from the first of order on that stand under one heading of level 1 and, where two is given, of level 2.
func (c *composer) run(order []int, one string, two *string) int {
	n := 0
	for _, i := range order {
		a, b := c.levels(&c.ev.Indicators[i])
		if a != one || two != nil && b != *two {
			break
		}
		n++
	}
	return n
}

// levelName adds the word "indicators" to a level-1 heading, as the official
// table prints it.
func (c *composer) levelName(name string) string {
	suffix := c.t("report.levelSuffix")
	if strings.HasSuffix(name, suffix) {
		return name
	}
	return name + suffix
}

// formCells are the cells of indicator i from level 3 on.
func (c *composer) formCells(i int) []layout.Cell {
	l := formLook
	ind, line := &c.ev.Indicators[i], &c.card.Lines[i]
	points := line.Points.String()
	if c.blank {
		weight := plain(line.Weight)
		if line.Weight.IsZero() {
			weight = ""
		}
		return []layout.Cell{l.text(ind.Name), l.mid(c.target(ind)), l.mid(""), l.figure(weight), l.mid(""), l.text("")}
	}
	switch line.State {
	case scoring.StateNotApplicable, scoring.StateNotDue:
		points = "—"
	}
	return []layout.Cell{
		l.text(ind.Name), l.mid(c.target(ind)), l.mid(ind.Actual.Text),
		l.figure(plain(line.Weight)), l.figure(points), l.text(c.reason(ind, line)),
	}
}

// reason is the cell of deviation: the stated reason, else the answer given to
// a check of this indicator, and what else decides the points.
func (c *composer) reason(ind *scoring.Indicator, line *scoring.Line) string {
	parts := []string{}
	if line.State != scoring.StateScored {
		parts = append(parts, c.t("report.result."+string(line.State)))
	}
	if text := strings.TrimSpace(ind.Reason); text != "" {
		parts = append(parts, text)
	} else {
		place := review.PlaceIndicator(ind.ID)
		for _, a := range c.ev.Answers {
			if a.Place == place && strings.HasPrefix(a.Check, "B") {
				parts = append(parts, a.Text)
				break
			}
		}
	}
	if line.Overridden && ind.Override != nil {
		parts = append(parts, c.t("report.override", "rule", line.RulePoints.String(), "points", line.Points.String(), "reason", ind.Override.Reason))
	}
	return strings.Join(parts, "\n")
}

func indicatorAnchor(id string) string { return "indicator:" + id }
