package scoring

import (
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/target"
)

// yesNo: done is the full weight, not done is nothing (财预〔2021〕101号, 直接赋分). The answer is the evaluator's, or read from an
// actual that says yes or no. A "yes" beside an actual that says otherwise is not scored.
func yesNo(in input) outcome {
	a := &in.indicator.Actual
	answer := in.indicator.Judgement.Answer
	says := saidByActual(a)
	switch {
	case a.Text == "":
		return waiting(problemNoActual)
	case answer == "":
		answer = says
	case says != "" && says != answer:
		return waitingFor(problemAnswer, Args{"text": a.Text})
	}
	switch answer {
	case AnswerYes:
		return in.full(true, formDone, decimal.Zero, decimal.Zero)
	case AnswerNo:
		return in.nothing(formNotDone, decimal.Zero, decimal.Zero)
	default:
		return waitingFor(problemNotYesNo, Args{"text": a.Text})
	}
}

const problemNotYesNo = "problem.not-yes-no"

// saidByActual returns the answer that an actual states by itself; a count of nothing says no.
func saidByActual(a *target.Value) string {
	switch {
	case a.Kind == target.YesNo && a.Yes:
		return AnswerYes
	case a.Kind == target.YesNo:
		return AnswerNo
	case a.Kind == target.Number && !a.Low.IsPos():
		return AnswerNo
	default:
		return ""
	}
}

// tier: the evaluator chooses a tier and points within it; points outside the tier are refused (财预〔2020〕10号: 80-100, 60-80, 0-60 %).
func tier(in input) outcome {
	judged := &in.indicator.Judgement
	if in.indicator.Actual.Text == "" {
		return waiting(problemNoActual)
	}
	if judged.Tier == "" {
		return waiting(problemNoTier)
	}
	t, ok := in.scheme.Tier(judged.Tier)
	if !ok {
		return waitingFor(problemNoTier, Args{"tier": judged.Tier})
	}
	if !judged.Points.Valid && t.HighOpen {
		return waiting(problemNoPoints) // the upper end belongs to the next tier, so there is no natural choice
	}
	if !judged.Points.Valid {
		out := in.share(working{form: formTierTop, extra: t.High}, t.High, decimal.Hundred)
		out.met = t.High.Cmp(decimal.Hundred) >= 0
		return out
	}
	own := in.indicator.Weight // points were given on the indicator's own weight
	points := judged.Points.Decimal
	if !t.holds(points, own) {
		return waitingFor(problemOutsideTier, Args{
			"points": points.String(), "tier": judged.Tier,
			"low": t.pointsAt(t.Low, own, in.scheme.Places), "high": t.pointsAt(t.High, own, in.scheme.Places),
		})
	}
	out := in.share(working{form: formTierPoints, extra: points}, points, own)
	out.met = points.Cmp(own) >= 0
	return out
}

// holds reports whether points of a weight lie within the tier. Bounds are compared as products, not as rounded points.
func (t *Tier) holds(points, weight decimal.Decimal) bool {
	low := exact.CmpProducts(points, decimal.Hundred, t.Low, weight)
	high := exact.CmpProducts(points, decimal.Hundred, t.High, weight)
	if low < 0 || high > 0 || (t.LowOpen && low == 0) || (t.HighOpen && high == 0) {
		return false
	}
	return weight.IsPos()
}

// TierFor returns the tier in whose range of a weight the points lie; false where they lie in none.
func (s *Scheme) TierFor(points, weight decimal.Decimal) (*Tier, bool) {
	for i := range s.Tiers {
		if s.Tiers[i].holds(points, weight) {
			return &s.Tiers[i], true
		}
	}
	return nil, false
}

// Range returns the points that the tier grants of a weight, rounded half-up to places; LowOpen and HighOpen say which ends are
// excluded. The error wraps [exact.ErrRange].
func (t *Tier) Range(weight decimal.Decimal, places int) (low, high decimal.Decimal, err error) {
	if low, err = exact.MulQuo(weight, t.Low, decimal.Hundred, places); err != nil {
		return low, high, err
	}
	high, err = exact.MulQuo(weight, t.High, decimal.Hundred, places)
	return low, high, err
}

func (t *Tier) pointsAt(percent, weight decimal.Decimal, places int) string {
	points, err := exact.MulQuo(weight, percent, decimal.Hundred, places)
	if err != nil {
		return percent.String() + "%"
	}
	return points.String()
}

// manual: points given by hand between 0 and the weight, with a reason.
func manual(in input) outcome {
	judged := &in.indicator.Judgement
	if !judged.Points.Valid {
		return waiting(problemNoPoints)
	}
	points, own := judged.Points.Decimal, in.indicator.Weight
	if points.IsNeg() || points.Cmp(own) > 0 {
		return waitingFor(problemOutsideWeight, Args{"points": points.String(), "weight": own.String()})
	}
	if strings.TrimSpace(judged.Reason+in.indicator.Reason) == "" {
		return waiting(problemNoReason)
	}
	if own.IsZero() {
		return in.nothing(formManual, decimal.Zero, decimal.Zero)
	}
	out := in.share(working{form: formManual, extra: points}, points, own)
	out.met = points.Cmp(own) == 0
	return out
}
