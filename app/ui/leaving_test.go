package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/page/guide"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
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

// barred is a store that saves and reads when it is let.
type barred struct {
	*memory
	save, read chan struct{} // closed: it goes on
}

func (b *barred) Save(ctx context.Context, e *scoring.Evaluation) error {
	<-b.save
	return b.memory.Save(ctx, e)
}

func (b *barred) Open(ctx context.Context, number int, id string) (*scoring.Evaluation, *scoring.Scheme, error) {
	<-b.read
	return b.memory.Open(ctx, number, id)
}

// bar opens the evaluation and types into it, on a disk that does not answer.
func bar(t *testing.T) (*house, *barred, *guide.Page) {
	t.Helper()
	h := build(t)
	b := &barred{h.store, make(chan struct{}), make(chan struct{})}
	page := h.open(t)
	e, scheme := page.Session().Evaluation(), page.Session().Scheme()
	h.shell.needs.Store = b
	h.shell.showGuide(edit.Open(e, edit.Needs{Scheme: scheme, Keeper: b, Post: h.queue.Post}), edit.Indicators, moveTurns{})
	page = h.shell.guide
	if err := page.Session().Apply(edit.SetField(edit.FieldNature, "常年")); err != nil {
		t.Fatal(err)
	}
	return h, b, page
}

// press presses a button of the dialog that is shown.
func (h *house) press(t *testing.T, label string) {
	t.Helper()
	top := h.window.Canvas().Overlays().Top()
	if top == nil {
		t.Fatalf("there is no dialog with %s", label)
	}
	for _, b := range uitest.Buttons(top) {
		if b.Text == label {
			b.OnTapped()
			return
		}
	}
	t.Fatalf("the dialog has no button %s", label)
}

// TestQuittingIsNotLostBehindAnEvaluationThatIsRead goes to another evaluation and quits before the page is on disk.
func TestQuittingIsNotLostBehindAnEvaluationThatIsRead(t *testing.T) {
	h, b, page := bar(t)
	quits := 0
	h.shell.needs.Quit = func() { quits++ }
	h.shell.leave(func() { h.shell.openAt(2022, page.Session().Evaluation().ID, edit.Money) })
	h.shell.Run("quit")
	h.shell.back() // too late
	if quits > 0 {
		t.Fatal("quits before all is on disk")
	}
	close(b.save)
	close(b.read)
	h.settle()
	if last, _ := h.store.Last(); quits != 1 || last == nil || last.Project.Nature != page.Session().Evaluation().Project.Nature {
		t.Errorf("quits %d times, stored %v", quits, last)
	}
}

// TestWhatIsTypedWhileAnotherEvaluationIsReadIsKept types into the page after it was asked and before the other one has come.
func TestWhatIsTypedWhileAnotherEvaluationIsReadIsKept(t *testing.T) {
	h, b, page := bar(t)
	close(b.save)
	h.shell.leave(func() { h.shell.openAt(2022, "another", edit.Money) })
	for h.shell.leaving != nil {
		h.queue.Take()
	}
	uitest.Type(t, h.window.Canvas(), "8项")
	close(b.read)
	h.settle()
	if h.shell.guide == nil || h.shell.guide == page {
		t.Fatalf("shows %T, want the other evaluation", h.shell.Page())
	}
	if last, _ := h.store.Last(); last == nil || last.Indicators[0].Actual.Text != "8项" {
		t.Error("what was typed is lost")
	}
}

// TestNobodyStaysOnAPageBecauseADiskDoesNotAnswer leaves a page whose disk hangs: the user is asked after a while, and with every further
// wish.
func TestNobodyStaysOnAPageBecauseADiskDoesNotAnswer(t *testing.T) {
	h, b, page := bar(t)
	release := sync.OnceFunc(func() { close(b.save) })
	defer release()
	h.shell.back()
	if h.shell.prompts.Open() {
		t.Fatal("asks at once")
	}
	h.clock.Pass()
	for !h.shell.prompts.Open() {
		h.queue.Take()
	}
	h.press(t, "继续等待")
	if h.shell.Page() != Page(page) || h.shell.prompts.Open() {
		t.Fatal("does not wait on")
	}
	h.shell.back()
	h.press(t, "仍然离开")
	if _, ok := h.shell.Page().(*year.Page); !ok || h.shell.leaving != nil {
		t.Errorf("shows %T, want the list", h.shell.Page())
	}
	if !h.shell.Writing() {
		t.Error("what was left behind is taken for saved")
	}
	release()
	h.settle()
	if h.shell.Writing() {
		t.Error("what was saved is taken for being written")
	}
}

// TestADiskThatAnswersLateEndsTheQuestion leaves by itself while it is asked whether to wait on; the answer then changes nothing.
func TestADiskThatAnswersLateEndsTheQuestion(t *testing.T) {
	h, b, _ := bar(t)
	h.shell.back()
	h.clock.Pass()
	for !h.shell.prompts.Open() {
		h.queue.Take()
	}
	close(b.save)
	h.settle()
	list, ok := h.shell.Page().(*year.Page)
	if !ok {
		t.Fatalf("shows %T, want the list", h.shell.Page())
	}
	h.press(t, "仍然离开")
	if h.shell.Page() != Page(list) || h.shell.prompts.Open() {
		t.Error("the answer came too late, and did something")
	}
}

// TestAFullDiskIsSaidAndLeftAnyway leaves by two wishes what cannot be saved: one question answers both.
func TestAFullDiskIsSaidAndLeftAnyway(t *testing.T) {
	h, b, page := bar(t)
	h.store.Fail(errors.New("disk full"))
	h.shell.back()
	h.shell.SetLanguage(locale.English)
	close(b.save)
	h.settle()
	if h.shell.Page() != Page(page) {
		t.Fatal("the page went away without asking")
	}
	for title := "OK"; h.shell.leaving == nil && h.shell.Page() == Page(page); title = "Leave anyway" { // first that saving failed, then this
		h.press(t, title)
	}
	if _, ok := h.shell.Page().(*year.Page); !ok || h.shell.prompts.Open() {
		t.Fatalf("shows %T, a question is open: %v", h.shell.Page(), h.shell.prompts.Open())
	}
	if title := h.window.Title(); !strings.Contains(title, "Zhunsheng") {
		t.Errorf("the window is called %q, want that in English", title)
	}
}
