package guide

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
	toolkit "fyne.io/fyne/v2/widget"
)

func setVisible(o fyne.CanvasObject, visible bool) {
	switch {
	case visible && !o.Visible():
		o.Show()
	case !visible && o.Visible():
		o.Hide()
	}
}

func setText(l *toolkit.Label, text string) {
	setVisible(l, text != "")
	if l.Text != text {
		l.SetText(text)
	}
}

// shares is a layout of columns that share the width out, with room between them.
type shares []float32

const columnGap = 16

// MinSize is part of the toolkit's contract.
func (s shares) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size
}

// Layout is part of the toolkit's contract.
func (s shares) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var sum float32
	for _, share := range s {
		sum += share
	}
	room := size.Width - columnGap*float32(len(s)-1)
	x := float32(0)
	for i, o := range objects {
		w := room * s[i] / sum
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w + columnGap
	}
}

// tall is a layout that gives its content a fixed height.
type tall float32

// MinSize is part of the toolkit's contract.
func (t tall) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var width float32
	for _, o := range objects {
		width = max(width, o.MinSize().Width)
	}
	return fyne.NewSize(width, float32(t))
}

// Layout is part of the toolkit's contract.
func (t tall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewStackLayout().Layout(objects, size)
}
