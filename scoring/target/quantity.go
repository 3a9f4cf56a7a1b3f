package target

import (
	"strings"

	"github.com/govalues/decimal"
)

// Quantity is a figure with its unit, found at the start of a text by [ReadQuantity].
type Quantity struct {
	Value decimal.Decimal
	Unit  string // as in Value.Unit; empty when none stands directly behind the figure
	// NumberEnd and End are the bytes read, without and with the unit.
	NumberEnd, End int
	// Chinese is true for a figure in Chinese numerals.
	Chinese bool
}

// Canonical returns the glyph that the readers of this package work with: full-width and look-alike forms become ASCII, blanks become
// ' ', line ends ';', and everything else stays as it is.
func Canonical(r rune) rune { return canonical(r) }

// ReadQuantity reads a figure and its unit from the start of s, which is written in canonical glyphs. It is what readers of running
// text build on. ok is false when s starts with no figure, or with one that is out of range.
func ReadQuantity(s string) (q Quantity, ok bool) {
	p := statement{s: s} // a quantity alone changes no value
	found, ok := p.quantity(0)
	if !ok || found.notes != 0 {
		return Quantity{}, false
	}
	return Quantity{Value: found.value, Unit: found.unit, NumberEnd: found.numberEnd, End: found.end, Chinese: found.chinese}, true
}

// ReadUnit reads the longest known unit at the start of s and returns it in canonical form with the bytes read, or 0.
func ReadUnit(s string) (unit string, end int) { return readUnit(s) }

// quantity is a figure with the unit directly behind it.
type quantity struct {
	figure
	unit      string
	negative  bool
	numberEnd int // where the digits end
}

func (p *statement) quantity(pos int) (quantity, bool) {
	s := p.s[pos:]
	for _, share := range [...]struct{ prefix, unit string }{{"百分之", "%"}, {"千分之", "‰"}} {
		if rest, ok := strings.CutPrefix(s, share.prefix); ok {
			f, ok := readEither(rest)
			if !ok && strings.HasPrefix(rest, "百") {
				f, ok = figure{value: decimal.Hundred, end: len("百")}, true
			}
			f.end += pos + len(share.prefix)
			f.chinese = false // 百分之 leaves no doubt
			return quantity{figure: f, unit: share.unit, numberEnd: f.end}, ok
		}
	}
	f, ok := readEither(s)
	if !ok {
		return quantity{}, false
	}
	q := quantity{figure: f, negative: s[0] == '-'}
	q.end += pos
	q.compound(p.s)
	q.numberEnd = q.end
	return q, q.readUnit(p.s)
}

// readEither reads a figure in digits or in Chinese numerals.
func readEither(s string) (figure, bool) {
	if f, ok := readDigits(s); ok {
		return f, true
	}
	return readChinese(s)
}

// readUnit reads the unit behind the digits. It reports false when the unit shows that the figure is no quantity.
func (q *quantity) readUnit(s string) bool {
	rest := s[q.end:]
	if strings.HasPrefix(rest, "分之") {
		return true
	}
	blank := 0
	if strings.HasPrefix(rest, " ") { // "95 percent"
		blank = 1
	}
	unit, end := readUnit(rest[blank:])
	switch {
	case end == 0:
		return true
	case unit == "年" && q.value.Scale() == 0 && q.value.Coef() < 2200 && q.value.Coef() >= 1900:
		return false // a calendar year
	case q.chinese && isOrdinalUnit(unit):
		return false // "一级", "二期", "十分" name a rank or nothing countable
	}
	q.unit = unit
	q.end += blank + end
	q.smaller(s)
	return true
}

// smallerUnits are the units in which the rest of a duration is written, and how many of them the larger one has.
var smallerUnits = map[string]struct {
	unit  string
	times int64
}{"年": {"个月", 12}, "天": {"小时", 24}, "小时": {"分钟", 60}, "分钟": {"秒", 60}}

// smaller joins "3年2个月" into 38个月. A rest in another unit of time, such as the days behind months, is left as an expression: it is not
// read as the first figure alone.
func (q *quantity) smaller(s string) {
	rest := strings.TrimPrefix(s[q.end:], "零")
	rest = strings.TrimPrefix(rest, "又")
	second, ok := readEither(rest)
	if !ok || second.notes != 0 || rest[0] == '-' || rest[0] == '+' {
		return
	}
	unit, end := readUnit(rest[second.end:])
	switch step := smallerUnits[q.unit]; {
	case end == 0 || timeRank[unit] == 0 || timeRank[q.unit] == 0 || timeRank[unit] >= timeRank[q.unit]:
		return
	case step.unit != unit || q.value.Scale() > 0:
		q.notes |= Expression
	default:
		whole, err := q.value.Mul(decimal.MustNew(step.times, 0))
		if err == nil {
			whole, err = whole.Add(second.value)
		}
		if err != nil {
			q.notes |= OutOfRange
			return
		}
		q.value, q.unit = whole, unit
		q.end = len(s) - len(rest) + second.end + end
		q.smaller(s) // 1小时5分钟30秒
	}
}

// timeRank orders the units of time by their size.
var timeRank = map[string]int{"年": 6, "个月": 5, "天": 4, "日": 4, "小时": 3, "分钟": 2, "秒": 1}

func isOrdinalUnit(unit string) bool {
	switch unit {
	case "级", "类", "期", "段", "层", "届", "标段", "校", "分", "方", "路", "道", "面", "点", "等", "门", "口", "把":
		return true
	}
	return false
}

// compound joins the two figures of "1亿2000万", "1亿2千万", "3万5000", "1万2千" and "3千5百".
func (q *quantity) compound(s string) {
	rest := s[q.end:]
	for _, step := range [...]struct {
		large, small string
		times        int64
	}{{"亿", "万", 10_000}, {"万", "", 10_000}, {"千", "", 1000}, {"百", "", 100}} {
		behind, ok := strings.CutPrefix(rest, step.large)
		if !ok {
			continue
		}
		times := decimal.MustNew(step.times, 0)
		second, ok := readBehind(behind)
		if !ok || step.times < 10_000 && second.value.Cmp(times) >= 0 || !strings.HasPrefix(behind[second.end:], step.small) {
			return
		}
		if step.small == "" && strings.HasPrefix(behind[second.end:], "万") {
			return
		}
		whole, err := q.value.Mul(times)
		if err == nil {
			whole, err = whole.Add(second.value)
		}
		if err != nil {
			q.notes |= OutOfRange
			return
		}
		q.value = whole
		q.end += len(step.large) + second.end
		return
	}
}

// readBehind reads what stands behind 亿 or 万: a plain figure, or a single digit counted in 千, 百 or 十.
func readBehind(s string) (figure, bool) {
	f, ok := readDigits(s)
	if !ok || f.notes != 0 || s[0] == '-' || s[0] == '+' {
		return figure{}, false
	}
	if f.end != 1 {
		return f, true
	}
	for _, unit := range [...]struct {
		word  string
		value int64
	}{{"千", 1000}, {"百", 100}, {"十", 10}} {
		if strings.HasPrefix(s[1:], unit.word) {
			f.value = decimal.MustNew(int64(s[0]-'0')*unit.value, 0)
			f.end += len(unit.word)
		}
	}
	return f, true
}
