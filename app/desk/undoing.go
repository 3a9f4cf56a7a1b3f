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
	"zhunsheng/storage/handover"
)

// Turned is a step of the user that was undone or redone.
type Turned struct {
	What string // in a sentence
	Year int    // of the evaluation that it was about, 0 where it was about several or none
	ID   string
	// Moved says that the evaluation went to another fiscal year, Year, by that.
	Moved bool
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
	if e := &step.Entries[0]; len(step.Entries) == 1 && e.Action == storage.ActionMove {
		t.Moved, t.Year, t.ID = true, e.Year, e.ID
		if before, id, ok := strings.Cut(strings.TrimPrefix(e.Reason, "from "), "/"); ok && !redo {
			t.Year, _ = strconv.Atoi(before) // the store wrote it
			t.ID = id
		}
		return t, nil
	}
	if touched := chronicle.Evaluations(&step.Entries[0]); len(step.Entries) == 1 && len(touched) == 1 {
		t.Year, t.ID = touched[0].Year, touched[0].ID
	}
	return t, nil
}
