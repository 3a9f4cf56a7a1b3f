package scoring

import (
	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
)

const (
	problemNoFunds        = "problem.no-funds"
	problemZeroBudget     = "problem.zero-budget"
	problemOverspent      = "problem.overspent"
	problemNegativeAmount = "problem.negative-amount"
)

// scoreExecution scores executed / budget: min(rate, 100 %) x weight, or by the scheme's bands (财预〔2020〕10号; the budget is the
// adjusted one, carry-over included). Only the total row scores. A zero budget scores 0 and is a problem; above 100 % the score is
// capped and the line says so.
func scoreExecution(s *Scheme, e *Evaluation) ExecutionLine {
	rule := &s.Execution
	line := ExecutionLine{Weight: rule.Weight, Points: decimal.MustNew(0, s.Places), rule: rule}
	if row, ok := e.TotalFunds(); ok {
		line.Executed, line.Budget = row.Executed, row.budget(rule.Denominator)
	}
	if !line.Budget.Valid || !line.Executed.Valid {
		line.Problem = Message{Key: problemNoFunds}
		return line
	}
	budget, executed := line.Budget.Decimal, line.Executed.Decimal
	switch {
	case budget.IsNeg() || executed.IsNeg():
		line.Problem = Message{Key: problemNegativeAmount, Args: Args{"budget": budget.String(), "executed": executed.String()}}
		return line
	case budget.IsZero():
		line.Problem = Message{Key: problemZeroBudget, Args: Args{"executed": executed.String()}}
		line.working = working{form: formNoBudget}
		return line
	}
	rate, err := exact.MulQuo(executed, decimal.Hundred, budget, 2)
	if err != nil {
		line.Problem = Message{Key: problemRange}
		return line
	}
	line.Rate = decimal.NullDecimal{Decimal: rate, Valid: true}
	line.earn(s.Places, budget, executed)
	if executed.Cmp(budget) > 0 {
		line.Problem = Message{Key: problemOverspent, Args: Args{"rate": rate.String()}}
	}
	return line
}

// Open reports whether the amounts that the row is scored by are not filled in yet.
func (l *ExecutionLine) Open() bool { return !l.Budget.Valid || !l.Executed.Valid }

// earn sets the points from the exact quotient, not from the displayed rate.
func (l *ExecutionLine) earn(places int, budget, executed decimal.Decimal) {
	l.working = working{form: formExecution, want: budget, got: executed}
	share, whole := executed, budget
	if len(l.rule.Bands) > 0 {
		band, ok := bandOf(l.rule.Bands, executed, budget)
		l.working = working{form: formBand, want: band.AtLeast, got: l.Rate.Decimal, extra: band.Earns}
		if !ok {
			l.working.form = formBelowBands
		}
		share, whole = band.Earns, decimal.Hundred
	} else if executed.Cmp(budget) > 0 {
		l.working.form = formExecutionCapped
		share, whole = budget, budget
	}
	if points, err := exact.MulQuo(l.Weight, share, whole, places); err == nil {
		l.Points = points
	} else {
		l.Problem = Message{Key: problemRange}
	}
}

func (r *FundRow) budget(d Denominator) decimal.NullDecimal {
	if d == InitialBudget {
		return r.Initial
	}
	return r.Adjusted
}

// executionRate returns executed/budget in %, two places half-up, where both are known and the budget is above 0.
func executionRate(executed, budget decimal.NullDecimal) decimal.NullDecimal {
	if !executed.Valid || !budget.Valid || !budget.Decimal.IsPos() || executed.Decimal.IsNeg() {
		return decimal.NullDecimal{}
	}
	rate, err := exact.MulQuo(executed.Decimal, decimal.Hundred, budget.Decimal, 2)
	if err != nil {
		return decimal.NullDecimal{}
	}
	return decimal.NullDecimal{Decimal: rate, Valid: true}
}

// Explain says how the execution row came to its points.
func (l *ExecutionLine) Explain() Explanation {
	key := "method.execution"
	if len(l.rule.Bands) > 0 {
		key = "method.execution.banded"
	}
	if l.rule.Denominator == InitialBudget {
		key += ".initial"
	}
	as := Line{Weight: l.Weight, RulePoints: l.Points, working: l.working}
	return Explanation{Rule: Message{Key: key}, Source: l.card.Authority, Formula: as.formula()}
}

// RateBelow reports whether the execution rate is known and below a bound in %. It compares the amounts, not the displayed rate.
func (l *ExecutionLine) RateBelow(percent decimal.Decimal) bool {
	return l.Rate.Valid && exact.CmpProducts(l.Executed.Decimal, decimal.Hundred, percent, l.Budget.Decimal) < 0
}
