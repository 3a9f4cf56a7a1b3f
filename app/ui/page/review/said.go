package review

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring/panel"
)

// said is what the evaluators of a panel said about the current indicator: how far apart they are, their comments, and what was decided.
type said struct {
	words   wording.Words
	head    *widget.Text
	lines   *widget.Label
	content fyne.CanvasObject
}

const saidHeight = 132

func newSaid(words wording.Words) *said {
	s := &said{words: words, head: widget.NewText(""), lines: widget.SmallProse("")}
	s.head.Bold, s.head.Cut = true, true
	s.content = widget.Tall(func() float32 { return saidHeight }, widget.NewPanel(widget.Frame(s.head, nil, nil, nil, container.NewVScroll(widget.Flush(s.lines))), 10))
	return s
}

// show shows what was said about the current row; nothing where there is none.
func (s *said) show(found *tallied, grid *widget.Grid) {
	var row *panel.Row
	if found != nil && grid != nil {
		if at := slices.IndexFunc(found.result.Rows, func(r panel.Row) bool { return r.ID == grid.CurrentRow() }); at >= 0 {
			row = &found.result.Rows[at]
		}
	}
	if row == nil {
		s.head.SetText("")
		s.lines.SetText("")
		return
	}
	s.head.SetText(row.Name)
	s.lines.SetText(strings.Join(s.about(found.panel, row), "\n"))
}

func (s *said) about(p *panel.Panel, row *panel.Row) []string {
	w := s.words
	name := func(id string) string {
		if m, ok := p.Member(id); ok {
			return m.Name
		}
		return id
	}
	var lines []string
	switch {
	case row.State != "":
		lines = append(lines, w.Say("ui.judging.said.not-judged"))
	case len(row.Given) == 0:
		lines = append(lines, w.Say("ui.judging.said.nobody"))
	default:
		key := "ui.judging.said.near"
		if row.Disagreed {
			key = "ui.judging.said.apart"
		}
		lines = append(lines, w.Say(key, "low", null(row.Low), "high", null(row.High), "range", null(row.Range), "deviation", null(row.Deviation)))
		if !shapeOf(len(p.Members)).spare { // the table has no room for it
			lines = append(lines, w.Say("ui.judging.said.rule", "points", row.RulePoints.String()))
		}
		if shapeOf(len(p.Members)).evaluators == 0 {
			lines = append(lines, s.points(row, name))
		}
	}
	if a := row.Arbitrated; a != nil {
		lines = append(lines, w.Say("ui.judging.said.arbitrated", "points", a.Points.String(), "by", cmp.Or(a.By, w.Say("ui.judging.said.arbiter")), "reason", a.Reason))
	}
	for _, g := range row.Given {
		if g.Comment != "" {
			lines = append(lines, w.Say("ui.judging.said.comment", "name", name(g.Evaluator), "points", g.Points.String(), "text", g.Comment))
		}
	}
	for _, out := range p.Withdrawals {
		who := w.Say("ui.judging.said.gone", "name", name(out.Evaluator))
		if at := slices.IndexFunc(row.Withdrawn, func(g panel.Given) bool { return g.Evaluator == out.Evaluator }); at >= 0 {
			who = w.Say("ui.judging.said.gone-with", "name", name(out.Evaluator), "points", row.Withdrawn[at].Points.String())
		}
		lines = append(lines, w.Say("ui.judging.said.withdrawn", "who", who, "by", cmp.Or(out.By, w.Say("ui.judging.said.arbiter")), "reason", out.Reason))
	}
	for _, r := range row.Recused {
		lines = append(lines, w.Say("ui.judging.said.recused", "name", name(r.Evaluator), "reason", r.Reason))
	}
	return lines
}

// points lists what every evaluator gave.
func (s *said) points(row *panel.Row, name func(id string) string) string {
	parts := make([]string, len(row.Given))
	for i, g := range row.Given {
		parts[i] = s.words.Say("ui.judging.said.points", "name", name(g.Evaluator), "points", g.Points.String())
	}
	return strings.Join(parts, s.words.Say("list.separator"))
}
