package pulse_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"zhunsheng/app/pulse"
)

// loop is a goroutine that runs what it is posted.
type loop struct{ queue chan func() }

func newLoop(t *testing.T) *loop {
	t.Helper()
	l := &loop{queue: make(chan func(), 16)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for f := range l.queue {
			f()
		}
	}()
	t.Cleanup(func() {
		close(l.queue)
		<-ended
	})
	return l
}

// clock is a clock that stands until it is moved; each timer ends when the test says so.
type clock struct {
	now    time.Time
	timers chan chan time.Time
}

func (c *clock) after(time.Duration) <-chan time.Time {
	timer := make(chan time.Time, 1)
	c.timers <- timer
	return timer
}

// ring ends the timer that was asked for last.
func (c *clock) ring() { (<-c.timers) <- time.Time{} }

// holdUp keeps the goroutine until the test lets it go; its name has to be in the stack.
//
//go:noinline
func holdUp(held, release chan struct{}) {
	close(held)
	<-release
}

// TestALateAnswerIsAHoldWithTheNameOfItsCause holds the goroutine that is watched, looks at it, and lets it go.
func TestALateAnswerIsAHoldWithTheNameOfItsCause(t *testing.T) {
	l, c := newLoop(t), &clock{now: time.Unix(0, 0), timers: make(chan chan time.Time)}
	holds := make(chan pulse.Hold)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	worked := time.Duration(0)
	go func() {
		defer close(ended)
		pulse.Watch(ctx, pulse.Needs{
			Post: func(f func()) { l.queue <- f }, Every: time.Second, Limit: 0, Look: time.Second,
			Now:   func() time.Time { c.now = c.now.Add(time.Millisecond); return c.now },
			After: c.after, Work: func() time.Duration { worked += time.Microsecond; return worked },
			Held: func(h pulse.Hold) { holds <- h },
		})
	}()
	c.ring() // the first question tells who is watched
	first := awaitHold(c, holds)
	if first.Wall != time.Millisecond || first.Work != time.Microsecond {
		t.Errorf("the first answer took %v, %v of work", first.Wall, first.Work)
	}

	held, release := make(chan struct{}), make(chan struct{})
	l.queue <- func() { holdUp(held, release) }
	<-held
	c.ring() // asks
	c.ring() // looks
	c.ring() // has looked, and may look again
	close(release)
	h := awaitHold(c, holds)
	if len(h.Looks) == 0 {
		t.Fatal("nobody looked")
	}
	for _, look := range h.Looks[:1] { // at the others it may have been let go already
		if look.State == "" || !slices.ContainsFunc(look.Frames, func(f string) bool { return strings.HasSuffix(f, ".holdUp") }) {
			t.Errorf("look %+v, want one at holdUp", look)
		}
		if look.Wall <= 0 || look.Work <= 0 {
			t.Errorf("a look after %v, %v of work", look.Wall, look.Work)
		}
	}
	if place := (pulse.Hold{Looks: h.Looks[:1]}).Place("zhunsheng/"); place != "zhunsheng/app/pulse_test.holdUp" {
		t.Errorf("held in %q", place)
	}
	if !strings.HasPrefix(h.String(), "the window's goroutine was held for ") {
		t.Errorf("%q", h)
	}
	cancel()
	for {
		select {
		case <-ended:
			return
		case <-c.timers:
		case <-holds:
		}
	}
}

// awaitHold takes the next hold, and lets timers that were begun meanwhile stand.
func awaitHold(c *clock, holds chan pulse.Hold) pulse.Hold {
	for {
		select {
		case <-c.timers:
		case h := <-holds:
			return h
		}
	}
}

// TestPlacesNameTheInnermostFunctionOfTheModule looks at stacks with and without one.
func TestPlacesNameTheInnermostFunctionOfTheModule(t *testing.T) {
	for _, c := range []struct {
		frames []string
		want   string
	}{
		{nil, ""},
		{[]string{"os.ReadFile", "x.y"}, "os.ReadFile"},
		{[]string{"zhunsheng/app.F", "zhunsheng/app.G"}, "zhunsheng/app.F"},
		{[]string{"syscall.read", "os.ReadFile", "zhunsheng/app.F", "x.y"}, "zhunsheng/app.F > os.ReadFile"},
	} {
		if got := (pulse.Look{Frames: c.frames}).Place("zhunsheng/"); got != c.want {
			t.Errorf("%q: %q, want %q", c.frames, got, c.want)
		}
	}
	most := pulse.Hold{Looks: []pulse.Look{{Frames: []string{"a"}}, {Frames: []string{"b"}}, {Frames: []string{"b"}}}}
	if got := most.Place("zhunsheng/"); got != "b" {
		t.Errorf("held in %q, want where most looks saw it", got)
	}
	if got := (pulse.Hold{}).Place("zhunsheng/"); got != "" {
		t.Errorf("nobody looked, but %q", got)
	}
}
