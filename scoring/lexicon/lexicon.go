// Package lexicon finds the words of a list in Chinese running text.
//
// A [Lexicon] is built once from a list of words and then asked whether a text starts with, ends with or holds one of them. Of words that
// start alike the longest is found. Most characters of a text start no word of a list; they are passed over by one look at a table.
//
// Texts are compared byte for byte: who wants full-width and half-width glyphs to be one folds both beforehand.
package lexicon

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// Lexicon is a list of words. It does not change and may be used by several goroutines.
type Lexicon struct {
	heads, tails index
}

// index finds words by one of their characters. bits tells for most characters that there is none.
type index struct {
	bits  [256]uint64
	words map[rune][]string
}

// New makes a lexicon of words that are separated by blanks.
func New(words string) *Lexicon { return Of(strings.Fields(words)...) }

// Of makes a lexicon of words.
func Of(words ...string) *Lexicon {
	l := &Lexicon{}
	l.heads.words, l.tails.words = make(map[rune][]string), make(map[rune][]string)
	for _, word := range words {
		first, _ := utf8.DecodeRuneInString(word)
		last, _ := utf8.DecodeLastRuneInString(word)
		l.heads.add(first, word)
		l.tails.add(last, word)
	}
	return l
}

func (x *index) add(r rune, word string) {
	x.bits[r>>6&0xFF] |= 1 << (r & 63)
	x.words[r] = append(x.words[r], word)
}

// of returns the words that a character may belong to.
func (x *index) of(r rune) []string {
	if x.bits[r>>6&0xFF]&(1<<(r&63)) == 0 {
		return nil
	}
	return x.words[r]
}

// At returns the longest word that s starts with, "" when there is none.
func (l *Lexicon) At(s string) (word string) {
	r, _ := utf8.DecodeRuneInString(s)
	for _, w := range l.heads.of(r) {
		if len(w) > len(word) && strings.HasPrefix(s, w) {
			word = w
		}
	}
	return word
}

// Ending returns the longest word that s ends with, "" when there is none.
func (l *Lexicon) Ending(s string) (word string) {
	r, _ := utf8.DecodeLastRuneInString(s)
	for _, w := range l.tails.of(r) {
		if len(w) > len(word) && strings.HasSuffix(s, w) {
			word = w
		}
	}
	return word
}

// All yields the words of the list in s with where they start; words do not overlap.
func (l *Lexicon) All(s string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := 0; i < len(s); {
			r, size := decode(s, i)
			if l.heads.bits[r>>6&0xFF]&(1<<(r&63)) == 0 {
				i += size
				continue
			}
			word := l.At(s[i:])
			if word == "" {
				i += size
				continue
			}
			if !yield(i, word) {
				return
			}
			i += len(word)
		}
	}
}

// decode returns the character at s[i:]. Most are Han, of three bytes.
func decode(s string, i int) (r rune, size int) {
	a := s[i]
	if a < utf8.RuneSelf {
		return rune(a), 1
	}
	if a >= 0xE1 && a < 0xED && i+2 < len(s) {
		if b, c := s[i+1], s[i+2]; b&0xC0 == 0x80 && c&0xC0 == 0x80 {
			return rune(a&0x0F)<<12 | rune(b&0x3F)<<6 | rune(c&0x3F), 3
		}
	}
	return utf8.DecodeRuneInString(s[i:])
}

// In returns the first word of the list in s, "" when there is none.
func (l *Lexicon) In(s string) string {
	for _, word := range l.All(s) {
		return word
	}
	return ""
}

// Has reports whether s holds a word of the list.
func (l *Lexicon) Has(s string) bool { return l.In(s) != "" }

// Skip cuts words of the list from the start of s.
func (l *Lexicon) Skip(s string) string {
	for {
		word := l.At(s)
		if word == "" {
			return s
		}
		s = s[len(word):]
	}
}

// Trim cuts words of the list from the end of s.
func (l *Lexicon) Trim(s string) string {
	for {
		word := l.Ending(s)
		if word == "" {
			return s
		}
		s = s[:len(s)-len(word)]
	}
}
