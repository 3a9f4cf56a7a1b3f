package ui

import (
	"errors"
	"testing"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/uitest"
)

func TestEndOfTheSessionKeepsWhatIsBeingTyped(t *testing.T) {
	h := build(t)
	page := h.open(t)
	uitest.Type(t, h.window.Canvas(), "8项")
	h.shell.Keep()
	first := page.Session().Evaluation().Indicators[0].ID
	if last, _ := h.store.Last(); last == nil || last.Indicators[0].ID != first || last.Indicators[0].Actual.Text != "8项" {
		t.Error("what was being typed is not in the store")
	}
	h.store.Fail(errors.New("disk full"))
	if err := page.Session().Apply(edit.SetField(edit.FieldNature, "常年")); err != nil {
		t.Fatal(err)
	}
	h.shell.Keep()
	if h.shell.Prompts().Open() || len(h.logged) != 1 {
		t.Errorf("a question that nobody can answer, or nothing in the log: %v", h.logged)
	}
}
