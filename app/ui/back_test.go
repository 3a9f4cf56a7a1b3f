package ui

import (
	"testing"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/ui/page/year"
)

// An evaluation that was begun in another year than the list showed is what the list comes back to.
func TestListComesBackToTheYearOfTheEvaluation(t *testing.T) {
	shell, queue, d := furnish(t)
	list := shell.Page().(*year.Page)
	for list.Current() == "" {
		queue.Take()
	}
	id, err := d.Begin(t.Context(), desk.Start{Year: 2023, Name: "城区绿化", Unit: "园林中心", MoneyUnit: desk.Yuan, Scheme: "cn-2020", Template: true})
	if err != nil {
		t.Fatal(err)
	}
	shell.open(2023, id)
	for shell.guide == nil {
		queue.Take()
	}
	if shell.guide.Step() != edit.Basics {
		t.Errorf("a new evaluation begins at %s", shell.guide.Step())
	}
	shell.goTo(placeYear)
	list, ok := shell.Page().(*year.Page)
	for !ok { // what was shown is still being written
		queue.Take()
		list, ok = shell.Page().(*year.Page)
	}
	for list.Current() == "" {
		queue.Take()
	}
	if list.Year() != 2023 || list.Current() != id {
		t.Errorf("shows %s in %d", list.Current(), list.Year())
	}
}
