package storage

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"zhunsheng/storage/delta"
)

// tx is a change while it is prepared: it reads the engine's state, what earlier changes prepared that are not applied yet, and its own
// writes.
type tx struct {
	base    reader
	over    map[string]overlaid
	writes  map[string][]byte // nil: removed
	order   []string
	reads   map[string][]byte // of primary records, nil: absent
	before  map[string][]byte // of the primary records written
	diffs   map[string][]delta.Change
	headers []headerChange
	bulk    *bulk // the large action that this change is a part of, nil for none
	made    []Op  // what ops returned, until something more is written
}

// overlaid is a value that was prepared by the change with a revision; nil: removed.
type overlaid struct {
	value    []byte
	revision uint64
}

// headerChange tells the list of a year what changed; a nil header was removed.
type headerChange struct {
	year   int
	id     string
	header *Header
}

func newTx(base reader, over map[string]overlaid) *tx {
	return &tx{base: base, over: over, writes: map[string][]byte{}, reads: map[string][]byte{}, before: map[string][]byte{}, diffs: map[string][]delta.Change{}}
}

func (t *tx) get(key []byte) ([]byte, error) {
	if value, ok := t.writes[string(key)]; ok {
		if value == nil {
			return nil, errAbsent
		}
		return bytes.Clone(value), nil
	}
	return t.getBefore(key)
}

// getBefore reads a value from before the change. That of a primary record is kept: writing the record asks for it again.
func (t *tx) getBefore(key []byte) ([]byte, error) {
	value, ok := t.reads[string(key)]
	if !ok {
		var err error
		if value, err = t.fetch(key); err != nil && !errors.Is(err, errAbsent) {
			return nil, err
		}
		if natures[kindOf(key)].primary {
			t.reads[string(key)] = value
		}
	}
	if value == nil {
		return nil, errAbsent
	}
	return value, nil
}

func (t *tx) fetch(key []byte) ([]byte, error) {
	if o, ok := t.over[string(key)]; ok {
		if o.value == nil {
			return nil, errAbsent
		}
		return o.value, nil
	}
	return t.base.get(key)
}

func (t *tx) scan(prefix []byte, visit func(key, value []byte) error) error {
	found := map[string][]byte{}
	err := t.base.scan(prefix, func(key, value []byte) error {
		found[string(key)] = bytes.Clone(value)
		return nil
	})
	if err != nil {
		return err
	}
	put := func(key string, value []byte) {
		if !strings.HasPrefix(key, string(prefix)) {
			return
		}
		if value == nil {
			delete(found, key)
		} else {
			found[key] = value
		}
	}
	for key, o := range t.over {
		put(key, o.value)
	}
	for key, value := range t.writes {
		put(key, value)
	}
	keys := make([]string, 0, len(found))
	for key := range found {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		if err := visit([]byte(key), found[key]); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) set(key, value []byte) error { return t.put(key, value) }

func (t *tx) remove(key []byte) error { return t.put(key, nil) }

func (t *tx) put(key, value []byte) error {
	t.made = nil
	name := string(key)
	if _, again := t.writes[name]; !again {
		t.order = append(t.order, name)
		if natures[kindOf(key)].primary {
			before, err := t.getBefore(key)
			if err != nil && !errors.Is(err, errAbsent) {
				return err
			}
			t.before[name] = before
		}
	}
	t.writes[name] = value
	return nil
}

// changes returns what was written, in its order.
func (t *tx) changes() []keyValue {
	changes := make([]keyValue, 0, len(t.order))
	for _, key := range t.order {
		changes = append(changes, keyValue{key: []byte(key), value: t.writes[key]})
	}
	return changes
}

// ops says how the primary records changed. A record that holds the same content afterwards is left out.
func (t *tx) ops() ([]Op, error) {
	if t.made != nil {
		return t.made, nil
	}
	var ops []Op
	for _, key := range t.order {
		if !natures[kindOf([]byte(key))].primary {
			continue
		}
		before, after := t.before[key], t.writes[key]
		if before == nil && after == nil {
			continue
		}
		op, err := makeOp([]byte(key), before, after, t.diffs[key])
		if err != nil {
			return nil, err
		}
		ops = append(ops, op)
	}
	t.made = ops
	return ops, nil
}
