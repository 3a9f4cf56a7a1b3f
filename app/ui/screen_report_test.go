package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/guide"
	"zhunsheng/app/ui/page/report"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

// TestReportIsReachedFromEverywhereAndLeadsBack goes to the report screen with a real desk: from the list, from the guide, from the menu.
func TestReportIsReachedFromEverywhereAndLeadsBack(t *testing.T) {
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	store := storage.OpenMemory(app.StoreOptions(schemes))
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	noon := func() time.Time { return time.Date(2023, 3, 31, 12, 0, 0, 0, time.UTC) }
	chinese := uitest.Catalogue(t).Printer(locale.Chinese)
	d := desk.New(store, schemes, noon, func() *locale.Printer { return chinese })
	number, err := d.Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	headers, err := d.Headers(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	queue, window := uitest.NewQueue(), uitest.Window(t, widget.Gap(1, 1))
	asked := 0
	runner, _ := uitest.Runner(t, queue.Post)
	t.Cleanup(runner.Close)
	s := NewShell(Needs{
		App: fyne.CurrentApp(), Window: window, Catalogue: uitest.Catalogue(t), Runner: runner, Store: d, Exporter: d, Settings: kept{},
		Folder: t.TempDir(), OpenFile: func(string) error { return nil }, Theme: uitest.Theme, Log: func(err error) { t.Error(err) }, Now: noon,
		PickFile: func(picker.Question, func(string)) error { asked++; return nil },
	})
	until := func(done func() bool) {
		for !done() {
			queue.Take()
		}
	}
	list := func() bool { p, ok := s.Page().(*year.Page); return ok && p.Current() == headers[0].ID }
	shown := func() bool { _, ok := s.Page().(*report.Page); return ok }
	until(list)
	if !s.Run("year.report") || !shown() {
		t.Fatalf("the window shows %T, want the report", s.Page())
	}
	until(func() bool {
		return window.Title() == s.words.Say("ui.window.title", "page", "报告："+headers[0].Name)
	})
	s.Run("report.back")
	until(list)

	s.open(number, headers[0].ID)
	until(func() bool { _, ok := s.Page().(*guide.Page); return ok })
	s.guide.Go(edit.Place{Step: edit.Export}, true)
	s.reportingOn(s.guide.Session())()
	until(shown)
	s.Run("report.back")
	until(func() bool { return s.guide != nil })
	if p, ok := s.Page().(*guide.Page); !ok || p.Step() != edit.Export {
		t.Errorf("the way back leads to %T", s.Page())
	}

	known := s.Run("countersign")
	until(shown)
	if !known || asked != 1 {
		t.Errorf("the command is known: %v; asked %d times for a file", known, asked)
	}
}
