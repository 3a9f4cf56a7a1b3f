package claim

import (
	"strings"

	"zhunsheng/scoring/lexicon"
)

// A change or rate derives from figures of its own clause, or of clauses directly before it that speak of the same thing. A clause that
// names something new before its figure ends this reach, forwards and backwards.

// opensSubject reports whether a clause that starts between figures i and j, or at j, names something of its own before its figure or its verb of change.
func (d *document) opensSubject(i, j int) bool {
	for k := i + 1; k <= j; k++ {
		gap := d.s[d.figures[k-1].end:d.figures[k].start]
		at := strings.IndexAny(gap, ",;:(")
		if p := strings.Index(gap, "、"); at < 0 || p >= 0 && p < at {
			at = p
		}
		for at >= 0 {
			gap = strings.TrimPrefix(gap[at:], "、")
			gap = strings.TrimLeft(gap, ",;:(")
			clause := gap
			if at = strings.IndexAny(gap, ",;:("); at >= 0 {
				clause = gap[:at]
			}
			if ownSubject(untilVerb(clause)) {
				return true
			}
		}
	}
	return false
}

// untilVerb returns the words of a clause without the verb of change and the preposition at its end: 报销比例 of 报销比例由, 较上年 of 较上年增加到.
func untilVerb(clause string) string {
	trimmed := clause
	for _, suffix := range [...]string{"达到了", "达到", "到", "至", "为", "达", "了"} {
		trimmed = strings.TrimSuffix(trimmed, suffix)
	}
	verb := max(len(risingWords.Ending(trimmed)), len(fallingWords.Ending(trimmed)))
	return prepositions.Trim(trimmed[:len(trimmed)-verb])
}

var prepositions = lexicon.Of("由", "从", "自", "占")

// named is what a figure counts, by the words of its own clause before it; "" when they name nothing.
func (d *document) named(i int) string {
	before, _ := lastCut(d.figures[i].before)
	return core(untilVerb(before))
}

// sameName reports whether two figures are named alike, or one of them has no name of its own.
func (d *document) sameName(i, j int) bool {
	a, b := d.named(i), d.named(j)
	return b == "" || a == b || strings.HasSuffix(a, b)
}

// genericRates are words before the name of a rate that do not say of what it is one.
var genericRates = lexicon.Of(
	"预算", "资金", "项目", "投资", "任务", "目标", "工程", "总体", "整体", "年度", "全年", "计划", "指标", "工作", "实际", "财政", "本年", "当年", "专项", "的", "有效", "则", "其",
	"本级", "支出", "最终", "已", "约", "年",
)

// rateIsOf reports whether a rate can be one of the figures before it: the words before its name are general ones, or stand there too;
// and what it is named after does.
func (c *checker) rateIsOf(i int, stem string, num, den int) bool {
	d := c.doc
	name, ok := d.ofWhat(i, stem)
	if !ok {
		return true
	}
	part, whole := &d.figures[num], &d.figures[den]
	around := part.before + "|" + part.after + "|" + whole.before + "|" + whole.after
	if rest := genericRates.Skip(name); rest != "" && min(num, den) < i && !strings.Contains(around, rest) {
		return false
	}
	around = strings.ReplaceAll(around, "完成", "") // says nothing about 成活率
	for _, r := range stem {
		if strings.ContainsRune(around, r) {
			return true
		}
	}
	return genericStems.Has(stem) || containsAny(around, synonyms[stem]...)
}

// genericStems name rates of whatever was done.
var genericStems = lexicon.Of("完成", "执行", "支出", "支付", "实现")

// ofWhat returns the words between the start of the clause of figure i and the name of its rate.
func (d *document) ofWhat(i int, stem string) (string, bool) {
	at := strings.LastIndex(d.figures[i].before, stem)
	if at < 0 {
		return "", false
	}
	before, _ := lastCut(d.figures[i].before[:at])
	return before, true
}
