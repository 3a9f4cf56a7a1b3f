// Package widget holds the controls that screens are built of.
//
//   - [Grid] is a table of ready strings with headings, one current cell, and cells that are typed into as in a spreadsheet.
//   - [Entry] is a text field that commits when it is left or Enter is pressed, and never loses what was typed.
//   - [Choice] is a row or column of options of which one is chosen; options can be forbidden.
//   - [Steps] is the list of the parts of a work with how far each is done.
//   - [Calendar] is a month of which a day is chosen.
//   - [Stage] is a window's content, with toasts and tips over it.
//   - [Button], [Text], [Panel], [Meter] and [Badge] are the small change.
//
// All of them draw by the roles of package look, can be reached and used with the keyboard alone, and pass function keys on to the
// window ([PassOn]).
package widget

import (
	"fyne.io/fyne/v2"
)

// PassOn hands a function key that a focused control has no use for to the canvas's own handler, so that F1 helps wherever the
// focus is. It reports whether the key was one.
func PassOn(control fyne.CanvasObject, ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6, fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12:
	default:
		return false
	}
	if c := CanvasOf(control); c != nil {
		if handler := c.OnTypedKey(); handler != nil {
			handler(ev)
		}
	}
	return true
}

// PassShortcut hands a shortcut that a focused control has no use for to the canvas.
func PassShortcut(control fyne.CanvasObject, s fyne.Shortcut) {
	if c, ok := CanvasOf(control).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// Part is a named area inside a control that draws its own parts, for whoever drives or describes a window.
type Part struct {
	Name string // what it is, such as "cell"
	Text string // what it shows
	At   string // where it belongs, such as a row's ID and a column's title
	Pos  fyne.Position
	Size fyne.Size
}

// Parted is a control that can tell its parts. Positions are relative to the control.
type Parted interface {
	fyne.CanvasObject
	Parts() []Part
}
