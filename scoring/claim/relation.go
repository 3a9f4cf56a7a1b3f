package claim

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"zhunsheng/scoring/lexicon"
)

// relation says that a quantity went from one figure to another.
type relation struct {
	from, to    int // indexes of figures; from is the base
	first, last int // the figures in the order of the text
	certain     bool
	sequential  bool // from one quarter or month to the next: what 环比 compares
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

// relations finds the pairs of a sentence between which a quantity changed, in the order in which they end.
func (c *checker) relations(s sentence) []relation {
	d := c.doc
	found := c.listRelations(c.found[:0], s)
	listed := len(found)
	for i := s.first; i < s.last; i++ {
		a := &d.figures[i]
		if inRelations(found[:listed], i) {
			continue
		}
		if j := d.nextFitting(i, s.last); j > 0 && d.becomes(i, j) {
			found = append(found, relation{from: i, to: j, first: i, last: j, certain: true})
			continue
		}
		if comparedWith(a, d.s) {
			if j := d.previousFitting(i, s.first); j >= 0 {
				found = append(found, relation{from: i, to: j, first: j, last: i, certain: !d.startsAnew(j, i)})
			} else if j := d.nextFitting(i, s.last); j > 0 && d.figures[j].change == noChange {
				found = append(found, relation{from: i, to: j, first: i, last: j, certain: true})
			}
		}
	}
	if len(found) == 0 {
		found = c.yearPairs(found, s, isLevel)
	}
	if !slices.ContainsFunc(found, func(r relation) bool { return d.figures[r.from].unit == "%" }) {
		found = c.yearPairs(found, s, isRate)
	}
	found = c.sequential(found, s)
	slices.SortStableFunc(found, func(a, b relation) int { return cmp.Compare(a.last, b.last) })
	c.found = found
	return found
}

func inRelations(list []relation, i int) bool {
	return slices.ContainsFunc(list, func(r relation) bool { return r.from == i || r.to == i })
}

// yearPairs takes two figures of different years in a sentence for a change, if there are just two that fit.
func (c *checker) yearPairs(found []relation, s sentence, isOne func(*figure) bool) []relation {
	d := c.doc
	for i := s.first; i < s.last; i++ {
		a := &d.figures[i]
		if !isOne(a) {
			continue
		}
		j := d.nextFitting(i, s.last)
		if j < 0 || !isOne(&d.figures[j]) {
			continue
		}
		b := &d.figures[j]
		k := d.nextFitting(j, s.last)
		alone := (k < 0 || !isOne(&d.figures[k])) && d.previousFitting(i, s.first) < 0 && !d.startsAnew(i, j)
		switch {
		case a.year > 0 && b.year > a.year, a.year == lastYear && b.year != lastYear:
			found = append(found, relation{from: i, to: j, first: i, last: j, certain: alone})
		case b.year > 0 && a.year > b.year, b.year == lastYear && a.year != lastYear:
			found = append(found, relation{from: j, to: i, first: i, last: j, certain: alone})
		}
	}
	return found
}

// isRate reports whether a figure is a percentage that states a level.
func isRate(f *figure) bool { return f.unit == "%" && f.change == noChange && !f.half }

// isLevel reports whether a figure is an amount, not a change or a percentage.
func isLevel(f *figure) bool {
	switch f.unit {
	case "%", "个百分点", "年", "倍":
		return false
	}
	return f.change == noChange
}

// nextFitting returns the next figure behind i that can be computed with it, -1 when there is none near.
func (d *document) nextFitting(i, last int) int {
	for j := i + 1; j < min(last, i+4); j++ {
		if d.figures[j].fits(&d.figures[i]) {
			return j
		}
	}
	return -1
}

func (d *document) previousFitting(i, first int) int {
	for j := i - 1; j >= max(first, i-4); j-- {
		if d.figures[j].fits(&d.figures[i]) && d.figures[j].depth <= d.figures[i].depth {
			return j
		}
	}
	return -1
}

// becomes reports whether the text says that figure i became figure j: "从…增至…".
func (d *document) becomes(i, j int) bool {
	a, b := &d.figures[i], &d.figures[j]
	if b.start-a.end > 90 || a.end > b.start {
		return false
	}
	gap := d.s[a.end:b.start]
	if strings.Contains(gap, "其中") {
		return false
	}
	from := containsAny(tail(a.before, 36), "从", "由", "自")
	if !from && (a.change != noChange || d.figureBetween(i, j) || d.startsAnew(i, j)) {
		return false
	}
	if leadsTo(gap) {
		return true
	}
	return from && containsAny(gap, "到", "至", "升", "增", "降", "减")
}

// figureBetween reports whether a figure outside brackets stands between two others.
func (d *document) figureBetween(i, j int) bool {
	return slices.ContainsFunc(d.figures[i+1:j], func(f figure) bool { return f.depth <= d.figures[i].depth })
}

// startsAnew reports whether figure j stands in a later clause than i that names something else.
func (d *document) startsAnew(i, j int) bool { return d.opensSubject(i, j) && !d.sameName(i, j) }

// comparedWith reports whether a is what something else is compared with: "较上年的908家增加".
func comparedWith(a *figure, s string) bool {
	if !compares(tail(a.before, 30)) || hasSuffixAny(a.before, "占比", "同比", "环比", "占比为", "同比增长", "比例", "比重") {
		return false
	}
	if a.change != noChange {
		return false
	}
	rest := s[a.end:min(len(s), a.end+30)]
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "相比"), ",")
	return risingWords.At(rest) != "" || fallingWords.At(rest) != "" || comparingVerbs.At(rest) != ""
}

// compares reports whether s holds a word of comparison: not the 比 of 比例, 占比 or 同比.
func compares(s string) bool {
	if strings.Contains(s, "较") {
		return true
	}
	for at := range comparison.All(s) {
		rest := s[at+len("比"):]
		if !hasPrefixAny(rest, "例", "重", "率", "值", "赛") && !hasSuffixAny(s[:at], "占", "同", "环", "可", "评", "性价") {
			return true
		}
	}
	return false
}

var comparison = lexicon.Of("比")

var comparingVerbs = lexicon.Of("净增", "同比", "实现", "累计", "大幅", "翻", "高", "低", "分别")

// farAway is how many bytes behind a relation a change may still belong to it.
const farAway = 400

// relationFor picks the relation that the change stated by figure i belongs to: the nearest one before it, else the one right behind.
// sure is false when the clause names another subject.
func (c *checker) relationFor(i int, relations []relation) (r relation, sure, ok bool) {
	f := &c.doc.figures[i]
	best := -1
	for k, r := range relations {
		if r.from != i && r.to != i && r.last < i && f.start-c.doc.figures[r.last].end < farAway && c.sameMeasure(r, f) {
			best = k
		}
	}
	if best < 0 {
		if best = c.relationAround(i, relations); best < 0 {
			best = c.relationBehind(i, relations)
		}
		if best < 0 {
			return relation{}, false, false
		}
	}
	r = relations[best]
	return r, r.certain && c.aboutSame(r, i), true
}

// relationAround returns the relation in the middle of which figure i stands, -1 when there is none: 1250万人次，同比增长8.7%，上年为1150万人次.
func (c *checker) relationAround(i int, relations []relation) int {
	return slices.IndexFunc(relations, func(r relation) bool {
		return r.first == i-1 && r.last == i+1 && r.from == r.last && c.doc.figures[r.from].year == lastYear && c.sameMeasure(r, &c.doc.figures[i])
	})
}

// relationBehind returns the relation that follows figure i at once, -1 when there is none: 增长18.5%，由2194家增至2600家.
func (c *checker) relationBehind(i int, relations []relation) int {
	d := c.doc
	f := &d.figures[i]
	return slices.IndexFunc(relations, func(r relation) bool {
		first := &d.figures[r.first]
		return r.first > i && r.first <= i+2 && c.sameMeasure(r, f) && first.start-f.end < 60 && !strings.Contains(d.s[f.end:first.start], ";")
	})
}

// sameMeasure reports whether a stated change can be one of the relation: a percentage or multiple of anything, an amount in its unit.
func (c *checker) sameMeasure(r relation, f *figure) bool {
	from := &c.doc.figures[r.from]
	if r.sequential != strings.Contains(f.before, "环比") && (r.sequential || from.year != 0) {
		return false
	}
	switch f.unit {
	case "%":
		return from.unit != "%"
	case "倍":
		return from.unit != "%" && from.unit != "个百分点"
	case "个百分点":
		return from.unit == "%"
	}
	return from.fits(f)
}

// aboutSame reports whether the clause of figure i has no subject of its own, or one that the relation's clauses name too.
func (c *checker) aboutSame(r relation, i int) bool {
	d := c.doc
	f := &d.figures[i]
	lead := f.lead()
	if r.first < i && r.last > i {
		return !d.opensSubject(r.first, i)
	}
	if r.last > i { // the relation follows: 增长18.5%，由…增至…
		return !d.opensSubject(i, r.first) || d.named(i) != "" && d.named(i) == d.named(r.first)
	}
	last := &d.figures[r.last]
	if f.start < last.end || strings.Contains(d.s[last.end:f.start], "其中") {
		return false
	}
	if f.clause <= last.start {
		between := d.s[last.end:f.start]
		return !containsAny(between, "、", "和", "及") || !ownSubject(strings.TrimLeft(lead, "、和及"))
	}
	if !d.opensSubject(r.last, i) {
		return true
	}
	name := d.named(i)
	return name != "" && (name == c.coreOf(r.first) || name == d.named(r.first))
}

// lead returns the words before the verb of change at the end of those before f.
func (f *figure) lead() string {
	if f.changeAt >= 0 {
		return f.before[:f.changeAt]
	}
	return f.before
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
func (c *checker) yearsBetween(r relation, stated *figure) int {
	d := c.doc
	a, b := &d.figures[r.from], &d.figures[r.to]
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
	for at := strings.Index(s, "年"); at >= 0; {
		before := s[:at]
		if r, size := utf8.DecodeLastRuneInString(before); size > 0 {
			if isDigit(r) && !isDigit(lastRune(before[:len(before)-size])) {
				return int(r - '0')
			}
			if n := spokenDigits[r]; n > 0 {
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

var spokenDigits = map[rune]int{'两': 2, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '十': 10}
