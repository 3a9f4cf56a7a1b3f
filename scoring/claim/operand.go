package claim

import (
	"strings"

	"zhunsheng/scoring/target"
)

// unitKind is how a figure is counted or measured.
type unitKind struct {
	unit    string
	measure target.Measure
	group   string // the counting units that name the same things share one: 人, 名 and 位
}

// families are counting units that name the same things.
var families = map[string]string{"人": "人", "名": "人", "位": "人", "家": "家", "户": "家", "个": "个", "项": "个", "天": "天", "日": "天"}

func unitOf(name string) unitKind {
	u := unitKind{unit: name, measure: target.MeasureOf(name), group: families[name]}
	if rest, ok := strings.CutPrefix(name, "万"); ok && families[rest] != "" {
		u.group = "万" + families[rest]
	}
	return u
}

// measured are the dimensions whose whole numbers may have been rounded.
var measured = [...]target.Measure{target.MeasureOf("元"), target.MeasureOf("㎡"), target.MeasureOf("吨"), target.MeasureOf("公里")}

// sameKind reports whether two units count or measure the same without conversion.
func (u *unitKind) sameKind(other *unitKind) bool {
	return u.unit == other.unit || u.group != "" && u.group == other.group || u.measure.Same(other.measure)
}

// fits reports whether two figures can be computed with each other.
func (f *figure) fits(other *figure) bool {
	return f.sameKind(&other.unitKind) || f.unit != "" && other.unit != "" && f.measure.Converts(other.measure)
}

// rounded reports whether a figure may have been rounded when it was written: it has decimals, or it is a whole number of a measured
// or large unit. Counts are exact.
func (f *figure) rounded() bool {
	if f.value.Scale() > 0 {
		return true
	}
	switch f.unit {
	case "", "元", "%":
		return false
	}
	if strings.HasPrefix(f.unit, "万") || strings.HasPrefix(f.unit, "亿") {
		return true
	}
	for i := range measured {
		if f.measure.Converts(measured[i]) {
			return true
		}
	}
	return false
}

// operand is a figure ready for computing, in a unit shared with the other operands. The true value may lie half a last digit to
// either side of a rounded figure.
type operand struct {
	*figure
	in   *unitKind // the shared unit
	mid  number
	half number
}

// as expresses f in a unit; ok is false when the units do not fit.
func (f *figure) as(u *unitKind) (o operand, ok bool) {
	o = operand{figure: f, in: u, mid: numberOf(f.value)}
	factor := one
	if !f.sameKind(u) {
		if !f.measure.Converts(u.measure) {
			return operand{}, false
		}
		factor = fraction(f.measure.Factor(u.measure))
		o.mid = o.mid.mul(factor)
	}
	if f.rounded() {
		if scale := f.value.Scale(); scale < len(pow10)-1 {
			o.half = fraction(1, 2*pow10[scale]).mul(factor)
		}
	}
	return o, true
}

// shown is the number of the operand as a formula shows it.
func (o *operand) shown() string {
	if o.sameKind(o.in) {
		return o.value.String()
	}
	converted, err := target.Convert(o.value, o.unit, o.in.unit)
	if err != nil {
		return o.value.String() + o.unit
	}
	return converted.String()
}

// pair brings two figures into one unit, that of the second.
func pair(a, b *figure) (x, y operand, ok bool) {
	if x, ok = a.as(&b.unitKind); !ok {
		return x, y, false
	}
	y, ok = b.as(&b.unitKind)
	return x, y, ok
}

// loose tells whether operands are bounds or estimates, and whether one is a lower bound.
func loose(ops ...operand) (inexact, floor bool) {
	for i := range ops {
		if bound := ops[i].bound; bound != Exact {
			inexact = true
			floor = floor || bound == Over || bound == From
		}
	}
	return inexact, floor
}

// places is how many decimals a stated figure has.
func (f *figure) places() int { return f.value.Scale() }
