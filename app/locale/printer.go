package locale

import (
	"maps"
	"slices"
	"strings"

	"zhunsheng/scoring"
)

// Printer renders sentences in one language. It is safe for use by several goroutines. The zero Printer shows keys.
type Printer struct {
	language     string
	own, chinese map[string]string
}

// Language returns the tag of the printer's language, such as "zh".
func (p *Printer) Language() string { return p.language }

// Text renders the sentence of a key. A key that the language lacks is taken from Chinese; one that no language has is returned
// itself. A placeholder without a value stays as it is.
func (p *Printer) Text(key string, args map[string]string) string {
	text, ok := p.find(key)
	if !ok {
		return key
	}
	return fill(text, args)
}

// Has reports whether the printer's language, or Chinese, has a sentence for the key.
func (p *Printer) Has(key string) bool {
	_, ok := p.find(key)
	return ok
}

// Message renders a message; the zero Message is "". A doubt of package target, which is the argument "note" of some, is put into words.
func (p *Printer) Message(m scoring.Message) string {
	if m.IsZero() {
		return ""
	}
	if note, ok := p.find("target.note." + m.Args["note"]); ok {
		m.Args = maps.Clone(m.Args)
		m.Args["note"] = note
	}
	return p.Text(m.Key, m.Args)
}

// Name renders a name that a data file holds in several languages.
func (p *Printer) Name(t scoring.Text) string { return t.In(p.language) }

func (p *Printer) find(key string) (string, bool) {
	if text, ok := p.own[key]; ok {
		return text, true
	}
	text, ok := p.chinese[key]
	return text, ok
}

// fill replaces {name} by args[name], and {name:one|many} by the form that args[name] asks for, in a single pass: what is put in is never read
// again, so a value may hold braces.
func fill(text string, args map[string]string) string {
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	var out strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		length := strings.IndexByte(text[open:], '}')
		if length < 0 {
			break
		}
		name, forms, formed := strings.Cut(text[open+1:open+length], ":")
		value, ok := args[name]
		if formed {
			value = form(forms, value)
		}
		if !ok {
			out.WriteString(text[:open+1])
			text = text[open+1:]
			continue
		}
		out.WriteString(text[:open])
		out.WriteString(value)
		text = text[open+length+1:]
	}
	out.WriteString(text)
	return out.String()
}

// form returns the first of two forms for one, the second for every other number.
func form(forms, value string) string {
	one, many, _ := strings.Cut(forms, "|")
	if value == "1" {
		return one
	}
	return many
}

// Placeholders returns the names of the placeholders in a sentence, in alphabetical order, each once.
func Placeholders(text string) []string {
	var names []string
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		length := strings.IndexByte(text[open:], '}')
		if length < 0 {
			break
		}
		name, _, _ := strings.Cut(text[open+1:open+length], ":")
		names = append(names, name)
		text = text[open+length+1:]
	}
	slices.Sort(names)
	return slices.Compact(names)
}
