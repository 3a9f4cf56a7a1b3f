package handover

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// LaterError is the [ErrLater] of an import that cannot be undone: these records, as kind/key, were edited since.
type LaterError struct{ Records []string }

// Error counts them and names the first.
func (e *LaterError) Error() string {
	return fmt.Sprintf("%d records were edited since the import, the first is %s", len(e.Records), e.Records[0])
}

// Unwrap returns [ErrLater].
func (e *LaterError) Unwrap() error { return ErrLater }

// Undo takes back an import, finished or pending, as a whole: every record is as it was before. Where one was edited since nothing is
// changed, and the error is a [*LaterError]. Evidence stays. An import that is not there is [ErrNoImport]. An interrupted Undo is
// finished by calling it again.
func (x *Exchange) Undo(ctx context.Context, bundleID string) error {
	p, err := x.pending(ctx)
	if err != nil {
		return err
	}
	if p != nil && p.Bundle != bundleID {
		return fmt.Errorf("bundle %s: %w", p.Bundle, ErrPending)
	}
	names, err := x.undoNotes(ctx, bundleID)
	if err != nil {
		return err
	}
	me, err := x.importOf(ctx, bundleID, p)
	if err != nil {
		return err
	}
	revisions, err := x.store.Revisions(ctx, nil)
	if err != nil {
		return err
	}
	if err := x.untouched(ctx, names, revisions); err != nil {
		return err
	}
	slices.Reverse(names)
	for i, name := range names {
		last := i == len(names)-1
		if err := x.undoPart(ctx, name, me, revisions, last); err != nil {
			return err
		}
	}
	if len(names) > 0 {
		return nil
	}
	return x.change(ctx, "undo", []Change{{Note: noteImport + bundleID}, {Note: notePending}})
}

func (x *Exchange) undoNotes(ctx context.Context, bundleID string) ([]string, error) {
	var names []string
	err := x.store.Notes(ctx, noteUndo+bundleID+"/", func(name string, _ []byte) error {
		names = append(names, strings.Clone(name))
		return nil
	})
	return names, err
}

func (x *Exchange) importOf(ctx context.Context, bundleID string, p *imported) (*imported, error) {
	if p != nil {
		return p, nil
	}
	value, err := x.store.Note(ctx, noteImport+bundleID)
	if errors.Is(err, ErrAbsent) {
		return nil, fmt.Errorf("bundle %s: %w", bundleID, ErrNoImport)
	}
	if err != nil {
		return nil, err
	}
	p = new(imported)
	return p, json.Unmarshal(value, p)
}

func (x *Exchange) undoList(ctx context.Context, name string) ([]before, error) {
	value, err := x.store.Note(ctx, name)
	if err != nil {
		return nil, err
	}
	var list []before
	return list, json.Unmarshal(value, &list)
}

// untouched makes sure that every record of an import is as the import left it.
func (x *Exchange) untouched(ctx context.Context, names []string, revisions map[string]uint64) error {
	seen := map[string]bool{}
	var later []string
	for _, name := range slices.Backward(names) {
		list, err := x.undoList(ctx, name)
		if err != nil {
			return err
		}
		for i := range list {
			b := &list[i]
			id := b.Kind + "/" + b.Key
			if seen[id] {
				continue
			}
			seen[id] = true
			if strings.HasPrefix(b.Kind, ownStep) {
				if _, ok, err := x.undoOwn(ctx, b); err != nil {
					return err
				} else if !ok {
					later = append(later, strings.TrimPrefix(id, ownStep))
				}
				continue
			}
			s, err := x.standing(ctx, b, revisions)
			if err != nil {
				return err
			}
			if s.Info.Vector.Compare(b.After) != merge.Equal {
				later = append(later, id)
			}
		}
	}
	if len(later) > 0 {
		return &LaterError{Records: later}
	}
	return nil
}

// standing is a record as it is now. An evaluation that was changed and changed back since its note was written is as the note says.
func (x *Exchange) standing(ctx context.Context, b *before, revisions map[string]uint64) (*state, error) {
	if b.Kind == bundle.RecordEvaluation {
		return x.current(ctx, b.Key, revisions[b.Key])
	}
	return x.load(ctx, b.Kind, b.Key)
}

// undoPart takes back what one note keeps.
func (x *Exchange) undoPart(ctx context.Context, name string, me *imported, revisions map[string]uint64, last bool) error {
	list, err := x.undoList(ctx, name)
	if err != nil {
		return err
	}
	self, err := x.self(ctx)
	if err != nil {
		return err
	}
	// Once something was handed over since, others have seen the versions of the import: taking back is an edit then.
	shared := self.Sequence > me.Exported
	var parts []func(revision uint64) ([]Change, error)
	for i := range list {
		part, err := x.undoRecord(ctx, &list[i], revisions, shared)
		if err != nil {
			return err
		}
		parts = append(parts, part)
	}
	return x.store.Change(ctx, "undo import "+me.Bundle, func(revision uint64) ([]Change, error) {
		changes := []Change{{Note: name}}
		for _, part := range parts {
			more, err := part(revision)
			if err != nil {
				return nil, err
			}
			changes = append(changes, more...)
		}
		if last {
			return append(changes, Change{Note: noteImport + me.Bundle}, Change{Note: notePending}, Change{Note: noteSource + me.Store}), nil
		}
		undoing := *me
		undoing.Undoing = true
		value, err := json.Marshal(undoing)
		return append(changes, Change{Note: notePending, Value: value}), err
	})
}

// undoRecord returns what makes the changes that take back one record.
func (x *Exchange) undoRecord(ctx context.Context, b *before, revisions map[string]uint64, shared bool) (func(revision uint64) ([]Change, error), error) {
	if strings.HasPrefix(b.Kind, ownStep) {
		changes, _, err := x.undoOwn(ctx, b)
		return func(uint64) ([]Change, error) { return changes, nil }, err
	}
	s, err := x.standing(ctx, b, revisions)
	if err != nil {
		return nil, err
	}
	seen := s.Revision
	id := b.Kind + "/" + b.Key
	var notes func(at uint64) ([]Change, error)
	switch {
	case shared:
		if err := x.decode(ctx, s); err != nil {
			return nil, err
		}
		if err := x.takeBack(s, b); err != nil {
			return nil, err
		}
		notes = s.notes
	case b.Head == nil:
		notes = func(uint64) ([]Change, error) { return []Change{{Note: noteHead + id}, {Note: noteRecord + id}}, nil }
	default:
		line, err := unpacked(b.Line)
		if err != nil {
			return nil, err
		}
		notes = (&state{head: *b.Head, line: line}).notes
	}
	return func(revision uint64) ([]Change, error) {
		at := uint64(0)
		if b.Document != nil {
			at = revision
		}
		changes, err := notes(at)
		if b.Kind == bundle.RecordEvaluation && (seen != 0 || b.Document != nil) {
			changes = append(changes, Change{Evaluation: b.Key, Seen: seen, Value: b.Document})
		}
		return changes, err
	}, nil
}

// takeBack gives a record the document that it had, as an edit of this device.
func (x *Exchange) takeBack(s *state, b *before) error {
	shape := shapeOf(b.Kind)
	document := b.Document
	if b.Kind != bundle.RecordEvaluation && b.Line != nil {
		line, err := unpacked(b.Line)
		if err != nil {
			return err
		}
		old, err := merge.Decode(shape, line)
		if err != nil {
			return err
		}
		document = old.View(shape).Document
	}
	if b.Kind == bundle.RecordEvaluation {
		return edited(s, document, x.edit())
	}
	if _, err := s.record.Update(shape, document, x.edit()); err != nil {
		return err
	}
	return s.describe(shape)
}
