package target

import (
	"strings"
	"unicode/utf8"
)

// yearSpan is used inside readYear and readPeriod only: two years with a separator.
const yearSpan = noteEnd

// readYear reads "2022年", "22年", "二〇二二年", "本年" or nothing. end is -1 when s cannot start a date.
func readYear(s string, ctx Context) (year, end int, notes Note) {
	n := 0
	for n < len(s) && isDigit(rune(s[n])) {
		year = year*10 + int(s[n]-'0')
		if n++; n > 4 {
			return 0, -1, 0
		}
	}
	rest := s[n:]
	isYear := strings.HasPrefix(rest, "年")
	switch {
	case n == 4 && plausibleYear(year):
		if end := secondYearEnd(rest); end > 0 {
			return year, n + end, yearSpan
		}
		if isYear {
			return year, n + len("年"), 0
		}
		return 0, -1, 0
	case n == 2 && isYear:
		if _, ok := readWithinYear(rest[len("年"):], 2000+year); ok {
			return 2000 + year, n + len("年"), YearAssumed
		}
		return 0, -1, 0
	case n > 0:
		return 0, 0, 0
	}
	return readYearWord(s, ctx)
}

// secondYearEnd returns the length of "-2023年" at the start of s, 0 when it is not there.
func secondYearEnd(s string) int {
	if rangeSeparator(s) != 1 || len(s) < 5 {
		return 0
	}
	for i := 1; i < 5; i++ {
		if !isDigit(rune(s[i])) {
			return 0
		}
	}
	if !plausibleYear(number(s[1:5])) || !strings.HasPrefix(s[5:], "年") {
		return 0
	}
	return 5 + len("年")
}

func plausibleYear(year int) bool { return year >= 1900 && year < 2200 }

func readYearWord(s string, ctx Context) (year, end int, notes Note) {
	for _, w := range [...]struct {
		word  string
		shift int
	}{
		{"本年度", 0}, {"本年", 0}, {"当年", 0}, {"今年", 0}, {"次年", 1}, {"明年", 1}, {"上年", -1}, {"去年", -1},
	} {
		if strings.HasPrefix(s, w.word) {
			if ctx.FiscalYear == 0 {
				return 0, len(w.word), YearMissing
			}
			return ctx.FiscalYear + w.shift, len(w.word), YearAssumed
		}
	}
	for range 4 { // 二〇二二年
		r, size := utf8.DecodeRuneInString(s[end:])
		n := numeralOf(r)
		if n.kind != digitNumeral {
			return 0, 0, 0
		}
		year, end = year*10+int(n.value), end+size
	}
	if !strings.HasPrefix(s[end:], "年") || !plausibleYear(year) {
		return 0, 0, 0
	}
	return year, end + len("年"), 0
}
