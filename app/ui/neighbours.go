package ui

import "zhunsheng/app/edit"

// besideOf goes from the evaluation of a session to those before and after it in the list as it was left, at the same step of the guide. It
// returns what goes so many lines on, nil where there is none.
func (s *Shell) besideOf(session *edit.Session) func(lines int) func() {
	return func(lines int) func() {
		e := session.Evaluation()
		id := s.listed.Beside(e.FiscalYear, e.ID, lines)
		if id == "" {
			return nil
		}
		return func() {
			step := s.guide.Step()
			s.leave(func() { s.openAt(e.FiscalYear, id, step) })
		}
	}
}
