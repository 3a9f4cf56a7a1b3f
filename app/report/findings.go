package report

import (
	"strconv"
	"strings"

	"zhunsheng/app/report/layout"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// findings is the statement of quality: what the checks found and how it was
// answered, then the statements that no finding asked for.
func (c *composer) findings() []layout.Block {
	l := tableLook
	open := 0
	for i := range c.in.Findings {
		if !c.in.Findings[i].Settled() {
			open++
		}
	}
	blocks := []layout.Block{
		layout.PageBreak{},
		c.findingsTitle(),
		small(c.t("report.findings.text", "count", itoa(len(c.in.Findings)), "open", itoa(open))),
	}
	if len(c.in.Findings) > 0 {
		tb := table([]layout.Column{{Width: 34 * pt1}, {Width: 44 * pt1}, {Weight: 3}, {Weight: 6}, {Weight: 5}}, 1)
		tb.Rows = append(tb.Rows, row(l.head(c.t("report.check")), l.head(c.t("report.severity")), l.head(c.t("report.place")), l.head(c.t("report.finding")), l.head(c.t("report.answer"))))
		for i := range c.in.Findings {
			tb.Rows = append(tb.Rows, c.findingRow(&c.in.Findings[i]))
		}
		blocks = append(blocks, tb)
	}
	return append(blocks, c.statements()...)
}

func (c *composer) findingsTitle() layout.Block {
	title := c.annex(c.t("report.findings.title"))
	return layout.Group{layout.Anchor("findings"), title}
}

func (c *composer) findingRow(f *review.Finding) layout.Row {
	l := tableLook
	place := l.text(c.place(f.Place))
	if id, ok := strings.CutPrefix(f.Place, "indicator:"); ok {
		place.Content[0].Spans[0].Link = indicatorAnchor(id)
	}
	answer := f.Answer
	if answer == "" {
		answer = c.t("report.answer.none")
	}
	return row(l.mid(f.Check), l.mid(c.t("report.severity."+string(f.Severity))), place, l.text(c.msg(f.Message)), l.text(answer))
}

// statements are the answers in the evaluation that belong to no finding of
// this run: remarks the unit wants to be read.
func (c *composer) statements() []layout.Block {
	type key struct{ check, place string }
	asked := map[key]bool{}
	for _, f := range c.in.Findings {
		asked[key{f.Check, f.Place}], asked[key{f.Check, ""}] = true, true
	}
	l := tableLook
	tb := table([]layout.Column{{Width: 34 * pt1}, {Weight: 3}, {Weight: 8}}, 1)
	tb.Rows = append(tb.Rows, row(l.head(c.t("report.check")), l.head(c.t("report.place")), l.head(c.t("report.statement"))))
	for _, a := range c.ev.Answers {
		if !asked[key{a.Check, a.Place}] {
			tb.Rows = append(tb.Rows, row(l.mid(a.Check), l.text(c.place(a.Place)), l.text(a.Text)))
		}
	}
	if len(tb.Rows) == 1 {
		return nil
	}
	return []layout.Block{c.subhead("report.statements"), tb}
}

// place names what a finding is about, as people read it.
func (c *composer) place(place string) string {
	kind, rest, _ := strings.Cut(place, ":")
	name := ""
	switch kind {
	case "indicator":
		name = c.indicatorName(rest)
	case "funds":
		number, _, _ := strings.Cut(rest, ":")
		if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < len(c.ev.Funds) {
			name = c.ev.Funds[i].Name
		}
	case "level":
		name = rest
	case "section":
		id, _, _ := strings.Cut(rest, ":") // behind it a matter within the text, such as its grade
		name = sectionTitle(c.scheme.Outline, id, c.lang)
	case "":
		name = c.t("report.place.whole")
	case "goal", review.PlaceTotal, review.PlaceExecution, review.PlaceGrade, review.PlaceWeights:
		name = c.t("report.place." + kind)
	}
	if name != "" {
		return name
	}
	return c.msg(review.PlaceMessage(c.ev, place))
}

func (c *composer) indicatorName(id string) string {
	for i := range c.ev.Indicators {
		if c.ev.Indicators[i].ID == id {
			return c.ev.Indicators[i].Name
		}
	}
	return ""
}

func sectionTitle(sections []scoring.Section, id, lang string) string {
	for i := range sections {
		if sections[i].ID == id {
			return sections[i].Title.In(lang)
		}
		if title := sectionTitle(sections[i].Children, id, lang); title != "" {
			return title
		}
	}
	return ""
}
