package target

import "strings"

// InName reads a sign and a unit that a form puts into the name of the indicator: "(≥**平方米)", "(%)", "(万美元)". ok is false when the
// name ends in no bracket, or in one that is neither.
func InName(name string) (sign Sign, unit string, ok bool) {
	s := fold(name).s
	if !strings.HasSuffix(s, ")") {
		return NoSign, "", false
	}
	open := strings.LastIndexByte(s, '(')
	if open < 0 {
		return NoSign, "", false
	}
	inner := s[open+1 : len(s)-1]
	sign, end := readGlyph(inner)
	if end == 0 {
		if c, found := readComparison(wordsBefore, inner); found {
			sign, end = c.sign, len(c.word)
		}
	}
	rest := strings.TrimLeft(inner[end:], "*_×…Xx")
	unit, n := readUnit(rest)
	if n != len(rest) || n == 0 && end == 0 {
		return NoSign, "", false
	}
	return sign, unit, true
}

// WithHint completes a number or range by a sign and unit that are stated elsewhere, in the indicator's name or a column of their
// own. What the text itself states stands.
func (v Value) WithHint(sign Sign, unit string) Value {
	if !v.IsNumeric() {
		return v
	}
	if v.Sign == NoSign && v.Kind == Number {
		v.Sign = sign
	}
	if v.Unit == "" {
		v.Unit = unit
	}
	return v
}
