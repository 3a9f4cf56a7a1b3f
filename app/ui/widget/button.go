package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Button is a push button that Enter presses as well as Space, that passes function keys and Esc on, and that says what it does
// when the pointer rests on it.
type Button struct {
	widget.Button
	Tip string // "" for none

	held bool           // has the keyboard
	self fyne.Focusable // the control that this is, or is a part of
}

// WithTip sets what is said when the pointer rests on the button.
func (b *Button) WithTip(tip string) *Button {
	b.Tip = tip
	return b
}

// MouseIn shows the tip.
func (b *Button) MouseIn(ev *desktop.MouseEvent) {
	b.Button.MouseIn(ev)
	if s := StageOf(b); s != nil {
		s.PointAt(b, b.Tip)
	}
}

// MouseOut takes the tip away.
func (b *Button) MouseOut() {
	b.Button.MouseOut()
	if s := StageOf(b); s != nil {
		s.PointAway()
	}
}

// Tapped takes the tip away and presses the button, which gets the keyboard: the toolkit's own would leave it with nothing, so that no key
// did anything after a press, nor after the dialog that it opened.
func (b *Button) Tapped(ev *fyne.PointEvent) {
	if s := StageOf(b); s != nil {
		s.PointAway()
	}
	do := b.OnTapped
	b.OnTapped = nil
	b.Button.Tapped(ev)
	b.OnTapped = do
	if b.Disabled() {
		return
	}
	if c := CanvasOf(b); c != nil && b.self != nil {
		c.Focus(b.self)
	}
	if do != nil {
		do()
	}
}

// NewButton returns a button.
func NewButton(label string, tapped func()) *Button {
	b := &Button{}
	b.Text, b.OnTapped, b.self = label, tapped, b
	b.ExtendBaseWidget(b)
	return b
}

// NewPrimary returns the button of the one thing that is to be done next.
func NewPrimary(label string, tapped func()) *Button {
	b := NewButton(label, tapped)
	b.Importance = widget.HighImportance
	return b
}

// NewQuiet returns a button without a ground.
func NewQuiet(label string, tapped func()) *Button {
	b := NewButton(label, tapped)
	b.Importance = widget.LowImportance
	return b
}

// CreateRenderer is part of the toolkit's contract.
func (b *Button) CreateRenderer() fyne.WidgetRenderer { return newRinged(b, b.Button.CreateRenderer()) }

// FocusGained shows the ring.
func (b *Button) FocusGained() {
	b.held = true
	b.Button.FocusGained()
}

// FocusLost takes the ring away.
func (b *Button) FocusLost() {
	b.held = false
	b.Button.FocusLost()
}

// MinSize gives the label more room at its sides than the toolkit does.
func (b *Button) MinSize() fyne.Size {
	const side = 8
	size := b.Button.MinSize()
	if b.Text != "" {
		size.Width += 2 * side
	}
	return size
}

// TypedKey presses the button or passes the key on.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if !b.Disabled() && b.OnTapped != nil { // the toolkit's own way would take the keyboard away
			b.OnTapped()
		}
	case fyne.KeyEscape:
		PassKey(b, ev)
	default:
		if !PassOn(b, ev) {
			b.Button.TypedKey(ev)
		}
	}
}
