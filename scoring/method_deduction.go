package scoring

import (
	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/target"
)

// deduction takes points off the weight for every occurrence, or for every full step by which the actual falls short of the target
// ("every 1 % short, one point less"). The rest is not below 0.
func deduction(in input) outcome {
	method := &in.indicator.Method
	if !method.Step.IsPos() {
		got, stop, ok := in.actual()
		if !ok {
			return stop
		}
		return in.lessPoints(working{form: formOccurrences, got: got}, got)
	}
	want, got, stop, ok := in.quantities()
	switch {
	case !ok:
		return stop
	case got.Cmp(want) >= 0:
		return in.full(true, formMet, want, got)
	}
	short, err := want.Sub(got)
	if err != nil {
		return waiting(problemRange)
	}
	steps, _, err := short.QuoRem(method.Step)
	if err != nil {
		return waiting(problemRange)
	}
	out := in.lessPoints(working{form: formSteps, want: want, got: got}, steps)
	out.met = false
	return out
}

// deadline grants the weight in time. Late, it grants nothing, or so many points less per day or month begun.
func deadline(in input) outcome {
	due, done := in.indicator.Target.Due, in.indicator.Actual.Due
	switch {
	case in.indicator.Target.Kind != target.DateKind || due.Year == 0:
		return waitingFor(problemNoDate, Args{"text": in.indicator.Target.Text})
	case in.indicator.Actual.Text == "":
		return waiting(problemNoActual)
	case in.indicator.Actual.Kind != target.DateKind || done.Year == 0:
		return waitingFor(problemNoDate, Args{"text": in.indicator.Actual.Text})
	case done.Compare(due) <= 0:
		return in.full(true, formInTime, decimal.Zero, decimal.Zero)
	}
	late := 0
	switch in.indicator.Method.Per {
	case LateDay:
		late = due.DaysUntil(done)
	case LateMonth:
		late = due.MonthsUntil(done)
		if done.Day > due.Day || late == 0 {
			late++ // a month that has begun counts whole
		}
	default:
		return in.nothing(formLate, decimal.Zero, decimal.Zero)
	}
	count, err := decimal.New(int64(late), 0)
	if err != nil {
		return waiting(problemRange)
	}
	out := in.lessPoints(working{form: formLateBy, got: count}, count)
	out.met = false
	return out
}

// lessPoints grants the weight less so many times the method's deduction, not below 0.
func (in input) lessPoints(w working, times decimal.Decimal) outcome {
	w.extra = in.indicator.Method.Deduct
	w.times = times
	lost, err := times.Mul(w.extra)
	if err != nil || lost.Cmp(in.weight) >= 0 {
		out := in.nothing(w.form, w.want, w.got)
		out.working = w
		return out
	}
	rest, err := in.weight.Sub(lost)
	if err != nil {
		return waiting(problemRange)
	}
	return outcome{points: exact.Round(rest, in.scheme.Places), met: times.IsZero(), working: w}
}
