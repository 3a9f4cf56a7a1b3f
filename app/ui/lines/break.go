package lines

import "unicode"

// Class is what a character is for the breaking of lines and the borders of words.
type Class int

// The classes.
const (
	Writing Class = iota // Chinese and all else that may be broken anywhere
	Letter               // letters and digits of words
	Space
	Opener // never ends a line
	Closer // never begins one
	Object // what stands in a text without being of it, such as a bound figure: behind the last character of Unicode
)

const (
	openers = "（([｛{《〈「『【〔〖“‘￥$#"
	closers = "，。、；：？！）)]｝}》〉」』】〕〗”’…—·％%‰℃°,;:?!"
)

// marks are the characters that are not of the class of their kind.
var marks = func() map[rune]Class {
	m := map[rune]Class{' ': Space, '\t': Space, '　': Space}
	for _, r := range openers {
		m[r] = Opener
	}
	for _, r := range closers {
		m[r] = Closer
	}
	for _, r := range `./_+-~'"` {
		m[r] = Letter
	}
	return m
}()

// ascii has the classes of the characters up to 127.
var ascii = func() (table [unicode.MaxASCII + 1]Class) {
	for r := range table {
		table[r] = slowClass(rune(r))
	}
	return table
}()

// ClassOf returns the class of a character.
func ClassOf(r rune) Class {
	switch {
	case isHan(r):
		return Writing
	case 0 <= r && r <= unicode.MaxASCII:
		return ascii[r]
	case r > unicode.MaxRune:
		return Object
	}
	return slowClass(r)
}

func slowClass(r rune) Class {
	if class, ok := marks[r]; ok {
		return class
	}
	if r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return Letter
	}
	return Writing
}

// isHan reports whether a character is of the block in which nearly all Chinese ones stand.
func isHan(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// between reports whether a line may end between two characters of two classes.
func between(before, after rune, a, b Class) bool {
	switch {
	case b == Closer || b == Space || a == Opener:
		return false
	case b == Letter && a == Letter:
		return false
	case b == Letter && a == Closer:
		return !latin(before) // 1,234 and 10:30 and don’t
	case a == Letter && after == '(':
		return false // indicator(s)
	}
	return true
}

// latin reports whether a mark stands within words and figures of Latin writing.
func latin(r rune) bool { return r < unicode.MaxASCII || r == '’' }

// Break breaks characters into lines no wider than room and returns where they begin; there is always a first one. Spaces at the end of a
// line may hang over. What is wider than a line by itself is broken anywhere. width measures the character at an index.
func Break(runes []rune, room float32, width func(i int) float32) []int {
	begins := []int{0}
	start, broken := 0, 0 // where the line begins, and where it may last be broken
	var x, sinceBreak float32
	var before Class
	for i, r := range runes {
		w, class := width(i), ClassOf(r)
		if i > start && between(runes[i-1], r, before, class) {
			broken, sinceBreak = i, 0
		}
		before = class
		if x+w > room && i > start && class != Space {
			if broken > start {
				start, x = broken, sinceBreak
			} else {
				start, x = i, 0
			}
			begins = append(begins, start)
			sinceBreak = x
			if x+w > room && i > start && start == broken { // what follows the break is wider than a line by itself
				start, x, sinceBreak = i, 0, 0
				begins = append(begins, i)
			}
		}
		x += w
		sinceBreak += w
	}
	return begins
}
