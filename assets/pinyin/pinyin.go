// Package pinyin says with which letter the pinyin of a Chinese character begins, so that a search finds 创新券 as "cxq".
//
// The letters are those of the first reading that github.com/mozillazg/go-pinyin lists, which takes them from the Unihan database and
// dictionaries. Only the letters are carried, as text: 67 KB of program instead of a megabyte of tables built at every start. The
// package's test compares them with that module, and writes them anew with -update.
package pinyin

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// initials are lines of a first code point in hexadecimal and the letters of the characters from there on, "." where one has none.
//
//go:embed initials.txt
var initials string

// run is the letters of neighbouring characters.
type run struct {
	first   rune
	letters string
}

// runs are ordered by their first character.
var runs = sync.OnceValue(func() []run {
	var out []run
	for line := range strings.Lines(initials) {
		first, letters, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if code, err := strconv.ParseInt(first, 16, 32); err == nil {
			out = append(out, run{rune(code), letters})
		}
	}
	return out
})

// Initial returns the small letter from a to z with which the pinyin of a character begins. ok is false for characters that have none.
func Initial(r rune) (letter byte, ok bool) {
	all := runs()
	at, found := slices.BinarySearchFunc(all, r, func(a run, r rune) int { return int(a.first) - int(r) })
	if !found {
		at--
	}
	if at < 0 || int(r-all[at].first) >= len(all[at].letters) {
		return 0, false
	}
	letter = all[at].letters[r-all[at].first]
	return letter, letter != '.'
}
