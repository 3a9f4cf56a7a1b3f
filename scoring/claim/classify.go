package claim

import "strings"

// sentence finds and checks the claims of one sentence. Each figure is at most one claim.
func (c *checker) sentence(index int) {
	s := c.doc.sentences[index]
	if s.first == s.last {
		return
	}
	c.operands = c.operands[:0]
	relations := c.relations(s)
	for i := s.first; i < s.last; i++ {
		if c.equation(i, s) {
			continue
		}
		if n := c.aligned(i, s, relations); n > 0 {
			i += n - 1
			continue
		}
		if !c.percentage(i, s, relations) {
			c.amount(i, s, relations)
		}
	}
	c.sums(s)
}

// asksForShare reports whether the words before a percentage make it a share of something.
func asksForShare(head string) bool {
	ofPlan := strings.HasSuffix(head, "的") && containsAny(head, "完成", "相当于") && containsAny(head, "预算", "计划", "目标", "任务")
	return ofPlan || containsAny(tail(head, 60), "占") || hasSuffixAny(trimLinks(head), "比重", "占比")
}

// percentage classifies a percentage by the words before it.
func (c *checker) percentage(i int, s sentence, relations []relation) bool {
	f := &c.doc.figures[i]
	if f.unit != "%" {
		return false
	}
	head, dir, at := f.before, f.change, f.changeAt
	if head == "" {
		head = c.head(i)
		dir, at = changeVerb(head)
	}
	switch {
	case c.isPortion(i, s):
		c.portion(i, s)
	case dir != noChange && !isSaving(head, at) && !c.ofFigure(i, s):
		c.growth(i, relations, dir)
	case c.ofFigure(i, s) || asksForShare(head):
		c.share(i, s)
	default:
		if stem, ok := rateStem(head); ok {
			c.rate(i, s, stem)
		}
	}
	return true
}

// amount classifies a figure that is no percentage.
func (c *checker) amount(i int, s sentence, relations []relation) {
	f := &c.doc.figures[i]
	dir := f.change
	if f.unit == "个百分点" && dir == noChange {
		switch {
		case strings.HasSuffix(f.before, "高"):
			dir = rising
		case strings.HasSuffix(f.before, "低"):
			dir = falling
		}
	}
	switch {
	case f.unit == "倍":
		c.multiple(i, relations)
	case c.average(i, s):
	case dir != noChange && !hasSuffixAny(f.before, "新增", "其中"):
		if !c.difference(i, relations, dir) && comparesWithLastYear(f.before) {
			c.decide(Difference, f, nil)
		}
	}
}

// head is the text before a figure in its clause; for a figure that opens a bracket, the text before the bracket.
func (c *checker) head(i int) string {
	f := &c.doc.figures[i]
	if f.before != "" || f.depth == 0 || f.start == 0 || c.doc.s[f.start-1] != '(' {
		return f.before
	}
	from := f.clause
	if i > 0 {
		from = max(from, c.doc.figures[i-1].end)
	}
	return c.doc.s[min(from, f.start-1) : f.start-1]
}
