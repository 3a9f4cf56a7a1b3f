package review

import (
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/target"
)

// row is one indicator with its line of the scorecard and what several checks ask of the two.
type row struct {
	*scoring.Indicator
	line *scoring.Line
	// name, want and got are the name, target and actual in folded glyphs.
	name, want, got string
	// declared is the score the form prints, where it prints one and the scheme is the evaluation's own.
	declared decimal.NullDecimal
	// points is the score the row stands with: the printed one, else the computed one; counted is false while there is none.
	points  decimal.Decimal
	counted bool
	// outcome compares actual and target as figures, whatever the method.
	outcome comparison
	// reasoned is true when the row states a reason for its deviation or for its override.
	reasoned bool
}

func newRow(ind *scoring.Indicator, line *scoring.Line, own bool) row {
	r := row{Indicator: ind, line: line, name: fold(ind.Name), want: fold(ind.Target.Text), got: fold(ind.Actual.Text)}
	if own {
		r.declared = ind.Declared
	}
	r.points, r.counted = line.Points, !line.Pending
	if r.declared.Valid {
		r.points, r.counted = r.declared.Decimal, true
	}
	r.outcome = compare(ind)
	r.reasoned = stated(ind.Reason) || ind.Override != nil && stated(ind.Override.Reason)
	return r
}

// stated reports whether a text states a reason: "无" or "/" in the cell of a reason states none.
func stated(text string) bool {
	s := strings.Trim(fold(text), ",;。.!")
	return s != "" && noReasons.At(s) != s
}

// place is the place of the row.
func (r *row) place() string { return PlaceIndicator(r.ID) }

// scored reports whether the row takes part in the score.
func (r *row) scored() bool { return r.State == scoring.StateScored }

// full reports whether the row stands with its whole weight.
func (r *row) full() bool {
	return r.scored() && r.counted && r.line.Weight.IsPos() && r.points.Cmp(r.line.Weight) == 0
}

// short reports whether the row stands with less than its weight.
func (r *row) short() bool { return r.scored() && r.counted && r.points.Cmp(r.line.Weight) < 0 }

// reached reports whether the target was reached: by the rule of the row's method or, where a person judges, by the figures.
func (r *row) reached() bool { return r.line.Met || r.judged() && r.outcome == figureReached }

// judged reports whether a person decides the points, or nobody has yet.
func (r *row) judged() bool {
	switch r.line.Method {
	case scoring.MethodYesNo, scoring.MethodTier, scoring.MethodManual:
		return true
	}
	return r.line.Pending
}

// inBlock reports whether the row's level-1 or level-2 heading names a block.
func (r *row) inBlock(name string) bool {
	return strings.Contains(r.Level1, name) || strings.Contains(r.Level2, name)
}

// about reports whether the row measures satisfaction.
func (r *row) aboutSatisfaction() bool {
	return r.inBlock("满意") || strings.Contains(r.name, "满意度") || strings.Contains(r.name, "满意率")
}

// args starts the arguments of a finding about the row.
func (r *row) args() scoring.Args {
	if strings.TrimSpace(r.Name) == "" { // D14 asks for the name; here it must be clear which row is meant
		return scoring.Args{"indicator": r.ID}
	}
	return scoring.Args{"indicator": r.Name}
}

// hundred and eighty are percentages.
var hundred, eighty = decimal.Hundred, decimal.MustNew(80, 0)

// comparison is the outcome of comparing an actual with its target as figures.
type comparison uint8

const (
	notComparable comparison = iota
	figureReached
	figureMissed
)

// direction says whether more or less is better.
type direction int8

const (
	noDirection direction = 0
	more        direction = 1
	less        direction = -1
)

// directionOf reads the direction off the target's sign or, where none was written, off the method.
func directionOf(ind *scoring.Indicator) direction {
	switch ind.Target.Sign {
	case target.AtLeast, target.Above:
		return more
	case target.AtMost, target.Below:
		return less
	}
	switch ind.Method.Kind {
	case scoring.MethodProportional, scoring.MethodPassLine, scoring.MethodSatisfaction:
		return more
	case scoring.MethodCeiling:
		return less
	}
	return noDirection
}

// figures returns target and actual as numbers in the target's unit.
func figures(ind *scoring.Indicator) (want, got decimal.Decimal, ok bool) {
	t, a := &ind.Target, &ind.Actual
	if t.Kind != target.Number || a.Kind != target.Number || target.ShareForPercent(*t, *a) {
		return want, got, false
	}
	got, ok = inUnit(a, t.Unit)
	return t.Low, got, ok
}

// inUnit returns the figure of v in another unit; a unit that one side leaves out is taken as the other's.
func inUnit(v *target.Value, unit string) (decimal.Decimal, bool) {
	if v.Unit == unit || v.Unit == "" || unit == "" || sameCount(v.Unit, unit) {
		return v.Low, true
	}
	d, err := target.Convert(v.Low, v.Unit, unit)
	return d, err == nil
}

// sameCount reports whether two counting words count the same thing.
func sameCount(a, b string) bool {
	for _, group := range sameCounts {
		left, right := false, false
		for word := range strings.FieldsSeq(group) {
			left, right = left || word == a, right || word == b
		}
		if left && right {
			return true
		}
	}
	return false
}

func compare(ind *scoring.Indicator) comparison {
	want, got, ok := figures(ind)
	dir := directionOf(ind)
	if !ok || dir == noDirection {
		return notComparable
	}
	order := got.Cmp(want) * int(dir)
	strict := ind.Target.Sign == target.Above || ind.Target.Sign == target.Below
	if order > 0 || order == 0 && !strict {
		return figureReached
	}
	return figureMissed
}

// overshoots reports whether a figure is at least percent of a positive target.
func overshoots(want, got, percent decimal.Decimal) bool {
	return want.IsPos() && percent.IsPos() && exact.CmpProducts(got, decimal.Hundred, percent, want) >= 0
}
