package claim

import (
	"strings"
	"unicode/utf8"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/target"
)

// lexer walks over the canonical text once and finds sentences, years and figures.
type lexer struct {
	d        *document
	pos      int
	sentence int // start of the current sentence
	clause   int // start of the current clause
	depth    int // open brackets
	first    int // first figure of the sentence
	years    int // first year of the sentence
	edge     int // end of the last figure or clause, where the next "before" starts
}

func (l *lexer) run() {
	s := l.d.s
	for l.pos < len(s) {
		if l.plain(); l.pos == len(s) {
			break
		}
		r, size := utf8.DecodeRuneInString(s[l.pos:])
		switch r {
		case '。', '!', '?', '\n':
			l.endSentence(l.pos + size)
			continue
		case ',', ';', ':':
			l.pos += size
			l.endClause()
			continue
		case '(':
			l.depth++
			l.pos += size
			l.edge = l.pos
			continue
		case ')':
			l.depth = max(0, l.depth-1)
			l.pos += size
			l.edge = l.pos
			continue
		}
		switch {
		case isDigit(r):
			l.digits()
		case l.chinese(r):
		case l.relativeYear():
		case r == '翻' && l.doubling():
		default:
			l.pos += size
		}
	}
	l.endSentence(len(s))
}

// plain passes over characters from U+4000 to U+9FFF that are only text.
func (l *lexer) plain() {
	s := l.d.s
	for l.pos+2 < len(s) && s[l.pos] >= 0xE4 && s[l.pos] <= 0xE9 && !startsSomething(s[l.pos], s[l.pos+1], s[l.pos+2]) {
		l.pos += 3
	}
}

// starters are the characters from U+4000 to U+9FFF with which a figure or a year can start.
var starters = func() (bits [0x6000 / 64]uint64) {
	for _, r := range "百一二三四五六七八九十两千上去今本当翻" {
		bits[(r-0x4000)/64] |= 1 << (r & 63)
	}
	return bits
}()

// startsSomething tells whether a character of three bytes from U+4000 on is a starter.
func startsSomething(a, b, c byte) bool {
	r := uint(a&0x0F)<<12 | uint(b&0x3F)<<6 | uint(c&0x3F)
	return starters[(r-0x4000)/64]&(1<<(r&63)) != 0
}

func (l *lexer) endClause() {
	l.closeAfter(len(l.d.figures)-1, l.pos-1)
	l.clause, l.edge = l.pos, l.pos
	if len(l.d.figures)-l.first > longSentence {
		l.endSentence(l.pos)
	}
}

// longSentence is how many figures a sentence may have before it is cut at a clause, so that time stays proportional to length; cut
// anywhere at four times as many.
const longSentence = 120

func (l *lexer) endSentence(next int) {
	l.closeAfter(len(l.d.figures)-1, l.pos)
	if last := len(l.d.figures); next > l.sentence {
		s := sentence{l.sentence, next, l.first, last, l.d.years[l.years:]}
		l.d.assignYears(s, s.years)
		l.d.sentences = append(l.d.sentences, s)
	}
	l.pos, l.sentence, l.clause, l.edge = next, next, next, next
	l.first, l.years, l.depth = len(l.d.figures), len(l.d.years), 0
}

// closeAfter completes the text behind a figure, up to at.
func (l *lexer) closeAfter(figure, at int) {
	if figure >= 0 {
		if f := &l.d.figures[figure]; f.after == "" && f.end >= l.clause && f.end <= at {
			f.after = l.d.s[f.end:at]
		}
	}
}

// digits reads what starts with a digit: a year, a date, a number that is no figure, or a figure.
func (l *lexer) digits() {
	s := l.d.s
	run := l.pos
	for run < len(s) && isDigit(rune(s[run])) {
		run++
	}
	if end := l.date(run); end > 0 {
		l.pos = end
		return
	}
	if l.isLabel(run) {
		l.pos = run
		return
	}
	q, ok := target.ReadQuantity(s[l.pos:])
	if !ok {
		for run < len(s) && (isDigit(rune(s[run])) || s[run] == '.' || s[run] == ',' && run+1 < len(s) && isDigit(rune(s[run+1]))) {
			run++
		}
		l.pos = run
		return
	}
	if end := rangeEnd(s[l.pos+q.End:]); end > 0 && !strings.HasSuffix(q.Unit, "年") { // a range is no single figure
		if second, ok := target.ReadQuantity(s[l.pos+q.End+end:]); ok {
			l.pos += q.End + end + second.End
			l.edge = l.pos
			return
		}
	}
	l.add(q)
}

func rangeEnd(s string) int {
	if len(s) > 1 && (s[0] == '-' || s[0] == '~') {
		if isDigit(rune(s[1])) {
			return 1
		}
		if len(s) > 2 && s[1] == s[0] && isDigit(rune(s[2])) {
			return 2
		}
	}
	return 0
}

// isLabel reports whether the digits at pos name something instead of counting: 第3, 24号, A4, "1." before a heading, (2) in a list.
func (l *lexer) isLabel(run int) bool {
	s := l.d.s
	rest := s[run:]
	if continuesName(s[:l.pos]) || hasPrefixAny(rest, "号", "#", "级") {
		return true
	}
	if run-l.pos > 2 {
		return false
	}
	before := lastRune(s[:l.pos])
	atStart := l.pos == l.sentence || l.pos == l.clause
	if strings.HasPrefix(rest, ")") && (before == '(' || atStart) {
		return true
	}
	if atStart && (strings.HasPrefix(rest, "、") || strings.HasPrefix(rest, ".") && !isDigit(nextRune(rest[1:]))) {
		return true
	}
	return hasSuffixAny(s[:l.pos], "指标", "附件", "表")
}

// continuesName reports whether digits behind s belong to a name or ordinal that s ends with: "第", "A", "GB/T ", "COVID-".
func continuesName(s string) bool {
	before := lastRune(s)
	switch {
	case s == "":
		return false
	case before == '第', before == '.', isAlnum(before):
		return true
	case before == '-', before == ' ':
		return len(s) > 1 && isAlnum(lastRune(s[:len(s)-1]))
	}
	return false
}

// chinese reads figures in Chinese numerals from ten upwards and percentages; smaller ones are too often only words.
func (l *lexer) chinese(r rune) bool {
	switch r {
	case '百', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '两', '千':
	default:
		return false
	}
	s := l.d.s
	if before := lastRune(s[:l.pos]); before == '第' {
		return false
	}
	if strings.HasPrefix(s[l.pos:], "一半") {
		l.add(target.Quantity{Value: fifty, Unit: "%", NumberEnd: len("一半"), End: len("一半"), Chinese: true})
		l.d.figures[len(l.d.figures)-1].half = true
		return true
	}
	q, ok := target.ReadQuantity(s[l.pos:])
	if !ok || q.Unit == "" || q.Unit == "年" || q.Unit == "成" && !isTenths(q, s[l.pos+q.End:]) || q.Value.Coef() < 10 && !saidInWords(q.Unit) {
		return false
	}
	l.add(q)
	return true
}

// fifty is what 一半 says in percent.
var fifty = decimal.MustNew(50, 0)

// saidInWords reports whether even small figures of a unit are often written in Chinese numerals: 一倍, 两个百分点, 三成.
func saidInWords(unit string) bool {
	switch unit {
	case "%", "成", "倍", "个百分点":
		return true
	}
	return false
}

// doubling reads 翻番, 翻一番, 翻了近两番 as a figure: how many times as much it became.
func (l *lexer) doubling() bool {
	s := l.d.s
	at := l.pos + len("翻")
	at += len(s[at:]) - len(strings.TrimPrefix(s[at:], "了"))
	bound := boundsBefore.words.At(s[at:])
	at += len(bound)
	times := int64(2)
	if r, size := utf8.DecodeRuneInString(s[at:]); size > 0 {
		switch r {
		case '一', '1':
			at += size
		case '两', '二', '2':
			times, at = 4, at+size
		case '三', '3':
			times, at = 8, at+size
		}
	}
	if !strings.HasPrefix(s[at:], "番") {
		return false
	}
	at += len("番") - l.pos
	l.add(target.Quantity{Value: decimal.MustNew(times, 0), Unit: "倍", NumberEnd: at, End: at, Chinese: true})
	f := &l.d.figures[len(l.d.figures)-1]
	f.fold = true
	if bound != "" {
		f.bound = boundsBefore.means[bound]
	}
	return true
}

// isTenths reports whether "三成" is a share, and not the start of 成立, 成果 or 成本.
func isTenths(q target.Quantity, rest string) bool {
	return q.Value.Scale() == 0 && q.Value.Coef() <= 10 && !hasPrefixAny(rest, "立", "功", "果", "员", "本", "套", "交", "效", "为", "品")
}

// readMore reads 余 or 多 between a number and its unit, as in 50余人.
func (f *figure) readMore(s string, numberEnd int) {
	for _, more := range [...]string{"余", "多"} {
		if strings.HasPrefix(s[numberEnd:], more) {
			f.bound, f.end = Over, numberEnd+len(more)
			unit, n := target.ReadUnit(s[f.end:])
			f.unit, f.end = unit, f.end+n
		}
	}
}

// add records a figure at pos with the words that bound it.
func (l *lexer) add(q target.Quantity) {
	s := l.d.s
	l.d.figures = append(l.d.figures, figure{})
	f := &l.d.figures[len(l.d.figures)-1]
	*f = figure{value: q.Value, start: l.pos, number: l.pos, end: l.pos + q.End, clause: l.clause, sentence: len(l.d.sentences), depth: l.depth}
	f.unit = q.Unit
	f.bound, f.start = boundBefore(s, l.pos, l.edge)
	tenths := q.Unit == "成"
	if tenths && !isTenths(q, s[f.end:]) {
		tenths, q.Unit, f.unit, f.end = false, "", "", l.pos+q.NumberEnd
	}
	if q.Unit == "" {
		f.readMore(s, l.pos+q.NumberEnd)
	}
	if bound, n := boundAfter(s[f.end:]); n > 0 {
		if f.bound == Exact || bound == Over {
			f.bound = bound
		}
		f.end += n
		if f.unit == "万" || f.unit == "亿" || f.unit == "" {
			unit, n := target.ReadUnit(s[f.end:])
			f.unit, f.end = f.unit+unit, f.end+n
		}
	}
	if tenths {
		f.value, f.unit = decimal.MustNew(int64(q.Value.Coef())*10, 0), "%"
		if f.bound == Exact { // tenths are said of what is about as much
			f.bound = About
		}
	}
	f.unitKind = unitOf(f.unit)
	l.closeAfter(len(l.d.figures)-2, f.start)
	f.before = s[l.edge:f.start]
	f.change, f.changeAt = changeVerb(f.before)
	l.pos, l.edge = f.end, f.end
	if len(l.d.figures)-l.first > 4*longSentence {
		l.endSentence(l.pos)
	}
}
