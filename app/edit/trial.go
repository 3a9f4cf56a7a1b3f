package edit

import (
	"slices"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// Trial scores the evaluation with other actuals, by the IDs of their indicators, and changes nothing.
func (s *Session) Trial(actuals map[string]string) *scoring.Scorecard {
	e := *s.now.evaluation
	e.Indicators = slices.Clone(e.Indicators)
	for i := range e.Indicators {
		if text, ok := actuals[e.Indicators[i].ID]; ok {
			e.Indicators[i].Actual = target.Parse(text, target.Context{FiscalYear: e.FiscalYear})
		}
	}
	return scoring.Score(s.now.scheme, &e)
}
