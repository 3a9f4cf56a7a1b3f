package scoring

import (
	"errors"
	"strconv"
	"unicode/utf8"

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
		return unreadable(method.Expression, err)
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
		return unreadable(method.Expression, err)
	}
	met := points.Cmp(exact.Round(in.weight, in.scheme.Places)) >= 0
	return outcome{points: points, met: met, working: working{form: formExpression}}
}

// unreadable says why an expression gives no points.
func unreadable(text string, err error) outcome {
	return outcome{pending: true, problem: ExpressionProblem(text, err)}
}

// ExpressionProblem puts an error of package expression into a sentence: what is wrong, and where it stands in characters counted from 1.
func ExpressionProblem(text string, err error) Message {
	var syntax *expression.SyntaxError
	var unknown *expression.NameError
	switch {
	case text == "":
		return Message{Key: problemNoFormula}
	case errors.As(err, &syntax):
		at := utf8.RuneCountInString(text[:min(max(syntax.At, 0), len(text))]) + 1
		if syntax.Found == "" {
			return Message{Key: problemFormulaEnds, Args: Args{"text": text}}
		}
		return Message{Key: problemFormula, Args: Args{"text": text, "at": strconv.Itoa(at), "found": syntax.Found}}
	case errors.As(err, &unknown):
		return Message{Key: problemFormulaName, Args: Args{"text": text, "name": unknown.Name}}
	case errors.Is(err, expression.ErrDivisionByZero):
		return Message{Key: problemFormulaZero, Args: Args{"text": text}}
	}
	return Message{Key: problemFormulaRange, Args: Args{"text": text}}
}
