package claim

import (
	"strings"

	"zhunsheng/scoring/lexicon"
)

// date consumes years, months and days at pos, whose digits end at run; 0 when there is none. Years are recorded.
func (l *lexer) date(run int) int {
	s := l.d.s
	rest := s[run:]
	switch n := run - l.pos; {
	case n == 4 && plausibleYear(s[l.pos:run]):
		return l.fullYear(run)
	case n > 2:
		return 0
	case strings.HasPrefix(rest, "月"):
		return l.monthAndDay(l.pos)
	case strings.HasPrefix(rest, ":") && digitCount(rest[1:]) == 2:
		return run + 3
	case hasPrefixAny(rest, "-", "~", "至"):
		cut := strings.TrimLeft(rest, "-~至")
		if k := digitCount(cut); k > 0 && k <= 2 && strings.HasPrefix(cut[k:], "月") {
			return run + len(rest) - len(cut)
		}
	}
	return 0
}

// fullYear reads what starts with a year in four digits: 2021年, 2019-2021年, 2021.12.31, (2021).
func (l *lexer) fullYear(run int) int {
	s := l.d.s
	year, rest := atoi(s[l.pos:run]), s[run:]
	if strings.HasPrefix(rest, "年") {
		end := run + len("年")
		l.year(year, end)
		return l.monthAndDay(end)
	}
	if end := rangeEnd(rest); end > 0 && len(rest) >= end+4 && plausibleYear(rest[end:end+4]) && strings.HasPrefix(rest[end+4:], "年") {
		l.year(year, run)
		return run + end
	}
	if end := dottedDate(rest); end > 0 {
		l.year(year, run)
		return run + end
	}
	if strings.HasPrefix(rest, ")") && l.pos > 0 && s[l.pos-1] == '(' {
		l.year(year, run)
		return run
	}
	return 0
}

func (l *lexer) year(year, end int) {
	l.d.years = append(l.d.years, yearMark{l.pos, end, year, comparing.Ending(l.d.s[:l.pos]) != ""})
}

// comparing are the words that make what follows a base of comparison.
var comparing = lexicon.Of("比", "较", "与", "同", "相较于", "对比", "相比")

// monthAndDay skips "12月31日" at pos.
func (l *lexer) monthAndDay(pos int) int {
	s := l.d.s
	for _, unit := range [...]string{"月", "日"} {
		n := digitCount(s[pos:])
		if n == 0 || n > 2 || !strings.HasPrefix(s[pos+n:], unit) {
			break
		}
		pos += n + len(unit)
	}
	return pos
}

// dottedDate returns the length of ".12.31", "-12-31" or "/6/30" at the start of s, 0 when it is none. ".12" alone is a fraction.
func dottedDate(s string) int {
	if s == "" || s[0] != '.' && s[0] != '-' && s[0] != '/' {
		return 0
	}
	end := 0
	for range 2 {
		if end >= len(s) || s[end] != s[0] {
			return 0
		}
		n := digitCount(s[end+1:])
		if n == 0 || n > 2 {
			return 0
		}
		end += 1 + n
	}
	return end
}

func (l *lexer) relativeYear() bool {
	word := relativeYears.At(l.d.s[l.pos:])
	if word == "" {
		return false
	}
	year := thisYear
	switch word {
	case "上年", "去年", "上一年":
		year = lastYear
	}
	l.year(year, l.pos+len(word))
	l.pos += len(word)
	return true
}

var relativeYears = lexicon.Of("上年", "去年", "上一年", "今年", "本年", "当年")

func plausibleYear(digits string) bool {
	return digitCount(digits) == 4 && atoi(digits) >= 1949 && atoi(digits) <= 2100
}

func digitCount(s string) int {
	n := 0
	for n < len(s) && isDigit(rune(s[n])) {
		n++
	}
	return n
}

func atoi(digits string) int {
	n := 0
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}
