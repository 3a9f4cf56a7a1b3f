package claim

import (
	"strings"
	"unicode/utf8"

	"zhunsheng/scoring/lexicon"
)

type boundWord struct {
	word  string
	bound Bound
}

// boundsBefore stand directly before a figure.
var boundsBefore = wordsOf([]boundWord{
	{"不少于", From},
	{"不低于", From},
	{"不超过", UpTo},
	{"不高于", UpTo},
	{"不多于", UpTo},
	{"超过了", Over},
	{"超过", Over},
	{"突破", Over},
	{"超出", Over},
	{"高于", Over},
	{"大于", Over},
	{"多于", Over},
	{"至少", From},
	{"不到", Under},
	{"不足", Under},
	{"低于", Under},
	{"小于", Under},
	{"少于", Under},
	{"接近", Near},
	{"将近", Near},
	{"大约", About},
	{"大概", About},
	{"约为", About},
	{"超", Over},
	{"逾", Over},
	{"近", Near},
	{"约", About},
	{"≥", From},
	{"≤", UpTo},
	{">=", From},
	{"<=", UpTo},
	{">", Over},
	{"<", Under},
})

// boundsAfter stand directly behind a figure and its unit.
var boundsAfter = wordsOf([]boundWord{
	{"及以上", From},
	{"以上", From},
	{"及以下", UpTo},
	{"以下", UpTo},
	{"以内", UpTo},
	{"之内", UpTo},
	{"左右", About},
	{"上下", About},
	{"余", Over},
	{"多", Over},
	{"+", Over},
})

// boundList is a list of words with the bound that each means.
type boundList struct {
	words *lexicon.Lexicon
	means map[string]Bound
}

func wordsOf(list []boundWord) boundList {
	means := make(map[string]Bound, len(list))
	words := make([]string, len(list))
	for i, b := range list {
		words[i], means[b.word] = b.word, b.bound
	}
	return boundList{lexicon.Of(words...), means}
}

// boundBefore reads the word that bounds the figure at pos and returns where the figure with that word starts.
func boundBefore(s string, pos, edge int) (Bound, int) {
	word := boundsBefore.words.Ending(s[edge:pos])
	return boundsBefore.means[word], pos - len(word)
}

func boundAfter(s string) (bound Bound, end int) {
	word := boundsAfter.words.At(s)
	if word == "+" && isDigit(nextRune(s[1:])) {
		return Exact, 0
	}
	return boundsAfter.means[word], len(word)
}

// linkWords stand between a name and its figure and add nothing.
var linkWords = lexicon.Of(
	"达到了", "达到", "分别为", "高达", "仅为", "保持在", "稳定在", "约为", "已达", "均为", "均达", "合计为", "共计", "为", "达", "是", "约", "到", "至", "在", "了", "仅",
	"只有", "有", "共", "已", ":", "均", "约占", "的", "提高到", "提升到",
)

// trimLinks cuts link words from the end of s.
func trimLinks(s string) string { return linkWords.Trim(s) }

// risingWords and fallingWords are the verbs and nouns of change.
var (
	risingWords = lexicon.Of(
		"增长", "增加", "增幅", "增速", "提高", "提升", "上升", "上涨", "涨幅", "增多", "增", "涨", "升", "净增", "扩大", "攀升", "多", "跃升", "高出", "升高", "增产", "增收",
	)
	fallingWords = lexicon.Of(
		"下降", "降低", "减少", "降幅", "减幅", "压减", "缩减", "下跌", "跌幅", "缩短", "压缩", "回落", "下滑", "减", "降", "少", "节约", "节省", "调减", "核减", "减产", "减收",
	)
)

type direction int8

const (
	noChange direction = iota
	rising
	falling
)

// changeVerb reports the change that the text directly before a figure names: "同比增长", "增速为", "净增". 增长到 names a level, not a change.
func changeVerb(before string) (direction, int) {
	trimmed := before
	for _, suffix := range [...]string{"达到了", "达到", "高达", "幅度", "为", "达", "是", "了", "率", "约", ":"} {
		trimmed = strings.TrimSuffix(trimmed, suffix)
	}
	nounOnly := len(trimmed) != len(before) && !strings.HasSuffix(before, "了") && !strings.HasSuffix(before, "约") && !strings.HasSuffix(before, "达") &&
		!strings.HasSuffix(before, "高达")
	up, down := risingWords.Ending(trimmed), fallingWords.Ending(trimmed)
	if up == "" && down == "" {
		return noChange, -1
	}
	best, at := rising, len(trimmed)-len(up)
	if len(down) > len(up) {
		best, at = falling, len(trimmed)-len(down)
	}
	if nounOnly && strings.HasSuffix(before, "为") && !isChangeNoun(trimmed[at:]) && !strings.Contains(before, "率") {
		return noChange, -1 // 提高为85%: a level
	}
	return best, at
}

func isChangeNoun(w string) bool {
	switch w {
	case "增长", "增幅", "增速", "涨幅", "降幅", "减幅", "跌幅":
		return true
	}
	return false
}

// leadsTo reports whether the text between two figures says that the first became the second.
func leadsTo(gap string) bool {
	for at := range arriving.All(gap) {
		if isChanging(gap[:at]) {
			return true
		}
	}
	return false
}

var arriving = lexicon.Of("到", "至", "为", "达")

// isChanging reports whether s ends with a verb of change.
func isChanging(s string) bool {
	s = strings.TrimSuffix(s, "加")
	s = strings.TrimSuffix(s, "长")
	return changing.Ending(s) != ""
}

var changing = lexicon.Of(
	"增", "增多", "提高", "提升", "升", "上升", "涨", "上涨", "降", "下降", "降低", "减", "减少", "扩大", "发展", "攀升", "跃升", "缩减", "压减", "缩短", "压缩",
	"扩张", "壮大", "调整", "调减", "调增", "上涨", "跌", "回落", "增强", "扩展", "扩", "变", "变化", "提",
)

// neutralWords may stand between the start of a clause and a verb of change without naming a subject of their own.
var neutralWords = lexicon.Of(
	"同比", "环比", "比上年", "较上年", "比去年", "较去年", "与上年相比", "年均", "年平均", "平均", "累计", "总体", "实际", "名义", "净", "又", "较", "比", "相比", "两年", "三年",
	"四年", "五年", "复合", "每年", "逐年", "共", "总", "则", "约", "近", "来", "间", "期间", "上年", "去年", "同期", "的", "率", "年", "月", "底", "末", "初", "实现", "较之",
	"已", "也", "均", "分别", "幅度", "达到", "达", "为", "了", "度", "全年", "其", "数量", "总量", "规模", "可比", "口径", "按", "即", "折合", "换算", "合", "相当于", "并", "且",
	"增速", "增幅", "增长", "速度", "大幅", "显著", "稳步", "快速", "明显", "一年", "当年", "之", "以", "上", "前", "现", "今", "目前", "在", "此",
)

// ownSubject reports whether s, the words of a clause before its verb, names something by itself.
func ownSubject(s string) bool {
	for s != "" {
		if word := neutralWords.At(s); word != "" {
			s = s[len(word):]
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		if !isDigit(r) && r != '-' && r != '~' && r != '(' && r != ')' && r != '、' {
			return true
		}
		s = s[size:]
	}
	return false
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func hasSuffixAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

func hasPrefixAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
