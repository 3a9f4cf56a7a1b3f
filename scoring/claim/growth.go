package claim

import "strings"

// growth checks a percentage of change: 同比增长18.5%, 年均增长18.41%.
func (c *checker) growth(i int, relations []relation, dir direction) {
	f := &c.doc.figures[i]
	yearly := c.isYearly(f)
	kind := Growth
	if yearly {
		kind = YearlyGrowth
	}
	hyps := c.hyps[:0]
	if r, sure, ok := c.relationFor(i, relations); ok {
		hyps = c.change(hyps, r, f, dir, yearly, sure)
	}
	if !yearly && (len(hyps) == 0 || !hyps[0].certain) {
		if hyps = c.changeByAmount(hyps, i, dir); len(hyps) == 0 {
			hyps = c.changeElsewhere(hyps, i, dir)
		}
	}
	c.hyps = hyps
	c.decide(kind, f, hyps)
}

// isYearly reports whether a change is stated per year, compounded.
func (c *checker) isYearly(f *figure) bool {
	return containsAny(f.before, "年均", "年平均", "复合", "平均每年", "每年平均", "平均增") || containsAny(tail(c.doc.s[f.clause:f.start], 60), "年均", "复合增")
}

// changeByAmount takes the base from the amount of change before the percentage: "1856家，比上年增加127家，增长7.3%".
func (c *checker) changeByAmount(hyps []hypothesis, i int, dir direction) []hypothesis {
	d := c.doc
	f := &d.figures[i]
	s := d.sentences[f.sentence]
	if i-2 < s.first || ownSubject(f.lead()) {
		return hyps
	}
	change := &d.figures[i-1]
	level := d.previousFitting(i-1, s.first)
	if change.change != dir || level < 0 || !isLevel(&d.figures[level]) || change.unit == "%" || change.depth != f.depth || ownSubject(change.lead()) {
		return hyps
	}
	now, by, ok := pair(&d.figures[level], change)
	if !ok {
		return hyps
	}
	base := operand{figure: change, in: by.in, half: now.half.add(by.half), mid: now.mid.sub(by.mid)}
	form := shapeRisen
	if dir == falling {
		base.mid, form = now.mid.add(by.mid), shapeFallen
	}
	h, ok := c.quotient(by, base, form, hundred, number{})
	if !ok {
		return hyps
	}
	h.figures = c.take(by, now)
	h.inexact, h.floor = loose(now, by)
	h.certain = containsAny(change.before, "比", "较", "增", "减") && !d.opensSubject(level, i-1)
	return append(hyps, h)
}

// change computes the growth of one relation.
func (c *checker) change(hyps []hypothesis, r relation, stated *figure, dir direction, yearly, sure bool) []hypothesis {
	x, y, ok := pair(&c.doc.figures[r.from], &c.doc.figures[r.to])
	if !ok {
		return hyps
	}
	h, ok := c.growthOf(x, y, dir)
	if !ok {
		return hyps
	}
	h.certain = sure
	if !yearly {
		return append(hyps, h)
	}
	n := c.yearsBetween(r, stated)
	if n <= 0 || n > maxYears {
		return hyps
	}
	plain := h.mid.quo(whole(int64(n)))
	if h, ok = c.compoundOf(x, y, n, stated.places(), dir); !ok {
		return hyps
	}
	h.average, h.plain, h.certain = n > 1, plain, sure
	return append(hyps, h)
}

// difference checks an amount of change: 增加285家, 提高3个百分点. Without figures to compare it stays silent unless the text compares.
func (c *checker) difference(i int, relations []relation, dir direction) bool {
	f := &c.doc.figures[i]
	if r, sure, ok := c.relationFor(i, relations); ok {
		h, ok := c.differenceBetween(f, &c.doc.figures[r.from], &c.doc.figures[r.to], dir)
		if !ok {
			return false
		}
		h.certain = sure
		if v, _ := judge(f, &h); !sure && v != Confirmed {
			return false
		}
		c.decide(Difference, f, []hypothesis{h})
		return true
	}
	hyps := c.hyps[:0]
	if now := c.levelFor(i); now >= 0 && comparesWithLastYear(f.before) {
		bases := c.bases(now)
		for _, base := range bases {
			if h, ok := c.differenceBetween(f, base, &c.doc.figures[now], dir); ok {
				h.certain = len(bases) == 1 && c.isYearBefore(base, now)
				hyps = append(hyps, h)
			}
		}
	}
	c.hyps = hyps
	if len(hyps) == 0 {
		return false
	}
	c.decide(Difference, f, hyps)
	return true
}

func comparesWithLastYear(before string) bool {
	return containsAny(before, "比上年", "较上年", "同比", "比去年", "较去年", "较上一年", "比上一年")
}

func (c *checker) differenceBetween(f, from, to *figure, dir direction) (hypothesis, bool) {
	shared := &f.unitKind
	if f.unit == "个百分点" {
		shared = &from.unitKind
	}
	x, okFrom := from.as(shared)
	y, okTo := to.as(shared)
	if !okFrom || !okTo || f.value.IsZero() {
		return hypothesis{}, false
	}
	if dir == falling {
		x, y = y, x
	}
	return c.differenceOf(y, x), true
}

// changeElsewhere looks for the base of a growth in earlier sentences and in the facts: the same subject one year before.
func (c *checker) changeElsewhere(hyps []hypothesis, i int, dir direction) []hypothesis {
	now := c.levelFor(i)
	if now < 0 {
		return hyps
	}
	bases := c.bases(now)
	for _, base := range bases {
		if x, y, ok := pair(base, &c.doc.figures[now]); ok {
			if h, ok := c.growthOf(x, y, dir); ok {
				h.certain = len(bases) == 1 && c.isYearBefore(base, now)
				hyps = append(hyps, h)
			}
		}
	}
	return hyps
}

// levelFor returns the level that a change stated by figure i is about, -1 when the words before the change name something else.
func (c *checker) levelFor(i int) int {
	d := c.doc
	now := c.levelNear(i)
	if now < 0 {
		return -1
	}
	lead := d.figures[i].lead()
	if at := strings.LastIndex(lead, "是"); at >= 0 && mentionsOtherBase(lead) {
		lead = lead[:at]
	}
	if now < i && ownSubject(lead) && c.commonRun(lead, c.subject(&d.figures[now])) < 2 {
		return -1
	}
	if now > i && d.opensSubject(i, now) || now < i-1 && d.opensSubject(now, i-1) {
		return -1
	}
	return now
}

// levelNear returns the amount that has grown by figure i: the nearest one before it in its sentence, else the one right behind; -1 if none.
func (c *checker) levelNear(i int) int {
	d := c.doc
	f := &d.figures[i]
	s := d.sentences[f.sentence]
	isOne := func(g *figure) bool {
		if f.unit == "个百分点" {
			return isRate(g) && g.depth <= f.depth
		}
		return isLevel(g) && g.unit != "" && g.depth <= f.depth
	}
	for j := i - 1; j >= max(s.first, i-3); j-- {
		if isOne(&d.figures[j]) {
			return j
		}
	}
	if i+1 < s.last && isOne(&d.figures[i+1]) {
		return i + 1
	}
	return -1
}

// minSubject is how many characters two figures must have in common to be about one thing.
const minSubject = 4

// bases returns the figures that may be last year's value of figure index: of those about the same subject, the ones that say least
// beside it. Facts count only where they name just what the figure counts.
func (c *checker) bases(index int) []*figure {
	d := c.doc
	now, about := &d.figures[index], ""
	found := c.based[:0]
	least := -1
	for j := index - 1; j >= max(0, index-4*reach); j-- {
		f := &d.figures[j]
		if !c.mayPrecede(f, now) {
			continue
		}
		if about == "" {
			about = c.subject(now)
		}
		if c.commonRun(c.subject(f), about) < minSubject {
			continue
		}
		extra := c.foreign(c.noun(f), about)
		switch {
		case least < 0 || extra < least:
			found, least = append(found[:0], f), extra
		case extra == least && !isAmongFigures(found, f):
			found = append(found, f)
		}
	}
	for _, f := range c.reader.factsOf(c.coreOf(index)) {
		if !f.planned && c.mayPrecede(f, now) && !isAmongFigures(found, f) {
			found = append(found, f)
		}
	}
	c.based = found
	return found
}

func isAmongFigures(list []*figure, f *figure) bool {
	for _, known := range list {
		if known.value.Equal(f.value) && known.unit == f.unit {
			return true
		}
	}
	return false
}

// mayPrecede reports whether f can be the value of now one year before, as far as units and years say.
func (c *checker) mayPrecede(f, now *figure) bool {
	isComparable := (isLevel(f) || isRate(f) && isRate(now)) && f.fits(now)
	isBeside := f.sentence == now.sentence && f.fact == ""
	if !isComparable || isBeside || f.value.Equal(now.value) && f.sameKind(&now.unitKind) {
		return false
	}
	year := c.yearOf(now)
	if f.fact != "" {
		return f.year == 0 || year == 0 || f.year == year-1
	}
	return now.year <= 0 || f.year == 0 || f.year == lastYear || f.year == now.year-1
}

// yearOf is the calendar year of a figure: the one that the text gives it, else the one that the text is about; 0 when neither is known.
func (c *checker) yearOf(f *figure) int {
	about := c.reader.known.Year
	switch {
	case f.year > 0:
		return f.year
	case about == 0:
		return 0
	case f.year == lastYear:
		return about - 1
	}
	return about
}

// isYearBefore reports whether a base is known to be the same thing one year before figure index, so that a growth can be denied by it.
func (c *checker) isYearBefore(base *figure, index int) bool {
	year, before := c.yearOf(&c.doc.figures[index]), base.year
	if base.fact == "" {
		before = c.yearOf(base)
		if base.year == 0 {
			return false
		}
	}
	if year == 0 || before != year-1 {
		return false
	}
	return base.fact != "" || c.ownOrInherited(base) == c.coreOf(index)
}

// ownOrInherited is the core of a figure of the text.
func (c *checker) ownOrInherited(f *figure) string {
	for i := c.doc.sentences[f.sentence].first; i < c.doc.sentences[f.sentence].last; i++ {
		if &c.doc.figures[i] == f {
			return c.coreOf(i)
		}
	}
	return c.ownCore(f)
}

// mentionsOtherBase reports whether the words before a multiple say that it is one of an earlier value: 是上年的, 为2019年的, 达到原来的.
func mentionsOtherBase(before string) bool {
	return strings.HasSuffix(before, "的") && containsAny(before, "年", "原来", "同期", "基期", "以前", "此前")
}
