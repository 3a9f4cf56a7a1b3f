package tableout

import (
	"regexp"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/target"
)

// figure is a text that can be kept as a number: the number format shows the text again.
type figure struct {
	value  decimal.Decimal
	format string
}

var oneNumeral = regexp.MustCompile(`^([^0-9]*)([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)([^0-9]*)$`)

// maxLiteral bounds the text around a numeral, in bytes; a number format holds 255 characters in all.
const maxLiteral = 60

// figureOf reads "≥95%" as 0.95 with the format "≥"0%. ok is false for a text that no number can stand for: two figures, a date, words,
// zeros in front, or more digits than a sheet keeps.
func figureOf(text string) (f figure, ok bool) {
	m := oneNumeral.FindStringSubmatch(text)
	if m == nil || !quotable(m[1]) || !quotable(m[3]) || strings.HasSuffix(m[1], "-") || strings.HasSuffix(m[1], "−") {
		return f, false
	}
	digits := strings.ReplaceAll(m[2], ",", "")
	value, err := decimal.Parse(digits)
	if err != nil || !keepable(digits) {
		return f, false
	}
	v := target.Parse(text, target.Context{})
	if v.Kind != target.Number || v.Notes&^target.UnitUnknown != 0 || v.Low.Cmp(value) != 0 {
		return f, false
	}
	f.value, f.format = value, literal(m[1])+numberFormat(m[2], value.Scale())
	rest := m[3]
	if after, percent := strings.CutPrefix(rest, "%"); percent {
		if f.value, err = exact.Quo(value, decimal.Hundred, value.Scale()+2); err != nil {
			return f, false
		}
		f.format, rest = f.format+"%", after
	}
	f.format += literal(rest)
	return f, true
}

// keepable reports whether a sheet keeps digits as they are: not too many, and none in front that a number would lose.
func keepable(digits string) bool {
	leadingZero := len(digits) > 1 && digits[0] == '0' && digits[1] != '.'
	return !leadingZero && len(strings.ReplaceAll(digits, ".", "")) <= maxDigits
}

// quotable reports whether a number format can hold a text.
func quotable(text string) bool {
	return len(text) <= maxLiteral && !strings.ContainsAny(text, "\"\n\r\t")
}

func numberFormat(digits string, places int) string {
	format := "0"
	if strings.Contains(digits, ",") {
		format = "#,##0"
	}
	if places > 0 {
		format += "." + strings.Repeat("0", places)
	}
	return format
}

// literal quotes text for a number format.
func literal(text string) string {
	if text == "" {
		return ""
	}
	return `"` + text + `"`
}

// plainFormat shows a figure with all its places.
func plainFormat(d decimal.Decimal) string {
	if d.Scale() == 0 {
		return "0"
	}
	return "0." + strings.Repeat("0", d.Scale())
}
