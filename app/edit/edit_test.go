package edit

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// desk collects posted functions; take runs them as the window's goroutine would.
type desk chan func()

func (d desk) post(f func()) { d <- f }
func (d desk) take()         { (<-d)() }

// shelf is a store that answers when it is told to.
type shelf struct {
	answers chan error
	saved   chan *scoring.Evaluation
}

func newShelf() *shelf {
	return &shelf{answers: make(chan error, 100), saved: make(chan *scoring.Evaluation, 100)}
}

func (s *shelf) Save(_ context.Context, e *scoring.Evaluation) error {
	s.saved <- e
	return <-s.answers
}

func exampleSession(t *testing.T, keeper Keeper, post func(func())) *Session {
	t.Helper()
	read := func(path ...string) []byte {
		data, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "assets"}, path...)...))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	scheme, err := scoring.ReadScheme(read("schemes", "jiangmen-example-2022.json"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := scoring.ReadEvaluation(read("example", "jiangmen-2022.json"))
	if err != nil {
		t.Fatal(err)
	}
	return Open(e, Needs{Scheme: scheme, Keeper: keeper, Review: review.Run, Post: post})
}

// firstOf returns the first indicator of a method.
func firstOf(t *testing.T, s *Session, kind scoring.MethodKind) *scoring.Indicator {
	t.Helper()
	for i := range s.Evaluation().Indicators {
		if s.Evaluation().Indicators[i].Method.Kind == kind {
			return &s.Evaluation().Indicators[i]
		}
	}
	t.Fatalf("the example has no %s indicator", kind)
	return nil
}

func TestEditIsScoredAtOnceAndUndoable(t *testing.T) {
	keeper, d := newShelf(), make(desk, 100)
	s := exampleSession(t, keeper, d.post)
	before := s.Card().Total
	ind := firstOf(t, s, scoring.MethodProportional)
	if err := s.Apply(SetActual(ind.ID, "１")); err != nil {
		t.Fatal(err)
	}
	if s.Card().Total.Cmp(before) >= 0 {
		t.Errorf("total %s did not fall below %s after a low actual", s.Card().Total, before)
	}
	changed, _, _ := s.Line(ind.ID)
	if changed.Actual.Text != "１" || changed.Actual.Low.String() != "1" {
		t.Errorf("actual %q read as %s, want the typed text kept and its digits folded", changed.Actual.Text, changed.Actual.Low)
	}
	place, ok := s.Undo()
	if !ok || place.Item != ind.ID || s.Card().Total.Cmp(before) != 0 {
		t.Errorf("undo went to %v with total %s, want %s and %s", place, s.Card().Total, ind.ID, before)
	}
	if _, ok := s.Redo(); !ok || s.Card().Total.Cmp(before) >= 0 {
		t.Error("redo did not bring the change back")
	}
}

func TestSavedOnlyAfterTheStoreConfirmedWhatIsShown(t *testing.T) {
	keeper, d := newShelf(), make(desk, 100)
	s := exampleSession(t, keeper, d.post)
	want := func(state SaveState) {
		t.Helper()
		if got, _ := s.SaveState(); got != state {
			t.Fatalf("save state %d, want %d", got, state)
		}
	}
	want(Unchanged)
	apply := func(text string) {
		t.Helper()
		if err := s.Apply(SetField(FieldNature, text)); err != nil {
			t.Fatal(err)
		}
	}
	apply("一")
	want(Saving)
	<-keeper.saved // the first is being written
	apply("二")
	keeper.answers <- nil
	d.take()
	want(Saving) // the first is on disk, the second is not
	keeper.answers <- nil
	d.take()
	want(Saved)
	if e := <-keeper.saved; e.Project.Nature != "二" {
		t.Errorf("the store holds %q, want the newest text", e.Project.Nature)
	}
}

func TestFailureIsShownInputKeptAndRetried(t *testing.T) {
	keeper, d := newShelf(), make(desk, 100)
	s := exampleSession(t, keeper, d.post)
	full := errors.New("disk full")
	keeper.answers <- full
	if err := s.Apply(SetField(FieldNature, "常年")); err != nil {
		t.Fatal(err)
	}
	d.take()
	if state, err := s.SaveState(); state != Failed || !errors.Is(err, full) {
		t.Fatalf("state %d, error %v; want Failed with the store's error", state, err)
	}
	if s.Evaluation().Project.Nature != "常年" {
		t.Error("the input was lost")
	}
	keeper.answers <- nil
	s.Retry()
	d.take()
	if state, _ := s.SaveState(); state != Saved {
		t.Errorf("state %d after a good retry, want Saved", state)
	}
}

func TestFlushWaitsForTheStore(t *testing.T) {
	keeper, d := newShelf(), make(desk, 100)
	s := exampleSession(t, keeper, d.post)
	keeper.answers <- nil
	if err := s.Apply(SetField(FieldNature, "常年")); err != nil {
		t.Fatal(err)
	}
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	if len(keeper.saved) != 1 {
		t.Error("Flush came back before the store had the edit")
	}
}

func TestTierPointsCannotLeaveTheTier(t *testing.T) {
	keeper, d := newShelf(), make(desk, 100)
	s := exampleSession(t, keeper, d.post)
	id := firstOf(t, s, scoring.MethodProportional).ID
	change := onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		ind.Method = scoring.Method{Kind: scoring.MethodTier}
		return true, nil
	})
	top := s.Scheme().Tiers[0]
	for _, c := range []Change{change, SetTier(id, top.ID)} {
		if err := s.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	_, line, _ := s.Line(id)
	before := line.Points
	var refusal *Refusal
	if err := s.Apply(SetPoints(id, "0.01")); !errors.As(err, &refusal) || refusal.Reason.Key != "problem.outside-tier" {
		t.Fatalf("points below the tier gave %v, want a refusal", err)
	}
	if _, line, _ = s.Line(id); line.Points.Cmp(before) != 0 || line.Pending {
		t.Error("a refused change left its mark")
	}
	if err := s.Apply(SetPoints(id, line.Weight.String())); err != nil {
		t.Errorf("full weight refused in the top tier: %v", err)
	}
}

func TestAmountsFoldAndRefuse(t *testing.T) {
	tests := []struct {
		text, want string // want "" : blank; "refused"
	}{
		{"9459.61", "9459.61"},
		{"９４５９．６１", "9459.61"},
		{"12,480.11", "12480.11"},
		{"", ""},
		{"很多", "refused"},
		{"≥5", "refused"},
		{"12万元", "refused"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			keeper, d := newShelf(), make(desk, 100)
			s := exampleSession(t, keeper, d.post)
			err := s.Apply(SetAmount(0, Executed, tt.text))
			if tt.want == "refused" {
				var refusal *Refusal
				if !errors.As(err, &refusal) {
					t.Fatalf("got %v, want a refusal", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := s.Evaluation().Funds[0].Executed
			if got.Valid != (tt.want != "") || got.Valid && got.Decimal.String() != tt.want {
				t.Errorf("got %v, want %q", got, tt.want)
			}
		})
	}
}

func TestDatesAreKeptAsISO(t *testing.T) {
	keeper, d := newShelf(), make(desk, 100)
	s := exampleSession(t, keeper, d.post)
	for text, want := range map[string]string{"2023年3月31日": "2023-03-31", "2023-04-01": "2023-04-01", "2023.5.6": "2023-05-06"} {
		if err := s.Apply(SetField(FieldDate, text)); err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := s.Evaluation().SignOff.Date; got != want {
			t.Errorf("%s kept as %q, want %q", text, got, want)
		}
	}
	var refusal *Refusal
	if err := s.Apply(SetField(FieldDate, "明天")); !errors.As(err, &refusal) {
		t.Errorf("a date that is none gave %v, want a refusal", err)
	}
}

func TestNextPendingGoesRound(t *testing.T) {
	keeper, d := newShelf(), make(desk, 100)
	s := exampleSession(t, keeper, d.post)
	if id, ok := s.NextPending(""); ok {
		t.Fatalf("%s is pending in the finished example", id)
	}
	rows := s.Evaluation().Indicators
	first, last := rows[0].ID, rows[len(rows)-1].ID
	for _, id := range []string{first, last} {
		if err := s.Apply(SetActual(id, "")); err != nil {
			t.Fatal(err)
		}
	}
	for after, want := range map[string]string{"": first, first: last, last: first} {
		if id, _ := s.NextPending(after); id != want {
			t.Errorf("after %q comes %q, want %q", after, id, want)
		}
	}
	if c := s.Completeness(Indicators); c.Total-c.Done != 2 {
		t.Errorf("%d of %d done, want two left", c.Done, c.Total)
	}
}

func TestAnswerSettlesAFinding(t *testing.T) {
	keeper, d := newShelf(), make(desk, 100)
	example := exampleSession(t, keeper, d.post)
	unanswered := clone(example.Evaluation())
	unanswered.Answers = nil
	s := Open(unanswered, example.needs)
	count := func() (n int) {
		for i := range s.Findings() {
			if Waiting(&s.Findings()[i]) {
				n++
			}
		}
		return n
	}
	waiting := count()
	var found *review.Finding
	for i := range s.Findings() {
		if f := &s.Findings()[i]; Waiting(f) && f.Check == "C5" {
			found = f
		}
	}
	if found == nil {
		t.Fatal("the cut of the budget gives no finding C5")
	}
	if err := s.Apply(AnswerFinding(found.Check, found.Place, "公开报告未说明")); err != nil {
		t.Fatal(err)
	}
	if count() != waiting-1 {
		t.Errorf("%d findings wait after the answer, want %d", count(), waiting-1)
	}
	if err := s.Apply(AnswerFinding(found.Check, found.Place, "")); err != nil {
		t.Fatal(err)
	}
	if count() != waiting {
		t.Error("taking the answer back did not bring the finding back")
	}
}
