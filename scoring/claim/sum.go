package claim

import (
	"math/big"
	"strings"
)

// partWords open a list of parts; listed parts after a closed one add up to the whole.
var (
	closedWords = []string{"分别为", "分为", "包括", "包含", "涵盖", "分别有", "由", "组成", "构成", "分别是"}
	totalWords  = []string{"合计", "共计", "总计", "总额", "一共", "总共", "合计为", "共", "小计"}
	// groupWords name overlapping groups of people, which never add up.
	groupWords = []string{"女", "党员", "硕士", "博士", "本科", "大专", "职称", "高级", "中级", "民族", "以上", "以下", "岁", "学历", "骨干", "青年", "在编"}
)

// sums checks the totals of a sentence: "31家，其中工程中心27家、工作站4家" and "工程中心27家、工作站4家，共31家".
func (c *checker) sums(s sentence) {
	for i := s.first; i < s.last; i++ {
		if !isCount(c.doc.figures[i]) || c.doc.figures[i].unit == "" {
			continue
		}
		if c.totalFirst(i, s) {
			continue
		}
		c.totalLast(i, s)
	}
}

// totalFirst checks a total that its parts follow.
func (c *checker) totalFirst(i int, s sentence) bool {
	d := c.doc
	f := d.figures[i]
	lead, bracket := c.listLead(i)
	if lead < 0 {
		return false
	}
	parts := c.partsBehind(i, s, lead, bracket)
	if len(parts) < 2 {
		return false
	}
	last := parts[len(parts)-1]
	closed := bracket || containsAny(d.s[f.end:parts[0].start], closedWords...)
	open := hasPrefixAny(last.after, "等") || containsAny(d.s[f.end:last.end], groupWords...)
	c.decideSum(i, parts, closed, open)
	return true
}

// partsBehind returns the amounts of the list that opens at lead.
func (c *checker) partsBehind(i int, s sentence, lead int, bracket bool) []operand {
	d := c.doc
	f := d.figures[i]
	var parts []operand
	for j := i + 1; j < min(s.last, i+1+2*reach); j++ {
		g := d.figures[j]
		if g.start < lead || g.depth > f.depth+bracketDepth(bracket) {
			continue
		}
		if bracket && g.depth <= f.depth || c.endsList(j, len(parts)) {
			break
		}
		if bracket && g.unit == "" && (strings.HasPrefix(g.after, "+") || strings.HasSuffix(g.before, "+")) { // 31家(27+4)
			g.unit = f.unit
		}
		if !g.fits(f) {
			continue
		}
		if o, ok := g.in(f.unit); ok {
			parts = append(parts, o)
		}
	}
	return parts
}

func bracketDepth(bracket bool) int {
	if bracket {
		return 1
	}
	return 0
}

// listLead finds where the list of parts behind figure i opens: 其中, 包括, 分别, or a bracket. -1 when there is none.
func (c *checker) listLead(i int) (at int, bracket bool) {
	d := c.doc
	f := d.figures[i]
	end := len(d.s)
	if i+1 < len(d.figures) {
		end = d.figures[i+1].start
	}
	if end <= f.end || end-f.end > 120 {
		return -1, false
	}
	gap := d.s[f.end:end]
	if at := strings.Index(gap, "其中"); at >= 0 {
		return f.end + at, strings.Contains(gap[:at], "(")
	}
	if at := strings.LastIndex(gap, "("); at >= 0 && at <= 30 && !strings.Contains(gap, ")") {
		return f.end + at, true
	}
	for _, w := range closedWords {
		if at := strings.Index(gap, w); at >= 0 && w != "由" {
			return f.end + at, false
		}
	}
	return -1, false
}

// endsList reports whether figure j no longer belongs to a list of parts: it is a change or a total of its own.
func (c *checker) endsList(j, parts int) bool {
	g := c.doc.figures[j]
	if dir, _ := changeVerb(g.before); dir != noChange {
		return true
	}
	return parts > 0 && containsAny(g.before, "其中", "合计", "共计", "比上年", "较上年", "累计")
}

// decideSum compares a total with its parts. Parts behind 其中 may be a selection: only a near miss of a plain list is then a mistake.
func (c *checker) decideSum(i int, parts []operand, closed, open bool) {
	f := c.doc.figures[i]
	var best *hypothesis
	for n := len(parts); n >= 2; n-- {
		h := sumOf(parts[:n])
		v, _ := judge(f, h)
		if v == Confirmed {
			h.certain = true
			c.decide(Sum, f, []hypothesis{h})
			return
		}
		if best == nil && (closed || near(h.mid, ratOf(f.value), 10)) {
			h.certain = true
			best = &h
		}
	}
	if best == nil || open && (best.mid.Cmp(ratOf(f.value)) < 0 || !closed) {
		return
	}
	if closed && !near(best.mid, ratOf(f.value), 2) { // the bracket holds something else
		return
	}
	if !closed && best.mid.Cmp(ratOf(f.value)) < 0 && c.maySelect(f, best, parts) {
		return
	}
	c.decide(Sum, f, []hypothesis{*best})
}

// maySelect reports whether parts that fall short of their total may be a mere selection: results of something ("其中满意38份"), or short by
// more than one and more than a thirtieth.
func (c *checker) maySelect(total figure, sum *hypothesis, parts []operand) bool {
	if containsAny(c.doc.s[total.end:parts[len(parts)-1].end], "满意", "合格", "达标", "通过", "完成", "优", "良", "已", "重点", "主要") {
		return true
	}
	value := ratOf(total.value)
	return new(big.Rat).Sub(value, sum.mid).Cmp(ratOne) > 0 && !near(sum.mid, value, 28)
}

func sumOf(parts []operand) hypothesis {
	e := estimate{lo: new(big.Rat), mid: new(big.Rat), hi: new(big.Rat)}
	var shown []string
	for _, p := range parts {
		e.add(p, "+")
		shown = append(shown, p.shown)
	}
	e.formula = strings.Join(shown, " + ")
	e.inexact, e.floor = loose(parts...)
	return hypothesis{figures: parts, estimate: e}
}

// totalLast checks a total behind its parts: "…27家、…4家，合计31家".
func (c *checker) totalLast(i int, s sentence) {
	f := c.doc.figures[i]
	word, ok := totalWord(f.before)
	if !ok {
		return
	}
	parts := c.partsBefore(i, s)
	if len(parts) < 2 {
		return
	}
	margin := int64(5)
	if word == "共" { // may count something else
		margin = 10
	}
	var best *hypothesis
	for n := range len(parts) - 1 {
		h := sumOf(parts[n:])
		h.certain = true
		if v, _ := judge(f, h); v == Confirmed {
			c.decide(Sum, f, []hypothesis{h})
			return
		}
		if best == nil && near(h.mid, ratOf(f.value), margin) {
			best = &h
		}
	}
	if best != nil {
		c.decide(Sum, f, []hypothesis{*best})
	}
}

// totalWord reports whether the words before a figure make it a total, and by which word; 共 stands for all weaker ones.
func totalWord(before string) (word string, ok bool) {
	trimmed := trimLinks(before)
	for _, w := range totalWords {
		if strings.HasSuffix(before, w) || strings.HasSuffix(trimmed, w) {
			return w, true
		}
	}
	if hasSuffixAny(trimmed, "总数", "总量") || hasPrefixAny(strings.TrimLeft(before, "、,"), "总", "共", "合计", "全部") && len(before) <= 24 {
		return "共", true
	}
	return "", false
}

// partsBefore returns the amounts before figure i that may add up to it, in the order of the text.
func (c *checker) partsBefore(i int, s sentence) []operand {
	d := c.doc
	f := d.figures[i]
	var parts []operand
	for j := i - 1; j >= max(s.first, i-2*reach); j-- {
		g := d.figures[j]
		if g.depth > f.depth || !g.fits(f) {
			continue
		}
		if dir, _ := changeVerb(g.before); dir != noChange {
			break
		}
		if o, ok := g.in(f.unit); ok {
			parts = append([]operand{o}, parts...)
		}
		if strings.Contains(g.before, "其中") {
			break
		}
	}
	return parts
}
