package claim

import (
	"unicode/utf8"

	"zhunsheng/scoring/lexicon"
)

// sameWords are other words for one thing, and words that say nothing about the subject of a figure (those stand for a break).
var (
	sameWords = map[string]string{
		"高企": "高新技术企业", "研究人员": "科研人员", "研发人员": "科研人员", "科研团队": "科研人员", "研究团队": "科研人员", "研发团队": "科研人员",
		"规模以上": "规上",
	}
	genericWords = lexicon.Of(
		"全市", "全省", "全县", "全区", "我市", "我县", "我区", "全镇", "全州", "全国", "全校", "全院", "我省", "我镇", "我校", "我院", "我局", "本市", "本县", "本区", "辖区",
		"区内", "县内", "市内", "境内", "截至", "截止", "年底", "年末", "目前", "总数", "总量", "达到", "数量", "累计", "新增", "同比", "增长", "上年", "比上年", "超过", "存量", "实现",
		"完成", "共有", "其中", "万元", "亿元", "高企", "研究人员", "研发人员", "科研团队", "研究团队", "研发团队", "规模以上",
	)
)

// fillWords are left out of what names a thing: where and when it was counted, and that it exists.
var fillWords = lexicon.Of(
	"全市", "全省", "全县", "全区", "全镇", "全州", "全国", "全校", "全院", "我市", "我县", "我区", "我省", "我镇", "我校", "我院", "我局", "本市", "本县", "本区", "辖区", "辖区内", "区内",
	"县内", "市内", "境内", "截至", "截止", "年底", "年末", "年", "月底", "月末", "月", "底", "末", "目前", "现", "现有", "共有", "共", "拥有", "已有", "建有", "有", "累计", "达到", "达",
	"超过", "突破", "为", "是", "已", "在册", "在岗", "在编", "在职", "入驻", "同比", "上年", "去年", "今年", "当年", "本年度", "本年", "年度", "全年", "的", "了", "各类", "总", "约", "近",
	"超", "逾", "到", "至", "均", "到位", "一是", "二是", "三是", "四是", "五是", "六是", "其中", "仅", "项目实施后", "实施后", "报告期", "期末",
)

// countNouns end the name of an indicator and say only that it is a number: 企业数, 里程, 存量.
var countNouns = lexicon.Of("总数", "总量", "数量", "存量", "个数", "户数", "家数", "人数", "次数", "件数", "项数", "笔数", "总数量", "总规模", "总额", "数", "量", "数额")

// core is what a figure counts in as few characters as say it, such as 高新技术企业: the Han characters of s without those that only tell
// where, when or that something was counted.
func core(s string) string {
	var buffer [96]byte
	out := buffer[:0]
	for i := 0; i < len(s); {
		if word := genericWords.At(s[i:]); word != "" && sameWords[word] != "" {
			out = append(out, sameWords[word]...)
			i += len(word)
			continue
		}
		if word := fillWords.At(s[i:]); word != "" {
			i += len(word)
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if isHan(r) {
			out = append(out, s[i:i+size]...)
		}
		i += size
	}
	if len(out) == 0 {
		return ""
	}
	return countNouns.Trim(string(out))
}

func isHan(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// ownCore is what the words right around a figure name, "" when they name nothing.
func (c *checker) ownCore(f *figure) string {
	if f.fact != "" {
		return core(f.fact)
	}
	before, _ := lastCut(f.lead())
	if name := core(before); name != "" {
		return name
	}
	return core(headOf(f.after))
}

// coreOf is what a figure counts, by the words around it or else by those of the figures before it in its sentence.
func (c *checker) coreOf(i int) string {
	d := c.doc
	first := d.sentences[d.figures[i].sentence].first
	for j := i; j >= max(first, i-4); j-- {
		if f := &d.figures[j]; j == i || f.depth <= d.figures[i].depth && f.unit != "%" {
			if name := c.ownCore(f); name != "" {
				return name
			}
		}
	}
	return ""
}

// lastCut cuts s behind its last 、 or opening bracket.
func lastCut(s string) (rest string, cut bool) {
	for at := len(s); at > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:at])
		if r == '、' || r == '(' {
			return s[at:], true
		}
		at -= size
	}
	return s, false
}

// headOf cuts s before its first 、, bracket or verb.
func headOf(s string) string {
	for i, r := range s {
		if r == '、' || r == '(' || r == ')' || r == '+' || risingWords.At(s[i:]) != "" || fallingWords.At(s[i:]) != "" {
			return s[:i]
		}
	}
	return s
}

// subject returns the words around a figure that say what it counts.
func (c *checker) subject(f *figure) string {
	if f.fact != "" {
		return f.fact
	}
	from := c.doc.sentences[f.sentence].start
	return tail(c.doc.s[from:f.start], 120) + cutAt(f.after, 30)
}

// runes appends the Han characters of s without generic words to into; what is left out separates.
func runesOf(into []rune, s string) []rune {
	for i := 0; i < len(s); {
		if word := genericWords.At(s[i:]); word != "" {
			if same := sameWords[word]; same != "" {
				for _, r := range same {
					into = append(into, r)
				}
			} else {
				into = append(into, '|')
			}
			i += len(word)
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		into = append(into, r)
		i += size
	}
	return into
}

// commonRun returns the length in characters of the longest run of Han characters that a and b share; both are short.
func (c *checker) commonRun(a, b string) int {
	c.left, c.right = runesOf(c.left[:0], a), runesOf(c.right[:0], b)
	x, y := c.left, c.right
	if len(c.row) <= len(y) {
		c.row = make([]int, 2*len(y)+16)
	}
	row := c.row[:len(y)+1]
	clear(row)
	best := 0
	for i := range x {
		if !isHan(x[i]) {
			clear(row)
			continue
		}
		previous := 0
		for j := range y {
			kept := row[j+1]
			row[j+1] = 0
			if x[i] == y[j] {
				row[j+1] = previous + 1
				best = max(best, row[j+1])
			}
			previous = kept
		}
	}
	return best
}

// foreign counts the Han characters of noun that do not occur in about.
func (c *checker) foreign(noun, about string) int {
	c.left, c.right = runesOf(c.left[:0], noun), runesOf(c.right[:0], about)
	n := 0
	for _, r := range c.left {
		if isHan(r) && !contains(c.right, r) {
			n++
		}
	}
	return n
}

func contains(list []rune, r rune) bool {
	for _, x := range list {
		if x == r {
			return true
		}
	}
	return false
}
