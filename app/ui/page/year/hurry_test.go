package year

import (
	"context"
	"fmt"
	"testing"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

func TestWhatIsShownIsOpenedWhileAnotherYearIsRead(t *testing.T) {
	r := enter(t, twoYears(), 2022)
	r.Run(t, "year.before")
	r.Run(t, "open")
	r.Run(t, "year.report")
	if fmt.Sprint(r.opened, r.done) != "[2022a] [report 2022 [a]]" {
		t.Errorf("opened %v, done %v", r.opened, r.done)
	}
	r.Settle()
	if r.page.Year() != 2021 {
		t.Errorf("the year shown is %d", r.page.Year())
	}
}

func TestTurningTwiceInAHurryGoesTwoYears(t *testing.T) {
	source := twoYears()
	source.years = append([]storage.Year{{Year: 2020}}, source.years...)
	r := enter(t, source, 2022)
	r.Run(t, "year.before")
	r.Run(t, "year.before")
	r.Settle()
	if r.page.Year() != 2020 {
		t.Errorf("the year shown is %d", r.page.Year())
	}
}

func TestDeletingTwiceInAHurryDeletesOnce(t *testing.T) {
	source := managed()
	r := enter(t, source, 2022)
	r.Run(t, "delete")
	r.Run(t, "delete")
	for len(r.Toasts) == 0 {
		r.Queue.Take()
	}
	if got := r.page.items[0].header.ID; got != "b" || r.Can("delete") && r.page.grid.CurrentRow() == "a" {
		t.Errorf("%q is still listed", got)
	}
	r.Settle()
	if fmt.Sprint(source.deleted) != "[a]" {
		t.Errorf("deleted %v", source.deleted)
	}
}

func imported() *desk.Incoming {
	return &desk.Incoming{Path: "/表.xlsx", Items: []desk.IncomingItem{
		{Evaluation: &scoring.Evaluation{FiscalYear: 2022, MoneyUnit: desk.Yuan, Project: scoring.Project{Name: "甲"}}},
	}}
}

func TestAPictureCallsOffNoReading(t *testing.T) {
	source := twoYears()
	source.incoming = imported()
	r := enter(t, source, 2022)
	r.page.ReadFile("/表.xlsx")
	r.Run(t, "year.picture")
	r.Settle()
	if !r.Prompts.Open() || len(r.Toasts) != 1 {
		t.Errorf("asked %v, said %q", r.Prompts.Open(), r.Toasts)
	}
}

func TestWhatWasReadIsNotAskedAboutOverAnotherScreen(t *testing.T) {
	source := twoYears()
	source.incoming = imported()
	r := enter(t, source, 2022)
	r.page.ReadFile("/表.xlsx")
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	r.Settle()
	if r.Prompts.Open() {
		t.Error("a dialog of the list that was left is open")
	}
}

func TestTheExampleIsLoadedOnce(t *testing.T) {
	r := enter(t, &shelf{}, 0)
	loads := 0
	r.page.needs.Example = func(context.Context) (int, error) {
		loads++
		return 2022, nil
	}
	r.page.empty.example.OnTapped()
	r.page.empty.example.OnTapped()
	r.Settle()
	if loads != 1 {
		t.Errorf("loaded %d times", loads)
	}
}

func TestTheYearThatWasAskedAboutIsTheOneThatIsManaged(t *testing.T) {
	source := managed()
	r := enter(t, source, 2022)
	r.Run(t, "year.manage")
	r.page.goTo(2021) // as when something was made there meanwhile
	r.Settle()
	r.answer(t, 0, "2023-03-06")
	r.Settle()
	if fmt.Sprint(source.said) != "[due 20222023-03-06]" || r.page.Year() != 2021 {
		t.Errorf("said %v, shows %d", source.said, r.page.Year())
	}
}

func TestEvaluationsOfAnotherYearAreNotCarriedOver(t *testing.T) {
	r := enter(t, twoYears(), 2022)
	grid := widget.NewGrid(widget.Column{Width: 100}, widget.Column{Width: 100})
	grid.OnMarked = func() {}
	var reading task.Slot
	r.page.markAll(&reading, grid, 2022)
	r.Settle()
	r.page.markAll(&reading, grid, 2021)
	if ids := grid.Marked(); len(ids) != 0 {
		t.Errorf("before the year was read %v are marked", ids)
	}
	r.Settle()
	if ids := grid.Marked(); fmt.Sprint(ids) != "[old]" {
		t.Errorf("marked %v", ids)
	}
}

func TestWhatIsMadeIsNotOpenedUnderADialog(t *testing.T) {
	r := enter(t, twoYears(), 2022)
	r.page.make(func(context.Context) (made, error) { return made{year: 2022, ids: []string{"b"}}, nil })
	r.Run(t, "new")
	r.Settle()
	if len(r.opened) != 0 || !r.Prompts.Open() || r.page.Current() != "b" {
		t.Errorf("opened %v, current %q", r.opened, r.page.Current())
	}
}
