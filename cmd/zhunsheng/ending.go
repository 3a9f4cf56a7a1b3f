package main

import (
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app/platform"
)

// endingPatience is how long the end of the session waits for what is on the screen: the window may be in a dialog of the system, and the
// system does not wait long for anybody.
const endingPatience = 3 * time.Second

// heedEnding keeps what is being typed when the user logs off or the system shuts down, closes the store and ends the program.
func (p *program) heedEnding() (stop func()) {
	stop, err := platform.WatchEnding(func() {
		kept := make(chan struct{})
		fyne.Do(func() {
			defer close(kept)
			if p.shell != nil && !p.finishing {
				p.finishing = true
				p.shell.Keep()
			}
		})
		select {
		case <-kept:
		case <-time.After(endingPatience):
		}
		p.close()
		fyne.Do(p.window.Close)
	})
	p.note(err)
	return stop
}
