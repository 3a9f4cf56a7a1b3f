package scoring

import (
	"errors"
	"strings"

	"zhunsheng/scoring/strictjson"
)

// InputError says what is wrong with a document that was handed in, where, what was found and what is allowed there. A reader that
// finds several faults returns them joined, each an *InputError.
type InputError struct {
	Document string // "evaluation", "scheme", "panel", …
	Fault    string // stable name: "wrong-type", "unknown-member", "range", "missing", "duplicate-id", …
	Field    string // such as "indicators[3].weight"
	Line     int    // 0 where it is not known
	Found    string
	Allowed  string
}

// Error says it in one technical sentence.
func (e *InputError) Error() string {
	fault := strictjson.Error{Kind: strictjson.Kind(e.Fault), Path: e.Field, Line: e.Line, Found: e.Found, Want: e.Allowed}
	return e.Document + ": " + fault.Error()
}

// Message names the sentence for the user: input.<fault>.
func (e *InputError) Message() Message {
	return Message{Key: "input." + e.Fault, Args: Args{
		"document": e.Document, "field": e.Field, "line": countOf(e.Line), "found": e.Found, "allowed": e.Allowed,
	}}
}

// ReadError turns the error of [strictjson.Decode] on a document into an [*InputError]. Another error is returned as it is.
func ReadError(document string, err error) error {
	var fault *strictjson.Error
	if !errors.As(err, &fault) {
		return err
	}
	return &InputError{
		Document: document, Fault: string(fault.Kind), Field: fault.Path, Line: fault.Line, Found: fault.Found, Allowed: fault.Want,
	}
}

// faults collects what a reader finds wrong, so that a user can mend everything at once.
type faults struct {
	document string
	found    []error
}

// most is how many faults are reported at once; a document with more is usually the wrong document.
const most = 20

func (f *faults) add(fault, field, found, allowed string) {
	if len(f.found) < most {
		f.found = append(f.found, &InputError{Document: f.document, Fault: fault, Field: field, Found: shorten(found), Allowed: allowed})
	}
}

func (f *faults) err() error { return errors.Join(f.found...) }

func shorten(text string) string {
	runes := []rune(strings.TrimSpace(text))
	if len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return string(runes)
}
