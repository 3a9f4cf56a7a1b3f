package widget

import "fyne.io/fyne/v2"

// CanvasOf returns the canvas a control is shown on. A control that was put on the screen but not painted yet is not known to the
// driver; the program has one window, so that window's canvas is the answer then. nil without a window.
func CanvasOf(o fyne.CanvasObject) fyne.Canvas {
	driver := fyne.CurrentApp().Driver()
	if c := driver.CanvasForObject(o); c != nil {
		return c
	}
	for _, w := range driver.AllWindows() {
		return w.Canvas()
	}
	return nil
}

// Focus gives a control the keyboard, and brings it to the front where only some of the page is shown ([Panes]).
func Focus(o interface {
	fyne.CanvasObject
	fyne.Focusable
},
) {
	if c := CanvasOf(o); c != nil {
		reveal(o)
		c.Focus(o)
	}
}
