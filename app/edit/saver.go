package edit

import (
	"context"
	"slices"
	"sync"

	"zhunsheng/scoring"
)

// SaveState says whether what is shown is on disk.
type SaveState int

// The states of saving.
const (
	Unchanged SaveState = iota // nothing was changed since the session was opened
	Saving                     // handed to the store, not yet confirmed
	Saved                      // the store has confirmed what is shown
	Failed                     // the store has refused it; the input is still here
)

// SaveState returns the state, and for [Failed] the store's error.
func (s *Session) SaveState() (SaveState, error) {
	switch {
	case s.draftFailure != nil:
		return Failed, s.draftFailure
	case s.version == 0:
		return Unchanged, nil
	case s.failure != nil:
		return Failed, s.failure
	case s.saved == s.version:
		return Saved, nil
	default:
		return Saving, nil
	}
}

// Retry hands the current snapshot to the store again after a failure.
func (s *Session) Retry() {
	if s.draftFailure != nil {
		s.offerDrafts()
	}
	if s.failure == nil {
		return
	}
	s.failure = nil
	s.saver.offer(job{version: s.version, evaluation: s.now.evaluation})
	s.tell()
}

// Flush waits until nothing is on its way to the store any more and returns the error of the newest attempt. It may be called on
// the session's goroutine.
func (s *Session) Flush() error { return s.saver.flush() }

// confirm takes the store's answer. Answers about older versions change nothing but the count of what is safe.
func (s *Session) confirm(j job, a answer) {
	if j.drafts != nil {
		s.draftFailure = a.err
		s.tell()
		return
	}
	if a.next != nil {
		s.next = *a.next
	}
	if j.turn != none && j.of == nil {
		s.turned(j, a)
	} else if j.turn != look {
		if a.err == nil {
			s.saved = max(s.saved, j.version)
		}
		if j.version == s.version {
			s.failure = a.err
		}
		if j.turn != none && a.err == nil {
			s.said(Turn{Undo: j.turn == undo, What: a.turned.What})
		}
	}
	s.tell()
}

// job is something for the store to do.
type job struct {
	version    uint64
	turn       turn                // none: save
	evaluation *scoring.Evaluation // what is shown, and to be stored
	of         *action             // the action that was shown as made, undone or redone; nil: whichever is the last in the store
	edits      uint64              // how many edits there were when it was asked for
	drafts     Drafts              // refused input to be kept, and nothing else; nil otherwise
}

// turn is what a job does with the history.
type turn int

const (
	none turn = iota
	undo
	redo
	look // at what could be undone and redone
)

// action is an edit's number in the store, once it is there; 0 where it changed nothing. Only the saver touches it.
type action struct{ seq uint64 }

// answer is what became of a job.
type answer struct {
	turned Turned
	next   *Next // nil where it could not be told
	err    error
}

// saver works through jobs in the background, in order. Without a history only the newest snapshot of those that wait is written: with
// one every edit is an action of its own.
type saver struct {
	keeper  Keeper
	history History
	drafter Drafter
	answer  func(job, answer)

	mu         sync.Mutex
	idle       *sync.Cond
	busy       bool
	waiting    []job
	last       error
	lastDrafts error
}

func newSaver(needs Needs, answer func(job, answer)) *saver {
	s := &saver{keeper: needs.Keeper, history: needs.History, drafter: needs.Drafts, answer: answer}
	s.idle = sync.NewCond(&s.mu)
	return s
}

func (s *saver) offer(j job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.history == nil || j.drafts != nil {
		s.waiting = slices.DeleteFunc(s.waiting, func(older job) bool { return (older.drafts == nil) == (j.drafts == nil) })
	}
	s.waiting = append(s.waiting, j)
	if !s.busy {
		s.busy = true
		go s.run()
	}
}

func (s *saver) run() {
	for {
		s.mu.Lock()
		if len(s.waiting) == 0 {
			s.busy = false
			s.idle.Broadcast()
			s.mu.Unlock()
			return
		}
		j := s.waiting[0]
		s.waiting = append(s.waiting[:0:0], s.waiting[1:]...)
		s.mu.Unlock()
		a := s.do(j)
		s.mu.Lock()
		switch {
		case j.drafts != nil:
			s.lastDrafts = a.err
		case j.turn != look && (j.turn == none || j.of != nil):
			s.last = a.err
		}
		s.mu.Unlock()
		s.answer(j, a)
	}
}

// do does a job. Saving is not tied to the window's life: an edit that was shown is written even while the window closes.
func (s *saver) do(j job) answer {
	ctx := context.Background()
	if j.drafts != nil {
		return answer{err: s.drafter.KeepDrafts(ctx, j.evaluation.FiscalYear, j.evaluation.ID, j.drafts)}
	}
	if s.history == nil {
		return answer{err: s.keeper.Save(ctx, j.evaluation)}
	}
	a := answer{}
	switch {
	case j.turn == none:
		a.err = s.record(ctx, j)
	case j.turn != look:
		a.turned, a.err = s.turn(ctx, j)
	}
	if next, err := s.history.NextEdits(ctx, j.evaluation.FiscalYear, j.evaluation.ID); err == nil {
		a.next = &next
	}
	return a
}

func (s *saver) record(ctx context.Context, j job) error {
	seq, err := s.history.RecordEdit(ctx, j.evaluation)
	if j.of != nil {
		j.of.seq = seq
	}
	return err
}

// turn undoes or redoes. What was shown already is stored as an edit where the history will not have it otherwise.
func (s *saver) turn(ctx context.Context, j job) (Turned, error) {
	year, id, seen := j.evaluation.FiscalYear, j.evaluation.ID, uint64(0)
	if j.of != nil {
		seen = j.of.seq
	}
	if j.of == nil || seen != 0 {
		step := s.history.UndoEdit
		if j.turn == redo {
			step = s.history.RedoEdit
		}
		turned, err := step(ctx, year, id, seen)
		if err == nil || j.of == nil {
			return turned, err
		}
	}
	_, err := s.history.RecordEdit(ctx, j.evaluation)
	return Turned{}, err
}

func (s *saver) flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.busy {
		s.idle.Wait()
	}
	if s.last != nil {
		return s.last
	}
	return s.lastDrafts
}
