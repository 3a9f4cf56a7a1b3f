package year

import (
	"strings"
	"testing"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// TestYearOverARealStore goes through a year's life on a store in memory: deadline, a deletion taken back, closing, and what is refused then.
func TestYearOverARealStore(t *testing.T) {
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	store := storage.OpenMemory(app.StoreOptions(schemes))
	t.Cleanup(func() { _ = store.Close() })
	words := uitest.Words(t, "zh")
	d := desk.New(store, schemes, time.Now, func() *locale.Printer { return words.Printer })
	if _, err := d.Example(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := enter(t, d, 0)
	settle := func(done func() bool) {
		t.Helper()
		for !done() {
			r.Queue.Take()
		}
	}
	if len(r.page.items) != 1 || !strings.Contains(r.page.tiles.grades.Portions()[0].Label, "优") {
		t.Fatalf("shows %s", r.shown())
	}
	if r.page.filters.part.Visible() != (len(r.page.filters.part.Options()) > 2) || len(r.page.filters.part.Options()) < 3 {
		t.Errorf("the parts of the example are offered as %v", r.page.filters.part.Options())
	}
	r.page.filters.part.Choose(r.page.filters.part.Options()[1].ID)
	if len(r.page.grid.Rows()) != 1 {
		t.Error("the part's own evaluation is not among its")
	}
	r.page.manageYear(r.page.year, yearDeadline, "2023年3月6日")
	settle(func() bool { return r.page.due.Date == "2023-03-06" })
	r.Run(t, "delete")
	settle(func() bool { return len(r.page.items) == 0 })
	r.Run(t, "undelete")
	settle(func() bool { return len(r.page.items) == 1 })
	r.page.manageYear(r.page.year, yearClose, "已上报")
	settle(func() bool { return r.page.state() == storage.YearClosed })
	r.Run(t, "delete")
	settle(func() bool { return len(r.Failed) > 0 })
	if got := words.Error(r.Failed[0]); !strings.Contains(got, "封存") && !strings.Contains(got, "关闭") {
		t.Errorf("deleting from a closed year says %q", got)
	}
	r.page.manageYear(r.page.year, yearReopen, "更正")
	settle(func() bool { return r.page.state() == storage.YearReopened })
	if r.page.items[0].header.Status != scoring.StatusDraft && len(r.page.items) != 1 {
		t.Errorf("shows %s", r.shown())
	}
}

// TestListFollowsAnEvaluationThatComesBackFromAnotherYear: the year that was added for it goes when its move is undone.
func TestListFollowsAnEvaluationThatComesBackFromAnotherYear(t *testing.T) {
	d := uitest.Desk(t, "me", "n", pagetest.Noon)
	_, id := uitest.ExampleYear(t, d)
	if _, err := d.Move(t.Context(), desk.Move{Year: 2022, ID: id, To: 2023}); err != nil {
		t.Fatal(err)
	}
	r := enter(t, d, 2023)
	r.Until(t, "the list of 2023", func() bool { return len(r.page.items) == 1 })
	turned, err := d.UndoLast(t.Context(), uitest.Words(t, "zh").Printer)
	if err != nil || !turned.Moved {
		t.Fatal(turned, err)
	}
	r.page.Reload()
	r.Until(t, "a year that is there", func() bool { return r.page.Year() == 2022 && len(r.page.items) == 1 })
	if _, err := d.RedoLast(t.Context(), uitest.Words(t, "zh").Printer); err != nil {
		t.Fatal(err)
	}
	r.page.GoTo(2023, id)
	r.Until(t, "the year it went to", func() bool { return r.page.Year() == 2023 && r.page.Current() == id })
}
