package sheet

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// isDate reports whether a number format shows a date. Quoted text, escaped characters and conditions in brackets do not count; only
// the section for positive numbers does.
func isDate(format string) bool {
	bare := bareFormat(format)
	return strings.ContainsAny(bare, "yY") || strings.ContainsAny(bare, "dD") && strings.ContainsAny(bare, "mM")
}

func bareFormat(format string) string {
	var out strings.Builder
	quoted, bracket, escaped := false, false, false
	for _, r := range format {
		switch {
		case escaped:
			escaped = false
		case quoted:
			quoted = r != '"'
		case bracket:
			bracket = r != ']'
		case r == '"':
			quoted = true
		case r == '[':
			bracket = true
		case r == '\\' || r == '_' || r == '*':
			escaped = true
		case r == ';':
			return out.String()
		default:
			out.WriteRune(r)
		}
	}
	return strings.ReplaceAll(strings.ReplaceAll(out.String(), "General", ""), "Red", "")
}

// dateText writes a stored day number in Chinese, as precisely as its format shows it.
func dateText(value, format string, base1904 bool) (string, bool) {
	days, err := strconv.ParseFloat(value, 64)
	if err != nil || days < 0 || days > 2_958_465 {
		return "", false
	}
	t, err := excelize.ExcelDateToTime(days, base1904)
	if err != nil {
		return "", false
	}
	bare := strings.ToLower(bareFormat(format))
	year, day := strings.Contains(bare, "y"), strings.Contains(bare, "d")
	switch {
	case year && day:
		return fmt.Sprintf("%d年%d月%d日", t.Year(), int(t.Month()), t.Day()), true
	case year && strings.Contains(bare, "m"):
		return fmt.Sprintf("%d年%d月", t.Year(), int(t.Month())), true
	case year:
		return fmt.Sprintf("%d年", t.Year()), true
	default:
		return fmt.Sprintf("%d月%d日", int(t.Month()), t.Day()), true
	}
}
