package exact

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/govalues/decimal"
)

// ErrEmpty is returned, wrapped, when there is nothing to take a mean or deviation of.
var ErrEmpty = errors.New("no values")

// Mean returns the arithmetic mean, rounded half-up once. The error wraps [ErrEmpty] or [ErrRange].
func Mean(values []decimal.Decimal, places int) (decimal.Decimal, error) {
	if len(values) == 0 {
		return decimal.Decimal{}, fmt.Errorf("mean: %w", ErrEmpty)
	}
	sum, scale := new(big.Int), commonScale(values)
	for _, v := range values {
		sum.Add(sum, integer(v, scale))
	}
	return quotient(sum, big.NewInt(int64(len(values))), scale, places)
}

// WeightedMean returns sum(value x weight) / sum(weight), rounded half-up once. Weights must be as many as values. The error wraps
// [ErrEmpty], [ErrDivisionByZero] where the weights add up to zero, or [ErrRange].
func WeightedMean(values, weights []decimal.Decimal, places int) (decimal.Decimal, error) {
	if len(values) == 0 || len(values) != len(weights) {
		return decimal.Decimal{}, fmt.Errorf("weighted mean of %d values with %d weights: %w", len(values), len(weights), ErrEmpty)
	}
	sum, whole := new(big.Int), new(big.Int)
	scale, weightScale := commonScale(values), commonScale(weights)
	for i, v := range values {
		weight := integer(weights[i], weightScale)
		whole.Add(whole, weight)
		sum.Add(sum, weight.Mul(weight, integer(v, scale)))
	}
	if whole.Sign() == 0 {
		return decimal.Decimal{}, fmt.Errorf("weighted mean: %w", ErrDivisionByZero)
	}
	return quotient(sum, whole, scale, places) // the weights' scale cancels out
}

// Median returns the middle value, or the mean of the two middle ones, rounded half-up. The order of values does not matter and is kept.
// The error wraps [ErrEmpty] or [ErrRange].
func Median(values []decimal.Decimal, places int) (decimal.Decimal, error) {
	if len(values) == 0 {
		return decimal.Decimal{}, fmt.Errorf("median: %w", ErrEmpty)
	}
	sorted := slices.SortedFunc(slices.Values(values), decimal.Decimal.Cmp)
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return Mean(sorted[middle:middle+1], places)
	}
	return Mean(sorted[middle-1:middle+1], places)
}

// Deviation returns the standard deviation of values as a whole population (divided by their number), rounded half-up once; the root
// is taken over integers. The error wraps [ErrEmpty] or [ErrRange].
func Deviation(values []decimal.Decimal, places int) (decimal.Decimal, error) {
	if len(values) == 0 {
		return decimal.Decimal{}, fmt.Errorf("standard deviation: %w", ErrEmpty)
	}
	scale, n := commonScale(values), big.NewInt(int64(len(values)))
	sum, squares := new(big.Int), new(big.Int)
	for _, v := range values {
		x := integer(v, scale)
		sum.Add(sum, x)
		squares.Add(squares, new(big.Int).Mul(x, x))
	}
	// deviation = sqrt(n·Σx² − (Σx)²) / (n·10^scale); the answer's coefficient is that times 10^places.
	spread := squares.Mul(squares, n)
	spread.Sub(spread, sum.Mul(sum, sum)).Mul(spread, power(2*places))
	unit := new(big.Int).Mul(n, power(scale))
	unit.Mul(unit, unit)
	root := new(big.Int).Sqrt(new(big.Int).Quo(spread, unit))
	// Half-up: one more where (2·root+1)² ≤ 4·spread/unit, that is root + ½ ≤ the exact root.
	half := new(big.Int).Lsh(root, 1)
	half.Add(half, big.NewInt(1)).Mul(half, half).Mul(half, unit)
	if half.Cmp(spread.Lsh(spread, 2)) <= 0 {
		root.Add(root, big.NewInt(1))
	}
	return fromBig(root, places)
}

func commonScale(values []decimal.Decimal) int {
	scale := 0
	for _, v := range values {
		scale = max(scale, v.Scale())
	}
	return scale
}

// integer returns d times 10^scale, which must be at least d's scale.
func integer(d decimal.Decimal, scale int) *big.Int {
	n := new(big.Int).SetUint64(d.Coef())
	if d.IsNeg() {
		n.Neg(n)
	}
	if scale == d.Scale() {
		return n
	}
	return n.Mul(n, power(scale-d.Scale()))
}

// quotient returns a/(b·10^scale) rounded half-up, away from zero.
func quotient(a, b *big.Int, scale, places int) (decimal.Decimal, error) {
	negative := a.Sign()*b.Sign() < 0
	num := new(big.Int).Abs(a)
	num.Mul(num, power(places))
	den := new(big.Int).Abs(b)
	den.Mul(den, power(scale))
	q, rest := num.QuoRem(num, den, new(big.Int))
	if rest.Lsh(rest, 1).Cmp(den) >= 0 {
		q.Add(q, big.NewInt(1))
	}
	if negative {
		q.Neg(q)
	}
	return fromBig(q, places)
}

func fromBig(n *big.Int, places int) (decimal.Decimal, error) {
	if !n.IsInt64() {
		return decimal.Decimal{}, fmt.Errorf("%s: %w", n, ErrRange)
	}
	d, err := decimal.New(n.Int64(), places)
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%s: %w", n, ErrRange)
	}
	return d, nil
}
