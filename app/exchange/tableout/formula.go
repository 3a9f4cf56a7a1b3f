package tableout

import (
	"fmt"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
)

// executionPoints writes weight, rate and score of the execution row, with formulas over the amounts.
func (o *official) executionPoints() {
	line := &o.card.Execution
	row := o.row
	if !line.Weight.IsPos() {
		o.area(row, o.weight, row, o.weight, midLook)
		o.percent(row, o.score, line.Rate)
		o.area(row, o.reason, row, o.last, midLook)
		return
	}
	o.number(row, o.weight, row, o.weight, midLook, line.Weight)
	o.percent(row, o.score, line.Rate)
	o.number(row, o.reason, row, o.last, midLook, line.Points)
	if !line.Rate.Valid {
		return
	}
	budget := ref(row, o.goal)
	if o.p.Scheme.Execution.Denominator == scoring.InitialBudget {
		budget = ref(row, o.name)
	}
	executed := ref(row, o.actual)
	o.formula(row, o.score, fmt.Sprintf("IF(%s>0,ROUND(%s/%s,4),0)", budget, executed, budget))
	share := fmt.Sprintf("MIN(1,%s/%s)", executed, budget)
	if bands := o.p.Scheme.Execution.Bands; len(bands) > 0 {
		share = bandShare(bands, executed, budget)
	}
	o.formula(row, o.reason, fmt.Sprintf("IF(%s>0,ROUND(%s*%s,%d),0)", budget, ref(row, o.weight), share, o.p.Scheme.Places))
}

// bandShare is the share of the weight by bands of the execution rate. The amounts are compared, not the displayed rate.
func bandShare(bands []scoring.Band, executed, budget string) string {
	var out strings.Builder
	for _, b := range bands {
		fmt.Fprintf(&out, "IF(%s*100>=%s*%s,%s/100,", executed, budget, b.AtLeast.Trim(0), b.Earns.Trim(0))
	}
	return out.String() + "0" + strings.Repeat(")", len(bands))
}

// rowFormula puts a formula over the points of a row where its method can be written as one and gives exactly these points from the
// figures in the cells.
func (o *official) rowFormula(line *scoring.Line, want, got decimal.Decimal) {
	if line.Overridden {
		return
	}
	formula, points, err := o.methodFormula(line.Indicator(), line.Weight, want, got)
	if formula != "" && err == nil && points.Cmp(line.Points) == 0 {
		o.formula(o.row, o.score, formula)
	}
}

// methodFormula writes a method as a formula over target, actual and weight, and computes what it gives; "" for methods that are more
// than one line of arithmetic.
func (o *official) methodFormula(ind *scoring.Indicator, weight, want, got decimal.Decimal) (formula string, points decimal.Decimal, err error) {
	places := o.p.Scheme.Places
	e, f, g := ref(o.row, o.goal), ref(o.row, o.actual), ref(o.row, o.weight)
	switch ind.Method.Kind {
	case scoring.MethodSatisfaction:
		if len(o.p.Scheme.Satisfaction) > 0 || len(ind.Method.Bands) > 0 {
			return "", points, nil
		}
	case scoring.MethodProportional:
	case scoring.MethodEquality:
		switch {
		case want.IsZero():
			return fmt.Sprintf("IF(%s=0,%s,0)", f, g), allIf(got.IsZero(), weight), nil
		case o.twoSided(ind):
			points, err = lessDeviation(weight, want, got, places)
			return fmt.Sprintf("ROUND(%s*MAX(0,1-ABS(%s-%s)/%s),%d)", g, f, e, e, places), points, err
		}
	case scoring.MethodCeiling:
		return o.ceilingFormula(ind, weight, want, got)
	default:
		return "", points, nil
	}
	points, err = atLeast(weight, want, got, places)
	return fmt.Sprintf("IF(%s>=%s,%s,ROUND(%s*%s/%s,%d))", f, e, g, g, f, e, places), points, err
}

// ceilingFormula writes the two formulas for an exceeded ceiling.
func (o *official) ceilingFormula(ind *scoring.Indicator, weight, want, got decimal.Decimal) (formula string, points decimal.Decimal, err error) {
	places := o.p.Scheme.Places
	e, f, g := ref(o.row, o.goal), ref(o.row, o.actual), ref(o.row, o.weight)
	exceeded := got.Cmp(want) > 0
	points = allIf(!exceeded, weight)
	if o.linear(ind) {
		if exceeded {
			points, err = lessDeviation(weight, want, got, places)
		}
		return fmt.Sprintf("IF(%s<=%s,%s,IF(%s=0,0,ROUND(%s*MAX(0,1-(%s-%s)/%s),%d)))", f, e, g, e, g, f, e, e, places), points, err
	}
	if exceeded {
		points, err = exact.MulQuo(weight, want, got, places)
	}
	return fmt.Sprintf("IF(%s<=%s,%s,ROUND(%s*%s/%s,%d))", f, e, g, g, e, f, places), points, err
}

func allIf(met bool, weight decimal.Decimal) decimal.Decimal {
	if met {
		return weight
	}
	return decimal.Zero
}

func (o *official) twoSided(ind *scoring.Indicator) bool {
	if ind.Method.Equality != "" {
		return ind.Method.Equality == scoring.EqualityTwoSided
	}
	return o.p.Scheme.Equality == scoring.EqualityTwoSided
}

func (o *official) linear(ind *scoring.Indicator) bool {
	if ind.Method.Ceiling != "" {
		return ind.Method.Ceiling == scoring.CeilingLinear
	}
	return o.p.Scheme.Ceiling == scoring.CeilingLinear
}

func atLeast(weight, want, got decimal.Decimal, places int) (decimal.Decimal, error) {
	if got.Cmp(want) >= 0 {
		return weight, nil
	}
	return exact.MulQuo(weight, got, want, places)
}

// lessDeviation is weight x (1 - |got-want|/want), not below 0.
func lessDeviation(weight, want, got decimal.Decimal, places int) (decimal.Decimal, error) {
	off, err := got.SubAbs(want)
	if err != nil || want.IsZero() {
		return decimal.Zero, err
	}
	rest, err := want.Sub(off)
	if err != nil || rest.IsNeg() {
		return decimal.Zero, err
	}
	return exact.MulQuo(weight, rest, want, places)
}

// totals writes the sums of weights and points; the sum of points goes the scorecard's steps: rescale, deductions, cap, not below 0.
func (o *official) totals() {
	row := o.row
	weights, points := o.columnSum(o.weight), o.columnSum(o.score)
	if o.card.Execution.Weight.IsPos() && o.execution > 0 {
		weights = ref(o.execution, o.weight) + "+" + weights
	}
	o.number(row, o.weight, row, o.weight, midLook, weightsOf(o.p).Trim(0))
	o.formula(row, o.weight, weights)
	o.number(row, o.score, row, o.score, midLook, o.card.Total)
	if total, ok := o.totalFormula(points); ok {
		o.formula(row, o.score, total)
	}
}

func (o *official) columnSum(col int) string {
	if o.end < o.first {
		return "0"
	}
	return fmt.Sprintf("SUM(%s:%s)", ref(o.first, col), ref(o.end, col))
}

// totalFormula writes the steps from the rows to the total.
func (o *official) totalFormula(points string) (string, bool) {
	execution := "0"
	if o.card.Execution.Weight.IsPos() && o.execution > 0 {
		execution = ref(o.execution, o.reason)
	}
	total := execution + "+" + points
	before := decimal.Zero
	for _, step := range o.card.Steps {
		switch step.Kind {
		case scoring.StepRows, scoring.StepTotal:
		case scoring.StepRescale:
			rule := o.p.Scheme.NotApplicable
			args := step.Reason.Args
			if rule.RescalesExecution || args["all"] == "" || args["applicable"] == "" {
				return "", false
			}
			total = fmt.Sprintf("%s+ROUND(%s*%s/%s,%d)", execution, points, args["all"], args["applicable"], o.p.Scheme.Places)
		case scoring.StepDeduction:
			lost, err := before.Sub(step.After)
			if err != nil {
				return "", false
			}
			total = fmt.Sprintf("%s-%s", total, lost)
		case scoring.StepCap:
			total = fmt.Sprintf("MIN(%s,%s)", total, step.After)
		case scoring.StepFloor:
			total = fmt.Sprintf("MAX(%s,0)", total)
		default:
			return "", false
		}
		before = step.After
	}
	return fmt.Sprintf("ROUND(%s,%d)", total, o.p.Scheme.Places), true
}

// gradeFormula decides the grade on the total as printed.
func (o *official) gradeFormula() {
	total := ref(o.row-1, o.score)
	var out strings.Builder
	for _, g := range o.p.Scheme.Grades {
		if strings.Contains(g.Name, `"`) {
			return
		}
		fmt.Fprintf(&out, `IF(%s>=%s,"%s",`, total, g.Min.Trim(0), g.Name)
	}
	if len(o.p.Scheme.Grades) > 0 {
		o.textFormula(o.row, o.level2+1, out.String()+`""`+strings.Repeat(")", len(o.p.Scheme.Grades)), o.card.Grade)
	}
}
