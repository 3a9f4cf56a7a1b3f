package review

import (
	"iter"
	"strings"
	"unicode/utf8"

	"zhunsheng/scoring/target"
)

// fold writes a text in canonical glyphs, so that a check sees one form of what people type: full-width letters, digits and
// punctuation become ASCII (，： are , and :), blanks are left out and line ends are '\n'.
func fold(text string) string {
	at := 0
	for ; at < len(text) && text[at] > ' ' && text[at] < utf8.RuneSelf; at++ {
	}
	if at == len(text) {
		return text
	}
	out := make([]byte, at, len(text))
	copy(out, text)
	for at < len(text) {
		if c := text[at]; c >= 0xE4 && c <= 0xE9 && at+3 <= len(text) { // U+4000 to U+9FFF, which are canonical
			out = append(out, text[at:at+3]...)
			at += 3
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		at += size
		if r == '\n' || r == '\r' {
			out = append(out, '\n')
		} else if c := target.Canonical(r); c != ' ' {
			out = utf8.AppendRune(out, c)
		}
	}
	return string(out)
}

// punctuation holds the signs, in folded form, that end a clause, a quotation or a bracket.
const punctuation = ",;:。!?\n、()《》“”\"'‘’「」…-./|\\~·"

// bare folds a text and cuts the punctuation round it: two texts that differ only so are one.
func bare(text string) string { return strings.Trim(fold(text), punctuation) }

// sentences cuts a folded text at full stops and line ends.
func sentences(s string) iter.Seq[string] {
	return cut(s, func(r rune) bool { return r == '。' || r == '!' || r == '?' || r == '\n' })
}

// clauses cuts a folded text at every sign that ends a clause.
func clauses(s string) iter.Seq[string] {
	return cut(s, func(r rune) bool { return r == '。' || r == '!' || r == '?' || r == '\n' || r == ',' || r == ';' })
}

func cut(s string, end func(rune) bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		for s != "" {
			i := strings.IndexFunc(s, end)
			piece := s
			if i >= 0 {
				piece = s[:i]
				_, size := utf8.DecodeRuneInString(s[i:])
				s = s[i+size:]
			} else {
				s = ""
			}
			if piece != "" && !yield(piece) {
				return
			}
		}
	}
}

// bounded reports whether s, the text behind a word, does not carry the word on: it is empty or starts with punctuation or 的.
func bounded(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s == "" || r == '的' || r == '等' || r == '了' || strings.ContainsRune(punctuation, r)
}

// hasDigit reports whether a folded text holds a figure.
func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// runeCount counts characters.
func runeCount(s string) int { return utf8.RuneCountInString(s) }

// tail returns at most the last n characters of s.
func tail(s string, n int) string {
	at := len(s)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return s[at:]
}
