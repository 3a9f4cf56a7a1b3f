package claim

import (
	"slices"
	"strings"

	"zhunsheng/scoring/lexicon"
)

var (
	// closedWords open a list of all parts, which add up to the whole; after other words the list may name some of them only.
	closedWords = lexicon.Of("分别为", "分为", "包括", "包含", "涵盖", "分别有", "由", "组成", "构成", "分别是")
	totalWords  = lexicon.Of("合计", "共计", "总计", "总额", "一共", "总共", "合计为", "共", "小计")
	// groupWords name overlapping groups of people, which never add up.
	groupWords = lexicon.Of("女", "党员", "硕士", "博士", "本科", "大专", "职称", "高级", "中级", "民族", "以上", "以下", "岁", "学历", "骨干", "青年", "在编")
)

// sums checks the totals of a sentence: "31家，其中工程中心27家、工作站4家" and "工程中心27家、工作站4家，共31家".
func (c *checker) sums(s sentence) {
	for i := s.first; i < s.last; i++ {
		if !isCount(&c.doc.figures[i]) || c.doc.figures[i].unit == "" {
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
	f := &d.figures[i]
	lead, bracket := c.listLead(i)
	if lead < 0 {
		return false
	}
	parts := c.partsBehind(i, s, lead, bracket)
	if len(parts) < 2 {
		return false
	}
	last := &parts[len(parts)-1]
	closed := bracket || closedWords.Has(d.s[f.end:parts[0].start])
	open := hasPrefixAny(last.after, "等") || groupWords.Has(d.s[f.end:last.end])
	sure := len(parts) // how many parts surely belong to the list: those before a ";", unless a ":" opened it
	colon := strings.Contains(d.s[lead:parts[0].start], ":")
	if !colon {
		for sure = 1; sure < len(parts) && !strings.Contains(d.s[parts[sure-1].end:parts[sure].start], ";"); sure++ {
		}
		if strings.Contains(d.s[lead:parts[0].start], ";") {
			sure = 0
		}
	}
	c.decideSum(i, partList{parts, sure, closed, open, colon})
	return true
}

// partsBehind returns the amounts of the list that opens at lead.
func (c *checker) partsBehind(i int, s sentence, lead int, bracket bool) []operand {
	d := c.doc
	f := &d.figures[i]
	var list [2 * reach]operand
	parts := list[:0]
	for j := i + 1; j < min(s.last, i+1+2*reach); j++ {
		g := &d.figures[j]
		if g.start < lead || g.depth > f.depth+bracketDepth(bracket) {
			continue
		}
		if bracket && g.depth <= f.depth || c.endsList(j, parts) {
			break
		}
		if bracket && g.unit == "" && (strings.HasPrefix(g.after, "+") || strings.HasSuffix(g.before, "+")) { // 31家(27+4)
			g = g.counted(&f.unitKind)
		}
		if !g.fits(f) {
			continue
		}
		if o, ok := g.as(&f.unitKind); ok {
			parts = append(parts, o)
		}
	}
	return c.take(parts...)
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
	f := &d.figures[i]
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
	for at, word := range closedWords.All(gap) {
		if word != "由" {
			return f.end + at, false
		}
	}
	return -1, false
}

// endsList reports whether figure j no longer belongs to a list of parts: it is a change or a total of its own, or counts what was
// done about the parts.
func (c *checker) endsList(j int, parts []operand) bool {
	g := &c.doc.figures[j]
	if g.change != noChange {
		return true
	}
	if len(parts) == 0 {
		return false
	}
	return wasDone(g) && !wasDone(parts[0].figure) || containsAny(g.before, "其中", "合计", "共计", "比上年", "较上年", "累计")
}

// wasDone reports whether a figure counts what was done: 整改298处 is no further part of 隐患300处，其中重大隐患20处.
func wasDone(f *figure) bool { return doneWords.At(strings.TrimPrefix(f.before, "其中")) != "" }

// partList is a list of parts behind their total.
type partList struct {
	parts  []operand
	sure   int  // how many surely belong to the list
	closed bool // the list is complete: 分为, 包括, a bracket
	open   bool // the list is not complete, or of groups that overlap
	colon  bool // opened by 其中:, of which the parts cannot be more than the whole
}

// decideSum compares a total with its parts. Parts behind 其中 may be a selection: only a near miss of a plain list is then a mistake.
func (c *checker) decideSum(i int, list partList) {
	f := &c.doc.figures[i]
	value := numberOf(f.value)
	best, confirmed := c.bestSum(f, value, &list)
	switch {
	case confirmed:
	case best == nil:
		return
	case list.closed && !best.mid.near(value, 2): // the bracket holds something else
		return
	case best.mid.cmp(value) < 0 && (list.open || !list.closed && c.maySelect(f, best, list.parts)):
		return
	case list.open && !list.closed:
		return
	}
	c.decide(Sum, f, []hypothesis{*best})
}

// bestSum adds up the whole list, else fewer parts of it, until a sum is the total; or returns the longest sum that surely was meant.
func (c *checker) bestSum(f *figure, value number, list *partList) (best *hypothesis, confirmed bool) {
	for n := len(list.parts); n >= 2; n-- {
		h := c.sumOf(list.parts[:n], plus(n))
		h.certain = true
		if v, _ := judge(f, &h); v == Confirmed {
			return &h, true
		}
		more := list.colon && h.mid.cmp(value) > 0 && h.mid.near(value, 4)
		if best == nil && n <= list.sure && (list.closed || more || h.mid.near(value, 10)) {
			best = &h
		}
	}
	return best, false
}

// maySelect reports whether parts that fall short of their total may be a mere selection: results of something ("其中满意38份"), or short by
// more than one and more than a thirtieth.
func (c *checker) maySelect(total *figure, sum *hypothesis, parts []operand) bool {
	if selecting.Has(c.doc.s[total.end:parts[len(parts)-1].end]) {
		return true
	}
	value := numberOf(total.value)
	return value.sub(sum.mid).cmp(one) > 0 && !sum.mid.near(value, 28)
}

var selecting = lexicon.Of("满意", "合格", "达标", "通过", "完成", "优", "良", "已", "重点", "主要")

// totalLast checks a total behind its parts: "…27家、…4家，合计31家".
func (c *checker) totalLast(i int, s sentence) {
	f := &c.doc.figures[i]
	word, ok := totalWord(f.before)
	if !ok {
		c.totalOfPeriods(i, s)
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
	sure := c.sureParts(f, parts)
	value := numberOf(f.value)
	var best *hypothesis
	for n := range len(parts) - 1 {
		h := c.sumOf(parts[n:], plus(len(parts)-n))
		h.certain = true
		if v, _ := judge(f, &h); v == Confirmed {
			c.decide(Sum, f, []hypothesis{h})
			return
		}
		if best == nil && n >= sure && h.mid.near(value, margin) {
			best = &h
		}
	}
	if best != nil {
		c.decide(Sum, f, []hypothesis{*best})
	}
}

// sureParts returns from which part on a list surely belongs to the total behind it: as long as the same sign stands between its
// members, either ";" everywhere or nowhere.
func (c *checker) sureParts(total *figure, parts []operand) int {
	semicolon := func(from, to *figure) bool { return strings.Contains(c.doc.s[from.end:to.start], ";") }
	k := len(parts) - 1
	cut := semicolon(parts[k].figure, total)
	for k > 0 && semicolon(parts[k-1].figure, parts[k].figure) == cut {
		k--
	}
	return k
}

// totalWord reports whether the words before a figure make it a total, and by which word; 共 stands for all weaker ones.
func totalWord(before string) (word string, ok bool) {
	trimmed := trimLinks(before)
	for _, s := range [...]string{before, trimmed} {
		if word := totalWords.Ending(s); word != "" {
			return word, true
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
	f := &d.figures[i]
	var list [2 * reach]operand
	parts := list[:0]
	for j := i - 1; j >= max(s.first, i-2*reach); j-- {
		g := &d.figures[j]
		if g.depth > f.depth || !g.fits(f) || losing.Ending(trimLinks(g.before)) != "" {
			continue
		}
		if g.change != noChange {
			break
		}
		if o, ok := g.as(&f.unitKind); ok {
			parts = append(parts, o)
		}
		if _, subtotal := totalWord(g.before); subtotal || strings.Contains(g.before, "其中") {
			break
		}
	}
	slices.Reverse(parts)
	return c.take(parts...)
}

// losing words stand before points that are taken away.
var losing = lexicon.Of("失", "扣", "扣除", "扣减", "失去", "丢")

// totalOfPeriods checks what was reached in so many years or lots against the figures that 分别 gives for each:
// 分别为36所、42所和51所，三年累计129所. Where the number of years is not that of the figures, 累计 may reach further back: such a total is
// only confirmed.
func (c *checker) totalOfPeriods(i int, s sentence) {
	d := c.doc
	f := &d.figures[i]
	at := strings.Index(f.before, "累计")
	if at < 0 || i-2 < s.first || d.opensSubject(i-1, i) && ownSubject(untilPeriods(f.before[:at])) {
		return
	}
	first, ok := c.listOfPeriods(i, s)
	if !ok {
		return
	}
	n := i - first
	parts := c.take()
	for k := first; k < i; k++ {
		o, ok := d.figures[k].as(&f.unitKind)
		if !ok {
			return
		}
		parts = append(parts, o)
	}
	h := c.sumOf(parts, plus(n))
	h.certain = true
	verdict, _ := judge(f, &h)
	if verdict == Confirmed || spokenPeriods(f.before[:at]) == n && h.mid.near(numberOf(f.value), 10) {
		c.decide(Sum, f, []hypothesis{h})
	}
}

// listOfPeriods finds the first of the figures that 分别 gives right before figure i; ok is false where there are not two of them.
func (c *checker) listOfPeriods(i int, s sentence) (first int, ok bool) {
	d := c.doc
	f := &d.figures[i]
	first = i - 1
	for first > max(s.first, i-reach) && d.figures[first].fits(f) && !strings.Contains(d.figures[first].before, "分别") {
		first--
	}
	head := &d.figures[first]
	ok = i-first >= 2 && d.runLength(first, i) == i-first && strings.Contains(head.before, "分别") && d.areAlike(first, i) && head.fits(f)
	return first, ok
}

// untilPeriods cuts 三年, 两批 from the end of s.
func untilPeriods(s string) string {
	for _, word := range [...]string{"年", "批", "期", "个季度"} {
		if rest, ok := strings.CutSuffix(s, word); ok {
			return strings.TrimRight(rest, "一二两三四五六七八九十0123456789")
		}
	}
	return s
}

// spokenPeriods reads how many years or lots s ends with; 0 when it says none.
func spokenPeriods(s string) int {
	rest := untilPeriods(s)
	return spokenYears(strings.NewReplacer("批", "年", "期", "年", "个季度", "年").Replace(s[len(rest):]))
}
