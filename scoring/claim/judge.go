package claim

import (
	"math/big"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/target"
)

// operand is a figure ready for computing, in a unit shared with the other operands. The true value may lie half a last digit to
// either side of a rounded figure.
type operand struct {
	figure
	shown string // the number as the formula shows it
	mid   *big.Rat
	half  *big.Rat
}

// estimate is a computed value with the range that the rounding of its operands leaves open.
type estimate struct {
	lo, mid, hi *big.Rat
	formula     string // without the result
	result      string // unit of the result in the formula: " %", "" …
	inexact     bool   // an operand is a bound or an estimate
	floor       bool   // operands are lower bounds, so the computed value stands for the bound itself
}

// hypothesis is one way in which a stated figure may derive from others.
type hypothesis struct {
	figures []operand
	estimate
	certain bool     // grammar leaves no doubt about the figures
	likely  bool     // the figures are probable; a value nearby is then taken for a mistake
	average *big.Rat // the growth divided by the years, where that differs
}

var (
	ratOne     = big.NewRat(1, 1)
	ratHundred = big.NewRat(100, 1)
)

func ratOf(d decimal.Decimal) *big.Rat {
	num := new(big.Int).SetUint64(d.Coef())
	if d.IsNeg() {
		num.Neg(num)
	}
	return new(big.Rat).SetFrac(num, power10(d.Scale()))
}

func power10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// in expresses f in unit; ok is false when the units do not fit.
func (f figure) in(unit string) (operand, bool) {
	o := operand{figure: f}
	factor := decimal.One
	if !sameKind(f.unit, unit) {
		converted, err := target.Convert(f.value, f.unit, unit)
		if err != nil {
			return operand{}, false
		}
		if factor, err = target.Convert(decimal.One, f.unit, unit); err != nil {
			return operand{}, false
		}
		o.shown, o.mid = converted.String(), ratOf(converted)
	} else {
		o.shown, o.mid = f.value.String(), ratOf(f.value)
	}
	o.half = new(big.Rat)
	if f.rounded() {
		o.half.SetFrac(big.NewInt(1), new(big.Int).Mul(big.NewInt(2), power10(f.value.Scale())))
		o.half.Mul(o.half, ratOf(factor))
	}
	return o, true
}

// rounded reports whether a figure may have been rounded when it was written: it has decimals, or it is a whole number of a measured
// or large unit. Counts are exact.
func (f figure) rounded() bool {
	if f.value.Scale() > 0 {
		return true
	}
	switch f.unit {
	case "", "元", "%":
		return false
	}
	return strings.HasPrefix(f.unit, "万") || strings.HasPrefix(f.unit, "亿") || target.Convertible(f.unit, "元") || target.Convertible(f.unit, "㎡") ||
		target.Convertible(f.unit, "吨") || target.Convertible(f.unit, "公里")
}

// families are counting units that name the same things.
var families = map[string]string{"人": "人", "名": "人", "位": "人", "家": "家", "户": "家", "个": "个", "项": "个", "天": "天", "日": "天"}

// sameKind reports whether two units count or measure the same without conversion.
func sameKind(a, b string) bool {
	if a == b || target.SameUnit(a, b) {
		return true
	}
	if fa, ok := families[a]; ok && fa == families[b] {
		return true
	}
	if rest, ok := strings.CutPrefix(a, "万"); ok && rest != "" {
		if other, ok := strings.CutPrefix(b, "万"); ok && families[rest] != "" && families[rest] == families[other] {
			return true
		}
	}
	return false
}

// fits reports whether two figures can be computed with each other.
func (f figure) fits(other figure) bool {
	return sameKind(f.unit, other.unit) || f.unit != "" && other.unit != "" && target.Convertible(f.unit, other.unit)
}

// pair brings two figures into one unit, that of the second if it can be.
func pair(a, b figure) (x, y operand, ok bool) {
	if x, ok = a.in(b.unit); !ok {
		return x, y, false
	}
	y, ok = b.in(b.unit)
	return x, y, ok
}

func loose(ops ...operand) (inexact, floor bool) {
	for _, o := range ops {
		if o.bound != Exact {
			inexact = true
			floor = floor || o.bound == Over || o.bound == From
		}
	}
	return inexact, floor
}

// quotient is factor*num/den + shift with its range; ok is false for a zero divisor.
func quotient(num, den operand, factor, shift *big.Rat) (estimate, bool) {
	low := new(big.Rat).Sub(den.mid, den.half)
	if low.Sign() <= 0 {
		return estimate{}, false
	}
	high := new(big.Rat).Add(den.mid, den.half)
	value := func(n, d *big.Rat) *big.Rat {
		r := new(big.Rat).Quo(n, d)
		return r.Add(r, shift).Mul(r, factor)
	}
	e := estimate{
		mid: value(num.mid, den.mid), lo: value(new(big.Rat).Sub(num.mid, num.half), high), hi: value(new(big.Rat).Add(num.mid, num.half), low),
	}
	if e.lo.Cmp(e.hi) > 0 {
		e.lo, e.hi = e.hi, e.lo
	}
	e.inexact, e.floor = loose(num, den)
	return e, true
}

// places is how many decimals a stated figure has.
func (f figure) places() int { return f.value.Scale() }

// scaled returns r*10^places rounded half-up, away from zero, as an integer.
func scaled(r *big.Rat, places int) *big.Int {
	num := new(big.Int).Mul(r.Num(), power10(places))
	negative := num.Sign() < 0
	num.Abs(num).Lsh(num, 1).Add(num, r.Denom())
	num.Quo(num, new(big.Int).Lsh(r.Denom(), 1))
	if negative {
		num.Neg(num)
	}
	return num
}

// truncated returns r*10^places without its fraction.
func truncated(r *big.Rat, places int) *big.Int {
	return new(big.Int).Quo(new(big.Int).Mul(r.Num(), power10(places)), r.Denom())
}

// show writes r with the given places, rounded half-up.
func show(r *big.Rat, places int) string {
	n := scaled(r, places)
	digits := new(big.Int).Abs(n).String()
	if places > 0 {
		if len(digits) <= places {
			digits = strings.Repeat("0", places+1-len(digits)) + digits
		}
		digits = digits[:len(digits)-places] + "." + digits[len(digits)-places:]
	}
	if n.Sign() < 0 {
		return "-" + digits
	}
	return digits
}

// showFull writes r with the given places, or with up to two if it has more digits than that.
func showFull(r *big.Rat, places int) string {
	for places < 2 && !new(big.Rat).Mul(r, new(big.Rat).SetInt(power10(places))).IsInt() {
		places++
	}
	return show(r, places)
}

// judge compares a stated figure with what was computed for it.
func judge(stated figure, h hypothesis) (Verdict, Reason) {
	verdict, reason := compare(stated, h.estimate)
	if verdict != Confirmed && h.inexact {
		if stated.bound == Over || stated.bound == From {
			if h.floor && reason == OutsideBound {
				return Contradicted, OutsideBound
			}
		}
		return NotCheckable, Inexact
	}
	if verdict == Contradicted && reason == Different && h.average != nil && scaled(h.average, stated.places()).Cmp(statedInt(stated)) == 0 {
		return Contradicted, SimpleAverage
	}
	return verdict, reason
}

func statedInt(stated figure) *big.Int { return scaled(ratOf(stated.value), stated.places()) }

func compare(stated figure, e estimate) (Verdict, Reason) {
	switch stated.bound {
	case Over, From, Under, UpTo:
		return compareBound(stated, e)
	case Near, About:
		return compareLoosely(stated, e)
	}
	p, want := stated.places(), statedInt(stated)
	if scaled(e.mid, p).Cmp(want) == 0 {
		return Confirmed, Rounded
	}
	reason := Different
	if truncated(e.mid, p).Cmp(want) == 0 {
		reason = Truncated
	}
	if scaled(e.lo, p).Cmp(want) > 0 || scaled(e.hi, p).Cmp(want) < 0 {
		return Contradicted, reason
	}
	// The rounding of the operands alone could explain the difference. Where it is finer than the last digit stated, digits that were
	// merely cut off are still a mistake.
	width := new(big.Rat).Sub(e.hi, e.lo)
	ulp := new(big.Rat).SetFrac(big.NewInt(1), power10(p))
	if reason == Truncated && width.Cmp(ulp) < 0 {
		return Contradicted, Truncated
	}
	return NotCheckable, Coarse
}

func compareBound(stated figure, e estimate) (Verdict, Reason) {
	value := ratOf(stated.value)
	mid, best := e.mid.Cmp(value), e.hi.Cmp(value) // best is the end of the range that favours the bound
	if stated.bound == Under || stated.bound == UpTo {
		mid, best = -mid, -e.lo.Cmp(value)
	}
	strict := stated.bound == Over || stated.bound == Under
	switch {
	case mid > 0, mid == 0 && !strict:
		return Confirmed, WithinBound
	case best > 0 || best == 0 && !strict:
		return NotCheckable, Coarse
	}
	return Contradicted, OutsideBound
}

// compareLoosely allows an estimate to be off by a twentieth, as "近" and "约" do.
func compareLoosely(stated figure, e estimate) (Verdict, Reason) {
	if near(e.mid, ratOf(stated.value), 20) || scaled(e.mid, stated.places()).Cmp(statedInt(stated)) == 0 {
		return Confirmed, WithinBound
	}
	return Contradicted, OutsideBound
}

// near reports whether a and b differ by at most a part-th of b.
func near(a, b *big.Rat, part int64) bool {
	diff := new(big.Rat).Sub(a, b)
	limit := new(big.Rat).Mul(new(big.Rat).Abs(b), big.NewRat(1, part))
	return diff.Abs(diff).Cmp(limit) <= 0
}

// decide chooses among hypotheses and records the claim. Certain ones come first; without a certain one, any that fits confirms, and a
// likely one that nearly fits contradicts.
func (c *checker) decide(kind Kind, stated figure, hyps []hypothesis) {
	best, verdict, reason := choose(stated, hyps)
	c.record(kind, stated, best, verdict, reason)
}

func choose(stated figure, hyps []hypothesis) (best *hypothesis, verdict Verdict, reason Reason) {
	for i := range hyps {
		if h := &hyps[i]; h.certain {
			verdict, reason = judge(stated, *h)
			return h, verdict, reason
		}
	}
	for i := range hyps {
		if verdict, reason = judge(stated, hyps[i]); verdict == Confirmed {
			return &hyps[i], verdict, reason
		}
	}
	for i := range hyps {
		h := &hyps[i]
		if !h.likely {
			continue
		}
		if verdict, reason = judge(stated, *h); verdict == NotCheckable || near(h.mid, ratOf(stated.value), 5) {
			return h, verdict, reason
		}
	}
	if len(hyps) == 0 {
		return nil, NotCheckable, NoFigures
	}
	return nil, NotCheckable, Unclear
}

func (c *checker) record(kind Kind, stated figure, h *hypothesis, verdict Verdict, reason Reason) {
	d := c.doc
	start := stated.start - len(stated.before)
	end := stated.end
	claim := Claim{Kind: kind, Stated: d.public(stated), Verdict: verdict, Reason: reason}
	if h != nil {
		claim.Right = show(h.mid, stated.places())
		if stated.bound != Exact { // a bound has fewer digits than the value it bounds
			claim.Right = showFull(h.mid, stated.places())
		}
		claim.Formula = h.formula + " = " + showFull(h.mid, stated.places()) + h.result
		for _, o := range h.figures {
			claim.Figures = append(claim.Figures, d.public(o.figure))
			if o.fact == "" && o.sentence == stated.sentence {
				start, end = min(start, o.start), max(end, o.end)
			}
		}
	}
	claim.Place = d.place(start, end, stated.sentence)
	claim.Text = d.original(start, end)
	c.claims = append(c.claims, claim)
}
