package round_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/round"
	"zhunsheng/scoring/scoringtest"
)

// example is the example evaluation after its scheme.
func example(t *testing.T) (*scoring.Scheme, *scoring.Evaluation) {
	t.Helper()
	e := scoringtest.Example(t)
	return scoringtest.Scheme(t, e.Scheme.ID), e
}

func review(t *testing.T, e *scoring.Evaluation) *round.Review {
	t.Helper()
	version, err := round.VersionOf(e)
	if err != nil {
		t.Fatal(err)
	}
	return &round.Review{
		Format: round.Format, ID: "r1", Evaluation: e.ID, FiscalYear: e.FiscalYear, Version: version, Round: 1,
		Reviewer: round.Person{Name: "李四", Unit: "市财政局"}, Decision: round.Returned,
		Comments: []round.Comment{
			{ID: "c1", Anchor: round.Anchor{Indicator: e.Indicators[0].ID}, Text: "请补充佐证材料"},
			{ID: "c2", Anchor: round.Anchor{Section: e.Narrative[0].Section, Paragraph: 1}, Text: "数字与表格不一致"},
		},
		Scores: []round.Score{{Indicator: e.Indicators[0].ID, Points: decimal.Zero, Reason: "没有佐证"}},
	}
}

func TestRoundTrip(t *testing.T) {
	s, e := example(t)
	first := review(t, e)
	if err := first.Check(s, e); err != nil {
		t.Fatal(err)
	}
	data, err := first.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if back, err := round.Read(data); err != nil || !reflect.DeepEqual(back, first) {
		t.Errorf("%+v %v", back, err)
	}
	table := round.Beside(s, e, first)
	row := table.Rows[0]
	if !row.Review.Valid || row.Difference.Decimal.Cmp(row.Self.Neg()) != 0 || row.Reason == "" || len(row.Comments) != 1 {
		t.Errorf("%+v", row)
	}
	if want, err := table.SelfTotal.Sub(row.Self); err != nil || table.ReviewTotal.Cmp(want) != 0 {
		t.Errorf("review total %s, want %s", table.ReviewTotal, want)
	}
	if err := first.Complete(); !errors.Is(err, round.ErrUnanswered) {
		t.Errorf("got %v", err)
	}
	for _, id := range []string{"c1", "c2"} {
		if err := first.Answer(id, round.Answer{Text: "已补充", By: round.Person{Name: "王五"}, Changed: true}); err != nil {
			t.Fatal(err)
		}
	}
	if err := first.Complete(); err != nil {
		t.Error(err)
	}
	second := review(t, e)
	second.Round, second.Comments = 2, []round.Comment{first.Comments[1], {ID: "c3", Text: "总体意见"}}
	second.Scores[0].Points = decimal.One
	changes := round.Compare(first, second)
	want := []round.Fate{round.Settled, round.Repeated, round.Raised, ""}
	if len(changes) != len(want) {
		t.Fatalf("%+v", changes)
	}
	for i := range want {
		if changes[i].Fate != want[i] {
			t.Errorf("%+v, want %s", changes[i], want[i])
		}
	}
	if last := changes[3]; last.Score != e.Indicators[0].ID || last.After.Decimal.Cmp(decimal.One) != 0 {
		t.Errorf("%+v", last)
	}
}

func TestFaults(t *testing.T) {
	s, e := example(t)
	cases := map[string]func(*round.Review){
		"comments[0].anchor":  func(r *round.Review) { r.Comments[0].Anchor.Indicator = "nothing" },
		"comments[1].anchor":  func(r *round.Review) { r.Comments[1].Anchor.Paragraph = 999 },
		"comments[1].id":      func(r *round.Review) { r.Comments[1].ID = "c1" },
		"comments[0].text":    func(r *round.Review) { r.Comments[0].Text = " " },
		"scores[0].points":    func(r *round.Review) { r.Scores[0].Points = decimal.Thousand },
		"scores[0].reason":    func(r *round.Review) { r.Scores[0].Reason = "" },
		"scores[0].indicator": func(r *round.Review) { r.Scores[0].Indicator = "nothing" },
		"evaluation":          func(r *round.Review) { r.Evaluation = "another" },
		"round":               func(r *round.Review) { r.Round = 0 },
		"decision":            func(r *round.Review) { r.Decision = "perhaps" },
	}
	for field, spoil := range cases {
		r := review(t, e)
		spoil(r)
		var fault *scoring.InputError
		if err := r.Check(s, e); !errors.As(err, &fault) || fault.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := review(t, e).Answer("nothing", round.Answer{Text: "x"}); err == nil {
		t.Error("an answer to nothing is taken")
	}
	if _, err := round.Read([]byte(`{"format":"other"}`)); err == nil {
		t.Error("another format is read")
	}
}

// TestParagraphIsFoundAgain inserts a paragraph before the one that a comment is about.
func TestParagraphIsFoundAgain(t *testing.T) {
	s, e := example(t)
	r := review(t, e)
	first, _, _ := strings.Cut(e.Narrative[0].Text, "\n")
	r.Comments[1].Anchor.Quote = string([]rune(first)[:8])
	e.Narrative[0].Text = "新的一段\n" + e.Narrative[0].Text
	if err := r.Check(s, e); err != nil {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"format":"zhunsheng/review-round/1","id":"r","round":1,"comments":[{"id":"c","anchor":{},"text":"t"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := round.Read(data)
		if err != nil {
			return
		}
		again, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := round.Read(again); err != nil || !reflect.DeepEqual(back, r) {
			t.Fatalf("%v\n%s", err, again)
		}
	})
}
