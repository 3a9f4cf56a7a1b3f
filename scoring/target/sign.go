package target

import (
	"strings"
	"unicode/utf8"
)

// comparison is a sign as it is written in words, before or after a figure.
type comparison struct {
	word    string
	sign    Sign
	inexact bool
	note    Note
}

// wordsBefore are the signs that stand before a figure, by their first rune, longer ones first.
var wordsBefore = byFirstRune([]comparison{
	{"不得少于", AtLeast, false, 0},
	{"不得低于", AtLeast, false, 0},
	{"不应低于", AtLeast, false, 0},
	{"不应少于", AtLeast, false, 0},
	{"不少于", AtLeast, false, 0},
	{"不低于", AtLeast, false, 0},
	{"不小于", AtLeast, false, 0},
	{"不下于", AtLeast, false, 0},
	{"不短于", AtLeast, false, 0},
	{"不早于", AtLeast, false, 0},
	{"不得超过", AtMost, false, 0},
	{"不得高于", AtMost, false, 0},
	{"不得多于", AtMost, false, 0},
	{"不得大于", AtMost, false, 0},
	{"不超过", AtMost, false, 0},
	{"不超出", AtMost, false, 0},
	{"不高于", AtMost, false, 0},
	{"不大于", AtMost, false, 0},
	{"不多于", AtMost, false, 0},
	{"不长于", AtMost, false, 0},
	{"不晚于", AtMost, false, 0},
	{"不迟于", AtMost, false, 0},
	{"不等于", NoSign, false, SignConflict},
	{"不足", Below, true, 0},
	{"不到", Below, true, 0},
	{"不满", Below, true, 0},
	{"大于或者等于", AtLeast, false, 0},
	{"大于或等于", AtLeast, false, 0},
	{"大于等于", AtLeast, false, 0},
	{"大于", Above, false, 0},
	{"小于或者等于", AtMost, false, 0},
	{"小于或等于", AtMost, false, 0},
	{"小于等于", AtMost, false, 0},
	{"小于", Below, false, 0},
	{"高于或等于", AtLeast, false, 0},
	{"高于等于", AtLeast, false, 0},
	{"高于", Above, false, 0},
	{"低于或等于", AtMost, false, 0},
	{"低于等于", AtMost, false, 0},
	{"低于", Below, false, 0},
	{"多于", Above, false, 0},
	{"少于", Below, false, 0},
	{"早于", Below, false, 0},
	{"晚于", Above, false, 0},
	{"等于", Equal, false, 0},
	{"至少", AtLeast, false, 0},
	{"最少", AtLeast, false, 0},
	{"最低", AtLeast, false, 0},
	{"至多", AtMost, false, 0},
	{"最多", AtMost, false, 0},
	{"最高", AtMost, false, 0},
	{"最晚", AtMost, false, 0},
	{"最迟", AtMost, false, 0},
	{"超过了", Above, true, 0},
	{"超过", Above, true, 0},
	{"超出", Above, true, 0},
	{"超", Above, true, 0},
	{"逾", Above, true, 0},
	{"突破", Above, true, 0},
	{"未满", Below, true, 0},
	{"未超过", AtMost, false, 0},
	{"未达到", Below, true, 0},
	{"大约", NoSign, true, Estimate},
	{"约为", NoSign, true, Estimate},
	{"约", NoSign, true, Estimate},
	{"将近", NoSign, true, Estimate},
	{"接近", NoSign, true, Estimate},
	{"近", NoSign, true, Estimate},
	{"大概", NoSign, true, Estimate},
	{"no less than ", AtLeast, false, 0},
	{"not less than ", AtLeast, false, 0},
	{"at least ", AtLeast, false, 0},
	{"no more than ", AtMost, false, 0},
	{"not more than ", AtMost, false, 0},
	{"at most ", AtMost, false, 0},
	{"up to ", AtMost, false, 0},
	{"more than ", Above, true, 0},
	{"over ", Above, true, 0},
	{"above ", Above, false, 0},
	{"less than ", Below, false, 0},
	{"below ", Below, false, 0},
	{"under ", Below, false, 0},
	{"about ", NoSign, true, Estimate},
})

// wordsAfter are the signs that stand behind a figure and its unit.
var wordsAfter = byFirstRune([]comparison{
	{"及其以上", AtLeast, false, 0},
	{"(含)以上", AtLeast, false, 0},
	{"(含)以下", AtMost, false, 0},
	{"含以上", AtLeast, false, 0},
	{"及以上", AtLeast, false, 0},
	{"以上", AtLeast, false, 0},
	{"之上", AtLeast, false, 0},
	{"或以上", AtLeast, false, 0},
	{"或更多", AtLeast, false, 0},
	{"及其以下", AtMost, false, 0},
	{"及以下", AtMost, false, 0},
	{"以下", AtMost, false, 0},
	{"之下", AtMost, false, 0},
	{"或以下", AtMost, false, 0},
	{"及以内", AtMost, false, 0},
	{"以内", AtMost, false, 0},
	{"之内", AtMost, false, 0},
	{"内", AtMost, false, 0},
	{"左右", NoSign, true, Estimate},
	{"上下", NoSign, true, Estimate},
	{"+", AtLeast, true, 0},
	{"以外", Above, false, 0},
	{"之间", NoSign, false, 0},
	{"不等", NoSign, true, Estimate},
	{" or more", AtLeast, true, 0},
	{" or less", AtMost, true, 0},
	{" and above", AtLeast, false, 0},
})

func byFirstRune(list []comparison) map[rune][]comparison {
	index := make(map[rune][]comparison)
	for _, c := range list {
		r, _ := utf8.DecodeRuneInString(c.word)
		index[r] = append(index[r], c)
	}
	return index
}

// readGlyph reads a sign written as a glyph from the start of s; s is folded.
func readGlyph(s string) (sign Sign, end int) {
	if s == "" {
		return NoSign, 0
	}
	switch s[0] {
	case '>':
		if strings.HasPrefix(s, ">=") {
			return AtLeast, 2
		}
		return Above, 1
	case '<':
		if strings.HasPrefix(s, "<=") {
			return AtMost, 2
		}
		return Below, 1
	case '=':
		if len(s) > 1 {
			switch s[1] {
			case '>':
				return AtLeast, 2
			case '<':
				return AtMost, 2
			case '=':
				return Equal, 2
			}
		}
		return Equal, 1
	case 0xE2: // the first byte of ≥ and ≤
		if rest, ok := strings.CutPrefix(s, "≥"); ok {
			return AtLeast, len("≥") + equalsEnd(rest)
		}
		if rest, ok := strings.CutPrefix(s, "≤"); ok {
			return AtMost, len("≤") + equalsEnd(rest)
		}
	}
	return NoSign, 0
}

func equalsEnd(s string) int {
	if strings.HasPrefix(s, "=") {
		return 1
	}
	return 0
}

// readComparison finds the longest sign word at the start of s.
func readComparison(index map[rune][]comparison, s string) (comparison, bool) {
	r, _ := utf8.DecodeRuneInString(s)
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	var best comparison
	for _, c := range index[r] {
		if len(c.word) <= len(s) && len(c.word) > len(best.word) && foldedPrefix(s, c.word) {
			best = c
		}
	}
	return best, best.word != ""
}

// foldedPrefix reports whether s starts with word, whatever the case of ASCII letters in s.
func foldedPrefix(s, word string) bool {
	for i := range len(word) {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != word[i] {
			return false
		}
	}
	return true
}
