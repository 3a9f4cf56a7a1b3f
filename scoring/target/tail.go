package target

import (
	"strings"
	"unicode/utf8"
)

// tail reads what stands behind a figure: the rest of a unit, signs in words, brackets, neutral words.
type tail struct {
	*statement
	unit    string
	chinese bool // the figure is in Chinese numerals: everything behind it must be understood
	found   bool // the figure stands behind other words: it needs a unit or a sign
	sign    Sign // of the words before the figure
	signs   []comparison
	notes   Note
	several bool
}

// maxOddUnit is how many runes of unknown text behind a figure are taken as its unit.
const maxOddUnit = 3

// read consumes the text from pos on and reports whether the figure before it can stand.
func (t *tail) read(pos int) bool {
	for pos < len(t.s) {
		n := t.step(t.s[pos:])
		if n == 0 {
			break
		}
		pos += n
	}
	rest := t.s[pos:]
	signed := t.sign != NoSign || len(t.signs) > 0
	if t.found && t.unit == "" && !signed {
		return false
	}
	if rest == "" {
		return true
	}
	if t.chinese {
		return false
	}
	return t.leftover(rest, signed)
}

// step reads one known piece at the start of rest and returns its length, 0 when it knows none.
func (t *tail) step(rest string) int {
	if t.unit == "" {
		if unit, end := readUnit(rest); end > 0 {
			t.unit = unit
			return end
		}
	} else if t.unit == "万" || t.unit == "亿" {
		if unit, end := readPlainUnit(rest); end > 0 && unit != "万" && unit != "亿" {
			t.unit += unit
			return end
		}
	}
	for _, more := range [...]string{"余", "多", "来"} {
		if strings.HasPrefix(rest, more) {
			c := comparison{word: more, sign: Above, inexact: true}
			if more == "来" {
				c.sign, c.note = NoSign, Estimate
			}
			t.signs = append(t.signs, c)
			return len(more)
		}
	}
	if c, ok := readComparison(wordsAfter, rest); ok {
		t.signs = append(t.signs, c)
		return len(c.word)
	}
	if rest[0] == '(' {
		return t.bracket(rest)
	}
	return readTrail(rest)
}

// bracket reads "(…)": whether the bound is included, the unit once more, or a remark.
func (t *tail) bracket(rest string) int {
	end := strings.IndexByte(rest, ')')
	if end < 0 {
		return 0
	}
	inner := rest[1:end]
	switch inner {
	case "含", "含本数", "含本级", "包含", "":
		return end + 1
	case "不含", "不含本数", "不包含":
		t.signs = t.strict()
		return end + 1
	}
	if unit, n := readUnit(inner); n == len(inner) && (t.unit == "" || SameUnit(unit, t.unit)) {
		t.unit = unit
		return end + 1
	}
	t.notes |= TrailingText
	return end + 1
}

// strict turns an inclusive bound that was just read into one that excludes its figure.
func (t *tail) strict() []comparison {
	for i, c := range t.signs {
		switch c.sign {
		case AtLeast:
			t.signs[i].sign = Above
		case AtMost:
			t.signs[i].sign = Below
		}
	}
	return t.signs
}

// leftover decides on text that no rule knows: a short one is a unit, a longer one a remark, if the figure is one without doubt.
func (t *tail) leftover(rest string, signed bool) bool {
	if t.unit == "" && utf8.RuneCountInString(rest) <= maxOddUnit && isUnitLike(rest) && !t.found {
		t.unit = rest
		t.notes |= UnitUnknown
		return true
	}
	if t.unit == "" && !signed && !isSeparator(firstRune(rest)) && rest[0] != '(' {
		return false
	}
	t.notes |= TrailingText
	t.several = hasFigure(rest) || hasBound(rest)
	return true
}

// isUnitLike reports whether s consists of letters only.
func isUnitLike(s string) bool {
	for _, r := range s {
		if r < utf8.RuneSelf && !(isAlnum(r) && !isDigit(r)) || r >= 0x2000 && r < 0x2E80 || r >= 0x3000 && r < 0x3040 || r == utf8.RuneError {
			return false
		}
	}
	return true
}

// hasFigure reports whether s, outside brackets, holds a further figure with a unit.
func hasFigure(s string) bool {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '(':
			depth++
		case s[i] == ')':
			depth--
		case depth <= 0 && isDigit(rune(s[i])):
			n := skipDigits(s[i:])
			if _, end := readUnit(s[i+n:]); end > 0 {
				return true
			}
			i += n
		}
	}
	return false
}

// hasBound reports whether s starts with a second sign and figure: "大于100小于200".
func hasBound(s string) bool {
	_, end := readGlyph(s)
	if c, ok := readComparison(wordsBefore, s); ok {
		end = len(c.word)
	}
	return end > 0 && isNumberStart(s[end:])
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
