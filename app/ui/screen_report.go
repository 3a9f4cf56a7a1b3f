package ui

import (
	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/page/report"
)

// press is what makes reports, nil where the store cannot.
func (s *Shell) press() report.Source {
	source, _ := s.needs.Store.(report.Source)
	return source
}

// reporting shows the reports of evaluations of a year; nil where the window does not offer that.
func (s *Shell) reporting() func(number int, ids []string) {
	if s.press() == nil {
		return nil
	}
	return func(number int, ids []string) {
		refs := make([]desk.Ref, len(ids))
		for i, id := range ids {
			refs[i] = desk.Ref{Year: number, ID: id}
		}
		s.leave(func() { s.showReport(refs, s.back) })
	}
}

// reportingOn shows the report of the evaluation that is worked on, and comes back to it as it is then; nil where the window does not offer that.
func (s *Shell) reportingOn(session *edit.Session) func() {
	if s.press() == nil {
		return nil
	}
	return func() {
		e := session.Evaluation()
		s.leave(func() {
			s.showReport([]desk.Ref{{Year: e.FiscalYear, ID: e.ID}}, func() { s.leave(func() { s.goOn(session, edit.Export) }) })
		})
	}
}

// showReport shows reports as they will be printed; without evaluations it asks for a file that somebody signed.
func (s *Shell) showReport(of []desk.Ref, back func()) *report.Page {
	host := s.host()
	host.Back = back
	page := report.New(report.Needs{Host: host, Source: s.press(), Print: s.needs.Print, Going: s.tellGoing}, of)
	s.put("", page, func() { s.showReport(of, back) })
	return page
}

// countersigning is the way to a report that somebody sent, wherever the user is.
func (s *Shell) countersigning() []command.Command {
	if s.press() == nil {
		return nil
	}
	return []command.Command{{ID: "countersign", Keys: command.CtrlShift(fyne.KeyO), Menu: command.File, Do: func() {
		s.leave(func() { s.showReport(nil, s.back).AskReceive() })
	}}}
}
