package claim

import (
	"math/big"
	"math/bits"
)

// maxYears bounds the span of a compound growth.
const maxYears = 60

// compound returns ((b/a)^(1/n)-1)*100, cut behind a digit more than the places and marked as cut when it is not exact: half a unit
// beyond the last place is then added, so that no later rounding to the places can take it for a tie it is not. a and b are positive.
func compound(a, b number, n, places int) number {
	if n == 1 {
		return b.quo(a).sub(one).mul(hundred)
	}
	places += 3 // two for the percentage, one beyond
	root, exact := rootOf(b.quo(a), n, places)
	if !exact {
		root = root.mul(whole(2)).add(one).quo(whole(2))
	}
	scale := wideNumber(new(big.Rat).SetInt(power10(places)))
	if places < len(pow10) {
		scale = whole(pow10[places])
	}
	return root.quo(scale).sub(one).mul(hundred)
}

// rootOf returns floor(r^(1/n) * 10^places) and whether that is all of it.
func rootOf(r number, n, places int) (root number, exact bool) {
	if n == 2 && r.wide == nil && 2*places < len(pow10) {
		if root, exact, ok := squareRoot(uint64(r.num), uint64(pow10[2*places]), uint64(r.den)); ok {
			return whole(int64(root)), exact
		}
	}
	// floor((num/den)^(1/n) * scale) = floor of the n-th root of floor(num*scale^n/den)
	radicand := power10(places * n)
	radicand.Mul(radicand, r.rat().Num())
	rest := new(big.Int)
	radicand.QuoRem(radicand, r.rat().Denom(), rest)
	value := integerRoot(radicand, n)
	exact = rest.Sign() == 0 && new(big.Int).Exp(value, big.NewInt(int64(n)), nil).Cmp(radicand) == 0
	return wideNumber(new(big.Rat).SetInt(value)), exact
}

// squareRoot returns the root of floor(a*b/c), where that quotient has at most 126 bits.
func squareRoot(a, b, c uint64) (root uint64, exact, ok bool) {
	high, low := bits.Mul64(a, b)
	top, rest := high/c, high%c
	bottom, rest := bits.Div64(rest, low, c)
	if top >= 1<<62 {
		return 0, false, false
	}
	// Newton's method from above: x falls until it is the root.
	x := uint64(1) << ((128 - bits.LeadingZeros64(top) + 1) / 2)
	if top == 0 {
		x = uint64(1) << ((64 - bits.LeadingZeros64(bottom) + 1) / 2)
	}
	for x > top {
		quotient, _ := bits.Div64(top, bottom, x)
		next := quotient/2 + x/2 + quotient&x&1
		if next >= x {
			squareHigh, squareLow := bits.Mul64(x, x)
			return x, rest == 0 && squareHigh == top && squareLow == bottom, true
		}
		x = next
	}
	return 0, false, false
}

// integerRoot returns the largest integer whose n-th power is at most v, by Newton's method from above.
func integerRoot(v *big.Int, n int) *big.Int {
	if v.Sign() == 0 || n == 1 {
		return new(big.Int).Set(v)
	}
	x := new(big.Int).Lsh(big.NewInt(1), uint(v.BitLen()/n+1))
	degree, less := big.NewInt(int64(n)), big.NewInt(int64(n-1))
	for {
		next := new(big.Int).Exp(x, less, nil)
		next.Quo(v, next)
		next.Add(next, new(big.Int).Mul(x, less)).Quo(next, degree)
		if next.Cmp(x) >= 0 {
			return x
		}
		x = next
	}
}
