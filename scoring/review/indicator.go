package review

import (
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

// counted is the score a row stands with: the printed one where the form prints one, else the computed one.
func counted(ind *scoring.Indicator, line *scoring.Line) (points decimal.Decimal, ok bool) {
	if ind.Declared.Valid {
		return ind.Declared.Decimal, true
	}
	return line.Points, !line.Pending
}

// B2: a row that loses points for a missed target says why (财预〔2020〕10号). A reason on the row settles it.
func shortfallExplained(r *reviewer) {
	for i := range r.evaluation.Indicators {
		ind, line := &r.evaluation.Indicators[i], &r.card.Lines[i]
		points, ok := counted(ind, line)
		if !ok || line.State != scoring.StateScored || line.Met || points.Cmp(line.Weight) >= 0 {
			continue // a loss although the target was met is B4's
		}
		if strings.TrimSpace(ind.Reason) != "" {
			continue
		}
		r.report(PlaceIndicator(ind.ID), "", points.String(), line.Weight.String(), scoring.Args{"indicator": ind.Name})
	}
}

// B5: nothing is scored on an empty target or actual, and nothing is left open.
func nothingScoredOnNothing(r *reviewer) {
	for i := range r.evaluation.Indicators {
		ind, line := &r.evaluation.Indicators[i], &r.card.Lines[i]
		if line.State != scoring.StateScored {
			continue
		}
		args := scoring.Args{"indicator": ind.Name}
		given := ind.Override != nil || (ind.Declared.Valid && ind.Declared.Decimal.IsPos())
		switch {
		case given && ind.Actual.IsMissing():
			r.report(PlaceIndicator(ind.ID), "actual", ind.Actual.Text, "", args)
		case given && ind.Target.IsMissing() && ind.Published != scoring.TargetUnpublished:
			r.report(PlaceIndicator(ind.ID), "target", ind.Target.Text, "", args)
		case line.Pending && !ind.Declared.Valid:
			r.report(PlaceIndicator(ind.ID), "open", "", "", args)
		}
	}
}
