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

// TurnMove takes the move of an evaluation to another fiscal year back, or makes it again, where that is what [Desk.UndoLast] or
// [Desk.RedoLast] would turn to. year and id are where the evaluation is now. The error is an [*UndoError]; it wraps
// [storage.ErrNothingToUndo] where something else was done since.
func (d *Desk) TurnMove(ctx context.Context, words *locale.Printer, year int, id string, redo bool) (Turned, error) {
	return d.turnOnly(ctx, words, redo, func(step storage.Step) bool {
		if len(step.Entries) != 1 || step.Entries[0].Action != storage.ActionMove {
			return false
		}
		e := &step.Entries[0]
		if redo {
			return e.Reason == "from "+strconv.Itoa(year)+"/"+id
		}
		return e.Year == year && e.ID == id
	})
}

func (d *Desk) turn(ctx context.Context, words *locale.Printer, redo bool) (Turned, error) {
	return d.turnOnly(ctx, words, redo, func(step storage.Step) bool { return !step.IsZero() })
}

// turnOnly undoes or redoes the last step where it is one that is meant.
func (d *Desk) turnOnly(ctx context.Context, words *locale.Printer, redo bool, meant func(storage.Step) bool) (Turned, error) {
	undoes, redoes, err := d.store.NextSteps(ctx, storage.Scope{})
	step := undoes
	if redo {
		step = redoes
	}
	if err == nil && !meant(step) {
		err = storage.ErrNothingToUndo
	}
	t := Turned{What: d.teller(ctx, words).Step(step)} // before it changes what the names are
	if err == nil {
		err = d.turnStep(ctx, step, redo)
	}
	if err != nil {
		return t, &UndoError{What: t.What, Redo: redo, Err: err}
	}
	t.arrive(step, redo)
	return t, nil
}

// turnStep has the store undo or redo a step. All but undoing an import, which does so itself, keep exchanging out meanwhile.
func (d *Desk) turnStep(ctx context.Context, step storage.Step, redo bool) error {
	if bundle, isBundle := strings.CutPrefix(step.Import(), "import "); isBundle && !redo {
		return d.UndoImport(ctx, bundle)
	}
	d.exchanging.Lock() // a step may have been on what is exchanged, too
	defer d.exchanging.Unlock()
	turn := d.store.UndoStep
	if redo {
		turn = d.store.RedoStep
	}
	_, err := turn(ctx, storage.Scope{}, step.Seq())
	return err
}

// arrive says where to look after a step of one entry: at the one evaluation it touched, in the year it is in now.
func (t *Turned) arrive(step storage.Step, redo bool) {
	if len(step.Entries) != 1 {
		return
	}
	e := &step.Entries[0]
	if e.Action != storage.ActionMove {
		if touched := chronicle.Evaluations(e); len(touched) == 1 {
			t.Year, t.ID = touched[0].Year, touched[0].ID
		}
		return
	}
	t.Moved, t.Year, t.ID = true, e.Year, e.ID
	if before, id, ok := strings.Cut(strings.TrimPrefix(e.Reason, "from "), "/"); ok && !redo {
		t.Year, _ = strconv.Atoi(before) // the store wrote it
		t.ID = id
	}
}
