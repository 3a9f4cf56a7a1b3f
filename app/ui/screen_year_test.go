package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	uri "fyne.io/fyne/v2/storage"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/compare"
	"zhunsheng/app/ui/page/schemes"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

func TestSeveralFilesDroppedAtOnceAreReadTogether(t *testing.T) {
	h := build(t)
	h.store.evaluation.MoneyUnit = "元"
	h.shell.dropped(fyne.NewPos(0, 0), []fyne.URI{uri.NewFileURI("/tmp/一.xlsx"), uri.NewFileURI("/tmp/二.xlsx")})
	h.settle()
	if h.store.read != 2 || !h.shell.Prompts().Open() {
		t.Errorf("read %d files, asks: %v", h.store.read, h.shell.Prompts().Open())
	}
}

// furnish builds the window over a real desk with the example year.
func furnish(t *testing.T) (*Shell, uitest.Queue, *desk.Desk) {
	t.Helper()
	all, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	store := storage.OpenMemory(app.StoreOptions(all))
	t.Cleanup(func() { _ = store.Close() })
	words := uitest.Words(t, locale.Chinese)
	d := desk.New(store, all, time.Now, func() *locale.Printer { return words.Printer })
	if _, err := d.Example(t.Context()); err != nil {
		t.Fatal(err)
	}
	queue := uitest.NewQueue()
	runner, _ := uitest.Runner(t, queue.Post)
	shell := NewShell(Needs{
		App: fyne.CurrentApp(), Window: uitest.Window(t, widget.Gap(1, 1)), Catalogue: uitest.Catalogue(t), Runner: runner,
		Store: d, Exporter: noExporter{}, Settings: kept{}, Folder: t.TempDir(), OpenFile: func(string) error { return nil },
		Theme: uitest.Theme, Now: time.Now, Compare: d, Schemes: d, Verify: d, Exchange: d, Collect: d, Review: d, Setup: d,
	})
	return shell, queue, d
}

func TestListLeadsToTheComparisonAndTheRailBack(t *testing.T) {
	shell, queue, _ := furnish(t)
	list, ok := shell.Page().(*year.Page)
	if !ok {
		t.Fatalf("shows %T", shell.Page())
	}
	for list.Current() == "" {
		queue.Take()
	}
	if !shell.Run("year.beside") {
		t.Fatal("the list does not offer the comparison")
	}
	page, ok := shell.Page().(*compare.Page)
	if !ok {
		t.Fatalf("shows %T, want the comparison", shell.Page())
	}
	left, right := page.Sides()
	if left.ID != list.Current() || left.Kind != desk.SideWhole || right.ID != "" {
		t.Errorf("compares %+v with %+v", left, right)
	}
	shell.SetLanguage(locale.English)
	again, ok := shell.Page().(*compare.Page)
	if !ok {
		t.Fatalf("shows %T after a change of language", shell.Page())
	}
	if kept, _ := again.Sides(); kept != left {
		t.Errorf("compares %+v after a change of language", kept)
	}
	shell.goTo(placeYear)
	if _, ok := shell.Page().(*year.Page); !ok {
		t.Errorf("the rail leads to %T", shell.Page())
	}
}

func TestDraftOfASchemeOutlivesAChangeOfLanguage(t *testing.T) {
	shell, queue, d := furnish(t)
	shell.goTo(placeSchemes)
	page, ok := shell.Page().(*schemes.Page)
	if !ok {
		t.Fatalf("shows %T", shell.Page())
	}
	for page.Current() == "" {
		queue.Take()
	}
	scheme, known := d.Scheme(scoring.SchemeRef{ID: "cn-2020", Version: "1"})
	if !known {
		t.Fatal("no national scheme")
	}
	data, err := scheme.Encode()
	if err != nil {
		t.Fatal(err)
	}
	page.Resume(&desk.SchemeDraft{Scheme: data})
	shell.SetLanguage(locale.English)
	again, ok := shell.Page().(*schemes.Page)
	if !ok || again.Editing() == nil {
		t.Errorf("shows %T, editing %v", shell.Page(), ok && again.Editing() != nil)
	}
}

func TestShortcutsOfTheseScreensAreTheirOwn(t *testing.T) {
	shell, _, _ := furnish(t)
	for _, place := range []string{placeYear, placeCompare, placeVerify, placeExchange, placeReview, placeCollect, placeSchemes, placeHistory, placeSettings} {
		shell.goTo(place)
		used := map[string]string{}
		for _, c := range shell.commands {
			keys := c.Keys.String()
			if other, twice := used[keys]; twice && !c.Keys.IsZero() {
				t.Errorf("%s: %s and %s share %s", place, other, c.ID, keys)
			}
			used[keys] = c.ID
		}
	}
}
