package target

import "unicode/utf8"

// folded is a text in canonical glyphs together with what the pass over it noticed, so that later steps can be skipped.
type folded struct {
	s         string
	digit     bool // an ASCII digit
	numeral   bool // a Chinese numeral
	calendar  bool // 年, 月, 季 or 日
	separator bool // punctuation that can stand between two statements, not at the end
	blank     bool // a form's blank: "**", "××", "…", "__"
	control   bool // a control character, which no one typed: the text is not read
}

// fold replaces full-width and look-alike glyphs by canonical ones and drops blanks, except a single one between two ASCII letters
// or digits. Text that is canonical already is returned without a copy.
func fold(text string) folded {
	var f folded
	var out []byte // nil as long as nothing had to be changed
	var last rune  // the last rune kept
	blank := false // blanks were left out since
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		c := canonical(r)
		if isPointGlyph(c) && isDigit(last) && nextIsDigit(text[i+size:]) {
			c = '.'
		}
		if out == nil && (c != r || c == ' ' || r == utf8.RuneError) {
			out = append(make([]byte, 0, len(text)+2), text[:i]...)
		}
		i += size
		if c == ' ' {
			blank = true
			continue
		}
		if blank && isAlnum(last) && isAlnum(c) {
			out = append(out, ' ')
			last = ' '
		}
		blank = false
		if out != nil {
			out = utf8.AppendRune(out, c)
		}
		f.notice(c, last)
		last = c
	}
	f.s = text
	if out != nil {
		f.s = string(out)
	}
	return f
}

// isControl reports whether an ASCII character is a control character; blanks and line ends are canonical by now.
func isControl(r rune) bool { return r < ' ' || r == 0x7F }

// isPointGlyph reports whether r stands for a decimal point between digits.
func isPointGlyph(r rune) bool { return r == '。' || r == '·' }

// notice records what a kept rune tells about the text.
func (f *folded) notice(r, last rune) {
	if isSeparator(last) && !isSeparator(r) {
		f.separator = true
	}
	if r < utf8.RuneSelf {
		switch {
		case isDigit(r):
			f.digit = true
		case (r == '*' || r == '_') && last == r:
			f.blank = true
		case isControl(r):
			f.control = true
		}
		return
	}
	switch r {
	case '年', '月', '季', '日':
		f.calendar = true
	case '…':
		f.blank = true
	case '×':
		f.blank = f.blank || last == '×'
	case '且':
		f.separator = true
	default:
		f.numeral = f.numeral || numeralOf(r).kind != notNumeral
	}
}

// canonical maps one rune to the glyph the reader works with; blanks become ' ' and line ends ';'.
func canonical(r rune) rune {
	if r < utf8.RuneSelf {
		return canonicalASCII(r)
	}
	if r >= 0x4E00 && r <= 0x9FFF { // Han, the common case
		return r
	}
	if r >= 0xFF01 && r <= 0xFF5E { // full-width ASCII
		return r - 0xFEE0
	}
	return canonicalSymbol(r)
}

func canonicalASCII(r rune) rune {
	switch r {
	case '\t', '\v', '\f':
		return ' '
	case '\n', '\r':
		return ';'
	case '[':
		return '('
	case ']':
		return ')'
	}
	return r
}

// lookAlikes are the symbols that stand for another one, by that one.
var lookAlikes = buildLookAlikes()

func buildLookAlikes() map[rune]rune {
	all := make(map[rune]rune, 64)
	for canonical, forms := range map[rune]string{
		' ': "\u00a0\u1680\u202f\u205f\u3000\ufeff", '-': "‐‑‒–—―−﹣─━﹘", '~': "〜∼˜〰", '≥': "≧⩾≽", '≤': "≦⩽≼", '=': "═﹦〓", '>': "﹥", '<': "﹤", '%': "﹪٪",
		'。': "｡", '+': "﹢➕", ',': "﹐､", ';': "﹔", '×': "✕✖╳Х", '(': "﹙〔【", ')': "﹚〕】",
	} {
		for _, r := range forms {
			all[r] = canonical
		}
	}
	return all
}

func canonicalSymbol(r rune) rune {
	if c, ok := lookAlikes[r]; ok {
		return c
	}
	if r >= 0x2000 && r <= 0x200B { // blanks of many widths
		return ' '
	}
	return r
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isAlnum(r rune) bool {
	return isDigit(r) || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

func isSeparator(r rune) bool {
	switch r {
	case ';', ',', '、', '。':
		return true
	}
	return false
}

// nextIsDigit reports whether s starts with a digit, half or full width.
func nextIsDigit(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isDigit(canonical(r))
}
