//go:build e2e

package main

import (
	"fmt"
	"testing"
	"time"
)

// Keys and clicks are handed to the X server, which hands them on; the program takes them when it comes to it, and much of what they begin goes
// on in the background. What follows keeps the tests from being ahead of it, however slow the machine is.

// size asks the program for its window; known is false where there is none to ask, or one of Windows, whose frames are not those of X.
func (p *player) size() (now struct {
	W, H float64
	Ctrl bool
}, known bool,
) {
	if p.address == "" || p.stage.windows {
		return now, false
	}
	if p.get("/window", &now) != nil {
		now.W = 0
	}
	return now, true
}

// hears reports whether the window gets what is typed.
func (p *player) hears(t testing.TB) bool {
	t.Helper()
	if _, known := p.size(); !known {
		return true
	}
	heard := false
	p.send(t, "keydown", "Control_L")
	for range 30 {
		now, _ := p.size()
		if heard = now.Ctrl; heard {
			break
		}
		<-time.After(100 * time.Millisecond)
	}
	p.send(t, "keyup", "Control_L")
	if heard {
		p.letGo(t)
	}
	return heard
}

// letGo waits until no Ctrl is held down for the window.
func (p *player) letGo(t testing.TB) {
	t.Helper()
	asked(t, quickly, "the window lets go of Ctrl", func() bool {
		now, known := p.size()
		return !known || now.W > 0 && !now.Ctrl
	})
}

// handled waits until the window has taken every key and click that was sent to it. They come to it in their order, so it has when it takes
// the Ctrl that follows them for held down.
func (p *player) handled(t testing.TB) {
	t.Helper()
	if _, known := p.size(); !known || p.hasty {
		return
	}
	p.send(t, "keydown", "Control_L")
	asked(t, quickly, "the window takes what was typed and clicked", func() bool {
		now, _ := p.size()
		return now.Ctrl
	})
	p.send(t, "keyup", "Control_L")
	p.letGo(t)
}

// busy reports whether anything is under way whose results the window waits for, or which is not on the disk.
func (p *player) busy() bool {
	if p.hasty || p.address == "" {
		return false
	}
	busy := true
	return p.get("/busy", &busy) != nil || busy
}

// idle waits until nothing is under way, as somebody does who looks at the screen before going on.
func (p *player) idle(t testing.TB) {
	t.Helper()
	asked(t, quickly, "nothing is under way", func() bool { return !p.busy() })
}

// comes waits until something holds that nothing that is under way can change any more. What was there before a key or click does not
// count as what came of it: the window has taken that before this is asked.
func (p *player) comes(t testing.TB, what string, holds func() bool) {
	t.Helper()
	eventually(t, what, func() bool { return !p.busy() && holds() })
}

// xdo sends real events of the X server: keys and clicks one after the other, each when nothing is under way any more, and waits until the
// window has taken them.
func (p *player) xdo(t testing.TB, args ...string) {
	t.Helper()
	switch {
	case p.hasty || args[0] != "key" && args[0] != "type" && args[0] != "click":
		p.send(t, args...)
	case args[0] == "key":
		for _, key := range args[1:] {
			p.idle(t)
			p.send(t, "key", key)
			p.handled(t)
		}
	default:
		p.idle(t)
		p.send(t, args...)
		p.handled(t)
	}
}

// send sends real events of the X server and waits for nothing.
func (p *player) send(t testing.TB, args ...string) {
	t.Helper()
	if out, err := p.tool("xdotool", args...).CombinedOutput(); err != nil {
		t.Fatalf("xdotool %q: %v\n%s", args, err, out)
	}
}

// shot takes a picture of the screen once what is on it has stopped changing and nothing is under way.
func (p *player) shot(t testing.TB, name string) {
	t.Helper()
	p.still(t)
	p.screen(t, name)
}

// still waits until what is on the screen has stopped changing and nothing is under way.
func (p *player) still(t testing.TB) {
	t.Helper()
	var last string
	eventually(t, "the screen comes to rest", func() bool {
		var tree []seen
		if p.busy() || p.get("/tree", &tree) != nil {
			last = ""
			return false
		}
		now := fmt.Sprint(tree)
		still := now == last
		last = now
		return still
	})
}
