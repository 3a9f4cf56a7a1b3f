package contrast_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/scoring"
	"zhunsheng/scoring/contrast"
	"zhunsheng/scoring/figure"
	"zhunsheng/scoring/scoringtest"
	"zhunsheng/scoring/target"
)

// example is the example evaluation and its scheme.
func example(t testing.TB) (*scoring.Evaluation, *scoring.Scheme) {
	t.Helper()
	e := scoringtest.Example(t)
	return e, scoringtest.Scheme(t, e.Scheme.ID)
}

func side(s *scoring.Scheme, e *scoring.Evaluation) contrast.Side {
	return contrast.Side{Evaluation: e, Card: scoring.Score(s, e)}
}

func TestAnEvaluationDoesNotDifferFromItself(t *testing.T) {
	e, s := example(t)
	c := contrast.Compare(side(s, e), side(s, e.Clone()))
	if n := c.Differences(); n != 0 {
		t.Errorf("%d differences: %+v", n, c)
	}
	if len(c.Indicators) != len(e.Indicators) || !c.SameKind {
		t.Errorf("%d rows for %d indicators, same project %v", len(c.Indicators), len(e.Indicators), c.SameKind)
	}
}

func TestChangesOfAnIndicatorAreNamed(t *testing.T) {
	e, s := example(t)
	for name, change := range map[string]struct {
		do   func(*scoring.Indicator)
		want []contrast.Field
	}{
		"actual":   {func(i *scoring.Indicator) { i.Actual = target.Parse("0", target.Context{}) }, []contrast.Field{contrast.FieldActual, contrast.FieldPoints}},
		"renamed":  {func(i *scoring.Indicator) { i.Name = "完全不同" }, []contrast.Field{contrast.FieldName}},
		"state":    {func(i *scoring.Indicator) { i.State = scoring.StateNoEvidence }, []contrast.Field{contrast.FieldState, contrast.FieldPoints}},
		"reason":   {func(i *scoring.Indicator) { i.Reason += "补充" }, []contrast.Field{contrast.FieldReason}},
		"spaces":   {func(i *scoring.Indicator) { i.Reason += "  "; i.Name = " " + i.Name }, nil},
		"evidence": {func(i *scoring.Indicator) { i.Evidence = append(i.Evidence, "x") }, []contrast.Field{contrast.FieldEvidence}},
		"level":    {func(i *scoring.Indicator) { i.Level2 = "质量指标" }, []contrast.Field{contrast.FieldLevel}},
		"override": {func(i *scoring.Indicator) { i.Override = &scoring.Override{Points: i.Weight, Reason: "复核"} }, []contrast.Field{contrast.FieldOverride}},
	} {
		t.Run(name, func(t *testing.T) {
			other := e.Clone()
			change.do(&other.Indicators[0])
			c := contrast.Compare(side(s, e), side(s, other))
			if row := c.Indicators[0]; !slices.Equal(row.Fields, change.want) {
				t.Errorf("differs in %v, want %v", row.Fields, change.want)
			}
		})
	}
}

func TestPointsDifferByValueAndDirection(t *testing.T) {
	e, s := example(t)
	other := e.Clone()
	other.Indicators[0].State = scoring.StateNoEvidence
	c := contrast.Compare(side(s, e), side(s, other))
	row := c.Indicators[0]
	if !row.Points.Valid || !row.Points.Decimal.IsNeg() {
		t.Errorf("points differ by %v, want less on the right", row.Points)
	}
	total := c.Result[0]
	if total.Key != "total" || !total.Changed || total.Difference.Decimal.Cmp(row.Points.Decimal) != 0 {
		t.Errorf("total %+v, want the difference of the row", total)
	}
}

func ids(c *contrast.Comparison) string {
	var out []string
	for _, r := range c.Indicators {
		out = append(out, fmt.Sprintf("%s-%s", r.Left.ID, r.Right.ID))
	}
	return fmt.Sprint(out)
}

func named(level, id, name string) scoring.Indicator {
	return scoring.Indicator{ID: id, Name: name, Level1: level, Level2: "数量", Weight: decimal.MustParse("10"), Method: scoring.Method{Kind: scoring.MethodManual}}
}

func TestIndicatorsAreMatchedInTheOrderOfTheRules(t *testing.T) {
	_, s := example(t)
	of := func(project string, rows ...scoring.Indicator) contrast.Side {
		return side(s, &scoring.Evaluation{Project: scoring.Project{Name: project}, Indicators: rows})
	}
	for name, c := range map[string]struct {
		left, right contrast.Side
		want        string
	}{
		"moved":              {of("p", named("产出", "a", "甲"), named("产出", "b", "乙")), of("p", named("产出", "b", "甲"), named("产出", "a", "乙")), "[a-b b-a]"},
		"renamed":            {of("p", named("产出", "a", "甲")), of("p", named("产出", "a", "丙")), "[a-a]"},
		"other project":      {of("p", named("产出", "a", "甲")), of("q", named("产出", "a", "丙")), "[a- -a]"},
		"same name twice":    {of("p", named("产出", "a", "甲"), named("效益", "b", "甲")), of("p", named("效益", "x", "甲"), named("产出", "y", "甲")), "[b-x a-y]"},
		"ambiguous":          {of("p", named("产出", "a", "甲"), named("产出", "b", "甲")), of("p", named("产出", "x", "甲")), "[a- b- -x]"},
		"gone in the middle": {of("p", named("产出", "a", "甲"), named("产出", "b", "乙"), named("产出", "c", "丙")), of("p", named("产出", "a", "甲"), named("产出", "c", "丙")), "[a-a b- c-c]"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ids(contrast.Compare(c.left, c.right)); got != c.want {
				t.Errorf("rows %s, want %s", got, c.want)
			}
		})
	}
}

func TestPartsAreComparedByTheirOwnIndicatorsAndMoney(t *testing.T) {
	e, s := example(t)
	if len(e.Parts) < 2 {
		t.Fatal("the example has no parts to compare")
	}
	left, right := side(s, e), side(s, e)
	left.Part, right.Part = e.Parts[0].ID, e.Parts[1].ID
	c := contrast.Compare(left, right)
	for _, r := range c.Indicators {
		for _, id := range []string{r.Left.ID, r.Right.ID} {
			for i := range e.Indicators {
				if ind := &e.Indicators[i]; ind.ID == id && ind.Part != left.Part && ind.Part != right.Part {
					t.Errorf("%s belongs to neither part", id)
				}
			}
		}
	}
	if c.Result[0].Key != "part-points" || c.Levels != nil {
		t.Errorf("result of parts: %+v", c.Result)
	}
}

func TestEveryIndicatorStandsOnceOnItsSide(t *testing.T) {
	_, s := example(t)
	draw := func(t *rapid.T, label string) *scoring.Evaluation {
		e := &scoring.Evaluation{Project: scoring.Project{Name: rapid.SampledFrom([]string{"p", "q"}).Draw(t, label+" project")}}
		for i := range rapid.IntRange(0, 6).Draw(t, label) {
			ind := named(rapid.SampledFrom([]string{"产出", "效益"}).Draw(t, "level"), fmt.Sprint(i), rapid.SampledFrom([]string{"甲", "乙", "丙", ""}).Draw(t, "name"))
			e.Indicators = append(e.Indicators, ind)
		}
		return e
	}
	rapid.Check(t, func(t *rapid.T) {
		left, right := draw(t, "left"), draw(t, "right")
		c := contrast.Compare(side(s, left), side(s, right))
		l, r := 0, 0
		for _, row := range c.Indicators {
			if row.Presence != contrast.OnRight {
				l++
			}
			if row.Presence != contrast.OnLeft {
				r++
			}
		}
		if l != len(left.Indicators) || r != len(right.Indicators) {
			t.Fatalf("%d and %d rows for %d and %d indicators", l, r, len(left.Indicators), len(right.Indicators))
		}
		back := contrast.Compare(side(s, right), side(s, left))
		if back.Differences() != c.Differences() {
			t.Fatalf("%d differences one way, %d the other", c.Differences(), back.Differences())
		}
	})
}

func TestSectionsAreComparedWithTheValuesOfTheirFigures(t *testing.T) {
	e, s := example(t)
	read := func(e *scoring.Evaluation) contrast.Side {
		side := side(s, e)
		side.Figures = figure.Of(s, e, side.Card, "zh")
		return side
	}
	e.Narrative = []scoring.Narrative{{Section: "x", Text: "得分{{total}}"}}
	other := e.Clone()
	other.Indicators[0].State = scoring.StateNoEvidence
	left, right := read(e), read(other)
	section := func(c *contrast.Comparison) contrast.Item {
		return c.Texts[slices.IndexFunc(c.Texts, func(i contrast.Item) bool { return i.Key == "section" })]
	}
	if i := section(contrast.Compare(left, right)); !i.Changed || i.Left != "得分"+left.Card.Total.String() || i.Right != "得分"+right.Card.Total.String() {
		t.Errorf("the same text of other figures: %+v", i)
	}
	if i := section(contrast.Compare(left, read(e.Clone()))); i.Changed {
		t.Errorf("differs from itself: %+v", i)
	}
	typed := e.Clone()
	typed.Narrative[0].Text = "得分" + left.Card.Total.String()
	if i := section(contrast.Compare(left, read(typed))); i.Changed {
		t.Errorf("reads the same but differs: %+v", i)
	}
}
