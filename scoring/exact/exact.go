// Package exact does the little arithmetic that scoring needs without ever losing a digit.
//
// Points, amounts and rates are decimals. A quotient of decimals has, in general, no finite decimal form, so every division here
// ends in one explicit rounding: half-up, away from zero, to a stated number of decimal places. The quotient is computed over
// integers and rounded once; it is never derived from an already rounded value, so 9.685 becomes 9.69 and 9.6849999999999999999
// becomes 9.68.
package exact

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"math/bits"

	"github.com/govalues/decimal"
)

// ErrDivisionByZero is returned, wrapped, when a divisor is zero.
var ErrDivisionByZero = errors.New("division by zero")

// ErrRange is returned, wrapped, when a result does not fit the 19 significant digits a decimal holds.
var ErrRange = errors.New("result out of range")

// Round returns d with exactly the given number of decimal places, half-up (a tie moves away from zero).
// A value too large to be shown with that many places is returned as it is.
func Round(d decimal.Decimal, places int) decimal.Decimal {
	if d.Scale() <= places {
		return d.Pad(places)
	}
	shift := d.Scale() - places
	if shift > 19 {
		return decimal.MustNew(0, places)
	}
	unit := pow10[shift]
	quotient, rest := d.Coef()/unit, d.Coef()%unit
	if rest >= unit-rest { // rest*2 >= unit, without overflow
		quotient++
	}
	rounded, err := fromCoefficient(d.IsNeg(), quotient, places)
	if err != nil {
		return d
	}
	return rounded
}

// Quo returns a/b rounded half-up to the given number of places.
// The error wraps [ErrDivisionByZero] or [ErrRange].
func Quo(a, b decimal.Decimal, places int) (decimal.Decimal, error) {
	return MulQuo(a, decimal.One, b, places)
}

// MulQuo returns a*b/c rounded half-up to the given number of places, exact up to that one rounding.
// The error wraps [ErrDivisionByZero] or [ErrRange].
func MulQuo(a, b, c decimal.Decimal, places int) (decimal.Decimal, error) {
	if c.IsZero() {
		return decimal.Decimal{}, fmt.Errorf("%s x %s / %s: %w", a, b, c, ErrDivisionByZero)
	}
	negative := (a.IsNeg() != b.IsNeg()) != c.IsNeg()
	// a*b/c = (A*B / C) * 10^(sc-sa-sb); the answer's coefficient is that times 10^places.
	shift := places + c.Scale() - a.Scale() - b.Scale()
	coef, ok := mulQuoWord(a.Coef(), b.Coef(), c.Coef(), shift)
	if !ok {
		coef, ok = mulQuoBig(a.Coef(), b.Coef(), c.Coef(), shift)
	}
	if !ok {
		return decimal.Decimal{}, fmt.Errorf("%s x %s / %s: %w", a, b, c, ErrRange)
	}
	d, err := fromCoefficient(negative, coef, places)
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%s x %s / %s: %w", a, b, c, ErrRange)
	}
	return d, nil
}

// Sum adds decimals; the error wraps [ErrRange].
func Sum(values ...decimal.Decimal) (decimal.Decimal, error) {
	var total decimal.Decimal
	for _, v := range values {
		next, err := total.Add(v)
		if err != nil {
			return decimal.Decimal{}, fmt.Errorf("%s + %s: %w", total, v, ErrRange)
		}
		total = next
	}
	return total, nil
}

var pow10 = func() (p [20]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

func fromCoefficient(negative bool, coef uint64, places int) (decimal.Decimal, error) {
	if coef > 1<<63-1 {
		return decimal.Decimal{}, ErrRange
	}
	value := int64(coef)
	if negative {
		value = -value
	}
	return decimal.New(value, places)
}

// mulQuoWord is the common case: numerator and divisor fit 128 and 64 bits. ok is false when they do not.
func mulQuoWord(a, b, c uint64, shift int) (quotient uint64, ok bool) {
	hi, lo := bits.Mul64(a, b)
	switch {
	case shift >= 0 && shift < 20:
		if hi != 0 {
			return 0, false
		}
		hi, lo = bits.Mul64(lo, pow10[shift])
	case shift < 0 && shift > -20:
		var over uint64
		if over, c = bits.Mul64(c, pow10[-shift]); over != 0 {
			return 0, false
		}
	default:
		return 0, false
	}
	if hi >= c { // the quotient would not fit
		return 0, false
	}
	quotient, rest := bits.Div64(hi, lo, c)
	if rest >= c-rest {
		quotient++
	}
	return quotient, true
}

func mulQuoBig(a, b, c uint64, shift int) (quotient uint64, ok bool) {
	num := new(big.Int).Mul(new(big.Int).SetUint64(a), new(big.Int).SetUint64(b))
	den := new(big.Int).SetUint64(c)
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(shift, -shift))), nil)
	if shift >= 0 {
		num.Mul(num, scale)
	} else {
		den.Mul(den, scale)
	}
	q, r := num.QuoRem(num, den, new(big.Int))
	if r.Lsh(r, 1).Cmp(den) >= 0 {
		q.Add(q, big.NewInt(1))
	}
	return q.Uint64(), q.IsUint64()
}

// CmpProducts compares a*b with c*d exactly: -1, 0 or +1.
func CmpProducts(a, b, c, d decimal.Decimal) int {
	left, right := productOf(a, b), productOf(c, d)
	if left.sign != right.sign || left.sign == 0 {
		return cmp.Compare(left.sign, right.sign)
	}
	return left.sign * left.cmpSize(right)
}

// product is a product of two decimals as sign, 128-bit coefficient and scale.
type product struct {
	hi, lo uint64
	scale  int
	sign   int
}

func productOf(a, b decimal.Decimal) product {
	p := product{scale: a.Scale() + b.Scale(), sign: a.Sign() * b.Sign()}
	p.hi, p.lo = bits.Mul64(a.Coef(), b.Coef())
	return p
}

// cmpSize compares sizes over a common scale. Coefficients below 2^128 times a power of ten below 2^64 fit three words.
func (p product) cmpSize(q product) int {
	shift := p.scale - q.scale
	if shift <= -len(pow10) || shift >= len(pow10) {
		return p.cmpSizeBig(q)
	}
	left, right := p.scaled(max(-shift, 0)), q.scaled(max(shift, 0))
	for i := range left {
		if left[i] != right[i] {
			return cmp.Compare(left[i], right[i])
		}
	}
	return 0
}

// scaled returns the coefficient times a power of ten, highest word first.
func (p product) scaled(power int) [3]uint64 {
	middle, low := bits.Mul64(p.lo, pow10[power])
	high, carried := bits.Mul64(p.hi, pow10[power])
	middle, carry := bits.Add64(middle, carried, 0)
	return [3]uint64{high + carry, middle, low}
}

func (p product) cmpSizeBig(q product) int {
	left, right := p.big(), q.big()
	if p.scale < q.scale {
		left.Mul(left, power(q.scale-p.scale))
	} else {
		right.Mul(right, power(p.scale-q.scale))
	}
	return left.Cmp(right)
}

func (p product) big() *big.Int {
	n := new(big.Int).SetUint64(p.hi)
	return n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(p.lo))
}

func power(n int) *big.Int {
	if n < len(pow10) {
		return new(big.Int).SetUint64(pow10[n])
	}
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}
