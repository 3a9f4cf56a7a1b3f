package scoring

import (
	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
)

// highest computes the highest total the rules allow for this money and these states: every row that can still earn its weight
// earns it, the execution row earns what the money gives, or may still earn everything where the money is not filled in yet, and the caps
// apply. Limits names what keeps it from the full mark.
func highest(s *Scheme, card *Scorecard, sum *sums) Highest {
	best := &Scorecard{Execution: card.Execution}
	if best.Execution.Open() {
		best.Execution.Points = best.Execution.Weight
	}
	reachable := &sums{all: sum.all, applicable: sum.applicable, rows: sum.rows}
	unproven := decimal.Zero
	for i := range card.Lines {
		switch line := &card.Lines[i]; line.State {
		case StateScored:
			reachable.points = plus(best, reachable.points, exact.Round(line.Weight, s.Places))
		case StateNoEvidence:
			unproven = plus(best, unproven, line.Weight)
		}
	}
	unweighed := minus(best, minus(best, card.FullMark, sum.all), card.Execution.Weight)
	addUp(s, best, reachable)

	h := Highest{Total: best.Total, Grade: s.GradeOf(best.Total)}
	if lost := minus(best, best.Execution.Weight, best.Execution.Points); lost.IsPos() {
		h.Limits = append(h.Limits, executionLimit(&card.Execution, lost))
	}
	if unproven.IsPos() {
		h.Limits = append(h.Limits, Message{Key: "limit.no-evidence", Args: Args{"points": unproven.String()}})
	}
	if unweighed.IsPos() {
		h.Limits = append(h.Limits, Message{Key: "limit.weights", Args: Args{"points": unweighed.String()}})
	}
	for _, step := range best.Steps {
		if step.Kind == StepCap {
			h.Limits = append(h.Limits, step.Reason)
		}
	}
	return h
}

// executionLimit says what the execution row loses, with the numbers.
func executionLimit(l *ExecutionLine, lost decimal.Decimal) Message {
	args := Args{"weight": l.Weight.String(), "points": l.Points.String(), "lost": lost.String()}
	if !l.Rate.Valid {
		return Message{Key: "limit.execution.unknown", Args: args}
	}
	args["rate"] = l.Rate.Decimal.String()
	args["executed"], args["budget"] = l.Executed.Decimal.String(), l.Budget.Decimal.String()
	return Message{Key: "limit.execution", Args: args}
}
