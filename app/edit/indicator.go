package edit

import (
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// Problems of a line that forbid a judgement: points outside their tier or their weight are refused, not recorded.
var outOfBounds = []string{"problem.outside-tier", "problem.outside-weight"}

// onIndicator makes a change of one indicator.
func onIndicator(id string, refuse []string, do func(e *scoring.Evaluation, ind *scoring.Indicator) (bool, error)) Change {
	place := Place{Step: Indicators, Item: id}
	return Change{Place: place, refuse: refuse, do: func(e *scoring.Evaluation) (bool, error) {
		for i := range e.Indicators {
			if e.Indicators[i].ID == id {
				return do(e, &e.Indicators[i])
			}
		}
		return false, &Refusal{Place: place, Reason: scoring.Message{Key: "ui.refuse.gone"}}
	}}
}

// SetActual states what was reached, as it is typed.
func SetActual(id, text string) Change {
	return onIndicator(id, nil, func(e *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		if ind.Actual.Text == text {
			return false, nil
		}
		ind.Actual = target.Parse(text, target.Context{FiscalYear: e.FiscalYear})
		return true, nil
	})
}

// SetTier chooses a tier. Points that lie outside it are taken back, so that the tier's own default counts.
func SetTier(id, tier string) Change {
	return onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		if ind.Judgement.Tier == tier {
			return false, nil
		}
		ind.Judgement.Tier, ind.Judgement.Points = tier, decimal.NullDecimal{}
		return true, nil
	})
}

// SetPoints gives points by judgement, within the tier or the weight; "" takes them back. Points out of bounds are refused.
func SetPoints(id, text string) Change {
	return onIndicator(id, outOfBounds, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		points, err := number(text, Place{Step: Indicators, Item: id})
		if err != nil {
			return false, err
		}
		return setNumber(&ind.Judgement.Points, points), nil
	})
}

// SetAnswer answers a yes/no indicator with [scoring.AnswerYes], [scoring.AnswerNo] or "" for none. An actual that says otherwise
// is rewritten only when it is empty.
func SetAnswer(id, answer, actual string) Change {
	return onIndicator(id, nil, func(e *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		changed := set(&ind.Judgement.Answer, answer)
		if strings.TrimSpace(ind.Actual.Text) == "" && actual != "" {
			ind.Actual = target.Parse(actual, target.Context{FiscalYear: e.FiscalYear})
			changed = true
		}
		return changed, nil
	})
}

// SetState says whether the indicator takes part in the score.
func SetState(id string, state scoring.State) Change {
	return onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		return set(&ind.State, state), nil
	})
}

// SetReason states why a target was missed or far exceeded, and the remedy.
func SetReason(id, text string) Change {
	return onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		return set(&ind.Reason, text), nil
	})
}

// number reads a figure in any width of digits and with separators; "" is no figure. Anything else is refused.
func number(text string, place Place) (decimal.NullDecimal, error) {
	if strings.TrimSpace(text) == "" {
		return decimal.NullDecimal{}, nil
	}
	v := target.Parse(text, target.Context{})
	if !v.IsExact() || v.Unit != "" || v.Sign != target.NoSign || v.Several {
		return decimal.NullDecimal{}, &Refusal{Place: place, Reason: scoring.Message{
			Key: "ui.refuse.number", Args: scoring.Args{"text": text},
		}}
	}
	return decimal.NullDecimal{Decimal: v.Low, Valid: true}, nil
}

func setNumber(field *decimal.NullDecimal, value decimal.NullDecimal) bool {
	if field.Valid == value.Valid && (!value.Valid || field.Decimal.Cmp(value.Decimal) == 0) {
		return false
	}
	*field = value
	return true
}
