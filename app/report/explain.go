package report

import (
	"strings"

	"zhunsheng/app/report/layout"
	"zhunsheng/scoring"
)

// explanations show how every row was scored and how the total came about.
func (c *composer) explanations() []layout.Block {
	note := c.t("report.explain.scheme", "scheme", c.scheme.Title.In(c.lang), "version", c.scheme.Version, "authority", c.scheme.Authority)
	standing := c.t("report.standing." + string(c.scheme.Standing))
	blocks := []layout.Block{layout.PageBreak{}, c.annex(c.t("report.explain.title")), small(note + standing)}
	if text := c.scheme.Note.In(c.lang); text != "" {
		blocks = append(blocks, small(text))
	}
	if c.card.Reweighed {
		blocks = append(blocks, small(c.t("report.explain.reweighed")))
	}
	blocks = append(blocks, c.explainTable())
	blocks = append(blocks, c.subhead("report.steps"), c.steps())
	return blocks
}

// subhead is a small heading within the annexes.
func (c *composer) subhead(key string) layout.Paragraph {
	return layout.Paragraph{
		Spans: []layout.Span{{Text: c.t(key), Style: style(faceHeavy, 12*pt1)}}, Pitch: 20 * pt1, Before: 6 * pt1, KeepNext: true,
	}
}

func (c *composer) explainTable() *layout.Table {
	l := tableLook
	tb := table([]layout.Column{{Weight: 34}, {Width: 40 * pt1}, {Width: 40 * pt1}, {Weight: 66}}, 1)
	tb.Rows = append(tb.Rows, row(l.head(c.t("report.indicator")), l.head(c.t("report.weight")), l.head(c.t("report.points")), l.head(c.t("report.explain.how"))))
	if e := &c.card.Execution; e.Weight.IsPos() {
		tb.Rows = append(tb.Rows, row(l.text(c.t("report.execution")), l.figure(plain(e.Weight)), l.figure(e.Points.String()), c.how(e.Explain(), e.Problem)))
	}
	for _, i := range c.grouped() {
		ind, line := &c.ev.Indicators[i], &c.card.Lines[i]
		name := l.text(ind.Name)
		name.Content[0].Spans[0].Link = indicatorAnchor(ind.ID)
		tb.Rows = append(tb.Rows, row(name, l.figure(plain(line.Weight)), l.figure(line.Points.String()), c.how(line.Explain(), line.Problem)))
	}
	return tb
}

// how is the cell that explains a row: rule, formula, problem.
func (c *composer) how(x scoring.Explanation, problem scoring.Message) layout.Cell {
	text := c.msg(x.Rule)
	if x.Formula != "" {
		text += "\n" + x.Formula
	}
	if !problem.IsZero() && problem.Key != x.Rule.Key {
		text += "\n" + c.msg(problem)
	}
	return tableLook.text(strings.Trim(text, "\n"))
}

// steps lists how the total came about.
func (c *composer) steps() *layout.Table {
	l := tableLook
	tb := table([]layout.Column{{Width: 34 * pt1}, {Weight: 1}, {Width: 60 * pt1}}, 0)
	for i, s := range c.card.Steps {
		tb.Rows = append(tb.Rows, row(l.mid(itoa(i+1)), l.text(c.msg(s.Reason)), l.figure(s.After.String())))
	}
	if len(tb.Rows) == 0 {
		tb.Rows = append(tb.Rows, row(l.mid("1"), l.text(c.t("report.total")), l.figure(c.card.Total.String())))
	}
	return tb
}
