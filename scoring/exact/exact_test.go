package exact_test

import (
	"errors"
	"math/big"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/scoring/exact"
)

func dec(text string) decimal.Decimal { return decimal.MustParse(text) }

func decs(texts ...string) []decimal.Decimal {
	out := make([]decimal.Decimal, len(texts))
	for i, text := range texts {
		out[i] = dec(text)
	}
	return out
}

func TestRoundHalfUp(t *testing.T) {
	cases := []struct {
		value  string
		places int
		want   string
	}{
		{"9.685", 2, "9.69"},
		{"9.6849999999999999", 2, "9.68"},
		{"-9.685", 2, "-9.69"},
		{"99.985", 2, "99.99"},
		{"0.005", 2, "0.01"},
		{"0.0049999", 2, "0.00"},
		{"10", 2, "10.00"},
		{"9.995", 2, "10.00"},
		{"0.5", 0, "1"},
		{"0.4999999999999999999", 0, "0"},
	}
	for _, c := range cases {
		if got := exact.Round(dec(c.value), c.places).String(); got != c.want {
			t.Errorf("%s to %d places: got %s, want %s", c.value, c.places, got, c.want)
		}
	}
}

func TestMulQuo(t *testing.T) {
	cases := []struct {
		a, b, c string
		places  int
		want    string
	}{
		{"10", "968.5", "1000", 2, "9.69"},
		{"10", "968.4999999999", "1000", 2, "9.68"},
		{"1", "2", "3", 6, "0.666667"},
		{"-1", "2", "3", 2, "-0.67"},
		{"1000000000000.000001", "100", "999999999999.999999", 2, "100.00"},
		{"9999999999999999999", "9999999999999999999", "9999999999999999999", 0, "9999999999999999999"},
	}
	for _, c := range cases {
		got, err := exact.MulQuo(dec(c.a), dec(c.b), dec(c.c), c.places)
		if c.want == "9999999999999999999" { // beyond the coefficient this package builds
			if !errors.Is(err, exact.ErrRange) {
				t.Errorf("%s×%s÷%s: got %s, %v, want a range error", c.a, c.b, c.c, got, err)
			}
			continue
		}
		if err != nil || got.String() != c.want {
			t.Errorf("%s×%s÷%s: got %s, %v, want %s", c.a, c.b, c.c, got, err, c.want)
		}
	}
	if _, err := exact.Quo(dec("1"), dec("0"), 2); !errors.Is(err, exact.ErrDivisionByZero) {
		t.Errorf("division by zero: %v", err)
	}
}

// anyDecimal draws decimals of every size, sign and scale.
func anyDecimal(t *rapid.T, label string) decimal.Decimal {
	coefficient := rapid.Int64().Draw(t, label)
	d, err := decimal.New(coefficient>>rapid.IntRange(0, 63).Draw(t, label+" shift"), rapid.IntRange(0, 19).Draw(t, label+" scale"))
	if err != nil {
		t.Skip(err)
	}
	return d
}

func rat(t *rapid.T, d decimal.Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		t.Fatalf("%s is not a number", d)
	}
	return r
}

func TestCmpProductsIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c, d := anyDecimal(t, "a"), anyDecimal(t, "b"), anyDecimal(t, "c"), anyDecimal(t, "d")
		if rapid.Bool().Draw(t, "equal") {
			c, d = b, a
		}
		want := new(big.Rat).Mul(rat(t, a), rat(t, b)).Cmp(new(big.Rat).Mul(rat(t, c), rat(t, d)))
		if got := exact.CmpProducts(a, b, c, d); got != want {
			t.Fatalf("%s×%s against %s×%s: got %d, want %d", a, b, c, d, got, want)
		}
	})
}

func TestStatistics(t *testing.T) {
	cases := []struct {
		name            string
		values          []decimal.Decimal
		mean, median, s string
	}{
		{"one", decs("8.5"), "8.50", "8.50", "0.00"},
		{"two", decs("8", "9"), "8.50", "8.50", "0.50"},
		{"order does not matter", decs("9", "7", "8"), "8.00", "8.00", "0.82"}, // sqrt(2/3) = 0.8164…
		{"thirds", decs("1", "1", "2"), "1.33", "1.00", "0.47"},
		{"tie rounds up", decs("0.01", "0.02"), "0.02", "0.02", "0.01"}, // mean 0.015, deviation 0.005
		{"alike", decs("7.25", "7.25", "7.25"), "7.25", "7.25", "0.00"},
		{"textbook", decs("2", "4", "4", "4", "5", "5", "7", "9"), "5.00", "4.50", "2.00"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, got := range []struct {
				of   func([]decimal.Decimal, int) (decimal.Decimal, error)
				want string
			}{{exact.Mean, c.mean}, {exact.Median, c.median}, {exact.Deviation, c.s}} {
				d, err := got.of(c.values, 2)
				if err != nil || d.String() != got.want {
					t.Errorf("got %s, %v, want %s", d, err, got.want)
				}
			}
		})
	}
	if _, err := exact.Mean(nil, 2); !errors.Is(err, exact.ErrEmpty) {
		t.Errorf("mean of nothing: %v", err)
	}
	if d, err := exact.WeightedMean(decs("10", "5"), decs("0.6", "0.4"), 2); err != nil || d.String() != "8.00" {
		t.Errorf("weighted: %s, %v", d, err)
	}
	if _, err := exact.WeightedMean(decs("10"), decs("0"), 2); !errors.Is(err, exact.ErrDivisionByZero) {
		t.Errorf("weights of zero: %v", err)
	}
}

// TestDeviationIsTheNearest: no other value of two places lies nearer to the true root, whose square is known exactly.
func TestDeviationIsTheNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfN(rapid.Int64Range(0, 10000), 1, 9).Draw(t, "values")
		values := make([]decimal.Decimal, len(numbers))
		for i, n := range numbers {
			values[i] = decimal.MustNew(n, 2)
		}
		got, err := exact.Deviation(values, 2)
		if err != nil {
			t.Fatal(err)
		}
		n := big.NewRat(int64(len(values)), 1)
		sum, squares := new(big.Rat), new(big.Rat)
		for _, v := range values {
			r := rat(t, v)
			sum.Add(sum, r)
			squares.Add(squares, new(big.Rat).Mul(r, r))
		}
		mean := new(big.Rat).Quo(sum, n)
		variance := new(big.Rat).Sub(new(big.Rat).Quo(squares, n), new(big.Rat).Mul(mean, mean))
		half := big.NewRat(5, 1000)
		low, high := new(big.Rat).Sub(rat(t, got), half), new(big.Rat).Add(rat(t, got), half)
		if low.Sign() > 0 && new(big.Rat).Mul(low, low).Cmp(variance) > 0 {
			t.Fatalf("%s is too large for variance %s", got, variance)
		}
		if new(big.Rat).Mul(high, high).Cmp(variance) <= 0 {
			t.Fatalf("%s is too small for variance %s", got, variance)
		}
	})
}

func BenchmarkCmpProducts(b *testing.B) {
	executed, budget, bound := dec("9459.61"), dec("12480.11"), dec("75")
	b.ReportAllocs()
	for b.Loop() {
		exact.CmpProducts(executed, decimal.Hundred, bound, budget)
	}
}
