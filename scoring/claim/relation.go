package claim

import (
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"
)

// relation says that a quantity went from one figure to another.
type relation struct {
	from, to    int // indexes of figures; from is the base
	first, last int // the figures in the order of the text
	certain     bool
}

// reach bounds how many figures before and behind a claim are looked at, so that time stays linear.
const reach = 12

// assignYears gives each figure of a sentence the year it belongs to.
func (d *document) assignYears(s sentence, years []yearMark) {
	if len(years) == 0 {
		return
	}
	next := 0
	for i := s.first; i < s.last; i++ {
		f := &d.figures[i]
		for next < len(years) && years[next].start < f.start {
			next++
		}
		f.year = d.yearBefore(f.start, years[:next])
		if next < len(years) && years[next].start == f.end+1 && d.s[f.end] == '(' { // 908家(2019年)
			f.year = years[next].year
		}
	}
	d.assignRespectively(s, years)
}

// yearBefore returns the year that a figure at pos stands under: the last one named, but a base of comparison ("比2020年") only when the
// figure follows at once.
func (d *document) yearBefore(pos int, years []yearMark) int {
	for k := len(years) - 1; k >= max(0, len(years)-4); k-- {
		y := years[k]
		gap := d.s[y.end:pos]
		relative := y.year < 0
		if (y.base || relative) && len(gap) > 18 || y.base && containsAny(gap, ",", "增", "减", "提", "升", "降", "多", "少", "长") ||
			relative && strings.ContainsAny(gap, ",;") {
			continue
		}
		return y.year
	}
	return 0
}

// assignRespectively handles "2019年、2021年分别为908家、1273家".
func (d *document) assignRespectively(s sentence, years []yearMark) {
	at := strings.Index(d.s[s.start:s.end], "分别")
	if at < 0 {
		return
	}
	at += s.start
	before := 0
	for before < len(years) && years[before].start < at {
		before++
	}
	if before < 2 || before < len(years) && years[before].start < at+60 {
		return
	}
	first := s.first
	for first < s.last && d.figures[first].start < at {
		first++
	}
	if s.last-first < before {
		return
	}
	for i := range before {
		d.figures[first+i].year = years[i].year
	}
}

// relations finds the pairs of a sentence between which a quantity changed.
func (c *checker) relations(s sentence) []relation {
	d := c.doc
	var found []relation
	for i := s.first; i < s.last; i++ {
		a := d.figures[i]
		if j := d.nextFitting(i, s.last); j > 0 && d.becomes(i, j) {
			found = append(found, relation{i, j, i, j, true})
			continue
		}
		if comparedWith(a, d.s) {
			if j := d.previousFitting(i, s.first); j >= 0 {
				found = append(found, relation{i, j, j, i, true})
			} else if j := d.nextFitting(i, s.last); j > 0 {
				found = append(found, relation{i, j, i, j, true})
			}
		}
	}
	if len(found) == 0 {
		found = c.yearPairs(s)
	}
	return found
}

// yearPairs takes two figures of different years in a sentence for a change, if there are just two that fit.
func (c *checker) yearPairs(s sentence) []relation {
	d := c.doc
	var found []relation
	for i := s.first; i < s.last; i++ {
		j := d.nextFitting(i, s.last)
		if j < 0 || !isLevel(d.figures[i]) || !isLevel(d.figures[j]) {
			continue
		}
		a, b := d.figures[i], d.figures[j]
		k := d.nextFitting(j, s.last)
		alone := (k < 0 || !isLevel(d.figures[k])) && d.previousFitting(i, s.first) < 0
		switch {
		case a.year > 0 && b.year > a.year, a.year == lastYear && b.year != lastYear:
			found = append(found, relation{i, j, i, j, alone})
		case b.year > 0 && a.year > b.year, b.year == lastYear && a.year != lastYear:
			found = append(found, relation{j, i, i, j, alone})
		}
	}
	return found
}

// isLevel reports whether a figure is an amount, not a change or a percentage.
func isLevel(f figure) bool {
	d, _ := changeVerb(f.before)
	return f.unit != "%" && f.unit != "个百分点" && f.unit != "年" && f.unit != "倍" && d == noChange
}

// nextFitting returns the next figure behind i that can be computed with it, -1 when there is none near.
func (d *document) nextFitting(i, last int) int {
	for j := i + 1; j < min(last, i+4); j++ {
		if d.figures[j].fits(d.figures[i]) {
			return j
		}
	}
	return -1
}

func (d *document) previousFitting(i, first int) int {
	for j := i - 1; j >= max(first, i-4); j-- {
		if d.figures[j].fits(d.figures[i]) && d.figures[j].depth <= d.figures[i].depth {
			return j
		}
	}
	return -1
}

// becomes reports whether the text says that figure i became figure j: "从…增至…".
func (d *document) becomes(i, j int) bool {
	a, b := d.figures[i], d.figures[j]
	if b.start-a.end > 90 || a.end > b.start {
		return false
	}
	gap := d.s[a.end:b.start]
	if strings.Contains(gap, "其中") {
		return false
	}
	if leadsTo(gap) {
		return true
	}
	return containsAny(tail(a.before, 36), "从", "由", "自") && containsAny(gap, "到", "至", "升", "增", "降", "减")
}

// comparedWith reports whether a is what something else is compared with: "较上年的908家增加".
func comparedWith(a figure, s string) bool {
	if !containsAny(tail(a.before, 30), "比", "较", "相较") || hasSuffixAny(a.before, "占比", "同比", "环比", "占比为", "同比增长", "比例", "比重") {
		return false
	}
	if verb, _ := changeVerb(a.before); verb != noChange {
		return false
	}
	rest := s[a.end:min(len(s), a.end+30)]
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "相比"), ",")
	for _, list := range [][]string{risingWords, fallingWords, {"净增", "同比", "实现", "累计", "大幅", "翻", "高", "低"}} {
		if hasPrefixAny(rest, list...) {
			return true
		}
	}
	return false
}

// farAway is how many bytes behind a relation a change may still belong to it.
const farAway = 400

// relationFor picks the relation that the change stated by figure i belongs to: the nearest one before it, else the one right behind.
// sure is false when the clause names another subject.
func (c *checker) relationFor(i int, relations []relation) (r relation, sure, ok bool) {
	f := c.doc.figures[i]
	best := -1
	for k, r := range relations {
		if r.from != i && r.to != i && r.last < i && f.start-c.doc.figures[r.last].end < farAway && c.sameMeasure(r, f) {
			best = k
		}
	}
	if best < 0 {
		for k, r := range relations {
			if r.first > i && r.first <= i+2 && c.sameMeasure(r, f) && c.doc.figures[r.first].start-f.end < 60 {
				best = k
				break
			}
		}
		if best < 0 {
			return relation{}, false, false
		}
	}
	r = relations[best]
	return r, r.certain && c.aboutSame(r, i), true
}

// sameMeasure reports whether a stated change can be one of the relation: a percentage or multiple of anything, an amount in its unit.
func (c *checker) sameMeasure(r relation, f figure) bool {
	from := c.doc.figures[r.from]
	switch f.unit {
	case "%":
		return from.unit != "%"
	case "倍":
		return true
	case "个百分点":
		return from.unit == "%"
	}
	return from.fits(f)
}

// aboutSame reports whether the clause of figure i has no subject of its own, or one that the relation's clauses name too.
func (c *checker) aboutSame(r relation, i int) bool {
	d := c.doc
	f := d.figures[i]
	lead := verbLead(f.before)
	if r.last > i { // the relation follows: 增长18.5%，由…增至…
		return !ownSubject(lead) || commonRun(lead, d.s[max(f.end, d.figures[r.first].clause):d.figures[r.last].start]) >= 2
	}
	last := d.figures[r.last]
	if f.start < last.end || strings.Contains(d.s[last.end:f.start], "其中") {
		return false
	}
	if f.clause <= last.start {
		between := d.s[last.end:f.start]
		return !containsAny(between, "、", "和", "及") || !ownSubject(strings.TrimLeft(lead, "、和及"))
	}
	if !ownSubject(lead) {
		return true
	}
	return commonRun(lead, tail(d.s[d.sentences[f.sentence].start:last.start], 300)) >= 2
}

// verbLead returns the words before the verb of change at the end of s.
func verbLead(s string) string {
	if _, at := changeVerb(s); at >= 0 {
		return s[:at]
	}
	return s
}

// tail returns at most n bytes of the end of s, cut at a character.
func tail(s string, n int) string {
	if len(s) <= n {
		return s
	}
	at := len(s) - n
	for at < len(s) && !utf8.RuneStart(s[at]) {
		at++
	}
	return s[at:]
}

// genericWords say nothing about the subject of a figure.
var genericWords = strings.NewReplacer(
	"高企", "高新技术企业", "研究人员", "科研人员", "研发人员", "科研人员", "科研团队", "科研人员", "研究团队", "科研人员", "研发团队", "科研人员", "全市", "|", "全省", "|", "全县", "|", "全区", "|", "我市", "|", "我县", "|", "截至", "|", "截止", "|", "年底", "|", "目前", "|", "总数", "|", "总量", "|",
	"达到", "|", "数量", "|", "累计", "|", "新增", "|", "同比", "|", "增长", "|", "上年", "|", "比上年", "|", "超过", "|", "存量", "|", "实现", "|", "完成", "|", "共有", "|",
	"其中", "|", "规模以上", "规上", "万元", "|", "亿元", "|",
)

// commonRun returns the length in characters of the longest run of Han characters that a and b share; both are short.
func commonRun(a, b string) int {
	x, y := []rune(genericWords.Replace(a)), []rune(genericWords.Replace(b))
	best := 0
	row := make([]int, len(y)+1)
	for i := range x {
		previous := 0
		for j := range y {
			kept := row[j+1]
			row[j+1] = 0
			if x[i] == y[j] && x[i] >= 0x4E00 && x[i] <= 0x9FFF {
				row[j+1] = previous + 1
				best = max(best, row[j+1])
			}
			previous = kept
		}
	}
	return best
}

// subject returns the words around a figure that say what it counts.
func (c *checker) subject(f figure) string {
	if f.fact != "" {
		return f.fact
	}
	from := c.doc.sentences[f.sentence].start
	return tail(c.doc.s[from:f.start], 120) + f.after[:min(len(f.after), len(cutAt(f.after, 30)))]
}

// cutAt returns at most n bytes of the start of s, cut at a character.
func cutAt(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// yearsBetween returns the number of years from the base of a relation to its end; 0 when the text does not say.
func (c *checker) yearsBetween(r relation, stated figure) int {
	d := c.doc
	a, b := d.figures[r.from], d.figures[r.to]
	if a.year > 0 && b.year > a.year {
		return b.year - a.year
	}
	s := d.sentences[stated.sentence]
	var years []int
	for _, y := range s.years {
		if y.year > 0 && len(years) < 3 && !slices.Contains(years, y.year) {
			years = append(years, y.year)
		}
	}
	if len(years) == 2 {
		return max(years[0]-years[1], years[1]-years[0])
	}
	return spokenYears(tail(d.s[s.start:stated.start], 60))
}

// spokenYears reads "三年年均", "两年来", "近5年".
func spokenYears(s string) int {
	digits := map[string]int{"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
	for at := strings.Index(s, "年"); at >= 0; {
		before := s[:at]
		if r, size := utf8.DecodeLastRuneInString(before); size > 0 {
			if isDigit(r) && !isDigit(lastRune(before[:len(before)-size])) {
				return int(r - '0')
			}
			if n := digits[string(r)]; n > 0 {
				return n
			}
		}
		next := strings.Index(s[at+len("年"):], "年")
		if next < 0 {
			break
		}
		at += len("年") + next
	}
	return 0
}

func newRat(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }
