package edit

import (
	"context"
	"slices"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// Keeper stores evaluations. Save returns only when the evaluation is on disk. It is called from a background goroutine.
type Keeper interface {
	Save(ctx context.Context, e *scoring.Evaluation) error
}

// Reviewer runs the quality checks over an evaluation and its scorecard; review.Run is the one.
type Reviewer func(s *scoring.Scheme, e *scoring.Evaluation, card *scoring.Scorecard) []review.Finding

// Needs is what a session works with.
type Needs struct {
	Scheme *scoring.Scheme
	// Schemes finds the scheme that an evaluation refers to once it has come under another one; nil: it stays under Scheme.
	Schemes func(scoring.SchemeRef) (*scoring.Scheme, bool)
	Keeper  Keeper
	// History keeps every edit as an action, so that edits can be undone after a restart too; nil: Keeper stores them, and only the edits of
	// the session can be undone.
	History History
	// Drafts keeps refused input over restarts; nil: it is kept as long as the session. Refused is what was kept before.
	Drafts  Drafter
	Refused Drafts
	Review  Reviewer       // nil: the checks with what is known
	Known   review.Context // what the checks know beside the evaluation
	Post    func(func())   // runs a function on the session's goroutine, later; see task.Runner
}

// Session is one evaluation being worked on.
type Session struct {
	needs      Needs
	now        snapshot
	undo, redo []step
	edits      uint64 // counts edits, undone ones included
	version    uint64 // counts what was shown
	saver      *saver
	saved      uint64 // the newest version the store has confirmed
	failure    error  // why the newest attempt to save failed
	next       Next   // what the store would undo and redo
	told       bool   // next is from the store
	onTurn     func(Turn)
	onOthers   func()
	listeners  []*func()

	drafts       Drafts // never changed, only replaced
	draftFailure error  // why they could not be kept
}

type snapshot struct {
	evaluation *scoring.Evaluation
	scheme     *scoring.Scheme // that the evaluation refers to
	card       *scoring.Scorecard
	findings   []review.Finding
}

// step is one entry of the undo and redo lists: the snapshot to go back to, where the change was made, what the store knows it by, and what
// became of drafts in it. One without an action is of drafts only.
type step struct {
	evaluation *scoring.Evaluation
	place      Place
	action     *action
	drafts     []draftTurn
}

// Open starts a session on an evaluation, which must not be changed by anyone else from then on.
func Open(e *scoring.Evaluation, needs Needs) *Session {
	if needs.Review == nil {
		needs.Review = needs.Known.Run
	}
	s := &Session{needs: needs, drafts: needs.Refused}
	s.saver = newSaver(needs, func(j job, a answer) {
		needs.Post(func() { s.confirm(j, a) })
	})
	s.saver.basis.evaluation = e
	s.now = snapshot{evaluation: e, scheme: needs.Scheme}
	s.show(e)
	if needs.History != nil {
		s.saver.offer(job{turn: look, evaluation: e})
	}
	return s
}

// Scheme returns the scheme the evaluation is scored under. It is another one after [SetScheme], and after that was undone.
func (s *Session) Scheme() *scoring.Scheme { return s.now.scheme }

// schemeOf returns the scheme of an evaluation: that of the snapshot unless it refers to another one.
func (s *Session) schemeOf(e *scoring.Evaluation) *scoring.Scheme {
	if s.needs.Schemes != nil && e.Scheme != s.now.evaluation.Scheme {
		if scheme, ok := s.needs.Schemes(e.Scheme); ok {
			return scheme
		}
	}
	return s.now.scheme
}

// Known returns what is known beside the evaluation, such as that of the year before.
func (s *Session) Known() review.Context { return s.needs.Known }

// Evaluation returns the current snapshot. It must not be changed; see [Session.Apply].
func (s *Session) Evaluation() *scoring.Evaluation { return s.now.evaluation }

// Card returns the scorecard of the current snapshot.
func (s *Session) Card() *scoring.Scorecard { return s.now.card }

// Findings returns what the quality checks say about the current snapshot.
func (s *Session) Findings() []review.Finding { return s.now.findings }

// Line returns an indicator and its line of the scorecard by the indicator's ID.
func (s *Session) Line(id string) (*scoring.Indicator, *scoring.Line, bool) {
	for i := range s.now.evaluation.Indicators {
		if s.now.evaluation.Indicators[i].ID == id {
			return &s.now.evaluation.Indicators[i], &s.now.card.Lines[i], true
		}
	}
	return nil, nil, false
}

// Subscribe calls f after every change of what the session shows, its save state included, until cancel is called.
func (s *Session) Subscribe(f func()) (cancel func()) {
	own := &f
	s.listeners = append(s.listeners, own)
	return func() {
		s.listeners = slices.DeleteFunc(s.listeners, func(g *func()) bool { return g == own })
	}
}

// Apply makes a change: it is scored, shown and handed to the store. A refused change returns a [*Refusal] and leaves everything
// as it was; so is one that brings in a figure that no evaluation can hold, see [scoring.ImpossibleFigures]. A change that changes nothing
// is not recorded.
func (s *Session) Apply(c Change) error {
	next := clone(s.now.evaluation)
	changed, err := c.apply(next)
	if err != nil || !changed {
		return err
	}
	reopen(next)
	scheme := s.schemeOf(next)
	if err := c.refusedBy(scoring.Score(scheme, next)); err != nil {
		return err
	}
	if wrong := scoring.TurnedImpossible(scheme, s.now.evaluation, next); len(wrong) > 0 {
		return &Refusal{Place: c.Place, Reason: wrong[0].Reason}
	}
	of := new(action)
	s.undo = append(s.undo, step{evaluation: s.now.evaluation, place: c.Place, action: of})
	s.redo = nil
	s.keep(job{evaluation: next, of: of})
	return nil
}

// reopen makes a draft of an evaluation that was edited: it is not what was submitted any more.
func reopen(e *scoring.Evaluation) {
	if e.Status == scoring.StatusSubmitted || e.Status == scoring.StatusSigned {
		e.Status = scoring.StatusDraft
	}
}

// keep shows a new snapshot and sends it to the store.
func (s *Session) keep(j job) {
	s.edits++
	s.version++
	s.failure = nil
	j.version, j.edits = s.version, s.edits
	s.saver.offer(j)
	s.show(j.evaluation)
}

func (s *Session) show(e *scoring.Evaluation) {
	scheme := s.schemeOf(e)
	card := scoring.Score(scheme, e)
	s.now = snapshot{evaluation: e, scheme: scheme, card: card}
	s.now.findings = s.needs.Review(scheme, e, card)
	s.tell()
}

func (s *Session) tell() {
	for _, f := range slices.Clone(s.listeners) {
		(*f)()
	}
}
