package edit

import (
	"context"
	"errors"
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

// Retry hands the current snapshot to the store again after a failure. After an [ErrClash] what is shown counts.
func (s *Session) Retry() {
	if s.draftFailure != nil {
		s.offerDrafts()
	}
	if s.failure == nil {
		return
	}
	over := errors.Is(s.failure, ErrClash)
	s.failure = nil
	s.saver.offer(job{version: s.version, edits: s.edits, evaluation: s.now.evaluation, over: over})
	s.tell()
}

// Flush waits until nothing is on its way to the store any more and returns the error of the newest attempt. It may be called on
// the session's goroutine.
func (s *Session) Flush() error { return s.saver.flush() }

// UnderWay reports whether anything is on its way to the store.
func (s *Session) UnderWay() bool { return s.saver.underWay() }

// confirm takes the store's answer. Answers about older versions change nothing but the count of what is safe.
func (s *Session) confirm(j job, a answer) {
	if j.drafts != nil {
		s.draftFailure = a.err
		s.tell()
		return
	}
	if a.next != nil {
		s.next, s.told = *a.next, true
	}
	switch {
	case j.turn == look || j.turn == agree:
	case j.turn != none && j.of == nil:
		s.turned(j, a)
	default:
		s.stored(j, a)
	}
	s.tell()
}

// stored takes the answer about what was shown already.
func (s *Session) stored(j job, a answer) {
	if a.err == nil {
		s.saved = max(s.saved, j.version)
	}
	if j.version == s.version {
		s.failure = a.err
	}
	if j.turn != none && a.err == nil {
		s.said(Turn{Undo: j.turn == undo, What: a.turned.What, Err: a.refused})
	}
	if a.others.evaluation != nil && s.adopt(j, a.others) {
		s.undo, s.redo = nil, nil
		if s.onOthers != nil && a.refused == nil {
			s.onOthers()
		}
	}
}

// job is something for the store to do.
type job struct {
	version    uint64
	turn       turn                // none: save
	evaluation *scoring.Evaluation // what is shown, and to be stored
	of         *action             // the action that was shown as made, undone or redone; nil: whichever is the last in the store
	edits      uint64              // how many edits there were when it was asked for
	over       bool                // what is shown counts where others changed the same
	basis      basis               // what session and store agree on from here on; of agree only
	drafts     Drafts              // refused input to be kept, and nothing else; nil otherwise
}

// turned is an action that was undone or redone in the store alone.
type turned struct {
	turn     turn
	seq      uint64
	revision uint64
}

// turn is what a job does with the history.
type turn int

const (
	none turn = iota
	undo
	redo
	look  // at what could be undone and redone
	agree // on what the session shows of what others changed
)

// action is an edit's number in the store, once it is there; 0 where it changed nothing. Only the saver touches it.
type action struct{ seq uint64 }

// answer is what became of a job.
type answer struct {
	turned Turned
	others basis // what the store holds where others changed something too
	next   *Next // nil where it could not be told
	// refused is why an action was not undone or redone that is shown as if it were; others is to be shown instead.
	refused error
	err     error
}

// saver works through jobs in the background, in order. Without a history only the newest snapshot of those that wait is written: with
// one every edit is an action of its own.
type saver struct {
	keeper  Keeper
	history History
	drafter Drafter
	answer  func(job, answer)
	basis   basis    // belongs to run, as the next
	turns   []turned // that the session may not show, because an edit came in between

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
		case j.turn == none || j.of != nil:
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
	case j.turn == agree:
		s.agree(j.basis)
	case j.turn == none:
		a.others, a.err = s.record(ctx, j)
	case j.turn != look:
		a = s.turn(ctx, j)
	}
	if next, err := s.history.NextEdits(ctx, j.evaluation.FiscalYear, j.evaluation.ID); err == nil {
		a.next = &next
	}
	return a
}

// record stores what was made of the basis, which includes edits that could not be stored before. It returns what the store holds where
// that is something else.
func (s *saver) record(ctx context.Context, j job) (others basis, err error) {
	s.takeBack(ctx, j)
	r, err := s.history.RecordEdit(ctx, Edit{Before: s.basis.evaluation, After: j.evaluation, Seen: s.basis.revision, Over: j.over})
	if err != nil {
		return basis{}, err
	}
	if j.of != nil && j.turn == none {
		j.of.seq = r.Seq
	}
	return s.settled(j, r.Now, r.Revision), nil
}

// agree moves the basis to what the session has come to show.
func (s *saver) agree(now basis) {
	s.basis = now
	s.turns = slices.DeleteFunc(s.turns, func(t turned) bool { return t.revision <= now.revision })
}

// takeBack turns back what was undone or redone in the store after the user had gone on editing: the edit that comes now was made on an
// evaluation without that, and stays. What cannot be turned back stands against the edit as a change of somebody else.
func (s *saver) takeBack(ctx context.Context, j job) {
	for _, t := range slices.Backward(s.turns) {
		step := s.history.RedoEdit
		if t.turn == redo {
			step = s.history.UndoEdit
		}
		_, _ = step(ctx, j.evaluation.FiscalYear, j.evaluation.ID, t.seq)
	}
	s.turns = nil
}

// settled moves the basis to what the session shows, and returns what the store holds instead, if that is not the same.
func (s *saver) settled(j job, now *scoring.Evaluation, revision uint64) (others basis) {
	s.basis = basis{j.evaluation, revision}
	if now != nil {
		s.basis.revision = 0
		others = basis{now, revision}
	}
	return others
}

// turn undoes or redoes. What was shown already is stored as an edit where the history will not have it otherwise.
func (s *saver) turn(ctx context.Context, j job) (a answer) {
	year, id, seen := j.evaluation.FiscalYear, j.evaluation.ID, uint64(0)
	if j.of != nil {
		seen = j.of.seq
	}
	if j.of == nil || seen != 0 {
		step := s.history.UndoEdit
		if j.turn == redo {
			step = s.history.RedoEdit
		}
		a.turned, a.err = step(ctx, year, id, seen)
		switch {
		case j.of == nil:
			if s.basis.revision = 0; a.err == nil {
				s.turns = append(s.turns, turned{j.turn, a.turned.Seq, a.turned.Revision})
			}
			return a
		case a.err == nil:
			now := a.turned.Evaluation
			if sameContent(now, j.evaluation) {
				now = nil
			}
			a.others = s.settled(j, now, a.turned.Revision)
			return a
		}
	}
	a.turned = Turned{}
	refused := a.err
	if a.others, a.err = s.record(ctx, j); refused != nil && errors.Is(a.err, ErrClash) {
		a.refused = refused
		a.others, a.err = s.standing(ctx)
	}
	return a
}

// standing is what the store holds, for the session to show in place of what could not be.
func (s *saver) standing(ctx context.Context) (basis, error) {
	r, err := s.history.RecordEdit(ctx, Edit{Before: s.basis.evaluation, After: s.basis.evaluation})
	if r.Now == nil {
		r.Now = s.basis.evaluation
	}
	s.basis.revision = 0
	return basis{r.Now, r.Revision}, err
}

func (s *saver) underWay() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.busy
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
