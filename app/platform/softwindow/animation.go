package softwindow

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
)

const (
	// step of an animation that ends: smooth enough, and affordable over a remote desktop
	step = 40 * time.Millisecond
	// idleStep of animations that never end, such as a blinking cursor
	idleStep = 250 * time.Millisecond
)

// animations runs the toolkit's animations in the loop.
type animations struct {
	driver  *driver
	running []*running
	ticking bool
}

type running struct {
	of    *fyne.Animation
	began time.Time
	done  bool
}

func (a *animations) start(of *fyne.Animation) {
	if of.Duration <= 0 {
		of.Tick(1)
		return
	}
	a.stop(of)
	a.running = append(a.running, &running{of: of, began: time.Now()})
	a.next()
}

func (a *animations) stop(of *fyne.Animation) {
	for _, r := range a.running {
		if r.of == of {
			r.done = true
		}
	}
}

// next asks for the next step if there is anything to move.
func (a *animations) next() {
	if a.ticking || len(a.running) == 0 {
		return
	}
	wait := idleStep
	for _, r := range a.running {
		if r.of.RepeatCount != fyne.AnimationRepeatForever {
			wait = step
		}
	}
	a.ticking = true
	time.AfterFunc(wait, func() { a.driver.post(a.tick) })
}

func (a *animations) tick() {
	a.ticking = false
	now := time.Now()
	for _, r := range slices.Clone(a.running) {
		if !r.done {
			r.move(now)
		}
	}
	a.running = slices.DeleteFunc(a.running, func(r *running) bool { return r.done })
	a.next()
}

// move shows the animation as it is at a time.
func (r *running) move(now time.Time) {
	rounds := float64(now.Sub(r.began)) / float64(r.of.Duration)
	count := 1 + r.of.RepeatCount
	if r.of.AutoReverse {
		count *= 2
	}
	curve := r.of.Curve
	if curve == nil {
		curve = fyne.AnimationEaseInOut
	}
	if r.of.RepeatCount != fyne.AnimationRepeatForever && rounds >= float64(count) {
		r.done = true
		if r.of.AutoReverse {
			r.of.Tick(curve(0))
		} else {
			r.of.Tick(curve(1))
		}
		return
	}
	round := int(rounds)
	at := float32(rounds - float64(round))
	if r.of.AutoReverse && round%2 == 1 {
		at = 1 - at
	}
	r.of.Tick(curve(at))
}
