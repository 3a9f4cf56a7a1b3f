package scoring

import (
	"math/bits"
	"slices"
	"sort"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
)

// SensitivityOptions say how far weights are moved and how often.
type SensitivityOptions struct {
	Tolerance decimal.Decimal `json:"tolerance"` // each weight moves by at most so many % of itself, up or down; 0 to 100
	Samples   int             `json:"samples"`   // 0 takes 1000; at most 100,000
	Seed      uint64          `json:"seed"`      // the same seed draws the same weights
}

// Sensitivity says how much a result depends on the exact weights.
//
// Two things are computed. The extremes are searched for, not drawn: the total is a quotient of sums over the weights, so its lowest
// and highest values lie where the best-earning rows have their largest weights and the others their smallest, or the reverse; every
// such split is scored. How often the grade changes is sampled: Samples sets of weights, each moved at random within the tolerance by
// a generator that the seed fixes. In both, the moved weights are scaled so that they add up to what they added up to before, rounded
// to the scheme's places by largest remainder, and the execution row stands.
type Sensitivity struct {
	Options    SensitivityOptions `json:"options"`
	Total      decimal.Decimal    `json:"total"` // with the weights as they are
	Grade      string             `json:"grade"`
	Lowest     decimal.Decimal    `json:"lowest"`
	Highest    decimal.Decimal    `json:"highest"`
	LowestIs   string             `json:"lowestGrade"`
	HighestIs  string             `json:"highestGrade"`
	Grades     []GradeCount       `json:"grades"`         // of the samples, in the scheme's order
	Changed    int                `json:"changed"`        // samples with another grade
	ChangedPct decimal.Decimal    `json:"changedPercent"` // of all samples, two places
}

// GradeCount counts how often a grade occurs.
type GradeCount struct {
	Grade string `json:"grade"`
	Count int    `json:"count"`
}

const (
	defaultSamples = 1000
	maxSamples     = 100_000
)

// Sensitive scores an evaluation again and again with weights that differ a little. It returns what it found; it never fails.
func Sensitive(s *Scheme, e *Evaluation, o SensitivityOptions) Sensitivity {
	if o.Samples <= 0 {
		o.Samples = defaultSamples
	}
	o.Samples = min(o.Samples, maxSamples)
	if o.Tolerance.IsNeg() {
		o.Tolerance = decimal.Zero
	}
	if o.Tolerance.Cmp(decimal.Hundred) > 0 {
		o.Tolerance = decimal.Hundred
	}
	base := Score(s, e)
	out := Sensitivity{Options: o, Total: base.Total, Grade: base.Grade, Lowest: base.Total, Highest: base.Total}
	m := newMover(s, e, base, o)
	m.extremes(&out)
	out.LowestIs, out.HighestIs = s.GradeOf(out.Lowest), s.GradeOf(out.Highest)
	counts := make(map[string]int)
	draw := generator(o.Seed)
	for range o.Samples {
		card := m.score(func(int) int64 { return int64(draw.below(2*moveSteps+1)) - moveSteps })
		counts[card.Grade]++
		if card.Grade != base.Grade {
			out.Changed++
		}
	}
	for _, g := range s.Grades {
		if n := counts[g.Name]; n > 0 {
			out.Grades = append(out.Grades, GradeCount{Grade: g.Name, Count: n})
		}
	}
	out.ChangedPct, _ = exact.MulQuo(count(out.Changed), decimal.Hundred, count(o.Samples), 2) // samples are at least one
	return out
}

func count(n int) decimal.Decimal { return decimal.MustNew(int64(n), 0) }

// moveSteps is how finely a weight is moved: in steps of a 1000th of the tolerance.
const moveSteps = 1000

// mover scores an evaluation with moved weights.
type mover struct {
	scheme     *Scheme
	evaluation *Evaluation
	base       *Scorecard
	percent    decimal.Decimal
	rows       []int // all of them
	sum        decimal.Decimal
	moved      []Indicator // only their weights are used
	weights    []decimal.Decimal
}

func newMover(s *Scheme, e *Evaluation, base *Scorecard, o SensitivityOptions) *mover {
	m := &mover{
		scheme: s, evaluation: e, base: base, percent: o.Tolerance,
		rows: make([]int, len(e.Indicators)), moved: make([]Indicator, len(e.Indicators)), weights: make([]decimal.Decimal, len(e.Indicators)),
	}
	for i := range m.rows {
		m.rows[i] = i
		m.sum = plus(base, m.sum, base.Lines[i].Weight)
	}
	return m
}

// score moves every weight by step(row)/moveSteps of the tolerance, scales them back to their sum and scores. Where that cannot be
// done, because all weights have become 0, the weights stay as they were.
func (m *mover) score(step func(row int) int64) *Scorecard {
	for i := range m.rows {
		weight := m.base.Lines[i].Weight
		m.moved[i].Weight = weight
		factor, err := decimal.MustNew(step(i), 0).Mul(m.percent)
		if err != nil {
			continue
		}
		shift, err := exact.MulQuo(weight, factor, decimal.MustNew(moveSteps*100, 0), m.scheme.Places+4)
		if err != nil {
			continue
		}
		if moved, err := weight.Add(shift); err == nil && !moved.IsNeg() {
			m.moved[i].Weight = moved
		}
	}
	if err := apportion(m.sum, m.rows, m.moved, m.weights, m.scheme.Places); err != nil {
		return m.base
	}
	return score(m.scheme, m.evaluation, m.weights, nil)
}

// extremes scores every split of the rows by what share of their weight they earn.
func (m *mover) extremes(out *Sensitivity) {
	order := slices.Clone(m.rows)
	sort.SliceStable(order, func(a, b int) bool {
		left, right := &m.base.Lines[order[a]], &m.base.Lines[order[b]]
		return exact.CmpProducts(left.Points, right.Weight, right.Points, left.Weight) > 0
	})
	rank := make([]int, len(order))
	for at, row := range order {
		rank[row] = at
	}
	for split := range len(order) + 1 {
		for _, sign := range [...]int64{1, -1} {
			total := m.score(func(row int) int64 {
				if rank[row] < split {
					return sign * moveSteps
				}
				return -sign * moveSteps
			}).Total
			if total.Cmp(out.Lowest) < 0 {
				out.Lowest = total
			}
			if total.Cmp(out.Highest) > 0 {
				out.Highest = total
			}
		}
	}
}

// generator is the SplitMix64 sequence: small, and the same on every machine.
type generator uint64

// below returns the next number of 0..n-1.
func (g *generator) below(n uint64) uint64 {
	*g += 0x9e3779b97f4a7c15
	z := uint64(*g)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	high, _ := bits.Mul64(z^z>>31, n)
	return high
}
