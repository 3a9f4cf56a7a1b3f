package edit

import (
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

// Points reads points between nought and a weight, as they are typed where somebody judges: digits of any width, no unit. ok is false for
// an empty text. Anything else is a [*Refusal].
func Points(text string, weight decimal.Decimal) (points decimal.Decimal, ok bool, err error) {
	if strings.TrimSpace(text) == "" {
		return decimal.Decimal{}, false, nil
	}
	n, err := number(text, Place{Step: Indicators})
	if err != nil {
		return decimal.Decimal{}, false, err
	}
	if n.Decimal.IsNeg() || n.Decimal.Cmp(weight) > 0 {
		return decimal.Decimal{}, false, &Refusal{Place: Place{Step: Indicators}, Reason: scoring.Message{
			Key: "ui.refuse.points-range", Args: scoring.Args{"text": text, "weight": weight.String()},
		}}
	}
	return n.Decimal, true, nil
}
