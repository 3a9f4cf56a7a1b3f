package scoring

import (
	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
)

// Carry returns an evaluation that was made under one scheme as it stands under another one, or under another version of the same, to
// which it refers by ref from then on. Nothing that was entered is taken out. Where the schemes weigh the levels alike the indicators
// keep their weights, else these are scaled as [Score] scales them for a scheme that is not the evaluation's own, and with them the
// points that people gave, which are points of a weight. problems names the levels that the new scheme does not have: their indicators
// weigh nothing, and points given on them stay as they are. The evaluation handed in is not changed.
func Carry(from, to *Scheme, ref SchemeRef, e *Evaluation) (carried *Evaluation, problems []Message) {
	carried = e.Clone()
	carried.Scheme = ref
	if sameWeights(from, to) {
		return carried, nil
	}
	weights, problems := reweigh(to, e)
	for i := range carried.Indicators {
		ind := &carried.Indicators[i]
		own, now := ind.Weight, weights[i]
		if own.Cmp(now) == 0 {
			continue
		}
		ind.Weight = now
		if !own.IsPos() || !now.IsPos() {
			continue
		}
		if judged := &ind.Judgement; judged.Points.Valid {
			judged.Points.Decimal = to.carryJudged(judged, own, now)
		}
		if ind.Override != nil {
			ind.Override.Points = scaledPoints(ind.Override.Points, own, now, to.Places)
		}
	}
	return carried, problems
}

// scaledPoints are points of one weight as points of another one; what does not fit a decimal stays.
func scaledPoints(points, own, now decimal.Decimal, places int) decimal.Decimal {
	scaled, err := exact.MulQuo(now, points, own, places)
	if err != nil {
		return points
	}
	return scaled
}

// carryJudged scales points within a tier. Rounding must not carry them over the tier's bound: then the next place inside is taken, on a
// very small weight with more decimal places than the scheme's.
func (s *Scheme) carryJudged(judged *Judgement, own, now decimal.Decimal) decimal.Decimal {
	rounded := scaledPoints(judged.Points.Decimal, own, now, s.Places)
	tier, ok := s.Tier(judged.Tier)
	if !ok || !tier.holds(judged.Points.Decimal, own) {
		return rounded
	}
	for places := s.Places; places <= maxWeightPlaces; places++ {
		points, step := scaledPoints(judged.Points.Decimal, own, now, places), decimal.MustNew(1, places)
		for _, by := range [...]decimal.Decimal{{}, step, step.Neg()} {
			if near, err := points.Add(by); err == nil && tier.holds(near, now) {
				return near
			}
		}
	}
	return rounded
}
