package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Pile puts objects below each other, as the toolkit's vertical box does, for texts that are wrapped. When several of them change their
// height at once, the toolkit may forget to lay their box out again, and one text then lies over the next; a pile notices that by itself.
func Pile(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&pile{box: layout.NewVBoxLayout()}, objects...)
}

// pile is the layout of [Pile].
type pile struct {
	box     fyne.Layout
	size    fyne.Size // as it was laid out last
	heights []float32 // that the visible objects needed then
}

// Layout is part of the toolkit's contract.
func (p *pile) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	p.size = size
	p.box.Layout(objects, size)
	p.heights = p.needed(objects)
}

// MinSize is part of the toolkit's contract. The toolkit asks for it whenever something was drawn anew.
func (p *pile) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if p.heights != nil && p.stale(objects) {
		p.Layout(objects, p.size)
	}
	return p.box.MinSize(objects)
}

func (p *pile) needed(objects []fyne.CanvasObject) []float32 {
	heights := p.heights[:0]
	if heights == nil {
		heights = make([]float32, 0, len(objects))
	}
	for _, o := range objects {
		if o.Visible() {
			heights = append(heights, o.MinSize().Height)
		}
	}
	return heights
}

// stale reports whether the objects need other heights than those they were laid out with.
func (p *pile) stale(objects []fyne.CanvasObject) bool {
	n := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if n == len(p.heights) || p.heights[n] != o.MinSize().Height {
			return true
		}
		n++
	}
	return n != len(p.heights)
}
