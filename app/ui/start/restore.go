package start

import (
	"bytes"
	"context"

	"zhunsheng/app/task"
)

// helps reports whether a backup may help against an error.
func (s *Screen) helps(err error) bool { return s.needs.PickBackup != nil && s.needs.Helps(err) }

// pick asks for a backup and restores it.
func (s *Screen) pick() {
	s.needs.PickBackup(func(path string) {
		s.backup, s.tries = path, 0
		s.restore(nil)
	})
}

// restore puts what a backup holds in the place of the store and opens it. What stood there is kept under another name.
func (s *Screen) restore(password []byte) {
	w, path := s.needs.Words, s.backup
	if password == nil {
		s.show(w.Say("ui.start.restoring"), w.Say("ui.start.restoring.text"), part{})
	}
	task.Run(s.needs.Runner, &s.opening, func(ctx context.Context, _ *task.Progress) ([]byte, error) {
		return password, s.needs.Restore(ctx, path, bytes.Clone(password))
	}, func(password []byte, err error) {
		if err == nil {
			s.backup = ""
			s.open(password)
			return
		}
		clear(password)
		if asks, wrong := s.needs.Asks(err); asks || wrong {
			s.ask(wrong)
			return
		}
		s.failed(err, true) // another backup may do
	})
}
