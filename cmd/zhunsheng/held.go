package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app/pulse"
)

const (
	// heldTooLong is from when on the log tells what held the window's goroutine. Drawing alone may take that long on a slow machine without
	// OpenGL, and then it should be known, too.
	heldTooLong = 500 * time.Millisecond
	// heldAsked is how often the goroutine is asked to answer; it costs some microseconds.
	heldAsked = 250 * time.Millisecond
	// heldTold is of how many places the log tells in one run.
	heldTold = 20
)

// dialogs is where the window's goroutine waits for the user in a dialog of the system.
const dialogs = "zhunsheng/app/platform."

// watchHolds lets the log tell what holds the window's goroutine for long, until it is stopped.
func watchHolds(log func(error)) (stop context.CancelFunc) {
	ctx, stop := context.WithCancel(context.Background())
	go pulse.Watch(ctx, pulse.Needs{
		Post: fyne.Do, Every: heldAsked, Limit: heldTooLong, Look: heldTooLong, Now: time.Now, After: time.After, Held: holdTeller(log),
	})
	return stop
}

// holdTeller returns what tells of holds, of each place once. It names functions of the program, and no data. Times in which nobody could
// look are left out: the machine has slept.
func holdTeller(log func(error)) func(pulse.Hold) {
	known := map[string]bool{}
	return func(h pulse.Hold) {
		place := h.Place("zhunsheng/")
		if place == "" || known[place] || len(known) >= heldTold || strings.HasPrefix(place, dialogs) {
			return
		}
		known[place] = true
		log(errors.New(h.String() + " in " + place))
	}
}
