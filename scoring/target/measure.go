package target

import "github.com/govalues/decimal"

// Measure is what a unit measures and in what size, looked up once by readers that compare many figures. Measures may be compared with ==
// only for being looked up from one spelling; use [Measure.Same].
type Measure struct {
	dimension              string
	numerator, denominator int64
}

// MeasureOf returns the measure of a unit in any of its written forms. A unit that is not known is a dimension of its own.
func MeasureOf(unit string) Measure {
	m, _ := measureOf(fold(unit).s)
	return Measure{m.dimension, m.numerator, m.denominator}
}

// Converts reports whether figures of the two measures can be computed with each other, as [Convertible] does.
func (m Measure) Converts(other Measure) bool { return m.dimension == other.dimension }

// Same reports whether the two are one unit in two spellings, as [SameUnit] does.
func (m Measure) Same(other Measure) bool {
	return m.dimension == other.dimension && m.numerator*other.denominator == other.numerator*m.denominator
}

// Factor returns the fraction by which a figure in m is multiplied to be in another unit of the same dimension, in lowest terms. Both
// parts are positive.
func (m Measure) Factor(to Measure) (numerator, denominator int64) {
	return reduce(m.numerator*to.denominator, m.denominator*to.numerator)
}

// ShareForPercent reports whether of two figures one can only be a share and the other a percentage: "0.9", at most 1 without a unit, and
// "88%", above 1 %. They must not be compared as they stand.
func ShareForPercent(a, b Value) bool {
	return isShare(a) && isPercentage(b) || isShare(b) && isPercentage(a)
}

func isShare(v Value) bool {
	return v.IsNumeric() && v.Unit == "" && v.High.IsPos() && v.High.Cmp(decimal.One) <= 0
}

func isPercentage(v Value) bool {
	return v.IsNumeric() && v.Unit == "%" && v.High.Cmp(decimal.One) > 0
}
