package softwindow

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// Caret returns where the text cursor of the object with the keyboard is on a canvas, in pixels; an empty rectangle where none is
// visible. It works for every canvas of the toolkit, so that input methods can be led to it with OpenGL too.
func Caret(c fyne.Canvas) image.Rectangle {
	o, ok := c.Focused().(fyne.CanvasObject)
	if !ok || !o.Visible() {
		return image.Rectangle{}
	}
	w, ok := o.(fyne.Widget)
	if !ok {
		return image.Rectangle{}
	}
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	var at image.Rectangle
	for _, child := range test.WidgetRenderer(w).Objects() {
		walk(child, origin, everywhere, func(p place) bool {
			if r, ok := p.object.(*canvas.Rectangle); ok && upright(r) {
				at = pixelsOn(c, p.pos, r.Size())
			}
			return true
		})
	}
	return at
}

// upright reports whether a rectangle looks like a text cursor: a thin, filled, upright bar.
func upright(r *canvas.Rectangle) bool {
	s := r.Size()
	return r.FillColor != nil && s.Width > 0 && s.Width <= 3 && s.Height >= 8 && r.StrokeWidth == 0
}

func pixelsOn(c fyne.Canvas, pos fyne.Position, size fyne.Size) image.Rectangle {
	x, y := c.PixelCoordinateForPosition(pos)
	right, bottom := c.PixelCoordinateForPosition(pos.AddXY(size.Width, size.Height))
	return image.Rect(x, y, max(right, x+1), bottom)
}

func (w *Window) caret() image.Rectangle {
	if w.canvas.Focused() == nil {
		return image.Rectangle{}
	}
	return Caret(w.canvas)
}
