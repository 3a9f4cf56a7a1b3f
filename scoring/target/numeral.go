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

// digitScan gathers the digits of one figure.
type digitScan struct {
	s      string
	start  int // where the digits start
	pos    int
	coef   int64
	digits int // significant ones
	scale  int
	notes  Note
}

// readDigits reads "-1,234.50" from the start of s.
func readDigits(s string) (figure, bool) {
	d := digitScan{s: s}
	if s != "" && (s[0] == '-' || s[0] == '+') {
		d.start, d.pos = 1, 1
	}
	d.whole()
	if !d.fraction() && d.pos == d.start {
		return figure{}, false
	}
	f := figure{end: d.pos, notes: d.notes}
	if d.digits > maxDigits || d.scale > maxDigits {
		f.notes |= OutOfRange
		return f, true
	}
	if s[0] == '-' {
		d.coef = -d.coef
	}
	value, err := decimal.New(d.coef, d.scale)
	if err != nil {
		f.notes |= OutOfRange
		return f, true
	}
	f.value = value
	return f, true
}

func (d *digitScan) at(i int) bool { return i < len(d.s) && d.s[i] >= '0' && d.s[i] <= '9' }

// take adds the digit at pos; leading zeros are not significant.
func (d *digitScan) take() {
	digit := int64(d.s[d.pos] - '0')
	if d.digits > 0 || digit > 0 || d.scale > 0 {
		if d.digits++; d.digits <= maxDigits {
			d.coef = d.coef*10 + digit
		}
	}
	d.pos++
}

// whole reads the digits before the point, with separators of thousands.
func (d *digitScan) whole() {
	for {
		if isGroupSeparator(d.s, d.start, d.pos) {
			if d.s[d.pos] == ' ' {
				d.notes |= Grouping
			}
			d.pos++
		}
		if !d.at(d.pos) {
			return
		}
		d.take()
	}
}

// fraction reads a point and the digits behind it, if there are any.
func (d *digitScan) fraction() bool {
	if d.pos >= len(d.s) || d.s[d.pos] != '.' || !d.at(d.pos+1) {
		return false
	}
	d.pos++
	for d.at(d.pos) {
		d.scale++
		d.take()
	}
	return true
}

// isGroupSeparator reports whether s[i] is a separator of thousands: a comma or blank after one to three digits or a full group, with
// exactly three digits behind it.
func isGroupSeparator(s string, start, i int) bool {
	if i >= len(s) || s[i] != ',' && s[i] != ' ' || i == start {
		return false
	}
	run := 0
	for j := i - 1; j >= start && isDigit(rune(s[j])); j-- {
		run++
	}
	if run > 3 || run < 3 && i-run != start {
		return false
	}
	behind := 0
	for j := i + 1; j < len(s) && behind < 4 && isDigit(rune(s[j])); j++ {
		behind++
	}
	return behind == 3
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

const hundredMillion = 100_000_000 // 亿

// numerals are the Chinese numerals, everyday and financial.
var numerals = buildNumerals()

func buildNumerals() map[rune]numeral {
	all := make(map[rune]numeral, 40)
	for _, row := range [...]struct {
		kind  numeralKind
		value int64
		runes string
	}{
		{digitNumeral, 0, "零〇"},
		{digitNumeral, 1, "一壹"},
		{digitNumeral, 2, "二两贰"},
		{digitNumeral, 3, "三叁"},
		{digitNumeral, 4, "四肆"},
		{digitNumeral, 5, "五伍"},
		{digitNumeral, 6, "六陆"},
		{digitNumeral, 7, "七柒"},
		{digitNumeral, 8, "八捌"},
		{digitNumeral, 9, "九玖"},
		{smallUnit, 10, "十拾"},
		{smallUnit, 100, "百佰"},
		{smallUnit, 1000, "千仟"},
		{largeUnit, 10_000, "万"},
		{largeUnit, hundredMillion, "亿"},
	} {
		for _, r := range row.runes {
			all[r] = numeral{row.kind, row.value}
		}
	}
	return all
}

func numeralOf(r rune) numeral { return numerals[r] }

// chineseScan sums up a number in Chinese numerals.
type chineseScan struct {
	total, section, digit int64 // digit is -1 when none is pending
	previous              int64 // the last small unit; the next must be smaller
	place                 int64 // what a last digit counts: a tenth of the unit right before it
	zero                  bool  // 零 stood before
	first                 bool
}

// readChinese reads a whole number in Chinese numerals from the start of s: 二十, 一百零五, 三万五千, 十二, and 一万二 as it is said for
// 一万二千. It refuses what is not one well-formed number (十四五, 二三, 千方), so that set phrases stay words. 点 and digits after it make
// decimals.
func readChinese(s string) (figure, bool) {
	c := chineseScan{digit: -1, previous: 1 << 62, place: 1, first: true}
	end := 0
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		n := numeralOf(r)
		if n.kind == notNumeral {
			break
		}
		if !c.take(n) {
			return figure{}, false
		}
		c.first = false
		end += size
	}
	if c.place > 1 && c.digit > 0 && strings.HasPrefix(s[end:], "点") {
		return figure{}, false // 一万二点五 may mean two things
	}
	return finishChinese(s, end, c.total+c.section+max(c.digit, 0)*c.place)
}

// take adds one numeral and reports whether the number is still well formed.
func (c *chineseScan) take(n numeral) bool {
	switch n.kind {
	case digitNumeral:
		if c.digit > 0 || n.value == 0 && c.zero {
			return false
		}
		c.digit, c.zero = n.value, n.value == 0
		if c.zero {
			c.place = 1
		}
		return true
	case smallUnit:
		bareTen := n.value == 10 && (c.first || c.zero) // 十二, 一百零十
		if c.digit <= 0 && !bareTen || n.value >= c.previous {
			return false // 百户, 千方, 三十百
		}
		c.section += max(c.digit, 1) * n.value
		c.digit, c.previous, c.place, c.zero = -1, n.value, n.value/10, false
		return true
	}
	return c.takeLarge(n.value)
}

// takeLarge closes a section by 万 or 亿.
func (c *chineseScan) takeLarge(unit int64) bool {
	below := c.section + max(c.digit, 0)
	switch {
	case unit == hundredMillion && c.total < hundredMillion && c.total+below > 0:
		c.total = (c.total + below) * unit // 一万二千亿
	case unit != hundredMillion && c.total%hundredMillion == 0 && below > 0:
		c.total += below * unit // 一亿二千万
	default:
		return false // 亿万, 三万五万
	}
	c.section, c.digit, c.previous, c.place, c.zero = 0, -1, 1<<62, unit/10, false
	return c.total <= 1e15
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
