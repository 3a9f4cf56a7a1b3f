package review

import (
	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
)

func (r *reviewer) rate() string { return r.card.Execution.Rate.Decimal.String() + "%" }

// total is the total the evaluation stands with: the printed one, else the computed one.
func (r *reviewer) total() decimal.Decimal {
	if r.evaluation.Declared.Total.Valid {
		return r.evaluation.Declared.Total.Decimal
	}
	return r.card.Total
}

// C1: a low execution rate is explained.
func lowExecutionExplained(r *reviewer) {
	bound := r.scheme.Thresholds.LowExecution
	if r.card.Execution.RateBelow(bound) {
		r.report(PlaceExecution, "", r.rate(), "≥ "+bound.String()+"%", nil)
	}
}

// C2: a high total beside a low execution rate is doubtful.
func highScoreLowExecution(r *reviewer) {
	t := &r.scheme.Thresholds
	if r.total().Cmp(t.HighTotal) >= 0 && r.card.Execution.RateBelow(t.DoubtedExecution) {
		r.report(PlaceTotal, "", r.rate(), "≥ "+t.DoubtedExecution.String()+"%", scoring.Args{"total": r.total().String()})
	}
}

// C3: the printed total is not above what the rules allow for this money and these states.
func totalPossible(r *reviewer) {
	declared := r.evaluation.Declared.Total
	if declared.Valid && declared.Decimal.Cmp(r.card.Highest.Total) > 0 {
		r.report(PlaceTotal, "", declared.Decimal.String(), "≤ "+r.card.Highest.Total.String(), nil)
	}
}

// C5: a budget that was adjusted by more than the threshold is explained.
func adjustmentExplained(r *reviewer) {
	row, ok := r.evaluation.TotalFunds()
	if !ok || !row.Initial.Valid || !row.Adjusted.Valid || !row.Initial.Decimal.IsPos() {
		return
	}
	off, err := row.Adjusted.Decimal.SubAbs(row.Initial.Decimal)
	if err != nil {
		return
	}
	bound := r.scheme.Thresholds.BudgetAdjustment
	if exact.CmpProducts(off, decimal.Hundred, row.Initial.Decimal, bound) <= 0 {
		return
	}
	change, err := row.Adjusted.Decimal.Sub(row.Initial.Decimal)
	if err != nil {
		return
	}
	percent, err := exact.MulQuo(change, decimal.Hundred, row.Initial.Decimal, 2)
	if err != nil {
		return
	}
	r.report(PlaceFunds(0), "", percent.String()+"%", "±"+bound.String()+"%", scoring.Args{
		"initial": row.Initial.Decimal.String(), "adjusted": row.Adjusted.Decimal.String(),
	})
}
