package app

import (
	"zhunsheng/app/exchange/published"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// Assessment is what the rules say about one evaluation: its scorecard and the findings of the quality checks.
type Assessment struct {
	Scheme     *scoring.Scheme
	Evaluation *scoring.Evaluation
	Card       *scoring.Scorecard
	Findings   []review.Finding
	// Published compares the printed scores of a published table with the rules; nil for any other evaluation.
	Published *published.Comparison
}

// Assess scores an evaluation under a scheme and runs the quality checks. The evaluation must not change while the assessment is in
// use.
func Assess(scheme *scoring.Scheme, e *scoring.Evaluation) *Assessment {
	return AssessWith(scheme, e, review.Context{})
}

// AssessWith is [Assess] with what some checks know beside the evaluation: the same project's evaluation of the year before, and the
// names of other units.
func AssessWith(scheme *scoring.Scheme, e *scoring.Evaluation, known review.Context) *Assessment {
	card := scoring.Score(scheme, e)
	return &Assessment{Scheme: scheme, Evaluation: e, Card: card, Findings: review.RunWith(scheme, e, card, known)}
}

// AssessAgainst is [AssessWith] where only the evaluation of the year before is known; nil means none.
func AssessAgainst(scheme *scoring.Scheme, e, lastYear *scoring.Evaluation) *Assessment {
	return AssessWith(scheme, e, review.Context{LastYear: lastYear})
}

// Final reports whether nothing keeps the evaluation from being exported as final.
func (a *Assessment) Final() bool { return review.Blocking(a.Findings) == 0 }
