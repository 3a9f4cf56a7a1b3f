package target

import (
	"strings"
	"unicode/utf8"
)

// period is a stretch of days as a text names it: a day, month, quarter, half, year, or several of them.
type period struct {
	first, last Date
	grain       Grain
	end         int  // bytes read
	notes       Note // YearAssumed, YearMissing, DayOpen, DateOrNumber
	bottom      bool // 底, 末: the end of the period is meant
	dotted      bool // written "2023.12": only the context tells it from a figure
	spans       bool // written as two ends
}

// date reads a date or deadline at pos that the whole statement is about.
func (p *statement) date(pos int) bool { return p.readDate(pos, false) }

// deadline reads a date at pos that stands behind other words; it must say that it is a deadline.
func (p *statement) deadline(pos int) bool { return p.readDate(pos, true) }

func (p *statement) readDate(pos int, explicit bool) bool {
	s := p.s[pos:]
	if s == "" || s[0] < utf8.RuneSelf && !isDigit(rune(s[0])) {
		return false
	}
	d, ok := readSpan(s, p.ctx)
	if !ok {
		return false
	}
	rest := s[d.end:]
	suffix, sign := readDateSuffix(rest)
	rest = rest[suffix:]
	if explicit && suffix == 0 && !d.bottom && p.v.Sign == NoSign {
		return false
	}
	rest = skipDateVerbs(rest)
	if certain := suffix > 0 || d.bottom; !certain && !endsStatement(rest, d.dotted) {
		return false
	}
	p.setDate(d, sign)
	if rest != "" {
		p.v.Notes |= TrailingText
		p.v.Several = hasFigure(rest)
	}
	return true
}

// endsStatement reports whether nothing that belongs to a date without a deadline's suffix stands in rest.
func endsStatement(rest string, dotted bool) bool {
	return rest == "" || rest[0] == '(' || !dotted && isSeparator(firstRune(rest))
}

// setDate fills the value from a period and the sign behind it.
func (p *statement) setDate(d period, sign Sign) {
	if sign == inside {
		p.v.Sign = AtMost
	} else {
		p.setSign(sign)
	}
	if sign == AtMost && !d.bottom && d.grain != Day && !d.spans {
		p.v.Notes |= PeriodOpen
	}
	p.v.Kind, p.v.Due, p.v.Grain = DateKind, d.last, d.grain
	p.v.Notes |= d.notes
	if d.spans {
		p.v.Start = d.first
	}
}

func skipDateVerbs(s string) string {
	for {
		n, _ := longest(dateVerbs, s)
		if n == 0 {
			return s
		}
		s = s[n:]
	}
}

// inside marks a suffix such as 内 that cannot exclude the period; it becomes AtMost.
const inside Sign = "inside"

func readDateSuffix(s string) (end int, sign Sign) {
	for _, suffix := range [...]struct {
		word string
		sign Sign
	}{
		{"之前", AtMost},
		{"以前", AtMost},
		{"前", AtMost},
		{"以内", inside},
		{"之内", inside},
		{"内", inside},
		{"期间", inside},
		{"之后", Above},
		{"以后", Above},
		{"后", Above},
		{"起", AtLeast},
	} {
		if strings.HasPrefix(s, suffix.word) {
			return len(suffix.word), suffix.sign
		}
	}
	return 0, NoSign
}

// readSpan reads one period, or two with a range separator between them.
func readSpan(s string, ctx Context) (period, bool) {
	d, ok := readPeriod(s, ctx)
	if !ok {
		return period{}, false
	}
	sep := rangeSeparator(s[d.end:])
	if sep == 0 {
		return d, true
	}
	within := ctx
	if d.last.Year != 0 {
		within.FiscalYear = d.last.Year
	}
	second, ok := readPeriod(s[d.end+sep:], within)
	if !ok || second.last.Compare(d.first) < 0 {
		return d, true
	}
	notes := d.notes | second.notes
	if !d.notes.Has(YearAssumed) {
		notes &^= YearAssumed
	}
	return period{
		first: d.first, last: second.last, grain: second.grain, end: d.end + sep + second.end, notes: notes, bottom: second.bottom,
		dotted: d.dotted && second.dotted, spans: true,
	}, true
}

func readPeriod(s string, ctx Context) (period, bool) {
	if d, ok := readDotted(s, ctx); ok {
		return d, true
	}
	year, end, notes := readYear(s, ctx)
	if end < 0 {
		return period{}, false
	}
	if end > 0 && notes&yearSpan != 0 { // 2021-2023年
		from := year
		year, _, _ := readYear(s[4+rangeSeparator(s[4:]):], ctx)
		return period{first: Date{from, 1, 1}, last: Date{year, 12, 31}, grain: Year, end: end, spans: true}, year > from
	}
	d, ok := readWithinYear(s[end:], year)
	if !ok {
		if end == 0 || strings.HasPrefix(s[end:], "度") {
			return period{}, false
		}
		d = period{first: Date{year, 1, 1}, last: Date{year, 12, 31}, grain: Year}
	}
	if end == 0 {
		year, notes = ctx.FiscalYear, YearAssumed
		if year == 0 {
			notes = YearMissing
		}
		d.setYear(year)
	}
	d.end += end
	d.notes |= notes
	return d, true
}

// setYear completes a period that was read without a year.
func (d *period) setYear(year int) {
	full := d.last.Day == lastDay(0, d.last.Month)
	d.first.Year, d.last.Year = year, year
	if year != 0 && full {
		d.last.Day = lastDay(year, d.last.Month)
	}
}

// readWithinYear reads a month, quarter, half or the end of the year from the start of s.
func readWithinYear(s string, year int) (period, bool) {
	if d, ok := readMonth(s, year); ok {
		return d, true
	}
	if d, ok := readQuarter(s, year); ok {
		return d, true
	}
	for _, w := range [...]struct {
		word        string
		first, last int
		grain       Grain
		bottom      bool
	}{
		{"上半年", 1, 6, Half, false},
		{"下半年", 7, 12, Half, false},
		{"年底", 1, 12, Year, true},
		{"年末", 1, 12, Year, true},
		{"年终", 1, 12, Year, true},
		{"年内", 1, 12, Year, true},
		{"年度内", 1, 12, Year, true},
		{"全年", 1, 12, Year, true},
		{"底", 1, 12, Year, true},
		{"末", 1, 12, Year, true},
		{"终", 1, 12, Year, true},
		{"度内", 1, 12, Year, true},
		{"度", 1, 12, Year, false},
		{"年中", 1, 6, Half, true},
		{"全年度", 1, 12, Year, true},
	} {
		if strings.HasPrefix(s, w.word) && (year != 0 || !strings.HasPrefix(s, "度") && firstRune(w.word) != '底' && firstRune(w.word) != '末' && firstRune(w.word) != '终') {
			d := period{
				first: Date{year, w.first, 1}, last: Date{year, w.last, lastDay(year, w.last)}, grain: w.grain, end: len(w.word), bottom: w.bottom,
			}
			return d, true
		}
	}
	return period{}, false
}

// readMonth reads "9月", "12月底", "12月31日", "1-12月".
func readMonth(s string, year int) (period, bool) {
	from, n := readSmall(s)
	month := from
	if n == 0 {
		return period{}, false
	}
	spans := false
	if sep := rangeSeparator(s[n:]); sep > 0 {
		if second, m := readSmall(s[n+sep:]); m > 0 && second > from && strings.HasPrefix(s[n+sep+m:], "月") {
			month, n, spans = second, n+sep+m, true
		}
	}
	if !strings.HasPrefix(s[n:], "月") || from < 1 || month > 12 {
		return period{}, false
	}
	n += len("月")
	if strings.HasPrefix(s[n:], "份") {
		n += len("份")
	}
	d := period{first: Date{year, from, 1}, last: Date{year, month, lastDay(year, month)}, grain: Month, end: n, spans: spans}
	if spans {
		return d, true
	}
	return d.withDay(s), true
}

// withDay narrows a month by what stands behind it: "31日", "底", "上旬".
func (d period) withDay(s string) period {
	rest := s[d.end:]
	day, n := readSmall(rest)
	if n > 0 && day >= 1 && day <= d.last.Day {
		for _, word := range [...]string{"日", "号"} {
			if strings.HasPrefix(rest[n:], word) {
				d.first.Day, d.last.Day, d.grain = day, day, Day
				d.end += n + len(word)
				return d
			}
		}
	}
	for _, part := range [...]struct {
		word       string
		from, till int // days; 0 is the last day of the month
		open       bool
	}{
		{"月底", 1, 0, false},
		{"底", 1, 0, false},
		{"末", 1, 0, false},
		{"初", 1, 10, true},
		{"上旬", 1, 10, false},
		{"中旬", 11, 20, false},
		{"下旬", 21, 0, false},
		{"中", 11, 20, true},
	} {
		if strings.HasPrefix(rest, part.word) {
			d.end += len(part.word)
			d.first.Day, d.bottom = part.from, true
			if part.till > 0 {
				d.last.Day = part.till
			}
			if part.open {
				d.notes |= DayOpen
			}
			return d
		}
	}
	return d
}

// readQuarter reads "第四季度", "4季度", "一季度末".
func readQuarter(s string, year int) (period, bool) {
	rest, _ := strings.CutPrefix(s, "第")
	quarter, n := readSmall(rest)
	if n == 0 || quarter < 1 || quarter > 4 || !strings.HasPrefix(rest[n:], "季度") {
		return period{}, false
	}
	d := period{
		first: Date{year, quarter*3 - 2, 1}, last: Date{year, quarter * 3, lastDay(year, quarter*3)}, grain: Quarter,
		end: len(s) - len(rest) + n + len("季度"),
	}
	for _, word := range [...]string{"底", "末"} {
		if strings.HasPrefix(s[d.end:], word) {
			d.end += len(word)
			d.bottom = true
		}
	}
	return d, true
}

// readSmall reads a whole number below 100 in digits or Chinese numerals.
func readSmall(s string) (value, end int) {
	for end < len(s) && end < 3 && isDigit(rune(s[end])) {
		value = value*10 + int(s[end]-'0')
		end++
	}
	if end > 0 {
		if end > 2 {
			return 0, 0
		}
		return value, end
	}
	f, ok := readChinese(s)
	if !ok || f.value.Scale() > 0 || f.value.Coef() >= 100 {
		return 0, 0
	}
	return int(f.value.Coef()), f.end
}
