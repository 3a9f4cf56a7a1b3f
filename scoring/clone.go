package scoring

import (
	"maps"
	"slices"
)

// Clone returns a copy that shares nothing changeable with e.
func (e *Evaluation) Clone() *Evaluation {
	c := *e
	c.Funds = slices.Clone(e.Funds)
	c.Parts = slices.Clone(e.Parts)
	for i := range c.Parts {
		c.Parts[i].Funds = slices.Clone(c.Parts[i].Funds)
		c.Parts[i].Figures = slices.Clone(c.Parts[i].Figures)
	}
	c.Goals = slices.Clone(e.Goals)
	c.Indicators = slices.Clone(e.Indicators)
	for i := range c.Indicators {
		ind := &c.Indicators[i]
		ind.Evidence = slices.Clone(ind.Evidence)
		ind.Method.Bands = slices.Clone(ind.Method.Bands)
		ind.Method.Figures = maps.Clone(ind.Method.Figures)
		if ind.Override != nil {
			override := *ind.Override
			ind.Override = &override
		}
	}
	c.Narrative = slices.Clone(e.Narrative)
	c.Evidence = slices.Clone(e.Evidence)
	c.Answers = slices.Clone(e.Answers)
	return &c
}
