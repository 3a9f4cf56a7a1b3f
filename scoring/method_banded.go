package scoring

import (
	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
)

// banded reads the actual, or the completion in %, against the indicator's own table of bands.
func banded(in input) outcome {
	bands := in.indicator.Method.Bands
	if len(bands) == 0 {
		return waiting(problemNoBands)
	}
	if in.indicator.Method.Basis == BandCompletion {
		want, got, stop, ok := in.quantities()
		if !ok {
			return stop
		}
		if want.IsZero() {
			return waiting(problemNoTarget)
		}
		return in.byBand(bands, got, want)
	}
	got, stop, ok := in.rate()
	if !ok {
		return stop
	}
	return in.byBand(bands, got, decimal.Hundred)
}

// satisfaction scores a satisfaction rate by the indicator's or the scheme's bands (财预〔2021〕101号, 满意度赋分), else in proportion.
func satisfaction(in input) outcome {
	bands := in.indicator.Method.Bands
	if len(bands) == 0 {
		bands = in.scheme.Satisfaction
	}
	if len(bands) == 0 {
		return proportional(in)
	}
	got, stop, ok := in.rate()
	if !ok {
		return stop
	}
	return in.byBand(bands, got, decimal.Hundred)
}

// rate returns the actual as a figure that bands are read against.
func (in input) rate() (got decimal.Decimal, stop outcome, ok bool) {
	if got, stop, ok = in.actual(); ok {
		stop, ok = in.sharePercent()
	}
	return got, stop, ok
}

// byBand grants what the band of 100 x got/base earns. The quotient is compared, never rounded.
func (in input) byBand(bands []Band, got, base decimal.Decimal) outcome {
	band, ok := bandOf(bands, got, base)
	w := working{form: formBand, want: band.AtLeast, got: got, extra: band.Earns}
	if !ok {
		w.form = formBelowBands
		return outcome{points: decimal.MustNew(0, in.scheme.Places), working: w}
	}
	out := in.share(w, band.Earns, decimal.Hundred)
	out.met = band.Earns.Cmp(decimal.Hundred) >= 0
	return out
}

// bandOf returns the first band whose bound 100 x got/base reaches.
func bandOf(bands []Band, got, base decimal.Decimal) (Band, bool) {
	for _, b := range bands {
		if exact.CmpProducts(got, decimal.Hundred, b.AtLeast, base) >= 0 {
			return b, true
		}
	}
	return Band{}, false
}
