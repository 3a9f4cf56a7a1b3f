package review

import (
	"zhunsheng/scoring"
	"zhunsheng/scoring/claim"
)

// derivesWrongly recomputes what a text derives from its own figures and from those of the tables, see package claim.
func (r *reviewer) derivesWrongly(p *passage) {
	if r.claims == nil {
		r.claims = claim.NewReader(r.knownFigures())
	}
	for _, c := range r.claims.Check(p.original) {
		switch {
		case c.Verdict == claim.Contradicted:
			r.reportMatter(p.place, "derived", "derived", c.Text, c.Right+c.Stated.Unit, scoring.Args{"formula": c.Formula})
		case c.Verdict != claim.Explain:
		case c.Kind == claim.Restated:
			fact := &c.Figures[0]
			r.reportMatter(p.place, "figure", "figure", c.Text, fact.Text, scoring.Args{"name": fact.Fact})
		default:
			r.reportMatter(p.place, "two-figures", "two-figures", c.Text, "", nil)
		}
	}
}
