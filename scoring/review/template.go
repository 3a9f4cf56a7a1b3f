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
		p := &r.passages[i]
		for _, found := range promptsIn(p.text) {
			r.reportMatter(p.place, "", "", found, "", nil)
		}
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

// promptOf returns the first prompt of a folded text, "" when there is none.
func promptOf(s string) string {
	if found := promptsIn(s); len(found) > 0 {
		return found[0]
	}
	return ""
}

// promptsIn returns the prompts that a folded text holds; a bracket that holds one already found is not given besides.
func promptsIn(s string) []string {
	if s == "" {
		return nil
	}
	found := blanksIn(s)
	for at, word := range prompts.All(s) {
		if word[0] != 'X' && word[0] != 'x' || isPlaceholder(s, at, len(word)) {
			found = append(found, word)
		}
	}
	asked := false // a bracket asks for the goals already
	for _, bracket := range bracketPrompts(s) {
		asked = asked || strings.Contains(bracket, goalPrompt)
		if !prompts.Has(bracket) && len(blanksIn(bracket)) == 0 {
			found = append(found, bracket)
		}
	}
	if goal := goalPromptIn(s); goal != "" && !asked {
		found = append(found, goal)
	}
	return found
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

// blanksIn returns the blanks of the form: ** and __ in a text, ×× in a text, …… where it stands for a whole statement. A masked number
// (138****1234) and an ellipsis within a sentence are none.
func blanksIn(s string) (found []string) {
	for _, blank := range [...]string{"**", "__", "××"} {
		for from := 0; ; {
			at := strings.Index(s[from:], blank)
			if at < 0 {
				break
			}
			at += from
			end := at + len(blank)
			for strings.HasPrefix(s[end:], blank[len(blank)/2:]) {
				end += len(blank) / 2
			}
			if masked := at > 0 && isDigit(s[at-1]) && end < len(s) && isDigit(s[end]); !masked {
				found = append(found, s[at:end])
			}
			from = end
		}
	}
	if ellipsis := ellipsisIn(s); ellipsis != "" {
		found = append(found, ellipsis)
	}
	return found
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

// bracketPrompts returns the brackets that tell the writer what to write: (200字以内), (请填写…).
func bracketPrompts(s string) (found []string) {
	for rest := s; ; {
		open := strings.IndexByte(rest, '(')
		if open < 0 {
			return found
		}
		rest = rest[open+1:]
		inner, _, closed := strings.Cut(rest, ")")
		if !closed || len(inner) > 240 {
			continue
		}
		if isLengthLimit(inner) || bracketWords.At(inner) != "" && !hasDigit(inner) {
			found = append(found, "("+inner+")")
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
