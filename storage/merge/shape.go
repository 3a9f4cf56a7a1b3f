package merge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Shape says where the fields of a kind of document lie. The zero Shape makes one field of each member of the document.
type Shape struct {
	// Objects are members whose members are fields.
	Objects []string
	// Lists are members that are lists of objects, with the members that make up an element's key. An element's members are fields.
	// A list without key members goes by position.
	Lists map[string][]string
}

// EvaluationShape is the shape of scoring.Evaluation: targets and actuals are one field each, a narrative section is one field.
var EvaluationShape = Shape{
	Objects: []string{"project", "declared", "signOff"},
	Lists: map[string][]string{
		"funds": {"depth", "name"}, "parts": {"id"}, "goals": nil, "indicators": {"id"},
		"narrative": {"section"}, "evidence": {"id"}, "answers": {"check", "place"},
	},
}

// IsList reports whether a member of a document is a list whose elements are merged one by one.
func (s Shape) IsList(name string) bool {
	_, is := s.Lists[name]
	return is
}

// The paths of fields: "" the document's existence, "name" a member, "object/name" a member of an object, "list/#" the order of a
// list, "list/key" the existence of an element, "list/key/name" a member of it. In names and keys "~" and "/" are written ~0 and ~1.
const (
	rootPath  = ""
	orderName = "#"
)

var (
	escaper   = strings.NewReplacer("~", "~0", "/", "~1", "#", "~2")
	unescaper = strings.NewReplacer("~2", "#", "~1", "/", "~0", "~")

	present = json.RawMessage("true")
	null    = json.RawMessage("null")
)

// Path joins names and keys into the path of a field.
func Path(parts ...string) string {
	for i, part := range parts {
		parts[i] = escaper.Replace(part)
	}
	return strings.Join(parts, "/")
}

// SplitPath takes the path of a field apart into names and keys.
func SplitPath(path string) []string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if part != orderName {
			parts[i] = unescaper.Replace(part)
		}
	}
	return parts
}

// flatten takes a document apart. The document must be a well-formed object.
func (s Shape) flatten(document json.RawMessage) (map[string]json.RawMessage, error) {
	fields := map[string]json.RawMessage{rootPath: present}
	members, err := objectMembers(document)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		keys, isList := s.Lists[m.name]
		switch {
		case isList && (m.value[0] == '[' || bytes.Equal(m.value, null)):
			if err := flattenList(fields, m.name, keys, m.value); err != nil {
				return nil, err
			}
		case slices.Contains(s.Objects, m.name) && m.value[0] == '{':
			inner, err := objectMembers(m.value)
			if err != nil {
				return nil, err
			}
			for _, im := range inner {
				fields[Path(m.name, im.name)] = im.value
			}
		default:
			fields[Path(m.name)] = m.value
		}
	}
	return fields, nil
}

func flattenList(fields map[string]json.RawMessage, list string, keys []string, value json.RawMessage) error {
	order := Path(list) + "/" + orderName
	if bytes.Equal(value, null) {
		fields[order] = null
		return nil
	}
	elements, err := listElements(value)
	if err != nil {
		return err
	}
	names := []string{}
	seen := map[string]bool{}
	for i, element := range elements {
		if element[0] != '{' {
			return fmt.Errorf("%s[%d]: an object is wanted", list, i)
		}
		members, err := objectMembers(element)
		if err != nil {
			return err
		}
		key := elementKey(keys, members, i)
		for n := 2; seen[key]; n++ {
			key = elementKey(keys, members, i) + "|" + strconv.Itoa(n)
		}
		seen[key] = true
		names = append(names, key)
		fields[Path(list, key)] = present
		for _, m := range members {
			fields[Path(list, key, m.name)] = m.value
		}
	}
	fields[order] = encodeNames(names)
	return nil
}

func elementKey(keys []string, members []member, position int) string {
	if len(keys) == 0 {
		return strconv.Itoa(position)
	}
	var parts []string
	for _, key := range keys {
		part := ""
		for _, m := range members {
			if m.name == key {
				part = string(m.value)
			}
		}
		var text string
		if json.Unmarshal([]byte(part), &text) == nil {
			part = text
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "|")
}

func encodeNames(names []string) json.RawMessage {
	var out bytes.Buffer
	out.WriteByte('[')
	for i, name := range names {
		if i > 0 {
			out.WriteByte(',')
		}
		out.Write(quote(name))
	}
	out.WriteByte(']')
	return out.Bytes()
}

func decodeNames(order json.RawMessage) []string {
	var names []string
	if json.Unmarshal(order, &names) != nil {
		return nil
	}
	return names
}

// quote writes a JSON string without HTML escapes.
func quote(text string) []byte {
	if plain(text) {
		return append(append(append(make([]byte, 0, len(text)+2), '"'), text...), '"')
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(text) != nil { // a string always encodes
		return []byte(`""`)
	}
	return bytes.TrimSpace(out.Bytes())
}

// plain reports whether a text stands in JSON as it is.
func plain(text string) bool {
	for i := range len(text) {
		if b := text[i]; b < 0x20 || b >= 0x7f || b == '"' || b == '\\' {
			return false
		}
	}
	return true
}

// member is one member of an object.
type member struct {
	name  string
	value json.RawMessage
}

// objectMembers lists the members of a well-formed object in their order.
func objectMembers(object json.RawMessage) ([]member, error) {
	s := splitter{data: object}
	if !s.open('{') {
		return nil, fmt.Errorf("an object is wanted, found %.40q", object)
	}
	var members []member
	for !s.closed('}') {
		raw, ok := s.value()
		if !ok || !s.skip(':') {
			return nil, errSplit
		}
		name, err := unquote(raw)
		if err != nil {
			return nil, err
		}
		value, ok := s.value()
		if !ok {
			return nil, errSplit
		}
		members = append(members, member{name, value})
	}
	if !s.done {
		return nil, errSplit
	}
	return members, nil
}

func listElements(list json.RawMessage) ([]json.RawMessage, error) {
	s := splitter{data: list}
	if !s.open('[') {
		return nil, fmt.Errorf("a list is wanted, found %.40q", list)
	}
	var elements []json.RawMessage
	for !s.closed(']') {
		value, ok := s.value()
		if !ok {
			return nil, errSplit
		}
		elements = append(elements, value)
	}
	if !s.done {
		return nil, errSplit
	}
	return elements, nil
}

func unquote(raw json.RawMessage) (string, error) {
	if len(raw) >= 2 && raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1]), nil
	}
	var text string
	err := json.Unmarshal(raw, &text)
	return text, err
}

// Difference is one field that differs between two documents; nil is none.
type Difference struct {
	Path     string
	Old, New json.RawMessage
}

// Differences lists the fields that differ between two documents, by path; nil is a document that is not there. The error is that of a
// document that is not an object.
func (s Shape) Differences(old, now json.RawMessage) ([]Difference, error) {
	a, err := s.fieldsOf(old)
	if err != nil {
		return nil, err
	}
	b, err := s.fieldsOf(now)
	if err != nil {
		return nil, err
	}
	var all []Difference
	for path, value := range a {
		if !bytes.Equal(value, b[path]) {
			all = append(all, Difference{Path: path, Old: value, New: b[path]})
		}
	}
	for path, value := range b {
		if _, both := a[path]; !both {
			all = append(all, Difference{Path: path, New: value})
		}
	}
	slices.SortFunc(all, func(x, y Difference) int { return strings.Compare(x.Path, y.Path) })
	return all, nil
}
