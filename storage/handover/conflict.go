package handover

import (
	"context"
	"encoding/json"
	"fmt"

	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// Undecided are the conflicts of one record.
type Undecided struct {
	Kind      string           `json:"kind"`
	Key       string           `json:"key"`
	Title     string           `json:"title,omitempty"`
	Conflicts []merge.Conflict `json:"conflicts"`
}

// Conflicts lists the records with fields that wait for a decision, by kind and key.
func (x *Exchange) Conflicts(ctx context.Context) ([]Undecided, error) {
	var heads []*state
	err := x.store.Notes(ctx, noteHead, func(_ string, value []byte) error {
		s, err := decodeHead(value)
		if err == nil && s.Conflicts > 0 {
			heads = append(heads, s)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var all []Undecided
	for _, s := range heads {
		if err := x.decode(ctx, s); err != nil {
			return nil, err
		}
		all = append(all, Undecided{
			Kind: s.Info.Kind, Key: s.Info.Key, Title: s.Info.Title, Conflicts: s.record.View(shapeOf(s.Info.Kind)).Conflicts,
		})
	}
	return all, nil
}

// Undecided counts the fields that wait for a decision, without reading their values.
func (x *Exchange) Undecided(ctx context.Context) (count int, err error) {
	err = x.store.Notes(ctx, noteHead, func(_ string, value []byte) error {
		s, err := decodeHead(value)
		if err == nil {
			count += s.Conflicts
		}
		return err
	})
	return count, err
}

// Decide settles a conflict: data is the value that counts, nil removes the field; for a deleted record or element nil confirms the
// deletion, anything else keeps it. Edits made since are kept. Errors are those of the store, or [ErrAbsent] for what is not in conflict.
func (x *Exchange) Decide(ctx context.Context, kind, key, path string, data json.RawMessage) error {
	s, revision, err := x.latest(ctx, kind, key)
	if err != nil {
		return err
	}
	shape := shapeOf(kind)
	found := false
	for _, c := range s.record.View(shape).Conflicts {
		found = found || c.Path == path
	}
	if !found {
		return fmt.Errorf("conflict on %q of %s %s: %w", path, kind, key, ErrAbsent)
	}
	if err := s.record.Decide(shape, path, data, x.edit()); err != nil {
		return err
	}
	return x.save(ctx, "decide", s, revision)
}

// latest returns the decoded state of a record with the user's edits.
func (x *Exchange) latest(ctx context.Context, kind, key string) (*state, uint64, error) {
	var revision uint64
	s, err := x.load(ctx, kind, key)
	if err == nil && kind == bundle.RecordEvaluation {
		var revisions map[string]uint64
		if revisions, err = x.store.Revisions(ctx, []int{yearOf(key)}); err == nil {
			revision = revisions[key]
			s, err = x.current(ctx, key, revision)
		}
	}
	if err != nil {
		return nil, 0, err
	}
	return s, revision, x.decode(ctx, s)
}

// save writes a record and its evaluation, which is at the revision seen.
func (x *Exchange) save(ctx context.Context, reason string, s *state, seen uint64) error {
	shape := shapeOf(s.Info.Kind)
	if err := s.describe(shape); err != nil {
		return err
	}
	document := s.record.View(shape).Document
	return x.store.Change(ctx, reason, func(revision uint64) ([]Change, error) {
		if s.Info.Kind != bundle.RecordEvaluation {
			return s.notes(0)
		}
		if document == nil {
			notes, err := s.notes(0)
			if seen == 0 {
				return notes, err
			}
			return append(notes, Change{Evaluation: s.Info.Key, Seen: seen}), err
		}
		value, err := storable(s.Info.Kind, document)
		if err != nil {
			return nil, err
		}
		notes, err := s.notes(revision)
		return append(notes, Change{Evaluation: s.Info.Key, Seen: seen, Value: value}), err
	})
}

// Put keeps a document of a kind that the store has no place of its own for, such as a scheme that is handed over; nil deletes it.
func (x *Exchange) Put(ctx context.Context, kind, key string, document json.RawMessage) error {
	return x.Keep(ctx, Deed("keep "+kind), kind, key, document)
}

// Deed says what was done to a document, for the history: the kind of work ([Review], [Panel]), a word, and to what, such as
// "review return 2022/id/0001".
type Deed string

// The kinds of work on documents.
const (
	Review = "review"
	Panel  = "panel"
)

// Keep keeps a document as Put does, as a deed of the user's. Further changes are made with it, all or none; without any, a document that
// is kept as it is already is no deed.
func (x *Exchange) Keep(ctx context.Context, deed Deed, kind, key string, document json.RawMessage, with ...Change) error {
	s, err := x.load(ctx, kind, key)
	if err != nil {
		return err
	}
	if err := x.decode(ctx, s); err != nil {
		return err
	}
	changed, err := s.record.Update(shapeOf(kind), document, x.edit())
	if err != nil || !changed && len(with) == 0 {
		return err
	}
	if err := s.describe(shapeOf(kind)); err != nil {
		return err
	}
	return x.store.Change(ctx, string(deed), func(uint64) ([]Change, error) {
		changes, err := s.notes(0)
		return append(changes, with...), err
	})
}

// Get returns such a document, or an error wrapping [ErrAbsent].
func (x *Exchange) Get(ctx context.Context, kind, key string) (json.RawMessage, error) {
	s, err := x.load(ctx, kind, key)
	if err != nil {
		return nil, err
	}
	if err := x.decode(ctx, s); err != nil {
		return nil, err
	}
	document := s.record.View(shapeOf(kind)).Document
	if document == nil {
		return nil, &AbsentError{Kind: string(kind), Key: key}
	}
	return document, nil
}

// Keys lists the documents of a kind that are kept here, by key, deleted ones left out.
func (x *Exchange) Keys(ctx context.Context, kind string) ([]string, error) {
	var keys []string
	err := x.store.Notes(ctx, noteHead+kind+"/", func(name string, value []byte) error {
		s, err := decodeHead(value)
		if err == nil && !s.Info.Deleted {
			keys = append(keys, s.Info.Key)
		}
		return err
	})
	return keys, err
}
