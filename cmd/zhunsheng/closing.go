package main

import (
	"os"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/start"
	"zhunsheng/app/ui/wording"
)

const (
	// closingShows is after which time the window says that the store is being closed.
	closingShows = 200 * time.Millisecond
	// closingPatience is after which time it offers to wait no longer: a disk that does not answer may never do so.
	closingPatience = 10 * time.Second
)

// finish closes the store in the background and then the window. The user sees what takes long.
func (p *program) finish() {
	if p.finishing {
		return
	}
	p.finishing = true
	words := wording.Words{Printer: p.catalogue.Printer(p.language())}
	closed := false
	show := func(after time.Duration, abandon func()) {
		time.AfterFunc(after, func() {
			fyne.Do(func() {
				if !closed {
					p.window.SetContent(start.Closing(words, start.End{Writing: p.shell.Writing(), Abandon: abandon}))
				}
			})
		})
	}
	show(closingShows, nil)
	show(closingPatience, p.abandon)
	go func() {
		p.close()
		fyne.Do(func() {
			closed = true
			p.window.Close()
		})
	}()
}

// abandon ends the program without waiting for a disk that does not answer. What the store has confirmed is on that disk, and the next start
// mends the rest, as after a power cut. Nothing is written any more, not even to the log: that may lie on the same disk. The window goes
// first, because the system may keep the process until the disk answers.
func (p *program) abandon() {
	p.window.Hide()
	os.Exit(exitUnusable)
}

// close lets go of everything. It may be called more than once. Who is started meanwhile waits for the end instead of being handed to a
// window that goes.
func (p *program) close() {
	p.holding.Lock()
	p.instance.Deafen()
	p.holding.Unlock()
	p.unwatch()
	if p.runner != nil {
		p.runner.Close()
	}
	p.holding.Lock()
	defer p.holding.Unlock()
	if p.store != nil {
		if p.forget != nil {
			p.note(p.forget())
		}
		p.note(p.store.Close())
		p.store = nil
	}
	p.instance.Close()
	p.instance = nil
}
