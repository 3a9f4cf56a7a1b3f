package handover

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// before is what undoing needs of one record.
type before struct {
	Kind     string          `json:"kind"`
	Key      string          `json:"key"`
	Head     *head           `json:"head,omitempty"`     // nil: there was no record
	Line     json.RawMessage `json:"line,omitempty"`     // packed
	Document json.RawMessage `json:"document,omitempty"` // nil: there was no evaluation
	After    merge.Vector    `json:"after"`
}

// application applies the records of one bundle, some at a time.
type application struct {
	x       *Exchange
	me      imported
	started bool // there is a pending note
	number  int  // of the next undo note
	steps   []step
	size    int
	writing chan error // of the changes that are being written beside the reading; nil: none
}

type step struct {
	before before
	seen   uint64
	after  *state
	write  document
	own    *Change // where a record becomes the store's own; nothing else then
}

func (x *Exchange) apply(ctx context.Context, r *bundle.Reader, choice Choice, known checked, p *imported) (*Result, error) {
	l, err := x.localOf(ctx, r)
	if err != nil {
		return nil, err
	}
	a, err := x.application(ctx, r.Manifest(), p)
	if err != nil {
		return nil, err
	}
	out := newResult(r)
	err = x.visit(ctx, r, l, choice, known, true, func(item Item, before, after *state, document document) error {
		out.add(item)
		if !item.changes() {
			return nil
		}
		s, err := x.step(ctx, l, before, after, document)
		if err != nil {
			return err
		}
		a.steps = append(a.steps, s)
		if a.size += len(after.line) + len(document.content) + len(s.before.Line); a.size < batchBytes {
			return nil
		}
		return a.flush(ctx, false)
	})
	if err != nil {
		return nil, errors.Join(err, a.wait())
	}
	if err := a.accept(ctx, r, choice.Accept); err != nil {
		return nil, errors.Join(err, a.wait())
	}
	err = a.finish(ctx, r.Manifest())
	return out, errors.Join(err, a.wait())
}

func (x *Exchange) application(ctx context.Context, m *bundle.Manifest, p *imported) (*application, error) {
	if p != nil {
		a := &application{x: x, me: *p, started: true}
		return a, x.store.Notes(ctx, noteUndo+m.Bundle+"/", func(string, []byte) error {
			a.number++
			return nil
		})
	}
	me, err := x.self(ctx)
	if err != nil {
		return nil, err
	}
	a := &application{x: x, me: imported{
		Bundle: m.Bundle, Store: m.Store, Sequence: m.Sequence, From: strings.TrimSpace(m.Creator.Unit + " " + m.Creator.Name),
		Kind: string(m.Kind), Title: titleOf(m), Count: len(m.Records), At: x.who.Now().UTC().Format(time.RFC3339), Exported: me.Sequence,
	}}
	// Where this bundle was taken in before in part, or undone, what is kept for undoing goes on counting.
	return a, x.store.Notes(ctx, noteUndo+m.Bundle+"/", func(string, []byte) error {
		a.number++
		return nil
	})
}

// titleOf is what the first record of a bundle that has a name is called.
func titleOf(m *bundle.Manifest) string {
	for i := range m.Records {
		if m.Records[i].Title != "" {
			return m.Records[i].Title
		}
	}
	return ""
}

// step makes the change of one record, and what undoes it.
func (x *Exchange) step(ctx context.Context, l *local, was, after *state, document document) (step, error) {
	s := step{after: after, write: document, before: before{Kind: was.Info.Kind, Key: was.Info.Key, After: after.Info.Vector}}
	if len(was.Info.Vector) > 0 {
		if err := x.decode(ctx, was); err != nil {
			return s, err
		}
		h := was.head
		line, err := packed(was.line)
		if err != nil {
			return s, err
		}
		s.before.Head, s.before.Line = &h, line
	}
	if was.Info.Kind == bundle.RecordEvaluation {
		if s.seen = l.revisions[was.Info.Key]; s.seen != 0 {
			old, revision, err := x.store.Evaluation(ctx, was.Info.Key)
			if err != nil {
				return s, err
			}
			if revision != s.seen {
				return s, ErrMoved
			}
			s.before.Document = old
		}
	}
	return s, nil
}

// changes are the store's changes of a step. The evaluation is written only where it differs.
func (s *step) changes(revision uint64) ([]Change, error) {
	if s.own != nil {
		return []Change{*s.own}, nil
	}
	var changes []Change
	at := s.seen
	if s.after.Info.Kind == bundle.RecordEvaluation && !bytes.Equal(s.write.content, s.before.Document) {
		changes = append(changes, Change{Evaluation: s.after.Info.Key, Seen: s.seen, Value: s.write.content, Decoded: s.write.decoded})
		if at = revision; s.write.content == nil {
			at = 0
		}
	}
	notes, err := s.after.notes(at)
	return append(changes, notes...), err
}

// flush applies what has been collected, beside the reading of what follows; the last changes are waited for. What belongs to a step,
// and what undoes it, is written together; with the last step the import is finished.
func (a *application) flush(ctx context.Context, last bool, more ...Change) error {
	if err := a.wait(); err != nil {
		return err
	}
	batch := *a
	a.started = a.started || !last
	a.number++
	a.steps, a.size = nil, 0
	writing := make(chan error, 1)
	a.writing = writing
	go func() { writing <- batch.write(ctx, last, more) }()
	if last {
		return a.wait()
	}
	return nil
}

// wait waits for the changes that are being written.
func (a *application) wait() error {
	if a.writing == nil {
		return nil
	}
	err := <-a.writing
	a.writing = nil
	return err
}

func (a *application) write(ctx context.Context, last bool, more []Change) error {
	return a.x.store.Change(ctx, "import "+a.me.Bundle, func(revision uint64) ([]Change, error) {
		var changes []Change
		var undo []before
		for i := range a.steps {
			part, err := a.steps[i].changes(revision)
			if err != nil {
				return nil, err
			}
			changes = append(changes, part...)
			undo = append(undo, a.steps[i].before)
		}
		if len(undo) > 0 {
			value, err := json.Marshal(undo)
			if err != nil {
				return nil, err
			}
			changes = append(changes, Change{Note: fmt.Sprintf("%s%s/%06d", noteUndo, a.me.Bundle, a.number), Value: value})
		}
		if !last && !a.started {
			value, err := json.Marshal(a.me)
			if err != nil {
				return nil, err
			}
			changes = append(changes, Change{Note: notePending, Value: value})
		}
		if last && a.started {
			changes = append(changes, Change{Note: notePending})
		}
		return append(changes, more...), nil
	})
}

// finish applies the rest and notes that the bundle has been taken in. An import that changes nothing writes nothing.
func (a *application) finish(ctx context.Context, m *bundle.Manifest) error {
	last, _, err := a.x.taken(ctx, m)
	if err != nil {
		return err
	}
	if len(a.steps) == 0 && !a.started && last.Sequence >= m.Sequence {
		return nil
	}
	note, err := json.Marshal(a.me)
	if err != nil {
		return err
	}
	more := []Change{}
	if len(a.steps) > 0 || a.started {
		more = append(more, Change{Note: noteImport + m.Bundle, Value: note})
	}
	if last.Sequence < m.Sequence {
		value, err := json.Marshal(source{Sequence: m.Sequence, Bundle: m.Bundle})
		if err != nil {
			return err
		}
		more = append(more, Change{Note: noteSource + m.Store, Value: value})
	}
	return a.flush(ctx, true, more...)
}
