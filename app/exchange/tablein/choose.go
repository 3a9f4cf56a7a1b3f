package tablein

import (
	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// nationalScheme is named where no schemes are given to choose from.
const nationalScheme = "cn-2020"

// chooseScheme picks the scheme that fits a table best: by the weight it prints for execution, its level-1 headings, and their
// weights. The choice is a doubt unless it was given.
func (r *reader) chooseScheme() *scoring.Scheme {
	if s := r.opts.Scheme; s != nil {
		r.e.Scheme = scoring.SchemeRef{ID: s.ID, Version: s.Version}
		return s
	}
	var best *scoring.Scheme
	most := -1
	for _, s := range r.opts.Schemes {
		if s.Standing == scoring.StandingIllustrative || s.Standing == scoring.StandingToBeConfirmed {
			continue
		}
		if fits := r.fits(s); fits > most {
			best, most = s, fits
		}
	}
	if best == nil {
		r.e.Scheme = scoring.SchemeRef{ID: nationalScheme}
		r.doubtTable("scheme-chosen", scoring.Args{"scheme": nationalScheme})
		return nil
	}
	r.e.Scheme = scoring.SchemeRef{ID: best.ID, Version: best.Version}
	r.doubtTable("scheme-chosen", scoring.Args{"scheme": best.ID})
	return best
}

// fits says how well a scheme fits: what is printed counts more than names. The national scheme comes first and wins ties.
func (r *reader) fits(s *scoring.Scheme) int {
	points := 0
	if total, ok := r.e.TotalFunds(); ok && total.DeclaredWeight.Valid {
		if total.DeclaredWeight.Decimal.Cmp(s.Execution.Weight) == 0 {
			points += 20
		} else {
			points -= 20
		}
	}
	sums := make(map[string]decimal.Decimal)
	for i := range r.e.Indicators {
		level := r.e.Indicators[i].Level1
		if level == "" {
			continue
		}
		rule, ok := s.Level(level)
		if !ok {
			points -= 2
			continue
		}
		if sum, err := sums[rule.Name].Add(r.e.Indicators[i].Weight); err == nil {
			sums[rule.Name] = sum
		}
	}
	for i := range s.Levels {
		if sum := sums[s.Levels[i].Name]; sum.IsPos() && sum.Cmp(s.Levels[i].Weight) == 0 {
			points += 3
		}
	}
	return points
}

// methodFor proposes the method (赋分方法) of an imported row by what its target is. Sign and unit that stand in the indicator's name
// count where the target has none.
func methodFor(s *scoring.Scheme, ind *scoring.Indicator) scoring.Method {
	v := ind.Target
	if sign, unit, ok := target.InName(ind.Name); ok {
		v = v.WithHint(sign, unit)
	}
	kind := scoring.SuggestMethod(v, ind.Level2)
	if s != nil && !s.Allows(kind) {
		kind = scoring.MethodManual
	}
	return scoring.Method{Kind: kind}
}
