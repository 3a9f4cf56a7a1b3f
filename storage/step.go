package storage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Scope says whose actions are undone and redone: those that changed nothing but one evaluation, or, where it is zero, those on the
// whole store.
type Scope struct {
	Year int
	ID   string
}

// Step is one action of the user as undoing sees it. The parts of one import are one step.
type Step struct {
	Entries []Entry // oldest first; none: there is nothing to undo or redo
	// takenBack are the actions that took the import of a bundle back, oldest first: making the import again takes those back. None where
	// the step is made again by its own entries.
	takenBack []Entry
}

// IsZero reports whether there is no such step.
func (s Step) IsZero() bool { return len(s.Entries) == 0 }

// Seq is the number of the last action of the step, 0 for none.
func (s Step) Seq() uint64 { return last(s.Entries).Seq }

// Import returns the reason of the import that the step is, such as "import" and the ID of a bundle, "" for other steps.
func (s Step) Import() string {
	if s.IsZero() || s.Entries[0].Action != ActionImport {
		return ""
	}
	return s.Entries[0].Reason
}

// NextSteps returns what [Store.UndoStep] and [Store.RedoStep] would turn to. Only actions of this device count, across restarts. What
// is no work of the user's (settings, identities, the closing of years, bookkeeping) is passed over. An evaluation's scope ends at its
// creation, and at an action that changed others too.
func (s *Store) NextSteps(ctx context.Context, scope Scope) (undo, redo Step, err error) {
	done, undone, err := s.piles(ctx, scope)
	if err != nil {
		return undo, redo, err
	}
	if undo, err = s.stepOf(top(done)); err != nil {
		return undo, redo, err
	}
	redo, err = s.stepOf(top(undone))
	return undo, redo, err
}

// UndoStep takes back the step that was made last, as new actions: nothing is erased. seen, unless it is 0, is the number of the action
// that the caller takes for the last one. Errors are [ErrNothingToUndo]; [ErrConflict] where another action is the last, or where what
// would change was changed otherwise since; [ErrYearClosed]. They leave everything as it is, or, in the middle of a long import, at the
// end of one of its parts; undoing again goes on. It returns what was undone.
func (s *Store) UndoStep(ctx context.Context, scope Scope, seen uint64) (Step, error) {
	return s.takeStep(ctx, scope, seen, true)
}

// RedoStep makes the step again that was undone last. Errors are those of [Store.UndoStep].
func (s *Store) RedoStep(ctx context.Context, scope Scope, seen uint64) (Step, error) {
	return s.takeStep(ctx, scope, seen, false)
}

func (s *Store) takeStep(ctx context.Context, scope Scope, seen uint64, undo bool) (Step, error) {
	s.trail.acting.Lock()
	defer s.trail.acting.Unlock()
	back, again, err := s.NextSteps(ctx, scope)
	if err != nil {
		return Step{}, err
	}
	step := again
	if undo {
		step = back
	}
	switch {
	case step.IsZero():
		return step, &RecordError{Kind: KindEvaluation, Year: scope.Year, ID: scope.ID, Err: ErrNothingToUndo}
	case seen != 0 && step.Seq() != seen:
		return Step{}, &RecordError{Kind: KindEvaluation, Year: scope.Year, ID: scope.ID, Err: fmt.Errorf("%w: the last action is %d, not %d", ErrConflict, step.Seq(), seen)}
	}
	return step, s.turnAll(ctx, step, undo)
}

// turnAll makes the entries of a step again, or takes them back, the last one first.
func (s *Store) turnAll(ctx context.Context, step Step, undo bool) error {
	entries, back := step.Entries, undo
	if len(step.takenBack) > 0 {
		entries, back = step.takenBack, true
	}
	if back {
		entries = slices.Clone(entries)
		slices.Reverse(entries)
	}
	for i := range entries {
		e := &entries[i]
		action := Entry{Action: ActionRedo, Year: e.Year, ID: e.ID, Redoes: e.Seq}
		if undo {
			action = Entry{Action: ActionUndo, Year: e.Year, ID: e.ID, Undoes: e.Seq}
		}
		if err := s.turnEntry(ctx, action, e, back); err != nil {
			return err
		}
	}
	return nil
}

// turnEntry makes the changes of an entry again, or takes them back, as one action; those of a large one part by part.
func (s *Store) turnEntry(ctx context.Context, action Entry, e *Entry, back bool) error {
	if len(e.Parts) == 0 {
		return s.change(ctx, action, func(t *tx, revision uint64) error { return s.turn(t, e, back, revision) })
	}
	b := s.newBulk(action)
	turnPart := func(part Entry) error {
		return b.stage(ctx, func(t *tx) error { return s.turn(t, &part, back, 0) })
	}
	if !back {
		if err := partsOf(s.ledger, *e, turnPart); err != nil {
			return err
		}
		return b.commit(ctx)
	}
	for _, seq := range slices.Backward(e.Parts) {
		if err := partsOf(s.ledger, Entry{Seq: e.Seq, Parts: []uint64{seq}}, turnPart); err != nil {
			return err
		}
	}
	return b.commit(ctx)
}

// Evaluation returns the evaluation that the record belongs to, or is; ok is false for one that belongs to none.
func (o Op) Evaluation() (year int, id string, ok bool) { return ownerOf([]byte(o.Key)) }

// turn makes all changes of an entry again, or takes them back.
func (s *Store) turn(t *tx, e *Entry, back bool, revision uint64) error {
	for i := range e.Ops {
		op := e.Ops[i]
		if back {
			op = e.Ops[len(e.Ops)-1-i].invert()
		}
		op.Sum = "" // fields that others changed since may make the whole another one
		var err error
		switch op.Kind() {
		case KindDevice:
			continue // a machine that wrote stays known
		case KindScheme:
			continue // kept for whoever refers to it
		case KindYear:
			err = s.turnYear(t, op, revision)
		default:
			year, id, owned := ownerOf([]byte(op.Key))
			if owned && (t.bulk == nil || !t.bulk.holds(yearKey(year))) { // else the year comes with it
				err = s.mustBeOpen(t, year)
			}
			if err == nil {
				err = s.makeOpNow(t, op, year, id, revision)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// turnYear takes back or makes again that a fiscal year was added: one that holds evaluations stays.
func (s *Store) turnYear(t *tx, op Op, revision uint64) error {
	key := []byte(op.Key)
	_, err := t.get(key)
	isThere := err == nil
	if err != nil && !errors.Is(err, errAbsent) {
		return err
	}
	switch {
	case op.Gone && isThere:
		year := yearOfKey(key)
		if used, err := t.inUse(year); err != nil || used {
			return err
		}
		t.headers = append(t.headers, headerChange{year: year, header: new(Header)}) // its list is forgotten
		return errors.Join(t.remove(key), t.remove(summaryKey(year)))
	case !op.Gone && !isThere && len(op.Changes) == 1:
		return save(t, key, record{revision: revision, content: op.Changes[0].New})
	}
	return nil
}

// inUse reports whether a fiscal year holds evaluations that do not go with it.
func (t *tx) inUse(year int) (bool, error) {
	err := t.scan(ofYear(KindHeader, year), func(key, _ []byte) error {
		if t.bulk != nil && t.bulk.holds(evaluationKey(year, lastPart(key))) {
			return nil
		}
		return errStop
	})
	if errors.Is(err, errStop) {
		return true, nil
	}
	return false, err
}

func yearOfKey(key []byte) int {
	year := 0
	_, _ = fmt.Sscanf(lastPart(key), "%d", &year) // keys of years are numbers
	return year
}

// stepOf reads the entries of a step.
func (s *Store) stepOf(marks []mark) (step Step, err error) {
	if len(marks) > 0 && marks[0].back {
		var of []mark
		for _, m := range marks {
			of = append(of, m.gone...)
		}
		if step.takenBack, err = s.entriesOf(marks); err != nil {
			return step, err
		}
		marks = of
	}
	step.Entries, err = s.entriesOf(marks)
	return step, err
}

// entriesOf reads the entries of marks, oldest first.
func (s *Store) entriesOf(marks []mark) ([]Entry, error) {
	var entries []Entry
	var missing []uint64
	marks = slices.SortedFunc(slices.Values(marks), func(a, b mark) int { return cmp.Compare(a.seq, b.seq) })
	for _, m := range marks {
		if m.entry == nil {
			missing = append(missing, m.seq)
		}
	}
	read, err := s.entries(missing)
	if err != nil {
		return nil, err
	}
	for _, m := range marks {
		if m.entry != nil {
			entries = append(entries, *m.entry)
			continue
		}
		entries, read = append(entries, read[0]), read[1:]
	}
	return entries, nil
}

// top returns the marks of the last step of a pile, oldest first.
func top(pile []mark) []mark {
	if len(pile) == 0 {
		return nil
	}
	from := len(pile) - 1
	newest := pile[from]
	if newest.last {
		return nil
	}
	for from > 0 && newest.goesWith(&pile[from-1]) {
		from--
	}
	return pile[from:]
}

// undoneImport returns the reason of the import that an action with this reason takes back, "" for none. That is how package handover
// takes back the import of a bundle.
func undoneImport(reason string) string {
	of, ok := strings.CutPrefix(reason, "undo ")
	if !ok {
		return ""
	}
	return of
}
