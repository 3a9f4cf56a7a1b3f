package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// holder is a control of this package that shows what it was given.
type holder interface{ held() []fyne.CanvasObject }

// inside returns what an object holds, whether it is shown or not.
func inside(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case holder:
		return o.held()
	}
	return nil
}

// firstTarget returns the first control in an object that takes the keyboard, nil where none does.
func firstTarget(o fyne.CanvasObject) fyne.Focusable {
	if !o.Visible() {
		return nil
	}
	if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
		return nil
	}
	if f, ok := o.(fyne.Focusable); ok {
		return f
	}
	for _, child := range inside(o) {
		if f := firstTarget(child); f != nil {
			return f
		}
	}
	return nil
}

// reveal turns every part of the window that is shown one at a time to where a control is.
func reveal(control fyne.CanvasObject) {
	if s := StageOf(control); s != nil {
		revealIn(s.page, control)
	}
}

func revealIn(whole, control fyne.CanvasObject) bool {
	if whole == control {
		return true
	}
	for i, o := range inside(whole) {
		if !revealIn(o, control) {
			continue
		}
		if p, ok := whole.(*Panes); ok {
			p.turn(i)
		}
		return true
	}
	return false
}
