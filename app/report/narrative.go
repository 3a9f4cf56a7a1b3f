package report

import (
	"strings"

	"zhunsheng/app/report/layout"
	"zhunsheng/scoring"
	"zhunsheng/scoring/figure"
)

// narrative is the text proper: the sections of the scheme's outline with the
// parts and the conclusion in their places.
func (c *composer) narrative() []layout.Block {
	title := centered(c.t("report.heading", "project", c.ev.Project.Name), style(faceTitle, sizeTitle), 34*pt1)
	title.Balance = true
	sub := centered(c.t("report.year", "year", c.year()), style(faceSerif, sizeBody), pitchBody)
	blocks := []layout.Block{title, sub, layout.Space(pitchBody / 2)}
	parts, conclusion := false, false
	for i := range c.scheme.Outline {
		s := &c.scheme.Outline[i]
		blocks = append(blocks, c.nextHead(s.Title.In(c.lang)))
		blocks = append(blocks, c.section(s, s.ID == SectionPerformance && len(c.ev.Parts) > 0)...)
		switch s.ID {
		case SectionPerformance:
			parts = true
			blocks = append(blocks, c.partTables(1, len(s.Children))...)
		case SectionConclusion:
			conclusion = true
			blocks = append(blocks, c.conclusion()...)
		}
	}
	if !parts && len(c.ev.Parts) > 0 {
		blocks = append(blocks, c.nextHead(c.t("report.parts")))
		blocks = append(blocks, c.partTables(1, 0)...)
	}
	if !conclusion {
		blocks = append(blocks, c.nextHead(c.t("report.conclusion")))
		blocks = append(blocks, c.conclusion()...)
	}
	return blocks
}

// section prints the text of an outline section and its subsections. A section
// without any text says so, unless something else follows in it.
func (c *composer) section(s *scoring.Section, followed bool) []layout.Block {
	blocks := c.paragraphs(c.text(s.ID))
	for i := range s.Children {
		ch := &s.Children[i]
		blocks = append(blocks, c.head(1, i+1, ch.Title.In(c.lang)))
		blocks = append(blocks, c.orEmpty(c.paragraphs(c.text(ch.ID)))...)
	}
	if followed || s.ID == SectionConclusion {
		return blocks
	}
	return c.orEmpty(blocks)
}

// text returns the text of a section with the values of the figures it is bound to.
func (c *composer) text(section string) string {
	text := c.ev.Section(section)
	if !figure.Has(text) {
		return text
	}
	if c.figures == nil {
		c.figures = figure.Of(c.scheme, c.ev, c.card, c.lang)
	}
	return c.figures.Fill(text)
}

func (c *composer) orEmpty(blocks []layout.Block) []layout.Block {
	if len(blocks) == 0 {
		return []layout.Block{body(c.t("report.section.empty"))}
	}
	return blocks
}

// paragraphs splits a text at its line breaks.
func (c *composer) paragraphs(text string) []layout.Block {
	var out []layout.Block
	for line := range strings.Lines(text) {
		if line = strings.Trim(line, " \t\r\n\u3000"); line != "" {
			out = append(out, body(line))
		}
	}
	return out
}

// partTables prints every part with its summary and its figures.
func (c *composer) partTables(level, before int) []layout.Block {
	var out []layout.Block
	for i := range c.ev.Parts {
		p := &c.ev.Parts[i]
		out = append(out, c.head(level, before+i+1, p.Name))
		out = append(out, c.paragraphs(p.Summary)...)
		if len(p.Funds) > 0 {
			out = append(out, c.partFunds(p))
		}
		if t := c.partFigures(p); t != nil {
			out = append(out, t)
		}
	}
	return out
}

func (c *composer) partFunds(p *scoring.Part) *layout.Table {
	l := tableLook
	tb := table(weights(4, 3, 3, 3), 1)
	tb.Rows = append(tb.Rows, row(l.head(c.t("report.funds", "unit", c.ev.MoneyUnit)), l.head(c.t("report.initial")), l.head(c.t("report.adjusted")), l.head(c.t("report.executed"))))
	for i := range p.Funds {
		f := &p.Funds[i]
		tb.Rows = append(tb.Rows, row(l.text(c.fundName(p.Funds, i)), l.figure(amount(f.Initial)), l.figure(amount(f.Adjusted)), l.figure(amount(f.Executed))))
	}
	return tb
}

// partFigures is the table of a part: what was promised and what was reached,
// then the figures that are not scored. It is nil for a part with neither.
func (c *composer) partFigures(p *scoring.Part) *layout.Table {
	l := tableLook
	tb := table([]layout.Column{{Weight: 6}, {Weight: 4}, {Weight: 4}, {Width: 62 * pt1}, {Weight: 3}}, 1)
	tb.Rows = append(tb.Rows, row(l.head(c.t("report.indicator")), l.head(c.t("report.target")), l.head(c.t("report.actual")), l.head(c.t("report.score")), l.head(c.t("report.result"))))
	for i := range c.ev.Indicators {
		ind := &c.ev.Indicators[i]
		if ind.Part != p.ID {
			continue
		}
		line := &c.card.Lines[i]
		tb.Rows = append(tb.Rows, row(l.text(ind.Name), l.mid(c.target(ind)), l.mid(ind.Actual.Text), l.figure(line.Points.String()+" / "+plain(line.Weight)), l.mid(c.result(line))))
	}
	for i := range p.Figures {
		f := &p.Figures[i]
		tb.Rows = append(tb.Rows, row(l.text(f.Name), l.mid("—"), l.mid(f.Value+f.Unit), l.mid("—"), l.mid(first(f.Note, c.t("report.result.figure")))))
	}
	if len(tb.Rows) == 1 {
		return nil
	}
	return tb
}

// target is the text of a target; one that was never published says so.
func (c *composer) target(ind *scoring.Indicator) string {
	if ind.Published == scoring.TargetUnpublished && strings.TrimSpace(ind.Target.Text) == "" {
		return c.t("report.target.unpublished")
	}
	return ind.Target.Text
}

// result says in a word how a row ended.
func (c *composer) result(line *scoring.Line) string {
	switch {
	case line.State != scoring.StateScored:
		return c.t("report.result." + string(line.State))
	case line.Pending:
		return c.t("report.result.pending")
	case line.Met:
		return c.t("report.result.met")
	}
	return c.t("report.result.short")
}

// conclusion is the score and the grade, the subtotals and their picture.
func (c *composer) conclusion() []layout.Block {
	card := c.card
	sentence := body(c.t("report.conclusion.text", "project", c.ev.Project.Name, "year", c.year(),
		"total", card.Total.String(), "grade", c.gradeName(card.Grade), "scheme", c.scheme.Title.In(c.lang)))
	out := []layout.Block{sentence}
	if card.Pending > 0 {
		out = append(out, body(c.t("report.conclusion.pending", "count", itoa(card.Pending))))
	}
	return append(out, body(c.t("report.conclusion.see", "annex", c.t("report.summary.title"))))
}
