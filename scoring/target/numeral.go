package target

import (
	"strings"
	"unicode/utf8"

	"github.com/govalues/decimal"
)

// figure is a number found at the start of a text.
type figure struct {
	value   decimal.Decimal
	end     int  // bytes read
	notes   Note // Grouping, OutOfRange
	chinese bool // written in Chinese numerals
}

// maxDigits is how many significant digits a figure may have: what a decimal holds exactly in any case.
const maxDigits = 18

// readDigits reads "-1,234.50" from the start of s.
func readDigits(s string) (figure, bool) {
	i, negative := 0, false
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		negative = s[i] == '-'
		i++
	}
	var f figure
	var coef int64
	digits, start := 0, i
	for i < len(s) {
		if step := groupStep(s, start, i); step > 0 {
			if s[i] == ' ' {
				f.notes |= Grouping
			}
			i += step
		}
		if i == len(s) || s[i] < '0' || s[i] > '9' {
			break
		}
		if digits++; digits <= maxDigits {
			coef = coef*10 + int64(s[i]-'0')
		}
		if digits == 1 && s[i] == '0' {
			digits = 0 // leading zeros are not significant
		}
		i++
	}
	whole := i > start
	scale := 0
	if i+1 < len(s) && s[i] == '.' && s[i+1] >= '0' && s[i+1] <= '9' {
		for i++; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
			scale++
			if digits++; digits <= maxDigits {
				coef = coef*10 + int64(s[i]-'0')
			}
		}
	} else if !whole {
		return figure{}, false
	}
	f.end = i
	if digits > maxDigits || scale > maxDigits {
		f.notes |= OutOfRange
		return f, true
	}
	if negative {
		coef = -coef
	}
	value, err := decimal.New(coef, scale)
	if err != nil {
		f.notes |= OutOfRange
		return f, true
	}
	f.value = value
	return f, true
}

// groupStep returns 1 when s[i] is a separator of thousands: a comma or blank after one to three digits or a full group, with exactly
// three digits behind it.
func groupStep(s string, start, i int) int {
	if i >= len(s) || s[i] != ',' && s[i] != ' ' || i == start {
		return 0
	}
	run := 0
	for j := i - 1; j >= start && s[j] >= '0' && s[j] <= '9'; j-- {
		run++
	}
	if run > 3 || run < 3 && i-run != start {
		return 0
	}
	for j := i + 1; j <= i+3; j++ {
		if j >= len(s) || s[j] < '0' || s[j] > '9' {
			return 0
		}
	}
	if i+4 < len(s) && s[i+4] >= '0' && s[i+4] <= '9' {
		return 0
	}
	return 1
}

type numeralKind uint8

const (
	notNumeral numeralKind = iota
	digitNumeral
	smallUnit // 十 百 千
	largeUnit // 万 亿
)

type numeral struct {
	kind  numeralKind
	value int64
}

// numeralOf classifies one Chinese numeral, everyday or financial.
func numeralOf(r rune) numeral {
	switch r {
	case '零', '〇':
		return numeral{digitNumeral, 0}
	case '一', '壹':
		return numeral{digitNumeral, 1}
	case '二', '两', '贰':
		return numeral{digitNumeral, 2}
	case '三', '叁':
		return numeral{digitNumeral, 3}
	case '四', '肆':
		return numeral{digitNumeral, 4}
	case '五', '伍':
		return numeral{digitNumeral, 5}
	case '六', '陆':
		return numeral{digitNumeral, 6}
	case '七', '柒':
		return numeral{digitNumeral, 7}
	case '八', '捌':
		return numeral{digitNumeral, 8}
	case '九', '玖':
		return numeral{digitNumeral, 9}
	case '十', '拾':
		return numeral{smallUnit, 10}
	case '百', '佰':
		return numeral{smallUnit, 100}
	case '千', '仟':
		return numeral{smallUnit, 1000}
	case '万':
		return numeral{largeUnit, 10_000}
	case '亿':
		return numeral{largeUnit, 100_000_000}
	}
	return numeral{}
}

// readChinese reads a whole number in Chinese numerals from the start of s: 二十, 一百零五, 三万五千, 十二. It refuses what is not one
// well-formed number (十四五, 二三, 千方), so that set phrases stay words. 点 and digits after it make decimals.
func readChinese(s string) (figure, bool) {
	var total, section, digit int64
	digit = -1
	end, previous := 0, int64(1)<<62
	zero := false
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		n := numeralOf(r)
		switch n.kind {
		case digitNumeral:
			if digit > 0 || n.value == 0 && zero {
				return figure{}, false
			}
			digit, zero = n.value, n.value == 0
		case smallUnit:
			if digit <= 0 && !(n.value == 10 && (end == 0 || zero)) || n.value >= previous {
				return figure{}, false // 百户, 千方, 三十百
			}
			section += max(digit, 1) * n.value
			digit, previous, zero = -1, n.value, false
		case largeUnit:
			if section+max(digit, 0) == 0 || total > 0 && n.value != 10_000 {
				return figure{}, false
			}
			total, section = (total+section+max(digit, 0))*1, 0
			total *= n.value
			digit, previous, zero = -1, 1<<62, false
			if total > 1e15 {
				return figure{}, false
			}
		default:
			return finishChinese(s, end, total+section+max(digit, 0))
		}
		end += size
	}
	return finishChinese(s, end, total+section+max(digit, 0))
}

func finishChinese(s string, end int, whole int64) (figure, bool) {
	if end == 0 {
		return figure{}, false
	}
	scale := 0
	if strings.HasPrefix(s[end:], "点") {
		i := end + len("点")
		for i < len(s) && scale < 9 {
			r, size := utf8.DecodeRuneInString(s[i:])
			n := numeralOf(r)
			if n.kind != digitNumeral {
				break
			}
			if whole > 1e8 {
				return figure{}, false
			}
			whole, scale, i = whole*10+n.value, scale+1, i+size
		}
		if scale > 0 {
			end = i
		}
	}
	value, err := decimal.New(whole, scale)
	if err != nil {
		return figure{}, false
	}
	return figure{value: value, end: end, chinese: true}, true
}
