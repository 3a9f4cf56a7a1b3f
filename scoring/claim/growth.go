package claim

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// growth checks a percentage of change: 同比增长18.5%, 年均增长18.41%.
func (c *checker) growth(i int, relations []relation, dir direction) {
	f := c.doc.figures[i]
	yearly := containsAny(f.before, "年均", "年平均", "复合", "平均每年", "每年平均", "平均增") || containsAny(tail(c.doc.s[f.clause:f.start], 60), "年均", "复合增")
	kind := Growth
	if yearly {
		kind = YearlyGrowth
	}
	var hyps []hypothesis
	if r, sure, ok := c.relationFor(i, relations); ok {
		hyps = c.change(r, f, dir, yearly, sure)
	} else if !yearly {
		if hyps = c.changeByAmount(i, dir); hyps == nil {
			hyps = c.changeElsewhere(i, dir)
		}
	}
	c.decide(kind, f, hyps)
}

// changeByAmount takes the base from the amount of change before the percentage: "1856家，比上年增加127家，增长7.3%".
func (c *checker) changeByAmount(i int, dir direction) []hypothesis {
	d := c.doc
	f := d.figures[i]
	s := d.sentences[f.sentence]
	if i-2 < s.first || ownSubject(verbLead(f.before)) {
		return nil
	}
	change := d.figures[i-1]
	level := d.previousFitting(i-1, s.first)
	if changed, _ := changeVerb(change.before); changed != dir || level < 0 || !isLevel(d.figures[level]) || change.unit == "%" || change.depth != f.depth {
		return nil
	}
	lead := verbLead(change.before)
	if ownSubject(lead) {
		return nil
	}
	now, by, ok := pair(d.figures[level], change)
	if !ok {
		return nil
	}
	base := operand{figure: change, mid: new(big.Rat), half: new(big.Rat).Add(now.half, by.half)}
	sign := "-"
	if dir == rising {
		base.mid.Sub(now.mid, by.mid)
	} else {
		base.mid.Add(now.mid, by.mid)
		sign = "+"
	}
	e, ok := quotient(by, base, ratHundred, new(big.Rat))
	if !ok {
		return nil
	}
	e.formula, e.result = fmt.Sprintf("%s / (%s %s %s)", by.shown, now.shown, sign, by.shown), " %"
	e.inexact, e.floor = loose(now, by)
	return []hypothesis{{figures: []operand{by, now}, estimate: e, certain: containsAny(change.before, "比", "较", "增", "减")}}
}

// change computes the growth of one relation.
func (c *checker) change(r relation, stated figure, dir direction, yearly, sure bool) []hypothesis {
	x, y, ok := pair(c.doc.figures[r.from], c.doc.figures[r.to])
	if !ok {
		return nil
	}
	h, ok := growthOf(x, y, dir)
	if !ok {
		return nil
	}
	h.certain = sure
	if !yearly {
		return []hypothesis{h}
	}
	n := c.yearsBetween(r, stated)
	if n <= 0 || n > maxYears {
		return nil
	}
	average := new(big.Rat).Quo(h.mid, newRat(int64(n)))
	if h, ok = compoundOf(x, y, n, stated.places(), dir); !ok {
		return nil
	}
	if n > 1 {
		h.average = average
	}
	h.certain = sure
	return []hypothesis{h}
}

func growthOf(from, to operand, dir direction) (hypothesis, bool) {
	factor, shift := ratHundred, newRat(-1)
	e, ok := quotient(to, from, factor, shift)
	if !ok {
		return hypothesis{}, false
	}
	e.formula, e.result = fmt.Sprintf("%s / %s - 1", to.shown, from.shown), " %"
	if dir == falling {
		e.lo, e.mid, e.hi = new(big.Rat).Neg(e.hi), new(big.Rat).Neg(e.mid), new(big.Rat).Neg(e.lo)
		e.formula = fmt.Sprintf("1 - %s / %s", to.shown, from.shown)
	}
	return hypothesis{figures: []operand{to, from}, estimate: e}, true
}

// maxYears bounds the span of a compound growth.
const maxYears = 60

// compoundOf computes (to/from)^(1/n)-1 in percent, exactly to one digit beyond the places stated: the root is taken of integers.
func compoundOf(from, to operand, n, places int, dir direction) (hypothesis, bool) {
	if from.mid.Sign() <= 0 || to.mid.Sign() <= 0 || new(big.Rat).Sub(from.mid, from.half).Sign() <= 0 || new(big.Rat).Sub(to.mid, to.half).Sign() <= 0 {
		return hypothesis{}, false
	}
	rate := func(b, a *big.Rat) *big.Rat {
		return rootPercent(new(big.Rat).Quo(b, a), n, max(places, 2)+6)
	}
	e := estimate{
		mid: rate(to.mid, from.mid), result: " %", formula: fmt.Sprintf("(%s / %s)^(1/%d) - 1", to.shown, from.shown, n),
		lo: rate(new(big.Rat).Sub(to.mid, to.half), new(big.Rat).Add(from.mid, from.half)),
		hi: rate(new(big.Rat).Add(to.mid, to.half), new(big.Rat).Sub(from.mid, from.half)),
	}
	e.inexact, e.floor = loose(from, to)
	if dir == falling {
		e.lo, e.mid, e.hi = new(big.Rat).Neg(e.hi), new(big.Rat).Neg(e.mid), new(big.Rat).Neg(e.lo)
		e.formula = fmt.Sprintf("1 - (%s / %s)^(1/%d)", to.shown, from.shown, n)
	}
	return hypothesis{figures: []operand{to, from}, estimate: e}, true
}

// rootPercent returns (r^(1/n)-1)*100, cut to the given places and marked as cut when it is not exact: half a unit beyond the last place
// is then added, so that no later rounding can take it for a tie it is not.
func rootPercent(r *big.Rat, n, places int) *big.Rat {
	scale := power10(places + 2)
	// floor((num/den)^(1/n) * scale) = floor of the n-th root of floor(num*scale^n/den)
	radicand := new(big.Int).Exp(scale, big.NewInt(int64(n)), nil)
	radicand.Mul(radicand, r.Num())
	rest := new(big.Int)
	radicand.QuoRem(radicand, r.Denom(), rest)
	root := integerRoot(radicand, n)
	exact := rest.Sign() == 0 && new(big.Int).Exp(root, big.NewInt(int64(n)), nil).Cmp(radicand) == 0
	value := new(big.Rat).SetFrac(root, scale)
	if !exact {
		value.Add(value, new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(scale, 1)))
	}
	return value.Sub(value, ratOne).Mul(value, ratHundred)
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

// difference checks an amount of change: 增加285家, 提高3个百分点. Without figures to compare it stays silent unless the text compares.
func (c *checker) difference(i int, relations []relation, dir direction) bool {
	f := c.doc.figures[i]
	r, sure, ok := c.relationFor(i, relations)
	if !ok {
		return false
	}
	from, okFrom := c.doc.figures[r.from].in(f.unitOr(c.doc.figures[r.from]))
	to, okTo := c.doc.figures[r.to].in(f.unitOr(c.doc.figures[r.from]))
	if !okFrom || !okTo || f.value.IsZero() {
		return false
	}
	if dir == falling {
		from, to = to, from
	}
	e := estimate{formula: fmt.Sprintf("%s - %s", to.shown, from.shown), mid: new(big.Rat).Sub(to.mid, from.mid)}
	slack := new(big.Rat).Add(to.half, from.half)
	e.lo, e.hi = new(big.Rat).Sub(e.mid, slack), new(big.Rat).Add(e.mid, slack)
	e.inexact, e.floor = loose(from, to)
	h := hypothesis{figures: []operand{to, from}, estimate: e, certain: sure}
	if v, _ := judge(f, h); !sure && v != Confirmed {
		return false
	}
	c.decide(Difference, f, []hypothesis{h})
	return true
}

// unitOr is the unit in which a difference is computed: its own, or that of percentages for points.
func (f figure) unitOr(base figure) string {
	if f.unit == "个百分点" {
		return base.unit
	}
	return f.unit
}

// multiple checks "是…的3倍" and "增长2倍".
func (c *checker) multiple(i int, relations []relation, dir direction) {
	d := c.doc
	f := d.figures[i]
	s := d.sentences[f.sentence]
	if dir == noChange {
		if i-1 < s.first || strings.TrimSpace(d.s[d.figures[i-1].end:f.start]) != "的" {
			return
		}
		base := d.figures[i-1]
		j := d.previousFitting(i-1, s.first)
		if j < 0 {
			return
		}
		if x, y, ok := pair(d.figures[j], base); ok {
			if e, ok := quotient(x, y, ratOne, new(big.Rat)); ok {
				e.formula = fmt.Sprintf("%s / %s", x.shown, y.shown)
				c.decide(Multiple, f, []hypothesis{{figures: []operand{x, y}, estimate: e, certain: true}})
			}
		}
		return
	}
	r, sure, ok := c.relationFor(i, relations)
	if !ok {
		return
	}
	if x, y, ok := pair(d.figures[r.to], d.figures[r.from]); ok {
		if e, ok := quotient(x, y, ratOne, newRat(-1)); ok {
			e.formula = fmt.Sprintf("%s / %s - 1", x.shown, y.shown)
			c.decide(Multiple, f, []hypothesis{{figures: []operand{x, y}, estimate: e, certain: sure}})
		}
	}
}

// changeElsewhere looks for the base of a growth in earlier sentences and in the facts: the same subject one year before.
func (c *checker) changeElsewhere(i int, dir direction) []hypothesis {
	d := c.doc
	current := c.levelNear(i)
	if current < 0 {
		return nil
	}
	now := d.figures[current]
	if lead := verbLead(d.figures[i].before); current < i && ownSubject(lead) && commonRun(lead, c.subject(now)) < 2 {
		return nil
	}
	bases := c.bases(now, current)
	var hyps []hypothesis
	for _, base := range bases {
		if x, y, ok := pair(base, now); ok {
			if h, ok := growthOf(x, y, dir); ok {
				h.certain = len(bases) == 1 && base.year > 0 && now.year != lastYear
				hyps = append(hyps, h)
			}
		}
	}
	return hyps
}

// levelNear returns the amount that has grown by figure i: the nearest one before it in its sentence, else the one right behind; -1 if none.
func (c *checker) levelNear(i int) int {
	d := c.doc
	f := d.figures[i]
	s := d.sentences[f.sentence]
	isAmount := func(g figure) bool { return isLevel(g) && g.unit != "" && g.depth <= f.depth }
	for j := i - 1; j >= max(s.first, i-3); j-- {
		if isAmount(d.figures[j]) {
			return j
		}
	}
	if i+1 < s.last && isAmount(d.figures[i+1]) {
		return i + 1
	}
	return -1
}

// minSubject is how many characters two figures must have in common to be about one thing.
const minSubject = 4

// bases returns the figures that may be last year's value of now: of those about the same subject, the ones that say least beside it.
func (c *checker) bases(now figure, index int) []figure {
	about := c.subject(now)
	var found []figure
	least := -1
	consider := func(f figure) {
		if !f.mayPrecede(now) || commonRun(c.subject(f), about) < minSubject {
			return
		}
		extra := foreign(c.noun(f), about)
		switch {
		case least < 0 || extra < least:
			found, least = append(found[:0], f), extra
		case extra > least || slices.ContainsFunc(found, func(known figure) bool { return known.value.Equal(f.value) && known.unit == f.unit }):
		default:
			found = append(found, f)
		}
	}
	for j := index - 1; j >= max(0, index-4*reach); j-- {
		consider(c.doc.figures[j])
	}
	for _, fact := range c.facts {
		consider(fact.figure())
	}
	return found
}

// mayPrecede reports whether f can be the value of now one year before, as far as units and years say.
func (f figure) mayPrecede(now figure) bool {
	if !f.fits(now) || !isLevel(f) || f.sentence == now.sentence && f.fact == "" || f.value.Equal(now.value) && sameKind(f.unit, now.unit) {
		return false
	}
	if f.fact != "" && containsAny(f.fact, "净增", "新增", "增长", "增量", "推荐", "通过", "申报") {
		return false
	}
	return now.year <= 0 || f.year == 0 || f.year == lastYear || f.year == now.year-1
}

// foreign counts the Han characters of noun that do not occur in about.
func foreign(noun, about string) int {
	n := 0
	for _, r := range genericWords.Replace(noun) {
		if r >= 0x4E00 && r <= 0x9FFF && !strings.ContainsRune(about, r) {
			n++
		}
	}
	return n
}

func (f Fact) figure() figure {
	return figure{value: f.Value, unit: f.Unit, bound: f.Bound, year: f.Year, fact: f.Name, sentence: -1}
}
