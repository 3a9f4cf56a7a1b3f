package review

import (
	"zhunsheng/scoring"
	"zhunsheng/scoring/claim"
)

// Figures returns what the texts of an evaluation are checked against beside their own figures, for an editor that checks a text while
// it is typed.
func (known Context) Figures(e *scoring.Evaluation) claim.Context {
	return (&reviewer{evaluation: e, known: known}).knownFigures()
}
