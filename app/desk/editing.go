package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/delta"
)

// ClashError is the [edit.ErrClash] of an edit that was not stored: fields in it were changed otherwise on another screen, or by an
// import or undo. It wraps the [*storage.ClashError] too.
type ClashError struct {
	Field string // the first one, as the user knows it
	Mine  string // what the edit says
	Now   string // what the store holds
	More  int    // how many other fields there are
	Err   error
}

// Error names the first field.
func (e *ClashError) Error() string { return fmt.Sprintf("%s: %v", e.Field, e.Err) }

// Unwrap returns [edit.ErrClash] and the store's error.
func (e *ClashError) Unwrap() []error { return []error{edit.ErrClash, e.Err} }

// Is reports whether another error is about the same fields and values, so that it need not be said twice.
func (e *ClashError) Is(other error) bool {
	o, ok := other.(*ClashError) //nolint:errorlint // the chain is not what is compared
	return ok && o.Field == e.Field && o.Mine == e.Mine && o.Now == e.Now && o.More == e.More
}

// Message names the sentence for the user.
func (e *ClashError) Message() scoring.Message {
	m := scoring.Message{Key: "edit.clash", Args: scoring.Args{"field": e.Field, "mine": e.Mine, "now": e.Now}}
	if e.More > 0 {
		m.Key, m.Args["count"] = "edit.clash.several", strconv.Itoa(e.More)
	}
	return m
}

// Edits keeps the edits of one evaluation as actions of the store, told in a language.
func (d *Desk) Edits(words *locale.Printer) edit.History { return edits{desk: d, words: words} }

type edits struct {
	desk  *Desk
	words *locale.Printer
}

// RecordEdit implements [edit.History]. What was submitted or signed is a draft again once it is edited, also where the session did not know
// of it.
func (s edits) RecordEdit(ctx context.Context, e edit.Edit) (edit.Recorded, error) {
	h, err := s.desk.store.Header(ctx, e.After.FiscalYear, e.After.ID)
	final := err == nil && (h.Status == scoring.StatusSubmitted || h.Status == scoring.StatusSigned)
	unaware := final && e.Before != e.After && e.After.Status == e.Before.Status
	if unaware {
		before, after := *e.Before, *e.After
		before.Status, after.Status = h.Status, scoring.StatusDraft
		unaware = e.After.Status == h.Status
		e.Before, e.After = &before, &after
	}
	a, err := s.desk.store.Amend(ctx, storage.Edit{Before: e.Before, After: e.After, Seen: e.Seen, Over: e.Over})
	var clash *storage.ClashError
	if errors.As(err, &clash) {
		return edit.Recorded{}, s.clashed(ctx, clash)
	}
	r := edit.Recorded{Revision: a.Header.Revision, Now: a.Now}
	if unaware && r.Now == nil {
		r.Now = e.After
	}
	if a.Changed {
		r.Seq = a.Header.Revision
	}
	return r, err
}

// clashed puts a clash into the user's words.
func (s edits) clashed(ctx context.Context, clash *storage.ClashError) error {
	f := clash.Fields[0]
	told := s.desk.teller(ctx, s.words).At(clash.Year, clash.ID, f.Path, f.Now, f.Mine)
	nothing := s.words.Text("edit.clash.nothing", nil)
	return &ClashError{Field: told.What(), Mine: cmp.Or(told.New, nothing), Now: cmp.Or(told.Old, nothing), More: len(clash.Fields) - 1, Err: clash}
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
	e, revision, err := s.desk.store.Evaluation(ctx, scope.Year, scope.ID)
	if err != nil {
		return edit.Turned{}, err
	}
	return edit.Turned{Seq: step.Seq(), Evaluation: e, Revision: revision, What: teller.Step(step), Place: placeOf(e, &step.Entries[0])}, nil
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
	case "scheme":
		return edit.Place{Step: edit.Basics, Item: edit.ItemScheme}
	case "moneyUnit":
		return edit.Place{Step: edit.Basics, Item: edit.ItemMoneyUnit}
	case "funds", "parts":
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
