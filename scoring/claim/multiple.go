package claim

import "strings"

// multiple checks how many times as much something is or became: "是…的3倍", "增长2倍", "翻一番".
func (c *checker) multiple(i int, relations []relation) {
	d := c.doc
	f := &d.figures[i]
	more := f.change == rising && !f.fold
	switch {
	case f.change == falling:
		return // 减少1倍 has no agreed meaning
	case more || f.fold || mentionsOtherBase(f.before):
	case i > d.sentences[f.sentence].first && strings.TrimSpace(d.s[d.figures[i-1].end:f.start]) == "的":
		c.multipleOfFigure(i)
		return
	default:
		return
	}
	hyps := c.hyps[:0]
	if r, sure, ok := c.relationFor(i, relations); ok {
		if h, ok := c.multipleOf(&d.figures[r.to], &d.figures[r.from], more); ok {
			h.certain = sure
			hyps = append(hyps, h)
		}
	} else if now := c.levelFor(i); now >= 0 {
		hyps = c.multipleElsewhere(hyps, i, now, more)
	}
	c.hyps = hyps
	if len(hyps) > 0 || more || f.fold {
		c.decide(Multiple, f, hyps)
	}
}

// multipleElsewhere looks for the base of a multiple in earlier sentences and in the facts.
func (c *checker) multipleElsewhere(hyps []hypothesis, i, now int, more bool) []hypothesis {
	d := c.doc
	year := 0 // that the multiple names as its base
	for _, y := range d.sentences[d.figures[i].sentence].years {
		if y.start > d.figures[i].clause && y.end < d.figures[i].start {
			year = y.year
		}
	}
	bases := c.bases(now)
	for _, base := range bases {
		if year > 0 && base.year > 0 && base.year != year {
			continue
		}
		if h, ok := c.multipleOf(&d.figures[now], base, more); ok {
			h.certain = len(bases) == 1 && c.isYearBefore(base, now)
			hyps = append(hyps, h)
		}
	}
	return hyps
}

// multipleOfFigure checks a multiple of the figure right before it: "是上年1.4亿元的2.5倍".
func (c *checker) multipleOfFigure(i int) {
	d := c.doc
	f := &d.figures[i]
	j := d.previousFitting(i-1, d.sentences[f.sentence].first)
	if j < 0 {
		return
	}
	if h, ok := c.multipleOf(&d.figures[j], &d.figures[i-1], false); ok {
		h.certain = true
		c.decide(Multiple, f, []hypothesis{h})
	}
}
