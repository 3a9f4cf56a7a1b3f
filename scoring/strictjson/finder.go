package strictjson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// finder looks for the place at which a well-formed document does not fit a Go type. It runs only after decoding has failed, because
// encoding/json does not name that place.
type finder struct {
	data []byte
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// find returns the first fault of raw, which begins at offset in the document, against type t; nil where it fits.
func (f *finder) find(raw []byte, offset int, t reflect.Type, path string) *Error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	trimmed := bytes.TrimLeft(raw, " \t\r\n")
	offset += len(raw) - len(trimmed)
	raw = bytes.TrimRight(trimmed, " \t\r\n")
	if reflect.PointerTo(t).Implements(unmarshaler) {
		return f.try(raw, offset, t, path)
	}
	switch t.Kind() {
	case reflect.Struct:
		return f.object(raw, offset, path, func(name string) (reflect.Type, string) { return fieldOf(t, name) })
	case reflect.Map:
		return f.object(raw, offset, path, func(string) (reflect.Type, string) { return t.Elem(), "" })
	case reflect.Slice, reflect.Array:
		return f.list(raw, offset, t, path)
	default:
		return f.try(raw, offset, t, path)
	}
}

// try decodes one value into a fresh Go value of its type.
func (f *finder) try(raw []byte, offset int, t reflect.Type, path string) *Error {
	value := reflect.New(t)
	err := json.Unmarshal(raw, value.Interface())
	if err == nil {
		return nil
	}
	return &Error{Kind: WrongType, Path: path, Line: lineAt(f.data, offset), Found: cut(string(raw)), Want: wanted(t)}
}

func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64, reflect.Int32:
		return "integer"
	}
	switch t.Name() {
	case "Decimal", "NullDecimal":
		return "decimal"
	case "Value":
		return "text or a reading"
	}
	return strings.ToLower(t.Name())
}

// object walks the members of raw; member gives a member's type, or nil and what is allowed instead.
func (f *finder) object(raw []byte, offset int, path string, member func(name string) (reflect.Type, string)) *Error {
	if bytes.Equal(raw, []byte("null")) {
		return nil
	}
	if len(raw) == 0 || raw[0] != '{' {
		return &Error{Kind: WrongType, Path: path, Line: lineAt(f.data, offset), Found: cut(string(raw)), Want: "object"}
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	_, _ = decoder.Token() // the brace; the document is known to be well-formed
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil
		}
		name, _ := token.(string)
		at := offset + int(decoder.InputOffset())
		memberPath := join(path, name)
		t, allowed := member(name)
		if t == nil {
			return &Error{Kind: Unknown, Path: memberPath, Line: lineAt(f.data, at), Want: allowed}
		}
		if fault := f.next(decoder, offset, t, memberPath); fault != nil {
			return fault
		}
	}
	return nil
}

func (f *finder) list(raw []byte, offset int, t reflect.Type, path string) *Error {
	if bytes.Equal(raw, []byte("null")) {
		return nil
	}
	if len(raw) == 0 || raw[0] != '[' {
		return &Error{Kind: WrongType, Path: path, Line: lineAt(f.data, offset), Found: cut(string(raw)), Want: "list"}
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	_, _ = decoder.Token() // the bracket
	for i := 0; decoder.More(); i++ {
		if fault := f.next(decoder, offset, t.Elem(), fmt.Sprintf("%s[%d]", path, i)); fault != nil {
			return fault
		}
	}
	return nil
}

// next checks the value that the decoder of an enclosing object or list reads next.
func (f *finder) next(decoder *json.Decoder, offset int, t reflect.Type, path string) *Error {
	var value json.RawMessage
	if err := decoder.Decode(&value); err != nil {
		return nil
	}
	return f.find(value, offset+int(decoder.InputOffset())-len(value), t, path)
}

// fieldOf returns the type of the field that a member decodes into. Names are matched as encoding/json matches them, but for case.
func fieldOf(t reflect.Type, name string) (reflect.Type, string) {
	var names []string
	for i := range t.NumField() {
		field := t.Field(i)
		tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if tag == "-" || !field.IsExported() {
			continue
		}
		if tag == "" {
			tag = field.Name
		}
		if strings.EqualFold(tag, name) {
			return field.Type, ""
		}
		names = append(names, tag)
	}
	slices.Sort(names)
	return nil, strings.Join(names, ", ")
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
