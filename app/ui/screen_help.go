package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/page/help"
	"zhunsheng/app/ui/page/history"
	"zhunsheng/app/ui/page/report"
	"zhunsheng/assets"
)

var keysPages = command.Keys{Modifier: fyne.KeyModifierShift, Key: fyne.KeyF1}

// helping are the commands that open the help pages.
func (s *Shell) helping() []command.Command {
	return []command.Command{{ID: "help.page", Keys: keysPages, Menu: command.Help, Can: func() bool { return !s.onHelp() }, Do: func() { s.leave(func() { s.showHelp(s.topic()) }) }}}
}

func (s *Shell) onHelp() bool {
	_, ok := s.page.(*help.Page)
	return ok
}

// topic is the help page of what is on the screen.
func (s *Shell) topic() string {
	switch s.page.(type) {
	case *report.Page:
		return "report"
	case *history.Page:
		return "history"
	}
	if s.guide != nil {
		if topic, ok := topicOfStep[string(s.guide.Step())]; ok {
			return topic
		}
		return "guide"
	}
	return s.place
}

// topicOfStep are the help pages of the steps that have one of their own.
var topicOfStep = map[string]string{"checks": "checks", "narrative": "narrative", "evidence": "evidence", "export": "report"}

// showHelp shows a page of the help; back goes to where the user came from.
func (s *Shell) showHelp(topic string) {
	back, guide := s.again, s.guide
	if s.onHelp() {
		back = s.helped
	}
	s.helped = back
	if guide != nil {
		step := guide.Step()
		session := guide.Session()
		s.helped = func() { s.goOn(session, step) }
	}
	book, err := help.Read(assets.Help(s.words.Language()))
	if err != nil {
		s.Fail(err)
		return
	}
	host := s.host()
	host.Back = func() { s.leave(s.helped) }
	page := help.New(help.Needs{Host: host, Book: book, Tour: s.startTour}, topic)
	s.put("", page, func() { s.showHelp(page.Topic()) })
}

// shifted reports whether the Shift key is held down.
func shifted() bool {
	driver, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && driver.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}
