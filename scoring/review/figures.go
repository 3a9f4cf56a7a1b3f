package review

import (
	"zhunsheng/scoring"
	"zhunsheng/scoring/claim"
)

// KnownFigures returns what the texts of an evaluation are checked against beside their own figures, for an editor that checks a text
// while it is typed.
func KnownFigures(e *scoring.Evaluation) claim.Context { return Context{}.Figures(e) }

// Figures is [KnownFigures] with what is known beside the evaluation.
func (known Context) Figures(e *scoring.Evaluation) claim.Context {
	return (&reviewer{evaluation: e, known: known}).knownFigures()
}
