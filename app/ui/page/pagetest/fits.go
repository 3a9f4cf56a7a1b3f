package pagetest

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/ui/widget"
)

// small are windows of 1366 by 768 at a zoom of 200 and of 150 percent, and besideRail is how much of them the rail leaves to a page.
var small = []fyne.Size{fyne.NewSize(683, 346), fyne.NewSize(910, 470)}

const besideRail = 58

// Fits looks at the page in small windows, or at the dialog over it: nothing has to be scrolled sideways, and whatever can be pressed or
// typed into has its place between the sides; of a dialog, the buttons are in sight. The window has its size back then.
func (r *Room) Fits(t testing.TB, what string) {
	t.Helper()
	was := r.Canvas().Size()
	for _, size := range small {
		over := r.Canvas().Overlays().Top()
		if over == nil {
			size.Width -= besideRail
		}
		r.Window.Resize(size)
		r.rest()
		if over != nil {
			within(t, what, over, fyne.Position{}, size, false)
			continue
		}
		if need := r.page.Content().MinSize().Width; need > size.Width+0.5 {
			t.Errorf("%s: a page in %v needs %v", what, size, need)
		}
		for range 3 { // each part of it by turns
			within(t, what, r.page.Content(), fyne.Position{}, size, false)
			if !widget.TurnPane(r.page.Content()) {
				break
			}
			r.rest()
		}
	}
	r.Window.Resize(was)
	r.rest()
}

// rest lets everything have the place that it asks for.
func (r *Room) rest() {
	for range 4 {
		r.Queue.Drain()
		r.Window.Content().Refresh()
		if over := r.Canvas().Overlays().Top(); over != nil {
			over.Refresh()
		}
	}
}

// within fails for controls that reach out of the window; what is scrolled may be below it.
func within(t testing.TB, what string, o fyne.CanvasObject, at fyne.Position, window fyne.Size, scrolled bool) {
	t.Helper()
	if !o.Visible() {
		return
	}
	switch c := o.(type) {
	case *widget.Button, *widget.Dropdown, *widget.Entry, *widget.Choice, *widget.Grid:
		right, bottom := at.X+o.Size().Width, at.Y+o.Size().Height
		if at.X < -0.5 || right > window.Width+0.5 || !scrolled && bottom > window.Height+0.5 {
			t.Errorf("%s in %v: %v from %v to %v, %v", what, window, reflect.TypeOf(o), at, right, bottom)
		}
	case *fyne.Container:
		for _, child := range c.Objects {
			within(t, what, child, at.Add(child.Position()), window, scrolled)
		}
	case *container.Scroll:
		within(t, what, c.Content, at.Add(c.Content.Position()), window, true)
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(c).Objects() {
			within(t, what, child, at.Add(child.Position()), window, scrolled)
		}
	}
}
