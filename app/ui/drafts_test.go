package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/uitest"
)

// TestRefusedInputWaitsOverPlacesAndRestarts types what is no amount and leaves, in every way there is.
func TestRefusedInputWaitsOverPlacesAndRestarts(t *testing.T) {
	v := settle(t, "zh", kept{settingTour: "seen"})
	page := v.open()
	before := page.Session().Evaluation()
	page.Go(edit.Place{Step: edit.Money, Item: "0.executed"}, true)
	uitest.Type(t, v.window.Canvas(), "abc")
	uitest.Press(t, v.window.Canvas(), fyne.KeyReturn)
	page.Go(edit.Place{Step: edit.Basics, Item: string(edit.FieldDate)}, true)
	uitest.Type(t, v.window.Canvas(), "年底") // not even handed over

	waits := func(how string) {
		t.Helper()
		if count, first := page.Session().Waiting(); count != 2 || first.Step != edit.Basics {
			t.Fatalf("%s: %d wait, the first at %v", how, count, first)
		}
		if now := page.Session().Evaluation(); now.SignOff.Date != before.SignOff.Date || now.Funds[0].Executed != before.Funds[0].Executed {
			t.Errorf("%s: the evaluation has %q and %v", how, now.SignOff.Date, now.Funds[0].Executed)
		}
	}
	v.shell.Run("back")
	v.until("the list is there", func() bool { list, ok := v.shell.Page().(*year.Page); return ok && list.Current() != "" })
	page = v.open()
	waits("after the list")
	v.leave()
	v.enter()
	page = v.open()
	waits("after a restart")

	page.Go(edit.Place{Step: edit.Money, Item: "0.executed"}, true)
	uitest.Type(t, v.window.Canvas(), "500")
	uitest.Press(t, v.window.Canvas(), fyne.KeyReturn)
	if err := page.Leave(); err != nil {
		t.Fatal(err)
	}
	v.shell.Run("back")
	v.until("the list is there", func() bool { list, ok := v.shell.Page().(*year.Page); return ok && list.Current() != "" })
	page = v.open()
	if count, first := page.Session().Waiting(); count != 1 || first.Item != string(edit.FieldDate) {
		t.Errorf("%d wait, the first at %v: the amount was taken", count, first)
	}
}
