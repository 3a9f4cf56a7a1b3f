package claim

import (
	"math/big"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"
)

// drawNumber draws a number of any size, also at the edges of a machine word, with its value as a big.Rat.
func drawNumber(t *rapid.T, label string) (number, *big.Rat) {
	edges := []int64{0, 1, -1, 2, 10, 999_999_999, 1 << 31, 1<<62 - 1, 1<<63 - 1, -1 << 63, -1<<63 + 1}
	draw := rapid.OneOf(rapid.SampledFrom(edges), rapid.Int64(), rapid.Int64Range(-100_000, 100_000))
	num, den := draw.Draw(t, label), draw.Draw(t, label+" below")
	if den <= 0 {
		den = 1
	}
	if rapid.IntRange(0, 4).Draw(t, label+" wide") == 0 {
		r := new(big.Rat).Mul(big.NewRat(num, den), big.NewRat(1<<62+1, 3))
		return wideNumber(r), r
	}
	return number{num: num, den: den}, big.NewRat(num, den)
}

// TestNumbersAreExact: whatever their size, numbers compute what fractions compute.
func TestNumbersAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, x := drawNumber(t, "a")
		b, y := drawNumber(t, "b")
		same := func(what string, got number, want *big.Rat) {
			if got.rat().Cmp(want) != 0 {
				t.Fatalf("%s %s %s: got %s, want %s", x, what, y, got.rat(), want)
			}
		}
		same("+", a.add(b), new(big.Rat).Add(x, y))
		same("-", a.sub(b), new(big.Rat).Sub(x, y))
		same("x", a.mul(b), new(big.Rat).Mul(x, y))
		if y.Sign() != 0 {
			same("/", a.quo(b), new(big.Rat).Quo(x, y))
		}
		if got, want := a.cmp(b), x.Cmp(y); got != want {
			t.Fatalf("%s against %s: %d, want %d", x, y, got, want)
		}
		if a.sign() != x.Sign() || a.isWhole() != x.IsInt() {
			t.Fatalf("%s: sign %d, whole %v", x, a.sign(), a.isWhole())
		}
		places := rapid.IntRange(0, 20).Draw(t, "places")
		shifted := new(big.Rat).Mul(x, new(big.Rat).SetInt(power10(places)))
		same("cut", a.truncated(places), new(big.Rat).SetInt(new(big.Int).Quo(shifted.Num(), shifted.Denom())))
		same("rounded", a.scaled(places), new(big.Rat).SetInt(roundHalfUp(shifted)))
	})
}

// roundHalfUp rounds by the definition: the floor of twice the size plus one, halved.
func roundHalfUp(r *big.Rat) *big.Int {
	size := new(big.Rat).Abs(r)
	size.Add(size, big.NewRat(1, 2))
	n := new(big.Int).Quo(size.Num(), size.Denom())
	if r.Sign() < 0 {
		n.Neg(n)
	}
	return n
}

func TestDecimalsBecomeNumbersAndBack(t *testing.T) {
	for _, text := range []string{"0", "-0.5", "12480.11", "9999999999999999999", "0.9999999999999999999", "-1234567890123456789", "0.000001"} {
		d := decimal.MustParse(text)
		if got := numberOf(d).show(d.Scale()); got != text {
			t.Errorf("%s came back as %s", text, got)
		}
	}
}

// TestSquareRoots: the fast root is the one that big integers give.
func TestSquareRoots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.OneOf(rapid.Uint64(), rapid.Uint64Range(1, 10_000_000))
		a, b, c := max(size.Draw(t, "a"), 1), max(size.Draw(t, "b"), 1), max(size.Draw(t, "c"), 1)
		root, exact, ok := squareRoot(a, b, c)
		product := new(big.Int).Mul(new(big.Int).SetUint64(a), new(big.Int).SetUint64(b))
		quotient, rest := product.QuoRem(product, new(big.Int).SetUint64(c), new(big.Int))
		if !ok {
			if quotient.BitLen() < 126 && quotient.Sign() > 0 {
				t.Fatalf("no root of %s", quotient)
			}
			return
		}
		want := new(big.Int).Sqrt(quotient)
		isExact := rest.Sign() == 0 && new(big.Int).Mul(want, want).Cmp(quotient) == 0
		if new(big.Int).SetUint64(root).Cmp(want) != 0 || exact != isExact {
			t.Fatalf("root of %s: %d, want %s; exact %v", quotient, root, want, exact)
		}
	})
}
