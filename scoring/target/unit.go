package target

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
)

// ErrUnits is wrapped by the error of [Convert] when two units do not measure the same thing.
var ErrUnits = errors.New("units do not convert")

// measure says what a unit measures. One unit is numerator/denominator base units of its dimension; counted things (家, 人, 项) are each
// a dimension of their own.
type measure struct {
	canonical              string // the glyph form kept in Value.Unit
	dimension              string
	numerator, denominator int64
}

// units are the known units by every form in which they are written.
var units = buildUnits()

// longestUnit is the number of runes of the longest key of units that starts with a rune.
var longestUnit = func() map[rune]int {
	longest := make(map[rune]int, 300)
	for form := range units {
		first, _ := utf8.DecodeRuneInString(form)
		longest[first] = max(longest[first], utf8.RuneCountInString(form))
	}
	return longest
}()

func buildUnits() map[string]measure {
	all := make(map[string]measure, 400)
	for _, row := range scaledUnits {
		for name := range strings.FieldsSeq(row.names) {
			form, canonical, renamed := strings.Cut(name, ">")
			if !renamed {
				canonical = form
			}
			all[form] = measure{canonical, row.dimension, row.num, row.den}
		}
	}
	for name := range strings.FieldsSeq(countedUnits) {
		if _, taken := all[name]; !taken {
			all[name] = measure{name, name, 1, 1}
		}
	}
	return all
}

// readUnit finds the longest unit at the start of s: a known one, one counted in 万, 亿, 百万, 千万, 千 or 百 (万人, 亿次, 千户), or a rate (元/人).
func readUnit(s string) (unit string, end int) {
	unit, end = readPlainUnit(s)
	if end == 0 || end >= len(s) || s[end] != '/' {
		return unit, end
	}
	if _, per := readPlainUnit(s[end+1:]); per > 0 {
		end += 1 + per
		return s[:end], end
	}
	return unit, end
}

func readPlainUnit(s string) (unit string, end int) {
	prefix := 0
	for _, p := range [...]string{"百万", "千万", "万", "亿", "千", "百"} {
		if strings.HasPrefix(s, p) {
			prefix = len(p)
			break
		}
	}
	canonical, length := knownUnit(s)
	if prefix > 0 {
		if _, counted := knownUnit(s[prefix:]); counted > 0 && prefix+counted > length {
			return s[:prefix+counted], prefix + counted
		}
	}
	return canonical, length
}

// knownUnit finds the longest key of units at the start of s.
func knownUnit(s string) (canonical string, length int) {
	end := 0
	first, _ := utf8.DecodeRuneInString(s)
	for range longestUnit[first] {
		if end >= len(s) {
			break
		}
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
		if m, ok := units[s[:end]]; ok {
			canonical, length = m.canonical, end
		}
	}
	return canonical, length
}

// measureOf returns what a unit as kept in Value.Unit measures. ok is false for a unit that is not known; such a unit is a dimension
// of its own.
func measureOf(unit string) (m measure, ok bool) {
	if m, ok = units[unit]; ok {
		return m, true
	}
	for _, p := range [...]struct {
		prefix string
		factor int64
	}{{"百万", 1e6}, {"千万", 1e7}, {"万", 1e4}, {"亿", 1e8}, {"千", 1e3}, {"百", 100}} {
		if rest, cut := strings.CutPrefix(unit, p.prefix); cut {
			if m, ok = units[rest]; ok && m.numerator <= 1e4 {
				m.numerator *= p.factor
				return m, true
			}
		}
	}
	return measure{unit, unit, 1, 1}, false
}

// SameUnit reports whether a and b are the same unit in two spellings (㎡ and 平方米, 公里 and km). Units of the same dimension but
// different size (元, 万元), and counts of different things (家, 户), are not the same.
func SameUnit(a, b string) bool {
	if a == b {
		return true
	}
	left, _ := measureOf(fold(a).s)
	right, _ := measureOf(fold(b).s)
	return left.dimension == right.dimension && left.numerator*right.denominator == right.numerator*left.denominator
}

// Convertible reports whether [Convert] has a way from one unit to the other.
func Convertible(from, to string) bool {
	left, _ := measureOf(fold(from).s)
	right, _ := measureOf(fold(to).s)
	return left.dimension == right.dimension
}

// Convert expresses v, which is in the unit from, in the unit to. The result is exact when it has a finite decimal form; otherwise (亩)
// it is rounded half-up to six places more than v has. Counted things convert only to themselves and their 万 and 亿.
// The error wraps [ErrUnits], or [exact.ErrRange] when the result has too many digits.
func Convert(v decimal.Decimal, from, to string) (decimal.Decimal, error) {
	left, _ := measureOf(fold(from).s)
	right, _ := measureOf(fold(to).s)
	if left.dimension != right.dimension {
		return decimal.Decimal{}, fmt.Errorf("%s %s to %s: %w", v, from, to, ErrUnits)
	}
	numerator, denominator := reduce(left.numerator*right.denominator, left.denominator*right.numerator)
	places, rest := v.Scale(), denominator
	for rest%2 == 0 || rest%5 == 0 { // each place takes one 2 and one 5 out of the denominator
		if rest%2 == 0 {
			rest /= 2
		}
		if rest%5 == 0 {
			rest /= 5
		}
		places++
	}
	if rest > 1 {
		places = v.Scale() + 6
	}
	num, err := decimal.New(numerator, 0)
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%s %s to %s: %w", v, from, to, exact.ErrRange)
	}
	den, err := decimal.New(denominator, 0)
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%s %s to %s: %w", v, from, to, exact.ErrRange)
	}
	converted, err := exact.MulQuo(v, num, den, min(places, 19))
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%s %s to %s: %w", v, from, to, err)
	}
	return converted.Trim(0), nil
}

func reduce(a, b int64) (num, den int64) {
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	return a / x, b / x
}
