package target

import "strings"

// Parse reads text. It never fails: what it does not understand is [Words], and what it doubts is in Notes.
func Parse(text string, ctx Context) Value {
	v := Value{Text: text}
	if strings.TrimSpace(text) == "" {
		return v
	}
	v.Kind = Words
	return v
}
