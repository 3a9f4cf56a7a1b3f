package review

import (
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/lexicon"
)

// D6: nothing of the form's own prompts is left in: （200字以内）, 指标2:, **, ××, ……, 对照年度目标.
func noPromptLeft(r *reviewer) {
	project := &r.evaluation.Project
	for _, field := range []struct{ name, text string }{
		{"name", project.Name}, {"unit", project.Unit}, {"department", project.Department},
	} {
		r.promptIn(PlaceHeader(field.name), fold(field.text))
	}
	for i := range r.passages {
		r.promptIn(r.passages[i].place, r.passages[i].text)
	}
	for i := range r.rows {
		row := &r.rows[i]
		if label := numberedLabel(row.name); label != "" {
			r.report(row.place(), "", label, "", nil)
		}
		for _, text := range []string{row.name, row.want, row.got, fold(row.Reason)} {
			r.promptIn(row.place(), text)
		}
	}
}

func (r *reviewer) promptIn(place, text string) {
	if found := promptOf(text); found != "" {
		r.report(place, "", found, "", scoring.Args{})
	}
}

// numberedLabel returns the label of a form's row that a name starts with: 指标2:.
func numberedLabel(name string) string {
	rest, ok := strings.CutPrefix(name, "指标")
	if !ok {
		return ""
	}
	n := 0
	for n < len(rest) && isDigit(rest[n]) {
		n++
	}
	if n == 0 || n > 2 { // 指标2020年 is no label
		return ""
	}
	return name[:len("指标")+n]
}

// promptOf returns the prompt that a folded text holds, "" when there is none.
func promptOf(s string) string {
	if s == "" {
		return ""
	}
	if found := blankIn(s); found != "" {
		return found
	}
	for at, word := range prompts.All(s) {
		if word[0] == 'X' || word[0] == 'x' {
			if !isPlaceholder(s, at, len(word)) {
				continue
			}
		}
		return word
	}
	if found := bracketPrompt(s); found != "" {
		return found
	}
	return goalPromptIn(s)
}

// isPlaceholder reports whether a run of X stands for something to be filled in and is no part of a Latin word or a model number.
func isPlaceholder(s string, at, size int) bool {
	end := at + size
	for end < len(s) && s[end] == s[at] {
		end++
	}
	if at > 0 && (isLatin(s[at-1]) || s[at-1] == '-') || end < len(s) && (isLatin(s[end]) || s[end] == '-') {
		return false
	}
	if end < len(s) && isDigit(s[end]) {
		return false
	}
	return at == 0 || !isDigit(s[at-1]) || strings.HasPrefix(s[end:], "年") // 20XX年
}

func isLatin(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// blankIn returns a blank of the form: ** and __ in a text, ×× in a text, …… where it stands for a whole statement. A masked number
// (138****1234) and an ellipsis within a sentence are none.
func blankIn(s string) string {
	for _, blank := range [...]string{"**", "__", "××"} {
		at := strings.Index(s, blank)
		if at < 0 {
			continue
		}
		end := at + len(blank)
		for strings.HasPrefix(s[end:], blank[len(blank)/2:]) {
			end += len(blank) / 2
		}
		masked := at > 0 && isDigit(s[at-1]) && end < len(s) && isDigit(s[end])
		if !masked {
			return s[at:end]
		}
	}
	return ellipsisIn(s)
}

// ellipsisIn returns an ellipsis that stands for a whole statement, alone or behind a short label.
func ellipsisIn(s string) string {
	if !strings.Contains(s, "…") && !strings.Contains(s, "...") {
		return ""
	}
	for piece := range cut(s, func(r rune) bool { return r == '\n' || r == ';' }) {
		core := strings.Trim(piece, "。,、:. ")
		if strings.Trim(core, "….") == "" && len(strings.Trim(piece, "。,、: ")) >= 3 {
			return "……"
		}
		label, behind, labelled := strings.Cut(core, ":")
		if labelled && strings.HasPrefix(behind, "…") && runeCount(label) <= 6 {
			return "……"
		}
	}
	return ""
}

// bracketPrompt returns a bracket that tells the writer what to write: (200字以内), (请填写…).
func bracketPrompt(s string) string {
	for rest := s; ; {
		open := strings.IndexByte(rest, '(')
		if open < 0 {
			return ""
		}
		rest = rest[open+1:]
		inner, _, closed := strings.Cut(rest, ")")
		if !closed || len(inner) > 240 {
			continue
		}
		if isLengthLimit(inner) || bracketPrompts.At(inner) != "" && !hasDigit(inner) {
			return "(" + inner + ")"
		}
	}
}

// isLengthLimit reports whether a bracket does nothing but limit the number of characters: 200字以内, 不超过500字, 限300字.
func isLengthLimit(inner string) bool {
	s := lengthLeads.Skip(inner)
	n := 0
	for n < len(s) && (isDigit(s[n]) || s[n] == '-' || s[n] == '~') {
		n++
	}
	if n == 0 {
		return false
	}
	rest, ok := strings.CutPrefix(s[n:], "个")
	if !ok {
		rest = s[n:]
	}
	rest, ok = strings.CutPrefix(rest, "字")
	if !ok {
		return false
	}
	switch strings.Trim(rest, punctuation) {
	case "以内", "之内", "内", "左右", "以上", "以下":
		return true
	case "":
		return len(s) != len(inner) || strings.ContainsAny(s[:n], "-~")
	}
	return false
}

var lengthLeads = lexicon.New(`不超过 不少于 不得超过 限 约 字数 控制在 在 : , 不多于 请 说明 概述 简述 内容 总结 描述`)

// goalPromptIn finds 对照年度目标 where it is the form's request and not the start of an honest sentence.
func goalPromptIn(s string) string {
	at := strings.Index(s, goalPrompt)
	if at < 0 {
		return ""
	}
	rest := strings.TrimLeft(s[at+len(goalPrompt):], ",:")
	if at == 0 && rest == "" || promptVerbs.At(rest) != "" {
		return goalPrompt
	}
	return ""
}
