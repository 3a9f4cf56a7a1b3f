package claim

import (
	"strings"

	"zhunsheng/scoring/lexicon"
)

// ofFigure reports whether a percentage is one of the figure right before it: "利息243.49万元的50%".
func (c *checker) ofFigure(i int, s sentence) bool {
	d := c.doc
	if i-1 < s.first || !isCount(&d.figures[i-1]) && d.figures[i-1].group != "天" {
		return false
	}
	gap := d.s[d.figures[i-1].end:d.figures[i].start]
	if len(gap) <= 24 && strings.HasSuffix(gap, "的") && containsAny(tail(d.figures[i-1].before, 36), "占", "相当于") { // 占全县16个乡镇的75%
		return true
	}
	return gap == "的" || gap == "总数的" || gap == "总额的"
}

// share checks "占…的60%".
func (c *checker) share(i int, s sentence) {
	if c.ofFigure(i, s) {
		c.shareOf(i, s)
		return
	}
	d := c.doc
	window := c.wide(i, s)
	if len(window) == 0 {
		c.decide(Share, &d.figures[i], nil)
		return
	}
	part := window[len(window)-1]
	hyps := c.hyps[:0]
	for _, j := range window[:len(window)-1] {
		h, ok := c.ratioOf(&d.figures[part], &d.figures[j])
		if !ok || h.mid.cmp(hundred) > 0 {
			continue
		}
		if c.shareIsOf(i, part) && c.shareOn(i, j) {
			h.certain = c.isWhole(part, j)
			h.likely = h.certain || strings.Contains(d.figures[j].before, "全")
		}
		hyps = append(hyps, h)
	}
	if len(hyps) > 1 {
		for k := range hyps {
			hyps[k].certain = false
		}
	}
	c.hyps = hyps
	c.decide(Share, &d.figures[i], hyps)
}

// shareIsOf reports whether the clause of a share names nothing but the part before it: not 脱贫486人，妇女占52%.
func (c *checker) shareIsOf(i, part int) bool {
	d := c.doc
	name, _, _ := strings.Cut(d.figures[i].before, "占")
	name, _ = lastCut(name)
	return part == i-1 && d.figures[i].clause <= d.figures[part].start || !ownSubject(name) || c.commonRun(name, c.noun(&d.figures[part])) >= 2
}

// shareOn reports whether what a share is said to be one of, if it is said, can be figure whole: not 占全省的1.2%.
func (c *checker) shareOn(i, whole int) bool {
	before := c.doc.figures[i].before
	at := strings.LastIndex(before, "占")
	if at < 0 {
		return true
	}
	base := trimLinks(before[at+len("占"):])
	return !ownSubject(base) || c.commonRun(base, c.noun(&c.doc.figures[whole])) >= 2
}

// shareOf checks a share of the figure right before it; the part stands before that, or behind: "占总数156人的78.2%，为122人".
func (c *checker) shareOf(i int, s sentence) {
	d := c.doc
	whole := i - 1
	part := d.previousFitting(whole, s.first)
	certain := part >= 0 && containsAny(d.s[d.figures[part].end:d.figures[whole].start], "占", "为", "是", "相当于", "达", "完成")
	if next := d.nextFitting(whole, s.last); part < 0 && next > i {
		part = next
		certain = hasSuffixAny(d.figures[next].before, "为", "即", "有", "共", "是")
	}
	hyps := c.hyps[:0]
	if part >= 0 {
		if h, ok := c.ratioOf(&d.figures[part], &d.figures[whole]); ok {
			h.certain = certain
			hyps = append(hyps, h)
		}
	}
	c.hyps = hyps
	c.decide(Share, &d.figures[i], hyps)
}

// isWhole reports whether figure part is introduced as a part of figure whole.
func (c *checker) isWhole(part, whole int) bool {
	d := c.doc
	a, b := &d.figures[whole], &d.figures[part]
	if whole > part || a.end > b.start {
		return false
	}
	return containsAny(d.s[a.end:b.start], "其中", "中") || containsAny(a.before, "总", "共", "全部", "合计")
}

// portionWords follow a percentage that is applied to a base.
var portionWords = lexicon.Of(
	"补贴", "补助", "资助", "奖励", "贴息", "给予", "比例", "标准", "分担", "承担", "配套", "提取", "拨付", "奖补", "支持", "兑现", "计算", "计提", "予以", "核定",
)

// isPortion reports whether a percentage is a rule that is applied to an amount: "按50%补贴".
func (c *checker) isPortion(i int, s sentence) bool {
	f := &c.doc.figures[i]
	from := f.clause
	if i > s.first && c.ofFigure(i, s) {
		from = min(from, c.doc.figures[i-1].clause)
	}
	before := c.doc.s[from:f.start]
	if f.half && containsAny(before, "承担", "补贴", "补助", "贴息", "给予", "资助") && !c.ofFigure(i, s) {
		return true
	}
	if !containsAny(before, "按", "依据", "依照") && !strings.HasSuffix(f.before, "以") && !hasSuffixAny(f.before, "补贴比例", "补助比例", "补贴标准", "补贴比例为") {
		return false
	}
	return portionWords.Has(cutAt(f.after, 36)) || portionWords.Has(tail(f.before, 36))
}

// amountsNear returns the figures with a unit, but for percentages, that stand near figure i in its sentence.
func (c *checker) amountsNear(i int, s sentence) []int {
	near := c.near[:0]
	for j := max(s.first, i-reach); j < min(s.last, i+reach); j++ {
		if isCount(&c.doc.figures[j]) && c.doc.figures[j].unit != "" {
			near = append(near, j)
		}
	}
	c.near = near
	return near
}

// portion checks an amount that is a stated share of another: "按50%补贴，利息243.49万元，补贴121.75万元".
func (c *checker) portion(i int, s sentence) {
	d := c.doc
	rate := &d.figures[i]
	money := c.amountsNear(i, s)
	amount := c.grantedAmount(money, i)
	if amount < 0 {
		return
	}
	granted := &d.figures[amount]
	hyps := c.hyps[:0]
	for _, j := range money {
		if j == amount || !d.figures[j].fits(granted) {
			continue
		}
		base, ok := d.figures[j].as(&granted.unitKind)
		if !ok || base.mid.cmp(numberOf(granted.value)) < 0 && rate.value.Coef() < 100 && rate.value.Scale() == 0 {
			continue
		}
		hyps = append(hyps, c.portionOf(base, rate))
	}
	for k := range hyps {
		hyps[k].certain, hyps[k].likely = len(hyps) == 1, true
	}
	c.hyps = hyps
	if len(hyps) > 0 {
		c.decide(Portion, granted, hyps)
	}
}

func (c *checker) portionOf(base operand, rate *figure) hypothesis {
	factor := numberOf(rate.value).quo(hundred)
	share := operand{figure: rate, in: &rate.unitKind, mid: factor}
	h := hypothesis{
		figures: c.take(base, share), shape: shapePortion, mid: base.mid.mul(factor), lo: base.mid.sub(base.half).mul(factor),
		hi: base.mid.add(base.half).mul(factor),
	}
	h.inexact, h.floor = loose(base, share)
	return h
}

var grantWords = lexicon.Of("补贴", "补助", "贴息", "奖励", "资助", "奖补", "金额", "补贴额", "资金", "奖金", "承担", "配套")

// grantedAmount picks the figure that was granted: the nearest one named a subsidy, else the first behind the percentage.
func (c *checker) grantedAmount(money []int, i int) int {
	d := c.doc
	for _, after := range [...]bool{true, false} {
		for _, j := range money {
			if after == (j > i) && grantWords.Ending(trimLinks(d.figures[j].before)) != "" {
				return j
			}
		}
	}
	for _, j := range money {
		if j > i && (len(money) == 2 || d.figures[i].half && hasSuffixAny(d.figures[j].before, "即", "计", "为", "共", "共计")) {
			return j
		}
	}
	return -1
}
