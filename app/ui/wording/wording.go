// Package wording is how screens get their words: by key, in the user's language. No screen holds a sentence of its own.
package wording

import (
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
)

// Words is the printer of the language in use, with a shorter way to ask it.
type Words struct {
	*locale.Printer
}

// Say returns the sentence of a key, filled with pairs of placeholder name and value.
func (w Words) Say(key string, pairs ...string) string {
	var args map[string]string
	if len(pairs) > 1 {
		args = make(map[string]string, len(pairs)/2)
		for i := 0; i+1 < len(pairs); i += 2 {
			args[pairs[i]] = pairs[i+1]
		}
	}
	return w.Text(key, args)
}

// Grade returns a grade as people read it; the scheme may be nil.
func (w Words) Grade(scheme *scoring.Scheme, name string) string {
	if scheme == nil {
		return name
	}
	if g, ok := scheme.Grade(name); ok && len(g.Text) > 0 {
		return w.Name(g.Text)
	}
	return name
}
