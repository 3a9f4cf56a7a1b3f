package merge

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Stamp names one edit: the device's Nth, by whom and when.
type Stamp struct {
	Device string `json:"device"`
	N      uint64 `json:"n"`
	Author string `json:"by,omitempty"`
	Time   string `json:"at,omitempty"` // RFC 3339 in UTC, by the clock of the device
}

// Value is one value of a field. Data is nil where the edit removed it; Was is what it replaced, nil where there was nothing.
type Value struct {
	Stamp Stamp
	Data  json.RawMessage
	Was   json.RawMessage
}

// Record is a copy of a document as one device has it. Its methods never change values in place; records may share them.
type Record struct {
	Vector Vector
	fields map[string][]Value // by path; several values are concurrent ones, in the order of their stamps
}

// New returns a record that nobody has edited yet.
func New() *Record { return &Record{Vector: Vector{}, fields: map[string][]Value{}} }

// Edit is who edits, where and when.
type Edit struct {
	Device string
	Author string
	Time   string
}

// stamp numbers the next edit of a record.
func (r *Record) stamp(e Edit) Stamp {
	return Stamp{Device: e.Device, N: r.Vector[e.Device] + 1, Author: e.Author, Time: e.Time}
}

// set gives fields new values in one edit.
func (r *Record) set(e Edit, values map[string]Value) {
	if len(values) == 0 {
		return
	}
	stamp := r.stamp(e)
	for path, v := range values {
		v.Stamp = stamp
		r.fields[path] = []Value{v}
	}
	r.Vector = r.Vector.Join(Vector{e.Device: stamp.N})
}

// Update takes over what somebody made of the document since [Record.View]: nil deletes it. Fields that stayed as shown keep their
// values, undecided ones included. It reports whether anything changed; the error is that of a document that is not an object.
func (r *Record) Update(s Shape, document json.RawMessage, e Edit) (bool, error) {
	return r.UpdateFrom(s, r.View(s).Document, document, e)
}

// UpdateFrom is [Record.Update] for an editor who was not shown all of the document, such as an older program that knows fewer
// members: what was not in the document shown stays, unless the element or record that it lies in is deleted.
func (r *Record) UpdateFrom(s Shape, shown, document json.RawMessage, e Edit) (bool, error) {
	was, err := s.fieldsOf(shown)
	if err != nil {
		return false, err
	}
	now, err := s.fieldsOf(document)
	if err != nil {
		return false, err
	}
	values := r.edited(s, was, now)
	if len(values) > 0 && r.revived(s, shown) {
		if err := r.affirm(s, was, now, values, e); err != nil {
			return false, err
		}
	}
	r.set(e, values)
	return len(values) > 0, nil
}

// edited returns the values of an edit that made the fields now of the fields that were shown; an empty value removes its field.
func (r *Record) edited(s Shape, was, now map[string]json.RawMessage) map[string]Value {
	values := map[string]Value{}
	for path, data := range now {
		before, ok := was[path]
		if isOrder(path) && reordered(before, data) || !isOrder(path) && (!ok || !bytes.Equal(before, data)) {
			values[path] = Value{Data: data, Was: before}
		}
	}
	for path, before := range was {
		if _, ok := now[path]; ok {
			continue
		}
		values[path] = Value{Was: before}
		if s.container(path) {
			r.removeInside(path, values)
		}
	}
	return values
}

// revived reports whether something is shown that somebody deleted.
func (r *Record) revived(s Shape, shown json.RawMessage) bool {
	if shown == nil {
		return false
	}
	for path, values := range r.fields {
		if s.container(path) && slices.ContainsFunc(values, func(v Value) bool { return v.Data == nil }) {
			return true
		}
	}
	return false
}

// affirm adds to the values of an edit what makes the document come out as its author wrote it. That is needed only where something is
// shown that somebody deleted, because of an edit inside: taking that edit away must not take the rest along, which the author kept.
func (r *Record) affirm(s Shape, was, now map[string]json.RawMessage, values map[string]Value, e Edit) error {
	const rounds = 4 // of root, list, element and field
	for range rounds {
		trial := &Record{Vector: r.Vector, fields: maps.Clone(r.fields)}
		trial.set(e, values)
		shown, err := s.fieldsOf(trial.View(s).Document)
		if err != nil {
			return err
		}
		more := false
		for path, data := range now {
			if !bytes.Equal(shown[path], data) && (!isOrder(path) || reordered(shown[path], data)) {
				values[path], more = Value{Data: data, Was: was[path]}, true
			}
		}
		for path := range shown {
			_, known := was[path]
			if _, kept := now[path]; known && !kept && !isOrder(path) {
				values[path], more = Value{Was: was[path]}, true
			}
		}
		if !more {
			return nil
		}
	}
	return nil
}

// removeInside removes what a deleted record or element holds, also what its editor was not shown.
func (r *Record) removeInside(container string, values map[string]Value) {
	for path, held := range r.fields {
		if _, done := values[path]; done || path == container || !within(path, container) {
			continue
		}
		if shown := pick(held); shown.Data != nil {
			values[path] = Value{Was: shown.Data}
		}
	}
}

// fieldsOf flattens a document; none has no fields.
func (s Shape) fieldsOf(document json.RawMessage) (map[string]json.RawMessage, error) {
	if document == nil {
		return nil, nil
	}
	return s.flatten(document)
}

func isOrder(path string) bool { return strings.HasSuffix(path, "/"+orderName) }

// reordered reports whether a list's order is more than the old one without some of its elements.
func reordered(was, now json.RawMessage) bool {
	if was == nil || bytes.Equal(was, null) != bytes.Equal(now, null) {
		return true
	}
	after := decodeNames(now)
	kept := slices.DeleteFunc(decodeNames(was), func(name string) bool { return !slices.Contains(after, name) })
	return !slices.Equal(kept, after)
}

// Decide settles a conflict. The path is the conflict's; data is the value that is to count, nil to remove the field. For the record
// itself and for an element of a list nil deletes it, anything else keeps it as shown.
func (r *Record) Decide(s Shape, path string, data json.RawMessage, e Edit) error {
	shown := r.View(s)
	fields, err := s.fieldsOf(shown.Document)
	if err != nil {
		return err
	}
	if !s.container(path) {
		r.set(e, map[string]Value{path: {Data: data, Was: fields[path]}})
		return nil
	}
	values := map[string]Value{}
	for other := range r.fields {
		if !within(other, path) || isOrder(other) && path != rootPath {
			continue
		}
		v := Value{Was: fields[other]}
		if data != nil {
			v.Data = fields[other]
		}
		values[other] = v
	}
	r.set(e, values)
	return nil
}

// container reports whether a path is that of a record or of an element of a list.
func (s Shape) container(path string) bool {
	if path == rootPath {
		return true
	}
	parts := SplitPath(path)
	_, isList := s.Lists[parts[0]]
	return isList && len(parts) == 2 && parts[1] != orderName
}

// within reports whether a path is the container's or lies in it.
func within(path, container string) bool {
	return container == rootPath || path == container || strings.HasPrefix(path, container+"/")
}

// Merge returns what two copies of a record come to. Neither is changed; nil is a copy that nobody has edited.
func Merge(a, b *Record) *Record {
	if a == nil {
		a = New()
	}
	if b == nil {
		b = New()
	}
	m := &Record{Vector: a.Vector.Join(b.Vector), fields: make(map[string][]Value, max(len(a.fields), len(b.fields)))}
	for path, values := range a.fields {
		if kept := mergeField(values, b.fields[path], a.Vector, b.Vector); len(kept) > 0 {
			m.fields[path] = kept
		}
	}
	for path, values := range b.fields {
		if _, done := a.fields[path]; done {
			continue
		}
		if kept := mergeField(nil, values, a.Vector, b.Vector); len(kept) > 0 {
			m.fields[path] = kept
		}
	}
	return m
}

// mergeField keeps the values that both copies have, and those that the other copy has not seen.
func mergeField(a, b []Value, seenByA, seenByB Vector) []Value {
	if len(a) == 1 && len(b) == 1 && a[0].Stamp == b[0].Stamp {
		return a
	}
	var kept []Value
	for _, v := range a {
		if !seenByB.saw(v.Stamp) || hasStamp(b, v.Stamp) {
			kept = append(kept, v)
		}
	}
	for _, v := range b {
		if !seenByA.saw(v.Stamp) && !hasStamp(a, v.Stamp) {
			kept = append(kept, v)
		}
	}
	slices.SortFunc(kept, compareStamps)
	return kept
}

func hasStamp(values []Value, s Stamp) bool {
	return slices.ContainsFunc(values, func(v Value) bool { return v.Stamp.Device == s.Device && v.Stamp.N == s.N })
}

func compareStamps(a, b Value) int {
	return cmp.Or(cmp.Compare(a.Stamp.Device, b.Stamp.Device), cmp.Compare(a.Stamp.N, b.Stamp.N))
}

// Last returns the stamp of the edit given last, by the clocks of the devices.
func (r *Record) Last() Stamp {
	var last Stamp
	for _, values := range r.fields {
		for _, v := range values {
			if cmp.Or(cmp.Compare(v.Stamp.Time, last.Time), compareStamps(v, Value{Stamp: last})) > 0 {
				last = v.Stamp
			}
		}
	}
	return last
}
