package merge

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// View is a record as a person sees it.
type View struct {
	Document  json.RawMessage // members sorted by name; nil where the record is deleted
	Conflicts []Conflict      // by path
}

// ConflictKind says what kind of edits met.
type ConflictKind string

// The kinds of conflict.
const (
	ConflictField  ConflictKind = "field"  // two values of a field
	ConflictDelete ConflictKind = "delete" // a record or an element of a list was deleted here and edited there
)

// Conflict is a field on which edits that knew nothing of each other disagree.
type Conflict struct {
	Path     string
	Kind     ConflictKind
	Ancestor json.RawMessage // what both replaced, nil where there was nothing
	Values   []Value         // as they were given; nil Data removes
}

// View composes the document and lists what is undecided.
func (r *Record) View(s Shape) View {
	c := composer{shape: s, record: r, below: map[string][]string{}}
	for path := range r.fields {
		if path == rootPath {
			continue
		}
		parent := rootPath
		if at := strings.LastIndexByte(path, '/'); at >= 0 {
			parent = path[:at]
		}
		c.below[parent] = append(c.below[parent], path)
	}
	return c.view()
}

type composer struct {
	shape     Shape
	record    *Record
	below     map[string][]string // paths by what stands before their last part
	conflicts []Conflict
}

func (c *composer) view() View {
	exists, revived := c.exists(rootPath, slices.Collect(maps.Keys(c.record.fields)))
	if !exists {
		return View{}
	}
	members := map[string]json.RawMessage{}
	for _, path := range c.below[rootPath] {
		name := SplitPath(path)[0]
		if _, isList := c.shape.Lists[name]; isList && c.below[path] != nil {
			continue
		}
		if data := c.field(path, revived); data != nil {
			members[name] = data
		}
	}
	for _, object := range c.shape.Objects {
		if data := c.object(Path(object), revived); data != nil {
			members[object] = data
		}
	}
	for list := range c.shape.Lists {
		if data := c.list(Path(list), revived); data != nil {
			members[list] = data
		}
	}
	slices.SortFunc(c.conflicts, func(a, b Conflict) int { return cmp.Compare(a.Path, b.Path) })
	return View{Document: writeObject(members), Conflicts: c.conflicts}
}

// exists tells whether a record or element is there: nobody deleted it, or somebody edited inside it without knowing of the
// deletion. In the latter case it is revived, and the conflict is noted.
func (c *composer) exists(path string, inside []string) (exists, revived bool) {
	values := c.record.fields[path]
	if pick(values).Data != nil {
		return true, len(values) > 1 && slices.ContainsFunc(values, func(v Value) bool { return v.Data == nil }) && c.noteDelete(path, values)
	}
	for _, other := range inside {
		if other != path && !isOrder(other) && pick(c.record.fields[other]).Data != nil {
			return true, c.noteDelete(path, append(slices.Clone(values), pick(c.record.fields[other])))
		}
	}
	return false, false
}

func (c *composer) noteDelete(path string, values []Value) bool {
	c.conflicts = append(c.conflicts, Conflict{Path: path, Kind: ConflictDelete, Ancestor: present, Values: values})
	return true
}

// field returns the value of a field that is shown, nil for none. In what was revived, a field that went with the deletion shows
// what it was.
func (c *composer) field(path string, revived bool) json.RawMessage {
	values := c.record.fields[path]
	shown := pick(values)
	if len(values) > 1 && disagree(values) {
		conflict := Conflict{Path: path, Kind: ConflictField, Values: values}
		for _, v := range values {
			if v.Was != nil {
				conflict.Ancestor = v.Was
				break
			}
		}
		c.conflicts = append(c.conflicts, conflict)
	}
	if shown.Data == nil && revived {
		return shown.Was
	}
	return shown.Data
}

func (c *composer) object(path string, revived bool) json.RawMessage {
	members := map[string]json.RawMessage{}
	for _, field := range c.below[path] {
		if data := c.field(field, revived); data != nil {
			members[SplitPath(field)[1]] = data
		}
	}
	if len(members) == 0 {
		return nil
	}
	return writeObject(members)
}

// list composes a list: its elements in the order given last; elements that only another order knows follow the one they follow
// there, others stand at the end by key.
func (c *composer) list(path string, revived bool) json.RawMessage {
	elements := map[string]json.RawMessage{}
	for _, element := range c.below[path] {
		if isOrder(element) {
			continue
		}
		inside := c.below[element]
		exists, again := c.exists(element, inside)
		if !exists && revived && pick(c.record.fields[element]).Was != nil {
			exists, again = true, true
		}
		if !exists {
			continue
		}
		members := map[string]json.RawMessage{}
		for _, field := range inside {
			if data := c.field(field, again || revived); data != nil {
				members[SplitPath(field)[2]] = data
			}
		}
		elements[SplitPath(element)[1]] = writeObject(members)
	}
	orders := c.record.fields[path+"/"+orderName]
	last := pick(orders)
	if last.Data == nil && revived {
		last.Data = last.Was
	}
	if len(elements) == 0 {
		if last.Data == nil || bytes.Equal(last.Data, null) {
			return last.Data
		}
		return json.RawMessage("[]")
	}
	var out bytes.Buffer
	out.WriteByte('[')
	for i, name := range arrange(elements, last.Data, orders) {
		if i > 0 {
			out.WriteByte(',')
		}
		out.Write(elements[name])
	}
	out.WriteByte(']')
	return out.Bytes()
}

// arrange puts the names of elements in order.
func arrange(elements map[string]json.RawMessage, last json.RawMessage, orders []Value) []string {
	names := decodeNames(last)
	for _, order := range orders {
		for _, known := range []json.RawMessage{order.Data, order.Was} {
			before := ""
			for _, name := range decodeNames(known) {
				if !slices.Contains(names, name) {
					names = slices.Insert(names, slices.Index(names, before)+1, name)
				}
				before = name
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(elements)) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { _, ok := elements[name]; return !ok })
}

// pick chooses the value that is shown: one that is there before one that removes, then the latest.
func pick(values []Value) Value {
	if len(values) == 0 {
		return Value{}
	}
	return slices.MaxFunc(values, func(a, b Value) int {
		return cmp.Or(
			cmp.Compare(min(len(a.Data), 1), min(len(b.Data), 1)),
			cmp.Compare(a.Stamp.Time, b.Stamp.Time), compareStamps(a, b))
	})
}

func disagree(values []Value) bool {
	for _, v := range values[1:] {
		if !bytes.Equal(v.Data, values[0].Data) || (v.Data == nil) != (values[0].Data == nil) {
			return true
		}
	}
	return false
}

func writeObject(members map[string]json.RawMessage) json.RawMessage {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, name := range slices.Sorted(maps.Keys(members)) {
		if i > 0 {
			out.WriteByte(',')
		}
		out.Write(quote(name))
		out.WriteByte(':')
		out.Write(members[name])
	}
	out.WriteByte('}')
	return out.Bytes()
}
