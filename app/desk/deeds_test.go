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
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// newest is the last action of a store's history.
func newest(t *testing.T, d *Desk) Event {
	t.Helper()
	events, err := d.Past(t.Context(), speak(t), storage.Scope{}, 0, nil)
	if err != nil || len(events) == 0 {
		t.Fatal(events, err)
	}
	return events[0]
}

// undo takes the last step back and returns what it was.
func undo(t *testing.T, d *Desk) string {
	t.Helper()
	turned, err := d.UndoLast(t.Context(), speak(t))
	if err != nil {
		t.Fatal(err)
	}
	return turned.What
}

func onlyRound(t *testing.T, d *Desk, id string) *round.Review {
	t.Helper()
	all, err := d.Rounds(t.Context(), 2022, id)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d rounds (%v)", len(all), err)
	}
	return all[0]
}

func TestReviewIsToldByItsNameAndUndone(t *testing.T) {
	unit, bureau, key := pair(t)
	id := strings.TrimPrefix(key, "2022/")
	apply(t, hand(t, unit, bureau, BundleOrder{Kind: bundle.KindReview, Evaluations: []string{key}}))
	r, err := bureau.BeginRound(t.Context(), 2022, id, round.Person{Name: "审核员", Unit: "财政局"})
	if err != nil {
		t.Fatal(err)
	}
	if ev := newest(t, bureau); ev.Kind != "开始审核" || ev.Text != "第 1 轮" || ev.ID != id || ev.Project == "" {
		t.Errorf("a begun review is told as %+v", ev)
	}
	e, _, err := bureau.Open(t.Context(), 2022, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, points := range []int64{2, 1} {
		r.Scores = []round.Score{{Indicator: e.Indicators[0].ID, Points: decimal.MustNew(points, 0), Reason: "无佐证"}}
		if err := bureau.SaveRound(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if ev := newest(t, bureau); ev.Kind != "审核" {
		t.Errorf("points are told as %+v", ev)
	}
	if what := undo(t, bureau); !strings.Contains(what, "审核") {
		t.Errorf("undone: %q", what)
	}
	if r = onlyRound(t, bureau, id); r.Scores[0].Points.Cmp(decimal.MustNew(2, 0)) != 0 {
		t.Errorf("after undoing the second points: %+v", r.Scores)
	}

	// Closing sets the evaluation's status, too, and is one action.
	if err := bureau.CloseRound(t.Context(), r, round.Returned); err != nil {
		t.Fatal(err)
	}
	if ev := newest(t, bureau); ev.Kind != "退回修改" || !strings.Contains(ev.Text, "已退回") {
		t.Errorf("a closed round is told as %+v", ev)
	}
	undo(t, bureau)
	e, _, err = bureau.Open(t.Context(), 2022, id)
	if r = onlyRound(t, bureau, id); err != nil || r.Decision != round.Open || e.Status == scoring.StatusReturned {
		t.Errorf("after undoing the end: %s, %s (%v)", r.Decision, e.Status, err)
	}
	if _, err := bureau.RedoLast(t.Context(), speak(t)); err != nil {
		t.Fatal(err)
	}
	if r = onlyRound(t, bureau, id); r.Decision != round.Returned {
		t.Errorf("after redoing the end: %s", r.Decision)
	}

	// What others have is not taken back, nor is the import under it.
	apply(t, hand(t, bureau, unit, BundleOrder{Kind: bundle.KindReviewed, Evaluations: []string{key}}))
	if turned, err := bureau.UndoLast(t.Context(), speak(t)); err == nil {
		t.Errorf("undone after it was handed over: %q", turned.What)
	}
	if r = onlyRound(t, bureau, id); r.Decision != round.Returned {
		t.Errorf("%+v", r)
	}
}

func TestPanelIsToldByItsNameAndASubmittedFormStays(t *testing.T) {
	lead, judge, key := pair(t)
	id := strings.TrimPrefix(key, "2022/")
	p, err := lead.BeginPanel(t.Context(), 2022, id, []panel.Member{{ID: "li", Name: "李"}, {ID: "wang", Name: "王"}}, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	if ev := newest(t, lead); ev.Kind != "组织评分" || ev.ID != id {
		t.Errorf("a begun panel is told as %+v", ev)
	}
	call, answer := filepath.Join(t.TempDir(), "call.zsb"), filepath.Join(t.TempDir(), "answer.zsb")
	if _, err := lead.CallPanel(t.Context(), p.ID, "li", BundleOrder{Path: call}); err != nil {
		t.Fatal(err)
	}
	apply(t, opened(t, judge, call))
	form := fillForm(t, judge, p.ID+"/li", 0)
	if ev := newest(t, judge); ev.Kind != "填写评分" || ev.Project == "" || ev.ID != "" { // the evaluation itself is not here
		t.Errorf("a form is told as %+v", ev)
	}
	if what := undo(t, judge); !strings.Contains(what, "填写评分") {
		t.Errorf("undone: %q", what)
	}
	if _, own, err := judge.OwnForm(t.Context(), p.ID+"/li"); err != nil || own.Answers[0].Points.Valid {
		t.Errorf("after undoing: %+v (%v)", own.Answers[0], err)
	}
	if err := judge.SaveForm(t.Context(), p.ID+"/li", form, true); err != nil {
		t.Fatal(err)
	}
	if ev := newest(t, judge); ev.Kind != "提交评分" {
		t.Errorf("a submitted form is told as %+v", ev)
	}
	var refused *UndoError
	if turned, err := judge.UndoLast(t.Context(), speak(t)); !errors.As(err, &refused) {
		t.Errorf("undone after it was submitted: %q (%v)", turned.What, err)
	}
	if _, own, err := judge.OwnForm(t.Context(), p.ID+"/li"); err != nil || own.State != panel.Submitted {
		t.Errorf("%+v (%v)", own.State, err)
	}
	if _, err := judge.AnswerPanel(t.Context(), p.ID+"/li", BundleOrder{Path: answer}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := opened(t, lead, answer).TakeAnswers(t.Context(), "", false); err != nil {
		t.Fatal(err)
	}
	if ev := newest(t, lead); ev.Kind != "收取评分" {
		t.Errorf("an answer is told as %+v", ev)
	}
	if err := lead.Arbitrate(t.Context(), p.ID, panel.Arbitration{Indicator: form.Answers[0].Indicator, Points: decimal.MustNew(1, 0), Reason: "会商"}); err != nil {
		t.Fatal(err)
	}
	if ev := newest(t, lead); ev.Kind != "仲裁" {
		t.Errorf("an arbitration is told as %+v", ev)
	}
	undo(t, lead)
	undo(t, lead) // the answer, which may be taken in again
	if _, result, err := lead.PanelResult(t.Context(), p.ID); err != nil || result.Rows[0].Arbitrated != nil || len(result.Rows[0].Given) != 0 {
		t.Errorf("%+v (%v)", result, err)
	}
	if _, received, err := opened(t, lead, answer).TakeAnswers(t.Context(), "", false); err != nil || received[0].Reception != "taken" {
		t.Errorf("%+v (%v)", received, err)
	}
}

// fillForm gives the same points to everything and keeps the form as a draft.
func fillForm(t *testing.T, d *Desk, key string, points int64) panel.Form {
	t.Helper()
	_, form, err := d.OwnForm(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	for i := range form.Answers {
		form.Answers[i].Points = decimal.NullDecimal{Decimal: decimal.MustNew(points, 0), Valid: true}
	}
	if err := d.SaveForm(t.Context(), key, form, false); err != nil {
		t.Fatal(err)
	}
	return form
}

func TestOthersAreToldThePersonOfTheCard(t *testing.T) {
	for _, c := range []struct{ name, account, actor, contact, want string }{
		{"the card before the account", "Administrator", "Administrator", "李四", "李四"},
		{"the account where the card names nobody", "zhangsan", "zhangsan", "", "zhangsan"},
		{"who was named before the card", "", "王五", "李四", "王五"},
		{"the card where nobody was named", "", "", "李四", "李四"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t).WithAccount(c.account)
			d.store.SetActor(c.actor)
			if err := d.SetProfile(t.Context(), storage.Profile{Name: "财政局", Contact: c.contact}); err != nil {
				t.Fatal(err)
			}
			if who, err := d.Person(t.Context()); err != nil || who != (round.Person{Name: c.want, Unit: "财政局"}) {
				t.Errorf("%+v (%v)", who, err)
			}
			made, err := d.MakeBundle(t.Context(), BundleOrder{Kind: bundle.KindUnit, Path: filepath.Join(t.TempDir(), "card.zsb")}, nil)
			if err != nil || made.Manifest.Creator.Name != c.want {
				t.Errorf("%+v (%v)", made.Manifest, err)
			}
		})
	}
}

func TestAClosedRoundShowsWhatTheReviewerRead(t *testing.T) {
	unit, bureau, key := pair(t)
	id := strings.TrimPrefix(key, "2022/")
	apply(t, hand(t, unit, bureau, BundleOrder{Kind: bundle.KindReview, Evaluations: []string{key}}))
	r, err := bureau.BeginRound(t.Context(), 2022, id, round.Person{Name: "审核员"})
	if err != nil {
		t.Fatal(err)
	}
	open, err := bureau.RoundView(t.Context(), r)
	if err != nil || open.Since || open.Unknown {
		t.Fatalf("%+v (%v)", open, err)
	}
	if err := bureau.CloseRound(t.Context(), r, round.Returned); err != nil {
		t.Fatal(err)
	}
	apply(t, hand(t, bureau, unit, BundleOrder{Kind: bundle.KindReviewed, Evaluations: []string{key}}))
	view := func() RoundView {
		t.Helper()
		v, err := unit.RoundView(t.Context(), onlyRound(t, unit, id))
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if v := view(); v.Since || v.Unknown || v.Table.SelfTotal.Cmp(open.Table.SelfTotal) != 0 {
		t.Errorf("before an edit: %+v", v)
	}
	change(t, unit, setStock("1500"))
	v := view()
	if !v.Since || v.Unknown || v.Table.SelfTotal.Cmp(open.Table.SelfTotal) != 0 || stock(v.Evaluation).Actual.Text == "1500" {
		t.Errorf("after an edit: since %t, unknown %t, %s points", v.Since, v.Unknown, v.Table.SelfTotal)
	}

	// A store that never had that version shows the evaluation as it is, and says so.
	late := counted(newDesk(t))
	if err := late.TrustDevice(t.Context(), unit.DeviceKey(), "同事"); err != nil {
		t.Fatal(err)
	}
	apply(t, hand(t, unit, late, BundleOrder{Kind: bundle.KindEvaluations, Evaluations: []string{key}}))
	if v, err := late.RoundView(t.Context(), onlyRound(t, late, id)); err != nil || !v.Unknown || stock(v.Evaluation).Actual.Text != "1500" {
		t.Errorf("elsewhere: %+v (%v)", v, err)
	}
}

func TestBundlesAreNamedByWhatTheyAreAbout(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		order BundleOrder
		want  string
	}{
		{BundleOrder{Kind: bundle.KindReview, Years: []int{2022}, About: "天桥: 维修"}, "送审-天桥_ 维修-2022-"},
		{BundleOrder{Kind: bundle.KindYear, Years: []int{2022}}, "全年数据-2022-"},
		{BundleOrder{Kind: bundle.KindPanelAnswer, About: "天桥-赵"}, "专家评分结果-天桥-赵-"},
	} {
		if got := d.BundleName(c.order); !strings.HasPrefix(got, c.want) || !strings.HasSuffix(got, bundle.Extension) {
			t.Errorf("%q, want %q…", got, c.want)
		}
	}
}

func TestAnswersAfterTheLastDayWaitForTheCoordinator(t *testing.T) {
	for _, c := range []struct {
		name, due string
		received  map[string]handover.Reception // by what the coordinator asks for
	}{
		{"before it", "9999-12-31", map[string]handover.Reception{"": handover.Taken}},
		{"no day", "", map[string]handover.Reception{"": handover.Taken}},
		{"after it", "2001-01-01", map[string]handover.Reception{"": handover.TooLate}},
		{"after it, taken all the same", "2001-01-01", map[string]handover.Reception{AnyDay: handover.Taken}},
	} {
		t.Run(c.name, func(t *testing.T) {
			lead, judge, key := pair(t)
			p, err := lead.BeginPanel(t.Context(), 2022, strings.TrimPrefix(key, "2022/"), []panel.Member{{ID: "li", Name: "李"}, {ID: "wang", Name: "王"}}, nil, c.due)
			if err != nil {
				t.Fatal(err)
			}
			call, answer := filepath.Join(t.TempDir(), "call.zsb"), filepath.Join(t.TempDir(), "answer.zsb")
			if _, err := lead.CallPanel(t.Context(), p.ID, "li", BundleOrder{Path: call}); err != nil {
				t.Fatal(err)
			}
			apply(t, opened(t, judge, call))
			if of, _, err := judge.OwnForm(t.Context(), p.ID+"/li"); err != nil || of.Due != c.due {
				t.Errorf("the evaluator is told %q (%v)", of.Due, err)
			}
			if err := judge.SaveForm(t.Context(), p.ID+"/li", fillForm(t, judge, p.ID+"/li", 0), true); err != nil {
				t.Fatal(err)
			}
			if _, err := judge.AnswerPanel(t.Context(), p.ID+"/li", BundleOrder{Path: answer}); err != nil {
				t.Fatal(err)
			}
			for due, want := range c.received {
				_, received, err := opened(t, lead, answer).TakeAnswers(t.Context(), due, false)
				if err != nil || len(received) != 1 || received[0].Reception != want {
					t.Errorf("%+v (%v), want %s", received, err, want)
				}
			}
		})
	}
	lead, _, key := pair(t)
	var input *scoring.InputError
	if _, err := lead.BeginPanel(t.Context(), 2022, strings.TrimPrefix(key, "2022/"), []panel.Member{{ID: "li"}, {ID: "wang"}}, nil, "下月"); !errors.As(err, &input) {
		t.Errorf("a day that is none: %v", err)
	}
}
