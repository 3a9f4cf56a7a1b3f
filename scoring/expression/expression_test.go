package expression_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/expression"
)

func lookup(name string) (decimal.Decimal, bool) {
	figures := map[string]string{"actual": "2194", "target": "2000", "实际完成值": "9", "年度指标值": "10", "zero": "0"}
	text, ok := figures[name]
	if !ok {
		return decimal.Decimal{}, false
	}
	return decimal.MustParse(text), true
}

func TestValues(t *testing.T) {
	cases := []struct{ text, want string }{
		{"1 + 2 * 3", "7.0000"},
		{"(1 + 2) * 3", "9.0000"},
		{"10 - 3 - 2", "5.0000"},
		{"12 / 4 / 3", "1.0000"},
		{"-2 + 5", "3.0000"},
		{"50%", "0.5000"},
		{"actual / target", "1.0970"},
		{"实际完成值 / 年度指标值", "0.9000"},
		{"min(1, actual / target)", "1.0000"},
		{"max(0, 1 - 3)", "0.0000"},
		{"abs(3 - 5)", "2.0000"},
		{"2 / 3", "0.6667"},
		{"1/3 + 1/3 + 1/3", "1.0000"},
		{"0.1 + 0.2", "0.3000"},
	}
	for _, c := range cases {
		e, err := expression.Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got, err := e.Value(4, lookup); err != nil || got.String() != c.want {
			t.Errorf("%s: got %s, %v, want %s", c.text, got, err, c.want)
		}
	}
}

func TestPointsAreCutToTheWeight(t *testing.T) {
	for text, want := range map[string]string{"actual / target": "10.00", "实际完成值 / 年度指标值": "9.00", "-1": "0.00", "2/3": "6.67"} {
		e, err := expression.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := e.Points(decimal.MustParse("10"), 2, lookup); err != nil || got.String() != want {
			t.Errorf("%s of 10: got %s, %v, want %s", text, got, err, want)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, text := range []string{"", "1 +", "(1", "1)", "1 2", "min(1", "foo(1)", "1..2", "$", strings.Repeat("(", 200) + "1", strings.Repeat("1+", 600) + "1"} {
		var fault *expression.SyntaxError
		if _, err := expression.Parse(text); !errors.As(err, &fault) {
			t.Errorf("%.20q: got %v, want a syntax error", text, err)
		}
	}
	for text, want := range map[string]error{
		"1 / 0": expression.ErrDivisionByZero, "1 / zero": expression.ErrDivisionByZero, "unknown + 1": expression.ErrUnknownName,
		"9999999999999999 * 9999999999999999": expression.ErrRange,
	} {
		e, err := expression.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if _, err := e.Value(2, lookup); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"min(1, 实际完成值 / 年度指标值)", "1 - abs(actual - target) / target", "50% * (2 + 3)", "-(1)", "((((", "1/0", "9e9"} {
		f.Add(seed)
	}
	weight := decimal.MustParse("10")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := expression.Parse(text)
		if err != nil {
			return
		}
		points, err := e.Points(weight, 2, lookup)
		if err != nil {
			return
		}
		if points.IsNeg() || points.Cmp(weight) > 0 {
			t.Fatalf("%q gives %s of 10", text, points)
		}
	})
}
