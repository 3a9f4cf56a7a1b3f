package prose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"zhunsheng/app/ui/look"
)

// marker draws rectangles from a pool.
type marker struct {
	boxes []*canvas.Rectangle
	used  int
}

// names of the kinds, for whoever describes a window.
var names = [...]string{"agrees", "differs", "explain", "unchecked"}

// mark draws the line of a mark below its words.
func (m *marker) mark(kind Kind, x1, x2, y, height float32) {
	tone := kind.Tone()
	if kind == Agrees || kind == Differs || kind == Explain {
		m.fill(tone.Ground(), x1, y+height*0.1, x2-x1, height*0.78)
	}
	low := y + height*0.88
	dash := func(long, gap float32) {
		for x := x1; x < x2; x += long + gap {
			m.fill(tone.Ink(), x, low, min(long, x2-x), 2)
		}
	}
	switch kind {
	case Agrees:
		m.fill(tone.Ink(), x1, low, x2-x1, 1.5)
	case Differs:
		m.fill(tone.Ink(), x1, low-1, x2-x1, 1.5)
		m.fill(tone.Ink(), x1, low+2, x2-x1, 1.5)
	case Explain:
		dash(7, 4)
	default:
		dash(2, 3)
	}
}

// fill takes a rectangle from the pool.
func (m *marker) fill(color fyne.ThemeColorName, x, y, w, h float32) *canvas.Rectangle {
	if m.used == len(m.boxes) {
		m.boxes = append(m.boxes, canvas.NewRectangle(look.None))
	}
	box := m.boxes[m.used]
	m.used++
	box.FillColor, box.CornerRadius = look.Paint(color), 0
	box.Move(fyne.NewPos(x, y))
	box.Resize(fyne.NewSize(w, h))
	return box
}
