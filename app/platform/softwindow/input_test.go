package softwindow

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// The system takes the mouse away for a dialog or another program, and a button that goes up then is not told.
func TestMouseTakenAwayEndsADrag(t *testing.T) {
	s, a, _ := twoProbes(t)
	x, y := s.middle(t, a)
	s.window.MouseButton(x, y, desktop.MouseButtonPrimary, true)
	s.window.MouseMoved(x+40, y)
	s.window.MouseLost()
	if last := a.events[len(a.events)-1]; last != "dragend" {
		t.Errorf("after %q", last)
	}
	drags := len(a.drags)
	s.window.MouseMoved(x+80, y)
	if len(a.drags) != drags {
		t.Error("the object is still dragged")
	}
	a.events = nil
	s.window.MouseButton(x, y, desktop.MouseButtonPrimary, false)
	for _, event := range a.events {
		if event == "tapped" {
			t.Error("letting go much later taps")
		}
	}
}

// Alt alone and F10 open the system's menu, Alt+F4 closes the window and Alt+Space opens its menu, whatever has the keyboard; a shortcut with Alt that the canvas knows does not ring the bell.
func TestKeysOfTheSystemsMenuAreLeftToIt(t *testing.T) {
	s, a, _ := twoProbes(t)
	s.window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.Key4, Modifier: fyne.KeyModifierAlt}, func(fyne.Shortcut) {})
	for _, focused := range []fyne.Focusable{nil, a} {
		s.window.canvas.Focus(focused)
		for _, tt := range []struct {
			name      fyne.KeyName
			modifiers fyne.KeyModifier
			used      bool
		}{
			{desktop.KeyAltLeft, fyne.KeyModifierAlt, false},
			{fyne.KeyF10, 0, false},
			{fyne.KeyF4, fyne.KeyModifierAlt, false},
			{fyne.KeySpace, fyne.KeyModifierAlt, false},
			{fyne.Key4, fyne.KeyModifierAlt, true},
			{fyne.Key5, fyne.KeyModifierAlt, focused != nil},
		} {
			if used := s.window.Key(tt.name, tt.modifiers, false); used != tt.used {
				t.Errorf("%s with %v: used %v, want %v; the keyboard is in %T", tt.name, tt.modifiers, used, tt.used, focused)
			}
		}
	}
}

// While one function shows a dialog of the system, which delivers events itself, those behind it run in their order, and each of them once.
func TestPostedFunctionsRunWhileADialogIsShown(t *testing.T) {
	s, _, _ := twoProbes(t)
	d := s.app.driver
	var ran []int
	add := func(n int) func() { return func() { ran = append(ran, n) } }
	d.post(func() {
		d.post(add(4))
		d.drain() // the dialog
		ran = append(ran, 5)
	})
	for n := range 4 {
		d.post(add(n))
	}
	d.drain()
	d.drain()
	if want := []int{0, 1, 2, 3, 4, 5}; !slices.Equal(ran, want) {
		t.Errorf("ran in the order %v, want %v", ran, want)
	}
}
