package ui

import (
	"context"

	"zhunsheng/app"
	"zhunsheng/app/task"
)

// keeper is a page that brings what is typed to the disk in the background, and goes only when it is there.
type keeper interface {
	// HandIn hands over what is being typed and reports whether anything is on its way to the disk.
	HandIn() (underWay bool)
	writer
}

// leave asks the page to let go, and the user where something could not be kept. What is on its way to the disk is waited for in the
// background: the store may be busy with a large import, or the disk slow. The page stays until then, and can be worked on.
func (s *Shell) leave(then func()) {
	page, keeps := s.page.(keeper)
	switch {
	case len(s.wishes) > 0: // the page is waited for already
		s.wishes = append(s.wishes, then)
	case keeps && page.HandIn():
		s.wishes = append(s.wishes, then)
		s.awaitWritten(page)
	default:
		s.leaveAtOnce(then)
	}
}

// awaitWritten waits until a page has everything on the disk, also what is typed meanwhile, and then leaves it for all that was wished.
func (s *Shell) awaitWritten(page keeper) {
	task.Run(s.needs.Runner, &s.leaving, func(context.Context, *task.Progress) (struct{}, error) {
		return struct{}{}, page.Written()
	}, func(_ struct{}, err error) { // the page says it itself when it is asked to leave
		if any(s.page) != any(page) { // something else took its place
			s.grant(s.leave)
			return
		}
		if err == nil && page.HandIn() {
			s.awaitWritten(page)
			return
		}
		s.grant(s.leaveAtOnce)
	})
}

// grant does what was wished while a page was waited for: the first wish as said, the others from wherever it has led.
func (s *Shell) grant(first func(then func())) {
	wishes, from := s.wishes, s.page
	s.wishes = nil
	for i, wish := range wishes {
		switch {
		case i == 0:
			first(wish)
		case s.page != from: // else the page did not let go
			s.leave(wish)
		}
	}
}

// leaveAtOnce asks a page that has nothing on its way any more.
func (s *Shell) leaveAtOnce(then func()) {
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
