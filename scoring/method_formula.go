package scoring

import (
	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/expression"
)

// formula evaluates the method's expression over its named figures and target, actual and weight. Its value is the share of the
// weight that is earned; it is cut to 0..1. It is evaluated exactly and rounded once, as points.
func formula(in input) outcome {
	method := &in.indicator.Method
	parsed, err := expression.Parse(method.Expression)
	if err != nil {
		return waitingFor(problemExpression, Args{"text": method.Expression, "error": err.Error()})
	}
	points, err := parsed.Points(in.weight, in.scheme.Places, func(name string) (decimal.Decimal, bool) {
		switch name {
		case "target", "年度指标值":
			return number(&in.indicator.Target)
		case "actual", "实际完成值":
			return number(&in.indicator.Actual)
		case "weight", "分值":
			return in.weight, true
		}
		figure, ok := method.Figures[name]
		return figure, ok
	})
	if err != nil {
		return waitingFor(problemExpression, Args{"text": method.Expression, "error": err.Error()})
	}
	met := points.Cmp(exact.Round(in.weight, in.scheme.Places)) >= 0
	return outcome{points: points, met: met, working: working{form: formExpression}}
}
