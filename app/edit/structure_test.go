package edit

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/scoring"
)

func calm(t *testing.T) *Session {
	t.Helper()
	keeper := newShelf()
	for range 100 {
		keeper.answers <- nil
	}
	return exampleSession(t, keeper, make(desk, 1000).post)
}

func TestIndicatorsAreAddedMovedAndRemoved(t *testing.T) {
	s := calm(t)
	first := s.Evaluation().Indicators[0]
	id := s.NewID()
	must := func(c Change) {
		t.Helper()
		if err := s.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	must(AddIndicator(id, first.ID, "新指标", "", ""))
	if ind := s.Evaluation().Indicators[1]; ind.ID != id || ind.Level2 != first.Level2 {
		t.Fatalf("added %+v", ind)
	}
	must(MoveIndicator(id, -1))
	if s.Evaluation().Indicators[0].ID != id {
		t.Error("it did not move up")
	}
	must(MoveIndicator(id, -1)) // nothing is above it
	if len(s.undo) != 2 {
		t.Errorf("%d entries to undo, want 2: a move that moves nothing is none", len(s.undo))
	}
	must(RemoveIndicators(id, first.ID))
	if _, _, ok := s.Line(id); ok || len(s.Evaluation().Indicators) == 0 {
		t.Error("it was not removed")
	}
	s.Undo()
	s.Undo()
	s.Undo()
	if s.Evaluation().Indicators[0].ID != first.ID {
		t.Error("undo did not bring the order back")
	}
}

func TestTargetProposesTheMethodUntilAPersonChoseOne(t *testing.T) {
	s := calm(t)
	id := s.NewID()
	method := func() scoring.MethodKind { ind, _, _ := s.Line(id); return ind.Method.Kind }
	for _, step := range []struct {
		change Change
		want   scoring.MethodKind
	}{
		{AddIndicator(id, "", "响应时间", "产出", "质量"), scoring.MethodManual},
		{SetTarget(id, "≤5分钟"), scoring.MethodCeiling},
		{SetTarget(id, "≥95%"), scoring.MethodProportional},
		{SetMethod(id, scoring.Method{Kind: scoring.MethodTier}), scoring.MethodTier},
		{SetTarget(id, "≤3分钟"), scoring.MethodTier},
	} {
		if err := s.Apply(step.change); err != nil {
			t.Fatal(err)
		}
		if method() != step.want {
			t.Errorf("method %s, want %s", method(), step.want)
		}
	}
}

func TestWeightsAndOverridesRefuseWhatCannotBe(t *testing.T) {
	s := calm(t)
	id := firstOf(t, s, scoring.MethodProportional).ID
	for name, c := range map[string]Change{
		"words as a weight": SetWeight(id, "五分"), "negative weight": SetWeight(id, "-1"), "huge weight": SetWeight(id, "99999"),
		"override without a reason": SetOverride(id, "1", " ", ""), "override without points": SetOverride(id, "", "因为", ""),
		"override above the weight": SetOverride(id, "99", "因为", ""), "no name": SetName(id, " "), "no heading": SetLevels(id, "", "数量"),
	} {
		var refusal *Refusal
		if err := s.Apply(c); !errors.As(err, &refusal) {
			t.Errorf("%s gave %v, want a refusal", name, err)
		}
	}
	if err := s.Apply(SetOverride(id, "1.5", "专家意见", "李")); err != nil {
		t.Fatal(err)
	}
	if _, line, _ := s.Line(id); !line.Overridden || line.Points.String() != "1.50" || line.RulePoints.Cmp(line.Points) == 0 {
		t.Errorf("points %s, by the rule %s, overridden %v", line.Points, line.RulePoints, line.Overridden)
	}
	if err := s.Apply(SetOverride(id, "", "", "")); err != nil {
		t.Fatal(err)
	}
	if _, line, _ := s.Line(id); line.Overridden {
		t.Error("the override was not taken back")
	}
}

func TestEvidenceIsListedOnceAndLeavesWithItsLastUse(t *testing.T) {
	s := calm(t)
	a, b := s.Evaluation().Indicators[0].ID, s.Evaluation().Indicators[1].ID
	before := len(s.Evaluation().Evidence)
	file := scoring.Evidence{Name: "验收报告.pdf", SHA256: "00ff"}
	for _, c := range []Change{Attach(a, file), Attach(b, file)} {
		if err := s.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(s.Evaluation().Evidence); got != before+1 {
		t.Fatalf("%d pieces of evidence, want %d", got, before+1)
	}
	id := s.Evaluation().Evidence[before].ID
	if err := s.Apply(SetEvidencePages(a, id, " 3-5 ")); err != nil || s.Evaluation().Evidence[before].Pages != "3-5" {
		t.Errorf("pages %q, %v", s.Evaluation().Evidence[before].Pages, err)
	}
	for i, c := range []Change{Detach(a, id), Detach(b, id)} {
		if err := s.Apply(c); err != nil {
			t.Fatal(err)
		}
		if got := len(s.Evaluation().Evidence); got != before+1-i {
			t.Errorf("%d pieces after %d were detached", got, i+1)
		}
	}
}

func TestTogetherIsAllOrNothing(t *testing.T) {
	s := calm(t)
	id := s.Evaluation().Indicators[0].ID
	before := s.Evaluation()
	err := s.Apply(Together(Place{Step: Indicators, Item: id}, SetActual(id, "1"), SetWeight(id, "x")))
	if err == nil || s.Evaluation() != before {
		t.Errorf("half of it was kept: %v", err)
	}
	if err := s.Apply(Together(Place{Step: Indicators, Item: id}, SetActual(id, "1"), SetWeight(id, "3"))); err != nil {
		t.Fatal(err)
	}
	if s.Undo(); s.Evaluation() != before {
		t.Error("one undo does not take all of it back")
	}
}

// TestSnapshotsAreNeverChanged makes random changes and finds that what undo goes back to is what was there.
func TestSnapshotsAreNeverChanged(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := calm(t)
		var seen [][]byte
		encode := func() []byte {
			data, err := s.Evaluation().Encode()
			if err != nil {
				r.Fatal(err)
			}
			return data
		}
		for range rapid.IntRange(1, 8).Draw(r, "changes") {
			rows := s.Evaluation().Indicators
			if len(rows) == 0 {
				break
			}
			id := rapid.SampledFrom(rows).Draw(r, "row").ID
			change := rapid.SampledFrom([]Change{
				SetActual(id, "3"), SetWeight(id, "4"), MoveIndicator(id, 1), RemoveIndicators(id), AddIndicator(s.NewID(), id, "甲", "", ""),
				Attach(id, scoring.Evidence{Name: "甲.pdf"}), SetOverride(id, "0", "甲", ""), SetTarget(id, "≥1"), SetLevels(id, "产出", "质量"),
			}).Draw(r, "change")
			before, count := encode(), len(s.undo)
			if err := s.Apply(change); err != nil {
				r.Fatal(err)
			}
			if len(s.undo) > count {
				seen = append(seen, before)
			}
		}
		for i := len(seen) - 1; i >= 0; i-- {
			s.Undo()
			if string(encode()) != string(seen[i]) {
				r.Fatal("undo went back to something that was never there")
			}
		}
	})
}
