package schemeedit

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

// Refusal says why a text was not taken as the value of a field. It is an ordinary answer to an ordinary mistake.
type Refusal struct {
	Path  string
	Key   string // of its sentence
	Found string
}

// Error names field and sentence.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s: refused: %s %q", r.Path, r.Key, r.Found)
}

// Message names the sentence for the user.
func (r *Refusal) Message() scoring.Message {
	return scoring.Message{Key: r.Key, Args: scoring.Args{"text": r.Found}}
}

// The values of a field that is yes or no.
const (
	Yes = "yes"
	No  = "no"
)

// separator stands between the names of a list such as aliases.
const separator = "、"

var (
	decimalType = reflect.TypeFor[decimal.Decimal]()
	textType    = reflect.TypeFor[scoring.Text]()
	namesType   = reflect.TypeFor[[]string]()
)

// at finds what a path leads to. Of a text in several languages it returns the map and the language as key.
func (d *Draft) at(path string) (at reflect.Value, key string, err error) {
	at = reflect.ValueOf(d.scheme).Elem()
	gone := &Refusal{Path: path, Key: "scheme.refuse.gone"}
	for rest := path; rest != ""; {
		if at.Kind() == reflect.Pointer {
			if at.IsNil() {
				return at, "", gone
			}
			at = at.Elem()
		}
		var part string
		part, rest = cutPath(rest)
		switch at.Kind() {
		case reflect.Struct:
			if at = member(at, part); !at.IsValid() {
				return at, "", gone
			}
		case reflect.Slice:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= at.Len() {
				return at, "", gone
			}
			at = at.Index(i)
		case reflect.Map:
			return at, part, nil
		default:
			return at, "", gone
		}
	}
	return at, "", nil
}

// cutPath splits the first step off a path.
func cutPath(path string) (part, rest string) {
	if after, ok := strings.CutPrefix(path, "["); ok {
		part, rest, _ = strings.Cut(after, "]")
		return part, strings.TrimPrefix(rest, ".")
	}
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		return path, ""
	}
	return path[:end], strings.TrimPrefix(path[end:], ".")
}

// member returns the field of a struct by its name in the documented JSON.
func member(of reflect.Value, name string) reflect.Value {
	t := of.Type()
	for i := range t.NumField() {
		tag, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if tag == name {
			return of.Field(i)
		}
	}
	return reflect.Value{}
}

// value is the text of what a path leads to.
func value(at reflect.Value, key string) string {
	if !at.IsValid() {
		return ""
	}
	switch at.Type() {
	case decimalType:
		d, _ := at.Interface().(decimal.Decimal)
		if d.IsZero() {
			return "0"
		}
		return d.String()
	case textType:
		text, _ := at.Interface().(scoring.Text)
		return text[key]
	case namesType:
		names, _ := at.Interface().([]string)
		return strings.Join(names, separator)
	}
	switch at.Kind() {
	case reflect.String:
		return at.String()
	case reflect.Int:
		return strconv.FormatInt(at.Int(), 10)
	case reflect.Bool:
		if at.Bool() {
			return Yes
		}
		return No
	}
	return ""
}

// assign gives a field a value as a person writes it.
func assign(at reflect.Value, key, path, text string) error {
	text = strings.TrimSpace(text)
	switch at.Type() {
	case decimalType:
		number, err := decimal.Parse(plain(text))
		if err != nil {
			return &Refusal{Path: path, Key: "scheme.refuse.number", Found: text}
		}
		at.Set(reflect.ValueOf(number.Trim(0)))
		return nil
	case textType:
		if at.IsNil() {
			at.Set(reflect.MakeMap(at.Type()))
		}
		if text == "" {
			at.SetMapIndex(reflect.ValueOf(key), reflect.Value{})
			return nil
		}
		at.SetMapIndex(reflect.ValueOf(key), reflect.ValueOf(text))
		return nil
	case namesType:
		at.Set(reflect.ValueOf(namesIn(text)))
		return nil
	}
	switch at.Kind() {
	case reflect.String:
		at.SetString(text)
	case reflect.Int:
		number, err := strconv.Atoi(plain(text))
		if err != nil {
			return &Refusal{Path: path, Key: "scheme.refuse.whole", Found: text}
		}
		at.SetInt(int64(number))
	case reflect.Bool:
		at.SetBool(text == Yes)
	default:
		return &Refusal{Path: path, Key: "scheme.refuse.gone"}
	}
	return nil
}

// plain writes full-width digits and signs as ASCII ones; an empty text is nothing, so zero.
func plain(text string) string {
	if text == "" {
		return "0"
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．' || r == '。':
			return '.'
		case r == '－' || r == '−':
			return '-'
		}
		return r
	}, strings.TrimSuffix(strings.TrimSuffix(text, "%"), "％"))
}

// namesIn reads a list of names.
func namesIn(text string) []string {
	var names []string
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、,，;；\n", r) }) {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// Label returns the key of the sentence that names the field at a path, and the names or positions of the list members that it goes
// through: of "grades[优].min" they are "scheme.field.grades.min" and 优.
func Label(path string) (key string, members []string) {
	key = "scheme.field"
	for rest := path; rest != ""; {
		list := strings.HasPrefix(rest, "[")
		var part string
		part, rest = cutPath(rest)
		switch {
		case list:
			members = append(members, part)
		case part != "children":
			key += "." + part
		}
	}
	return key, members
}
