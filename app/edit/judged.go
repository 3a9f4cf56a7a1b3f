package edit

import (
	"slices"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

// byPoints are the methods by which a person gives the points.
var byPoints = []scoring.MethodKind{scoring.MethodTier, scoring.MethodManual}

// TakesPoints reports whether a person gives the points of an indicator.
func TakesPoints(ind *scoring.Indicator) bool {
	return slices.Contains(byPoints, ind.Method.Kind) && ind.State == scoring.StateScored && ind.Override == nil
}

// GivePoints gives points by judgement as they are typed into a table; "" takes them back. With tiers it chooses the one in which they lie.
// Points that lie in none, or outside the weight, are refused.
func (s *Session) GivePoints(id, text string) Change {
	scheme := s.Scheme()
	return onIndicator(id, outOfBounds, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		place := Place{Step: Indicators, Item: id}
		points, err := number(text, place)
		if err != nil {
			return false, err
		}
		if points.Valid && (points.Decimal.IsNeg() || points.Decimal.Cmp(ind.Weight) > 0) {
			return false, &Refusal{Place: place, Reason: scoring.Message{
				Key: "problem.outside-weight", Args: scoring.Args{"points": points.Decimal.String(), "weight": ind.Weight.Trim(0).String()},
			}}
		}
		before := ind.Judgement.Tier
		if ind.Method.Kind == scoring.MethodTier {
			ind.Judgement.Tier = tierOf(scheme, points, ind.Weight)
		}
		return setNumber(&ind.Judgement.Points, points) || ind.Judgement.Tier != before, nil
	})
}

func tierOf(scheme *scoring.Scheme, points decimal.NullDecimal, weight decimal.Decimal) string {
	if !points.Valid {
		return ""
	}
	if tier, ok := scheme.TierFor(points.Decimal, weight); ok {
		return tier.ID
	}
	return ""
}

// Stated lists the indicators that wait for points by judgement while the table that they were read from prints their score.
func (s *Session) Stated() []string {
	var ids []string
	for i := range s.now.evaluation.Indicators {
		ind := &s.now.evaluation.Indicators[i]
		if d := ind.Declared; TakesPoints(ind) && d.Valid && !ind.Judgement.Points.Valid && ind.Judgement.Tier == "" &&
			!d.Decimal.IsNeg() && d.Decimal.Cmp(ind.Weight) <= 0 {
			ids = append(ids, ind.ID)
		}
	}
	return ids
}

// TakeStated gives the indicators that [Session.Stated] lists the points that their table prints, as one change.
func (s *Session) TakeStated() Change {
	var changes []Change
	for _, id := range s.Stated() {
		if ind, _, ok := s.Line(id); ok {
			changes = append(changes, s.GivePoints(id, ind.Declared.Decimal.String()))
		}
	}
	return Together(Place{Step: Indicators}, changes...)
}
