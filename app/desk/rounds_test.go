package desk

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/round"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

func TestReviewGoesOutAndComesBack(t *testing.T) {
	unit, bureau, key := pair(t)
	id := strings.TrimPrefix(key, "2022/")
	apply(t, hand(t, unit, bureau, BundleOrder{Kind: bundle.KindReview, Evaluations: []string{key}}))
	r, err := bureau.BeginRound(t.Context(), 2022, id, round.Person{Name: "审核员", Unit: "财政局"})
	if err != nil || r.Round != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	if _, err := bureau.BeginRound(t.Context(), 2022, id, r.Reviewer); err == nil {
		t.Error("a second round was begun beside the first")
	}
	e, _, err := bureau.Open(t.Context(), 2022, id)
	if err != nil {
		t.Fatal(err)
	}
	r.Comments = append(r.Comments, bureau.NewComment(r, round.Anchor{Indicator: e.Indicators[0].ID}, "请补充佐证"))
	if p, err := bureau.RoundPaper(t.Context(), 2022, id); err != nil || p.Figures.Fill("{{project}}") != e.Project.Name {
		t.Errorf("the paper does not know the figures of the evaluation: %v", err)
	}
	r.Scores = append(r.Scores, round.Score{Indicator: e.Indicators[0].ID, Points: decimal.MustNew(1, 0), Reason: "无佐证"})
	if err := bureau.CloseRound(t.Context(), r, round.Returned); err != nil {
		t.Fatal(err)
	}
	apply(t, hand(t, bureau, unit, BundleOrder{Kind: bundle.KindReviewed, Evaluations: []string{key}}))
	rounds, err := unit.Rounds(t.Context(), 2022, id)
	if err != nil || len(rounds) != 1 || len(rounds[0].Comments) != 1 || rounds[0].Decision != round.Returned {
		t.Fatalf("%+v %v", rounds, err)
	}
	if back, _, err := unit.Open(t.Context(), 2022, id); err != nil || back.Status != scoring.StatusReturned {
		t.Fatalf("%v %v", back.Status, err)
	}
	if table, err := unit.RoundTable(t.Context(), rounds[0]); err != nil || table.SelfTotal.Cmp(table.ReviewTotal) <= 0 {
		t.Fatalf("%+v %v", table, err)
	}
	if err := unit.AnswerComment(t.Context(), rounds[0], "c1", round.Answer{Text: "已补充", Changed: true, By: round.Person{Name: "填报人"}}); err != nil {
		t.Fatal(err)
	}
	apply(t, hand(t, unit, bureau, BundleOrder{Kind: bundle.KindReview, Evaluations: []string{key}}))
	second, err := bureau.BeginRound(t.Context(), 2022, id, r.Reviewer)
	if err != nil || second.Round != 2 {
		t.Fatalf("%+v %v", second, err)
	}
	history, err := bureau.RoundHistory(t.Context(), 2022, id)
	if err != nil || len(history) != 1 || history[0].Changes[0].Fate != round.Settled {
		t.Fatalf("%+v %v", history, err)
	}
	if then, ok, err := bureau.ReviewedVersion(t.Context(), history[0].Before); err != nil || !ok || then.Status == scoring.StatusReturned {
		t.Errorf("%v %v", ok, err)
	}
}

func TestPanelIsCalledAnsweredAndArbitrated(t *testing.T) {
	lead, judge, key := pair(t)
	id := strings.TrimPrefix(key, "2022/")
	members := []panel.Member{{ID: "li", Name: "李"}, {ID: "wang", Name: "王"}}
	p, err := lead.BeginPanel(t.Context(), 2022, id, members, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	call := filepath.Join(t.TempDir(), "call.zsb")
	if _, err := lead.CallPanel(t.Context(), p.ID, "li", BundleOrder{Path: call}); err != nil {
		t.Fatal(err)
	}
	apply(t, opened(t, judge, call))
	calls, err := judge.Panels(t.Context())
	if err != nil || len(calls) != 1 || calls[0].Evaluator != "li" || calls[0].Members != 1 {
		t.Fatalf("%+v %v", calls, err)
	}
	_, form, err := judge.OwnForm(t.Context(), calls[0].Key)
	if err != nil {
		t.Fatal(err)
	}
	var incomplete *panel.IncompleteError
	answer := filepath.Join(t.TempDir(), "answer.zsb")
	if _, err := judge.AnswerPanel(t.Context(), calls[0].Key, BundleOrder{Path: answer}); !errors.As(err, &incomplete) {
		t.Fatalf("an unfinished form was returned: %v", err)
	}
	for i := range form.Answers {
		form.Answers[i].Points = decimal.NullDecimal{Valid: true} // none at all
	}
	if err := judge.SaveForm(t.Context(), calls[0].Key, form, true); err != nil {
		t.Fatal(err)
	}
	if _, err := judge.AnswerPanel(t.Context(), calls[0].Key, BundleOrder{Path: answer}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []handover.Reception{handover.Taken, handover.Repeat} {
		of, received, err := opened(t, lead, answer).TakeAnswers(t.Context(), "", false)
		if err != nil || of != p.ID || len(received) != 1 || received[0].Reception != want {
			t.Fatalf("%s: %+v %v", of, received, err)
		}
	}
	if err := lead.Arbitrate(t.Context(), p.ID, panel.Arbitration{Indicator: form.Answers[0].Indicator, Points: decimal.MustNew(1, 0), Reason: "会商"}); err != nil {
		t.Fatal(err)
	}
	_, result, err := lead.PanelResult(t.Context(), p.ID)
	if err != nil || result.Complete || result.Rows[0].Arbitrated == nil {
		t.Fatalf("%+v %v", result, err)
	}
}
