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

// fold fills s and origin.
func (d *document) fold() {
	out := slices.Grow(d.folded, len(d.text))
	ahead := 0 // how far text is ahead of s since the last mark
	put := func(r rune, at int) {
		if at-len(out) != ahead || len(d.origin) == 0 {
			d.origin = append(d.origin, mark{len(out), at})
			ahead = at - len(out)
		}
		out = utf8.AppendRune(out, r)
	}
	var last rune
	blank := -1
	for i := 0; i < len(d.text); {
		r, size := utf8.DecodeRuneInString(d.text[i:])
		at := i
		i += size
		if r >= 0x4000 && r <= 0x9FFF && blank < 0 { // canonical already
			put(r, at)
			last = r
			continue
		}
		c := target.Canonical(r)
		if r == '\n' {
			c = '\n'
			if d.wraps(at) {
				c = ' '
			}
		} else if r == '\r' {
			continue
		}
		switch {
		case (c == '。' || c == '·') && isDigit(last) && isDigit(nextRune(d.text[i:])):
			c = '.'
		case c == ' ':
			if blank < 0 {
				blank = at
			}
			continue
		}
		if blank >= 0 && isAlnum(last) && isAlnum(c) {
			put(' ', blank)
		}
		blank = -1
		put(c, at)
		last = c
	}
	d.s, d.folded = string(out), out
	d.origin = append(d.origin, mark{len(d.s), len(d.text)})
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
