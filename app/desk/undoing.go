package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"zhunsheng/app/chronicle"
	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/delta"
	"zhunsheng/storage/handover"
)

// Turned is a step of the user that was undone or redone.
type Turned struct {
	What string // in a sentence
	Year int    // of the evaluation that it was about, 0 where it was about several or none
	ID   string
}

// UndoError says that a step was not undone or redone. Err is what the store said; where it wraps [storage.ErrConflict] the things that
// would change were changed otherwise since, and nothing was changed now.
type UndoError struct {
	What string // the step in a sentence, "" where there was none
	Redo bool
	Err  error
}

// Error names the step.
func (e *UndoError) Error() string {
	return fmt.Sprintf("undo (redo: %t) %q: %v", e.Redo, e.What, e.Err)
}

// Unwrap returns the reason.
func (e *UndoError) Unwrap() error { return e.Err }

// Message names the sentence for the user.
func (e *UndoError) Message() scoring.Message {
	key, args := "undo", scoring.Args{"what": e.What}
	if e.Redo {
		key = "redo"
	}
	var later *handover.LaterError
	switch {
	case errors.Is(e.Err, storage.ErrNothingToUndo):
		return scoring.Message{Key: "history." + key + ".nothing"}
	case errors.As(e.Err, &later):
		args["count"] = strconv.Itoa(len(later.Records))
		return scoring.Message{Key: "history.undo.later", Args: args}
	case errors.Is(e.Err, storage.ErrConflict):
		return scoring.Message{Key: "history." + key + ".conflict", Args: args}
	case errors.Is(e.Err, storage.ErrYearClosed):
		return scoring.Message{Key: "history." + key + ".closed", Args: args}
	}
	var told interface{ Message() scoring.Message }
	if errors.As(e.Err, &told) {
		return told.Message()
	}
	return scoring.Message{Key: "history." + key + ".failed", Args: args}
}

// NextSteps says which steps [Desk.UndoLast] and [Desk.RedoLast] would turn to, each in a sentence; "" for none.
func (d *Desk) NextSteps(ctx context.Context, words *locale.Printer) (edit.Next, error) {
	return d.next(ctx, words, storage.Scope{})
}

func (d *Desk) next(ctx context.Context, words *locale.Printer, scope storage.Scope) (edit.Next, error) {
	undo, redo, err := d.store.NextSteps(ctx, scope)
	teller := d.teller(ctx, words)
	return edit.Next{Undo: teller.Step(undo), Redo: teller.Step(redo)}, err
}

// UndoLast takes back what was done last on this device, on whichever screen and before whichever restart; the import of a bundle as a
// whole. The error is an [*UndoError].
func (d *Desk) UndoLast(ctx context.Context, words *locale.Printer) (Turned, error) {
	return d.turn(ctx, words, false)
}

// RedoLast makes again what was undone last, the import of a bundle included, unless something was handed over since.
func (d *Desk) RedoLast(ctx context.Context, words *locale.Printer) (Turned, error) {
	return d.turn(ctx, words, true)
}

func (d *Desk) turn(ctx context.Context, words *locale.Printer, redo bool) (Turned, error) {
	undoes, redoes, err := d.store.NextSteps(ctx, storage.Scope{})
	step := undoes
	if redo {
		step = redoes
	}
	if err == nil && step.IsZero() {
		err = storage.ErrNothingToUndo
	}
	t := Turned{What: d.teller(ctx, words).Step(step)} // before it changes what the names are
	if err == nil {
		bundle, isBundle := strings.CutPrefix(step.Import(), "import ")
		if redo || !isBundle {
			d.exchanging.Lock() // a step may have been on what is exchanged, too
			defer d.exchanging.Unlock()
		}
		switch {
		case redo:
			_, err = d.store.RedoStep(ctx, storage.Scope{}, step.Seq())
		case isBundle:
			err = d.UndoImport(ctx, bundle)
		default:
			_, err = d.store.UndoStep(ctx, storage.Scope{}, step.Seq())
		}
	}
	if err != nil {
		return t, &UndoError{What: t.What, Redo: redo, Err: err}
	}
	if touched := chronicle.Evaluations(&step.Entries[0]); len(step.Entries) == 1 && len(touched) == 1 {
		t.Year, t.ID = touched[0].Year, touched[0].ID
	}
	return t, nil
}

// Edits keeps the edits of one evaluation as actions of the store, told in a language.
func (d *Desk) Edits(words *locale.Printer) edit.History { return edits{desk: d, words: words} }

type edits struct {
	desk  *Desk
	words *locale.Printer
}

// RecordEdit implements [edit.History].
func (s edits) RecordEdit(ctx context.Context, e *scoring.Evaluation) (uint64, error) {
	before, err := s.desk.store.Header(ctx, e.FiscalYear, e.ID)
	if err != nil {
		return 0, err
	}
	now, err := s.desk.store.Update(ctx, e.FiscalYear, e.ID, func(stored *scoring.Evaluation) error {
		*stored = *e
		return nil
	})
	if err != nil || now.Revision == before.Revision {
		return 0, err
	}
	return now.Revision, nil
}

// UndoEdit implements [edit.History].
func (s edits) UndoEdit(ctx context.Context, year int, id string, seen uint64) (edit.Turned, error) {
	return s.turn(ctx, storage.Scope{Year: year, ID: id}, seen, false)
}

// RedoEdit implements [edit.History].
func (s edits) RedoEdit(ctx context.Context, year int, id string, seen uint64) (edit.Turned, error) {
	return s.turn(ctx, storage.Scope{Year: year, ID: id}, seen, true)
}

func (s edits) turn(ctx context.Context, scope storage.Scope, seen uint64, redo bool) (edit.Turned, error) {
	do := s.desk.store.UndoStep
	if redo {
		do = s.desk.store.RedoStep
	}
	teller := s.desk.teller(ctx, s.words)
	step, err := do(ctx, scope, seen)
	if err != nil {
		return edit.Turned{}, &UndoError{What: teller.Step(step), Redo: redo, Err: err}
	}
	e, _, err := s.desk.store.Evaluation(ctx, scope.Year, scope.ID)
	if err != nil {
		return edit.Turned{}, err
	}
	return edit.Turned{Seq: step.Seq(), Evaluation: e, What: teller.Step(step), Place: placeOf(e, &step.Entries[0])}, nil
}

// NextEdits implements [edit.History].
func (s edits) NextEdits(ctx context.Context, year int, id string) (edit.Next, error) {
	return s.desk.next(ctx, s.words, storage.Scope{Year: year, ID: id})
}

// placeOf is where in the window the first change of an entry shows.
func placeOf(e *scoring.Evaluation, entry *storage.Entry) edit.Place {
	for _, op := range entry.Ops {
		if op.Kind() == storage.KindEvidence {
			return edit.Place{Step: edit.Evidence}
		}
		if op.Kind() == storage.KindEvaluation && len(op.Changes) > 0 {
			return placeOfPath(e, delta.Names(op.Changes[0].Path))
		}
	}
	return edit.Place{Step: edit.Indicators}
}

func placeOfPath(e *scoring.Evaluation, parts []string) edit.Place {
	if len(parts) == 0 {
		return edit.Place{Step: edit.Basics}
	}
	item := ""
	if len(parts) > 1 {
		item = strings.TrimPrefix(parts[1], "#")
	}
	switch parts[0] {
	case "indicators":
		return edit.Place{Step: edit.Indicators, Item: item}
	case "funds", "parts", "moneyUnit":
		return edit.Place{Step: edit.Money}
	case "goals":
		return edit.Place{Step: edit.Goals, Item: item}
	case "evidence":
		return edit.Place{Step: edit.Evidence, Item: item}
	case "answers":
		return edit.Place{Step: edit.Checks}
	case "narrative":
		if at, err := strconv.Atoi(item); err == nil && at < len(e.Narrative) {
			return edit.Place{Step: edit.Narrative, Item: e.Narrative[at].Section}
		}
		return edit.Place{Step: edit.Narrative}
	}
	return edit.Place{Step: edit.Basics, Item: item}
}
