package review

import (
	"zhunsheng/scoring"
	"zhunsheng/scoring/claim"
)

// derivesWrongly recomputes what a text derives from its own figures, see package claim.
func (r *reviewer) derivesWrongly(p *passage) {
	if r.claims == nil {
		r.claims = claim.NewReader(claim.Context{Year: r.evaluation.FiscalYear})
	}
	for _, c := range r.claims.Check(p.original) {
		switch c.Verdict {
		case claim.Contradicted:
			r.report(p.place+":derived", "derived", c.Text, c.Right+c.Stated.Unit, scoring.Args{"formula": c.Formula})
		case claim.Explain:
			r.report(p.place+":two-figures", "two-figures", c.Text, "", nil)
		}
	}
}
