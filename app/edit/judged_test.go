package edit

import (
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

// judged puts an indicator of a weight of 10 that is judged by a method first.
func judged(t *testing.T, kind scoring.MethodKind) (*Session, string) {
	t.Helper()
	s := calm(t)
	id := s.NewID()
	for _, change := range []Change{
		AddIndicator(id, "", "改善情况", "产出", "质量"), SetMethod(id, scoring.Method{Kind: kind}), SetWeight(id, "10"),
		SetActual(id, "明显改善"), SetReason(id, "已核实"),
	} {
		if err := s.Apply(change); err != nil {
			t.Fatal(err)
		}
	}
	return s, id
}

func TestPointsThatAreTypedChooseTheirTier(t *testing.T) {
	s, id := judged(t, scoring.MethodTier)
	tiers := s.Scheme().Tiers
	tests := []struct {
		text, tier string
		refused    bool
	}{
		{"9.5", tiers[0].ID, false},
		{"8", tiers[0].ID, false}, // the bound belongs to the better one
		{"7.99", tiers[1].ID, false},
		{"３", tiers[2].ID, false},
		{"10.01", tiers[2].ID, true},
		{"-1", tiers[2].ID, true},
		{"x", tiers[2].ID, true},
		{"", "", false},
	}
	for _, test := range tests {
		err := s.Apply(s.GivePoints(id, test.text))
		ind, line, _ := s.Line(id)
		if (err != nil) != test.refused || ind.Judgement.Tier != test.tier {
			t.Errorf("%q: tier %q, %v", test.text, ind.Judgement.Tier, err)
		}
		if err == nil && line.Pending != (test.text == "") {
			t.Errorf("%q: pending %v", test.text, line.Pending)
		}
	}
}

func TestPointsOfATableAreTakenTogether(t *testing.T) {
	s, id := judged(t, scoring.MethodManual)
	declare := func(points string) {
		t.Helper()
		if err := s.Apply(onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
			ind.Declared = decimal.NullDecimal{Decimal: decimal.MustParse(points), Valid: true}
			return true, nil
		})); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Stated(); len(got) != 0 {
		t.Fatalf("stated %v where no table was read", got)
	}
	declare("9")
	if got := s.Stated(); len(got) != 1 || got[0] != id {
		t.Fatalf("stated %v, want %s", got, id)
	}
	if err := s.Apply(s.TakeStated()); err != nil {
		t.Fatal(err)
	}
	if _, line, _ := s.Line(id); line.Points.String() != "9.00" || len(s.Stated()) != 0 {
		t.Errorf("points %s, still stated %v", line.Points, s.Stated())
	}
}
