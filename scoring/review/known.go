package review

import (
	"strconv"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/claim"
	"zhunsheng/scoring/target"
)

// knownFigures is what the texts are checked against beside their own figures: what every indicator reached, aimed at and had reached a
// year before, and the reported figures of the parts.
func (r *reviewer) knownFigures() claim.Context {
	e := r.evaluation
	known := claim.Context{Year: e.FiscalYear, Facts: make([]claim.Fact, 0, 2*len(e.Indicators))}
	add := func(name string, v *target.Value, year int, planned bool) {
		if v.Kind != target.Number || strings.TrimSpace(name) == "" {
			return
		}
		known.Facts = append(known.Facts, claim.Fact{
			Name: name, Value: v.Low, Unit: v.Unit, Bound: boundOf(v, planned), Year: year, Planned: planned,
		})
	}
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		name, year := nameAndYear(ind.Name, e.FiscalYear)
		if ind.State == scoring.StateScored {
			add(name, &ind.Actual, year, false)
		}
		add(name, &ind.Target, year, true)
		add(name, &ind.LastYear, year-1, false)
	}
	if last := r.known.LastYear; last != nil && last.FiscalYear < e.FiscalYear {
		for i := range last.Indicators {
			ind := &last.Indicators[i]
			name, year := nameAndYear(ind.Name, last.FiscalYear)
			if ind.State == scoring.StateScored {
				add(name, &ind.Actual, year, false)
			}
		}
	}
	for i := range e.Parts {
		for k := range e.Parts[i].Figures {
			f := &e.Parts[i].Figures[k]
			name, year := nameAndYear(f.Name, e.FiscalYear)
			v := target.Parse(f.Value+f.Unit, target.Context{FiscalYear: e.FiscalYear})
			add(name, &v, year, false)
		}
	}
	return known
}

// boundOf says how an actual limits what it describes. The sign of a target is no bound of its figure.
func boundOf(v *target.Value, planned bool) claim.Bound {
	if planned {
		return claim.Exact
	}
	switch v.Sign {
	case target.Above:
		return claim.Over
	case target.AtLeast:
		return claim.From
	case target.Below:
		return claim.Under
	case target.AtMost:
		return claim.UpTo
	}
	if v.Inexact {
		return claim.About
	}
	return claim.Exact
}

// nameAndYear takes the year that a name carries in brackets out of it: "高新技术企业存量（2021年）". A sign or unit in brackets is no part
// of the name either.
func nameAndYear(name string, fiscalYear int) (bare string, year int) {
	folded := fold(name)
	open := strings.IndexByte(folded, '(')
	if open < 0 {
		return folded, fiscalYear
	}
	inner, behind, closed := strings.Cut(folded[open+1:], ")")
	if !closed {
		return folded, fiscalYear
	}
	if y, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(inner, "度"), "年")); err == nil && y >= 1949 && y <= 2100 {
		return folded[:open] + behind, y
	}
	if _, _, ok := target.InName(name); ok {
		return folded[:open] + behind, fiscalYear
	}
	return folded, fiscalYear
}
