package ui

import (
	"context"

	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/task"
)

// mover is a store that takes the move of an evaluation to another year back, and makes it again, where that was done last.
type mover interface {
	TurnMove(ctx context.Context, words *locale.Printer, year int, id string, redo bool) (desk.Turned, error)
}

// moveTurns take the evaluation of the guide back into the year from which it came just now, or there again; nil where it was not moved.
type moveTurns struct{ undo, redo func() }

// turnsBack are those of an evaluation that was just moved to where it is now.
func (s *Shell) turnsBack(number int, id string) moveTurns {
	if store, ok := s.needs.Store.(mover); ok {
		return moveTurns{undo: func() { s.turnMove(store, number, id, false) }}
	}
	return moveTurns{}
}

// turnMove undoes or redoes the move of an evaluation, says so, and goes on with it in the year where it is then.
func (s *Shell) turnMove(store mover, number int, id string, redo bool) {
	words := s.words.Printer
	task.Queue(s.needs.Runner, &s.turner.turning, func(ctx context.Context) (desk.Turned, error) {
		return store.TurnMove(ctx, words, number, id, redo)
	}, func(t desk.Turned, err error) {
		if s.sayTurned(redo, t.What, err) {
			turns := s.turnsBack(t.Year, t.ID)
			if !redo {
				turns = moveTurns{redo: func() { s.turnMove(store, t.Year, t.ID, true) }}
			}
			s.followTurned(t.Year, t.ID, turns)
		}
		s.changed()
	})
}
