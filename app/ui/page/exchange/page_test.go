package exchange

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

// room is the screen over a store of its own.
type room struct {
	*pagetest.Room
	page    *Page
	desk    *desk.Desk
	changed int
}

func newDesk(t testing.TB, actor string) *desk.Desk {
	t.Helper()
	return uitest.Desk(t, actor, actor, pagetest.Noon)
}

func enter(t testing.TB, d *desk.Desk, language string) *room {
	t.Helper()
	r := &room{Room: pagetest.New(t, language), desk: d}
	r.page = New(Needs{Host: r.Host(), Source: d, Changed: func() { r.changed++ }}, TakeIn)
	t.Cleanup(func() { _ = r.page.Leave(); r.Queue.Drain() })
	r.Enter(r.page)
	return r
}

// handed makes a bundle of a year on the screen and returns its path.
func handed(t testing.TB, d *desk.Desk, year int, name string) string {
	t.Helper()
	r := enter(t, d, locale.Chinese)
	r.File = filepath.Join(t.TempDir(), name)
	r.page.Choose(year, nil)
	r.Until(t, "what can go along", func() bool { return len(r.page.handing.grid.Rows()) > 0 })
	r.Run(t, "exchange.make")
	r.Until(t, "the bundle", func() bool { return len(r.page.handing.made.Objects) > 0 })
	return r.File
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
	r.Until(t, "verified", func() bool { return r.page.intake.ready() })
	before := len(r.Toasts)
	r.Run(t, "exchange.apply")
	if r.Prompts.Open() { // nobody vouches for it yet
		r.Answer(t, fyne.KeyTab, fyne.KeyReturn)
	}
	r.Until(t, "taken in", func() bool { return len(r.Toasts) > before })
}

func TestWhatIsHandedOverIsSeenBeforeItIsTakenInAndCanBeTakenBack(t *testing.T) {
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, _ := uitest.ExampleYear(t, a)
	path := handed(t, a, year, "交接.zsb")
	r := enter(t, b, locale.Chinese)
	r.page.ReadFile(path)
	r.Until(t, "verified", func() bool { return r.page.intake.ready() })
	r.Canvas().Capture()
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
	if last := r.Toasts[len(r.Toasts)-1]; !strings.Contains(last, "没有新内容") {
		t.Errorf("taken in twice, the screen says %q", last)
	}
	r.Run(t, "exchange.tab.imports")
	r.Until(t, "the imports", func() bool { return len(r.page.imports.grid.Rows()) == 1 })
	r.Run(t, "exchange.undo-import")
	r.Answer(t, fyne.KeyTab, fyne.KeyReturn)
	r.Until(t, "taken back", func() bool { return len(r.page.imports.grid.Rows()) == 0 })
	if headers, _ := b.Headers(t.Context(), year); len(headers) != 0 {
		t.Errorf("%d evaluations stay after the import was taken back", len(headers))
	}
}

// named takes an evaluation in at 乙's, which both have given another name since 甲 handed it over first.
func named(t *testing.T) (r *room, year int, id string) {
	t.Helper()
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, id = uitest.ExampleYear(t, a)
	r = enter(t, b, locale.Chinese)
	r.take(t, handed(t, a, year, "1.zsb"))
	edit(t, a, year, id, "甲改的名称")
	edit(t, b, year, id, "乙改的名称")
	r.take(t, handed(t, a, year, "2.zsb"))
	return r, year, id
}

func TestBothValuesOfAConflictStayUntilOneIsTaken(t *testing.T) {
	r, year, id := named(t)
	r.Until(t, "the question", r.Prompts.Open)
	r.Answer(t, fyne.KeyReturn) // decide now
	r.Until(t, "the conflicts", func() bool { return len(r.page.conflicts.grid.Rows()) > 0 })
	if rows := r.page.conflicts.values.Rows(); len(rows) != 2 || rows[0].Cells[1].Text != "乙改的名称" || rows[1].Cells[1].Text != "甲改的名称" {
		t.Errorf("values %v, want ours first", rows)
	}
	c := r.page.conflicts.current()
	if len(r.page.conflicts.list) != 1 || !strings.Contains(c.Replaced, "江门") || len(c.Said) != 2 {
		t.Fatalf("%d conflicts, replaced %q, values %q", len(r.page.conflicts.list), c.Replaced, c.Said)
	}
	want := "甲改的名称"
	r.page.conflicts.values.Select(r.page.conflicts.values.Rows()[1].ID)
	r.Run(t, "exchange.apply") // the main thing of this part: take
	r.Until(t, "decided", func() bool { return len(r.page.conflicts.grid.Rows()) == 0 })
	e, _, err := r.desk.Open(t.Context(), year, id)
	if err != nil || e.Project.Name != want {
		t.Errorf("the name is %q, want %q (%v)", e.Project.Name, want, err)
	}
}

func TestATypedValueDecides(t *testing.T) {
	r, year, id := named(t)
	r.Prompts.Dismiss()
	r.Run(t, "exchange.tab.conflicts")
	r.Until(t, "the conflicts", func() bool { return len(r.page.conflicts.grid.Rows()) > 0 })
	r.Run(t, "exchange.type")
	field := r.Canvas().Focused().(*widget.Entry)
	field.SetText("商定的名称")
	r.Answer(t, fyne.KeyReturn)
	r.Until(t, "decided", func() bool { return len(r.page.conflicts.grid.Rows()) == 0 })
	if e, _, _ := r.desk.Open(t.Context(), year, id); e.Project.Name != "商定的名称" {
		t.Errorf("the name is %q", e.Project.Name)
	}
}

// TestLongValuesOfAConflictAreReadInFull: what its cell cuts stands below, and a third value is written from the one that is looked at.
func TestLongValuesOfAConflictAreReadInFull(t *testing.T) {
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, id := uitest.ExampleYear(t, a)
	r := enter(t, b, locale.Chinese)
	r.take(t, handed(t, a, year, "1.zsb"))
	theirs := "甲改的名称，" + strings.Repeat("很长", 40)
	edit(t, a, year, id, theirs)
	edit(t, b, year, id, "乙改的名称")
	r.take(t, handed(t, a, year, "2.zsb"))
	r.Prompts.Dismiss()
	r.Run(t, "exchange.tab.conflicts")
	c := r.page.conflicts
	r.Until(t, "the conflicts", func() bool { return len(c.grid.Rows()) > 0 })
	if !c.fullBox.Visible() || !strings.Contains(c.full.Text, "本机：乙改的名称\n对方："+theirs+"\n双方修改前：") {
		t.Errorf("in full %q", c.full.Text)
	}
	c.values.Select(c.values.Rows()[1].ID)
	r.Run(t, "exchange.type")
	if field := r.Canvas().Focused().(*widget.Entry); field.Text != theirs || !field.MultiLine {
		t.Errorf("the field begins with %q", field.Text)
	}
	r.Prompts.Dismiss()
}

func TestALockedBundleAsksForItsPassphraseUntilItIsRight(t *testing.T) {
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, _ := uitest.ExampleYear(t, a)
	path := filepath.Join(t.TempDir(), "锁.zsb")
	if _, err := a.MakeBundle(t.Context(), desk.BundleOrder{Kind: "year", Years: []int{year}, Path: path, Passphrase: []byte("口令")}, nil); err != nil {
		t.Fatal(err)
	}
	r := enter(t, b, locale.Chinese)
	r.page.ReadFile(path)
	for _, typed := range []string{"错的", "口令"} {
		r.Until(t, "the question", r.Prompts.Open)
		r.Canvas().Focused().(*widget.Entry).SetText(typed)
		r.Answer(t, fyne.KeyReturn)
	}
	r.Until(t, "verified", func() bool { return r.page.intake.ready() })
}

func TestABundleWithoutANameSaysSo(t *testing.T) {
	a, b := uitest.Desk(t, "", "", pagetest.Noon), newDesk(t, "乙")
	year, _ := uitest.ExampleYear(t, a)
	r := enter(t, b, locale.Chinese)
	path := handed(t, a, year, "无名.zsb")
	r.page.ReadFile(path)
	r.Until(t, "verified", func() bool { return r.page.intake.ready() })
	if said := r.page.intake.head.Say(); r.page.intake.from() != "" || !strings.Contains(said, "没有填写") {
		t.Errorf("from %q, the head says %q", r.page.intake.from(), said)
	}
}

func TestADamagedBundleEndsInASentence(t *testing.T) {
	r := enter(t, newDesk(t, "乙"), locale.Chinese)
	r.page.ReadFile(filepath.Join(t.TempDir(), "没有.zsb"))
	if sentence := app.Sentence(r.Words.Printer, r.UntilFailed()); sentence == "" || r.page.intake.bundle != nil {
		t.Errorf("%q", sentence)
	}
}

func TestThePartsInEnglish(t *testing.T) {
	a := newDesk(t, "A")
	year, _ := uitest.ExampleYear(t, a)
	r := enter(t, a, locale.English)
	r.page.Choose(year, nil)
	r.Until(t, "what can go along", func() bool { return len(r.page.handing.grid.Rows()) > 0 })
	if said := r.page.handing.count.Say(); said != "Nothing chosen: the only evaluation of 2022 (1); Space chooses" {
		t.Errorf("%q", said)
	}
	r.page.handing.lock.Choose(lockPassphrase)
	r.Until(t, "the form", func() bool { return r.page.handing.passBox.Visible() })
	r.Run(t, "exchange.make")
	if r.page.handing.fault.Say() == "" {
		t.Error("a bundle is locked with no passphrase")
	}
}
