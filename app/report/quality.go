package report

import (
	"strings"

	"zhunsheng/app/report/layout"
	"zhunsheng/scoring/review"
)

// quality is the statement of quality, on one page: which checks ran and what came of each.
func (c *composer) quality() []layout.Block {
	found, open := map[string]int{}, map[string]int{}
	failed, stands := 0, 0
	for i := range c.in.Findings {
		f := &c.in.Findings[i]
		if found[f.Check]++; found[f.Check] == 1 {
			failed++
		}
		if !f.Settled() {
			open[f.Check]++
			stands++
		}
	}
	checks := review.Checks()
	blocks := []layout.Block{
		layout.PageBreak{},
		c.annex(c.t("report.quality.title")),
		small(c.t("report.quality.text", "checks", itoa(len(checks)), "clean", itoa(len(checks)-failed), "failed", itoa(failed),
			"findings", itoa(len(c.in.Findings)), "answered", itoa(len(c.in.Findings)-stands), "open", itoa(stands))),
		c.checkGrid(checks, found, open),
	}
	if c.in.LastYear == nil {
		blocks = append(blocks, small(c.t("report.quality.noLastYear")))
	}
	return append(blocks, small(c.t("report.quality.limits")))
}

// checkColumns is how many checks stand side by side.
const checkColumns = 2

// checkGrid lists every check with its result, down the first column, then down the next.
func (c *composer) checkGrid(checks []review.Check, found, open map[string]int) *layout.Table {
	l := cellLook{8 * pt1, 11 * pt1}
	var columns []layout.Column
	head := layout.Row{}
	for range checkColumns {
		columns = append(columns, layout.Column{Width: 28 * pt1}, layout.Column{Weight: 1}, layout.Column{Width: 78 * pt1})
		head.Cells = append(head.Cells, l.head(c.t("report.check")), l.head(c.t("report.quality.rule")), l.head(c.t("report.quality.outcome")))
	}
	tb := table(columns, 1)
	tb.PadY = pt1
	tb.Rows = append(tb.Rows, head)
	depth := (len(checks) + checkColumns - 1) / checkColumns
	for r := range depth {
		var row layout.Row
		for k := range checkColumns {
			i := k*depth + r
			if i >= len(checks) {
				row.Cells = append(row.Cells, layout.Cell{}, layout.Cell{}, layout.Cell{})
				continue
			}
			id := checks[i].ID
			outcome := l.mid(c.t("report.quality.clean"))
			if n := found[id]; n > 0 {
				outcome = l.figure(c.t("report.quality.found", "count", itoa(n), "open", itoa(open[id])))
				outcome.Content[0].Spans[0].Face = faceHeavy
				outcome.Content[0].Spans[0].Link = "findings"
			}
			row.Cells = append(row.Cells, l.mid(id), l.text(c.t("report.checks."+id)), outcome)
		}
		tb.Rows = append(tb.Rows, row)
	}
	return tb
}

// evidence is the index of evidence; nothing where there is none.
func (c *composer) evidence() []layout.Block {
	if len(c.ev.Evidence) == 0 {
		return nil
	}
	l := tableLook
	tb := table([]layout.Column{{Width: 40 * pt1}, {Weight: 5}, {Width: 44 * pt1}, {Weight: 4}, {Weight: 3}}, 1)
	tb.Rows = append(tb.Rows, row(l.head(c.t("report.evidence.id")), l.head(c.t("report.evidence.name")), l.head(c.t("report.evidence.pages")), l.head(c.t("report.evidence.indicators")), l.head(c.t("report.evidence.note"))))
	for i := range c.ev.Evidence {
		e := &c.ev.Evidence[i]
		name := e.Name
		if e.SHA256 != "" {
			name += "\nSHA-256 " + e.SHA256
		}
		tb.Rows = append(tb.Rows, row(l.mid(e.ID), l.text(name), l.mid(e.Pages), c.provedBy(e.ID), l.text(e.Note)))
	}
	return []layout.Block{layout.Space(18 * pt1), c.annex(c.t("report.evidence.title")), tb}
}

// provedBy lists the indicators that refer to a piece of evidence, each a link to its row; where all do, it says so.
func (c *composer) provedBy(id string) layout.Cell {
	cell := tableLook.text("")
	st := cell.Content[0].Spans[0].Style
	var spans []layout.Span
	for i := range c.ev.Indicators {
		ind := &c.ev.Indicators[i]
		for _, e := range ind.Evidence {
			if e != id {
				continue
			}
			if len(spans) > 0 {
				spans = append(spans, layout.Span{Text: c.t("report.listSeparator"), Style: st})
			}
			spans = append(spans, layout.Span{Text: strings.TrimSpace(ind.Name), Style: st, Link: indicatorAnchor(ind.ID)})
			break
		}
	}
	if n := (len(spans) + 1) / 2; n > 1 && n == len(c.ev.Indicators) {
		spans = []layout.Span{{Text: c.t("report.evidence.all", "count", itoa(n)), Style: st}}
	}
	if len(spans) > 0 {
		cell.Content[0].Spans = spans
	}
	return cell
}
