//go:build e2e

package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app/pulse"
)

// tracer keeps what held the window's goroutine since it was asked last. It begins when it is asked first, because looking costs time.
type tracer struct {
	begin sync.Once
	lock  sync.Mutex
	now   heldBy
}

// heldBy is what held the window's goroutine, the longest times of each kind, in ms. They are processor time of its thread, and time by the
// clock while it waits for something else: where other work has the processors, nothing is counted.
type heldBy struct {
	Own     float64  // in the program's own functions, and in what they call
	Stack   []string // where it was longest in the longest of these times
	Toolkit float64  // in the toolkit's work between ours: events, layout, its caches
	Paint   float64  // in drawing, and in waiting for the display
	Drive   float64  // in what the tests ask
	Wall    float64  // the longest time in which nothing was heeded, by the clock, what the tests ask left out
	// Unseen is the longest time between two looks that saw different kinds, or before the first one: it counts for the kind that was seen
	// then, or as the program's own if that was before.
	Unseen float64
	Worst  []heldAt
}

// heldAt is a hold in which most was the program's own.
type heldAt struct {
	Own, Wall float64
	Where     []string // the functions, each with its ms, the longest first
}

// worst is how many holds are told one by one.
const worst = 5

// finest is how finely holds are told: the pause between questions and between looks.
const finest = 3 * time.Millisecond

// held answers what held the window's goroutine since it was asked last.
func (t *tracer) held(*http.Request) any {
	t.begin.Do(func() {
		go pulse.Watch(context.Background(), pulse.Needs{
			Post: fyne.Do, Every: finest, Limit: finest, Look: finest, Now: time.Now, After: time.After, Work: threadWork(), Held: t.take,
		})
	})
	t.lock.Lock()
	defer t.lock.Unlock()
	last := t.now
	t.now = heldBy{}
	return last
}

// take adds a hold.
func (t *tracer) take(h pulse.Hold) {
	parts := partsOf(h)
	places := slices.SortedFunc(maps.Keys(parts.places), func(a, b string) int {
		return cmp.Or(cmp.Compare(parts.places[b], parts.places[a]), cmp.Compare(a, b))
	})
	t.lock.Lock()
	defer t.lock.Unlock()
	now, own := &t.now, parts.spent[kindOwn]
	if own > now.Own {
		now.Own, now.Stack = own, parts.stacks[places[0]]
	}
	now.Toolkit = max(now.Toolkit, parts.spent[kindToolkit])
	now.Paint = max(now.Paint, parts.spent[kindPaint])
	now.Drive = max(now.Drive, parts.spent[kindDrive])
	now.Unseen = max(now.Unseen, parts.unseen)
	if parts.spent[kindDrive] == 0 {
		now.Wall = max(now.Wall, milliseconds(h.Wall))
	}
	if len(places) == 0 {
		return
	}
	at := heldAt{Own: own, Wall: milliseconds(h.Wall)}
	for _, place := range places[:min(len(places), worst)] {
		at.Where = append(at.Where, fmt.Sprintf("%s (%.1f)", place, parts.places[place]))
	}
	now.Worst = append(now.Worst, at)
	slices.SortStableFunc(now.Worst, func(a, b heldAt) int { return cmp.Compare(b.Own, a.Own) })
	now.Worst = now.Worst[:min(len(now.Worst), worst)]
}

// parts are what a hold consists of, in ms.
type parts struct {
	spent  map[string]float64  // by kind
	places map[string]float64  // the program's own, by function
	stacks map[string][]string // how it came there
	unseen float64
}

// partsOf takes a hold apart. What lies between two looks is of the kind that the second one saw; between one that saw the program's own
// functions and one that did not, it is the program's own.
func partsOf(h pulse.Hold) parts {
	p := parts{spent: map[string]float64{}, places: map[string]float64{}, stacks: map[string][]string{}}
	var before pulse.Look
	last, lastFrames := "", []string(nil)
	for i, look := range h.Looks {
		if i == len(h.Looks)-1 {
			look.Wall, look.Work = h.Wall, h.Work
		}
		kind, frames := kindOf(look.Frames)
		work := look.Work - before.Work
		d := milliseconds(spentIn(look.State, work, look.Wall-before.Wall))
		place, placeFrames := kind, frames
		if kind != last {
			p.unseen = max(p.unseen, milliseconds(work))
			if last == kindOwn {
				place, placeFrames, d = last, lastFrames, milliseconds(work)
			}
		}
		p.add(place, placeFrames, d)
		before, last, lastFrames = look, kind, frames
	}
	return p
}

func (p *parts) add(kind string, frames []string, d float64) {
	p.spent[kind] += d
	if kind != kindOwn {
		return
	}
	place := pulse.Look{Frames: frames}.Place("zhunsheng/")
	if p.places[place] += d; p.stacks[place] == nil {
		p.stacks[place] = frames
	}
}

// spentIn is what counts of a time: of a goroutine that runs or could, its processor time; of one that waits, the time by the clock.
func spentIn(state string, work, wall time.Duration) time.Duration {
	if state == "running" || state == "runnable" {
		return work
	}
	return wall
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// the kinds of what the goroutine is at
const (
	kindIdle    = "idle"
	kindOwn     = "own"
	kindToolkit = "toolkit"
	kindPaint   = "paint"
	kindDrive   = "drive"
)

// kindOf tells what the goroutine is at from the functions inside the toolkit's loop, which are returned too.
func kindOf(frames []string) (string, []string) {
	if loop := slices.IndexFunc(frames, func(f string) bool { return strings.HasSuffix(f, ".(*gLDriver).runGL") }); loop >= 0 {
		frames = frames[:loop]
	}
	has := func(what ...string) bool {
		return slices.ContainsFunc(frames, func(f string) bool {
			return slices.ContainsFunc(what, func(w string) bool { return strings.Contains(f, w) })
		})
	}
	switch {
	case len(frames) == 0:
		return kindIdle, frames
	case has("driverEndpoint).tree", "driverEndpoint).nodes", "driverEndpoint).focus", "driverEndpoint).origin", "/app/pulse."):
		return kindDrive, frames
	case strings.HasPrefix(frames[0], "github.com/go-gl/"):
		return kindPaint, frames
	case slices.ContainsFunc(frames, own):
		return kindOwn, frames
	case has("driverEndpoint"):
		return kindDrive, frames
	case has("/internal/painter", "glCanvas).paint", "SwapBuffers", "FreeDirtyTextures"):
		return kindPaint, frames
	}
	return kindToolkit, frames
}

// own reports whether a function is the program's own, and none of the tests' way in.
func own(frame string) bool {
	return strings.HasPrefix(frame, "zhunsheng/") ||
		strings.HasPrefix(frame, "main.") && !strings.HasPrefix(frame, "main.(*driverEndpoint)") && !strings.HasPrefix(frame, "main.drive")
}
