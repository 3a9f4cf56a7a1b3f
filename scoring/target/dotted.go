package target

import "strings"

// readDotted reads "2023.12", "2023-12-31", "2023/12/31 00:00", "20231231" and "12.31" before 前.
func readDotted(s string, ctx Context) (period, bool) {
	n := leadingDigits(s)
	if n == 8 && len(s) == 8 {
		d := Date{number(s[:4]), number(s[4:6]), number(s[6:])}
		return period{first: d, last: d, grain: Day, end: 8, notes: DateOrNumber, dotted: true}, plausibleYear(d.Year) && d.valid()
	}
	if n == 0 || n > 4 || n+1 >= len(s) || !isDateSeparator(s[n]) || !isDigit(rune(s[n+1])) {
		return period{}, false
	}
	second, m := readSmall(s[n+1:])
	end := n + 1 + m
	if n <= 2 && s[n] == '.' {
		return readDayOnly(s[end:], Date{0, number(s[:n]), second}, end, ctx)
	}
	if n != 4 || second < 1 || second > 12 || !plausibleYear(number(s[:4])) {
		return period{}, false
	}
	return readDottedRest(s, Date{number(s[:4]), second, 0}, end, s[n], m)
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && isDigit(rune(s[n])) {
		n++
	}
	return n
}

func isDateSeparator(b byte) bool { return b == '.' || b == '-' || b == '/' }

// readDayOnly reads "12.31前": a month and day whose year is the context's. rest is what stands behind them.
func readDayOnly(rest string, d Date, end int, ctx Context) (period, bool) {
	if !d.valid() || !strings.HasPrefix(rest, "前") && !strings.HasPrefix(rest, "之前") && !strings.HasPrefix(rest, "日") {
		return period{}, false
	}
	notes := YearAssumed
	if d.Year = ctx.FiscalYear; d.Year == 0 {
		notes = YearMissing
	}
	return period{first: d, last: d, grain: Day, end: end, notes: notes, dotted: true}, d.valid()
}

// readDottedRest goes on behind "2023.12": a day, or the end.
func readDottedRest(s string, d Date, end int, sep byte, monthDigits int) (period, bool) {
	if end < len(s) && s[end] == sep {
		day, n := readSmall(s[end+1:])
		d.Day = day
		if n == 0 || s[end+1] > '9' || !d.valid() {
			return period{}, false
		}
		end += 1 + n
		if strings.HasPrefix(s[end:], "日") {
			end += len("日")
		}
		end += clockEnd(s[end:])
		return period{first: d, last: d, grain: Day, end: end}, !startsFigure(s[end:])
	}
	dotted := !strings.HasPrefix(s[end:], "月")
	if !dotted {
		end += len("月")
	}
	if dotted && (monthDigits == 1 || startsFigure(s[end:])) && !strings.HasPrefix(s[end:], "前") {
		return period{}, false
	}
	p := period{first: Date{d.Year, d.Month, 1}, last: Date{d.Year, d.Month, lastDay(d.Year, d.Month)}, grain: Month, end: end, dotted: dotted}
	if dotted {
		p.notes = DateOrNumber
	} else {
		p = p.withDay(s)
	}
	return p, true
}

// clockEnd returns the length of a time of day such as " 00:00:00" or "T00:00".
func clockEnd(s string) int {
	if len(s) < 6 || s[0] != ' ' && s[0] != 'T' {
		return 0
	}
	i := 1
	for i < len(s) && (isDigit(rune(s[i])) || s[i] == ':' || s[i] == '.') {
		i++
	}
	return i
}

// startsFigure reports whether s goes on as a figure or its unit would.
func startsFigure(s string) bool {
	if s == "" {
		return false
	}
	if isDigit(rune(s[0])) || s[0] == '%' || s[0] == '.' {
		return true
	}
	_, end := readUnit(s)
	return end > 0
}

func number(digits string) int {
	n := 0
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}
