package review

import (
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
)

func itoa(n int) string { return strconv.Itoa(n) }

// sumOf adds decimals that a reader has bounded; a sum that does not fit keeps what fits, and the reader reports the figure.
func sumOf(values ...decimal.Decimal) decimal.Decimal {
	sum, err := exact.Sum(values...)
	if err != nil {
		return decimal.Decimal{}
	}
	return sum
}

func differ(a, b, tolerance decimal.Decimal) bool {
	off, err := a.SubAbs(b)
	return err != nil || off.Cmp(tolerance) > 0
}

// executionWeight is the weight the form prints for the execution row, else the scheme's.
func (r *reviewer) executionWeight() decimal.Decimal {
	if row, ok := r.evaluation.TotalFunds(); ok && row.DeclaredWeight.Valid {
		return row.DeclaredWeight.Decimal
	}
	return r.scheme.Execution.Weight
}

// A1: execution and indicator weights add up to the full mark.
func weightsAddUp(r *reviewer) {
	sum := r.executionWeight()
	for i := range r.evaluation.Indicators {
		sum = sumOf(sum, r.evaluation.Indicators[i].Weight)
	}
	if sum.Cmp(r.scheme.FullMark) != 0 {
		r.report(PlaceWeights, "", sum.String(), r.scheme.FullMark.String(), scoring.Args{"execution": r.executionWeight().String()})
	}
}

// A2: the indicators of a level add up to the level's weight, as the scheme prescribes it or as the form's heading prints it
// ("产出指标(50分)").
func levelsMatchScheme(r *reviewer) {
	type sum struct {
		heading string
		weight  decimal.Decimal
	}
	var sums []sum
	for i := range r.evaluation.Indicators {
		ind := &r.evaluation.Indicators[i]
		at := -1
		for k := range sums {
			if sums[k].heading == ind.Level1 {
				at = k
			}
		}
		if at < 0 {
			sums, at = append(sums, sum{heading: ind.Level1}), len(sums)
		}
		sums[at].weight = sumOf(sums[at].weight, ind.Weight)
	}
	for _, level := range sums {
		if printed, ok := printedWeight(level.heading); ok && printed.Cmp(level.weight) != 0 {
			r.report(PlaceLevel(level.heading), "heading", level.weight.String(), printed.String(), scoring.Args{"level": level.heading})
		}
		rule, ok := r.scheme.Level(level.heading)
		if ok && rule.Weight.IsPos() && differ(level.weight, rule.Weight, rule.Tolerance) {
			r.report(PlaceLevel(level.heading), "", level.weight.String(), rule.Weight.String(), scoring.Args{"level": level.heading})
		}
	}
}

// printedWeight reads the points a heading carries, such as 50 in "产出指标(50分)".
func printedWeight(heading string) (decimal.Decimal, bool) {
	_, rest, ok := strings.Cut(strings.ReplaceAll(heading, "（", "("), "(")
	if !ok {
		return decimal.Decimal{}, false
	}
	text, _, ok := strings.Cut(rest, "分")
	if !ok {
		return decimal.Decimal{}, false
	}
	d, err := decimal.Parse(strings.TrimSpace(text))
	return d, err == nil
}

// A3: every score lies within 0 and its weight.
func scoresWithinWeight(r *reviewer) {
	for i := range r.evaluation.Indicators {
		ind, line := &r.evaluation.Indicators[i], &r.card.Lines[i]
		place, args := PlaceIndicator(ind.ID), scoring.Args{"indicator": ind.Name}
		switch {
		case ind.Declared.Valid && ind.Declared.Decimal.Cmp(ind.Weight) > 0:
			r.report(place, "", ind.Declared.Decimal.String(), "0-"+ind.Weight.String(), args)
		case ind.Override != nil && (ind.Override.Points.IsNeg() || ind.Override.Points.Cmp(ind.Weight) > 0):
			r.report(place, "", ind.Override.Points.String(), "0-"+ind.Weight.String(), args)
		case line.Problem.Key == "problem.outside-tier":
			r.report(place, "tier", line.Problem.Args["points"], line.Problem.Args["low"]+"-"+line.Problem.Args["high"], args)
		case line.Problem.Key == "problem.outside-weight":
			r.report(place, "", line.Problem.Args["points"], "0-"+line.Problem.Args["weight"], args)
		}
	}
	if row, ok := r.evaluation.TotalFunds(); ok && row.DeclaredScore.Valid && row.DeclaredScore.Decimal.Cmp(r.executionWeight()) > 0 {
		r.report(PlaceExecution, "execution", row.DeclaredScore.Decimal.String(), "0-"+r.executionWeight().String(), nil)
	}
}

// A4: a printed total equals the sum of the printed rows; where the rows print no scores, it equals the computed total.
func totalIsSum(r *reviewer) {
	declared := r.evaluation.Declared.Total
	if !declared.Valid {
		return
	}
	sum, printed := r.printedRows()
	variant := ""
	if !printed {
		sum, variant = r.card.Total, "computed"
	}
	if differ(declared.Decimal, sum, r.scheme.Thresholds.TotalDifference) {
		r.report(PlaceTotal, variant, declared.Decimal.String(), sum.String(), nil)
	}
}

// printedRows adds up the scores that the form prints, the execution row included; ok is false where any row prints none.
func (r *reviewer) printedRows() (sum decimal.Decimal, ok bool) {
	if len(r.evaluation.Indicators) == 0 {
		return sum, false
	}
	for i := range r.evaluation.Indicators {
		ind := &r.evaluation.Indicators[i]
		if !ind.Declared.Valid {
			return sum, false
		}
		sum = sumOf(sum, ind.Declared.Decimal)
	}
	row, has := r.evaluation.TotalFunds()
	switch {
	case has && row.DeclaredScore.Valid:
		sum = sumOf(sum, row.DeclaredScore.Decimal)
	case r.executionWeight().IsPos():
		return sum, false
	}
	return sum, true
}

// A5: a printed score follows its method, or an override or deviation reason says why not.
func scoresFollowMethod(r *reviewer) {
	for i := range r.evaluation.Indicators {
		ind, line := &r.evaluation.Indicators[i], &r.card.Lines[i]
		if !ind.Declared.Valid || line.Pending || line.State != scoring.StateScored || line.Overridden {
			continue
		}
		if ind.Declared.Decimal.Cmp(line.RulePoints) == 0 || ind.Declared.Decimal.Cmp(ind.Weight) > 0 {
			continue // beyond the weight is A3's
		}
		r.report(PlaceIndicator(ind.ID), "", ind.Declared.Decimal.String(), line.RulePoints.String(),
			scoring.Args{"indicator": ind.Name, "formula": line.Explain().Formula})
	}
}

// A6: a printed execution rate or score is the one the amounts give, to the places printed.
func executionRecomputed(r *reviewer) {
	row, ok := r.evaluation.TotalFunds()
	line := &r.card.Execution
	if !ok || !line.Rate.Valid {
		return
	}
	if row.DeclaredRate.Valid {
		stated := row.DeclaredRate.Decimal
		right, err := exact.MulQuo(line.Executed.Decimal, decimal.Hundred, line.Budget.Decimal, stated.Scale())
		if err == nil && right.Cmp(stated) != 0 {
			r.report(PlaceExecution, "", stated.String()+"%", right.String()+"%", scoring.Args{
				"executed": line.Executed.Decimal.String(), "budget": line.Budget.Decimal.String(),
			})
		}
	}
	if row.DeclaredScore.Valid && row.DeclaredScore.Decimal.Cmp(line.Points) != 0 && line.Weight.Cmp(r.executionWeight()) == 0 {
		r.report(PlaceExecution+":score", "score", row.DeclaredScore.Decimal.String(), line.Points.String(), scoring.Args{
			"formula": line.Explain().Formula,
		})
	}
}

// fundColumns are the columns of amounts of the official table.
var fundColumns = []struct {
	name string
	of   func(row *scoring.FundRow) decimal.NullDecimal
}{
	{"initial", func(row *scoring.FundRow) decimal.NullDecimal { return row.Initial }},
	{"adjusted", func(row *scoring.FundRow) decimal.NullDecimal { return row.Adjusted }},
	{"executed", func(row *scoring.FundRow) decimal.NullDecimal { return row.Executed }},
}

// A7: the total row is the sum of its source rows, per column. Breakdown rows below a source are not added up.
func fundsAddUp(r *reviewer) {
	funds := r.evaluation.Funds
	for _, column := range fundColumns {
		var sum decimal.Decimal
		total, parent, sources := decimal.NullDecimal{}, -1, 0
		for i := range funds {
			amount := column.of(&funds[i])
			switch {
			case funds[i].Depth == 0 && parent < 0:
				total, parent = amount, i
			case funds[i].Depth == 1 && amount.Valid:
				sum = sumOf(sum, amount.Decimal)
				sources++
			}
		}
		if parent < 0 || sources == 0 || (total.Valid && total.Decimal.Cmp(sum) == 0) {
			continue
		}
		r.report(PlaceFunds(parent)+":"+column.name, column.name, total.Decimal.String(), sum.String(), nil)
	}
}

// A8: no row spends more than its budget, or anything on a budget of zero.
func noOverspending(r *reviewer) {
	for i := range r.evaluation.Funds {
		row := &r.evaluation.Funds[i]
		if row.Adjusted.Valid && row.Executed.Valid && row.Executed.Decimal.Cmp(row.Adjusted.Decimal) > 0 {
			variant := ""
			if row.Adjusted.Decimal.IsZero() {
				variant = "zero"
			}
			r.report(PlaceFunds(i), variant, row.Executed.Decimal.String(), row.Adjusted.Decimal.String(), scoring.Args{"row": row.Name})
		}
	}
}

// spendingWords are names of indicators that measure what the execution row already measures.
var spendingWords = []string{"预算执行率", "资金执行率", "资金支出率", "资金使用率", "支出进度", "支出完成率", "预算完成率", "资金拨付率"}

// A9: execution is not counted twice, by its row and by an indicator that measures spending.
func executionCountedOnce(r *reviewer) {
	if !r.executionWeight().IsPos() {
		return
	}
	for i := range r.evaluation.Indicators {
		ind := &r.evaluation.Indicators[i]
		for _, word := range spendingWords {
			if ind.Weight.IsPos() && strings.Contains(ind.Name, word) {
				r.report(PlaceIndicator(ind.ID), "", ind.Name, "", scoring.Args{"indicator": ind.Name, "weight": r.executionWeight().String()})
				break
			}
		}
	}
}

// A10: the printed grade is the grade of the printed total, else of the computed one.
func gradeMatchesTotal(r *reviewer) {
	declared := strings.TrimSpace(r.evaluation.Declared.Grade)
	if declared == "" {
		return
	}
	total := r.card.Total
	if r.evaluation.Declared.Total.Valid {
		total = r.evaluation.Declared.Total.Decimal
	}
	right := r.scheme.GradeOf(total)
	if g, ok := r.scheme.Grade(declared); !ok || g.Name != right {
		r.report(PlaceGrade, "", declared, right, scoring.Args{"total": total.String()})
	}
}
