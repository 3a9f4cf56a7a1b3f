package ui

import "zhunsheng/app"

// leave asks the page to let go, and the user where something could not be kept.
func (s *Shell) leave(then func()) {
	if s.page == nil {
		then()
		return
	}
	err := s.page.Leave()
	if err == nil {
		then()
		return
	}
	s.log(err)
	s.prompts.Ask(s.words.Say("ui.leave.title"), s.words.Say("ui.leave.text", "error", app.Sentence(s.words.Printer, err)),
		s.words.Say("ui.leave.stay"), s.words.Say("ui.leave.go"), func(stay bool) {
			if !stay {
				then()
			}
		})
}

// quit closes the window when everything is on disk.
func (s *Shell) quit() {
	s.leave(func() {
		if s.needs.Quit != nil {
			s.needs.Quit()
			return
		}
		s.needs.Window.Close()
	})
}

// Keep lets the page write down what it has, without asking anybody: the session of the user ends.
func (s *Shell) Keep() {
	if s.page == nil {
		return
	}
	if err := s.page.Leave(); err != nil {
		s.log(err)
	}
}
