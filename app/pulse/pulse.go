// Package pulse notices when the goroutine that owns a window is held by one piece of work, and says by which.
//
// # How
//
// [Watch] asks that goroutine again and again to run a function that does nothing. An answer that is late is a [Hold]: so long nothing
// typed or clicked was heeded. While it waits, Watch looks at the goroutine's stack, so that the hold can be told by name. Stacks name
// functions of the program, no data.
//
// What a hold measures is from the question to the answer; work that began before the question is missed by at most [Needs.Every].
package pulse

import (
	"bytes"
	"context"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Needs are what a watch works with.
type Needs struct {
	Post  func(func())  // runs a function on the goroutine that is watched, later; it must not wait for it
	Every time.Duration // the pause between two questions
	Limit time.Duration // from when on a late answer is a hold
	Look  time.Duration // the pause between two looks at the stack of a hold; the first is taken at the limit
	// Now is the clock, which must be monotonic; After is its timer.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
	// Work returns the processor time that the goroutine's thread has used; nil where that is not to be known.
	Work func() time.Duration
	Held func(Hold) // is told every hold when it is over, on the goroutine of Watch
}

// Hold is a time in which the goroutine came to nothing else.
type Hold struct {
	Wall  time.Duration // from the question to the answer
	Work  time.Duration // processor time within, 0 where it is not known
	Looks []Look
}

// Look is what the goroutine was at while it was held.
type Look struct {
	Wall time.Duration // from the question
	Work time.Duration // processor time from the question, 0 where it is not known
	// State is the scheduler's word, such as "running", "runnable", "select", "syscall" or "sync.Mutex.Lock".
	State string
	// Frames are the functions of the stack, the innermost first, such as "zhunsheng/app/ui.(*Shell).put".
	Frames []string
}

// Watch asks until the context ends. It must be started before the goroutine runs what it is posted or while it does, and ended before
// it stops doing so.
func Watch(ctx context.Context, n Needs) {
	w := watch{Needs: n, stack: make([]byte, stackSize)}
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.After(n.Every):
		}
		hold, ok := w.ask(ctx)
		if !ok {
			return
		}
		if hold.Wall >= n.Limit {
			n.Held(hold)
		}
	}
}

// stackSize is room for the stacks of the goroutine that looks and of the one that is watched: the runtime writes the oldest ones first.
const stackSize = 64 << 10

// watch is one watch with what it knows of the goroutine.
type watch struct {
	Needs
	name  []byte // "goroutine 1 ", "" until the first answer
	stack []byte
}

// ask posts one question and waits for the answer; ok is false when the context ended before.
func (w *watch) ask(ctx context.Context) (h Hold, ok bool) {
	asked, worked := w.Now(), w.work()
	answered := make(chan []byte, 1)
	named := len(w.name) > 0
	w.Post(func() {
		if named {
			answered <- nil
			return
		}
		answered <- nameOf()
	})
	next := w.Limit
	for {
		select {
		case <-ctx.Done():
			return h, false
		case name := <-answered:
			if !named {
				w.name = name
			}
			h.Wall, h.Work = w.Now().Sub(asked), w.work()-worked
			return h, true
		case <-w.After(next):
			next = w.Look
			if look, found := w.look(); found {
				look.Wall, look.Work = w.Now().Sub(asked), w.work()-worked
				h.Looks = append(h.Looks, look)
			}
		}
	}
}

func (w *watch) work() time.Duration {
	if w.Work == nil {
		return 0
	}
	return w.Work()
}

// nameOf returns how stacks begin of the goroutine that it runs on, such as "goroutine 1 ".
func nameOf() []byte {
	var head [64]byte
	text := head[:runtime.Stack(head[:], false)]
	end := bytes.IndexByte(text, '[')
	return bytes.Clone(text[:max(end, 0)])
}

// look reads the stack of the goroutine that is watched.
func (w *watch) look() (Look, bool) {
	if len(w.name) == 0 {
		return Look{}, false
	}
	for block := range bytes.SplitSeq(w.stack[:runtime.Stack(w.stack, true)], []byte("\n\n")) {
		if bytes.HasPrefix(block, w.name) {
			return parse(string(block)), true
		}
	}
	return Look{}, false
}

// parse reads the stack of one goroutine as the runtime writes it: a head with the state, then two lines for each frame, the function with
// its arguments and the place in its file.
func parse(stack string) Look {
	var look Look
	head, rest, _ := strings.Cut(stack, "\n")
	_, state, _ := strings.Cut(head, "[")
	state, _, _ = strings.Cut(state, "]")
	look.State, _, _ = strings.Cut(state, ",") // what follows tells for how long, and that it keeps its thread
	for line := range strings.Lines(rest) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '\t' || strings.HasPrefix(line, "created by ") {
			continue
		}
		if call := strings.LastIndexByte(line, '('); call > 0 && strings.HasSuffix(line, ")") {
			line = line[:call]
		}
		look.Frames = append(look.Frames, line)
	}
	return look
}

// Place names what held the goroutine: the innermost function of the module in the longest of its times, and what that called, such as
// "zhunsheng/app/ui.(*Shell).put > fyne.io/fyne/v2/internal/cache.Clean". Without any look it is "".
func (h Hold) Place(module string) string {
	if len(h.Looks) == 0 {
		return ""
	}
	times := map[string]int{}
	best := ""
	for _, look := range h.Looks {
		place := look.Place(module)
		times[place]++
		if best == "" || times[place] > times[best] {
			best = place
		}
	}
	return best
}

// Place names what a look saw, as [Hold.Place] does.
func (l Look) Place(module string) string {
	for i, frame := range l.Frames {
		if !strings.HasPrefix(frame, module) {
			continue
		}
		if i == 0 {
			return frame
		}
		return frame + " > " + l.Frames[i-1]
	}
	if len(l.Frames) == 0 {
		return ""
	}
	return l.Frames[0]
}

// String says a hold for a log.
func (h Hold) String() string {
	return "the window's goroutine was held for " + strconv.FormatInt(h.Wall.Milliseconds(), 10) + " ms"
}
