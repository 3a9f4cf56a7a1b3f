package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

// Every kind of button shows by a ring that it has the keyboard: a tint cannot be seen on a coloured ground.
func TestButtonWithTheKeyboardHasARing(t *testing.T) {
	for name, b := range map[string]*widget.Button{
		"plain": widget.NewButton("甲", nil), "primary": widget.NewPrimary("乙", nil), "quiet": widget.NewQuiet("丙", nil),
	} {
		t.Run(name, func(t *testing.T) {
			w := uitest.Window(t, b)
			if ring := ringOf(b); ring != nil {
				t.Error("has a ring without the keyboard")
			}
			w.Canvas().Focus(b)
			ring := ringOf(b)
			if ring == nil {
				t.Fatal("has no ring")
			}
			ground, _ := test.WidgetRenderer(b).Objects()[0].(*canvas.Rectangle)
			if ring.StrokeColor == ground.FillColor || ring.Size().Width <= 0 || ring.Size().Width > b.Size().Width {
				t.Errorf("ring of colour %v on %v, size %v of %v", ring.StrokeColor, ground.FillColor, ring.Size(), b.Size())
			}
			w.Canvas().Unfocus()
			if ringOf(b) != nil {
				t.Error("the ring stays")
			}
		})
	}
}

func ringOf(b fyne.Widget) *canvas.Rectangle {
	for _, o := range test.WidgetRenderer(b).Objects() {
		if r, ok := o.(*canvas.Rectangle); ok && r.StrokeWidth > 0 && r.FillColor != nil {
			if _, _, _, alpha := r.FillColor.RGBA(); alpha == 0 {
				return r
			}
		}
	}
	return nil
}

// After a press with the mouse the keyboard is on the button, before it does anything, so that a dialog gives it back.
func TestPressedButtonGetsTheKeyboard(t *testing.T) {
	var at fyne.Focusable
	var b *widget.Button
	entry := widget.NewEntry(nil)
	b = widget.NewButton("甲", func() { at = fyne.CurrentApp().Driver().CanvasForObject(b).Focused() })
	w := uitest.Window(t, widget.Pile(entry, b))
	w.Canvas().Focus(entry)
	test.Tap(b)
	if at != fyne.Focusable(b) {
		t.Errorf("the keyboard was in %T", at)
	}
	b.Disable()
	w.Canvas().Focus(entry)
	at = nil
	test.Tap(b)
	if at != nil || w.Canvas().Focused() == fyne.Focusable(b) {
		t.Error("a disabled button was pressed")
	}
	d := widget.NewDropdown(nil)
	d.SetOptions([]widget.Option{{ID: "x", Label: "乙"}})
	w = uitest.Window(t, d)
	test.Tap(d)
	if w.Canvas().Focused() == nil {
		t.Error("a list that opens has no keyboard")
	}
}
