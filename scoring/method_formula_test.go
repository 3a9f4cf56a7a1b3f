package scoring_test

import (
	"maps"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/expression"
)

func TestProblemsOfFormulas(t *testing.T) {
	for text, want := range map[string]scoring.Message{
		"":            {Key: "problem.expression.empty"},
		"actual /":    {Key: "problem.expression.end", Args: scoring.Args{"text": "actual /"}},
		"实际完成值 # 2":   {Key: "problem.expression.syntax", Args: scoring.Args{"text": "实际完成值 # 2", "at": "7", "found": "#"}},
		"人数 / target": {Key: "problem.expression.name", Args: scoring.Args{"text": "人数 / target", "name": "人数"}},
		"1 / 0":       {Key: "problem.expression.zero", Args: scoring.Args{"text": "1 / 0"}},
	} {
		parsed, err := expression.Parse(text)
		if err == nil {
			_, err = parsed.Value(2, func(name string) (decimal.Decimal, bool) { return decimal.One, name == "target" })
		}
		got := scoring.ExpressionProblem(text, err)
		if err == nil || got.Key != want.Key || !maps.Equal(got.Args, want.Args) {
			t.Errorf("%q: %+v, want %+v (%v)", text, got, want, err)
		}
	}
}
