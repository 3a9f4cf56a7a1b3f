package ui

import (
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

// Where the system cannot show its file dialog, the program's own asks, and the log says why.
func TestOwnFileDialogStandsInForTheSystems(t *testing.T) {
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	store := storage.OpenMemory(app.StoreOptions(schemes))
	t.Cleanup(func() { _ = store.Close() }) // in memory
	noon := func() time.Time { return time.Date(2023, 3, 31, 12, 0, 0, 0, time.UTC) }
	words := uitest.Catalogue(t).Printer(locale.Chinese)
	d := desk.New(store, schemes, noon, func() *locale.Printer { return words })
	queue, window := uitest.NewQueue(), uitest.Window(t, widget.Gap(1, 1))
	runner, _ := uitest.Runner(t, queue.Post)
	t.Cleanup(runner.Close)
	failure := errors.New("no dialog")
	for _, answer := range []error{nil, failure} {
		var logged []error
		s := NewShell(Needs{
			App: fyne.CurrentApp(), Window: window, Catalogue: uitest.Catalogue(t), Runner: runner, Store: d, Exporter: d, Settings: kept{},
			Folder: t.TempDir(), OpenFile: func(string) error { return nil }, Theme: uitest.Theme, Now: noon,
			Log: func(err error) { logged = append(logged, err) }, PickFile: func(picker.Question, func(string)) error { return answer },
		})
		s.pick(picker.Question{Title: "选择"}, func(string) {})
		if own := s.prompts.Open(); own != (answer != nil) {
			t.Errorf("after %v the program's own dialog is open: %v", answer, own)
		}
		if said := slices.Contains(logged, failure); said != (answer != nil) {
			t.Errorf("after %v the log has %v", answer, logged)
		}
	}
}
