package claim

import (
	"fmt"
	"math/big"
	"strings"
	"unicode/utf8"
)

// sentence finds and checks the claims of one sentence. Each figure is at most one claim.
func (c *checker) sentence(index int) {
	s := c.doc.sentences[index]
	if s.first == s.last {
		return
	}
	relations := c.relations(s)
	for i := s.first; i < s.last; i++ {
		if c.equation(i, s) {
			continue
		}
		if !c.percentage(i, s, relations) {
			c.amount(i, relations)
		}
	}
	c.sums(s)
}

// percentage classifies a percentage by the words before it.
func (c *checker) percentage(i int, s sentence, relations []relation) bool {
	f := c.doc.figures[i]
	if f.unit != "%" {
		return false
	}
	head := c.head(i)
	switch dir, at := changeVerb(head); {
	case c.isPortion(i, s):
		c.portion(i, s)
	case dir != noChange && !isSaving(head, at) && !c.ofFigure(i, s):
		c.growth(i, relations, dir)
	case c.ofFigure(i, s) || containsAny(tail(head, 60), "占") || hasSuffixAny(trimLinks(head), "比重", "占比") ||
		strings.HasSuffix(head, "的") && containsAny(head, "完成", "相当于") && containsAny(head, "预算", "计划", "目标", "任务"):
		c.share(i, s)
	default:
		if stem, ok := rateStem(head); ok {
			c.rate(i, s, stem)
		}
	}
	return true
}

// amount classifies a figure that is no percentage.
func (c *checker) amount(i int, relations []relation) {
	f := c.doc.figures[i]
	dir, _ := changeVerb(f.before)
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
		c.multiple(i, relations, dir)
	case dir != noChange && !hasSuffixAny(f.before, "新增", "其中"):
		if !c.difference(i, relations, dir) && containsAny(f.before, "比上年", "较上年", "同比", "比去年", "较去年") {
			c.decide(Difference, f, nil)
		}
	}
}

// head is the text before a figure in its clause; for a figure that opens a bracket, the text before the bracket.
func (c *checker) head(i int) string {
	f := c.doc.figures[i]
	if f.before != "" || f.depth == 0 || f.start == 0 || c.doc.s[f.start-1] != '(' {
		return f.before
	}
	from := f.clause
	if i > 0 {
		from = max(from, c.doc.figures[i-1].end)
	}
	return c.doc.s[min(from, f.start-1) : f.start-1]
}

// rateStem returns the word that a rate is named after: 通过 of 通过率, 执行 of 预算执行率.
func rateStem(head string) (string, bool) {
	name, ok := strings.CutSuffix(trimLinks(head), "率")
	if !ok {
		if name, ok = strings.CutSuffix(trimLinks(head), "比例"); !ok {
			if name, ok = strings.CutSuffix(trimLinks(head), "进度"); !ok {
				return "", false
			}
		}
	}
	_, size := utf8.DecodeLastRuneInString(name)
	_, second := utf8.DecodeLastRuneInString(name[:len(name)-size])
	if size == 0 || second == 0 {
		return "", false
	}
	return name[len(name)-size-second:], true
}

func isSaving(head string, at int) bool {
	return at >= 0 && hasPrefixAny(head[at:], "节约", "节省") && strings.Contains(head[at:], "率")
}

// synonyms are other words for what a rate counts as done.
var synonyms = map[string][]string{
	"执行": {"支出", "使用", "实际支付", "完成支付", "执行"}, "支出": {"执行", "使用"}, "完成": {"实际", "实现", "已完成"}, "到位": {"拨付", "到位", "下达到位"},
	"合格": {"达标"}, "达标": {"合格"}, "就业": {"上岗"}, "使用": {"支出"}, "拨付": {"支付"}, "立项": {"入选"}, "满意": {"满意"}, "实现": {"完成", "实际"},
	"出勤": {"到岗", "到会"}, "录取": {"录用"}, "认定": {"通过"}, "转化": {"落地"}, "成功": {"成功"}, "覆盖": {"覆盖", "惠及"}, "兑付": {"兑现"},
}

var doneWords = []string{
	"实际", "通过", "合格", "达标", "获批", "回收", "完成", "支出", "使用", "落地", "有效", "获得", "成功", "办结", "整改", "验收", "已", "录用", "收回", "支付", "拨付",
}

var wholeWords = []string{
	"申报", "推荐", "应", "计划", "目标", "任务", "预算", "总", "共", "全部", "参评", "参加", "参训", "抽查", "抽检", "检查", "受理", "发放", "下达", "安排", "收到", "登记", "报名",
	"调查", "排查", "拟", "年初", "批复", "指标", "需", "送检", "检测", "在册", "在籍", "立案", "签约", "征集", "开工", "合同", "授信", "转移",
}

// scoreDone says how much the words around a figure make it the numerator of a rate.
func (c *checker) scoreDone(k int, stem string) int {
	f := c.doc.figures[k]
	around := f.before + "|" + f.after
	score := 0
	if strings.Contains(around, stem) {
		score += 2
	}
	if containsAny(around, synonyms[stem]...) {
		score += 2
	}
	if containsAny(f.before, doneWords...) || hasPrefixAny(f.after, doneWords...) {
		score++
	}
	if containsAny(around, wholeWords...) {
		score -= 2
	}
	if containsAny(f.before, "应", "计划", "预算") {
		score -= 2
	}
	return score
}

// rate checks "通过率82.47%" against the figures of its sentence, else of the one before, else the facts.
func (c *checker) rate(i int, s sentence, stem string) {
	f := c.doc.figures[i]
	window := c.withoutInitial(c.window(i, s), stem)
	hyps := c.rateOf(window, stem, true)
	if len(hyps) == 0 {
		hyps = c.rateOf(c.wide(i, s), stem, false)
	}
	if len(hyps) == 0 && f.sentence > 0 {
		previous := c.doc.sentences[f.sentence-1]
		if c.doc.s[previous.end-1] != '\n' && len(c.wide(i, s)) < 2 {
			hyps = c.rateOf(c.wide(previous.last, previous), stem, false)
		}
	}
	if len(hyps) == 0 {
		hyps = c.executionFacts(stem)
	}
	c.decide(Ratio, f, hyps)
}

// withoutInitial leaves the initial budget out where an adjusted one stands beside it: an execution rate is on the adjusted budget
// (财预〔2020〕10号).
func (c *checker) withoutInitial(window []int, stem string) []int {
	if stem != "执行" && stem != "支出" {
		return window
	}
	adjusted := false
	var kept []int
	for _, j := range window {
		before := c.doc.figures[j].before
		adjusted = adjusted || containsAny(before, "调整后", "调整为", "调减为", "调增为", "全年预算", "调整预算")
		if !containsAny(before, "年初", "期初", "初始") {
			kept = append(kept, j)
		}
	}
	if adjusted {
		return kept
	}
	return window
}

// window returns the figures that a rate most likely speaks of: those between the rate before it and itself, or, when there are
// none, those directly behind it.
func (c *checker) window(i int, s sentence) []int {
	d := c.doc
	var found []int
	for j := i - 1; j >= max(s.first, i-reach); j-- {
		g := d.figures[j]
		if g.unit == "%" && g.depth <= d.figures[i].depth {
			break
		}
		if isCount(g) {
			found = append([]int{j}, found...)
		}
	}
	if len(found) == 0 {
		for j := i + 1; j < min(s.last, i+3) && d.figures[j].unit != "%"; j++ {
			if isCount(d.figures[j]) {
				found = append(found, j)
			}
		}
	}
	return found
}

// wide returns the amounts of a sentence near figure i.
func (c *checker) wide(i int, s sentence) []int {
	var found []int
	for j := max(s.first, i-reach); j < i; j++ {
		if isCount(c.doc.figures[j]) {
			found = append(found, j)
		}
	}
	return found
}

// isCount reports whether a figure is an amount that can be part or whole.
func isCount(f figure) bool {
	switch f.unit {
	case "%", "个百分点", "年", "倍", "个月", "天", "日", "‰":
		return false
	}
	return !f.value.IsZero() || f.unit != ""
}

// rateOf forms the quotients of the figures in a window. close says that grammar ties the window to the rate.
func (c *checker) rateOf(window []int, stem string, close bool) []hypothesis {
	d := c.doc
	var hyps []hypothesis
	best, sure := [2]int{-1, -1}, false
	if group := c.largestGroup(window); len(group) >= 2 {
		best, sure = c.doneOf(group, stem)
		if !close && best[0] >= 0 && (c.scoreDone(best[0], stem) <= 0 || c.scoreDone(best[1], stem) >= 0) {
			best = [2]int{-1, -1}
		}
		sure = sure && close
	}
	for _, n := range window {
		for _, m := range window {
			if n == m || !d.figures[n].fits(d.figures[m]) {
				continue
			}
			h, ok := c.ratioOf(d.figures[n], d.figures[m])
			if !ok {
				continue
			}
			isBest := best == [2]int{n, m}
			h.certain, h.likely = isBest && sure, isBest
			if isBest {
				hyps = append([]hypothesis{h}, hyps...)
			} else if h.mid.Cmp(ratHundred) <= 0 {
				hyps = append(hyps, h)
			}
			if stem == "节约" || stem == "节省" || stem == "下降" || stem == "压减" {
				if saved, ok := growthOf(mustIn(d.figures[m], n, d), mustIn(d.figures[n], n, d), falling); ok {
					hyps = append(hyps, saved)
				}
			}
		}
	}
	if stem == "节约" || stem == "节省" || stem == "下降" || stem == "压减" {
		for k := range hyps { // two readings are in use: saved / planned, and 1 - spent / planned
			hyps[k].certain = false
		}
	}
	return hyps
}

func mustIn(f figure, unitOf int, d *document) operand {
	o, _ := f.in(d.figures[unitOf].unit)
	return o
}

// largestGroup returns the figures of the window that fit the last one.
func (c *checker) largestGroup(window []int) []int {
	var best []int
	for k := len(window) - 1; k >= 0; k-- {
		var group []int
		for _, j := range window {
			if c.doc.figures[j].fits(c.doc.figures[window[k]]) {
				group = append(group, j)
			}
		}
		if len(group) > len(best) {
			best = group
		}
	}
	return best
}

// doneOf picks numerator and denominator of a rate. sure when there are just two figures and words tell them apart, or one is said to be
// among the other (1141家中941家).
func (c *checker) doneOf(group []int, stem string) (choice [2]int, sure bool) {
	d := c.doc
	for k := len(group) - 2; k >= 0; k-- {
		if a, b := d.figures[group[k]], d.figures[group[k+1]]; a.end <= b.start && isAmong(d.s[a.end:b.start]) {
			return [2]int{group[k+1], group[k]}, true
		}
	}
	n, m := group[0], group[0]
	for _, j := range group[1:] {
		if c.scoreDone(j, stem) > c.scoreDone(n, stem) {
			n = j
		}
		if c.scoreDone(j, stem) < c.scoreDone(m, stem) || c.scoreDone(j, stem) == c.scoreDone(m, stem) && m == n {
			m = j
		}
	}
	high, low := c.scoreDone(n, stem), c.scoreDone(m, stem)
	if n == m || high == low {
		if len(group) != 2 {
			return [2]int{-1, -1}, false
		}
		n, m = group[0], group[1]
		if x, y, ok := pair(d.figures[n], d.figures[m]); ok && x.mid.Cmp(y.mid) > 0 {
			n, m = m, n
		}
		return [2]int{n, m}, false
	}
	return [2]int{n, m}, len(group) == 2 && high > 0
}

// isAmong reports whether the text between two figures makes the second a part of the first.
func isAmong(gap string) bool {
	at := strings.Index(gap, "中")
	if at < 0 || len(gap) > 60 || strings.Contains(gap, "中心") || strings.Contains(gap, "中央") || strings.Contains(gap, "其中") {
		return false
	}
	rest := gap[at+len("中"):]
	return rest == "" || rest[0] == ',' || hasPrefixAny(rest, "有", "的", "共", "已", "通过", "合格", "完成", "实际", "约", "仅")
}

func (c *checker) ratioOf(num, den figure) (hypothesis, bool) {
	x, y, ok := pair(num, den)
	if !ok {
		return hypothesis{}, false
	}
	e, ok := quotient(x, y, ratHundred, new(big.Rat))
	if !ok {
		return hypothesis{}, false
	}
	e.formula, e.result = fmt.Sprintf("%s / %s", x.shown, y.shown), " %"
	return hypothesis{figures: []operand{x, y}, estimate: e}, true
}

// executionFacts computes an execution rate from the facts of the fund table: executed over adjusted budget.
func (c *checker) executionFacts(stem string) []hypothesis {
	if stem != "执行" && stem != "支出" {
		return nil
	}
	var done, budget []figure
	for _, fact := range c.facts {
		switch {
		case containsAny(fact.Name, "执行数", "支出数", "实际支出", "执行金额", "全年执行", "已执行"):
			done = append(done, fact.figure())
		case containsAny(fact.Name, "全年预算", "调整后", "调整预算"):
			budget = append(budget, fact.figure())
		}
	}
	if len(done) != 1 || len(budget) != 1 {
		return nil
	}
	h, ok := c.ratioOf(done[0], budget[0])
	if !ok {
		return nil
	}
	h.certain = true
	return []hypothesis{h}
}

// ofFigure reports whether a percentage is one of the figure right before it: "利息243.49万元的50%".
func (c *checker) ofFigure(i int, s sentence) bool {
	d := c.doc
	if i-1 < s.first || !isCount(d.figures[i-1]) {
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
	d := c.doc
	f := d.figures[i]
	var hyps []hypothesis
	part, whole := -1, -1
	if c.ofFigure(i, s) {
		whole = i - 1
		part = d.previousFitting(whole, s.first)
		certain := part >= 0 && containsAny(d.s[d.figures[part].end:d.figures[whole].start], "占", "为", "是", "相当于", "达")
		if next := d.nextFitting(whole, s.last); part < 0 && next > i { // 占总数156人的78.2%，为122人
			part = next
			certain = hasSuffixAny(d.figures[next].before, "为", "即", "有", "共", "是")
		}
		if part >= 0 {
			if h, ok := c.ratioOf(d.figures[part], d.figures[whole]); ok {
				h.certain = certain
				hyps = append(hyps, h)
			}
		}
		c.decide(Share, f, hyps)
		return
	}
	window := c.wide(i, s)
	for k := len(window) - 1; k >= 0; k-- {
		if window[k] < i {
			part = window[k]
			break
		}
	}
	if part < 0 {
		c.decide(Share, f, nil)
		return
	}
	wholes := 0
	for _, j := range window {
		h, ok := c.ratioOf(d.figures[part], d.figures[j])
		if j == part || !ok || h.mid.Cmp(ratHundred) > 0 {
			continue
		}
		wholes++
		h.likely = true
		h.certain = c.isWhole(part, j)
		hyps = append(hyps, h)
	}
	if wholes != 1 {
		for k := range hyps {
			hyps[k].certain = false
		}
	}
	c.decide(Share, f, hyps)
}

// isWhole reports whether figure part is introduced as a part of figure whole.
func (c *checker) isWhole(part, whole int) bool {
	d := c.doc
	a, b := d.figures[whole], d.figures[part]
	if whole > part || a.end > b.start {
		return false
	}
	return containsAny(d.s[a.end:b.start], "其中", "中") || containsAny(a.before, "总", "共", "全部", "合计")
}

// portionWords follow a percentage that is applied to a base.
var portionWords = []string{
	"补贴", "补助", "资助", "奖励", "贴息", "给予", "比例", "标准", "分担", "承担", "配套", "提取", "拨付", "奖补", "支持", "兑现", "计算", "计提", "予以", "核定",
}

// isPortion reports whether a percentage is a rule that is applied to an amount: "按50%补贴".
func (c *checker) isPortion(i int, s sentence) bool {
	f := c.doc.figures[i]
	from := f.clause
	if i > s.first && c.ofFigure(i, s) {
		from = min(from, c.doc.figures[i-1].clause)
	}
	before := c.doc.s[from:f.start]
	if f.half && containsAny(before, "承担", "补贴", "补助", "贴息", "给予", "资助") && !c.ofFigure(i, s) {
		return true
	}
	if !containsAny(before, "按", "依", "以") && !hasSuffixAny(f.before, "补贴比例", "补助比例", "补贴标准", "补贴比例为") {
		return false
	}
	return containsAny(cutAt(f.after, 36), portionWords...) || containsAny(tail(f.before, 36), portionWords...)
}

// portion checks an amount that is a stated share of another: "按50%补贴，利息243.49万元，补贴121.75万元".
func (c *checker) portion(i int, s sentence) {
	d := c.doc
	rate := d.figures[i]
	var money []int
	for j := max(s.first, i-reach); j < min(s.last, i+reach); j++ {
		if isCount(d.figures[j]) && d.figures[j].unit != "" {
			money = append(money, j)
		}
	}
	amount := c.grantedAmount(money, i)
	if amount < 0 {
		return
	}
	var hyps []hypothesis
	bases := 0
	for _, j := range money {
		if j == amount || !d.figures[j].fits(d.figures[amount]) {
			continue
		}
		base, ok := d.figures[j].in(d.figures[amount].unit)
		if !ok || base.mid.Cmp(ratOf(d.figures[amount].value)) < 0 && rate.value.Coef() < 100 && rate.value.Scale() == 0 {
			continue
		}
		bases++
		hyps = append(hyps, portionOf(base, rate))
	}
	for k := range hyps {
		hyps[k].certain, hyps[k].likely = bases == 1, true
	}
	if len(hyps) > 0 {
		c.decide(Portion, d.figures[amount], hyps)
	}
}

func portionOf(base operand, rate figure) hypothesis {
	factor := new(big.Rat).Quo(ratOf(rate.value), ratHundred)
	e := estimate{
		mid: new(big.Rat).Mul(base.mid, factor), lo: new(big.Rat).Mul(new(big.Rat).Sub(base.mid, base.half), factor),
		hi:      new(big.Rat).Mul(new(big.Rat).Add(base.mid, base.half), factor),
		formula: fmt.Sprintf("%s x %s %%", base.shown, rate.value),
	}
	percent, _ := rate.in("%")
	e.inexact, e.floor = loose(base, percent)
	return hypothesis{figures: []operand{base, percent}, estimate: e}
}

// grantedAmount picks the figure that was granted: the nearest one named a subsidy, else the first behind the percentage.
func (c *checker) grantedAmount(money []int, i int) int {
	d := c.doc
	for _, after := range [...]bool{true, false} {
		for _, j := range money {
			if after == (j > i) && hasSuffixAny(trimLinks(d.figures[j].before), "补贴", "补助", "贴息", "奖励", "资助", "补贴资金", "补助资金", "奖补", "金额", "补贴额",
				"资金", "补贴金额", "奖补资金", "贴息资金", "补助金额", "奖励资金", "奖金", "承担", "配套") {
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
