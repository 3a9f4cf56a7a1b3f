package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"zhunsheng/storage/delta"
)

// Undo takes back the last action on an evaluation that is not taken back yet, as a new action: nothing is erased, and it works across
// restarts. It returns the entry that was undone, or a [*RecordError] wrapping [ErrNothingToUndo], [ErrYearClosed], or [ErrConflict]
// where what it would change was changed otherwise since.
func (s *Store) Undo(ctx context.Context, year int, id string) (Entry, error) {
	return s.step(ctx, year, id, true)
}

// Redo makes the action that was undone last again, and returns its entry. Another action in between leaves nothing to redo. Errors are
// those of [Store.Undo].
func (s *Store) Redo(ctx context.Context, year int, id string) (Entry, error) {
	return s.step(ctx, year, id, false)
}

// CanUndo returns the numbers of the actions on an evaluation that [Store.Undo] and [Store.Redo] would turn to, 0 for none.
func (s *Store) CanUndo(ctx context.Context, year int, id string) (undo, redo uint64, err error) {
	err = s.view(ctx, func(tx reader) error {
		stacks, err := s.stacks(tx, year, id)
		undo, redo = last(stacks.done).Seq, last(stacks.undone).Seq
		return err
	})
	return undo, redo, err
}

func last(entries []Entry) Entry {
	if len(entries) == 0 {
		return Entry{}
	}
	return entries[len(entries)-1]
}

func (s *Store) step(ctx context.Context, year int, id string, undo bool) (Entry, error) {
	what := ActionRedo
	if undo {
		what = ActionUndo
	}
	// The entries are read before the change: those that are being written cannot be read yet.
	for {
		var target Entry
		var newest uint64
		err := s.view(ctx, func(tx reader) error {
			stacks, err := s.stacks(tx, year, id)
			if err != nil {
				return err
			}
			newest = stacks.newest
			if target = last(stacks.undone); undo {
				target = last(stacks.done)
			}
			if target.Seq == 0 {
				return &RecordError{Kind: KindEvaluation, Year: year, ID: id, Err: ErrNothingToUndo}
			}
			return nil
		})
		if err != nil {
			return Entry{}, err
		}
		action := Entry{Action: what, Year: year, ID: id}
		if undo {
			action.Undoes = target.Seq
		} else {
			action.Redoes = target.Seq
		}
		err = s.change(ctx, action, func(tx *tx, revision uint64) error {
			traces, err := traced(tx, year, id)
			if err != nil {
				return err
			}
			if len(traces) > 0 && traces[len(traces)-1].seq != newest {
				return errMoved
			}
			return s.replayOps(tx, target, year, id, undo, revision)
		})
		if !errors.Is(err, errMoved) {
			return target, err
		}
	}
}

var errMoved = errors.New("another action came in between")

// stacks are the actions on an evaluation that can be undone and redone, the next one last.
type stacks struct {
	done, undone []Entry
	newest       uint64
}

func (s *Store) stacks(tx reader, year int, id string) (stacks, error) {
	var st stacks
	traces, err := traced(tx, year, id)
	if err != nil || len(traces) == 0 {
		return st, err
	}
	st.newest = traces[len(traces)-1].seq
	entries, err := s.traceEntries(traces, year, id)
	if err != nil && !errors.Is(err, ErrDamaged) { // what is before a damaged entry can still be looked at
		return st, err
	}
	for _, e := range entries {
		switch {
		case e.Undoes != 0:
			st.undone = append(st.undone, take(&st.done, e.Undoes)...)
		case e.Redoes != 0:
			if again := take(&st.undone, e.Redoes); len(again) > 0 {
				st.done = append(st.done, again...)
				continue
			}
			take(&st.done, e.Redoes) // it took an import back, and was taken back itself
		default:
			st.done, st.undone = append(st.done, e), nil
		}
	}
	return st, nil
}

// take moves an entry out of a stack.
func take(from *[]Entry, seq uint64) []Entry {
	at := slices.IndexFunc(*from, func(e Entry) bool { return e.Seq == seq })
	if at < 0 {
		return nil
	}
	taken := []Entry{(*from)[at]}
	*from = slices.Delete(*from, at, at+1)
	return taken
}

// replayOps makes the changes of an entry on an evaluation and what belongs to it, or takes them back.
func (s *Store) replayOps(tx *tx, e Entry, year int, id string, back bool, revision uint64) error {
	if err := s.mustBeOpen(tx, year); err != nil {
		return err
	}
	ops := slices.Clone(e.Ops)
	if back {
		slices.Reverse(ops)
	}
	changed := false
	for _, op := range ops {
		if y, of, ok := ownerOf([]byte(op.Key)); !ok || y != year || of != id {
			continue
		}
		if back {
			op = op.invert()
		}
		op.Sum = "" // fields that others changed since may make the whole another one
		if err := s.makeOpNow(tx, op, year, id, revision); err != nil {
			return err
		}
		changed = true
	}
	if !changed {
		return &RecordError{Kind: KindEvaluation, Year: year, ID: id, Err: ErrNothingToUndo}
	}
	return nil
}

// makeOpNow makes one change on what stands there now.
func (s *Store) makeOpNow(tx *tx, op Op, year int, id string, revision uint64) error {
	key := []byte(op.Key)
	r, err := load(tx, key)
	if err != nil && !errors.Is(err, errAbsent) {
		return err
	}
	content, detail := op.contentNow(r.content, err == nil)
	switch {
	case detail != "":
		return &RecordError{Kind: op.Kind(), Year: year, ID: id, Err: fmt.Errorf("%w: %s", ErrConflict, detail)}
	case op.Gone && op.Kind() == KindEvaluation:
		return s.removeEvaluation(tx, year, id, revision)
	case op.Gone:
		return tx.remove(key)
	case op.Kind() != KindEvaluation:
		return save(tx, key, record{revision: revision, content: content})
	}
	e, err := decodeEvaluation(key, content)
	if err != nil {
		return err
	}
	_, err = s.saveEvaluation(tx, e, record{revision: revision, content: content})
	return err
}

// contentNow is what a record holds after a change that is made on what it holds now; or it says why the change cannot be made.
func (o Op) contentNow(now []byte, isThere bool) (content []byte, conflict string) {
	whole := len(o.Changes) == 1 && o.Changes[0].Path == ""
	switch {
	case o.Gone:
		if whole && isThere && string(o.Changes[0].Old) != string(now) {
			return nil, "it was changed otherwise since"
		}
		return nil, ""
	case !natures[o.Kind()].json:
		return o.New, ""
	case whole && o.Changes[0].Old == nil && isThere:
		return nil, "it is there again"
	case whole && (!isThere || string(o.Changes[0].Old) == string(now)):
		return o.Changes[0].New, ""
	}
	content, err := delta.Apply(now, o.Changes)
	if err != nil {
		return nil, err.Error()
	}
	return content, ""
}
