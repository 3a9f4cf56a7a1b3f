package edit

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/target"
)

// bandsOf writes the bands of an indicator as "90:100 80:60".
func bandsOf(ind *scoring.Indicator) string {
	var list []string
	for _, b := range ind.Method.Bands {
		list = append(list, b.AtLeast.String()+":"+b.Earns.String())
	}
	return strings.Join(list, " ")
}

func TestBandsAreEditedLineByLine(t *testing.T) {
	s := calm(t)
	id := s.Evaluation().Indicators[0].ID
	if err := s.Apply(SetMethod(id, scoring.Method{Kind: scoring.MethodBanded})); err != nil {
		t.Fatal(err)
	}
	now := func() *scoring.Indicator { return &s.Evaluation().Indicators[0] }
	for _, c := range []struct {
		index          int
		atLeast, earns string
		want, refused  string
	}{
		{0, "８０", "80%", "80:80", ""},
		{1, "90", "100", "90:100 80:80", ""}, // put in order
		{2, "60", "", "90:100 80:80 60:0", ""},
		{2, "60", "60％", "90:100 80:80 60:60", ""},
		{2, "60", "90", "", "guide.refuse.band-order"},
		{2, "80", "60", "", "guide.refuse.band-twice"},
		{0, "90", "101", "", "guide.refuse.band-share"},
		{0, "-5", "0", "", "guide.refuse.band-bound"},
		{0, "很多", "0", "", "ui.refuse.number"},
		{1, "", "", "90:100 60:60", ""},
		{9, "1", "1", "90:100 60:60", ""},
	} {
		before := bandsOf(now())
		err := s.Apply(SetBand(id, now().Method.Bands, c.index, c.atLeast, c.earns))
		var refused *Refusal
		if errors.As(err, &refused) != (c.refused != "") || c.refused != "" && refused.Reason.Key != c.refused {
			t.Errorf("line %d, %q %q: %v, want %q", c.index, c.atLeast, c.earns, err, c.refused)
		}
		want := c.want
		if c.refused != "" {
			want = before
		}
		if got := bandsOf(now()); got != want {
			t.Errorf("line %d, %q %q: %s, want %s", c.index, c.atLeast, c.earns, got, want)
		}
	}
}

func TestBandsOfTheSchemeBecomeOnesOwn(t *testing.T) {
	s := calm(t)
	id := s.Evaluation().Indicators[0].ID
	scheme := *s.Scheme()
	scheme.Satisfaction = []scoring.Band{{AtLeast: maxFigure, Earns: maxFigure}}
	if err := s.Apply(SetMethod(id, scoring.Method{Kind: scoring.MethodSatisfaction})); err != nil {
		t.Fatal(err)
	}
	ind := &s.Evaluation().Indicators[0]
	if bands, own := BandsOf(&scheme, ind); len(bands) != 1 || own {
		t.Errorf("bands %v, own %v", bands, own)
	}
	if err := s.Apply(SetBand(id, nil, 0, "90", "100")); err != nil {
		t.Fatal(err)
	}
	if bands, own := BandsOf(&scheme, &s.Evaluation().Indicators[0]); len(bands) != 1 || !own || bands[0].AtLeast.String() != "90" {
		t.Errorf("bands %v, own %v", bands, own)
	}
	if err := s.Apply(ClearBands(id)); err != nil || len(s.Evaluation().Indicators[0].Method.Bands) != 0 {
		t.Errorf("bands stay: %v", err)
	}
}

func TestFormulaAndItsFigures(t *testing.T) {
	s := calm(t)
	id := s.Evaluation().Indicators[0].ID
	for _, c := range []Change{
		SetMethod(id, scoring.Method{Kind: scoring.MethodFormula}), SetExpression(id, " 完成数 / 计划数 "),
		SetFormulaFigure(id, "完成数", "９"), SetFormulaFigure(id, "计划数", "10"),
	} {
		if err := s.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	line := s.Card().Lines[0]
	if line.Pending || line.Points.Cmp(line.Weight) >= 0 || !line.Points.IsPos() {
		t.Errorf("scored %+v", line)
	}
	before := s.Evaluation().Indicators[0].Method.Figures["计划数"]
	if err := s.Apply(SetFormulaFigure(id, "计划数", "")); err != nil || !s.Card().Lines[0].Pending {
		t.Errorf("without a figure: %v, pending %v", err, s.Card().Lines[0].Pending)
	}
	s.Undo()
	if got := s.Evaluation().Indicators[0].Method.Figures["计划数"]; got.Cmp(before) != 0 || s.Card().Lines[0].Pending {
		t.Errorf("undo brings %s back", got)
	}
	if err := s.Apply(SetExpression(id, "1 +")); err != nil || s.Card().Lines[0].Problem.Key != "problem.expression.end" {
		t.Errorf("half a formula: %v, %v", err, s.Card().Lines[0].Problem)
	}
	var refused *Refusal
	if err := s.Apply(SetExpression(id, strings.Repeat("1+", 600)+"1")); !errors.As(err, &refused) {
		t.Errorf("a formula that is too long: %v", err)
	}
	if got := FormulaNames("min(actual, 人数) / target + 人数 * 权数"); !slices.Equal(got, []string{"人数", "权数"}) {
		t.Errorf("names %q", got)
	}
}

func TestYearBefore(t *testing.T) {
	s := calm(t)
	ind := s.Evaluation().Indicators[0]
	ind.Actual, ind.LastYear = target.Parse("110家", target.Context{}), target.Parse("80家", target.Context{})
	if got, ok := s.YearBefore(&ind); !ok || got.Growth.Decimal.String() != "37.50" {
		t.Errorf("%+v, %v", got, ok)
	}
	ind.LastYear = target.Parse("80公里", target.Context{})
	if got, ok := s.YearBefore(&ind); !ok || got.Growth.Valid {
		t.Errorf("other units: %+v, %v", got, ok)
	}
	ind.LastYear = target.Value{}
	if _, ok := s.YearBefore(&ind); ok {
		t.Error("there is no year before")
	}
	last := *s.Evaluation()
	last.Indicators = slices.Clone(last.Indicators)
	last.Indicators[0].Name, last.Indicators[0].Actual, last.Indicators[0].State = ind.Name, target.Parse("100家", target.Context{}), scoring.StateScored
	s.needs.Known = review.Context{LastYear: &last}
	if got, ok := s.YearBefore(&ind); !ok || got.Growth.Decimal.String() != "10.00" {
		t.Errorf("from the evaluation of the year before: %+v, %v", got, ok)
	}
}
