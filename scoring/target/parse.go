package target

import (
	"strings"
	"unicode/utf8"

	"github.com/govalues/decimal"
)

// Parse reads text. It never fails: what it does not understand is [Words], and what it doubts is in Notes.
func Parse(text string, ctx Context) Value {
	v := Value{Text: text}
	f := fold(text)
	s := strings.Trim(f.s, ";,、。!")
	if s == "" {
		if f.s != "" && strings.Trim(f.s, ";") != "" {
			v.Kind = Words
		}
		return v
	}
	if f.readMark(s, &v) || f.readQuestion(s, &v) {
		return v
	}
	v.Kind = Words
	if f.control {
		return v
	}
	if f.blank {
		readBlank(&v, s)
		return v
	}
	if !f.digit && !f.numeral && !f.calendar {
		return v
	}
	if f.separator && readSeveral(&v, s, ctx) {
		return v
	}
	readStatement(&v, s, ctx)
	return v
}

// statement is the reading of one statement: a figure or date with what stands around it.
type statement struct {
	v   *Value
	s   string
	ctx Context
}

func readStatement(v *Value, s string, ctx Context) {
	p := statement{v, s, ctx}
	start := p.lead(0)
	if start == len(s) { // "全年" is a lead word, and a period when it stands alone
		start = 0
	}
	if p.date(start) || p.figure(start, false) {
		return
	}
	if v.Notes&(OutOfRange|Expression|Grouping) != 0 || v.Notes.Has(DayOpen) {
		v.Sign, v.Inexact = NoSign, false
		return
	}
	p.search(start)
}

// lead reads signs and the neutral words that stand before a figure, and returns where they end.
func (p *statement) lead(pos int) int {
	for pos < len(p.s) {
		rest := p.s[pos:]
		if rest[0] >= '0' && rest[0] <= '9' {
			return pos
		}
		if sign, end := readGlyph(rest); end > 0 {
			p.setSign(sign)
			pos += end
			continue
		}
		if c, ok := readComparison(wordsBefore, rest); ok {
			p.apply(c)
			pos += len(c.word)
			continue
		}
		end, note := readLead(rest)
		if end == 0 {
			return pos
		}
		p.v.Notes |= note
		pos += end
	}
	return pos
}

func (p *statement) apply(c comparison) {
	p.setSign(c.sign)
	p.v.Inexact = p.v.Inexact || c.inexact
	p.v.Notes |= c.note
}

func (p *statement) setSign(sign Sign) {
	switch {
	case sign == NoSign || sign == p.v.Sign:
	case p.v.Sign == NoSign:
		p.v.Sign = sign
	default:
		p.v.Notes |= SignConflict
	}
}

// figure reads a number or range at pos with everything behind it. found is true when the figure stands behind words that were not
// understood; it then needs a unit or sign to count. It reports false, with nothing but Notes changed, when there is no figure.
func (p *statement) figure(pos int, found bool) bool {
	first, ok := p.quantity(pos)
	if !ok {
		return false
	}
	last := first
	kind := Number
	if doubt := p.notFigure(first) | first.notes&Expression; doubt != 0 {
		p.v.Notes |= doubt
		return false
	}
	if sep := rangeSeparator(p.s[first.end:]); sep > 0 {
		if second, ok := p.quantity(first.end + sep); ok && !second.negative {
			if !joinUnits(&first, &second) {
				p.v.Notes |= UnitMismatch
				return false
			}
			kind, last = Range, second
		}
	}
	low, high, isTolerance := p.tolerance(first)
	if isTolerance > 0 {
		kind, last.end = Range, isTolerance
	} else {
		low, high = first.value, last.value
	}
	if (first.notes|last.notes)&OutOfRange != 0 {
		p.v.Notes |= OutOfRange
		return false
	}
	if high.Less(low) {
		low, high = high, low
		p.v.Notes |= Reversed
	}
	t := tail{statement: p, unit: last.unit, chinese: first.chinese, found: found, sign: p.v.Sign}
	if !t.read(last.end) {
		return false
	}
	p.v.Notes |= first.notes | last.notes | t.notes
	p.v.Kind, p.v.Low, p.v.High, p.v.Unit = kind, low, high, t.unit
	for _, c := range t.signs {
		p.apply(c)
	}
	if kind == Range && p.v.Sign != NoSign {
		p.v.Notes |= SignConflict
	}
	p.v.Several = t.several
	p.noteYearLike(kind, first)
	return true
}

// notFigure says why a quantity is only the start of something else: an expression, oddly grouped digits, a day of any month.
func (p *statement) notFigure(q quantity) Note {
	rest := p.s[q.end:]
	switch {
	case isExpression(rest):
		return Expression
	case len(rest) > 1 && rest[0] == ',' && isDigit(rune(rest[1])):
		return Grouping
	case q.unit == "日" && (strings.HasPrefix(rest, "前") || strings.HasPrefix(rest, "之前")):
		return DayOpen
	}
	return 0
}

// noteYearLike doubts a bare figure that looks like the fiscal year or like a month.
func (p *statement) noteYearLike(kind Kind, f quantity) {
	year := p.ctx.FiscalYear
	if kind != Number || p.v.Unit != "" || p.v.Sign != NoSign {
		return
	}
	if f.value.Scale() == 1 && f.value.Coef() > 20000 && f.value.Coef() < 21000 { // "2023.5": May 2023?
		p.v.Notes |= DateOrNumber
	}
	if year == 0 || f.value.Scale() != 0 {
		return
	}
	if distance := int64(f.value.Coef()) - int64(year); distance >= -2 && distance <= 2 {
		p.v.Notes |= DateOrNumber
	}
}

// tolerance reads "±2%" behind a quantity and returns the range it spans and where it ends, or 0.
func (p *statement) tolerance(q quantity) (low, high decimal.Decimal, end int) {
	behind, ok := strings.CutPrefix(p.s[q.end:], "±")
	if !ok {
		return low, high, 0
	}
	margin, ok := p.quantity(len(p.s) - len(behind))
	if !ok || margin.negative {
		return low, high, 0
	}
	low, errLow := q.value.Sub(margin.value)
	high, errHigh := q.value.Add(margin.value)
	if errLow != nil || errHigh != nil || q.unit != "" && !SameUnit(q.unit, margin.unit) {
		return low, high, 0
	}
	return low, high, margin.end
}

// joinUnits gives both ends of a range one unit; false when they measure different things.
func joinUnits(first, second *quantity) bool {
	switch {
	case first.unit == "":
		first.unit = second.unit
	case second.unit == "":
		second.unit = first.unit
	case !SameUnit(first.unit, second.unit):
		converted, err := Convert(first.value, first.unit, second.unit)
		if err != nil {
			return false
		}
		first.value, first.unit = converted, second.unit
	}
	return true
}

// rangeSeparator returns the length of "-", "~", "至" or "到" at the start of s.
func rangeSeparator(s string) int {
	for _, sep := range [...]string{"--", "-", "~", "至", "到"} {
		if strings.HasPrefix(s, sep) {
			return len(sep)
		}
	}
	return 0
}

// isExpression reports whether s continues a figure into a sum, product, fraction or ratio.
func isExpression(s string) bool {
	if s == "" {
		return false
	}
	r, size := utf8.DecodeRuneInString(s)
	switch r {
	case '+', '*', '×', 'x', 'X', '/', ':', '÷', '∶':
		return size < len(s) && s[size] >= '0' && s[size] <= '9'
	case 'e', 'E': // 1e3
		behind := strings.TrimLeft(s[size:], "+-")
		return behind != "" && len(s)-size-len(behind) <= 1 && isDigit(rune(behind[0]))
	case '分':
		return strings.HasPrefix(s, "分之")
	case '.':
		return size < len(s) && s[size] >= '0' && s[size] <= '9'
	}
	return false
}

// search looks for a figure or deadline behind words that are not understood.
func (p *statement) search(pos int) {
	blank := *p.v
	for tries := 0; pos < len(p.s) && tries < 64; {
		r, size := utf8.DecodeRuneInString(p.s[pos:])
		if p.mayStart(pos, r) {
			tries++
			*p.v = blank
			if p.found(pos, r) {
				p.v.Notes |= LeadingText
				return
			}
			if isDigit(r) {
				size = skipDigits(p.s[pos:])
			}
		}
		pos += size
	}
	notes := p.v.Notes & (Recurring | Expression | OutOfRange)
	*p.v = blank
	p.v.Sign, p.v.Inexact, p.v.Notes = NoSign, false, notes
}

// mayStart reports whether a figure, sign or date can start at pos.
func (p *statement) mayStart(pos int, r rune) bool {
	if isDigit(r) || r == '年' || r == '第' {
		return true
	}
	rest := p.s[pos:]
	if _, glyph := readGlyph(rest); glyph > 0 || strings.HasPrefix(rest, "百分之") {
		return true
	}
	_, word := readComparison(wordsBefore, rest)
	return word
}

// found reads the figure or deadline at pos, behind words. An ordinal is neither; a bare figure counts only behind a colon.
func (p *statement) found(pos int, r rune) bool {
	before, _ := utf8.DecodeLastRuneInString(p.s[:pos])
	if before == '第' {
		return false
	}
	start := p.lead(pos)
	if p.deadline(start) || start > pos && isNumberStart(p.s[start:]) && p.figure(start, true) {
		return true
	}
	return start == pos && isNumberStart(p.s[pos:]) && p.figure(pos, before != ':')
}

func isNumberStart(s string) bool {
	return s != "" && (isDigit(rune(s[0])) || strings.HasPrefix(s, "百分之"))
}

func skipDigits(s string) int {
	i := 0
	for i < len(s) && (isDigit(rune(s[i])) || s[i] == '.') {
		i++
	}
	return i
}
