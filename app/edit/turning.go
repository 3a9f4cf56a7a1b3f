package edit

import (
	"context"

	"zhunsheng/scoring"
)

// History is a store that keeps every edit as an action, so that edits can be undone after a restart too. Its methods return when what
// they did is on disk, and are called from a background goroutine, one at a time.
type History interface {
	// RecordEdit stores an edit: what others changed since stays. Where they changed the same fields otherwise, nothing is stored, and the
	// error wraps [ErrClash].
	RecordEdit(ctx context.Context, e Edit) (Recorded, error)
	// UndoEdit takes the last action on an evaluation back, RedoEdit makes again what was undone last. seen, unless it is 0, is the number of
	// the action that it must be; where it is another one, or the last one cannot be taken back, nothing is changed.
	UndoEdit(ctx context.Context, year int, id string, seen uint64) (Turned, error)
	RedoEdit(ctx context.Context, year int, id string, seen uint64) (Turned, error)
	// NextEdits says what UndoEdit and RedoEdit would turn to.
	NextEdits(ctx context.Context, year int, id string) (Next, error)
}

// Turned is an action that was undone or redone.
type Turned struct {
	Seq        uint64
	Evaluation *scoring.Evaluation // as it is now
	Revision   uint64              // of the evaluation now
	What       string              // the action in a sentence
	Place      Place               // where its change was
}

// Next are the actions that would be undone and redone next, each in a sentence; "" for none.
type Next struct{ Undo, Redo string }

// Turn is what became of an undo or redo, to be said to the user.
type Turn struct {
	Undo  bool
	What  string // the action in a sentence
	Place Place  // where it was; empty where the session went there at once
	Err   error  // nothing was changed
}

// OnTurn calls f whenever an action was undone or redone in the store; nil for nobody.
func (s *Session) OnTurn(f func(Turn)) { s.onTurn = f }

func (s *Session) said(t Turn) {
	if s.onTurn != nil {
		s.onTurn(t)
	}
}

// Undo takes the latest change back and returns where it was made. Changes from before the session are taken back in the store: ok is
// then false, and [Session.OnTurn] tells the place. It is false too when there is none.
func (s *Session) Undo() (place Place, ok bool) { return s.swap(undo, &s.undo, &s.redo) }

// Redo makes the latest change that was taken back again; see [Session.Undo].
func (s *Session) Redo() (place Place, ok bool) { return s.swap(redo, &s.redo, &s.undo) }

// CanUndo says whether there is a change to take back.
func (s *Session) CanUndo() bool { return len(s.undo) > 0 || s.next.Undo != "" }

// CanRedo says whether there is a change to make again.
func (s *Session) CanRedo() bool { return len(s.redo) > 0 || len(s.undo) == 0 && s.next.Redo != "" }

// MayUndo says whether taking a change back can be asked for: there is one, or the store has not told yet, as right after opening.
func (s *Session) MayUndo() bool { return s.CanUndo() || s.untold() }

// MayRedo says whether making a change again can be asked for; see [Session.MayUndo].
func (s *Session) MayRedo() bool { return s.CanRedo() || s.untold() }

// untold says whether the store has yet to tell what could be undone.
func (s *Session) untold() bool { return s.needs.History != nil && !s.told }

// Next says what would be undone and redone next, as far as the store has told.
func (s *Session) Next() Next {
	next := s.next
	if ofDrafts(s.undo) {
		next.Undo = ""
	}
	if ofDrafts(s.redo) {
		next.Redo = ""
	}
	return next
}

// ofDrafts reports whether the last of the steps is of drafts only, of which the store knows nothing.
func ofDrafts(steps []step) bool { return len(steps) > 0 && steps[len(steps)-1].action == nil }

func (s *Session) swap(turn turn, from, to *[]step) (Place, bool) {
	if len(*from) == 0 {
		if s.needs.History != nil && (turn == undo && s.MayUndo() || turn == redo && s.MayRedo()) {
			s.saver.offer(job{turn: turn, evaluation: s.now.evaluation, edits: s.edits})
		}
		return Place{}, false
	}
	last := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	*to = append(*to, step{evaluation: s.now.evaluation, place: last.place, action: last.action, drafts: last.drafts})
	s.turnDrafts(last.drafts, turn == undo)
	if last.action == nil {
		s.tell()
		return last.place, true
	}
	s.keep(job{turn: turn, evaluation: last.evaluation, of: last.action})
	return last.place, true
}

// turned shows what the store has undone or redone by itself. An edit that was made meanwhile stays; its answer brings the rest.
func (s *Session) turned(j job, a answer) {
	if j.turn == look {
		return
	}
	before := s.now.evaluation
	if a.err == nil && s.adopt(j, basis{a.turned.Evaluation, a.turned.Revision}) {
		done := step{evaluation: before, place: a.turned.Place, action: &action{seq: a.turned.Seq}}
		if j.turn == undo {
			s.redo = append(s.redo, done)
		} else {
			s.undo = append(s.undo, done)
		}
	}
	s.said(Turn{Undo: j.turn == undo, What: a.turned.What, Place: a.turned.Place, Err: a.err})
}
