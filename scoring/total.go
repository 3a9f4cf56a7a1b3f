package scoring

import (
	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
)

// sums are what the total is made of.
type sums struct {
	points, all, applicable decimal.Decimal // indicator rows: points, weights of all rows, weights of those that apply
	rows                    int
	lost                    decimal.Decimal // points off for over-achievement
	losing                  int             // and on how many rows
}

// addUp goes the steps from the rows to the printed total, in this order: sum of the rounded rows; rescale for rows that are not
// applicable; deductions; cap; not below 0. Rows, deductions and caps have the scheme's places, so rounding the rescaled sum at
// once gives the same total as carrying it unrounded to the end.
func addUp(s *Scheme, card *Scorecard, sum *sums) {
	card.Steps = make([]Step, 0, 3)
	total := plus(card, card.Execution.Points, sum.points)
	card.step(StepRows, total, Message{Key: "step.rows", Args: Args{"rows": countOf(sum.rows), "sum": total.String()}})

	if !s.NotApplicable.KeepsWeight && sum.applicable.Cmp(sum.all) < 0 {
		total = rescale(s, card, sum)
	}
	if sum.lost.IsPos() {
		total = minus(card, total, sum.lost)
		card.step(StepDeduction, total, Message{Key: "step.deduction", Args: Args{
			"points": sum.lost.String(), "rows": countOf(sum.losing), "threshold": s.OverAchievement.Threshold.String(),
		}})
	}
	if limit, ok := capOf(s, &card.Execution); ok && total.Cmp(limit.Max) > 0 {
		total = exact.Round(limit.Max, s.Places)
		card.step(StepCap, total, Message{Key: "step.cap", Args: Args{"below": limit.Below.String(), "max": limit.Max.String()}})
	}
	if total.IsNeg() {
		total = decimal.Zero
		card.step(StepFloor, total, Message{Key: "step.floor"})
	}
	card.Total = exact.Round(total, s.Places)
	card.step(StepTotal, card.Total, Message{Key: "step.total"})
}

func (c *Scorecard) step(kind StepKind, after decimal.Decimal, reason Message) {
	c.Steps = append(c.Steps, Step{Kind: kind, After: after, Reason: reason})
}

// sumRows adds up the indicator rows.
func sumRows(s *Scheme, e *Evaluation, card *Scorecard) *sums {
	sum := &sums{rows: len(card.Lines)}
	for i := range card.Lines {
		line := &card.Lines[i]
		sum.points = plus(card, sum.points, line.Points)
		sum.all = plus(card, sum.all, line.Weight)
		if !line.State.dropped() {
			sum.applicable = plus(card, sum.applicable, line.Weight)
		}
	}
	sum.lost, sum.losing = overAchieved(s, e, card)
	return sum
}

func (s State) dropped() bool { return s == StateNotApplicable || s == StateNotDue }

// rescale drops the rows that do not apply: sum(applicable) / sum(applicable weights) x sum(weights). The execution row stands
// unless the scheme lets it take part.
func rescale(s *Scheme, card *Scorecard, sum *sums) decimal.Decimal {
	base, points, all, applicable := card.Execution.Points, sum.points, sum.all, sum.applicable
	if s.NotApplicable.RescalesExecution {
		points, base = plus(card, points, base), decimal.Zero
		all, applicable = plus(card, all, card.Execution.Weight), plus(card, applicable, card.Execution.Weight)
	}
	if !applicable.IsPos() {
		card.step(StepRescale, base, Message{Key: "step.rescale.none"})
		return base
	}
	scaled, err := exact.MulQuo(points, all, applicable, s.Places)
	if err != nil {
		card.Problems = append(card.Problems, Message{Key: problemRange})
		return base
	}
	factor, err := exact.Quo(all, applicable, 6)
	if err == nil {
		card.Factor = decimal.NullDecimal{Decimal: factor, Valid: true}
	}
	total := plus(card, base, scaled)
	card.step(StepRescale, total, Message{Key: "step.rescale", Args: Args{
		"points": points.String(), "all": all.String(), "applicable": applicable.String(), "scaled": scaled.String(),
	}})
	return total
}

// overAchieved returns the points lost for targets that were plainly too low, and on how many rows.
func overAchieved(s *Scheme, e *Evaluation, card *Scorecard) (lost decimal.Decimal, rows int) {
	rule := &s.OverAchievement
	if !rule.Deduct.IsPos() || !rule.Threshold.IsPos() {
		return lost, 0
	}
	for i := range e.Indicators {
		if card.Lines[i].State == StateScored && e.Indicators[i].CompletionAtLeast(rule.Threshold) {
			lost = plus(card, lost, rule.Deduct)
			rows++
		}
	}
	return lost, rows
}

// CompletionAtLeast reports whether actual/target is known and at least percent, compared exactly. Only targets of the kind "the
// more the better" can be over-achieved.
func (ind *Indicator) CompletionAtLeast(percent decimal.Decimal) bool {
	switch ind.Method.Kind {
	case MethodProportional, MethodPassLine, MethodEquality:
	default:
		return false
	}
	want, okWant := number(&ind.Target)
	got, okGot := number(&ind.Actual)
	return okWant && okGot && want.IsPos() && exact.CmpProducts(got, decimal.Hundred, want, percent) >= 0
}

// capOf returns the lowest cap that the execution rate falls under.
func capOf(s *Scheme, execution *ExecutionLine) (limit TotalCap, ok bool) {
	for _, c := range s.Caps {
		if execution.RateBelow(c.Below) && (!ok || c.Max.Cmp(limit.Max) < 0) {
			limit, ok = c, true
		}
	}
	return limit, ok
}

// plus and minus record a sum that does not fit a decimal as a problem instead of failing: figures that large are caught by the
// reader, so this is the last line of defence.
func plus(card *Scorecard, a, b decimal.Decimal) decimal.Decimal {
	sum, err := a.Add(b)
	if err != nil {
		card.Problems = append(card.Problems, Message{Key: problemRange})
		return a
	}
	return sum
}

func minus(card *Scorecard, a, b decimal.Decimal) decimal.Decimal {
	return plus(card, a, b.Neg())
}
