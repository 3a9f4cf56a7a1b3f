package review

import (
	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
)

// rate is the execution rate for display.
func (r *reviewer) rate() string { return r.card.Execution.Rate.Decimal.String() + "%" }

// total is the total the evaluation stands with: the printed one, else the computed one.
func (r *reviewer) total() decimal.Decimal {
	if declared := r.declaredTotal(); declared.Valid {
		return declared.Decimal
	}
	return r.card.Total
}

// standing returns the values of a sentence about the total that the evaluation stands with. Where the form prints another total or grade
// than the rules give, the sentence is the one that names both.
func (r *reviewer) standing(variant string) (string, scoring.Args) {
	args := scoring.Args{"total": r.total().String(), "computed": r.card.Total.String(), "right": r.card.Grade}
	if r.total().Cmp(r.card.Total) != 0 || r.grade() != r.card.Grade {
		variant = "stated"
	}
	return variant, args
}

// grade is the grade the evaluation stands with: the printed one where the scheme knows it, else that of the total.
func (r *reviewer) grade() string {
	if r.own {
		if name := r.gradeName(bare(r.evaluation.Declared.Grade)); name != "" {
			return name
		}
	}
	return r.scheme.GradeOf(r.total())
}

// share returns part as a percentage of whole, to two places, for display.
func share(part, whole decimal.Decimal) string {
	percent, err := exact.MulQuo(part, decimal.Hundred, whole, 2)
	if err != nil {
		return ""
	}
	return percent.String() + "%"
}

// C1: a low execution rate is explained.
func lowExecutionExplained(r *reviewer) {
	bound := r.scheme.Thresholds.LowExecution
	if r.card.Execution.RateBelow(bound) {
		r.report(PlaceExecution, "", r.rate(), "≥ "+plain(bound)+"%", nil)
	}
}

// C2: a high total beside a low execution rate is doubtful.
func highScoreLowExecution(r *reviewer) {
	t := &r.scheme.Thresholds
	if r.total().Cmp(t.HighTotal) >= 0 && r.card.Execution.RateBelow(t.DoubtedExecution) {
		variant, args := r.standing("")
		r.report(PlaceTotal, variant, r.rate(), "≥ "+plain(t.DoubtedExecution)+"%", args)
	}
}

// C3: the printed total is not above what the rules allow for this money and these states, whatever scheme it was printed under.
func totalPossible(r *reviewer) {
	declared := r.evaluation.Declared.Total
	if declared.Valid && declared.Decimal.Cmp(r.card.Highest.Total) > 0 {
		r.report(PlaceTotal, "", declared.Decimal.String(), "≤ "+r.card.Highest.Total.String(), nil)
	}
}

// C4: full marks everywhere are worth a look.
func fullMarksEverywhere(r *reviewer) {
	if len(r.rows) == 0 || r.total().Cmp(r.scheme.FullMark) < 0 {
		return
	}
	for i := range r.rows {
		if row := &r.rows[i]; row.line.Weight.IsPos() && !row.full() {
			return
		}
	}
	r.report(PlaceTotal, "", r.total().String(), "", nil)
}

// C5: a budget that was adjusted by more than the threshold is explained.
func adjustmentExplained(r *reviewer) {
	row, ok := r.evaluation.TotalFunds()
	bound := r.scheme.Thresholds.BudgetAdjustment
	if !ok || !bound.IsPos() || !positive(row.Initial) || !row.Adjusted.Valid {
		return
	}
	change, err := row.Adjusted.Decimal.Sub(row.Initial.Decimal)
	if err != nil || exact.CmpProducts(change.Abs(), decimal.Hundred, row.Initial.Decimal, bound) <= 0 {
		return
	}
	r.report(r.totalRow(), "", share(change, row.Initial.Decimal), "±"+plain(bound)+"%", scoring.Args{
		"initial": plain(row.Initial.Decimal), "adjusted": plain(row.Adjusted.Decimal),
	})
}

// totalRow is the place of the total row.
func (r *reviewer) totalRow() string {
	for i := range r.evaluation.Funds {
		if r.evaluation.Funds[i].Depth == 0 {
			return PlaceFunds(i)
		}
	}
	return PlaceExecution
}

// C6: the lowest grade and an execution of nothing need a statement of their own, beside the reasons that other checks ask for.
func separateStatement(r *reviewer) {
	if grades := r.scheme.Grades; len(grades) > 1 && len(r.rows) > 0 && (r.card.Pending == 0 || r.declaredTotal().Valid) {
		if lowest := grades[len(grades)-1].Name; r.grade() == lowest {
			variant, args := r.standing("grade")
			r.report(PlaceGrade, variant, lowest, "", args)
		}
	}
	if line := &r.card.Execution; line.Executed.Valid && line.Executed.Decimal.IsZero() && positive(line.Budget) {
		r.report(PlaceExecution, "execution", "0", "", nil)
	}
}
