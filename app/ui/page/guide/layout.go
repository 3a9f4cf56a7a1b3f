package guide

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/ui/widget"
)

func setVisible(o fyne.CanvasObject, visible bool) {
	switch {
	case visible && !o.Visible():
		o.Show()
	case !visible && o.Visible():
		o.Hide()
	}
}

func setText(l *widget.Label, text string) {
	setVisible(l, text != "")
	l.SetText(text)
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

// visibleShares is [shares] among the objects that are visible; a container counts as its only child.
type visibleShares []float32

func (s visibleShares) split(objects []fyne.CanvasObject) (shares, []fyne.CanvasObject) {
	var part shares
	var seen []fyne.CanvasObject
	for i, o := range objects {
		if shown(o) {
			part, seen = append(part, s[i]), append(seen, o)
		}
	}
	return part, seen
}

// shown reports whether there is anything to see in an object: a wrapper of one hidden object has nothing.
func shown(o fyne.CanvasObject) bool {
	switch c := o.(type) {
	case *container.Scroll:
		return c.Visible() && shown(c.Content)
	case *fyne.Container:
		return c.Visible() && (len(c.Objects) != 1 || shown(c.Objects[0]))
	}
	return o.Visible()
}

// MinSize is part of the toolkit's contract.
func (s visibleShares) MinSize(objects []fyne.CanvasObject) fyne.Size {
	part, seen := s.split(objects)
	return part.MinSize(seen)
}

// Layout is part of the toolkit's contract.
func (s visibleShares) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	part, seen := s.split(objects)
	part.Layout(seen, size)
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

// inset leaves the room that a focus ring needs inside a scroller.
func inset(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(2, 2, 2, 12), o)
}

// columns is the layout of the page: the head, below it the steps, the step's screen and the side. In a narrow window the side gives
// way, and the head tells the total.
type columns struct{ page *Page }

// narrowest is the width below which the side gives way.
const narrowest = 1040

// MinSize is part of the toolkit's contract.
func (c *columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	head, steps, middle := objects[0].MinSize(), objects[1].MinSize(), objects[2].MinSize()
	return fyne.NewSize(max(head.Width, steps.Width+middle.Width), head.Height+max(steps.Height, middle.Height))
}

// Layout is part of the toolkit's contract.
func (c *columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, steps, middle, side := objects[0], objects[1], objects[2], objects[3]
	wide := size.Width >= narrowest
	if wide != side.Visible() {
		setVisible(side, wide)
		setVisible(c.page.head.narrow, !wide)
		head.Refresh()
	}
	top, left, right := head.MinSize().Height, steps.MinSize().Width, float32(0)
	if wide {
		right = side.MinSize().Width
	}
	head.Resize(fyne.NewSize(size.Width, top))
	steps.Move(fyne.NewPos(0, top))
	steps.Resize(fyne.NewSize(left, size.Height-top))
	middle.Move(fyne.NewPos(left, top))
	middle.Resize(fyne.NewSize(size.Width-left-right, size.Height-top))
	side.Move(fyne.NewPos(size.Width-right, top))
	if room := fyne.NewSize(right, size.Height-top); side.Size() != room {
		side.Resize(room)
		c.page.side.column.Refresh() // texts that are wrapped now know their height
	}
}

// overDetail is a layout of a head, a grid and the detail below it, which gives way in a low window.
type overDetail struct{}

// MinSize is part of the toolkit's contract.
func (overDetail) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects[:2] {
		size.Width = max(size.Width, o.MinSize().Width)
		size.Height += o.MinSize().Height
	}
	return size.AddWidthHeight(0, detailHeight/2)
}

// Layout is part of the toolkit's contract.
func (overDetail) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const gap = 6
	head, grid, detail := objects[0], objects[1], objects[2]
	top, low := head.MinSize().Height, float32(0)
	if detail.Visible() {
		low = max(min(detailHeight, size.Height*0.42), detailHeight/2) + gap
	}
	head.Resize(fyne.NewSize(size.Width, top))
	grid.Move(fyne.NewPos(0, top))
	grid.Resize(fyne.NewSize(size.Width, size.Height-top-low))
	detail.Move(fyne.NewPos(0, size.Height-low+gap))
	detail.Resize(fyne.NewSize(size.Width, max(0, low-gap)))
}
