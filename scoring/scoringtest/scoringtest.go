// Package scoringtest is what tests of the field and of everything above it start from: the schemes and the example evaluation that the
// program carries, read as it reads them, and amounts written as text. Only tests import it.
package scoringtest

import (
	"github.com/govalues/decimal"

	"zhunsheng/assets"
	"zhunsheng/scoring"
)

// TB is what the functions need of a test, a benchmark, a fuzz target or a property.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Some is the amount, rate or points that a text such as "96.2" states. A text that is no decimal panics, as it is a fault of the test.
func Some(text string) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: decimal.MustParse(text), Valid: true}
}

// Scheme reads the embedded scheme with the given ID. Every call makes a new one, which the test may change.
func Scheme(tb TB, id string) *scoring.Scheme {
	tb.Helper()
	data, ok := assets.Scheme(id)
	if !ok {
		tb.Fatalf("no scheme %q is embedded", id)
	}
	s, err := scoring.ReadScheme(data)
	if err != nil {
		tb.Fatalf("scheme %s: %v", id, err)
	}
	return s
}

// Schemes reads all embedded schemes, in the order in which the program offers them.
func Schemes(tb TB) []*scoring.Scheme {
	tb.Helper()
	var all []*scoring.Scheme
	for _, id := range assets.SchemeIDs() {
		all = append(all, Scheme(tb, id))
	}
	return all
}

// Example reads the embedded example evaluation. Every call makes a new one, which the test may change; its own scheme is
// Scheme(tb, e.Scheme.ID).
func Example(tb TB) *scoring.Evaluation {
	tb.Helper()
	e, err := scoring.ReadEvaluation(assets.Example())
	if err != nil {
		tb.Fatalf("the example: %v", err)
	}
	return e
}
