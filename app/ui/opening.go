package ui

import (
	"context"

	"zhunsheng/app/edit"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/round"
)

// opened is an evaluation with its scheme and what is known beside it, read from the store.
type opened struct {
	evaluation *scoring.Evaluation
	scheme     *scoring.Scheme
	known      review.Context
	rounds     []*round.Review // of its review
	refused    edit.Drafts     // what was typed into it and not taken
	turns      moveTurns
}

// knower is a store that has other evaluations, such as those of the year before.
type knower interface {
	Known(ctx context.Context, e *scoring.Evaluation) (review.Context, error)
}

// drafter is a store that keeps what was typed and refused.
type drafter interface {
	edit.Drafter
	Drafts(ctx context.Context, year int, id string) (edit.Drafts, error)
}

// open reads an evaluation in the background and shows it.
func (s *Shell) open(number int, id string) { s.openAt(number, id, "") }

// goOn shows the evaluation of a session again at a step, as it is in the store by now: other screens undo, sign and decide. Without a
// history in the store the session itself goes on.
func (s *Shell) goOn(session *edit.Session, step edit.Step) {
	if s.chronicle() == nil {
		s.showGuide(session, step, moveTurns{})
		return
	}
	e := session.Evaluation()
	s.openAt(e.FiscalYear, e.ID, step)
}

func (s *Shell) openAt(number int, id string, step edit.Step) {
	s.openThen(number, id, step, moveTurns{}, func() {})
}

// follow opens an evaluation that was just moved where it is now, and says there what was said about it on the page that it takes the place
// of.
func (s *Shell) follow(number int, id string) { s.followTurned(number, id, s.turnsBack(number, id)) }

func (s *Shell) followTurned(number int, id string, turns moveTurns) {
	said := s.stage.Said()
	s.openThen(number, id, edit.Basics, turns, func() {
		if said != "" {
			s.toast(said, look.Fine)
		}
	})
}

// openThen opens an evaluation at a step, and does something when it is on the screen.
func (s *Shell) openThen(number int, id string, step edit.Step, turns moveTurns, shown func()) {
	s.year = number
	store := s.needs.Store
	task.Run(s.needs.Runner, &s.opening, func(ctx context.Context, _ *task.Progress) (opened, error) {
		e, scheme, err := store.Open(ctx, number, id)
		if err != nil {
			return opened{}, err
		}
		o := opened{evaluation: e, scheme: scheme, turns: turns}
		if others, ok := store.(knower); ok {
			o.known, err = others.Known(ctx, e)
		}
		if drafts, ok := store.(drafter); ok && err == nil {
			o.refused, err = drafts.Drafts(ctx, number, id)
		}
		if reviews := s.needs.Review; reviews != nil && err == nil {
			o.rounds, err = reviews.Rounds(ctx, number, id)
		}
		return o, err
	}, func(o opened, err error) {
		if err != nil {
			s.Fail(err)
			return
		}
		s.leaveForRead(func() {
			s.showOpened(o, step)
			shown()
		})
	})
}

// showOpened shows an evaluation that was read, at a step; "" takes the first one in which something is missing.
func (s *Shell) showOpened(o opened, step edit.Step) {
	s.rounds = o.rounds
	if step == "" {
		step = edit.FirstStep(o.evaluation)
	}
	store := s.needs.Store
	drafts, _ := store.(edit.Drafter)
	s.showGuide(edit.Open(o.evaluation, edit.Needs{
		Scheme: o.scheme, Schemes: store.Scheme, Keeper: store, Known: o.known, History: s.edits(), Drafts: drafts, Refused: o.refused,
		Post: s.needs.Runner.Post,
	}), step, o.turns)
}
