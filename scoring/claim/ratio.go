package claim

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhunsheng/scoring/lexicon"
)

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

var doneWords = lexicon.Of(
	"实际", "通过", "合格", "达标", "获批", "回收", "完成", "支出", "使用", "落地", "有效", "获得", "成功", "办结", "整改", "验收", "已", "录用", "收回", "支付", "拨付",
)

var wholeWords = lexicon.Of(
	"申报", "推荐", "应", "计划", "目标", "任务", "预算", "总", "共", "全部", "参评", "参加", "参训", "抽查", "抽检", "检查", "受理", "发放", "下达", "安排", "收到", "登记", "报名",
	"调查", "排查", "拟", "年初", "批复", "指标", "需", "送检", "检测", "在册", "在籍", "立案", "签约", "征集", "开工", "合同", "授信", "转移",
)

// scoreDone says how much the words around a figure make it the numerator of a rate.
func (c *checker) scoreDone(k int, stem string) int {
	f := &c.doc.figures[k]
	score := 0
	if strings.Contains(f.before, stem) || strings.Contains(f.after, stem) {
		score += 2
	}
	if same := synonyms[stem]; containsAny(f.before, same...) || containsAny(f.after, same...) {
		score += 2
	}
	if doneWords.Has(f.before) || doneWords.At(f.after) != "" {
		score++
	}
	if wholeWords.Has(f.before) || wholeWords.Has(f.after) {
		score -= 2
	}
	if containsAny(f.before, "应", "计划", "预算") {
		score -= 2
	}
	if containsAny(f.before, "总", "共", "合计", "可用") { // of several budgets the whole one
		score--
	}
	return score
}

// rate checks "通过率82.47%" against the figures of its sentence, else of the one before, else the facts.
func (c *checker) rate(i int, s sentence, stem string) {
	f := &c.doc.figures[i]
	hyps := c.rateOf(i, c.withoutInitial(c.window(i, s), stem), stem, true)
	if len(hyps) == 0 {
		hyps = c.rateOf(i, c.wide(i, s), stem, false)
	}
	if len(hyps) == 0 && f.sentence > 0 {
		previous := c.doc.sentences[f.sentence-1]
		if c.doc.s[previous.end-1] != '\n' && len(c.wide(i, s)) < 2 {
			hyps = c.rateOf(i, c.wide(previous.last, previous), stem, false)
		}
	}
	if len(hyps) == 0 {
		hyps = c.executionFacts(i, stem)
	}
	c.decide(Ratio, f, hyps)
}

// withoutInitial leaves the initial budget out where an adjusted one stands beside it: an execution rate is on the adjusted budget
// (财预〔2020〕10号).
func (c *checker) withoutInitial(window []int, stem string) []int {
	if stem != "执行" && stem != "支出" {
		return window
	}
	if !slices.ContainsFunc(window, func(j int) bool { return adjustedBudget.Has(c.doc.figures[j].before) }) {
		return window
	}
	return slices.DeleteFunc(window, func(j int) bool { return containsAny(c.doc.figures[j].before, "年初", "期初", "初始") })
}

var adjustedBudget = lexicon.Of("调整后", "调整为", "调减为", "调增为", "全年预算", "调整预算")

// window returns the figures that a rate most likely speaks of: those between the rate before it and itself, or, when there are
// none, those directly behind it.
func (c *checker) window(i int, s sentence) []int {
	d := c.doc
	found := c.near[:0]
	for j := i - 1; j >= max(s.first, i-reach); j-- {
		g := &d.figures[j]
		if g.unit == "%" && g.depth <= d.figures[i].depth {
			break
		}
		if isCount(g) {
			found = append(found, j)
		}
	}
	slices.Reverse(found)
	if len(found) == 0 {
		for j := i + 1; j < min(s.last, i+3) && d.figures[j].unit != "%" && !inRelations(c.found, j); j++ {
			if isCount(&d.figures[j]) {
				found = append(found, j)
			}
		}
	}
	c.near = found
	return found
}

// wide returns the amounts of a sentence near figure i.
func (c *checker) wide(i int, s sentence) []int {
	found := c.near[:0]
	for j := max(s.first, i-reach); j < i; j++ {
		if isCount(&c.doc.figures[j]) {
			found = append(found, j)
		}
	}
	c.near = found
	return found
}

// isCount reports whether a figure is an amount that can be part or whole.
func isCount(f *figure) bool {
	switch f.unit {
	case "%", "个百分点", "年", "倍", "个月", "天", "日", "‰":
		return false
	}
	return !f.value.IsZero() || f.unit != ""
}

// rateOf forms the quotients of the figures in a window. close says that grammar ties the window to the rate.
func (c *checker) rateOf(i int, window []int, stem string, close bool) []hypothesis {
	best, sure := c.bestQuotient(window, stem, close)
	saving := isSavingStem(stem)
	hyps := c.hyps[:0]
	if best != noQuotient { // the likeliest first
		hyps = c.appendRate(hyps, best, true, saving)
		if len(hyps) > 0 && c.rateReaches(i, stem, best) {
			hyps[0].likely, hyps[0].certain = true, sure && !saving
		}
	}
	if len(hyps) == 0 || !hyps[0].certain {
		for _, n := range window {
			for _, m := range window {
				if n != m && best != [2]int{n, m} {
					hyps = c.appendRate(hyps, [2]int{n, m}, false, saving)
				}
			}
		}
	}
	c.hyps = hyps
	return hyps
}

// rateReaches reports whether nothing between a rate and the two figures it may divide speaks of something else.
func (c *checker) rateReaches(i int, stem string, choice [2]int) bool {
	d := c.doc
	first, last := min(choice[0], choice[1]), max(choice[0], choice[1])
	if first > i { // 完成率90%，应完成50户，实际完成45户
		lead, _ := lastCut(d.figures[first].before)
		return !ownSubject(beforeRole(lead)) && c.rateIsOf(i, stem, first, last)
	}
	for k := last + 1; k < i; k++ {
		if name, ok := rateStem(d.figures[k].before); ok && d.figures[k].unit == "%" {
			if of, _ := d.ofWhat(k, name); !c.rateIsOf(k, name, first, last) || strings.Contains(of, "平均") {
				return false
			}
		}
	}
	return c.rateIsOf(i, stem, first, last)
}

// beforeRole returns the words before the first one that says whether the whole or what was done is counted.
func beforeRole(lead string) string {
	at := len(lead)
	for _, words := range [...]*lexicon.Lexicon{wholeWords, doneWords, roles} {
		for k := range words.All(lead[:at]) {
			at = k
			break
		}
	}
	return lead[:at]
}

var roles = lexicon.Of("应", "实", "已")

// appendRate adds the quotient of two figures, and of a saving what remains: two readings are in use, saved / planned and
// 1 - spent / planned. More than the whole is a rate only of the likeliest figures: 完成率105%.
func (c *checker) appendRate(hyps []hypothesis, choice [2]int, likeliest, saving bool) []hypothesis {
	h, ok := c.ratioOf(&c.doc.figures[choice[0]], &c.doc.figures[choice[1]])
	if !ok {
		return hyps
	}
	if likeliest || h.mid.cmp(hundred) <= 0 {
		hyps = append(hyps, h)
	}
	if saving {
		if saved, ok := c.growthOf(h.figures[1], h.figures[0], falling); ok {
			hyps = append(hyps, saved)
		}
	}
	return hyps
}

func isSavingStem(stem string) bool {
	switch stem {
	case "节约", "节省", "下降", "压减":
		return true
	}
	return false
}

// noQuotient is the answer of bestQuotient when words do not single out a pair.
var noQuotient = [2]int{-1, -1}

// bestQuotient picks the two figures of a window that the rate most likely divides.
func (c *checker) bestQuotient(window []int, stem string, close bool) (choice [2]int, sure bool) {
	if len(window) < 2 {
		return noQuotient, false
	}
	group := c.largestGroup(window)
	if len(group) < 2 {
		return noQuotient, false
	}
	choice, sure = c.doneOf(group, stem)
	if !close && choice != noQuotient && (c.scoreDone(choice[0], stem) <= 0 || c.scoreDone(choice[1], stem) >= 0) {
		return noQuotient, false
	}
	return choice, sure && close
}

// largestGroup returns the figures of the window that fit the last one.
func (c *checker) largestGroup(window []int) []int {
	best, most := -1, 0
	for k := len(window) - 1; k >= 0 && most < len(window); k-- {
		n := 0
		for _, j := range window {
			if c.doc.figures[j].fits(&c.doc.figures[window[k]]) {
				n++
			}
		}
		if n > most {
			best, most = k, n
		}
	}
	group := c.group[:0]
	for _, j := range window {
		if c.doc.figures[j].fits(&c.doc.figures[window[best]]) {
			group = append(group, j)
		}
	}
	c.group = group
	return group
}

// doneOf picks numerator and denominator of a rate. sure when there are just two figures and words tell them apart, or one is said to be
// among the other (1141家中941家).
func (c *checker) doneOf(group []int, stem string) (choice [2]int, sure bool) {
	d := c.doc
	for k := len(group) - 2; k >= 0; k-- {
		if a, b := &d.figures[group[k]], &d.figures[group[k+1]]; a.end <= b.start && isAmong(d.s[a.end:b.start]) {
			return [2]int{group[k+1], group[k]}, true
		}
	}
	if len(group) == 2 {
		return c.doneOfTwo(group[0], group[1], stem)
	}
	n, high := c.extreme(group, stem, 1)
	m, low := c.extreme(group, stem, -1)
	if n < 0 || m < 0 || high == low {
		return noQuotient, false
	}
	return [2]int{n, m}, false
}

// doneOfTwo tells part and whole apart by the words around them, else by size.
func (c *checker) doneOfTwo(n, m int, stem string) (choice [2]int, sure bool) {
	a, b := c.scoreDone(n, stem), c.scoreDone(m, stem)
	if a < b {
		n, m, a, b = m, n, b, a
	}
	if a > b {
		return [2]int{n, m}, a > 0
	}
	if x, y, ok := pair(&c.doc.figures[n], &c.doc.figures[m]); ok && x.mid.cmp(y.mid) > 0 {
		n, m = m, n
	}
	return [2]int{n, m}, false
}

// extreme returns the one figure of a group with the highest (sign 1) or lowest (-1) score, -1 when several share it.
func (c *checker) extreme(group []int, stem string, sign int) (best, score int) {
	best, score = -1, -1000
	for _, j := range group {
		switch s := sign * c.scoreDone(j, stem); {
		case s > score:
			best, score = j, s
		case s == score:
			best = -1
		}
	}
	return best, sign * score
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

// executionFacts computes an execution rate from the facts of the fund table: executed over adjusted budget.
func (c *checker) executionFacts(i int, stem string) []hypothesis {
	if stem != "执行" && stem != "支出" {
		return nil
	}
	done, budget := c.reader.execution()
	if done == nil || budget == nil {
		return nil
	}
	h, ok := c.ratioOf(done, budget)
	if !ok {
		return nil
	}
	name, ok := c.doc.ofWhat(i, stem)
	h.certain = !ok || genericRates.Skip(name) == ""
	return []hypothesis{h}
}
