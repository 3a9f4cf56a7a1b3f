package scoring

import (
	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/target"
)

// quantities returns target and actual as numbers in one unit, or the outcome that says why they cannot be had.
func (in input) quantities() (want, got decimal.Decimal, stop outcome, ok bool) {
	t := &in.indicator.Target
	want, ok = number(t)
	if !ok {
		if t.Text == "" {
			return want, got, waiting(problemNoTarget), false
		}
		return want, got, notNumber(t), false
	}
	got, stop, ok = in.actual()
	if !ok {
		return want, got, stop, false
	}
	if want.IsNeg() {
		return want, got, waitingFor(problemNegative, Args{"text": t.Text}), false
	}
	got, stop, ok = in.inTargetUnit(got)
	return want, got, stop, ok
}

// actual returns the actual as a number.
func (in input) actual() (got decimal.Decimal, stop outcome, ok bool) {
	a := &in.indicator.Actual
	got, ok = number(a)
	switch {
	case ok && got.IsNeg():
		return got, waitingFor(problemNegative, Args{"text": a.Text}), false
	case ok:
		return got, outcome{}, true
	case a.Text == "":
		return got, waiting(problemNoActual), false
	default:
		return got, notNumber(a), false
	}
}

// notNumber says why a text is no number that can be scored.
func notNumber(v *target.Value) outcome {
	if v.Notes.Has(target.OutOfRange) {
		return waiting(problemRange)
	}
	return waitingFor(problemNotNumber, Args{"text": v.Text})
}

// sharePercent is the outcome where target and actual are a share and a percentage, 0.9 and 88%, which do not compare as they stand.
func (in input) sharePercent() (stop outcome, ok bool) {
	if target.ShareForPercent(in.indicator.Target, in.indicator.Actual) {
		return waiting(problemUnits), false
	}
	return outcome{}, true
}

// inTargetUnit converts an actual stated in another unit of the same kind (万元 against 元). A missing unit is taken as the target's.
func (in input) inTargetUnit(got decimal.Decimal) (decimal.Decimal, outcome, bool) {
	if stop, ok := in.sharePercent(); !ok {
		return got, stop, false
	}
	from, to := in.indicator.Actual.Unit, in.indicator.Target.Unit
	if from == to || from == "" || to == "" {
		return got, outcome{}, true
	}
	converted, err := target.Convert(got, from, to)
	if err != nil {
		// Different words for the count of the same thing are common (家, 户); check B7 asks about them.
		return got, outcome{}, true
	}
	return converted, outcome{}, true
}

// number reads a value as one number: the number itself or, of "50 and more", the number it is at least.
func number(v *target.Value) (decimal.Decimal, bool) {
	switch v.Kind {
	case target.Number:
		return v.Low, true
	default:
		return decimal.Decimal{}, false
	}
}

// proportional: target met = full weight; short = weight x actual/target (财预〔2020〕10号). A zero target is all or nothing.
func proportional(in input) outcome {
	want, got, stop, ok := in.quantities()
	if !ok {
		return stop
	}
	return in.atLeast(want, got)
}

func (in input) atLeast(want, got decimal.Decimal) outcome {
	if got.Cmp(want) >= 0 {
		met := in.indicator.Target.Sign != target.Above || got.Cmp(want) > 0
		return in.full(met, formMet, want, got)
	}
	return in.share(working{form: formShort, want: want, got: got}, got, want) // want > got >= 0, so want is not zero
}

// ceiling: not exceeded = full weight; exceeded by one of the two formulas in use, the scheme or the indicator says which.
func ceiling(in input) outcome {
	want, got, stop, ok := in.quantities()
	if !ok {
		return stop
	}
	return in.atMost(want, got)
}

func (in input) atMost(want, got decimal.Decimal) outcome {
	if got.Cmp(want) <= 0 {
		met := in.indicator.Target.Sign != target.Below || got.Cmp(want) < 0
		return in.full(met, formWithin, want, got)
	}
	if want.IsZero() {
		return in.nothing(formZeroTarget, want, got)
	}
	variant := in.indicator.Method.Ceiling
	if variant == "" {
		variant = in.scheme.Ceiling
	}
	if variant != CeilingLinear {
		return in.share(working{form: formCeilingRatio, want: want, got: got}, want, got)
	}
	over, err := got.Sub(want)
	if err != nil {
		return waiting(problemRange)
	}
	return in.lessDeviation(working{form: formCeilingLinear, want: want, got: got}, over)
}

// equality: "=" with target 0 is all or nothing; otherwise like ≥, or strictly two-sided, as the scheme says.
func equality(in input) outcome {
	want, got, stop, ok := in.quantities()
	if !ok {
		return stop
	}
	variant := in.indicator.Method.Equality
	if variant == "" {
		variant = in.scheme.Equality
	}
	switch {
	case got.Cmp(want) == 0:
		return in.full(true, formMet, want, got)
	case want.IsZero():
		return in.nothing(formZeroTarget, want, got)
	case variant != EqualityTwoSided:
		return in.atLeast(want, got)
	}
	off, err := got.SubAbs(want)
	if err != nil {
		return waiting(problemRange)
	}
	return in.lessDeviation(working{form: formTwoSided, want: want, got: got}, off)
}

// lessDeviation grants weight x (1 - off/target), not below 0.
func (in input) lessDeviation(w working, off decimal.Decimal) outcome {
	if off.Cmp(w.want) >= 0 {
		return in.nothing(w.form, w.want, w.got)
	}
	rest, err := w.want.Sub(off)
	if err != nil {
		return waiting(problemRange)
	}
	return in.share(w, rest, w.want)
}

// interval: inside the two bounds = full weight; below like ≥ the lower bound, above like ≤ the upper one.
func interval(in input) outcome {
	t := &in.indicator.Target
	if t.Kind != target.Range {
		if t.Text == "" {
			return waiting(problemNoTarget)
		}
		return waitingFor(problemNoRange, Args{"text": t.Text})
	}
	got, stop, ok := in.actual()
	if !ok {
		return stop
	}
	got, stop, ok = in.inTargetUnit(got)
	switch {
	case !ok:
		return stop
	case got.Cmp(t.Low) < 0:
		return in.atLeast(t.Low, got)
	case got.Cmp(t.High) > 0:
		return in.atMost(t.High, got)
	default:
		return in.full(true, formInside, t.Low, got)
	}
}

// passLine: in proportion as ≥, but nothing at all below the pass line (财预〔2021〕101号, 完成比例赋分).
func passLine(in input) outcome {
	want, got, stop, ok := in.quantities()
	if !ok {
		return stop
	}
	line := in.indicator.Method.PassLine
	if line.IsZero() {
		line = in.scheme.PassLine
	}
	if exact.CmpProducts(got, decimal.Hundred, want, line) < 0 {
		out := in.nothing(formBelowPassLine, want, got)
		out.working.extra = line
		return out
	}
	return in.atLeast(want, got)
}

// full grants the whole weight.
func (in input) full(met bool, f form, want, got decimal.Decimal) outcome {
	return outcome{
		points:  exact.Round(in.weight, in.scheme.Places),
		met:     met,
		working: working{form: f, want: want, got: got},
	}
}

// nothing grants no points for a target that was missed.
func (in input) nothing(f form, want, got decimal.Decimal) outcome {
	return outcome{
		points:  decimal.MustNew(0, in.scheme.Places),
		working: working{form: f, want: want, got: got},
	}
}

// share grants weight x part/whole for a target that was missed.
func (in input) share(w working, part, whole decimal.Decimal) outcome {
	points, err := exact.MulQuo(in.weight, part, whole, in.scheme.Places)
	if err != nil {
		return waiting(problemRange)
	}
	return outcome{points: points, working: w}
}
