package figure

import (
	"slices"
	"strings"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

func source(t testing.TB) *Source {
	t.Helper()
	amount := func(text string) decimal.NullDecimal {
		return decimal.NullDecimal{Decimal: decimal.MustParse(text), Valid: true}
	}
	scheme := &scoring.Scheme{
		FullMark: decimal.MustNew(100, 0),
		Grades:   []scoring.GradeBound{{Name: "优", Text: scoring.Text{"zh": "优", "en": "excellent"}}},
	}
	e := &scoring.Evaluation{
		FiscalYear: 2022, MoneyUnit: "万元", Project: scoring.Project{Name: "道路养护", Unit: "交通局"},
		Funds: []scoring.FundRow{
			{Name: "年度资金总额", Initial: amount("120.50"), Executed: amount("100")},
			{Name: "年度资金总额", Initial: amount("1")}, // the first of a name counts
		},
		Indicators: []scoring.Indicator{{
			ID: "roads", Name: "养护里程", Weight: decimal.MustParse("10.0"),
			Target: target.Parse("≥95公里", target.Context{}), Actual: target.Parse("97 公里", target.Context{}),
		}},
		Parts: []scoring.Part{{ID: "p1", Figures: []scoring.Figure{{Name: "县道", Value: "30", Unit: "公里"}, {Name: "村道", Unit: "公里"}}}},
	}
	card := &scoring.Scorecard{
		FullMark: scheme.FullMark, Total: decimal.MustParse("99.00"), Grade: "优",
		Lines:     []scoring.Line{{ID: "roads", Points: decimal.MustParse("10.00")}},
		Execution: scoring.ExecutionLine{Rate: amount("82.99"), Budget: amount("120.50")},
		Levels:    []scoring.Subtotal{{Name: "产出", Points: decimal.MustParse("50.00"), Weight: decimal.MustNew(50, 0)}},
	}
	return Of(scheme, e, card, "zh")
}

func TestFill(t *testing.T) {
	s := source(t)
	for text, want := range map[string]string{
		"":                              "",
		"没有数据":                          "没有数据",
		"得{{total}}分，{{grade}}。":        "得99.00分，优。",
		"执行率{{execution.rate}}":         "执行率82.99%",
		"{{fund.年度资金总额.initial}}":       "120.50万元",
		"{{execution.budget}}":          "120.50万元",
		"{{indicator.roads.actual}}":    "97 公里",
		"{{indicator.roads.target}}":    "≥95公里",
		"{{indicator.roads.weight}}":    "10",
		"{{indicator.roads.last-year}}": "{{indicator.roads.last-year}}", // blank
		"{{level.产出.points}}":           "50.00",
		"{{part.p1.县道}}":                "30公里",
		"{{part.p1.村道}}":                "{{part.p1.村道}}", // a unit is no value
		"{{year}}年{{project}}":          "2022年道路养护",
		"{{{total}}}":                   "{99.00}",
		"{{}}{{ total }}{{total}":       "{{}}{{ total }}{{total}",
		"{{to\ntal}}":                   "{{to\ntal}}",
	} {
		if got := s.Fill(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestUnknown(t *testing.T) {
	got := source(t).Unknown("{{total}}{{gone}}和{{indicator.x.actual}}，{{gone}}。")
	if !slices.Equal(got, []string{"gone", "indicator.x.actual"}) {
		t.Errorf("unknown %q", got)
	}
}

func TestEveryFigureIsFoundByItsToken(t *testing.T) {
	s := source(t)
	if len(s.All()) < 15 {
		t.Fatalf("only %d figures", len(s.All()))
	}
	for _, v := range s.All() {
		if got := s.Fill("a" + Token(v.Key) + "b"); got != "a"+v.Text+"b" || v.Text == "" {
			t.Errorf("%s gives %q", v.Key, got)
		}
	}
}

func TestSpansAreTheText(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"{", "}", "{{", "}}", "total", "万元", "\n", "a.b"})).Draw(r, "text"), "")
		var b strings.Builder
		spans := Split(text)
		for i, span := range spans {
			b.WriteString(span.Text)
			if span.Key != "" && span.Text != Token(span.Key) {
				r.Errorf("span %+v", span)
			}
			if i > 0 && span.Key == "" && spans[i-1].Key == "" {
				r.Errorf("two literal spans in a row: %+v", spans)
			}
		}
		if b.String() != text {
			r.Errorf("%q came back as %q", text, b.String())
		}
	})
}

func FuzzSplit(f *testing.F) {
	f.Add("得{{total}}分")
	f.Add("{{{{}}")
	s := source(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(s.Unknown(text)) == 0 && Has(text) && s.Fill(s.Fill(text)) != s.Fill(text) {
			t.Errorf("%q: filling twice is not filling once", text)
		}
	})
}
