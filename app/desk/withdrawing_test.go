package desk

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/panel"
	"zhunsheng/storage/handover"
)

// TestAnEvaluatorIsWithdrawn: an evaluator is taken out while nothing is arbitrated, stays on record, and comes back by undoing.
func TestAnEvaluatorIsWithdrawn(t *testing.T) {
	lead, judge, key := pair(t)
	p, err := lead.BeginPanel(t.Context(), 2022, strings.TrimPrefix(key, "2022/"), []panel.Member{{ID: "li", Name: "李"}, {ID: "wang", Name: "王"}}, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	call, answer := filepath.Join(t.TempDir(), "call.zsb"), filepath.Join(t.TempDir(), "answer.zsb")
	if _, err := lead.CallPanel(t.Context(), p.ID, "li", BundleOrder{Path: call}); err != nil {
		t.Fatal(err)
	}
	apply(t, opened(t, judge, call))
	form := fillForm(t, judge, p.ID+"/li", 0)
	if err := judge.SaveForm(t.Context(), p.ID+"/li", form, true); err != nil {
		t.Fatal(err)
	}
	if _, err := judge.AnswerPanel(t.Context(), p.ID+"/li", BundleOrder{Path: answer}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := opened(t, lead, answer).TakeAnswers(t.Context(), "", false); err != nil {
		t.Fatal(err)
	}
	if err := lead.Arbitrate(t.Context(), p.ID, panel.Arbitration{Indicator: form.Answers[0].Indicator, Points: decimal.MustNew(1, 0), Reason: "会商"}); err != nil {
		t.Fatal(err)
	}

	out := panel.Withdrawal{Evaluator: "li", Reason: "与项目单位有利害关系", By: "组长"}
	var decided *panel.DecidedError
	if err := lead.Withdraw(t.Context(), p.ID, out); !errors.As(err, &decided) {
		t.Fatalf("withdrawn after an arbitration: %v", err)
	}
	if n, err := lead.Reopen(t.Context(), p.ID); err != nil || n != 1 {
		t.Fatalf("%d arbitrations taken back, %v", n, err)
	}
	if ev := newest(t, lead); ev.Kind != "撤回仲裁" {
		t.Errorf("reopening is told as %+v", ev)
	}
	if n, err := lead.Reopen(t.Context(), p.ID); err != nil || n != 0 {
		t.Errorf("reopened twice: %d, %v", n, err)
	}
	if err := lead.Withdraw(t.Context(), p.ID, out); err != nil {
		t.Fatal(err)
	}
	if ev := newest(t, lead); ev.Kind != "办理退出" {
		t.Errorf("withdrawing is told as %+v", ev)
	}
	now, result, err := lead.PanelResult(t.Context(), p.ID)
	if err != nil || len(now.Forms) != 1 || len(result.Rows[0].Given) != 0 || len(result.Rows[0].Withdrawn) != 1 || result.Forms[0].Withdrawn == nil || *result.Forms[0].Withdrawn != out {
		t.Fatalf("%+v, %v", result, err)
	}
	if list, err := lead.Panels(t.Context()); err != nil || list[0].Members != 1 || list[0].Submitted != 0 {
		t.Errorf("listed as %+v, %v", list, err)
	}
	var gone *panel.WithdrawnError
	if _, err := lead.CallPanel(t.Context(), p.ID, "li", BundleOrder{Path: filepath.Join(t.TempDir(), "again.zsb")}); !errors.As(err, &gone) {
		t.Errorf("called again: %v", err)
	}
	if _, received, err := opened(t, lead, answer).TakeAnswers(t.Context(), "", false); err != nil || received[0].Reception != handover.GoneBefore || received[0].Reason != out.Reason {
		t.Errorf("an answer of theirs: %+v, %v", received, err)
	}
	sides, err := lead.Sides(t.Context(), 2022, strings.TrimPrefix(key, "2022/"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sides {
		if s.Ref.Kind == SidePanel && s.Name != "李（已退出）" {
			t.Errorf("to be compared with %q", s.Name)
		}
	}

	undo(t, lead)
	now, result, err = lead.PanelResult(t.Context(), p.ID)
	if err != nil || len(now.Withdrawals) != 0 || len(result.Rows[0].Given) != 1 || len(now.Arbitrations) != 0 {
		t.Errorf("undone: %+v, %v", result, err)
	}
	undo(t, lead)
	if now, _, err = lead.PanelResult(t.Context(), p.ID); err != nil || len(now.Arbitrations) != 1 {
		t.Errorf("the arbitration is not back: %+v, %v", now, err)
	}
}
