// Package uitest is what tests of screens stand on: a window of the toolkit's test driver in the program's own look, the real
// sentences, a stand-in for the window's goroutine, and the example evaluation in a session.
//
// Nothing in it sleeps: work that comes back is taken from a [Queue] when the test says so.
package uitest

import (
	"context"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app"
	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/app/task"
	"zhunsheng/app/typeface/embedded"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/wording"
	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// Window shows content in a window of 1366 by 728 in the program's light theme.
func Window(t testing.TB, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	a := test.NewApp()
	t.Cleanup(func() { test.NewApp() })
	a.Settings().SetTheme(Theme(look.Light))
	w := test.NewWindow(content)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1366, 728))
	t.Cleanup(w.Close)
	return w
}

// Theme returns the program's theme.
func Theme(mode look.Mode) fyne.Theme { return look.NewTheme(mode, regular, bold) }

// Made once: the tests of a screen take many themes.
var (
	regular = look.NewFace("regular", embedded.ScreenRegular)
	bold    = look.NewFace("bold", embedded.ScreenBold)
)

// Catalogue returns the real sentences.
func Catalogue(t testing.TB) *locale.Catalogue {
	t.Helper()
	c, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Words returns the real sentences of a language.
func Words(t testing.TB, language string) wording.Words {
	t.Helper()
	return wording.Words{Printer: Catalogue(t).Printer(language)}
}

// Queue stands in for the window's goroutine: what is posted waits until the test takes it.
type Queue chan func()

// NewQueue returns an empty queue.
func NewQueue() Queue { return make(Queue, 1000) }

// Post queues a function.
func (q Queue) Post(f func()) { q <- f }

// Take waits for the next function and runs it.
func (q Queue) Take() { (<-q)() }

// Settle runs what is posted until all work of a runner has been delivered, whatever order it comes in.
func (q Queue) Settle(r *task.Runner) {
	for q.Drain(); r.Busy(); q.Drain() {
		q.Take()
	}
}

// Drain runs what is queued already.
func (q Queue) Drain() {
	for {
		select {
		case f := <-q:
			f()
		default:
			return
		}
	}
}

// Keeper is a store in memory that can be told to fail.
type Keeper struct {
	mu    sync.Mutex
	last  *scoring.Evaluation
	saves int
	err   error
}

// Save keeps the evaluation, or returns the error that was set.
func (k *Keeper) Save(_ context.Context, e *scoring.Evaluation) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err != nil {
		return k.err
	}
	k.last = e
	k.saves++
	return nil
}

// Fail makes every later Save fail; nil lets it work again.
func (k *Keeper) Fail(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.err = err
}

// Last returns the evaluation that was saved last, and how often one was saved.
func (k *Keeper) Last() (*scoring.Evaluation, int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.last, k.saves
}

// Example returns the example evaluation and its scheme.
func Example(t testing.TB) (*scoring.Evaluation, *scoring.Scheme) {
	t.Helper()
	e, err := scoring.ReadEvaluation(assets.Example())
	if err != nil {
		t.Fatal(err)
	}
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	scheme, err := schemes.For(e.Scheme)
	if err != nil {
		t.Fatal(err)
	}
	return e, scheme
}

// Session opens the example in a session.
func Session(t testing.TB, keeper edit.Keeper, post func(func())) *edit.Session {
	t.Helper()
	e, scheme := Example(t)
	return edit.Open(e, edit.Needs{Scheme: scheme, Keeper: keeper, Review: review.Run, Post: post})
}

// Press presses keys in the control that has the keyboard.
func Press(t testing.TB, c fyne.Canvas, names ...fyne.KeyName) {
	t.Helper()
	for _, name := range names {
		focused := c.Focused()
		if focused == nil {
			t.Fatalf("%s: nothing has the keyboard", name)
		}
		if name == fyne.KeyTab {
			if tabbable, ok := focused.(fyne.Tabbable); !ok || !tabbable.AcceptsTab() {
				c.FocusNext()
				continue
			}
		}
		focused.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// Type types a text in the control that has the keyboard, following the keyboard where it goes.
func Type(t testing.TB, c fyne.Canvas, text string) {
	t.Helper()
	for _, r := range text {
		if c.Focused() == nil {
			t.Fatalf("%q: nothing has the keyboard", text)
		}
		c.Focused().TypedRune(r)
	}
}
