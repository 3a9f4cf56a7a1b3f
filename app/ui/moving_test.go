package ui

import (
	"testing"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/page/guide"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

// moveTo moves the evaluation of the guide to another year, as a user does.
func (v *villa) moveTo(year string) {
	v.t.Helper()
	v.shell.Run("rules.year")
	entry, ok := v.window.Canvas().Focused().(*widget.Entry)
	if !ok {
		v.t.Fatalf("the keyboard is in %T", v.window.Canvas().Focused())
	}
	entry.SetText(year)
	v.shell.prompts.Accept()
	v.until("the question", v.shell.prompts.Open)
	for _, b := range uitest.Buttons(v.window.Canvas().Overlays().Top()) {
		if b.Text == "移动" {
			b.OnTapped()
			return
		}
	}
	v.t.Fatal("nothing moves it")
}

// standsIn waits until the guide has come in the place of another one, with the evaluation in a year.
func (v *villa) standsIn(before *guide.Page, year int) *guide.Page {
	v.t.Helper()
	v.until("the guide of the other year", func() bool {
		return v.shell.guide != nil && v.shell.guide != before && v.shell.guide.Session().Evaluation().FiscalYear == year
	})
	return v.shell.guide
}

// TestMovingToAnotherYearIsUndoneInTheGuide: Ctrl+Z after the move takes it back once what was typed since is undone, Ctrl+Y moves again, and
// the page goes along.
func TestMovingToAnotherYearIsUndoneInTheGuide(t *testing.T) {
	v := settle(t, "zh", kept{settingTour: "seen"})
	page := v.open()
	id := page.Session().Evaluation().ID
	v.moveTo("2023")
	page = v.standsIn(page, 2023)
	v.saysDone("已从 2022 年度移到 2023 年度")

	change(t, page.Session(), edit.SetActual("hi-stock", "1500"))
	v.shell.Run("undo") // what was typed, not the move
	if page.Session().CanUndo() || v.shell.guide != page || page.Session().Evaluation().FiscalYear != 2023 {
		t.Fatal("undoing what was typed moved it")
	}
	v.shell.Run("undo")
	page = v.standsIn(page, 2022)
	v.saysDone("已撤销：")
	if _, _, err := v.store.Evaluation(t.Context(), 2022, id); err != nil {
		t.Error(err)
	}
	if _, _, err := v.store.Evaluation(t.Context(), 2023, id); err == nil {
		t.Error("it is in both years")
	}

	v.until("the store has told what can be redone here", func() bool { return !page.Session().MayRedo() })
	v.shell.Run("redo")
	page = v.standsIn(page, 2023)
	v.saysDone("已重做：")
	v.shell.Run("undo") // at once, before the store has told the session anything
	page = v.standsIn(page, 2022)

	// Where something else was done since, the move is not made again.
	change(t, page.Session(), edit.SetActual("hi-stock", "1600"))
	v.until("it is saved", func() bool { state, _ := page.Session().SaveState(); return state == edit.Saved })
	v.shell.Run("redo")
	v.saysDone("没有")
	if v.shell.guide != page || v.actual() != "1600" {
		t.Error("the move was made again over what was done since")
	}
	if len(v.logged) > 0 {
		t.Errorf("logged %v", v.logged)
	}
}
