package review

import (
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
)

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

// plain writes a figure without zeros at its end: 60.00 is 60.
func plain(d decimal.Decimal) string { return d.Trim(0).String() }

// executionWeight is the weight the form prints for the execution row, else the scheme's.
func (r *reviewer) executionWeight() decimal.Decimal {
	if row, ok := r.evaluation.TotalFunds(); ok && r.own && row.DeclaredWeight.Valid {
		return row.DeclaredWeight.Decimal
	}
	return r.scheme.Execution.Weight
}

// executionPrints returns the rate and score that the form prints on the total row.
func (r *reviewer) executionPrints() (rate, score decimal.NullDecimal) {
	row, ok := r.evaluation.TotalFunds()
	if !ok {
		return rate, score
	}
	if r.own {
		score = row.DeclaredScore
	}
	return row.DeclaredRate, score
}

// declaredTotal is the total that the form prints, where the scheme is the evaluation's own.
func (r *reviewer) declaredTotal() decimal.NullDecimal {
	if !r.own {
		return decimal.NullDecimal{}
	}
	return r.evaluation.Declared.Total
}

// weighed reports whether any indicator has a weight; a form without a column of weights has none, and only A1 says so.
func (r *reviewer) weighed() bool {
	for i := range r.rows {
		if r.rows[i].line.Weight.IsPos() {
			return true
		}
	}
	return len(r.rows) == 0
}

// A1: execution and indicator weights add up to the full mark, and so does the sum that the form prints.
func weightsAddUp(r *reviewer) {
	execution := r.executionWeight()
	sum := execution
	for i := range r.rows {
		sum = sumOf(sum, r.rows[i].line.Weight)
	}
	args := scoring.Args{"execution": plain(execution), "indicators": "", "sum": plain(sum)}
	if rest, err := sum.Sub(execution); err == nil {
		args["indicators"] = plain(rest)
	}
	printed := r.evaluation.Declared.TotalWeight
	switch {
	case !r.weighed():
		r.report(PlaceWeights, "none", plain(sum), plain(r.scheme.FullMark), args)
	case sum.Cmp(r.scheme.FullMark) != 0:
		r.report(PlaceWeights, "", plain(sum), plain(r.scheme.FullMark), args)
	case r.own && printed.Valid && printed.Decimal.Cmp(sum) != 0:
		r.report(PlaceWeights, "printed", plain(printed.Decimal), plain(sum), args)
	}
}

// A2: the indicators of a level add up to the level's weight: to the one that the scheme prescribes and to the one that the form's
// heading prints ("产出指标(50分)"). The weight of a level that an evaluation does not have falls to the level the scheme names.
func levelsAddUp(r *reviewer) {
	if row, ok := r.evaluation.TotalFunds(); ok && r.own && row.DeclaredWeight.Valid && row.DeclaredWeight.Decimal.Cmp(r.scheme.Execution.Weight) != 0 {
		r.report(PlaceExecution, "execution", plain(row.DeclaredWeight.Decimal), plain(r.scheme.Execution.Weight), nil)
	}
	if !r.weighed() {
		return
	}
	for i := range r.card.Levels {
		level := &r.card.Levels[i]
		rule, known := r.scheme.Level(level.Name)
		place := PlaceLevel(level.Name)
		r.headingAgrees(level, place, func(ind *scoring.Indicator) string { return ind.Level1 })
		if known {
			r.levelAgrees(level, place, r.expectedWeight(rule), rule.Tolerance)
		}
		for k := range level.Children {
			child := &level.Children[k]
			place := PlaceLevel(level.Name + "/" + child.Name)
			r.headingAgrees(child, place, func(ind *scoring.Indicator) string { return ind.Level2 })
			if !known {
				continue
			}
			if childRule, ok := rule.Child(child.Name); ok {
				r.levelAgrees(child, place, childRule.Weight, childRule.Tolerance)
			}
		}
	}
}

func (r *reviewer) levelAgrees(level *scoring.Subtotal, place string, want, tolerance decimal.Decimal) {
	if want.IsPos() && differ(level.Weight, want, tolerance) {
		r.report(place, "", plain(level.Weight), plain(want), scoring.Args{"level": level.Name})
	}
}

// headingAgrees compares a level with the points that its headings print.
func (r *reviewer) headingAgrees(level *scoring.Subtotal, place string, heading func(*scoring.Indicator) string) {
	if !r.own {
		return
	}
	for _, i := range level.Rows {
		printed, ok := printedWeight(heading(r.rows[i].Indicator))
		if ok && printed.Cmp(level.Weight) != 0 {
			r.report(place, "heading", plain(level.Weight), plain(printed), scoring.Args{"level": level.Name})
		}
	}
}

// expectedWeight is a level's prescribed weight with those that fall to it because the evaluation has no such indicators.
func (r *reviewer) expectedWeight(rule *scoring.LevelRule) decimal.Decimal {
	want := rule.Weight
	for i := range r.scheme.Levels {
		other := &r.scheme.Levels[i]
		if other.FallsTo == "" || r.hasLevel(other.Name) {
			continue
		}
		if heir, ok := r.scheme.Level(other.FallsTo); ok && heir.Name == rule.Name {
			want = sumOf(want, other.Weight)
		}
	}
	return want
}

func (r *reviewer) hasLevel(name string) bool {
	for i := range r.card.Levels {
		if r.card.Levels[i].Name == name {
			return true
		}
	}
	return false
}

// printedWeight reads the points a heading carries, such as 50 in "产出指标（50分）".
func printedWeight(heading string) (decimal.Decimal, bool) {
	_, rest, ok := strings.Cut(fold(heading), "(")
	if !ok {
		return decimal.Decimal{}, false
	}
	text, _, ok := strings.Cut(rest, "分")
	if !ok {
		return decimal.Decimal{}, false
	}
	d, err := decimal.Parse(text)
	return d, err == nil && !d.IsNeg()
}

// A3: every score lies within 0 and its weight, and a judged one within its tier.
func scoresWithinWeight(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		problem, within := row.line.Problem, "0-"+plain(row.Weight)
		switch {
		case !r.weighed():
		case row.declared.Valid && row.declared.Decimal.Cmp(row.Weight) > 0:
			r.report(row.place(), "", plain(row.declared.Decimal), within, row.args())
		case row.Override != nil && (row.Override.Points.IsNeg() || row.Override.Points.Cmp(row.Weight) > 0):
			r.report(row.place(), "", plain(row.Override.Points), within, row.args())
		case problem.Key == "problem.outside-tier":
			r.report(row.place(), "tier", problem.Args["points"], problem.Args["low"]+"-"+problem.Args["high"], row.args())
		case problem.Key == "problem.outside-weight":
			r.report(row.place(), "", problem.Args["points"], within, row.args())
		}
	}
	if _, score := r.executionPrints(); score.Valid && score.Decimal.Cmp(r.executionWeight()) > 0 {
		r.report(PlaceExecution, "execution", plain(score.Decimal), "0-"+plain(r.executionWeight()), nil)
	}
}

// A4: a printed total equals the sum of the printed rows; where the rows print no scores, it equals the computed total.
func totalIsSum(r *reviewer) {
	declared := r.declaredTotal()
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
	for i := range r.rows {
		row := &r.rows[i]
		switch {
		case row.declared.Valid:
			sum = sumOf(sum, row.declared.Decimal)
		case row.scored():
			return sum, false
		}
	}
	_, score := r.executionPrints()
	switch {
	case score.Valid:
		sum = sumOf(sum, score.Decimal)
	case r.executionWeight().IsPos():
		return sum, false
	}
	return sum, len(r.rows) > 0
}

// A5: a printed score follows its method, or an override says why not. Beyond the weight it is A3's; full marks for a miss are B3's;
// a loss although the target was met is B4's.
func scoresFollowMethod(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		if !row.declared.Valid || row.line.Overridden {
			continue
		}
		if !row.scored() {
			if row.declared.Decimal.IsPos() {
				r.report(row.place(), "state", plain(row.declared.Decimal), "0", row.args())
			}
			continue
		}
		owned := row.declared.Decimal.Cmp(row.Weight) > 0 || row.full() && missedUnseen(row) || row.short() && row.reached()
		if row.line.Pending || owned || row.declared.Decimal.Cmp(row.line.RulePoints) == 0 {
			continue
		}
		args, variant := row.args(), ""
		if args["formula"] = row.line.Explain().Formula; args["formula"] == "" {
			variant = "words" // a rule without figures, such as a missed deadline
		}
		r.report(row.place(), variant, plain(row.declared.Decimal), row.line.RulePoints.String(), args)
	}
}

// A6: a printed execution rate or score is the one the amounts give: the rate to the places printed, the score exactly.
func executionRecomputed(r *reviewer) {
	rate, score := r.executionPrints()
	line := &r.card.Execution
	if !line.Rate.Valid {
		if positive(rate) || positive(score) {
			r.executionUnfounded(rate, score)
		}
		return
	}
	if rate.Valid {
		right, err := exact.MulQuo(line.Executed.Decimal, decimal.Hundred, line.Budget.Decimal, rate.Decimal.Scale())
		if err == nil && right.Cmp(rate.Decimal) != 0 {
			r.report(PlaceExecution, "", rate.Decimal.String()+"%", right.String()+"%", scoring.Args{
				"executed": plain(line.Executed.Decimal), "budget": plain(line.Budget.Decimal),
			})
		}
	}
	if !score.Valid || score.Decimal.Cmp(r.executionWeight()) > 0 {
		return // beyond the weight is A3's
	}
	if right, formula := r.executionPoints(); score.Decimal.Cmp(right) != 0 {
		r.report(PlaceExecution+":score", "score", plain(score.Decimal), right.String(), scoring.Args{"formula": formula})
	}
}

// executionUnfounded reports a rate or score that no amounts give, unless the total row is blank over source rows: that is A7's.
func (r *reviewer) executionUnfounded(rate, score decimal.NullDecimal) {
	for i := range r.evaluation.Funds {
		if row := &r.evaluation.Funds[i]; row.Depth == 1 && (positive(row.Adjusted) || positive(row.Executed)) {
			return
		}
	}
	found := score.Decimal.String()
	if positive(rate) {
		found = rate.Decimal.String() + "%"
	}
	r.report(PlaceExecution, "no-budget", found, "0", nil)
}

// executionPoints is the score of the execution row on the weight that the form prints, with its formula.
func (r *reviewer) executionPoints() (points decimal.Decimal, formula string) {
	line, weight := &r.card.Execution, r.executionWeight()
	if weight.Cmp(line.Weight) == 0 {
		return line.Points, line.Explain().Formula
	}
	part, whole := line.Points, line.Weight // a band's share of the weight
	if len(r.scheme.Execution.Bands) == 0 || !whole.IsPos() {
		part, whole = line.Executed.Decimal.Min(line.Budget.Decimal), line.Budget.Decimal
	}
	points, err := exact.MulQuo(weight, part, whole, r.scheme.Places)
	if err != nil {
		return line.Points, ""
	}
	return points, plain(weight) + " × " + plain(part) + " ÷ " + plain(whole) + " = " + points.String()
}

func positive(d decimal.NullDecimal) bool { return d.Valid && d.Decimal.IsPos() }

// A9: execution is not counted twice: by its row and by an indicator that measures spending, or by a weight on a source row as well.
func executionCountedOnce(r *reviewer) {
	if !r.executionWeight().IsPos() {
		return
	}
	for i := range r.rows {
		row := &r.rows[i]
		if (row.line.Weight.IsPos() || positive(row.declared)) && spendingNames.Has(row.name) {
			args := row.args()
			args["weight"] = plain(r.executionWeight())
			r.report(row.place(), "", plain(row.line.Weight), "", args)
		}
	}
	for i := range r.evaluation.Funds {
		row := &r.evaluation.Funds[i]
		if row.Depth > 0 && r.own && (positive(row.DeclaredWeight) || positive(row.DeclaredScore)) {
			found := row.DeclaredWeight.Decimal
			if !positive(row.DeclaredWeight) {
				found = row.DeclaredScore.Decimal
			}
			r.report(PlaceFunds(i), "source", plain(found), "", scoring.Args{"row": row.Name})
		}
	}
}

// A10: the printed grade is the grade of the printed total, else of the computed one.
func gradeMatchesTotal(r *reviewer) {
	declared := bare(r.evaluation.Declared.Grade)
	if declared == "" || !r.own {
		return
	}
	total, variant := r.total(), ""
	if !r.declaredTotal().Valid {
		variant = "computed"
	}
	if right := r.scheme.GradeOf(total); r.gradeName(declared) != right {
		r.report(PlaceGrade, variant, declared, right, scoring.Args{"total": total.String()})
	}
}

// gradeName returns the scheme's name of a grade as people write it: 优秀 and 优等 are 优. It is "" where the scheme has none.
func (r *reviewer) gradeName(written string) string {
	if g, ok := r.scheme.Grade(written); ok {
		return g.Name
	}
	written = strings.TrimPrefix(written, "较")
	for i := range r.scheme.Grades {
		name := r.scheme.Grades[i].Name
		if rest, ok := strings.CutPrefix(written, name); ok && (rest == "" || gradeSuffixes.At(rest) == rest) {
			return name
		}
	}
	return ""
}
