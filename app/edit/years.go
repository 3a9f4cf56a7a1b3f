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
	before.Actual = ind.LastYear
	if before.Actual.Kind == target.Empty {
		last := s.needs.Known.LastYear
		if last == nil {
			return before, false
		}
		for i := range last.Indicators {
			old := &last.Indicators[i]
			if strings.TrimSpace(old.Name) == strings.TrimSpace(ind.Name) && old.Level1 == ind.Level1 && old.State == scoring.StateScored {
				before.Actual = old.Actual
				break
			}
		}
	}
	if before.Actual.Kind == target.Empty {
		return before, false
	}
	now := &ind.Actual
	if now.IsExact() && before.Actual.IsExact() && now.Unit == before.Actual.Unit && !before.Actual.Low.IsZero() && !now.Several && !before.Actual.Several {
		if change, err := now.Low.Sub(before.Actual.Low); err == nil {
			if growth, err := exact.MulQuo(change, decimal.Hundred, before.Actual.Low.Abs(), 2); err == nil {
				before.Growth = decimal.NullDecimal{Decimal: growth, Valid: true}
			}
		}
	}
	return before, true
}
