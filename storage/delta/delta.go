// Package delta says in which fields two JSON documents differ, and turns one into the other by that, byte for byte.
//
// [Diff] works on documents in one canonical form: no spaces, members in a fixed order. A [Change] names a field by its [Change.Path],
// with the value before and after, so it is at once what a reader of a history wants to see, what a replay needs, and with [Invert]
// what an undo needs.
//
// # Paths
//
// A path is the names on the way to the field, each with a slash before it: /project/name. Elements of an array whose elements all
// have distinct string members "id" are named by that id behind a number sign, /indicators/#i3/reason, others by their position
// from 0, /funds/0/executed. In names and ids "~" stands as "~0", "/" as "~1", a leading "#" of a name as "~2". The empty path is
// the whole document.
package delta

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Change is one difference. A field that was added has no Old, one that was removed no New.
type Change struct {
	Path string          `json:"path"`
	Old  json.RawMessage `json:"old,omitempty"`
	New  json.RawMessage `json:"new,omitempty"`
	At   int             `json:"at,omitempty"` // position among its siblings, where the field was added or removed
}

// What can be wrong with documents and changes.
var (
	ErrSyntax   = errors.New("not a JSON document in canonical form")
	ErrMismatch = errors.New("the field does not hold what the change expects")
)

// Diff returns the changes that turn before into after, in the order in which [Apply] makes them. Where naming fields would take more
// room than both documents, it is one change of the whole.
func Diff(before, after []byte) ([]Change, error) {
	if bytes.Equal(before, after) {
		return nil, nil
	}
	for _, doc := range [][]byte{before, after} {
		if len(doc) > 0 && (doc[0] == '{' || doc[0] == '[') {
			continue // looked at while it is compared
		}
		if end, err := skip(doc, 0, 0); err != nil || end != len(doc) {
			return nil, ErrSyntax
		}
	}
	d := differ{}
	if err := d.value("", before, after); err != nil {
		return nil, err
	}
	size := 0
	for _, c := range d.changes {
		size += len(c.Path) + len(c.Old) + len(c.New)
	}
	if size > len(before)+len(after)+1024 {
		return []Change{{Old: bytes.Clone(before), New: bytes.Clone(after)}}, nil
	}
	return d.changes, nil
}

// DiffAt is [Diff] for two values of one field of larger documents: the changes have its path in front.
func DiffAt(path string, before, after []byte) ([]Change, error) {
	d := differ{}
	err := d.value(path, before, after)
	return d.changes, err
}

// ElementPath is the path of an element of a member of the document that has distinct ids.
func ElementPath(member, id string) string { return "/" + escape(member) + "/#" + escapeID(id) }

// PositionPath is the path of an element of a member whose elements have none.
func PositionPath(member string, at int) string { return "/" + escape(member) + "/" + strconv.Itoa(at) }

// Invert returns the changes that undo the given ones.
func Invert(changes []Change) []Change {
	back := make([]Change, 0, len(changes))
	for i := len(changes) - 1; i >= 0; i-- {
		c := changes[i]
		c.Old, c.New = c.New, c.Old
		back = append(back, c)
	}
	return back
}

// Apply makes changes in a document. It returns an error wrapping [ErrMismatch], with the path, where a field is missing or holds
// another value than a change says.
func Apply(doc []byte, changes []Change) ([]byte, error) {
	for _, c := range changes {
		var err error
		if doc, err = apply(doc, c, true); err != nil {
			return nil, fmt.Errorf("%s: %w", c.Path, err)
		}
	}
	return doc, nil
}

// ApplyLoose makes those of the changes that can be made in a document that may not be the one they were recorded for: whatever a
// field holds, it gets the new value. It returns the paths that could not be followed.
func ApplyLoose(doc []byte, changes []Change) (result []byte, left []string) {
	for _, c := range changes {
		next, err := apply(doc, c, false)
		if err != nil {
			left = append(left, c.Path)
			continue
		}
		doc = next
	}
	return doc, left
}

type differ struct{ changes []Change }

func (d *differ) add(path string, before, after []byte, at int) {
	d.changes = append(d.changes, Change{Path: path, Old: bytes.Clone(before), New: bytes.Clone(after), At: at})
}

func (d *differ) value(path string, before, after []byte) error {
	if bytes.Equal(before, after) {
		return nil
	}
	if len(before) == 0 || len(after) == 0 || before[0] != after[0] {
		d.add(path, before, after, 0)
		return nil
	}
	switch before[0] {
	case '{':
		return d.object(path, before, after)
	case '[':
		return d.array(path, before, after)
	}
	d.add(path, before, after, 0)
	return nil
}

func (d *differ) object(path string, before, after []byte) error {
	was, is, err := childrenOfBoth(before, after)
	if err != nil {
		return err
	}
	if !named(was) || !named(is) {
		d.add(path, before, after, 0)
		return nil
	}
	return d.siblings(path, before, after, was, is)
}

func (d *differ) array(path string, before, after []byte) error {
	was, is, err := childrenOfBoth(before, after)
	if err != nil {
		return err
	}
	if identify(before, was) && identify(after, is) && len(was)+len(is) > 0 {
		return d.siblings(path, before, after, was, is)
	}
	return d.positions(path, before, after, was, is)
}

func childrenOfBoth(before, after []byte) (was, is []child, err error) {
	if was, err = children(before); err != nil {
		return nil, nil, err
	}
	is, err = children(after)
	return was, is, err
}

// siblings compares children that have names of their own. Where the common ones stand in another order, the whole is the change.
func (d *differ) siblings(path string, before, after []byte, was, is []child) error {
	if sameNames(was, is) {
		return d.pairs(path, before, after, was, is)
	}
	old, now := index(was), index(is)
	if !inOrder(was, now) {
		d.add(path, before, after, 0)
		return nil
	}
	for i := len(was) - 1; i >= 0; i-- {
		if _, kept := now[was[i].token]; !kept {
			d.add(path+"/"+was[i].token, was[i].value(before), nil, i)
		}
	}
	for i, c := range is {
		if _, had := old[c.token]; !had {
			d.add(path+"/"+c.token, nil, c.value(after), i)
		}
	}
	for _, c := range was {
		at, kept := now[c.token]
		if !kept {
			continue
		}
		if err := d.value(path+"/"+c.token, c.value(before), is[at].value(after)); err != nil {
			return err
		}
	}
	return nil
}

// pairs compares children of the same names in the same order.
func (d *differ) pairs(path string, before, after []byte, was, is []child) error {
	for i, c := range was {
		b, a := c.value(before), is[i].value(after)
		if bytes.Equal(b, a) {
			continue
		}
		if err := d.value(path+"/"+c.token, b, a); err != nil {
			return err
		}
	}
	return nil
}

// inOrder reports whether those of the children that are still there follow one another as before; now is where each stands.
func inOrder(was []child, now map[string]int) bool {
	last := -1
	for _, c := range was {
		at, kept := now[c.token]
		if !kept {
			continue
		}
		if at < last {
			return false
		}
		last = at
	}
	return true
}

// positions compares elements by where they stand, from both ends.
func (d *differ) positions(path string, before, after []byte, was, is []child) error {
	head := 0
	for head < min(len(was), len(is)) && bytes.Equal(was[head].value(before), is[head].value(after)) {
		head++
	}
	tail := 0
	for tail < min(len(was), len(is))-head &&
		bytes.Equal(was[len(was)-1-tail].value(before), is[len(is)-1-tail].value(after)) {
		tail++
	}
	at := func(i int) string { return path + "/" + strconv.Itoa(i) }
	same := min(len(was), len(is)) - head - tail
	for i := head; i < head+same; i++ {
		if err := d.value(at(i), was[i].value(before), is[i].value(after)); err != nil {
			return err
		}
	}
	for i := len(was) - tail - 1; i >= head+same; i-- {
		d.add(at(i), was[i].value(before), nil, i)
	}
	for i := head + same; i < len(is)-tail; i++ {
		d.add(at(i), nil, is[i].value(after), i)
	}
	return nil
}

func sameNames(was, is []child) bool {
	return slices.EqualFunc(was, is, func(a, b child) bool { return a.token == b.token })
}

func index(children []child) map[string]int {
	at := make(map[string]int, len(children))
	for i, c := range children {
		at[c.token] = i
	}
	return at
}

// apply makes one change. A strict one must find the value that it expects.
func apply(doc []byte, c Change, strict bool) ([]byte, error) {
	if c.Path == "" {
		if c.New == nil || strict && !bytes.Equal(doc, c.Old) {
			return nil, ErrMismatch
		}
		return bytes.Clone(c.New), nil
	}
	tokens := strings.Split(c.Path, "/")
	if tokens[0] != "" {
		return nil, ErrSyntax
	}
	start := 0
	for _, token := range tokens[1 : len(tokens)-1] {
		found, at, err := find(doc, start, token)
		if err != nil {
			return nil, err
		}
		if at < 0 {
			return nil, ErrMismatch
		}
		start = found[at].from
	}
	return edit(doc, start, tokens[len(tokens)-1], c, strict)
}

// edit changes a child of the value that starts at start.
func edit(doc []byte, start int, token string, c Change, strict bool) ([]byte, error) {
	siblings, at, err := find(doc, start, token)
	if err != nil {
		return nil, err
	}
	if c.Old == nil && doc[start] == '[' && !strings.HasPrefix(token, "#") {
		at = -1 // an element is put in at a position that another one has now
	}
	switch {
	case !fits(doc, siblings, at, c, strict):
		return nil, ErrMismatch
	case c.New == nil:
		return remove(doc, siblings, at), nil
	case at >= 0:
		return splice(doc, siblings[at].from, siblings[at].to, c.New), nil
	}
	return insert(doc, start, siblings, token, c, strict)
}

// fits reports whether a change can be made on the child at a position, -1 for none.
func fits(doc []byte, siblings []child, at int, c Change, strict bool) bool {
	switch {
	case c.Old == nil:
		return c.New != nil && (at < 0 || !strict)
	case at < 0:
		return false
	}
	return !strict || bytes.Equal(siblings[at].value(doc), c.Old)
}

func remove(doc []byte, siblings []child, at int) []byte {
	from, to := siblings[at].start, siblings[at].to
	switch {
	case at > 0:
		from = siblings[at-1].to
	case len(siblings) > 1:
		to = siblings[1].start
	}
	return splice(doc, from, to, nil)
}

func insert(doc []byte, start int, siblings []child, token string, c Change, strict bool) ([]byte, error) {
	at := c.At
	if at < 0 || at > len(siblings) {
		if strict {
			return nil, ErrMismatch
		}
		at = len(siblings)
	}
	text := []byte(c.New)
	if doc[start] == '{' {
		name, err := encodeName(unescape(token))
		if err != nil {
			return nil, err
		}
		text = append(append(name, ':'), text...)
	}
	switch {
	case len(siblings) == 0:
		return splice(doc, start+1, start+1, text), nil
	case at == 0:
		return splice(doc, siblings[0].start, siblings[0].start, append(text, ',')), nil
	}
	return splice(doc, siblings[at-1].to, siblings[at-1].to, append([]byte{','}, text...)), nil
}

func splice(doc []byte, from, to int, text []byte) []byte {
	result := make([]byte, 0, len(doc)-(to-from)+len(text))
	result = append(result, doc[:from]...)
	result = append(result, text...)
	return append(result, doc[to:]...)
}
