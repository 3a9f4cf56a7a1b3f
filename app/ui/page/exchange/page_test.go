package exchange

import (
	"path/filepath"
	"strings"
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
)

var noon = time.Date(2023, 3, 31, 12, 0, 0, 0, time.UTC)

// room is the screen over a store of its own.
type room struct {
	page    *Page
	desk    *desk.Desk
	queue   uitest.Queue
	window  fyne.Window
	prompts *prompt.Prompts
	file    string // what the picker answers
	failed  error
	toasts  []string
	changed int
}

func newDesk(t testing.TB, actor string) *desk.Desk {
	t.Helper()
	return uitest.Desk(t, actor, actor, noon)
}

func enter(t testing.TB, d *desk.Desk, language string) *room {
	t.Helper()
	r := &room{desk: d, queue: uitest.NewQueue()}
	words := uitest.Words(t, language)
	r.window = uitest.Window(t, widget.Gap(1, 1))
	r.prompts = prompt.New(r.window.Canvas(), func() wording.Words { return words }, func(string) {})
	r.page = New(Needs{
		Host: page.Host{
			Words: words, Prompts: r.prompts, Runner: task.NewRunner(t.Context(), r.queue.Post), Fail: func(err error) { r.failed = err },
			Toast: func(text string, _ look.Tone) { r.toasts = append(r.toasts, text) }, Copy: func(string) {}, Help: func() {},
			Pick: func(_ picker.Question, done func(string)) { done(r.file) }, Retitle: func() {}, Now: func() time.Time { return noon },
		},
		Source: d, Changed: func() { r.changed++ },
	}, TakeIn)
	t.Cleanup(func() { _ = r.page.Leave(); r.queue.Drain() })
	r.window.SetContent(r.page.Content())
	r.page.Shown()
	return r
}

// until takes what comes back until something holds.
func (r *room) until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for !holds() {
		if r.failed != nil {
			t.Fatalf("%s: %v", what, r.failed)
		}
		r.queue.Take()
	}
}

func (r *room) run(t testing.TB, id string) {
	t.Helper()
	for _, c := range r.page.Commands() {
		if c.ID == id {
			if !c.Enabled() {
				t.Fatalf("%s cannot be done", id)
			}
			c.Run()
			return
		}
	}
	t.Fatalf("no command %s", id)
}

// answer presses the key in the open dialog.
func (r *room) answer(t testing.TB, names ...fyne.KeyName) {
	t.Helper()
	if !r.prompts.Open() {
		t.Fatal("no dialog is open")
	}
	uitest.Press(t, r.window.Canvas(), names...)
}

// example puts the example into the first of two stores.
func example(t testing.TB, d *desk.Desk) (year int, id string) {
	t.Helper()
	year, err := d.Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	headers, err := d.Headers(t.Context(), year)
	if err != nil {
		t.Fatal(err)
	}
	return year, headers[0].ID
}

// handed makes a bundle of a year on the screen and returns its path.
func handed(t testing.TB, d *desk.Desk, year int, name string) string {
	t.Helper()
	r := enter(t, d, locale.Chinese)
	r.file = filepath.Join(t.TempDir(), name)
	r.page.Choose(year, nil)
	r.until(t, "what can go along", func() bool { return len(r.page.handing.grid.Rows()) > 0 })
	r.run(t, "exchange.make")
	r.until(t, "the bundle", func() bool { return len(r.page.handing.made.Objects) > 0 })
	return r.file
}

func edit(t testing.TB, d *desk.Desk, year int, id, name string) {
	t.Helper()
	e, _, err := d.Open(t.Context(), year, id)
	if err != nil {
		t.Fatal(err)
	}
	e.Project.Name = name
	if err := d.Save(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

func (r *room) take(t testing.TB, path string) {
	t.Helper()
	r.page.ReadFile(path)
	r.until(t, "verified", func() bool { return r.page.intake.ready() })
	before := len(r.toasts)
	r.run(t, "exchange.apply")
	if r.prompts.Open() { // nobody vouches for it yet
		r.answer(t, fyne.KeyTab, fyne.KeyReturn)
	}
	r.until(t, "taken in", func() bool { return len(r.toasts) > before })
}

func TestWhatIsHandedOverIsSeenBeforeItIsTakenInAndCanBeTakenBack(t *testing.T) {
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, _ := example(t, a)
	path := handed(t, a, year, "交接.zsb")
	r := enter(t, b, locale.Chinese)
	r.page.ReadFile(path)
	r.until(t, "verified", func() bool { return r.page.intake.ready() })
	r.window.Canvas().Capture()
	uitest.Structure(t, r.page.Content(), "preview")
	if years, _ := b.Years(t.Context()); len(years) != 0 {
		t.Fatal("looking has changed the store")
	}
	r.take(t, path)
	headers, err := b.Headers(t.Context(), year)
	if err != nil || len(headers) != 1 || r.changed != 1 {
		t.Fatalf("%d evaluations, %v, told %d times", len(headers), err, r.changed)
	}
	r.take(t, path)
	if last := r.toasts[len(r.toasts)-1]; !strings.Contains(last, "没有新内容") {
		t.Errorf("taken in twice, the screen says %q", last)
	}
	r.run(t, "exchange.tab.imports")
	r.until(t, "the imports", func() bool { return len(r.page.imports.grid.Rows()) == 1 })
	r.run(t, "exchange.undo-import")
	r.answer(t, fyne.KeyTab, fyne.KeyReturn)
	r.until(t, "taken back", func() bool { return len(r.page.imports.grid.Rows()) == 0 })
	if headers, _ := b.Headers(t.Context(), year); len(headers) != 0 {
		t.Errorf("%d evaluations stay after the import was taken back", len(headers))
	}
}

func TestBothValuesOfAConflictStayUntilOneIsTaken(t *testing.T) {
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, id := example(t, a)
	r := enter(t, b, locale.Chinese)
	r.take(t, handed(t, a, year, "1.zsb"))
	edit(t, a, year, id, "甲改的名称")
	edit(t, b, year, id, "乙改的名称")
	r.take(t, handed(t, a, year, "2.zsb"))
	r.until(t, "the question", r.prompts.Open)
	r.answer(t, fyne.KeyReturn) // decide now
	r.until(t, "the conflicts", func() bool { return len(r.page.conflicts.grid.Rows()) > 0 })
	if rows := r.page.conflicts.values.Rows(); len(rows) != 2 || rows[0].Cells[1].Text != "乙改的名称" || rows[1].Cells[1].Text != "甲改的名称" {
		t.Errorf("values %v, want ours first", rows)
	}
	c := r.page.conflicts.current()
	if len(r.page.conflicts.list) != 1 || !strings.Contains(c.Replaced, "江门") || len(c.Said) != 2 {
		t.Fatalf("%d conflicts, replaced %q, values %q", len(r.page.conflicts.list), c.Replaced, c.Said)
	}
	want := "甲改的名称"
	r.page.conflicts.values.Select(r.page.conflicts.values.Rows()[1].ID)
	r.run(t, "exchange.apply") // the main thing of this part: take
	r.until(t, "decided", func() bool { return len(r.page.conflicts.grid.Rows()) == 0 })
	e, _, err := b.Open(t.Context(), year, id)
	if err != nil || e.Project.Name != want {
		t.Errorf("the name is %q, want %q (%v)", e.Project.Name, want, err)
	}
}

func TestATypedValueDecides(t *testing.T) {
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, id := example(t, a)
	r := enter(t, b, locale.Chinese)
	r.take(t, handed(t, a, year, "1.zsb"))
	edit(t, a, year, id, "甲改的名称")
	edit(t, b, year, id, "乙改的名称")
	r.take(t, handed(t, a, year, "2.zsb"))
	r.prompts.Dismiss()
	r.run(t, "exchange.tab.conflicts")
	r.until(t, "the conflicts", func() bool { return len(r.page.conflicts.grid.Rows()) > 0 })
	r.run(t, "exchange.type")
	field := r.window.Canvas().Focused().(*widget.Entry)
	field.SetText("商定的名称")
	r.answer(t, fyne.KeyReturn)
	r.until(t, "decided", func() bool { return len(r.page.conflicts.grid.Rows()) == 0 })
	if e, _, _ := b.Open(t.Context(), year, id); e.Project.Name != "商定的名称" {
		t.Errorf("the name is %q", e.Project.Name)
	}
}

func TestALockedBundleAsksForItsPassphraseUntilItIsRight(t *testing.T) {
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, _ := example(t, a)
	path := filepath.Join(t.TempDir(), "锁.zsb")
	if _, err := a.MakeBundle(t.Context(), desk.BundleOrder{Kind: "year", Years: []int{year}, Path: path, Passphrase: []byte("口令")}, nil); err != nil {
		t.Fatal(err)
	}
	r := enter(t, b, locale.Chinese)
	r.page.ReadFile(path)
	for _, typed := range []string{"错的", "口令"} {
		r.until(t, "the question", r.prompts.Open)
		r.window.Canvas().Focused().(*widget.Entry).SetText(typed)
		r.answer(t, fyne.KeyReturn)
	}
	r.until(t, "verified", func() bool { return r.page.intake.ready() })
}

func TestADamagedBundleEndsInASentence(t *testing.T) {
	r := enter(t, newDesk(t, "乙"), locale.Chinese)
	r.page.ReadFile(filepath.Join(t.TempDir(), "没有.zsb"))
	for r.failed == nil {
		r.queue.Take()
	}
	if sentence := app.Sentence(uitest.Words(t, locale.Chinese).Printer, r.failed); sentence == "" || r.page.intake.bundle != nil {
		t.Errorf("%q", sentence)
	}
}

func TestThePartsInEnglish(t *testing.T) {
	a := newDesk(t, "A")
	year, _ := example(t, a)
	r := enter(t, a, locale.English)
	r.page.Choose(year, nil)
	r.until(t, "what can go along", func() bool { return len(r.page.handing.grid.Rows()) > 0 })
	if said := r.page.handing.count.Say(); said != "Nothing chosen: all 1 evaluations of 2022; Space chooses" {
		t.Errorf("%q", said)
	}
	r.page.handing.lock.Choose(lockPassphrase)
	r.until(t, "the form", func() bool { return r.page.handing.passBox.Visible() })
	r.run(t, "exchange.make")
	if r.page.handing.fault.Say() == "" {
		t.Error("a bundle is locked with no passphrase")
	}
}
