package chronicle

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"zhunsheng/storage/delta"
)

// showValues says what a field held before and after. Of a value that was read from a text it is the text.
func (t *Teller) showValues(names *Names, f *Field) {
	shown := &f.Changes[0]
	for i := range f.Changes {
		if strings.HasSuffix(f.Changes[i].Path, "/text") {
			shown = &f.Changes[i]
			break
		}
	}
	if strings.HasSuffix(f.Key, ".whole") {
		f.Old, f.New = nameIn(shown.Old), nameIn(shown.New)
		return
	}
	f.Old, f.New = t.value(names, f.Key, shown.Old), t.value(names, f.Key, shown.New)
	if len(f.Changes) > 1 && !strings.HasSuffix(shown.Path, "/text") {
		f.Old, f.New = t.several(names, f)
	}
}

// several joins what the parts of a field held.
func (t *Teller) several(names *Names, f *Field) (before, after string) {
	join := func(of func(delta.Change) json.RawMessage) string {
		var parts []string
		for _, c := range f.Changes {
			if f.Key == "scheme" && strings.HasSuffix(c.Path, "/hash") {
				continue // names the content for the program
			}
			if text := t.value(names, f.Key, of(c)); text != "" {
				parts = append(parts, text)
			}
		}
		return strings.Join(parts, " ")
	}
	return join(func(c delta.Change) json.RawMessage { return c.Old }), join(func(c delta.Change) json.RawMessage { return c.New })
}

// value puts a value into words: codes by their translation, lists by their elements, records by their name.
func (t *Teller) value(names *Names, key string, raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return t.code(key, "")
	}
	switch raw[0] {
	case '"':
		var text string
		if json.Unmarshal(raw, &text) != nil {
			return string(raw)
		}
		return t.code(key, text)
	case '[':
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			return string(raw)
		}
		parts := make([]string, 0, len(list))
		for _, one := range list {
			text := t.value(names, key, one)
			if list, ok := strings.CutSuffix(key, ".order"); ok {
				text = t.element(names, list, text)
			}
			if names != nil && key == "indicators.evidence" {
				text = orElse(names.Evidence[text], text)
			}
			parts = append(parts, text)
		}
		return strings.Join(parts, "、")
	case '{':
		return t.record(key, raw)
	case 't', 'f':
		return t.words.Text("chronicle.value."+string(raw), nil)
	case 'n':
		return ""
	}
	return string(raw)
}

// record puts a record into words: by its text, its kind, its points, or its name.
func (t *Teller) record(key string, raw json.RawMessage) string {
	var of struct {
		Text   string      `json:"text"`
		Kind   string      `json:"kind"`
		Tier   string      `json:"tier"`
		Points json.Number `json:"points"`
		Answer string      `json:"answer"`
		Reason string      `json:"reason"`
	}
	if json.Unmarshal(raw, &of) != nil {
		return nameIn(raw)
	}
	var parts []string
	for _, part := range []string{of.Text, t.code(key, of.Tier), of.Points.String(), t.code(key, of.Answer), of.Reason} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 && of.Kind != "" {
		parts = append(parts, t.code(key, of.Kind))
	}
	if len(parts) == 0 {
		return nameIn(raw)
	}
	return strings.Join(parts, " ")
}

// code translates a code of a field; other texts stay.
func (t *Teller) code(key, text string) string {
	if key == "scheme" && t.schemes != nil {
		if title := t.schemes(text); title != "" {
			return title
		}
	}
	for _, k := range []string{"chronicle.value." + key + "." + text, "chronicle.value." + key + ".none"} {
		if text == "" && !strings.HasSuffix(k, ".none") || text != "" && strings.HasSuffix(k, ".none") {
			continue
		}
		if t.words.Has(k) {
			return t.words.Text(k, nil)
		}
	}
	return text
}

// excerpts shortens two values so that both fit and show where they differ. limit is in characters.
func excerpts(before, after string, limit int) (shortBefore, shortAfter string) {
	a, b := []rune(oneLine(before)), []rune(oneLine(after))
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	const lead = 6
	if same > lead && max(len(a), len(b)) > limit {
		a, b = append([]rune("…"), a[same-lead:]...), append([]rune("…"), b[same-lead:]...)
	}
	return cut(a, limit), cut(b, limit)
}

func cut(text []rune, limit int) string {
	if len(text) <= limit {
		return string(text)
	}
	return string(text[:limit-1]) + "…"
}

func oneLine(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "�")
	}
	return strings.Join(strings.Fields(text), " ")
}
