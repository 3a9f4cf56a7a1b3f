package ui

import (
	"testing"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/page/year"
)

func TestUndoingTwiceInAHurryUndoesTwoSteps(t *testing.T) {
	v := settle(t, "zh", kept{settingTour: "seen"})
	headers, err := v.store.Headers(t.Context(), 2022)
	if err != nil || len(headers) != 1 {
		t.Fatal(headers, err)
	}
	store, id := v.shell.needs.Store, headers[0].ID
	before := v.actual()
	page := v.open()
	change(t, page.Session(), edit.SetActual("hi-stock", "1500"))
	v.shell.Run("back")
	v.until("the list", func() bool { _, ok := v.shell.Page().(*year.Page); return ok })
	if err := store.Delete(t.Context(), 2022, id); err != nil {
		t.Fatal(err)
	}
	v.shell.turn(false)
	v.shell.turn(false)
	v.until("both are undone", func() bool { return !v.runner.Busy() })
	if got := v.actual(); got != before {
		t.Errorf("the store holds %q, want %q", got, before)
	}
}
