package edit

import (
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/target"
)

// YearBefore is what an indicator had reached a year before.
type YearBefore struct {
	Actual target.Value
	// Growth is the change since then in per cent, two places, half-up; absent where the two cannot be compared.
	Growth decimal.NullDecimal
}

// YearBefore returns what an indicator had reached a year before: as the form states it, else from the evaluation of that year, by the
// indicator's name and headings. ok is false where neither says anything.
func (s *Session) YearBefore(ind *scoring.Indicator) (before YearBefore, ok bool) {
	if before.Actual = ind.LastYear; before.Actual.Kind == target.Empty {
		before.Actual = s.actualBefore(ind)
	}
	if before.Actual.Kind == target.Empty {
		return before, false
	}
	if alike(&ind.Actual, &before.Actual) {
		if change, err := ind.Actual.Low.Sub(before.Actual.Low); err == nil {
			growth, err := exact.MulQuo(change, decimal.Hundred, before.Actual.Low.Abs(), 2)
			before.Growth = decimal.NullDecimal{Decimal: growth, Valid: err == nil}
		}
	}
	return before, true
}

// actualBefore looks an indicator up in the evaluation of the year before.
func (s *Session) actualBefore(ind *scoring.Indicator) target.Value {
	last := s.needs.Known.LastYear
	if last == nil {
		return target.Value{}
	}
	for i := range last.Indicators {
		old := &last.Indicators[i]
		if strings.TrimSpace(old.Name) == strings.TrimSpace(ind.Name) && old.Level1 == ind.Level1 && old.State == scoring.StateScored {
			return old.Actual
		}
	}
	return target.Value{}
}

// alike reports whether two values are figures of the same unit of which the second can be divided by.
func alike(now, before *target.Value) bool {
	exactly := func(v *target.Value) bool { return v.IsExact() && !v.Several }
	return exactly(now) && exactly(before) && now.Unit == before.Unit && !before.Low.IsZero()
}
