// Package figure binds figures in running text to the data they come from.
//
// # Tokens
//
// A text holds a figure as a token: two opening braces, a key, two closing braces, as in
//
//	预算执行率为{{execution.rate}}，自评得分{{total}}分。
//
// A key has no braces and no line break in it and at most [MaxKey] bytes. Two braces that no such key follows are ordinary characters. What
// is shown and printed is the figure's value at that time ([Source.Fill]); the token is what is stored, so the text follows the data.
//
// # Keys
//
//	total, grade, highest, full-mark        result: points, the grade's name, the highest total the rules allow, the scheme's full mark
//	execution.rate, .points                 budget execution: per cent, points
//	execution.budget, .executed             its denominator and numerator, with the unit of money
//	fund.NAME.initial, .adjusted, .executed an amount of the first fund row of that name, with the unit of money
//	level.NAME.points, .weight              subtotal of a level-1 heading
//	indicator.ID.actual, .target, .last-year as the form states them
//	indicator.ID.points, .weight
//	part.ID.NAME                            a reported figure of a part, with its unit
//	year, project, unit, department         the head of the form
//
// Names are as they stand in the evaluation. A key that names nothing, or something that was left blank, has no value: its token stays as it
// is, and the review reports it (check D17).
package figure

import (
	"strings"

	"zhunsheng/scoring"
)

// MaxKey is the greatest length of a key, in bytes.
const MaxKey = 300

const (
	opening = "{{"
	closing = "}}"
)

// Token returns the token of a key.
func Token(key string) string { return opening + key + closing }

// Span is a piece of a text: literal characters, or a token.
type Span struct {
	Text string // as it stands in the text
	Key  string // of a token; "" for literal characters
}

// Has reports whether a text may hold a token at all.
func Has(text string) bool { return strings.Contains(text, opening) }

// Split cuts a text into literal characters and tokens. Joined, the texts of the spans are the text again.
func Split(text string) []Span {
	var spans []Span
	literal := func(s string) {
		if s == "" {
			return
		}
		if n := len(spans); n > 0 && spans[n-1].Key == "" {
			spans[n-1].Text += s
			return
		}
		spans = append(spans, Span{Text: s})
	}
	for {
		start := strings.Index(text, opening)
		if start < 0 {
			literal(text)
			return spans
		}
		key, ok := keyAt(text[start+len(opening):])
		if !ok {
			literal(text[:start+1]) // a token may begin at the second brace
			text = text[start+1:]
			continue
		}
		literal(text[:start])
		spans = append(spans, Span{Text: Token(key), Key: key})
		text = text[start+len(opening)+len(key)+len(closing):]
	}
}

// keyAt reads the key that a text begins with, up to its closing braces.
func keyAt(text string) (string, bool) {
	end := strings.IndexAny(text[:min(len(text), MaxKey+1)], "{}\n\r")
	if end <= 0 || !strings.HasPrefix(text[end:], closing) {
		return "", false
	}
	return text[:end], true
}

// Value is a figure of an evaluation.
type Value struct {
	Key  string
	Text string // never empty
}

// Source knows the figures of one evaluation. It must not be used after the evaluation has changed.
type Source struct {
	values []Value
	byKey  map[string]string
}

// Of returns the figures of an evaluation with its scorecard. language chooses the names of grades.
func Of(scheme *scoring.Scheme, e *scoring.Evaluation, card *scoring.Scorecard, language string) *Source {
	s := &Source{byKey: make(map[string]string, 8*len(e.Indicators)+32)}
	s.addResult(scheme, card, language)
	s.addMoney(e, card)
	s.addIndicators(e, card)
	for i := range e.Parts {
		for _, f := range e.Parts[i].Figures {
			s.add("part."+e.Parts[i].ID+"."+f.Name, join(f.Value, f.Unit))
		}
	}
	s.addHead(e)
	return s
}

// join puts a unit behind a value that is there.
func join(value, unit string) string {
	if strings.TrimSpace(value) == "" {
		return ""
	}
	return value + unit
}

// add takes a figure, unless it is blank or its key is taken: names are not always unique, and the first counts.
func (s *Source) add(key, text string) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" || strings.ContainsAny(key, "{}\n\r") || len(key) > MaxKey {
		return
	}
	if _, taken := s.byKey[key]; !taken {
		s.byKey[key] = text
		s.values = append(s.values, Value{key, text})
	}
}

// All lists the figures in the order of the form.
func (s *Source) All() []Value { return s.values }

// Value returns a figure; ok is false where the evaluation has none of that key.
func (s *Source) Value(key string) (text string, ok bool) {
	text, ok = s.byKey[key]
	return text, ok
}

// Fill puts the values in the place of their tokens. Tokens without a value stay.
func (s *Source) Fill(text string) string {
	if !Has(text) {
		return text
	}
	var b strings.Builder
	for _, span := range Split(text) {
		if value, ok := s.byKey[span.Key]; ok && span.Key != "" {
			b.WriteString(value)
			continue
		}
		b.WriteString(span.Text)
	}
	return b.String()
}

// Unknown lists the keys of a text that have no value, each once, in their order.
func (s *Source) Unknown(text string) []string {
	if !Has(text) {
		return nil
	}
	var keys []string
	seen := map[string]bool{}
	for _, span := range Split(text) {
		if _, ok := s.byKey[span.Key]; ok || span.Key == "" || seen[span.Key] {
			continue
		}
		seen[span.Key] = true
		keys = append(keys, span.Key)
	}
	return keys
}
