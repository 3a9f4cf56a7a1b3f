package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// ringed is the toolkit's drawing of a button with a ring while the button has the keyboard. The toolkit only tints the ground, which on a
// coloured button nobody can see.
type ringed struct {
	fyne.WidgetRenderer
	button *Button
	ring   *canvas.Rectangle
}

// ringWidth and ringInset are in device-independent pixels; the inset is that of a ring on a coloured ground.
const (
	ringWidth = 2
	ringInset = 2
)

func newRinged(b *Button, drawn fyne.WidgetRenderer) *ringed {
	r := &ringed{WidgetRenderer: drawn, button: b, ring: canvas.NewRectangle(look.None)}
	r.ring.StrokeWidth = ringWidth
	r.place(b.Size())
	return r
}

// Objects is part of the toolkit's contract.
func (r *ringed) Objects() []fyne.CanvasObject {
	if !r.button.held {
		return r.WidgetRenderer.Objects()
	}
	drawn := r.WidgetRenderer.Objects()
	return append(drawn[:len(drawn):len(drawn)], r.ring)
}

// Layout is part of the toolkit's contract.
func (r *ringed) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.place(size)
}

// Refresh is part of the toolkit's contract.
func (r *ringed) Refresh() {
	r.place(r.button.Size())
	r.WidgetRenderer.Refresh()
}

// place draws the ring along the edge, or within the edge in the colour of the label where the ground is coloured.
func (r *ringed) place(size fyne.Size) {
	ink, inset := look.Accent, float32(0)
	switch r.button.Importance {
	case widget.HighImportance:
		ink, inset = theme.ColorNameForegroundOnPrimary, ringInset
	case widget.DangerImportance:
		ink, inset = theme.ColorNameForegroundOnError, ringInset
	case widget.WarningImportance:
		ink, inset = theme.ColorNameForegroundOnWarning, ringInset
	case widget.SuccessImportance:
		ink, inset = theme.ColorNameForegroundOnSuccess, ringInset
	}
	r.ring.StrokeColor = look.Paint(ink)
	r.ring.CornerRadius = max(0, look.Measure(theme.SizeNameButtonRadius)-inset)
	r.ring.Move(fyne.NewSquareOffsetPos(inset))
	r.ring.Resize(size.SubtractWidthHeight(2*inset, 2*inset))
}
