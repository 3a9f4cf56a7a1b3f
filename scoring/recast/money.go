package recast

import (
	"fmt"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// AmountError says that an amount has no exact counterpart in another money unit that a form can hold.
type AmountError struct {
	Row    string // name of the fund row
	Amount decimal.Decimal
	From   string
	To     string
}

// Error names the amount.
func (e *AmountError) Error() string {
	return fmt.Sprintf("%s: %s %s is no exact amount in %s", e.Row, e.Amount, e.From, e.To)
}

// Message names the sentence for the user.
func (e *AmountError) Message() scoring.Message {
	key := "recast.amount"
	if !target.Convertible(e.From, e.To) {
		key = "recast.units"
	}
	return scoring.Message{Key: key, Args: scoring.Args{"row": e.Row, "amount": e.Amount.String(), "from": e.From, "to": e.To}}
}

// MoneyUnit returns the evaluation in another money unit. convert turns every amount of the fund rows, those of the parts included, into
// the new unit; else the figures stay and only the unit is called otherwise, as where it was stated wrongly. Amounts in texts, targets and
// actuals name their own unit and stay. A conversion is exact and keeps zeros at the end, so that converting back gives the same bytes.
// Errors are a [*StandingError] or, where a form cannot hold an amount exactly, an [*AmountError].
func MoneyUnit(e *scoring.Evaluation, unit string, convert bool) (*scoring.Evaluation, error) {
	if err := Allowed(e); err != nil {
		return nil, err
	}
	after := e.Clone()
	after.MoneyUnit = unit
	if !convert {
		return after, nil
	}
	for _, funds := range allFunds(after) {
		for i := range funds {
			row := &funds[i]
			for _, amount := range []*decimal.NullDecimal{&row.Initial, &row.Adjusted, &row.Executed} {
				if !amount.Valid {
					continue
				}
				converted, ok := exactly(amount.Decimal, e.MoneyUnit, unit)
				if !ok {
					return nil, &AmountError{Row: row.Name, Amount: amount.Decimal, From: e.MoneyUnit, To: unit}
				}
				amount.Decimal = converted
			}
		}
	}
	return after, nil
}

func allFunds(e *scoring.Evaluation) [][]scoring.FundRow {
	lists := [][]scoring.FundRow{e.Funds}
	for i := range e.Parts {
		lists = append(lists, e.Parts[i].Funds)
	}
	return lists
}

// exactly converts an amount without losing a digit, with as many zeros at the end as it had. It does not where the form could hold the
// amount and cannot hold the converted one.
func exactly(amount decimal.Decimal, from, to string) (decimal.Decimal, bool) {
	converted, err := target.Convert(amount, from, to)
	if err != nil {
		return amount, false
	}
	back, err := target.Convert(converted, to, from)
	if err != nil || back.Cmp(amount) != 0 {
		return amount, false
	}
	if !scoring.ImpossibleAmount(converted).IsZero() && scoring.ImpossibleAmount(amount).IsZero() {
		return amount, false
	}
	zeros := amount.Scale() - amount.MinScale()
	return converted.Pad(min(converted.MinScale()+zeros, decimal.MaxScale)), true
}
