package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Button is a push button that Enter presses as well as Space, and that passes function keys and Esc on.
type Button struct {
	widget.Button
}

// NewButton returns a button.
func NewButton(label string, tapped func()) *Button {
	b := &Button{}
	b.Text, b.OnTapped = label, tapped
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
