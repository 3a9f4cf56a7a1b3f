package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Snug puts a control at the left, as wide as it needs. The options of a choice are broken into rows where there is less room.
func Snug(o fyne.CanvasObject) *fyne.Container {
	if c, ok := o.(*Choice); ok {
		return container.New(snug{c}, c)
	}
	return container.NewHBox(o)
}

// snug is the layout of [Snug].
type snug struct{ choice *Choice }

// MinSize is part of the toolkit's contract.
func (s snug) MinSize([]fyne.CanvasObject) fyne.Size {
	if s.choice.Upright {
		return s.choice.MinSize()
	}
	widths, _ := s.choice.naturalWidths()
	var widest float32
	for _, w := range widths {
		widest = max(widest, w)
	}
	return fyne.NewSize(widest, s.choice.MinSize().Height)
}

// Layout is part of the toolkit's contract.
func (s snug) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	width := min(s.choice.MinSize().Width, size.Width)
	if s.choice.Size().Width != width { // its height goes by its width
		s.choice.Resize(fyne.NewSize(width, s.choice.Size().Height))
	}
	s.choice.Move(fyne.NewPos(0, 0))
	s.choice.Resize(fyne.NewSize(width, s.choice.MinSize().Height))
}
