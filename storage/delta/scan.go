package delta

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// child is a member of an object or an element of an array: doc[from:to] is its value, start is where it begins, name included.
type child struct {
	start, from, to int
	token           string // escaped name, or "#id", or position
	odd             bool   // the name is not written as [encodeName] would, so it could not be put back
}

func (c child) value(doc []byte) []byte { return doc[c.from:c.to] }

// maxDepth bounds nesting.
const maxDepth = 128

// children lists what the object or array that is the whole of doc holds. Elements of an array get their positions as tokens.
func children(doc []byte) ([]child, error) {
	found, end, err := childrenAt(doc, 0)
	if err == nil && end != len(doc) {
		err = ErrSyntax
	}
	return found, err
}

// childrenAt does so for the one that begins at start, and returns where it ends.
func childrenAt(doc []byte, start int) (found []child, end int, err error) {
	if start >= len(doc) || doc[start] != '{' && doc[start] != '[' {
		return nil, 0, ErrSyntax
	}
	isObject, closing := doc[start] == '{', byte(']')
	if isObject {
		closing = '}'
	}
	i := start + 1
	if i < len(doc) && doc[i] == closing {
		return nil, i + 1, nil
	}
	for {
		c, err := childAt(doc, i, isObject)
		if err != nil {
			return nil, 0, err
		}
		if !isObject {
			c.token = strconv.Itoa(len(found))
		}
		found = append(found, c)
		if c.to >= len(doc) {
			return nil, 0, ErrSyntax
		}
		i = c.to + 1
		switch doc[c.to] {
		case closing:
			return found, i, nil
		case ',':
		default:
			return nil, 0, ErrSyntax
		}
	}
}

// childAt reads the child that begins at i.
func childAt(doc []byte, i int, isMember bool) (child, error) {
	c := child{start: i, from: i}
	if isMember {
		end, err := skipString(doc, i)
		if err != nil || end >= len(doc) || doc[end] != ':' {
			return c, ErrSyntax
		}
		name, err := decodeName(doc[i:end])
		if err != nil {
			return c, err
		}
		c.token, c.from, c.odd = escape(name), end+1, !plain(doc[i:end], name)
	}
	var err error
	c.to, err = skip(doc, c.from, 0)
	return c, err
}

// plain reports whether raw is how a name is written in canonical form.
func plain(raw []byte, name string) bool {
	for _, b := range raw {
		if b < 0x20 || b >= 0x7f || b == '\\' {
			canonical, err := encodeName(name)
			return err == nil && bytes.Equal(canonical, raw)
		}
	}
	return true
}

// find returns the children of the value at start, and which of them a token means, -1 for none.
func find(doc []byte, start int, token string) ([]child, int, error) {
	found, _, err := childrenAt(doc, start)
	if err != nil {
		return nil, -1, err
	}
	if doc[start] == '[' && strings.HasPrefix(token, "#") {
		identify(doc, found)
	}
	for i, c := range found {
		if c.token == token {
			return found, i, nil
		}
	}
	return found, -1, nil
}

// named reports whether all members have names of their own.
func named(members []child) bool {
	if len(members) <= 16 { // as records have; then comparing all is the cheapest
		for i, c := range members {
			if c.odd || slices.ContainsFunc(members[:i], func(o child) bool { return o.token == c.token }) {
				return false
			}
		}
		return true
	}
	seen := make(map[string]bool, len(members))
	for _, c := range members {
		if seen[c.token] || c.odd {
			return false
		}
		seen[c.token] = true
	}
	return true
}

// identify names elements by their ids where all have distinct ones, and reports whether they have.
func identify(doc []byte, elements []child) bool {
	seen := make(map[string]bool, len(elements))
	for i := range elements {
		id, ok := idOf(doc, elements[i])
		if !ok || seen[id] {
			for k := range elements {
				elements[k].token = strconv.Itoa(k)
			}
			return false
		}
		seen[id] = true
		elements[i].token = "#" + escapeID(id)
	}
	return true
}

// idOf reads the string member "id" of an element. It is the first member of most records, so that is looked at first.
func idOf(doc []byte, c child) (string, bool) {
	raw := doc[c.from:c.to]
	if len(raw) == 0 || raw[0] != '{' {
		return "", false
	}
	const first = `{"id":`
	if bytes.HasPrefix(raw, []byte(first)) {
		end, err := skipString(raw, len(first))
		if err != nil {
			return "", false
		}
		id, err := decodeName(raw[len(first):end])
		return id, err == nil
	}
	members, err := children(raw)
	if err != nil {
		return "", false
	}
	for _, m := range members {
		if m.token == "id" && raw[m.from] == '"' {
			id, err := decodeName(m.value(raw))
			return id, err == nil
		}
	}
	return "", false
}

// skip returns where the value that begins at i ends.
func skip(doc []byte, i, depth int) (int, error) {
	if i >= len(doc) || depth > maxDepth {
		return 0, ErrSyntax
	}
	switch doc[i] {
	case '"':
		return skipString(doc, i)
	case '{', '[':
		return skipNested(doc, i)
	}
	from := i
	for i < len(doc) && strings.IndexByte("+-.0123456789eEtrufalsn", doc[i]) >= 0 {
		i++
	}
	if i == from {
		return 0, ErrSyntax
	}
	return i, nil
}

// skipNested passes over an object or array by counting brackets; what stands in them is looked at when somebody asks for it.
func skipNested(doc []byte, i int) (int, error) {
	var open [maxDepth]byte
	depth := 0
	for i < len(doc) {
		switch b := doc[i]; b {
		case '"':
			end, err := skipString(doc, i)
			if err != nil {
				return 0, err
			}
			i = end
			continue
		case '{', '[':
			if depth == maxDepth {
				return 0, ErrSyntax
			}
			open[depth] = b + 2 // the closing bracket in ASCII
			depth++
		case '}', ']':
			if depth--; open[depth] != b {
				return 0, ErrSyntax
			}
			if depth == 0 {
				return i + 1, nil
			}
		}
		for i++; i < len(doc) && !structural[doc[i]]; i++ {
		}
	}
	return 0, ErrSyntax
}

// structural are the bytes that skipNested must look at.
var structural = [256]bool{'"': true, '{': true, '}': true, '[': true, ']': true}

func skipString(doc []byte, i int) (int, error) {
	if i >= len(doc) || doc[i] != '"' {
		return 0, ErrSyntax
	}
	for i++; i < len(doc); {
		next := bytes.IndexByte(doc[i:], '"')
		if next < 0 {
			return 0, ErrSyntax
		}
		i += next
		escapes := 0
		for doc[i-1-escapes] == '\\' {
			escapes++
		}
		i++
		if escapes%2 == 0 {
			return i, nil
		}
	}
	return 0, ErrSyntax
}

func decodeName(raw []byte) (string, error) {
	if bytes.IndexByte(raw, '\\') < 0 && len(raw) >= 2 {
		return string(raw[1 : len(raw)-1]), nil
	}
	var name string
	if err := json.Unmarshal(raw, &name); err != nil {
		return "", ErrSyntax
	}
	return name, nil
}

func encodeName(name string) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(name); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

var (
	escaper   = strings.NewReplacer("~", "~0", "/", "~1")
	unescaper = strings.NewReplacer("~0", "~", "~1", "/", "~2", "#")
)

func escape(name string) string {
	if !strings.ContainsAny(name, "~/#") {
		return name
	}
	s := escaper.Replace(name)
	if rest, sharp := strings.CutPrefix(s, "#"); sharp {
		s = "~2" + rest
	}
	return s
}

func escapeID(id string) string { return escaper.Replace(id) }

func unescape(token string) string { return unescaper.Replace(token) }

// Names splits a path into its readable parts: names of members, ids with the number sign, positions.
func Names(path string) []string {
	if path == "" {
		return nil
	}
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, part := range parts {
		parts[i] = unescape(part)
	}
	return parts
}

// Pick returns a document that holds only those members of doc that paths lead into, and of arrays in them only the elements that
// paths lead into; the rest keeps its order. A path that leads nowhere adds nothing.
func Pick(doc []byte, paths []string) ([]byte, error) {
	members, err := children(doc)
	if err != nil || doc[0] != '{' {
		return nil, ErrSyntax
	}
	wanted := map[string][]string{}
	for _, path := range paths {
		if path == "" {
			return doc, nil
		}
		name, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		element, _, _ := strings.Cut(rest, "/")
		wanted[name] = append(wanted[name], element)
	}
	picked := []byte{'{'}
	for _, m := range members {
		elements, ok := wanted[m.token]
		if !ok {
			continue
		}
		if len(picked) > 1 {
			picked = append(picked, ',')
		}
		picked = append(picked, doc[m.start:m.from]...)
		value := m.value(doc)
		if value[0] == '[' {
			if value, err = pickElements(value, elements); err != nil {
				return nil, err
			}
		}
		picked = append(picked, value...)
	}
	return append(picked, '}'), nil
}

func pickElements(array []byte, tokens []string) ([]byte, error) {
	elements, err := children(array)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	byID := false
	for _, token := range tokens {
		if token == "" {
			return array, nil
		}
		wanted[token] = true
		byID = byID || strings.HasPrefix(token, "#")
	}
	if byID {
		identify(array, elements)
	}
	picked := []byte{'['}
	for _, e := range elements {
		if !wanted[e.token] {
			continue
		}
		if len(picked) > 1 {
			picked = append(picked, ',')
		}
		picked = append(picked, e.value(array)...)
	}
	return append(picked, ']'), nil
}

// Members returns the raw values of an object's members by name.
func Members(doc []byte) (map[string]json.RawMessage, error) {
	found, err := children(doc)
	if err != nil || len(doc) == 0 || doc[0] != '{' {
		return nil, ErrSyntax
	}
	members := make(map[string]json.RawMessage, len(found))
	for _, c := range found {
		members[unescape(c.token)] = c.value(doc)
	}
	return members, nil
}
