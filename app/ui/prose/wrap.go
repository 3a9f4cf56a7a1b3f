package prose

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// kinds of characters, for breaking lines and for words
const (
	writing = iota // Chinese and all else that may be broken anywhere
	letter         // letters and digits of words
	space
	opener // never ends a line
	closer // never begins one
	bound  // a figure
)

const (
	openers = "（([｛{《〈「『【〔〖“‘￥$"
	closers = "，。、；：？！）)]｝}》〉」』】〕〗”’…—·％%‰℃,;:?!"
)

func class(r rune) int {
	switch {
	case r >= firstFigure:
		return bound
	case r >= 0x4E00 && r <= 0x9FFF:
		return writing
	case r == ' ' || r == '\t' || r == '　':
		return space
	case strings.ContainsRune(openers, r):
		return opener
	case strings.ContainsRune(closers, r):
		return closer
	case inWord(r):
		return letter
	}
	return writing
}

func inWord(r rune) bool {
	return strings.ContainsRune("./_+-", r) || r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// breaks reports whether a line may end between two characters.
func breaks(before, after rune) bool {
	a, b := class(before), class(after)
	switch {
	case b == closer || b == space || a == opener:
		return false
	case a == letter && b == letter:
		return false
	case a == letter && (after == '%' || after == '％'):
		return false
	}
	return true
}

// ruler measures characters. The toolkit's fonts have no kerning for single lines, so widths add up.
type ruler struct {
	size   float32
	theme  fyne.Theme
	widths map[rune]float32
	chin   float32 // width of every Chinese character
}

func (m *ruler) use(size float32) (changed bool) {
	theme := fyne.CurrentApp().Settings().Theme()
	if m.widths != nil && m.size == size && m.theme == theme {
		return false
	}
	m.size, m.theme, m.widths = size, theme, make(map[rune]float32, 256)
	m.chin = fyne.MeasureText("国", size, fyne.TextStyle{}).Width
	return true
}

func (m *ruler) rune(r rune) float32 {
	if r >= 0x4E00 && r <= 0x9FFF {
		return m.chin
	}
	w, ok := m.widths[r]
	if !ok {
		w = fyne.MeasureText(string(r), m.size, fyne.TextStyle{}).Width
		m.widths[r] = w
	}
	return w
}

func (m *ruler) text(s string) float32 {
	var sum float32
	for _, r := range s {
		sum += m.rune(r)
	}
	return sum
}

// wrap breaks characters into lines no wider than room and returns where they begin. Spaces at the end of a line may hang over. width
// measures a character.
func wrap(runes []rune, room float32, width func(rune) float32) []int {
	lines := []int{0}
	start, broken := 0, 0 // where the line begins, and where it may last be broken
	var x, sinceBreak float32
	for i, r := range runes {
		w := width(r)
		if i > start && breaks(runes[i-1], r) {
			broken, sinceBreak = i, 0
		}
		if x+w > room && i > start && class(r) != space {
			if broken > start {
				start, x = broken, sinceBreak
			} else {
				start, x = i, 0
			}
			lines = append(lines, start)
			sinceBreak = x
			if x+w > room && i > start && start == broken { // what follows the break is wider than a line by itself
				start, x, sinceBreak = i, 0, 0
				lines = append(lines, i)
			}
		}
		x += w
		sinceBreak += w
	}
	return lines
}
