package widget

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestDropdownChoosesByKeysAndPointer(t *testing.T) {
	test.NewTempApp(t)
	var chosen []string
	d := NewDropdown(func(id string) { chosen = append(chosen, id) })
	d.SetOptions([]Option{{ID: "a", Label: "A"}, {ID: "b", Label: "B"}, {ID: "c", Label: "C"}})
	d.SetChosen("a")
	w := test.NewTempWindow(t, d)
	canvas := w.Canvas()
	canvas.Focus(d)
	press := func(names ...fyne.KeyName) {
		for _, name := range names {
			canvas.Focused().TypedKey(&fyne.KeyEvent{Name: name})
		}
	}
	press(fyne.KeyReturn)
	if canvas.Overlays().Top() == nil {
		t.Fatal("no list")
	}
	press(fyne.KeyDown, fyne.KeyDown, fyne.KeyEscape)
	if canvas.Overlays().Top() != nil || d.Chosen() != "c" || len(chosen) != 2 || d.Text != "C" {
		t.Errorf("chosen %v, shows %q, list open %v", chosen, d.Text, canvas.Overlays().Top() != nil)
	}
	press(fyne.KeyReturn)
	pos, _ := d.list.area(0)
	d.list.Tapped(&fyne.PointEvent{Position: pos.AddXY(4, 4)})
	if d.Chosen() != "a" || canvas.Overlays().Top() != nil {
		t.Errorf("a press on the first option chose %q", d.Chosen())
	}
	d.Choose("nothing")
	if d.Chosen() != "a" {
		t.Error("an option that is not there was chosen")
	}
}
