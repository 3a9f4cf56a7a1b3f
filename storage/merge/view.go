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
	exists, gone := c.exists(rootPath, slices.Collect(maps.Keys(c.record.fields)), nil)
	if !exists {
		return View{}
	}
	members := map[string]json.RawMessage{}
	for _, path := range c.below[rootPath] {
		name := SplitPath(path)[0]
		if _, isList := c.shape.Lists[name]; isList && c.below[path] != nil {
			continue
		}
		if data := c.field(path, gone); data != nil {
			members[name] = data
		}
	}
	for _, object := range c.shape.Objects {
		if data := c.object(Path(object), gone); data != nil {
			members[object] = data
		}
	}
	for list := range c.shape.Lists {
		if data := c.list(Path(list), gone); data != nil {
			members[list] = data
		}
	}
	slices.SortFunc(c.conflicts, func(a, b Conflict) int { return cmp.Compare(a.Path, b.Path) })
	return View{Document: writeObject(members), Conflicts: c.conflicts}
}

// deletions are the edits that deleted what is shown all the same. What they removed shows what it was; what another edit removed
// inside, knowing or not knowing of them, stays removed.
type deletions map[dot]bool

// by reports whether nothing but these deletions removed a field.
func (d deletions) by(values []Value) bool {
	return len(d) > 0 && len(values) > 0 && !slices.ContainsFunc(values, func(v Value) bool { return v.Data != nil || !d[dotOf(v.Stamp)] })
}

// exists tells whether a record or element is there: nobody deleted it, or somebody edited inside it without knowing of the
// deletion, or it went with a deletion of what is around it that does not count. In the second case the conflict is noted. It returns
// the deletions that do not count inside.
func (c *composer) exists(path string, inside []string, around deletions) (bool, deletions) {
	values := c.record.fields[path]
	gone := deletions{}
	maps.Copy(gone, around)
	for _, v := range values {
		if v.Data == nil {
			gone[dotOf(v.Stamp)] = true
		}
	}
	if pick(values).Data != nil {
		if len(gone) > len(around) && !around.covers(values) {
			c.noteDelete(path, values)
		}
		return true, gone
	}
	for _, other := range inside {
		if other != path && !isOrder(other) && pick(c.record.fields[other]).Data != nil {
			c.noteDelete(path, append(slices.Clone(values), pick(c.record.fields[other])))
			return true, gone
		}
	}
	return around.by(values), around
}

// covers reports whether every removal among the values is one of the deletions.
func (d deletions) covers(values []Value) bool {
	return !slices.ContainsFunc(values, func(v Value) bool { return v.Data == nil && !d[dotOf(v.Stamp)] })
}

func (c *composer) noteDelete(path string, values []Value) {
	c.conflicts = append(c.conflicts, Conflict{Path: path, Kind: ConflictDelete, Ancestor: present, Values: values})
}

// field returns the value of a field that is shown, nil for none.
func (c *composer) field(path string, gone deletions) json.RawMessage {
	values := c.record.fields[path]
	shown := pick(values)
	// What the deletion of the whole removed is a matter of that conflict.
	asked := slices.DeleteFunc(slices.Clone(values), func(v Value) bool { return v.Data == nil && gone[dotOf(v.Stamp)] })
	if len(asked) > 1 && disagree(asked) {
		conflict := Conflict{Path: path, Kind: ConflictField, Values: asked}
		for _, v := range asked {
			if v.Was != nil {
				conflict.Ancestor = v.Was
				break
			}
		}
		c.conflicts = append(c.conflicts, conflict)
	}
	if gone.by(values) {
		return shown.Was
	}
	return shown.Data
}

func (c *composer) object(path string, gone deletions) json.RawMessage {
	members := map[string]json.RawMessage{}
	for _, field := range c.below[path] {
		if data := c.field(field, gone); data != nil {
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
func (c *composer) list(path string, gone deletions) json.RawMessage {
	elements := map[string]json.RawMessage{}
	for _, element := range c.below[path] {
		if isOrder(element) {
			continue
		}
		inside := c.below[element]
		exists, goneInside := c.exists(element, inside, gone)
		if !exists {
			continue
		}
		members := map[string]json.RawMessage{}
		for _, field := range inside {
			if data := c.field(field, goneInside); data != nil {
				members[SplitPath(field)[2]] = data
			}
		}
		elements[SplitPath(element)[1]] = writeObject(members)
	}
	orders := c.record.fields[path+"/"+orderName]
	last := pick(orders)
	if gone.by(orders) {
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

// Shown is the index of the value of a conflict that documents show meanwhile, -1 for none.
func Shown(values []Value) int {
	if len(values) == 0 {
		return -1
	}
	shown := pick(values)
	return slices.IndexFunc(values, func(v Value) bool { return dotOf(v.Stamp) == dotOf(shown.Stamp) })
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
