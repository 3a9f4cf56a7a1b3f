package edit

import (
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

func TestWorkBeginsAtTheTopUntilSomethingIsFilledIn(t *testing.T) {
	blank := func() *scoring.Evaluation {
		return &scoring.Evaluation{Funds: []scoring.FundRow{{Name: "总额"}}, Goals: []scoring.Goal{{}}, Indicators: []scoring.Indicator{{ID: "i1", Name: "数量指标"}}}
	}
	for name, c := range map[string]struct {
		fill  func(e *scoring.Evaluation)
		unset bool
		want  Step
	}{
		"nothing":   {func(*scoring.Evaluation) {}, true, Basics},
		"no rows":   {func(e *scoring.Evaluation) { e.Indicators, e.Funds = nil, nil }, true, Basics},
		"a target":  {func(e *scoring.Evaluation) { e.Indicators[0].Target.Text = "≥3" }, false, Indicators},
		"an actual": {func(e *scoring.Evaluation) { e.Indicators[0].Actual.Text = "3" }, false, Indicators},
		"money": {func(e *scoring.Evaluation) {
			e.Funds[0].Adjusted = decimal.NullDecimal{Decimal: decimal.One, Valid: true}
		}, true, Indicators},
		"a goal": {func(e *scoring.Evaluation) { e.Goals[0].Expected = "修路" }, true, Indicators},
	} {
		e := blank()
		c.fill(e)
		if got, unset := FirstStep(e), Unset(e); got != c.want || unset != c.unset {
			t.Errorf("%s: step %s, unset %v", name, got, unset)
		}
	}
}

func TestMissingNamesTheFirstEmptyPlace(t *testing.T) {
	s := exampleSession(t, newShelf(), func(f func()) { f() })
	e := s.now.evaluation
	if got := s.Missing(Money); got != (Place{Step: Money}) {
		t.Errorf("money is complete, but %+v is missing", got)
	}
	e.Funds[0].Executed = decimal.NullDecimal{}
	e.Goals[0].Actual = " "
	e.SignOff.Preparer = ""
	for step, item := range map[Step]string{Basics: string(FieldPreparer), Money: "0." + string(Executed), Goals: "0" + GoalActual, Evidence: ""} {
		if got := s.Missing(step); got != (Place{step, item}) {
			t.Errorf("%s: %+v, want %q", step, got, item)
		}
	}
	id := s.Scheme().Outline[0].ID
	if len(s.Scheme().Outline[0].Children) > 0 {
		id = s.Scheme().Outline[0].Children[0].ID
	}
	e.Narrative = nil
	if got := s.Missing(Narrative); got.Item != id {
		t.Errorf("text %+v, want %q", got, id)
	}
}

// What was left empty with a stated reason is not asked for again.
func TestAnsweredGapsAreNotMissing(t *testing.T) {
	s := exampleSession(t, newShelf(), func(f func()) { f() })
	unprinted := Change{Place: Place{Step: Money}, do: func(e *scoring.Evaluation) (bool, error) {
		e.Funds[0].DeclaredRate, e.Funds[0].DeclaredScore = decimal.NullDecimal{}, decimal.NullDecimal{}
		return true, nil
	}}
	// The example has a stated reason for its empty field already.
	for _, c := range []Change{SetField(FieldPreparer, ""), unprinted, SetAmount(0, Executed, ""), AnswerFinding("D14", "header:preparer", "")} {
		if err := s.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	for _, gap := range []struct {
		step  Step
		item  string
		place string
	}{{Basics, string(FieldPreparer), "header:preparer"}, {Money, "0." + string(Executed), "header:funds"}} {
		if got := s.Missing(gap.step); got.Item != gap.item || s.Completeness(gap.step).Complete() {
			t.Fatalf("%s: %+v is missing, want %q", gap.step, got, gap.item)
		}
		if err := s.Apply(AnswerFinding("D14", gap.place, "另有说明")); err != nil {
			t.Fatal(err)
		}
		if got := s.Missing(gap.step); got.Item != "" || !s.Completeness(gap.step).Complete() {
			t.Errorf("%s: %+v is asked for again although it was answered", gap.step, got)
		}
		if err := s.Apply(AnswerFinding("D14", gap.place, "")); err != nil {
			t.Fatal(err)
		}
		if got := s.Missing(gap.step); got.Item != gap.item {
			t.Errorf("%s: %+v is missing after the answer was taken back", gap.step, got)
		}
	}
}
