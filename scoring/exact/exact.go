// Package exact does the little arithmetic that scoring needs without ever losing a digit.
//
// Points, amounts and rates are decimals. A quotient of decimals has, in general, no finite decimal form, so every division here
// ends in one explicit rounding: half-up, away from zero, to a stated number of decimal places. The quotient is computed over
// integers and rounded once; it is never derived from an already rounded value, so 9.685 becomes 9.69 and 9.6849999999999999999
// becomes 9.68.
package exact

import (
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
	left, leftScale := product(a, b)
	right, rightScale := product(c, d)
	if leftScale < rightScale {
		left.Mul(left, power(rightScale-leftScale))
	} else if rightScale < leftScale {
		right.Mul(right, power(leftScale-rightScale))
	}
	return left.Cmp(right)
}

func product(a, b decimal.Decimal) (*big.Int, int) {
	p := new(big.Int).Mul(new(big.Int).SetUint64(a.Coef()), new(big.Int).SetUint64(b.Coef()))
	if a.IsNeg() != b.IsNeg() {
		p.Neg(p)
	}
	return p, a.Scale() + b.Scale()
}

func power(n int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}
