package ui

import (
	"zhunsheng/app/edit"
	"zhunsheng/app/ui/page/history"
	"zhunsheng/storage"
)

const placeHistory = "history"

// pasts is the place where the whole history is.
func (s *Shell) pasts() []place {
	if s.chronicle() == nil {
		return nil
	}
	return []place{{id: placeHistory, show: func() { s.showHistory(storage.Scope{}, "", nil) }}}
}

// recalling shows the history of one evaluation of the list; nil where the window does not offer that.
func (s *Shell) recalling() func(year int, id string) {
	if s.chronicle() == nil {
		return nil
	}
	return func(year int, id string) {
		s.leave(func() { s.showHistory(storage.Scope{Year: year, ID: id}, "", s.back) })
	}
}

// recallingOf shows the history of the evaluation that is worked on, and comes back to it as it is then; nil where the window does not
// offer that.
func (s *Shell) recallingOf(session *edit.Session) func() {
	if s.chronicle() == nil {
		return nil
	}
	return func() {
		e := session.Evaluation()
		s.leave(func() {
			s.showHistory(storage.Scope{Year: e.FiscalYear, ID: e.ID}, e.Project.Name, func() { s.leave(func() { s.open(e.FiscalYear, e.ID) }) })
		})
	}
}

// showHistory shows what became of everything, or of one evaluation; back goes to where the user came from.
func (s *Shell) showHistory(of storage.Scope, name string, back func()) {
	past := s.chronicle()
	host := s.host()
	if back != nil {
		host.Back = back
	}
	recovery := past.Recovery()
	if of != (storage.Scope{}) {
		recovery = storage.Recovery{} // it is about the whole store
	}
	page := history.New(history.Needs{
		Host: host, Source: past, Compare: s.comparing(), Recovery: recovery, Changed: s.askNext,
		Open: func(year int, id string) { s.leave(func() { s.open(year, id) }) },
	}, of, name)
	where := placeHistory
	if of != (storage.Scope{}) {
		where = ""
	}
	s.put(where, page, func() {
		of, name := page.Of()
		s.showHistory(of, name, back)
	})
}
