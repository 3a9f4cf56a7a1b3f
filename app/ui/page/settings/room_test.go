package settings

import (
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/storage"
	"zhunsheng/storage/keyring"
)

var noon = time.Date(2023, 3, 31, 12, 0, 0, 0, time.UTC)

// room is the page in a window over a real store, with what it did outside.
type room struct {
	page     *Page
	queue    uitest.Queue
	window   fyne.Window
	prompts  *prompt.Prompts
	desk     *desk.Desk
	folder   string // of the data
	now      time.Time
	asked    []picker.Question
	choose   string // what is chosen when a file or folder is asked for
	opened   []string
	toasts   []string
	copied   string
	failed   error
	done     []string // what the window was told to do
	language string
}

// enter shows the page at a section over a store in a folder of its own.
func enter(t testing.TB, language, section string) *room {
	t.Helper()
	r := &room{queue: uitest.NewQueue(), folder: t.TempDir(), now: noon, language: language}
	r.open(t)
	r.show(t, section)
	return r
}

func (r *room) open(t testing.TB) {
	t.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	options := app.StoreOptions(schemes)
	options.Cost, options.Now = keyring.Cost{Time: 1, Memory: 64, Threads: 1}, func() time.Time { return r.now }
	store, err := storage.Open(filepath.Join(r.folder, desk.StoreFolder), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	chinese := uitest.Words(t, locale.Chinese).Printer
	r.desk = desk.New(store, schemes, func() time.Time { return r.now }, func() *locale.Printer { return chinese })
}

func (r *room) show(t testing.TB, section string) {
	t.Helper()
	r.window = uitest.Window(t, widget.Gap(1, 1))
	words := uitest.Words(t, r.language)
	r.prompts = prompt.New(r.window.Canvas(), func() wording.Words { return words }, func(text string) { r.copied = text })
	told := func(what string) { r.done = append(r.done, what) }
	r.page = New(Needs{
		Host: page.Host{
			Words: words, Runner: task.NewRunner(t.Context(), r.queue.Post), Prompts: r.prompts, Fail: func(err error) { r.failed = err },
			Retitle: func() {}, Toast: func(text string, _ look.Tone) { r.toasts = append(r.toasts, text) }, Copy: func(text string) { r.copied = text },
			Pick: func(q picker.Question, done func(string)) {
				r.asked = append(r.asked, q)
				if r.choose != "" {
					done(r.choose)
				}
			},
			OpenFile: func(path string) error { r.opened = append(r.opened, path); return nil }, Help: func() { told("help") }, Back: func() {},
			Now: func() time.Time { return r.now }, Folder: t.TempDir(),
		},
		Source: r.desk, Windows: true,
		Window: Window{
			Mode: look.Light, SetMode: func(m look.Mode) { told("mode " + string(m)) }, SetLanguage: func(l string) { told("language " + l) },
			Zoom: 100, Zooms: []int{80, 100, 150, 200}, SetZoom: func(int) { told("zoom") }, Renderers: []string{"auto", "gl", "software"}, Renderer: "auto",
			SetRenderer: func(id string) { told("renderer " + id) }, LogFolder: "/日志", About: func() { told("about") }, Quit: func() { told("quit") },
			Changed: func() { told("changed") },
		},
	}, section)
	r.window.SetContent(r.page.Content())
	r.page.Shown()
	r.take(loads(section))
}

// take waits for so many pieces of work to come back from the background. Laying out anew is none.
func (r *room) take(n int) {
	for n > 0 {
		turning := r.page.turning
		r.queue.Take()
		if !turning || r.page.turning {
			n--
		}
	}
}

// run does a command as its shortcut would.
func (r *room) run(t testing.TB, id string) {
	t.Helper()
	for _, c := range r.page.Commands() {
		if c.ID == prefix+id {
			if !c.Enabled() {
				t.Fatalf("%s cannot be done", id)
			}
			at := r.page.Section()
			c.Run()
			if r.page.Section() != at {
				r.take(loads(r.page.Section()))
			}
			return
		}
	}
	t.Fatalf("no command %s", id)
}

// fillIn types into the fields of a dialog one after the other, Enter after each.
func (r *room) fillIn(t testing.TB, texts ...string) {
	t.Helper()
	for _, text := range texts {
		uitest.Type(t, r.window.Canvas(), text)
		uitest.Press(t, r.window.Canvas(), fyne.KeyReturn)
	}
}

// loads is how many pieces of background work bring what a section shows.
func loads(section string) int {
	switch section {
	case SectionLook, SectionProgram:
		return 0
	case SectionTrust:
		return 2
	}
	return 1
}
