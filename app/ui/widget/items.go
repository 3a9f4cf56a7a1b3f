package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// items is what controls made of a few items share: which item is under the pointer, whether the control has the keyboard, arrows
// from item to item, and handing on of keys that it has no use for. A control embeds it and calls init.
type items struct {
	widget.BaseWidget
	self    fyne.Widget
	at      func(fyne.Position) int // the item at a place in the control, -1 for none
	step    func(direction int)     // go to the next item
	press   func()                  // Space or Enter; nil where they mean nothing
	focused bool
	hovered int // index of the item under the pointer, -1
}

func (s *items) init(self fyne.Widget, at func(fyne.Position) int, step func(int), press func()) {
	s.self, s.at, s.step, s.press, s.hovered = self, at, step, press, -1
	s.ExtendBaseWidget(self)
}

// MouseIn is part of the toolkit's contract.
func (s *items) MouseIn(ev *desktop.MouseEvent) { s.hover(s.at(ev.Position)) }

// MouseMoved is part of the toolkit's contract.
func (s *items) MouseMoved(ev *desktop.MouseEvent) { s.hover(s.at(ev.Position)) }

// MouseOut is part of the toolkit's contract.
func (s *items) MouseOut() { s.hover(-1) }

func (s *items) hover(i int) {
	if s.hovered != i {
		s.hovered = i
		s.Refresh()
	}
}

// FocusGained is part of the toolkit's contract.
func (s *items) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost is part of the toolkit's contract.
func (s *items) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune is part of the toolkit's contract.
func (s *items) TypedRune(rune) {}

// TypedKey goes from item to item and passes the rest on.
func (s *items) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		s.step(-1)
	case fyne.KeyRight, fyne.KeyDown:
		s.step(1)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if s.press != nil {
			s.press()
		}
	case fyne.KeyEscape:
		PassKey(s.self, ev)
	default:
		PassOn(s.self, ev)
	}
}

// TypedShortcut passes shortcuts on.
func (s *items) TypedShortcut(sc fyne.Shortcut) { PassShortcut(s.self, sc) }

func (s *items) takeKeyboard() {
	if c, ok := s.self.(fyne.Focusable); ok {
		if canvas := CanvasOf(s.self); canvas != nil {
			canvas.Focus(c)
		}
	}
}
