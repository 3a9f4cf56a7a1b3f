package claim

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/target"
)

// document is a text prepared for checking: canonical glyphs with the way back to the original, and its figures by sentence.
type document struct {
	text      string
	s         string // canonical glyphs, blanks left out
	folded    []byte // where s is written
	origin    []mark // where s and text part or meet again
	sentences []sentence
	figures   []figure
	years     []yearMark
}

// mark says that from s[at] on, up to the next mark, s and text run alike from text[origin] on.
type mark struct{ at, origin int }

// sentence is a stretch of s with the figures in it.
type sentence struct {
	start, end  int
	first, last int // figures[first:last]
	years       []yearMark
}

// figure is a number of the text with what stands around it.
type figure struct {
	unitKind
	value      decimal.Decimal
	bound      Bound
	year       int // calendar year, or one of the relative years below, or 0
	start, end int // in s, with unit and bounding words behind
	number     int // start of the digits
	clause     int // start of the clause
	before     string
	after      string
	sentence   int
	depth      int       // brackets around it
	change     direction // that before ends with
	changeAt   int       // where in before the verb of change starts, -1 when there is none
	half       bool      // written 一半
	fold       bool      // 翻番: what became so many times as much
	fact       string
	planned    bool // a fact that says what was aimed at
}

// Relative years.
const (
	thisYear = -1
	lastYear = -2
)

type yearMark struct {
	start, end int
	year       int
	base       bool // something is compared with it: "比2020年"
}

// read prepares a text, in the lists that the document used for the one before.
func (d *document) read(text string) {
	*d = document{
		text: text, folded: d.folded[:0], origin: d.origin[:0], sentences: d.sentences[:0], figures: d.figures[:0], years: d.years[:0],
	}
	d.fold()
	r := lexer{d: d}
	r.run()
}

// folder writes a text in canonical glyphs.
type folder struct {
	d     *document
	out   []byte
	ahead int  // how far text is ahead of what is written since the last mark
	last  rune // the last character written, or any Han one for a Han one
	blank int  // where the blanks started that were left out since, -1 when none were
}

// fold fills s and origin.
func (d *document) fold() {
	w := folder{d: d, out: slices.Grow(d.folded, len(d.text)), blank: -1}
	for i := 0; i < len(d.text); {
		n := hanRun(d.text[i:])
		if n > 0 {
			w.copy(i, i+n)
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(d.text[i:])
		w.take(r, i, i+size)
		i += size
	}
	d.s, d.folded = string(w.out), w.out
	d.origin = append(d.origin, mark{len(d.s), len(d.text)})
}

// hanRun returns the length of the characters from U+4000 to U+9FFF, which are canonical already, at the start of s.
func hanRun(s string) int {
	n := 0
	for n+2 < len(s) && s[n] >= 0xE4 && s[n] <= 0xE9 && s[n+1]&0xC0 == 0x80 && s[n+2]&0xC0 == 0x80 {
		n += 3
	}
	return n
}

// copy writes text[from:to], which is canonical.
func (w *folder) copy(from, to int) {
	w.align(from)
	w.out = append(w.out, w.d.text[from:to]...)
	w.blank, w.last = -1, '中'
}

// align notes where what is written next stands in the text.
func (w *folder) align(at int) {
	if at-len(w.out) != w.ahead || len(w.d.origin) == 0 {
		w.d.origin = append(w.d.origin, mark{len(w.out), at})
		w.ahead = at - len(w.out)
	}
}

// put writes a canonical character that stands for text[at].
func (w *folder) put(r rune, at int) {
	w.align(at)
	w.out = utf8.AppendRune(w.out, r)
	w.last = r
}

// take writes the character text[at:next], or leaves it out.
func (w *folder) take(r rune, at, next int) {
	c := target.Canonical(r)
	switch r {
	case '\r':
		return
	case '\n':
		c = '\n'
		if w.d.wraps(at) {
			c = ' '
		}
	}
	switch {
	case c == ' ':
		if w.blank < 0 {
			w.blank = at
		}
		return
	case (c == '。' || c == '·') && isDigit(w.last) && isDigit(nextRune(w.d.text[next:])):
		c = '.'
	}
	if w.blank >= 0 && isAlnum(w.last) && isAlnum(c) {
		w.put(' ', w.blank)
	}
	w.blank = -1
	w.put(c, at)
}

// wraps reports whether the line end at i only breaks a long line: no punctuation before it, and text behind it.
func (d *document) wraps(i int) bool {
	line := d.text[strings.LastIndexByte(d.text[max(0, i-400):i], '\n')+1+max(0, i-400) : i]
	if len(line) > 400 {
		line = line[len(line)-400:]
	}
	if len(line) < 60 {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, " \r\t　"))
	switch target.Canonical(r) {
	case '。', '!', '?', ';', ':':
		return false
	}
	next := nextRune(d.text[i+1:])
	return next != utf8.RuneError && next != '\n' && next != '\r' && next != ' ' && next != '　' && next != '\t'
}

// place returns where s[start:end] stands in the original text.
func (d *document) place(start, end, sentence int) Place {
	return Place{Start: d.from(start), End: d.end(end), Sentence: sentence + 1}
}

// from maps the start of a character of s to the text.
func (d *document) from(at int) int {
	low, high := 0, len(d.origin) // the last mark at or before at
	for high-low > 1 {
		if middle := (low + high) / 2; d.origin[middle].at <= at {
			low = middle
		} else {
			high = middle
		}
	}
	return d.origin[low].origin + at - d.origin[low].at
}

// end maps the end of a stretch of s; blanks behind it do not belong to it.
func (d *document) end(end int) int {
	if end == 0 {
		return 0
	}
	last := end - 1
	for last > 0 && !utf8.RuneStart(d.s[last]) {
		last--
	}
	at := d.from(last)
	_, size := utf8.DecodeRuneInString(d.text[at:])
	return at + size
}

func (d *document) original(start, end int) string {
	if start >= end {
		return ""
	}
	return d.text[d.from(start):d.end(end)]
}

// public returns a figure as it appears in a Claim.
func (d *document) public(f *figure) Figure {
	if f.fact != "" {
		return Figure{Text: f.value.String() + f.unit, Value: f.value, Unit: f.unit, Bound: f.bound, Year: max(f.year, 0), Fact: f.fact}
	}
	return Figure{
		Text: d.original(f.start, f.end), Value: f.value, Unit: f.unit, Bound: f.bound, Year: max(f.year, 0), Start: d.from(f.start),
		End: d.end(f.end),
	}
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isAlnum(r rune) bool { return isDigit(r) || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func nextRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return target.Canonical(r)
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
