package claim

import (
	"cmp"
	"math/big"
	"math/bits"
	"strconv"
	"strings"

	"github.com/govalues/decimal"
)

// number is an exact fraction. Most fit two machine words; every operation notices when one does not and goes on with big.Rat, so a
// number is never rounded. The zero number is 0.
type number struct {
	num, den int64    // den > 0, or both 0
	wide     *big.Rat // holds the value where the words cannot
}

var (
	one     = number{num: 1, den: 1}
	hundred = number{num: 100, den: 1}
)

func whole(n int64) number { return number{num: n, den: 1} }

func fraction(num, den int64) number { return number{num: num, den: den} }

// numberOf is a decimal as a fraction.
func numberOf(d decimal.Decimal) number {
	coef, scale := d.Coef(), d.Scale()
	if coef > 1<<63-1 || scale >= len(pow10) {
		return wideNumber(ratOf(d))
	}
	n := int64(coef)
	if d.IsNeg() {
		n = -n
	}
	return number{num: n, den: pow10[scale]}
}

func ratOf(d decimal.Decimal) *big.Rat {
	num := new(big.Int).SetUint64(d.Coef())
	if d.IsNeg() {
		num.Neg(num)
	}
	return new(big.Rat).SetFrac(num, power10(d.Scale()))
}

func power10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// pow10 holds the powers of ten that fit an int64.
var pow10 = func() (p [19]int64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

// wideNumber keeps r in words where they suffice.
func wideNumber(r *big.Rat) number {
	if r.Num().IsInt64() && r.Denom().IsInt64() {
		return number{num: r.Num().Int64(), den: r.Denom().Int64()}
	}
	return number{wide: r}
}

// rat is the number as a big.Rat, which must not be changed.
func (a number) rat() *big.Rat {
	if a.wide != nil {
		return a.wide
	}
	return big.NewRat(a.num, max(a.den, 1))
}

// mul64 multiplies and tells whether the product fits.
func mul64(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 || lo > 1<<63-1 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func add64(a, b int64) (int64, bool) {
	sum := a + b
	return sum, (sum > a) == (b > 0)
}

func magnitude(a int64) uint64 {
	if a < 0 {
		return -uint64(a)
	}
	return uint64(a)
}

func (a number) add(b number) number {
	if a.wide == nil && b.wide == nil {
		ad, bd := max(a.den, 1), max(b.den, 1)
		if ad == bd {
			if sum, ok := add64(a.num, b.num); ok {
				return number{num: sum, den: ad}
			}
		} else if x, ok := mul64(a.num, bd); ok {
			y, okY := mul64(b.num, ad)
			den, okDen := mul64(ad, bd)
			if sum, ok := add64(x, y); ok && okY && okDen {
				return number{num: sum, den: den}
			}
		}
	}
	return wideNumber(new(big.Rat).Add(a.rat(), b.rat()))
}

func (a number) neg() number {
	if a.wide != nil || a.num == -1<<63 {
		return wideNumber(new(big.Rat).Neg(a.rat()))
	}
	return number{num: -a.num, den: a.den}
}

func (a number) sub(b number) number { return a.add(b.neg()) }

func (a number) mul(b number) number {
	if a.wide == nil && b.wide == nil {
		num, okNum := mul64(a.num, b.num)
		den, okDen := mul64(max(a.den, 1), max(b.den, 1))
		if okNum && okDen {
			return number{num: num, den: den}
		}
	}
	return wideNumber(new(big.Rat).Mul(a.rat(), b.rat()))
}

// quo divides; b must not be 0.
func (a number) quo(b number) number {
	if b.wide == nil && b.num != -1<<63 {
		num, den := max(b.den, 1), b.num
		if den < 0 {
			num, den = -num, -den
		}
		return a.mul(number{num: num, den: den})
	}
	return wideNumber(new(big.Rat).Quo(a.rat(), b.rat()))
}

func (a number) sign() int {
	if a.wide != nil {
		return a.wide.Sign()
	}
	return cmp.Compare(a.num, 0)
}

func (a number) abs() number {
	if a.sign() < 0 {
		return a.neg()
	}
	return a
}

func (a number) cmp(b number) int {
	if a.wide != nil || b.wide != nil {
		return a.rat().Cmp(b.rat())
	}
	sign, other := cmp.Compare(a.num, 0), cmp.Compare(b.num, 0)
	if sign != other || sign == 0 {
		return cmp.Compare(sign, other)
	}
	leftHigh, leftLow := bits.Mul64(magnitude(a.num), uint64(max(b.den, 1)))
	rightHigh, rightLow := bits.Mul64(magnitude(b.num), uint64(max(a.den, 1)))
	return sign * cmp.Or(cmp.Compare(leftHigh, rightHigh), cmp.Compare(leftLow, rightLow))
}

// scaled returns the number times 10^places, rounded half-up (a tie moves away from zero) to a whole number.
func (a number) scaled(places int) number { return a.toWhole(places, true) }

// truncated returns the number times 10^places without its fraction.
func (a number) truncated(places int) number { return a.toWhole(places, false) }

func (a number) toWhole(places int, round bool) number {
	if a.wide == nil && places < len(pow10) {
		den := uint64(max(a.den, 1))
		high, low := bits.Mul64(magnitude(a.num), uint64(pow10[places]))
		if high < den {
			quotient, rest := bits.Div64(high, low, den)
			if round && rest >= den-rest {
				quotient++
			}
			if quotient <= 1<<63-1 {
				n := int64(quotient)
				if a.num < 0 {
					n = -n
				}
				return whole(n)
			}
		}
	}
	return a.toWholeWide(places, round)
}

func (a number) toWholeWide(places int, round bool) number {
	r := a.rat()
	num, den := new(big.Int).Mul(r.Num(), power10(places)), r.Denom()
	negative := num.Sign() < 0
	num.Abs(num)
	if round {
		num.Lsh(num, 1).Add(num, den)
		den = new(big.Int).Lsh(den, 1)
	}
	num.Quo(num, den)
	if negative {
		num.Neg(num)
	}
	return wideNumber(new(big.Rat).SetInt(num))
}

// isWhole reports whether the number has no fraction.
func (a number) isWhole() bool {
	if a.wide != nil {
		return a.wide.IsInt()
	}
	return a.num%max(a.den, 1) == 0
}

// show writes the number with the given places, rounded half-up.
func (a number) show(places int) string {
	n := a.scaled(places)
	digits, negative := "", n.sign() < 0
	if n.wide != nil {
		digits = new(big.Int).Abs(n.wide.Num()).String()
	} else {
		digits = strconv.FormatUint(magnitude(n.num), 10)
	}
	if places > 0 {
		if len(digits) <= places {
			digits = strings.Repeat("0", places+1-len(digits)) + digits
		}
		digits = digits[:len(digits)-places] + "." + digits[len(digits)-places:]
	}
	if negative {
		return "-" + digits
	}
	return digits
}

// showFull writes the number with the given places, or with up to two if it has more digits than that.
func (a number) showFull(places int) string {
	for places < 2 && !a.mul(whole(pow10[places])).isWhole() {
		places++
	}
	return a.show(places)
}

// near reports whether a and b differ by at most a part-th of b.
func (a number) near(b number, part int64) bool {
	return a.sub(b).abs().cmp(b.abs().mul(fraction(1, part))) <= 0
}
