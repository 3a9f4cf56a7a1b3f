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
		c.Indicators[i] = c.Indicators[i].Clone()
	}
	c.Narrative = slices.Clone(e.Narrative)
	c.Evidence = slices.Clone(e.Evidence)
	c.Answers = slices.Clone(e.Answers)
	return &c
}

// EqualBesidesLists reports whether both evaluations hold the same in all members but Indicators and Narrative, decimals with the same
// number of places.
func (e *Evaluation) EqualBesidesLists(other *Evaluation) bool {
	return e.Format == other.Format && e.ID == other.ID && e.FiscalYear == other.FiscalYear && e.Scheme == other.Scheme &&
		e.Project == other.Project && e.MoneyUnit == other.MoneyUnit && sameList(e.Funds, other.Funds) &&
		slices.EqualFunc(e.Parts, other.Parts, equalPart) && sameList(e.Goals, other.Goals) && e.GoalsSet == other.GoalsSet &&
		sameList(e.Evidence, other.Evidence) && sameList(e.Answers, other.Answers) && e.Declared == other.Declared &&
		e.SignOff == other.SignOff && e.Status == other.Status
}

// sameList reports whether two lists are the same, and both or none of them nil.
func sameList[T comparable](a, b []T) bool { return slices.Equal(a, b) && (a == nil) == (b == nil) }

func equalPart(a, b Part) bool {
	return a.ID == b.ID && a.Name == b.Name && sameList(a.Funds, b.Funds) && a.Summary == b.Summary && sameList(a.Figures, b.Figures)
}

// Clone returns a copy that shares nothing changeable with ind.
func (ind *Indicator) Clone() Indicator {
	c := *ind
	c.Evidence = slices.Clone(ind.Evidence)
	c.Method.Bands = slices.Clone(ind.Method.Bands)
	c.Method.Figures = maps.Clone(ind.Method.Figures)
	if ind.Override != nil {
		override := *ind.Override
		c.Override = &override
	}
	return c
}

// Equal reports whether both indicators hold the same, decimals with the same number of places. A nil and an empty list are the same.
func (ind *Indicator) Equal(other *Indicator) bool {
	return ind.samePlace(other) && ind.sameResult(other) && ind.Method.equal(&other.Method) && ind.Override.equal(other.Override) &&
		slices.Equal(ind.Evidence, other.Evidence)
}

// samePlace compares what the indicator is: its place in the table, its goal and its weight.
func (ind *Indicator) samePlace(other *Indicator) bool {
	return ind.ID == other.ID && ind.Part == other.Part && ind.Level1 == other.Level1 && ind.Level2 == other.Level2 && ind.Name == other.Name &&
		ind.Target == other.Target && ind.Published == other.Published && ind.Weight == other.Weight
}

// sameResult compares what became of it.
func (ind *Indicator) sameResult(other *Indicator) bool {
	return ind.Actual == other.Actual && ind.State == other.State && ind.Judgement == other.Judgement && ind.Reason == other.Reason &&
		ind.Declared == other.Declared && ind.LastYear == other.LastYear && ind.Note == other.Note
}

func (o *Override) equal(other *Override) bool {
	return o == other || o != nil && other != nil && *o == *other
}

func (m *Method) equal(other *Method) bool {
	return m.Kind == other.Kind && m.Ceiling == other.Ceiling && m.Equality == other.Equality && m.PassLine == other.PassLine &&
		slices.Equal(m.Bands, other.Bands) && m.Basis == other.Basis && m.Step == other.Step && m.Deduct == other.Deduct && m.Per == other.Per &&
		m.Expression == other.Expression && maps.Equal(m.Figures, other.Figures)
}
