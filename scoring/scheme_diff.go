package scoring

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// NextVersion returns a copy of the scheme under the next version, to be edited: a version that evaluations refer to is never
// changed. The last number of the version is raised ("3" to "4", "2021.9" to "2021.10"); a version without one gets ".2".
func (s *Scheme) NextVersion() (*Scheme, error) {
	data, err := s.Encode()
	if err != nil {
		return nil, err
	}
	var next Scheme
	if err := json.Unmarshal(data, &next); err != nil {
		return nil, err
	}
	next.Version = nextVersion(s.Version)
	return &next, nil
}

func nextVersion(version string) string {
	start := len(version)
	for start > 0 && version[start-1] >= '0' && version[start-1] <= '9' {
		start--
	}
	n, err := strconv.ParseUint(version[start:], 10, 63)
	if err != nil {
		return version + ".2"
	}
	return version[:start] + strconv.FormatUint(n+1, 10)
}

// Newer reports whether a version comes after that of another scheme: numbers in it count as numbers, so 2021.10 follows 2021.9.
func (s *Scheme) Newer(other *Scheme) bool { return compareVersions(s.Version, other.Version) > 0 }

func compareVersions(a, b string) int {
	for a != "" && b != "" {
		x, restA := versionPart(a)
		y, restB := versionPart(b)
		if isDigit(x[0]) && isDigit(y[0]) {
			x, y = strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
				return c
			}
		} else if c := cmp.Compare(x, y); c != 0 {
			return c
		}
		a, b = restA, restB
	}
	return cmp.Compare(len(a), len(b))
}

// versionPart splits a version after its leading run of digits or of anything else.
func versionPart(text string) (part, rest string) {
	end := 1
	for end < len(text) && isDigit(text[end]) == isDigit(text[0]) {
		end++
	}
	return text[:end], text[end:]
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// Change is one difference between two versions of a scheme.
type Change struct {
	// Path is the place, such as "execution.weight". Members of lists are named by their id or name, "grades[优].min", or by their
	// position where they have neither. A path to a whole list says that its order changed.
	Path string `json:"path"`
	// Old and New are the values: texts and decimals as they are, other values as compact JSON; "" where there is none.
	Old string `json:"old"`
	New string `json:"new"`
}

// Diff lists what differs between two schemes, in the order of the documented JSON. Two schemes with the same hash have no
// differences, and the other way round.
func Diff(a, b *Scheme) ([]Change, error) {
	left, err := tree(a)
	if err != nil {
		return nil, err
	}
	right, err := tree(b)
	if err != nil {
		return nil, err
	}
	var changes []Change
	compare("", left, right, &changes)
	return changes, nil
}

// ordered is a JSON object that keeps the order of its members.
type ordered struct {
	names  []string
	values map[string]any
}

func tree(s *Scheme) (any, error) {
	data, err := s.Encode()
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return readTree(decoder)
}

// readTree reads one value as *ordered, []any, or a scalar.
func readTree(decoder *json.Decoder) (any, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for decoder.More() {
			value, err := readTree(decoder)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		_, err = decoder.Token()
		return list, err
	case json.Delim('{'):
		object := &ordered{values: make(map[string]any)}
		for decoder.More() {
			name, err := decoder.Token()
			if err != nil {
				return nil, err
			}
			value, err := readTree(decoder)
			if err != nil {
				return nil, err
			}
			object.names = append(object.names, fmt.Sprint(name))
			object.values[fmt.Sprint(name)] = value
		}
		_, err = decoder.Token()
		return object, err
	default:
		return token, nil
	}
}

func compare(path string, a, b any, changes *[]Change) {
	left, right := asObject(a), asObject(b)
	if left == nil || right == nil {
		if old, now := written(a), written(b); old != now {
			*changes = append(*changes, Change{Path: path, Old: old, New: now})
		}
		return
	}
	for _, name := range left.names {
		compare(left.path(path, name), left.values[name], right.values[name], changes)
	}
	for _, name := range right.names {
		if _, both := left.values[name]; !both {
			compare(right.path(path, name), nil, right.values[name], changes)
		}
	}
	if left.list && !slices.Equal(common(left, right), common(right, left)) {
		*changes = append(*changes, Change{Path: path, Old: strings.Join(left.names, ", "), New: strings.Join(right.names, ", ")})
	}
}

// common are the names of a that b has too, in a's order.
func common(a, b *object) (names []string) {
	for _, name := range a.names {
		if _, ok := b.values[name]; ok {
			names = append(names, name)
		}
	}
	return names
}

// object is an object, or a list read as one.
type object struct {
	*ordered
	list bool
}

func (o *object) path(base, name string) string {
	switch {
	case o.list:
		return base + "[" + name + "]"
	case base == "":
		return name
	default:
		return base + "." + name
	}
}

// asObject returns an object or list by member; nil for a scalar or for nothing.
func asObject(v any) *object {
	switch v := v.(type) {
	case *ordered:
		return &object{ordered: v}
	case []any:
		o := &object{ordered: &ordered{values: make(map[string]any)}, list: true}
		named := distinctNames(v)
		for i, value := range v {
			name := strconv.Itoa(i)
			if named != nil {
				name = named[i]
			}
			o.names, o.values[name] = append(o.names, name), value
		}
		return o
	default:
		return nil
	}
}

// distinctNames returns the id or name of each member of a list, or the member itself where it is a text; nil unless all have one and
// no two the same.
func distinctNames(list []any) []string {
	names := make([]string, 0, len(list))
	for _, value := range list {
		name := ""
		switch value := value.(type) {
		case string:
			name = value
		case *ordered:
			for _, member := range [...]string{"id", "name"} {
				if text, ok := value.values[member].(string); ok && name == "" {
					name = text
				}
			}
		}
		if name == "" || slices.Contains(names, name) {
			return nil
		}
		names = append(names, name)
	}
	return names
}

// written is a value as a Change shows it.
func written(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	default:
		var out strings.Builder
		writeCompact(&out, v)
		return out.String()
	}
}

func writeCompact(out *strings.Builder, v any) {
	switch v := v.(type) {
	case []any:
		out.WriteByte('[')
		for i, value := range v {
			if i > 0 {
				out.WriteByte(',')
			}
			writeCompact(out, value)
		}
		out.WriteByte(']')
	case *ordered:
		out.WriteByte('{')
		for i, name := range v.names {
			if i > 0 {
				out.WriteByte(',')
			}
			out.WriteString(strconv.Quote(name) + ":")
			writeCompact(out, v.values[name])
		}
		out.WriteByte('}')
	case string:
		out.WriteString(strconv.Quote(v))
	default:
		fmt.Fprint(out, v)
	}
}
