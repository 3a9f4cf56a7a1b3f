package schemeedit

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"zhunsheng/scoring"
)

// Draft is a scheme that is being edited. It is not for use by several goroutines.
type Draft struct {
	scheme     *scoring.Scheme
	past, next [][]byte // encoded states
	first      []byte
}

// New returns a draft of a copy of a scheme.
func New(s *scoring.Scheme) (*Draft, error) {
	data, err := s.Encode()
	if err != nil {
		return nil, err
	}
	return Restore(data)
}

// Restore returns a draft of what [Draft.Encode] wrote, which need not be a sound scheme.
func Restore(data []byte) (*Draft, error) {
	d := &Draft{first: data}
	return d, d.take(data)
}

// RestoreSteps gives a restored draft the states that can be undone to and redone, as [Draft.Steps] returned them.
func (d *Draft) RestoreSteps(past, next [][]byte) {
	d.past, d.next = slices.Clone(past), slices.Clone(next)
}

// Steps returns the states that can be undone to and redone, encoded, the nearest ones last. They must not be changed.
func (d *Draft) Steps() (past, next [][]byte) { return slices.Clone(d.past), slices.Clone(d.next) }

// take makes an encoded scheme the current one.
func (d *Draft) take(data []byte) error {
	s := new(scoring.Scheme)
	if err := json.Unmarshal(data, s); err != nil {
		return err
	}
	d.scheme = s
	return nil
}

// Encode writes the draft, sound or not.
func (d *Draft) Encode() ([]byte, error) { return d.scheme.Encode() }

// Scheme returns a copy of the scheme as it stands.
func (d *Draft) Scheme() (*scoring.Scheme, error) {
	data, err := d.Encode()
	if err != nil {
		return nil, err
	}
	s := new(scoring.Scheme)
	return s, json.Unmarshal(data, s)
}

// Changed reports whether the draft differs from what it began as.
func (d *Draft) Changed() bool {
	data, err := d.Encode()
	return err != nil || !slices.Equal(data, d.first)
}

// Faults are what keeps the scheme from being used, in the order of its sections.
func (d *Draft) Faults() []*scoring.InputError { return faultsIn(d.scheme.Validate()) }

// faultsIn collects the faults of a document from the tree of an error.
func faultsIn(err error) (faults []*scoring.InputError) {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok { //nolint:errorlint // the tree is walked node by node
		for _, part := range joined.Unwrap() {
			faults = append(faults, faultsIn(part)...)
		}
		return faults
	}
	var fault *scoring.InputError
	if errors.As(err, &fault) {
		faults = append(faults, fault)
	}
	return faults
}

// Undo takes the last change back, Redo makes it again. They report whether there was one.
func (d *Draft) Undo() bool { return d.step(&d.past, &d.next) }

// Redo makes the change that was taken back last again.
func (d *Draft) Redo() bool { return d.step(&d.next, &d.past) }

func (d *Draft) step(from, to *[][]byte) bool {
	if len(*from) == 0 {
		return false
	}
	now, err := d.Encode()
	last := (*from)[len(*from)-1]
	if err != nil || d.take(last) != nil {
		return false
	}
	*from, *to = (*from)[:len(*from)-1], append(*to, now)
	return true
}

// change makes a change that can be undone. One that fails, or changes nothing, leaves no trace.
func (d *Draft) change(do func() error) error {
	before, err := d.Encode()
	if err != nil {
		return err
	}
	if err := do(); err != nil {
		return errors.Join(err, d.take(before))
	}
	after, err := d.Encode()
	if err != nil || slices.Equal(before, after) {
		return err
	}
	d.past, d.next = append(d.past, before), nil
	return nil
}

// Set gives the field at a path a value as a person writes it. What cannot be one is a [*Refusal], and nothing is changed.
func (d *Draft) Set(path, text string) error {
	return d.change(func() error {
		if kind, ok := method(path); ok {
			d.setMethod(kind, text == Yes)
			return nil
		}
		if path == "panel" {
			d.setPanel(text == Yes)
			return nil
		}
		at, key, err := d.at(path)
		if err != nil {
			return err
		}
		return assign(at, key, path, text)
	})
}

// Add puts a new member into a list, behind the one at an index (-1: before the first), and returns its path.
func (d *Draft) Add(list string, after int) (path string, err error) {
	err = d.change(func() error {
		at, _, err := d.at(list)
		if err != nil || at.Kind() != reflect.Slice {
			return &Refusal{Path: list, Key: "scheme.refuse.gone"}
		}
		i := min(max(after+1, 0), at.Len())
		member := reflect.New(at.Type().Elem()).Elem()
		nameNew(member, at)
		at.Set(reflect.Append(at, reflect.Zero(at.Type().Elem())))
		reflect.Copy(at.Slice(i+1, at.Len()), at.Slice(i, at.Len()-1))
		at.Index(i).Set(member)
		path = list + "[" + strconv.Itoa(i) + "]"
		return nil
	})
	return path, err
}

// nameNew gives a new member an ID that none of its list has.
func nameNew(member, list reflect.Value) {
	if member.Kind() != reflect.Struct {
		return
	}
	id := member.FieldByName("ID")
	if !id.IsValid() {
		return
	}
	for n := list.Len() + 1; ; n++ {
		name, taken := "n"+strconv.Itoa(n), false
		for i := range list.Len() {
			taken = taken || list.Index(i).FieldByName("ID").String() == name
		}
		if !taken {
			id.SetString(name)
			return
		}
	}
}

// Remove takes the member of a list at a path out.
func (d *Draft) Remove(path string) error {
	return d.change(func() error {
		list, i, err := d.member(path)
		if err != nil {
			return err
		}
		list.Set(reflect.AppendSlice(list.Slice(0, i), list.Slice(i+1, list.Len())))
		return nil
	})
}

// Move puts the member of a list at a path one place up (-1) or down (1), and returns its new path. At the end of the list it stays.
func (d *Draft) Move(path string, direction int) (moved string, err error) {
	moved = path
	err = d.change(func() error {
		list, i, err := d.member(path)
		if err != nil {
			return err
		}
		to := i + direction
		if to < 0 || to >= list.Len() {
			return nil
		}
		reflect.Swapper(list.Interface())(i, to)
		moved = path[:strings.LastIndexByte(path, '[')] + "[" + strconv.Itoa(to) + "]"
		return nil
	})
	return moved, err
}

// member returns a list and the index of one of its members.
func (d *Draft) member(path string) (reflect.Value, int, error) {
	open := strings.LastIndexByte(path, '[')
	if open < 0 || !strings.HasSuffix(path, "]") {
		return reflect.Value{}, 0, &Refusal{Path: path, Key: "scheme.refuse.gone"}
	}
	i, err := strconv.Atoi(path[open+1 : len(path)-1])
	list, _, failed := d.at(path[:open])
	if err != nil || failed != nil || list.Kind() != reflect.Slice || i < 0 || i >= list.Len() {
		return reflect.Value{}, 0, &Refusal{Path: path, Key: "scheme.refuse.gone"}
	}
	return list, i, nil
}

func (d *Draft) setPanel(on bool) {
	if on && d.scheme.Panel == nil {
		d.scheme.Panel = &scoring.PanelRule{Method: scoring.PanelMean}
	} else if !on {
		d.scheme.Panel = nil
	}
}

// method returns the kind of method that a path such as "methods[tier]" names.
func method(path string) (scoring.MethodKind, bool) {
	name, ok := strings.CutPrefix(path, "methods[")
	if !ok || !strings.HasSuffix(name, "]") {
		return "", false
	}
	return scoring.MethodKind(strings.TrimSuffix(name, "]")), true
}

// setMethod allows or forbids a method; those that are allowed stand in the order in which methods are offered.
func (d *Draft) setMethod(kind scoring.MethodKind, on bool) {
	var allowed []scoring.MethodKind
	for _, k := range scoring.MethodKinds() {
		if k == kind && on || k != kind && d.scheme.Allows(k) {
			allowed = append(allowed, k)
		}
	}
	d.scheme.Methods = allowed
}
