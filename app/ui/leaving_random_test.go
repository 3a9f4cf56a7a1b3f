package ui

import (
	"context"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/uitest"
)

// drawer is a page whose disk answers when the test says so, in the way in which the pages of the program keep what is typed.
type drawer struct {
	Page
	desk          *traffic
	line          task.Line
	typed, handed int // how often something was typed, and how much of that was handed over
	refused       error
	heldTheWindow bool
	disk          chan error // its answers, one for each piece of work
}

// HandIn is part of [keeper].
func (p *drawer) HandIn() bool {
	if p.handed < p.typed {
		p.handed, p.refused = p.typed, nil
		task.Queue(p.desk.house.shell.needs.Runner, &p.line, func(context.Context) (struct{}, error) { return struct{}{}, <-p.disk }, func(_ struct{}, err error) {
			p.refused = err
		})
		p.desk.asked = append(p.desk.asked, p)
	}
	return p.line.Busy()
}

// Written is part of [keeper].
func (p *drawer) Written() error { return p.line.Wait() }

// Leave is part of [Page]. It would wait on the window's goroutine for what is on its way.
func (p *drawer) Leave() error {
	p.HandIn()
	if p.line.Busy() {
		p.heldTheWindow = true
		return nil
	}
	return errors.Join(p.line.Wait(), p.refused)
}

func (p *drawer) Commands() []command.Command { return nil }

// traffic is a window in which somebody types and leaves while disks and dialogs answer in any order.
type traffic struct {
	house   *house
	list    Page // stands for what all pages share
	asked   []*drawer
	pages   []*drawer
	wished  []int
	done    []int
	ended   int  // the wish that ended the program, -1
	dialogs bool // there was one
}

func (d *traffic) page() *drawer { return d.house.shell.page.(*drawer) }

// turn shows a new page, as the shell's put does.
func (d *traffic) turn() {
	d.house.shell.opening.Drop()
	p := &drawer{Page: d.list, desk: d, disk: make(chan error, 1000)}
	d.pages = append(d.pages, p)
	d.house.shell.page = p
}

// wish makes a wish that notes that it was granted.
func (d *traffic) wish(do func()) func() {
	n := len(d.wished)
	d.wished = append(d.wished, n)
	return func() {
		d.done = append(d.done, n)
		do()
	}
}

// open shows a page after it was read.
func (d *traffic) open() {
	s := d.house.shell
	task.Run(s.needs.Runner, &s.opening, func(context.Context, *task.Progress) (struct{}, error) { return struct{}{}, nil }, func(struct{}, error) {
		s.leaveForRead(d.turn)
	})
}

// answer lets the disk do the oldest piece of work that waits.
func (d *traffic) answer(err error) {
	if len(d.asked) > 0 {
		p := d.asked[0]
		d.asked = d.asked[1:]
		p.disk <- err
	}
}

// decide presses a button of the dialog that is shown: the first one goes, the last one stays. None is Esc.
func (d *traffic) decide(button int) {
	prompts := d.house.shell.prompts
	if !prompts.Open() {
		return
	}
	d.dialogs = true
	if button < 0 {
		prompts.Dismiss()
		return
	}
	buttons := uitest.Buttons(d.house.window.Canvas().Overlays().Top())
	buttons[min(button, len(buttons)-1)].OnTapped()
}

// rest answers everything, and goes on with every dialog where it stays, or leaves.
func (d *traffic) rest(button int) {
	s := d.house.shell
	for {
		for _, p := range d.pages {
			for len(d.asked) > 0 {
				d.answer(nil)
			}
			_ = p.line.Wait()
		}
		d.house.queue.Drain()
		switch {
		case len(d.asked) > 0:
		case s.needs.Runner.Busy():
			d.house.queue.Take()
		case s.prompts.Open():
			d.decide(button)
		default:
			return
		}
	}
}

// steps are what may happen, what happens often more than once.
var steps = []string{
	"type", "type", "type", "hand in", "go", "go", "open", "open", "replace", "quit", "disk writes", "disk writes", "disk writes", "disk fails", "deliver",
	"deliver", "deliver", "deliver", "time passes", "decide", "decide",
}

var errFull = errors.New("disk full")

// step lets something happen; button is what is pressed where that is a dialog.
func (d *traffic) step(what string, button int) {
	s := d.house.shell
	switch what {
	case "type":
		d.page().typed++
	case "hand in":
		d.page().HandIn()
	case "go":
		s.leave(d.wish(d.turn))
	case "open":
		s.leave(d.wish(d.open))
	case "replace": // by something that asks nobody
		d.turn()
	case "quit":
		if len(d.wished) > 3 {
			s.leave(d.wish(s.close))
		}
	case "disk writes":
		d.answer(nil)
	case "disk fails":
		d.answer(errFull)
	case "deliver":
		d.deliver()
	case "time passes":
		d.house.clock.Pass()
	case "decide":
		d.decide(button)
	}
}

// deliver lets the next result come to the window, where it is sure that there will be one.
func (d *traffic) deliver() {
	if len(d.asked) == 0 && d.house.shell.needs.Runner.Busy() {
		d.house.queue.Take()
		return
	}
	select {
	case f := <-d.house.queue:
		f()
	default:
	}
}

// TestWhoeverLeavesComesAwayOrIsToldWhy types, leaves, opens and quits in any order while disks and dialogs answer in any order: what was
// wished is done in order as soon as everything is on disk, unless a dialog told why not and was answered otherwise; the window's goroutine is
// never held; and afterwards every page can be left.
func TestWhoeverLeavesComesAwayOrIsToldWhy(t *testing.T) {
	h := build(t)
	list := h.shell.page
	rapid.Check(t, func(r *rapid.T) {
		d := &traffic{house: h, list: list, ended: -1}
		h.shell.gone, h.logged = false, nil
		h.shell.needs.Quit = func() { d.ended = d.done[len(d.done)-1] }
		d.turn()
		for range rapid.IntRange(1, 80).Draw(r, "steps") {
			d.step(rapid.SampledFrom(steps).Draw(r, "step"), rapid.IntRange(-1, 1).Draw(r, "button"))
			if slices.ContainsFunc(d.pages, func(p *drawer) bool { return p.heldTheWindow }) {
				r.Fatal("the window's goroutine waits for the disk")
			}
		}
		d.rest(1)
		if h.shell.leaving != nil {
			r.Fatalf("waits for a page with everything on disk; wished %v, done %v", d.wished, d.done)
		}
		wanted := d.wished
		if d.ended >= 0 {
			wanted = wanted[:slices.Index(wanted, d.ended)+1]
		}
		if !d.dialogs && len(h.logged) == 0 && !slices.Equal(d.done, wanted) {
			r.Fatalf("wished %v, done %v, and nobody was told why", wanted, d.done)
		}
		if unique := slices.Compact(slices.Sorted(slices.Values(d.done))); len(unique) != len(d.done) {
			r.Fatalf("done %v: something was done twice", d.done)
		}
		h.shell.gone, h.shell.needs.Quit = false, nil
		away := false
		h.shell.leave(func() { away = true })
		d.rest(0)
		if !away {
			r.Fatal("the page cannot be left any more")
		}
	})
}
