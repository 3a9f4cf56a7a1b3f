package claim

import (
	"strings"

	"zhunsheng/scoring/lexicon"
)

// separators stand between the members of a list of figures.
var separators = lexicon.Of("、", "和", "及", "与", "以及", "、和", ",", ",和")

// runLength returns how many figures from i on are listed one by one: "5%、8%和12%". The sentence ends before figure last.
func (d *document) runLength(i, last int) int {
	n := 1
	for i+n < min(last, i+reach) {
		a, b := &d.figures[i+n-1], &d.figures[i+n]
		gap := d.s[a.end:b.start]
		if b.depth != a.depth || gap == "" || separators.At(gap) != gap || a.unit != "" && !a.fits(b) {
			break
		}
		n++
	}
	return n
}

// listRelations finds lists of figures that became, are compared with or stand a year before another list of the same length: "小麦、玉米
// 产量分别由100万吨、200万吨增至105万吨、216万吨".
func (c *checker) listRelations(found []relation, s sentence) []relation {
	d := c.doc
	for i := s.first; i < s.last; {
		n := d.runLength(i, s.last)
		j := i + n
		if n >= 2 && j+n <= s.last && d.runLength(j, s.last) == n {
			if forward, ok := d.listBecomes(i, j, n); ok {
				for k := range n {
					r := relation{from: i + k, to: j + k, first: i + k, last: j + k, certain: true}
					if !forward {
						r.from, r.to = r.to, r.from
					}
					if d.figures[r.from].fits(&d.figures[r.to]) {
						found = append(found, r)
					}
				}
			}
		}
		i = j
	}
	return found
}

// listBecomes tells how the list at i and the one at j, of n figures each, belong together; forward says that i is the base.
func (d *document) listBecomes(i, j, n int) (forward, ok bool) {
	a, b, last := &d.figures[i], &d.figures[j], &d.figures[j+n-1]
	gap := d.s[d.figures[i+n-1].end:b.start]
	switch {
	case len(gap) > 120 || !a.fits(b):
		return false, false
	case leadsTo(gap):
		return true, true
	case containsAny(gap, "比", "较") && comparedWith(&figure{before: "比", end: last.end}, d.s):
		return false, true
	case a.year > 0 && b.year > a.year:
		return true, true
	case b.year > 0 && a.year > b.year:
		return false, true
	}
	return false, false
}

// aligned checks a list of changes or shares that 分别 assigns to what was listed before: "分别增长5%、8%". It returns how many figures it
// has dealt with, 0 where figure i starts no such list.
func (c *checker) aligned(i int, s sentence, relations []relation) int {
	d := c.doc
	f := &d.figures[i]
	if !strings.Contains(f.before, "分别") {
		return 0
	}
	n := d.runLength(i, s.last)
	if n < 2 {
		return 0
	}
	for k := i; k < i+n-1; k++ { // 分别提高3.2和1.5个百分点
		if d.figures[k].unit == "" {
			d.figures[k].unitKind = d.figures[i+n-1].unitKind
		}
	}
	switch {
	case f.change != noChange && f.unit != "":
		c.alignedChanges(i, n, relations)
	case strings.HasSuffix(f.before, "分别占") && f.unit == "%":
		c.alignedShares(i, n, s)
	default:
		return 0
	}
	return n
}

// alignedChanges checks n changes against the n relations before them, in their order.
func (c *checker) alignedChanges(i, n int, relations []relation) {
	d := c.doc
	var before []relation
	for _, r := range relations {
		if r.last < i && c.sameMeasure(r, &d.figures[i]) {
			before = append(before, r)
		}
	}
	dir, yearly := d.figures[i].change, c.isYearly(&d.figures[i])
	for k := range n {
		f := &d.figures[i+k]
		hyps := c.hyps[:0]
		if len(before) == n {
			hyps = c.alignedChange(hyps, before[k], f, dir, yearly)
		}
		c.hyps = hyps
		c.decide(kindOfChange(f, yearly), f, hyps)
	}
}

func (c *checker) alignedChange(hyps []hypothesis, r relation, f *figure, dir direction, yearly bool) []hypothesis {
	switch f.unit {
	case "%":
		return c.change(hyps, r, f, dir, yearly, r.certain)
	case "倍":
		if h, ok := c.multipleOf(&c.doc.figures[r.to], &c.doc.figures[r.from], true); ok && dir == rising {
			h.certain = r.certain
			return append(hyps, h)
		}
		return hyps
	}
	if h, ok := c.differenceBetween(f, &c.doc.figures[r.from], &c.doc.figures[r.to], dir); ok {
		h.certain = r.certain
		return append(hyps, h)
	}
	return hyps
}

func kindOfChange(f *figure, yearly bool) Kind {
	switch {
	case f.unit == "倍":
		return Multiple
	case f.unit != "%":
		return Difference
	case yearly:
		return YearlyGrowth
	}
	return Growth
}

// alignedShares checks n shares against the n amounts listed before them and their total, where one is stated before those.
func (c *checker) alignedShares(i, n int, s sentence) {
	d := c.doc
	parts, total := i-n, -1
	if parts > s.first && d.areAlike(parts, i) {
		total = d.previousFitting(parts, s.first)
	}
	for k := range n {
		f := &d.figures[i+k]
		hyps := c.hyps[:0]
		if total >= 0 {
			if h, ok := c.ratioOf(&d.figures[parts+k], &d.figures[total]); ok && h.mid.cmp(hundred) <= 0 {
				h.certain = containsAny(d.figures[total].before, "总", "共", "全部", "合计") || strings.Contains(d.s[d.figures[total].end:d.figures[parts].start], "其中")
				hyps = append(hyps, h)
			}
		}
		c.hyps = hyps
		c.decide(Share, f, hyps)
	}
}

// areAlike reports whether the figures from i up to j are amounts that can be added up.
func (d *document) areAlike(i, j int) bool {
	for k := i; k < j; k++ {
		if !isLevel(&d.figures[k]) || !d.figures[k].fits(&d.figures[i]) {
			return false
		}
	}
	return true
}
