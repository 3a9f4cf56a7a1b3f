package target

import (
	"strings"
	"unicode/utf8"
)

// maxParts bounds how many statements of one text are read on their own.
const maxParts = 40

// readSeveral reads a text of more than one statement. Two bounds of one thing make a range; two or more figures make the text
// Several. It reports false, with v unchanged, when at most one statement holds a figure.
func readSeveral(v *Value, s string, ctx Context) bool {
	parts := measures(s, ctx)
	if len(parts) < 2 {
		return false
	}
	if len(parts) == 2 && joinBounds(v, parts[0], parts[1]) {
		return true
	}
	v.Kind, v.Several = Words, true
	return true
}

// Parts returns the statements of a text that holds several, each read on its own with its own text (in canonical glyphs); of other
// values it returns the value itself.
func (v Value) Parts(ctx Context) []Value {
	if v.Several {
		if parts := measures(strings.Trim(fold(v.Text).s, ";,、。!"), ctx); len(parts) > 0 {
			return parts
		}
	}
	return []Value{v}
}

// measures reads the statements of s that hold a figure with a sign or unit, or a date.
func measures(s string, ctx Context) []Value {
	var parts []Value
	for start := 0; start < len(s) && len(parts) < maxParts; {
		end, next := statementEnd(s, start)
		part := s[start:end]
		start = next
		if part == "" {
			continue
		}
		v := Value{Text: part, Kind: Words}
		readStatement(&v, part, ctx)
		if v.IsNumeric() && (v.Sign != NoSign || v.Unit != "") || v.Kind == DateKind {
			parts = append(parts, v)
		}
	}
	return parts
}

// statementEnd returns where the statement that starts at start ends and where the next one starts. Punctuation in brackets and
// between digits does not end a statement.
func statementEnd(s string, start int) (end, next int) {
	depth := 0
	for i, r := range s[start:] {
		at := start + i
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case ',', ';', '、', '。', '且':
			if depth > 0 || r == ',' && at+1 < len(s) && isDigit(rune(s[at+1])) && at > 0 && isDigit(rune(s[at-1])) {
				continue
			}
			return at, at + utf8.RuneLen(r)
		}
	}
	return len(s), len(s)
}

// joinBounds makes one range of a lower and an upper bound in the same unit: "≥80%且≤90%".
func joinBounds(v *Value, a, b Value) bool {
	if a.Kind != Number || b.Kind != Number {
		return false
	}
	if isUpper(a.Sign) {
		a, b = b, a
	}
	if !isLower(a.Sign) || !isUpper(b.Sign) || a.Unit != "" && b.Unit != "" && !SameUnit(a.Unit, b.Unit) || b.Low.Less(a.Low) {
		return false
	}
	if (a.Notes|b.Notes)&(LeadingText|TrailingText) != 0 {
		return false
	}
	v.Kind, v.Low, v.High = Range, a.Low, b.High
	v.Unit = b.Unit
	if v.Unit == "" {
		v.Unit = a.Unit
	}
	v.Notes = a.Notes | b.Notes
	if a.Sign == Above || b.Sign == Below { // a range includes its ends
		v.Notes |= SignConflict
	}
	return true
}

func isLower(s Sign) bool { return s == AtLeast || s == Above }
func isUpper(s Sign) bool { return s == AtMost || s == Below }
