package schemes

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/uitest"
)

// made is the page with one scheme of the store's own, which was made by pressing the key for it twice.
func made(t *testing.T) *room {
	t.Helper()
	r := enter(t)
	r.startEditing(t, 0)
	if err := r.page.edit.set("title.zh", "甲办法"); err != nil {
		t.Fatal(err)
	}
	r.settle()
	r.Run(t, "save")
	r.Run(t, "save")
	r.Settle()
	return r
}

func TestASchemeThatIsSavedTwiceInAHurryIsMadeOnce(t *testing.T) {
	r := made(t)
	if len(r.Failed) > 0 || len(r.page.deeds.done) != 1 {
		t.Errorf("failed %v, %d deeds", r.Failed, len(r.page.deeds.done))
	}
}

func TestUndoingTwiceInAHurryUndoesTwoDeeds(t *testing.T) {
	r := made(t)
	r.Run(t, "drop")
	r.Canvas().FocusPrevious() // the keyboard is on the way out
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	if len(r.page.deeds.done) != 2 {
		t.Fatalf("%d deeds", len(r.page.deeds.done))
	}
	r.Run(t, "undo") // deleting
	r.Run(t, "undo") // adding
	r.Settle()
	own := slices.ContainsFunc(r.page.infos, func(i desk.SchemeInfo) bool { return !i.Carried })
	if len(r.Failed) > 0 || own || len(r.page.deeds.done) != 0 || len(r.page.deeds.undone) != 2 {
		t.Errorf("failed %v, own %v, done %d, undone %d", r.Failed, own, len(r.page.deeds.done), len(r.page.deeds.undone))
	}
}

func TestASchemeThatIsSavedLeavesAloneWhatWasBegunSince(t *testing.T) {
	r := enter(t)
	r.startEditing(t, 0)
	if err := r.page.edit.set("title.zh", "甲办法"); err != nil {
		t.Fatal(err)
	}
	r.Run(t, "save")
	r.page.back()
	r.startEditing(t, 0)
	next := r.page.edit
	r.Settle()
	if r.page.edit != next || next == nil {
		t.Error("what was begun since is not on the screen any more")
	}
}
