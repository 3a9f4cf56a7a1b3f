package widget

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestShiftMarksUpToWhereAKeyLeads(t *testing.T) {
	g, _ := manyRows(t, 1000)
	g.OnMarked = func() {}
	g.Select("10")
	g.Focus()
	press := func(name fyne.KeyName) int {
		g.body.TypedKey(&fyne.KeyEvent{Name: name})
		return len(g.Marked())
	}
	g.body.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	if n := press(fyne.KeyEnd); n != 990 {
		t.Errorf("%d marked to the end, want 990", n)
	}
	if n := press(fyne.KeyHome); n != 11 {
		t.Errorf("%d marked to the beginning, want 11", n)
	}
	if n := press(fyne.KeyPageDown); n < 2 || g.Marked()[0] == "0" {
		t.Errorf("%d marked a page on, from %s", n, g.Marked()[0])
	}
	g.body.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	marked := g.Marked()
	if n := press(fyne.KeyEnd); n != len(marked) {
		t.Errorf("%d marked after going on without Shift, want those from before", n)
	}
}
