package recast

import (
	"fmt"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// The fiscal years that an evaluation can be of.
const (
	FirstYear = 1990
	LastYear  = 2100
)

// Year returns the evaluation as one of another fiscal year. Targets and actuals whose texts leave the year open ("12月底前") are read
// anew, unless a person corrected the reading; everything else, dates of the form included, stays as it was entered. Errors are a
// [*StandingError] or, for a year beyond [FirstYear] and [LastYear], a [*scoring.InputError].
func Year(e *scoring.Evaluation, to int) (*scoring.Evaluation, error) {
	if err := Allowed(e); err != nil {
		return nil, err
	}
	if to < FirstYear || to > LastYear {
		return nil, &scoring.InputError{
			Document: "evaluation", Fault: "range", Field: "fiscalYear", Found: fmt.Sprint(to), Allowed: fmt.Sprintf("%d-%d", FirstYear, LastYear),
		}
	}
	after := e.Clone()
	after.FiscalYear = to
	for i := range after.Indicators {
		ind := &after.Indicators[i]
		if assumed(&ind.Target) || assumed(&ind.Actual) || assumed(&ind.LastYear) {
			ind.ReadCells(to)
		}
	}
	return after, nil
}

// assumed reports whether the fiscal year stood in for a year that the text does not name.
func assumed(v *target.Value) bool { return !v.Corrected && v.Notes&target.YearAssumed != 0 }

// Fits reports whether a scheme may be used for a fiscal year.
func Fits(s *scoring.Scheme, year int) bool {
	return (s.FirstYear == 0 || year >= s.FirstYear) && (s.LastYear == 0 || year <= s.LastYear)
}
