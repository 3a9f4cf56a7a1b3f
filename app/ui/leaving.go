package ui

import (
	"context"
	"slices"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/task"
)

// keeper is a page that brings what is typed to the disk in the background, and goes only when it is there.
type keeper interface {
	// HandIn hands over what is being typed and reports whether anything is on its way to the disk. What the store has refused already is not
	// handed over again, so that this comes to an end on a disk that is full.
	HandIn() (underWay bool)
	writer
}

// leaving is a page that is waited for, and what is done when it has let go.
type leaving struct {
	wishes []func()
	slow   bool   // it has taken so long that the user is asked
	stop   func() // the question is not asked any more
}

// patience is how long a page is waited for until the user is asked whether to wait on.
const patience = 10 * time.Second

// leave asks the page to let go, and the user where something could not be kept. What is on its way to the disk is waited for in the
// background: the store may be busy with a large import, or the disk slow. The page stays until then, and can be worked on.
func (s *Shell) leave(then func()) {
	page, keeps := s.page.(keeper)
	switch {
	case s.gone: // the window is about to go, and so is the store
	case s.leaving != nil: // the page is waited for already
		s.leaving.wishes = append(s.leaving.wishes, then)
		s.askPatience(s.leaving)
	case keeps && page.HandIn():
		s.await(page, then)
	default:
		s.leaveAtOnce(then)
	}
}

// await begins to wait for a page.
func (s *Shell) await(page keeper, then func()) {
	l := &leaving{wishes: []func(){then}}
	l.stop = s.needs.Runner.After(patience, func() {
		l.slow = true
		s.askPatience(l)
	})
	s.leaving = l
	s.awaitWritten(page)
}

// awaitWritten waits until a page has everything on the disk, also what is typed meanwhile, and then leaves it for all that was wished.
func (s *Shell) awaitWritten(page keeper) {
	task.Run(s.needs.Runner, &s.awaiting, func(context.Context, *task.Progress) (struct{}, error) {
		return struct{}{}, page.Written()
	}, func(struct{}, error) { // what could not be written the page says itself when it is asked to leave
		switch {
		case any(s.page) != any(page): // something else took its place
			s.leave(s.wished())
		case page.HandIn():
			s.awaitWritten(page)
		default:
			s.leaveAtOnce(s.wished())
		}
	})
}

// wished ends the waiting for a page and returns all that was wished meanwhile as one.
func (s *Shell) wished() func() {
	wishes := s.leaving.wishes
	s.leaving.stop()
	s.awaiting.Drop()
	s.leaving = nil
	return func() { s.grant(wishes) }
}

// grant does what was wished, in order: the first wish leaves the page on the screen, which has let go, and so do others as long as it is
// still there, because what they show is being read. From wherever they lead the next ones leave as usual.
func (s *Shell) grant(wishes []func()) {
	from := s.page
	for _, wish := range wishes {
		if s.page == from && s.leaving == nil && !s.gone {
			wish()
		} else {
			s.leave(wish)
		}
	}
}

// askPatience asks whether a page is waited for on, where that takes long: nobody has to stay on a page because a disk does not answer.
// Whoever waits on is asked again with the next wish.
func (s *Shell) askPatience(l *leaving) {
	if !l.slow || s.leaving != l || s.prompts.Open() {
		return
	}
	s.prompts.Ask(s.words.Say("ui.leave.slow.title"), s.words.Say("ui.leave.slow.text"),
		s.words.Say("ui.leave.slow.wait"), s.words.Say("ui.leave.go"), func(wait bool) {
			if !wait && s.leaving == l { // else it has let go meanwhile
				s.leaveBehind()
				s.wished()()
			}
		})
}

// leaveBehind remembers that the page is left while something of it is on its way to the disk, until it is there.
func (s *Shell) leaveBehind() {
	page, keeps := s.page.(keeper)
	if !keeps {
		return
	}
	s.behind++
	task.Run(s.needs.Runner, new(task.Slot), func(context.Context, *task.Progress) (struct{}, error) {
		return struct{}{}, page.Written()
	}, func(struct{}, error) { s.behind-- })
}

// Writing reports whether something that the user entered is still on its way to the disk.
func (s *Shell) Writing() bool { return s.behind > 0 || s.needs.Runner.Writing() }

// leaveAtOnce asks a page that has nothing on its way any more.
func (s *Shell) leaveAtOnce(then func()) {
	page := s.page
	if page == nil {
		then()
		return
	}
	err := page.Leave()
	if err == nil {
		then()
		return
	}
	s.log(err)
	s.prompts.Ask(s.words.Say("ui.leave.title"), s.words.Say("ui.leave.text", "error", app.Sentence(s.words.Printer, err)),
		s.words.Say("ui.leave.stay"), s.words.Say("ui.leave.go"), func(stay bool) {
			switch {
			case stay:
			case s.page != page: // what took its place meanwhile is asked too
				s.leave(then)
			default:
				then()
			}
		})
}

// leaveForRead goes on when what was to be shown in the place of the page has been read. The page was asked before that, but could be worked
// on: what was typed since is kept first.
func (s *Shell) leaveForRead(show func()) {
	page, keeps := s.page.(keeper)
	switch {
	case s.gone:
	case s.leaving != nil: // it was asked for before all that was wished since
		s.leaving.wishes = slices.Insert(s.leaving.wishes, 0, show)
	case keeps && page.HandIn():
		s.await(page, show)
	default:
		show()
	}
}

// quit closes the window when everything is on disk.
func (s *Shell) quit() { s.leave(s.close) }

func (s *Shell) close() {
	s.gone = true
	if s.needs.Quit != nil {
		s.needs.Quit()
		return
	}
	s.needs.Window.Close()
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
