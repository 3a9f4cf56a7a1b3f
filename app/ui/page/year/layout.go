package year

import (
	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/widget"
)

// shares lays tiles out side by side, each as wide as its share. Where there is no room for all, as with a large zoom, those that matter
// least are not shown.
type shares struct {
	share []float32
	drop  []int // which go first
}

const tileGap = 8

// least is how many tiles are shown at least.
const least = 2

// MinSize is part of the toolkit's contract.
func (s shares) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	kept := s.kept(objects, 0)
	for i, o := range objects {
		if kept[i] {
			size.Width += o.MinSize().Width + tileGap
		}
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size.SubtractWidthHeight(tileGap, 0)
}

// kept says which tiles are shown in a width.
func (s shares) kept(objects []fyne.CanvasObject, width float32) []bool {
	kept, need, count := make([]bool, len(objects)), float32(-tileGap), len(objects)
	for i, o := range objects {
		kept[i] = true
		need += o.MinSize().Width + tileGap
	}
	for _, i := range s.drop {
		if need <= width || count <= least {
			break
		}
		kept[i], count = false, count-1
		need -= objects[i].MinSize().Width + tileGap
	}
	return kept
}

// Layout is part of the toolkit's contract. A tile that needs more than its share gets it from the others.
func (s shares) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	kept := s.kept(objects, size.Width)
	var shown []fyne.CanvasObject
	var share []float32
	sum := float32(0)
	for i, o := range objects {
		if o.Visible() != kept[i] {
			widget.SetVisible(o, kept[i])
		}
		if kept[i] {
			shown, share, sum = append(shown, o), append(share, s.share[i]), sum+s.share[i]
		}
	}
	room := size.Width - tileGap*float32(len(shown)-1)
	widths := make([]float32, len(shown))
	short, spare := float32(0), float32(0)
	for i, o := range shown {
		widths[i] = room * share[i] / sum
		if need := o.MinSize().Width - widths[i]; need > 0 {
			short += need
		} else {
			spare -= need
		}
	}
	x := float32(0)
	for i, o := range shown {
		if need := o.MinSize().Width - widths[i]; need > 0 {
			widths[i] += need
		} else if spare > 0 {
			widths[i] += need * min(short/spare, 1)
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(widths[i], size.Height))
		x += widths[i] + tileGap
	}
}

// listHeight is the height of a page below which the list needs the room of the tiles.
const listHeight = 500
