// Package pagetest is the room that a page stands in while it is tested: a window of the test driver, dialogs, a stand-in for the
// window's goroutine, and a [page.Host] that remembers what the page asked of the window.
//
// A test of a page embeds a Room beside the page and whatever it stands on:
//
//	r := &room{Room: pagetest.New(t, locale.Chinese)}
//	r.page = New(Needs{Host: r.Host(), Source: source})
//	r.Enter(r.page)
//	r.Run(t, "history.field")
//	r.Settle()
//
// Nothing in it sleeps: what comes back from the background is taken from the queue when the test says so.
package pagetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
)

// Noon is the time in every room, unless a test sets another.
var Noon = time.Date(2023, 3, 31, 12, 0, 0, 0, time.Local)

// Page is what a room takes in: a page of the window without its title.
type Page interface {
	Content() fyne.CanvasObject
	Commands() []command.Command
	Shown()
	Leave() error
}

// Room is a window with one page in it, and what the page asked of the window.
type Room struct {
	Words   wording.Words
	Runner  *task.Runner
	Clock   *uitest.Clock // of the runner
	Queue   uitest.Queue
	Window  fyne.Window
	Prompts *prompt.Prompts
	Now     time.Time
	Folder  string // where files go unless the user says otherwise

	// File is what is chosen when the page asks for a file; "": nothing is. Files are chosen where several may be.
	File  string
	Files []string
	// Prefix stands before the names of commands that Run and Can are given.
	Prefix string

	Asked    []picker.Question // for files
	Failed   []error           // what the page said went wrong
	Toasts   []string
	Copied   string
	Opened   []string // files, in other programs
	Backs    int      // how often the page asked to go back
	Retitled int      // how often it said that its title has changed

	page Page
}

// New returns an empty room in a language ("zh", "en").
func New(t testing.TB, language string) *Room {
	t.Helper()
	return NewIn(t, uitest.Words(t, language))
}

// NewIn is [New] with sentences of the test's own.
func NewIn(t testing.TB, words wording.Words) *Room {
	t.Helper()
	r := &Room{Words: words, Queue: uitest.NewQueue(), Now: Noon, Folder: t.TempDir()}
	r.Runner, r.Clock = uitest.Runner(t, r.Queue.Post)
	r.Window = uitest.Window(t, widget.Gap(1, 1))
	r.Prompts = prompt.New(r.Window.Canvas(), func() wording.Words { return words }, func(text string) { r.Copied = text })
	return r
}

// Host is what the room does for a page. As the window's, it says nothing of what was called off.
func (r *Room) Host() page.Host {
	return page.Host{
		Words: r.Words, Runner: r.Runner, Prompts: r.Prompts, Folder: r.Folder,
		Fail: func(err error) {
			if !errors.Is(err, context.Canceled) {
				r.Failed = append(r.Failed, err)
			}
		},
		Retitle:  func() { r.Retitled++ },
		Pick:     r.pick,
		Toast:    func(text string, _ look.Tone) { r.Toasts = append(r.Toasts, text) },
		Copy:     func(text string) { r.Copied = text },
		OpenFile: func(path string) error { r.Opened = append(r.Opened, path); return nil },
		Help:     func() {},
		Back:     func() { r.Backs++ },
		Now:      func() time.Time { return r.Now },
	}
}

func (r *Room) pick(q picker.Question, done func(string)) {
	r.Asked = append(r.Asked, q)
	switch {
	case len(r.Files) > 0 && q.Many != nil:
		q.Many(r.Files)
	case r.File != "":
		done(r.File)
	}
}

// Enter puts a page into the window, which as the real one has something around it.
func (r *Room) Enter(p Page) {
	r.page = p
	r.Window.SetContent(container.NewStack(p.Content()))
	p.Shown()
}

// Canvas is the window's.
func (r *Room) Canvas() fyne.Canvas { return r.Window.Canvas() }

// Until takes what comes back from the background until something holds. What the page says went wrong ends the test.
func (r *Room) Until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for !holds() {
		if len(r.Failed) > 0 {
			t.Fatalf("%s: %v", what, r.Failed)
		}
		r.Queue.Take()
	}
}

// Settle takes what comes back from the background until nothing is under way.
func (r *Room) Settle() { r.Queue.Settle(r.Runner) }

// UntilFailed takes what comes back until the page says that something went wrong, and returns that.
func (r *Room) UntilFailed() error {
	for len(r.Failed) == 0 {
		r.Queue.Take()
	}
	return r.Failed[len(r.Failed)-1]
}

// Run does a command of the page, as its shortcut would.
func (r *Room) Run(t testing.TB, id string) {
	t.Helper()
	c, ok := r.command(id)
	switch {
	case !ok:
		t.Fatalf("no command %s", r.Prefix+id)
	case !c.Enabled():
		t.Fatalf("%s cannot be done", c.ID)
	default:
		c.Run()
	}
}

// Can reports whether a command can be done.
func (r *Room) Can(id string) bool {
	c, ok := r.command(id)
	return ok && c.Enabled()
}

func (r *Room) command(id string) (command.Command, bool) {
	for _, c := range r.page.Commands() {
		if c.ID == r.Prefix+id {
			return c, true
		}
	}
	return command.Command{}, false
}

// Answer presses keys in the dialog that is open.
func (r *Room) Answer(t testing.TB, names ...fyne.KeyName) {
	t.Helper()
	if !r.Prompts.Open() {
		t.Fatal("no dialog is open")
	}
	uitest.Press(t, r.Canvas(), names...)
}
