package scoring

import (
	"errors"
	"fmt"
	"slices"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/target"
)

// ErrNoIndicator is wrapped by the error of [WhatIf] when the evaluation has no such indicator.
var ErrNoIndicator = errors.New("no such indicator")

// Effect is what another actual on one indicator would do.
type Effect struct {
	Indicator  string          `json:"indicator"`
	Actual     target.Value    `json:"actual"`
	Points     decimal.Decimal `json:"points"` // the row's, then
	PointsNow  decimal.Decimal `json:"pointsNow"`
	Total      decimal.Decimal `json:"total"`
	TotalNow   decimal.Decimal `json:"totalNow"`
	Grade      string          `json:"grade"`
	GradeNow   string          `json:"gradeNow"`
	Difference decimal.Decimal `json:"difference"` // Total - TotalNow
	// Problem says why the row could not be scored with that actual.
	Problem Message `json:"problem,omitzero"`
	// Explanation is that of the row, then.
	Explanation Explanation `json:"explanation"`
}

// WhatIf scores an evaluation with another actual on one indicator. An override on that indicator was made for the present actual, so
// it is left out; the evaluation itself is not changed. The error wraps [ErrNoIndicator].
func WhatIf(s *Scheme, e *Evaluation, indicatorID string, actual target.Value) (*Effect, error) {
	at := slices.IndexFunc(e.Indicators, func(ind Indicator) bool { return ind.ID == indicatorID })
	if at < 0 {
		return nil, fmt.Errorf("%q: %w", indicatorID, ErrNoIndicator)
	}
	other := *e
	other.Indicators = slices.Clone(e.Indicators)
	other.Indicators[at].Actual = actual
	other.Indicators[at].Override = nil
	now, then := Score(s, e), Score(s, &other)
	effect := &Effect{
		Indicator: indicatorID, Actual: actual,
		Points: then.Lines[at].Points, PointsNow: now.Lines[at].Points,
		Total: then.Total, TotalNow: now.Total, Grade: then.Grade, GradeNow: now.Grade,
		Problem: then.Lines[at].Problem, Explanation: then.Lines[at].Explain(),
	}
	effect.Difference = minus(then, then.Total, now.Total)
	return effect, nil
}
