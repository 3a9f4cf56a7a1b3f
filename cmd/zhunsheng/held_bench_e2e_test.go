//go:build e2e

package main

import (
	"os"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// BenchmarkHeld drives the real window through heavy work on a store of 2,000 evaluations and reports for each story what held the
// goroutine of the window longest in one piece, in ms:
//
//	own-ms      in the program's own functions and what they call; the benchmark's log names the function
//	toolkit-ms  in the toolkit's work between ours: events, layout, its caches
//	paint-ms    in drawing, which has no hardware here, and in waiting for the display
//	wall-ms     by the clock, everything together
//	unseen-ms   the longest time of the first kinds between two looks at what is done, of which it is not known to which kind it belongs
//
// The first three are processor time of the window's thread, and time by the clock where it waits for something other than the processor;
// so other work on the machine changes them little. What the benchmark itself asks of the window is not in them.
//
// The stories are one day's work, one after the other, in one window.
func BenchmarkHeld(b *testing.B) {
	s := newStage(b)
	h := fillHeavily(b, s)
	// The program comes before others on the machine, where that is allowed: looks that come late see little.
	runtime.LockOSThread()
	_ = unix.Setpriority(unix.PRIO_PROCESS, 0, -10)
	p := s.start(b, "--lang", "zh")
	_ = unix.Setpriority(unix.PRIO_PROCESS, 0, 0)
	p.waitFor(b, "cell", "项目第")
	p.painted(b)
	p.held(b)
	only := os.Getenv("ZHUNSHENG_STORIES") // parts of names with commas between, "" for all
	for _, story := range stories(p, h) {
		if !wanted(story.name, only) {
			continue
		}
		b.Run(story.name, func(b *testing.B) {
			b.Cleanup(func() { p.screen(b, "held-"+strings.ReplaceAll(story.name, " ", "-")) })
			for b.Loop() {
				p.home(b)
				if story.from != nil {
					story.from(b)
				}
				p.painted(b)
				p.held(b)
				story.do(b)
				p.painted(b)
			}
			now := p.held(b)
			b.ReportMetric(now.Own, "own-ms")
			b.ReportMetric(now.Toolkit, "toolkit-ms")
			b.ReportMetric(now.Paint, "paint-ms")
			b.ReportMetric(now.Wall, "wall-ms")
			b.ReportMetric(now.Unseen, "unseen-ms")
			b.ReportMetric(0, "ns/op")
			for i, at := range now.Worst {
				b.Logf("%.1f ms (%.1f by the clock) in %s", at.Own, at.Wall, strings.Join(at.Where, ", "))
				if i == 0 && at.Own >= told {
					b.Log(strings.Join(now.Stack, "\n\t< "))
				}
			}
		})
	}
	p.post(b, "/run", "id", "quit")
	p.waitExit(b)
}

// told is from how many ms on the stack of what held the goroutine is told.
const told = 30

func wanted(name, only string) bool {
	for part := range strings.SplitSeq(only, ",") {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// story is a piece of a day's work. It begins at the list of the year.
type story struct {
	name string
	from func(b *testing.B) // goes where it begins, and does not count; nil where that is the list
	do   func(b *testing.B)
}

// run does a command.
func (p *player) run(b *testing.B, id string) {
	b.Helper()
	p.post(b, "/run", "id", id)
}

// home goes back to the whole list, from wherever a story has ended. What is still going on may ask something meanwhile.
func (p *player) home(b *testing.B) {
	b.Helper()
	p.still(b)
	eventually(b, "the list is there", func() bool {
		p.keys(b, "Escape", "Escape", "Escape")
		p.run(b, "place.year")
		p.still(b)
		return p.shows("Button", "打开评价") == 1
	})
	p.keys(b, "ctrl+f", "ctrl+a", "BackSpace", "Escape", "ctrl+shift+l")
	p.waitFor(b, "cell", "项目")
	p.still(b)
}

// typed types a text with the keyboard.
func (p *player) typed(b *testing.B, text string) {
	b.Helper()
	p.send(b, "type", "--delay", "60", text)
}

// keys presses keys one after the other.
func (p *player) keys(b *testing.B, keys ...string) {
	b.Helper()
	p.send(b, append([]string{"key", "--delay", "80"}, keys...)...)
}

// find searches for an evaluation of the list and makes it current.
func (p *player) find(b *testing.B, name string) {
	b.Helper()
	p.keys(b, "ctrl+f")
	p.waitFocus(b, "Entry")
	p.replace(b, name)
	p.waitFor(b, "Text", "显示 1 个")
	p.clickText(b, "cell", name)
	p.waitFocus(b, "gridBody")
}

// open opens an evaluation of the list by its name.
func (p *player) open(b *testing.B, name string) {
	b.Helper()
	p.find(b, name)
	p.keys(b, "Return")
	p.waitFor(b, "step", "指标")
}

// times presses a key so often.
func times(n int, key string) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = key
	}
	return keys
}
