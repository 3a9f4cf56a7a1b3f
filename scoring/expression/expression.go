// Package expression evaluates the small arithmetic expressions that schemes and indicators may state over named figures, such as
// "min(1, 实际完成值 / 年度指标值)". It knows decimals, names, + - * / and parentheses, a trailing % on a number, and min, max and abs.
// Values are exact rationals; the only rounding is the one the caller asks for.
package expression

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/govalues/decimal"
)

// MaxLength is the longest expression, in bytes, that [Parse] accepts.
const MaxLength = 1000

const maxDepth = 50

// SyntaxError says where an expression cannot be read. At counts bytes from 0.
type SyntaxError struct {
	At    int
	Found string
	Want  string
}

// Error describes the place and what would be allowed there.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("at byte %d: found %q, want %s", e.At, e.Found, e.Want)
}

// Errors of evaluation; the ones returned wrap these.
var (
	ErrUnknownName    = errors.New("unknown name")
	ErrDivisionByZero = errors.New("division by zero")
	ErrRange          = errors.New("result out of range")
)

// Expression is a parsed expression. It is immutable.
type Expression struct {
	root node
}

// Lookup returns the figure of a name, false where there is none.
type Lookup func(name string) (decimal.Decimal, bool)

// Points evaluates the expression as a share of weight, cut to 0..1, and returns the points half-up to the given places.
// The error wraps [ErrUnknownName], [ErrDivisionByZero] or [ErrRange].
func (e *Expression) Points(weight decimal.Decimal, places int, lookup Lookup) (decimal.Decimal, error) {
	value, err := e.root.eval(lookup)
	if err != nil {
		return decimal.Decimal{}, err
	}
	switch {
	case value.Sign() < 0:
		value = new(big.Rat)
	case value.Cmp(one) > 0:
		value = one
	}
	return round(new(big.Rat).Mul(value, rational(weight)), places)
}

// Value evaluates the expression and returns it half-up to the given places. Errors are those of [Expression.Points].
func (e *Expression) Value(places int, lookup Lookup) (decimal.Decimal, error) {
	value, err := e.root.eval(lookup)
	if err != nil {
		return decimal.Decimal{}, err
	}
	return round(value, places)
}

var one = big.NewRat(1, 1)

func rational(d decimal.Decimal) *big.Rat {
	num := new(big.Int).SetUint64(d.Coef())
	if d.IsNeg() {
		num.Neg(num)
	}
	return new(big.Rat).SetFrac(num, power10(d.Scale()))
}

func power10(n int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}

func round(value *big.Rat, places int) (decimal.Decimal, error) {
	num := new(big.Int).Mul(value.Num(), power10(places))
	negative := num.Sign() < 0
	num.Abs(num)
	quotient, rest := num.QuoRem(num, value.Denom(), new(big.Int))
	if rest.Lsh(rest, 1).Cmp(value.Denom()) >= 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	if negative {
		quotient.Neg(quotient)
	}
	if !quotient.IsInt64() {
		return decimal.Decimal{}, ErrRange
	}
	d, err := decimal.New(quotient.Int64(), places)
	if err != nil {
		return decimal.Decimal{}, ErrRange
	}
	return d, nil
}
