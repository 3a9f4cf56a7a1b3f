package edit

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/assets"
	"zhunsheng/scoring"
)

func schemeOf(t *testing.T, id string) *scoring.Scheme {
	t.Helper()
	data, _ := assets.Scheme(id)
	scheme, err := scoring.ReadScheme(data)
	if err != nil {
		t.Fatal(err)
	}
	return scheme
}

// ruled is a session whose scheme can be changed, over a ledger.
func ruled(t *testing.T, l *ledger) (*Session, desk) {
	t.Helper()
	d := make(desk, 1000)
	first := exampleSession(t, newShelf(), d.post)
	if len(l.versions) == 0 {
		l.versions = []*scoring.Evaluation{first.Evaluation()}
	}
	find := func(ref scoring.SchemeRef) (*scoring.Scheme, bool) {
		data, ok := assets.Scheme(ref.ID)
		if !ok || ref.Version != "1" {
			return nil, false
		}
		scheme, err := scoring.ReadScheme(data)
		return scheme, err == nil
	}
	e := l.versions[l.at]
	scheme, _ := find(e.Scheme)
	s := Open(e, Needs{Scheme: scheme, Schemes: find, History: l, Post: d.post})
	settle(t, s, d)
	return s, d
}

func encoded(t *testing.T, e *scoring.Evaluation) []byte {
	t.Helper()
	data, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSchemeIsOneStepWithItsUndoOverARestart(t *testing.T) {
	l := new(ledger)
	s, d := ruled(t, l)
	before, total := encoded(t, s.Evaluation()), s.Card().Total
	to := schemeOf(t, "twenty-eighty")
	ref := scoring.SchemeRef{ID: to.ID, Version: to.Version}
	preview, err := s.Recast(to, ref, "zh")
	if err != nil || s.Scheme().ID == to.ID {
		t.Fatalf("looking changes something: %v, %s", err, s.Scheme().ID)
	}
	if err := s.Apply(s.SetScheme(to, ref)); err != nil {
		t.Fatal(err)
	}
	if s.Scheme().ID != to.ID || s.Card().Reweighed || s.Card().Total.Cmp(preview.Card.Total) != 0 || s.Evaluation().Scheme != ref {
		t.Errorf("under %s: %s, foreseen %s", s.Scheme().ID, s.Card().Total, preview.Card.Total)
	}
	settle(t, s, d)
	s, d = ruled(t, l)
	if s.Scheme().ID != to.ID || !s.CanUndo() {
		t.Fatalf("after a restart under %s, undo %t", s.Scheme().ID, s.CanUndo())
	}
	s.Undo()
	settle(t, s, d)
	if s.Scheme().ID != "jiangmen-example-2022" || s.Card().Total.Cmp(total) != 0 || !bytes.Equal(before, encoded(t, s.Evaluation())) {
		t.Errorf("undone: under %s, %s", s.Scheme().ID, s.Card().Total)
	}
	s.Redo()
	settle(t, s, d)
	if s.Scheme().ID != to.ID || len(l.versions) != 2 {
		t.Errorf("redone: under %s, %d versions", s.Scheme().ID, len(l.versions))
	}
	if err := s.Apply(s.SetScheme(to, ref)); err != nil || len(l.versions) != 2 {
		t.Error("its own scheme is a change")
	}
}

func TestMoneyUnitIsAnEditLikeOthers(t *testing.T) {
	l := new(ledger)
	s, d := ruled(t, l)
	before := encoded(t, s.Evaluation())
	row, _ := s.Evaluation().TotalFunds()
	amount := row.Adjusted.Decimal
	if err := s.Apply(SetMoneyUnit("元", true)); err != nil {
		t.Fatal(err)
	}
	row, _ = s.Evaluation().TotalFunds()
	if want := decimal.MustParse("124801100"); row.Adjusted.Decimal.Cmp(want) != 0 || amount.Cmp(decimal.MustParse("12480.11")) != 0 || s.Evaluation().MoneyUnit != "元" {
		t.Errorf("%s became %s %s", amount, row.Adjusted.Decimal, s.Evaluation().MoneyUnit)
	}
	if err := s.Apply(SetMoneyUnit("万元", true)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, encoded(t, s.Evaluation())) {
		t.Error("there and back is not the same")
	}
	s.Undo()
	s.Undo()
	settle(t, s, d)
	if !bytes.Equal(before, encoded(t, s.Evaluation())) {
		t.Error("undone is not the same")
	}
}

func TestWhatWasSubmittedKeepsItsRules(t *testing.T) {
	to := schemeOf(t, "twenty-eighty")
	for _, status := range []scoring.Status{scoring.StatusSubmitted, scoring.StatusSigned} {
		l := new(ledger)
		s, _ := ruled(t, l)
		e := s.Evaluation().Clone()
		e.Status, l.versions = status, nil
		l.versions = append(l.versions, e)
		s, _ = ruled(t, l)
		_, looked := s.Recast(to, scoring.SchemeRef{ID: to.ID, Version: to.Version}, "zh")
		for name, err := range map[string]error{
			"scheme": s.Apply(s.SetScheme(to, scoring.SchemeRef{ID: to.ID, Version: to.Version})), "unit": s.Apply(SetMoneyUnit("元", true)),
		} {
			var refused *Refusal
			if !errors.As(err, &refused) || refused.Reason.Key != "recast.standing."+string(status) || looked == nil {
				t.Errorf("%s of one that is %s: %v, preview %v", name, status, err, looked)
			}
		}
		if s.Evaluation() != e || s.Evaluation().Status != status {
			t.Error("something was changed")
		}
	}
}

func TestImpossibleFiguresAreRefused(t *testing.T) {
	l := new(ledger)
	s, _ := ruled(t, l)
	id := firstOf(t, s, scoring.MethodProportional).ID
	for what, c := range map[string]struct {
		change Change
		key    string
	}{
		"negative amount":      {SetAmount(0, Executed, "-5"), "impossible.amount.negative"},
		"seven places":         {SetAmount(0, Adjusted, "0.1234567"), "impossible.amount.places"},
		"another unit":         {SetAmount(0, Executed, "94596100"), "impossible.execution"},
		"negative weight":      {SetWeight(id, "-1"), "impossible.weight.negative"},
		"above the full mark":  {SetWeight(id, "100.5"), "impossible.weight.large"},
		"several, one of them": {Together(Place{Step: Money}, SetAmount(0, Adjusted, "10000"), SetAmount(0, Executed, "-1")), "impossible.amount.negative"},
	} {
		before := s.Evaluation()
		err := s.Apply(c.change)
		var refused *Refusal
		if !errors.As(err, &refused) || refused.Reason.Key != c.key || refused.Place != c.change.Place || s.Evaluation() != before {
			t.Errorf("%s: %v", what, err)
		}
	}
	// Both amounts at once may pass through a state that none of them could stand in.
	if err := s.Apply(Together(Place{Step: Money}, SetAmount(0, Adjusted, "1"), SetAmount(0, Executed, "0.9"), SetAmount(0, Initial, "1"))); err != nil {
		t.Errorf("smaller amounts: %v", err)
	}
	if err := s.Apply(SetField(FieldNature, strings.Repeat("性", 3))); err != nil {
		t.Error(err)
	}
}
