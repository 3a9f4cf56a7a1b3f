package ui

import (
	"testing"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/ui/page/guide"
	"zhunsheng/app/ui/page/year"
)

func TestTheGuideGoesThroughTheListAndTheListIsFoundAsItWasLeft(t *testing.T) {
	shell, queue, d := furnish(t)
	list, ok := shell.Page().(*year.Page)
	if !ok {
		t.Fatalf("shows %T", shell.Page())
	}
	for list.Current() == "" {
		queue.Take()
	}
	first, number := list.Current(), list.Year()
	e, _, err := d.Open(t.Context(), number, first)
	if err != nil {
		t.Fatal(err)
	}
	next := e.Clone()
	next.Project.Name = e.Project.Name + "之二"
	_, made, err := d.Take(t.Context(), []desk.IncomingItem{{Evaluation: next}})
	if err != nil || len(made) != 1 {
		t.Fatal(made, err)
	}
	second := made[0]
	shell.Run("reload")
	after := func() string { return shell.listed.Beside(number, first, 1) }
	for after() == "" && shell.listed.Beside(number, first, -1) == "" {
		queue.Take()
		shell.look()
	}
	open := func(id string) *guide.Page {
		for {
			if page, ok := shell.Page().(*guide.Page); ok && page.Session().Evaluation().ID == id {
				return page
			}
			queue.Take()
		}
	}
	shell.openAt(number, first, edit.Money)
	open(first)
	steps := map[bool]string{true: "guide.after", false: "guide.before"}
	forward := after() == second // the list is in an order of its own
	shell.Run(steps[!forward])   // there is none
	shell.Run(steps[forward])
	if page := open(second); page.Step() != edit.Money {
		t.Errorf("shows the step %s", page.Step())
	}
	shell.back()
	for list, ok = shell.Page().(*year.Page); !ok; list, ok = shell.Page().(*year.Page) { // what was shown may still be written
		queue.Take()
	}
	for list.Current() == "" {
		queue.Take()
	}
	if list.Current() != second {
		t.Errorf("the list shows %s, want what was worked on", list.Current())
	}
}
