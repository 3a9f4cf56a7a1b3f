package storage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/storage/delta"
)

// Edit is what somebody made of an evaluation that others may have changed since it was read.
type Edit struct {
	Before *scoring.Evaluation // what the editor was given
	After  *scoring.Evaluation // what was made of it; id and year are the same
	// Seen is the revision at which the store holds just what Before is; 0: the store finds out what others changed.
	Seen uint64
	// Over makes the editor's values count where others changed the same fields. Without it such an edit is refused.
	Over bool
}

// Clash is a field that an editor and others changed differently.
type Clash struct {
	Path   string          // of package delta; that of a whole list where its elements have no names
	Before json.RawMessage // what the editor was given; nil for nothing, as in the others
	Mine   json.RawMessage
	Now    json.RawMessage // in the store
}

// ClashError is the [ErrConflict] of an edit in fields that others changed otherwise since the editor read the evaluation. Nothing was
// stored.
type ClashError struct {
	Year   int
	ID     string
	Fields []Clash // at least one
}

// Error names the first field.
func (e *ClashError) Error() string {
	return fmt.Sprintf("%s: %v (%d fields were changed otherwise since it was read, %s among them)",
		placeOf(KindEvaluation, e.Year, e.ID), ErrConflict, len(e.Fields), e.Fields[0].Path)
}

// Message names the sentence for the user.
func (e *ClashError) Message() scoring.Message {
	return scoring.Message{Key: "storage.conflict", Args: scoring.Args{"place": spokenPlace(KindEvaluation, e.Year, e.ID), "text": e.Error()}}
}

// Unwrap returns [ErrConflict].
func (e *ClashError) Unwrap() error { return ErrConflict }

// Amended is what became of an edit.
type Amended struct {
	Header  Header              // as stored
	Changed bool                // an action was made; its number is the header's revision
	Now     *scoring.Evaluation // what the evaluation is, where others changed it too; nil where it is what the editor made of it
}

// Amend stores an edit of an evaluation field by field: what others changed since the editor read it stays as it is. The error is a
// [*ClashError] where a field was changed by both, differently; others are those of [Store.Update].
func (s *Store) Amend(ctx context.Context, edit Edit) (Amended, error) {
	var a Amended
	before := uint64(0)
	var err error
	a.Header, err = s.edit(ctx, edit.After.FiscalYear, edit.After.ID, 0, func(stored *scoring.Evaluation, revision uint64) error {
		before = revision
		if edit.Seen != 0 && edit.Seen == revision {
			*stored = *edit.After
			return nil
		}
		merged, err := edit.onto(stored)
		if err != nil {
			return err
		}
		if merged != edit.After {
			a.Now = merged.Clone()
		}
		*stored = *merged
		return nil
	})
	a.Changed = err == nil && a.Header.Revision != before
	return a, err
}

// onto makes the edit on what the store holds now. It returns the edit's own evaluation where that is the result.
func (e *Edit) onto(stored *scoring.Evaluation) (*scoring.Evaluation, error) {
	before, err := encodeJSON(e.Before)
	if err != nil {
		return nil, unstorable(err)
	}
	after, err := encodeJSON(e.After)
	if err != nil {
		return nil, unstorable(err)
	}
	now, err := encodeJSON(stored)
	if err != nil {
		return nil, unstorable(err)
	}
	if bytes.Equal(before, now) || bytes.Equal(after, now) {
		return e.After, nil
	}
	merged, clashes, err := rebase(before, after, now, e.Over)
	if err != nil {
		return nil, err
	}
	if len(clashes) > 0 {
		return nil, &ClashError{Year: e.After.FiscalYear, ID: e.After.ID, Fields: clashes}
	}
	if bytes.Equal(merged, after) {
		return e.After, nil
	}
	result := new(scoring.Evaluation)
	if err := decodeJSON(merged, result); err != nil {
		return nil, unstorable(err)
	}
	return result, nil
}

// rebase makes on now what turned before into after. Fields that were changed differently on the way from before to now are returned
// instead; over makes them what after says.
func rebase(before, after, now []byte, over bool) ([]byte, []Clash, error) {
	mine, err := delta.Diff(before, after)
	if err != nil {
		return nil, nil, unstorable(err)
	}
	others, err := delta.Diff(before, now)
	if err != nil {
		return nil, nil, unstorable(err)
	}
	p := newPairs(mine, others)
	if len(p.clashes) > 0 && !over {
		return nil, p.clashes, nil
	}
	now, left := delta.ApplyLoose(now, append(delta.Invert(p.given), p.edits...))
	if len(left) > 0 { // cannot be, as nothing of the others is in the way
		return nil, nil, unstorable(errors.New("cannot be merged: " + strings.Join(left, ", ")))
	}
	return now, nil, nil
}

// pairs are the changes of an editor beside those that others made on the same document.
type pairs struct {
	edits   []delta.Change // the editor's, but for those that the others made as well
	clashes []Clash
	given   []delta.Change // what of the others gives way to the editor
}

func newPairs(mine, others []delta.Change) pairs {
	var p pairs
	fields, theirs := group(mine), group(others)
	gave := map[string]bool{}
	for _, f := range fields {
		same := false
		for _, o := range theirs {
			if !overlap(f.path, o.path) {
				continue
			}
			if same = f.path == o.path && reflect.DeepEqual(f.changes, o.changes); same {
				break
			}
			p.clashes = append(p.clashes, Clash{Path: f.path, Before: f.old(), Mine: f.now(), Now: o.now()})
			if !gave[o.path] {
				gave[o.path] = true
				p.given = append(p.given, o.changes...)
			}
		}
		if !same {
			p.edits = append(p.edits, f.changes...)
		}
	}
	return p
}

// field is a path with all changes at it: one, unless it is a list whose elements have no names of their own.
type field struct {
	path    string
	changes []delta.Change
}

// old is what the field held before, if it is a field with a value of its own; nil for a list.
func (f *field) old() json.RawMessage {
	if len(f.changes) == 1 && f.changes[0].Path == f.path {
		return f.changes[0].Old
	}
	return nil
}

func (f *field) now() json.RawMessage {
	if len(f.changes) == 1 && f.changes[0].Path == f.path {
		return f.changes[0].New
	}
	return nil
}

// group puts the changes of each field together, in the order in which they came.
func group(changes []delta.Change) []*field {
	var fields []*field
	at := map[string]*field{}
	for _, c := range changes {
		path := unpositioned(c.Path)
		f := at[path]
		if f == nil {
			f = &field{path: path}
			at[path], fields = f, append(fields, f)
		}
		f.changes = append(f.changes, c)
	}
	return fields
}

// unpositioned is a path up to the first list in it whose elements go by their positions: those mean something else as soon as somebody
// puts an element in.
func unpositioned(path string) string {
	for at := 0; at < len(path); {
		end := strings.IndexByte(path[at+1:], '/')
		if end < 0 {
			end = len(path) - at - 1
		}
		if token := path[at+1 : at+1+end]; token != "" && strings.Trim(token, "0123456789") == "" {
			return path[:at]
		}
		at += 1 + end
	}
	return path
}

// overlap reports whether one path is the other or leads to something in it.
func overlap(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return strings.HasPrefix(b, a) && (len(a) == len(b) || b[len(a)] == '/')
}
