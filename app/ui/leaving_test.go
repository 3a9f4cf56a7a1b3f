package ui

import (
	"errors"
	"slices"
	"testing"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/uitest"
)

func TestEndOfTheSessionKeepsWhatIsBeingTyped(t *testing.T) {
	h := build(t)
	page := h.open(t)
	uitest.Type(t, h.window.Canvas(), "8项")
	h.shell.Keep()
	first := page.Session().Evaluation().Indicators[0].ID
	if last, _ := h.store.Last(); last == nil || last.Indicators[0].ID != first || last.Indicators[0].Actual.Text != "8项" {
		t.Error("what was being typed is not in the store")
	}
	h.store.Fail(errors.New("disk full"))
	if err := page.Session().Apply(edit.SetField(edit.FieldNature, "常年")); err != nil {
		t.Fatal(err)
	}
	h.shell.Keep()
	if h.shell.Prompts().Open() || len(h.logged) != 1 {
		t.Errorf("a question that nobody can answer, or nothing in the log: %v", h.logged)
	}
}

// slowPage is a page whose disk takes its time.
type slowPage struct {
	Page
	release chan struct{}
	typed   int // how often something is typed while it is waited for
	left    int
}

func (p *slowPage) HandIn() bool {
	if p.typed > 0 {
		p.typed--
		return true
	}
	return false
}

func (p *slowPage) Written() error {
	<-p.release
	return nil
}

func (p *slowPage) Leave() error {
	p.left++
	return nil
}

func (p *slowPage) Commands() []command.Command { return nil }

// TestAPageIsWaitedForBesideTheWindow leaves a page that has something on its way to a slow disk, twice, and types on: the window's goroutine
// goes on, and what was wished is done when all is written, in order.
func TestAPageIsWaitedForBesideTheWindow(t *testing.T) {
	h := build(t)
	page := &slowPage{Page: h.shell.Page(), release: make(chan struct{}), typed: 2}
	h.shell.page = page
	var done []int
	h.shell.leave(func() { done = append(done, 1); h.shell.page = page.Page })
	h.shell.leave(func() { done = append(done, 2) })
	if len(done) > 0 || page.left > 0 {
		t.Fatal("the page went before all was on the disk")
	}
	close(page.release)
	h.settle()
	if !slices.Equal(done, []int{1, 2}) || page.left != 1 || page.typed != 0 {
		t.Errorf("done %v, left %d times, %d still typed", done, page.left, page.typed)
	}
	h.shell.page = page // with nothing on its way it goes at once
	h.shell.leave(func() { done = append(done, 3) })
	if !slices.Equal(done, []int{1, 2, 3}) {
		t.Errorf("done %v", done)
	}
}
