package review

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/govalues/decimal"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/panel"
)

// TestAnEvaluatorIsWithdrawnOnTheScreen: arbitrations are taken back first; the points of the evaluator stay in sight and do not count.
func TestAnEvaluatorIsWithdrawnOnTheScreen(t *testing.T) {
	d := newDesk(t, "组长")
	year, id := uitest.ExampleYear(t, d)
	p, err := d.BeginPanel(t.Context(), year, id, []panel.Member{{ID: "e1", Name: "张三"}, {ID: "e2", Name: "李四"}, {ID: "e3", Name: "王五"}}, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	for evaluator, points := range map[string]int64{"e1": 1, "e2": 0} {
		form := p.BlankForm(evaluator)
		for i := range form.Answers {
			form.Answers[i].Points = decimal.NullDecimal{Decimal: decimal.MustNew(points, 0), Valid: true}
		}
		if err := d.SaveForm(t.Context(), p.ID, form, true); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Arbitrate(t.Context(), p.ID, panel.Arbitration{Indicator: p.Evaluation.Indicators[0].ID, Points: decimal.MustNew(1, 0), Reason: "会商"}); err != nil {
		t.Fatal(err)
	}
	r := enter(t, d, locale.Chinese)
	shows := func(what string, holds func(*tallied) bool) {
		t.Helper()
		r.Until(t, what, func() bool { return r.page.panel.found != nil && holds(r.page.panel.found) })
	}
	shows("the panel", func(f *tallied) bool { return len(f.panel.Arbitrations) == 1 })

	r.Run(t, "withdraw")
	r.Until(t, "the question", r.Prompts.Open)
	r.Answer(t, fyne.KeyTab, fyne.KeyReturn)
	shows("no arbitration", func(f *tallied) bool { return len(f.panel.Arbitrations) == 0 })

	withdraw := func(evaluator, reason string) {
		t.Helper()
		r.Run(t, "withdraw")
		r.Until(t, "the form", r.Prompts.Open)
		for _, o := range test.LaidOutObjects(r.Canvas().Overlays().Top()) {
			switch o := o.(type) {
			case *widget.Dropdown:
				o.Choose(evaluator)
			case *widget.Entry:
				o.SetText(reason)
			}
		}
		accept(t, r)
	}
	withdraw("e2", " ")
	if !r.Prompts.Open() {
		t.Fatal("withdrawn without a reason")
	}
	r.Prompts.Dismiss()
	withdraw("e2", "与项目单位有利害关系")
	shows("the withdrawal", func(f *tallied) bool { return len(f.panel.Withdrawals) == 1 })
	if w := r.page.panel.found.panel.Withdrawals[0]; w.Evaluator != "e2" || w.Reason != "与项目单位有利害关系" {
		t.Errorf("%+v", w)
	}
	r.Until(t, "the points in brackets", func() bool {
		cells := r.page.panel.grid.Rows()[0].Cells
		return cells[4].Text == "(0)" && cells[3].Text == "1"
	})
	if text := r.page.panel.said.lines.Text; !strings.Contains(text, "李四 已退出（原评 0 分，不计）") || !strings.Contains(text, "与项目单位有利害关系") {
		t.Errorf("of the row it is said %q", text)
	}
	if text := r.page.panel.problems.Say(); !strings.Contains(text, "已退出：李四") || !strings.Contains(text, "尚未交回：王五") {
		t.Errorf("below it says %q", text)
	}
	if text := r.page.panel.head.Say(); !strings.Contains(text, "1/2") {
		t.Errorf("above it says %q", text)
	}
	withdraw("e3", "因病")
	shows("both", func(f *tallied) bool { return len(f.panel.Withdrawals) == 2 && f.result.Complete })
}
