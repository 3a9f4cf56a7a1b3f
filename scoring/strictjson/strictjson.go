// Package strictjson decodes JSON documents whose shape is known and says exactly where a document is wrong; and writes them in one form.
//
// encoding/json alone accepts duplicate members (the last one wins), replaces bad UTF-8 and does not name the element of a list in
// which a value does not fit. Documents that decide about points and money must not be read that way. [Decode] refuses duplicate and
// unknown members, bad UTF-8, halves of surrogate pairs, documents that are too long or too deeply nested, and anything after the document, and names the
// place as a path such as indicators[3].weight with its line.
package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"
)

// Limits bound what a document may ask of the reader.
type Limits struct {
	Bytes int // longest document
	Depth int // deepest nesting of lists and objects
}

// DefaultLimits serve documents of one evaluation or scheme.
var DefaultLimits = Limits{Bytes: 16 << 20, Depth: 64}

// Kind tells what is wrong with a document. The strings are stable; sentences are made from them.
type Kind string

// What can be wrong.
const (
	TooLong       Kind = "too-long"
	NotUTF8       Kind = "not-utf8"
	Syntax        Kind = "syntax"
	CutOff        Kind = "cut-off" // the text ends in the middle of the document
	TooDeep       Kind = "too-deep"
	Duplicate     Kind = "duplicate-member"
	Unknown       Kind = "unknown-member"
	WrongType     Kind = "wrong-type"
	BadCharacter  Kind = "bad-character"
	TrailingData  Kind = "trailing-data"
	EmptyDocument Kind = "empty"
)

// Error says what is wrong with a document and where.
type Error struct {
	Kind  Kind
	Path  string // such as "indicators[3].weight"; "" is the document itself
	Line  int    // from 1; 0 where it does not matter
	Found string // what stands there, cut to a few words
	Want  string // what is allowed there: "object", "list", "text", "integer", "decimal", "true or false", or names
}

// Error says it in one technical sentence.
func (e *Error) Error() string {
	text := string(e.Kind)
	if e.Path != "" {
		text += " at " + e.Path
	}
	if e.Line > 0 {
		text += fmt.Sprintf(" (line %d)", e.Line)
	}
	if e.Found != "" {
		text += ": found " + e.Found
	}
	if e.Want != "" {
		text += ", allowed: " + e.Want
	}
	return text
}

// Decode reads one JSON document into the value that into points to. The error is always an [*Error].
func Decode(data []byte, into any, limits Limits) error {
	if err := Check(data, limits); err != nil {
		return err
	}
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		f := finder{data: data}
		if fault := f.find(data, 0, reflect.TypeOf(into), ""); fault != nil {
			return fault
		}
		return &Error{Kind: WrongType, Found: err.Error()}
	}
	return nil
}

// Encode writes a value as documents for people are written: two spaces for each level, < and & as they are, a final line break. The same
// value gives the same bytes.
func Encode(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// byteOrderMark is what Windows editors write before a text.
const byteOrderMark = "\ufeff"

// Check makes sure of all that [Decode] does, but for the shape: the document is one well-formed value in UTF-8 within the limits, without
// members that come twice. A byte order mark may stand before it. The error is always an [*Error].
func Check(data []byte, limits Limits) error {
	if len(data) > limits.Bytes {
		return &Error{Kind: TooLong, Found: fmt.Sprintf("%d bytes", len(data)), Want: fmt.Sprintf("%d bytes", limits.Bytes)}
	}
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	if len(bytes.TrimSpace(data)) == 0 {
		return &Error{Kind: EmptyDocument, Want: "object"}
	}
	if !utf8.Valid(data) {
		return notUTF8(data)
	}
	if !wellFormed(data, limits.Depth) {
		if err := checkTokens(data, limits.Depth); err != nil {
			return err
		}
		if !json.Valid(data) {
			return &Error{Kind: Syntax}
		}
	}
	if at := loneSurrogate(data); at >= 0 {
		return &Error{Kind: BadCharacter, Path: pathAt(data, at), Line: lineAt(data, at), Found: string(data[at : at+len(`\ud800`)])}
	}
	return nil
}

func notUTF8(data []byte) *Error {
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return &Error{Kind: NotUTF8, Line: lineAt(data, at), Found: fmt.Sprintf("byte 0x%02x", data[at]), Want: "UTF-8"}
}

func lineAt(data []byte, offset int) int {
	return 1 + bytes.Count(data[:min(offset, len(data))], []byte("\n"))
}

// level is one open object or list while the tokens are checked.
type level struct {
	members map[string]bool // nil for a list
	name    string          // the member being read
	index   int
	value   bool // an object waits for the value of name
}

// checkTokens walks the document once: syntax, depth, duplicate members, trailing data.
func checkTokens(data []byte, depth int) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var open []level
	for {
		token, err := decoder.Token()
		if err != nil {
			return tokenError(data, decoder, err, open)
		}
		if delim, ok := token.(json.Delim); ok && (delim == '}' || delim == ']') {
			open = open[:len(open)-1]
		} else {
			if err := enter(data, decoder, open, token); err != nil {
				return err
			}
			if delim, ok := token.(json.Delim); ok {
				next := level{index: -1}
				if delim == '{' {
					next.members = make(map[string]bool)
				}
				if open = append(open, next); len(open) > depth {
					return &Error{Kind: TooDeep, Path: pathOf(open[:4]) + "…", Line: lineAt(data, int(decoder.InputOffset())), Want: fmt.Sprint(depth)}
				}
			}
		}
		if len(open) == 0 {
			return trailing(data, decoder)
		}
	}
}

// enter notes a token as the next member name, member value or list element of the innermost open level.
func enter(data []byte, decoder *json.Decoder, open []level, token json.Token) error {
	if len(open) == 0 {
		return nil
	}
	top := &open[len(open)-1]
	switch {
	case top.members == nil:
		top.index++
	case top.value:
		top.value = false
	default:
		top.name, _ = token.(string)
		if top.members[top.name] {
			return &Error{Kind: Duplicate, Path: pathOf(open), Line: lineAt(data, int(decoder.InputOffset()))}
		}
		top.members[top.name], top.value = true, true
	}
	return nil
}

func tokenError(data []byte, decoder *json.Decoder, err error, open []level) *Error {
	fault := &Error{Kind: Syntax, Path: pathOf(open), Line: lineAt(data, int(decoder.InputOffset())), Found: cut(err.Error())}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && 0 < syntax.Offset && int(syntax.Offset) <= len(data) {
		fault.Found, _, _ = strings.Cut(cut(strings.TrimSpace(string(data[syntax.Offset-1:]))), "\n")
		fault.Line = lineAt(data, int(syntax.Offset)-1)
	}
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		fault.Kind, fault.Found = CutOff, ""
	}
	return fault
}

func trailing(data []byte, decoder *json.Decoder) error {
	rest := bytes.TrimSpace(data[decoder.InputOffset():])
	if len(rest) == 0 {
		return nil
	}
	return &Error{Kind: TrailingData, Line: lineAt(data, len(data)-len(rest)), Found: cut(string(rest))}
}

func pathOf(open []level) string {
	path := ""
	for _, l := range open {
		switch {
		case l.members == nil && l.index >= 0:
			path += fmt.Sprintf("[%d]", l.index)
		case l.members != nil && l.name != "" && path == "":
			path = l.name
		case l.members != nil && l.name != "":
			path += "." + l.name
		}
	}
	return path
}

// cut keeps an excerpt of the document short enough for a sentence.
func cut(text string) string {
	const most = 60
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
