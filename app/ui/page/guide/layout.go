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
// way, and the head tells the total and leads to it: it takes the place of the screen then. In a still narrower one only signs of the steps
// are left.
type columns struct{ page *Page }

const (
	narrowest  = 1040 // the width below which the side gives way
	stepsFold  = 860  // the width below which the steps are folded
	stepsWidth = 176
)

// MinSize is part of the toolkit's contract.
func (c *columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	head, middle, side := objects[0].MinSize(), objects[2].MinSize(), objects[3].MinSize()
	return fyne.NewSize(max(head.Width, c.page.steps.LeastWidth()+stepsPad+max(middle.Width, side.Width)), head.Height+max(middle.Height, leastBody))
}

// leastBody is the height that the page needs below its head at least.
const leastBody = 200

// Layout is part of the toolkit's contract.
func (c *columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, steps, middle, side := objects[0], objects[1], objects[2], objects[3]
	wide, instead := size.Width >= narrowest, c.page.sideOpen
	c.page.steps.Fold(size.Width < stepsFold)
	setVisible(side, wide || instead)
	setVisible(middle, wide || !instead)
	if c.page.head.narrow.Visible() == wide {
		setVisible(c.page.head.narrow, !wide)
		head.Refresh()
	}
	top, left, right := head.MinSize().Height, steps.MinSize().Width, float32(0)
	head.Resize(fyne.NewSize(size.Width, top))
	switch {
	case wide:
		right = side.MinSize().Width
	case instead:
		right = size.Width - left
	}
	steps.Move(fyne.NewPos(0, top))
	steps.Resize(fyne.NewSize(left, size.Height-top))
	middle.Move(fyne.NewPos(left, top))
	middle.Resize(fyne.NewSize(max(0, size.Width-left-right), size.Height-top))
	side.Move(fyne.NewPos(size.Width-right, top))
	if room := fyne.NewSize(right, size.Height-top); side.Size() != room {
		side.Resize(room)
		c.page.side.column.Refresh() // texts that are wrapped now know their height
	}
}

// stepsPad is the room around the steps where they are folded.
const stepsPad = 8

// stepsColumn is the layout of the steps in their column.
type stepsColumn struct{ page *Page }

// MinSize is part of the toolkit's contract.
func (c stepsColumn) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if c.page.steps.Folded() {
		return fyne.NewSize(c.page.steps.LeastWidth()+stepsPad, objects[0].MinSize().Height)
	}
	return fyne.NewSize(stepsWidth, objects[0].MinSize().Height)
}

// Layout is part of the toolkit's contract.
func (c stepsColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	pad := float32(8)
	if c.page.steps.Folded() {
		pad = stepsPad / 2
	}
	objects[0].Move(fyne.NewPos(pad, pad))
	objects[0].Resize(fyne.NewSize(max(0, size.Width-2*pad), max(0, size.Height-2*pad)))
}

// overDetail is a layout of a grid and the detail below it.
type overDetail struct{ head fyne.CanvasObject }

// MinSize is part of the toolkit's contract.
func (overDetail) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(0, detailHeight/2)
}

// Layout is part of the toolkit's contract.
func (o overDetail) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const gap = 6
	grid, detail := objects[0], objects[1]
	low := float32(0)
	if detail.Visible() {
		low = max(min(detailHeight, (size.Height+o.head.MinSize().Height)*0.42), detailHeight/2) + gap
	}
	grid.Move(fyne.NewPos(0, 0))
	grid.Resize(fyne.NewSize(size.Width, size.Height-low))
	detail.Move(fyne.NewPos(0, size.Height-low+gap))
	detail.Resize(fyne.NewSize(size.Width, max(0, low-gap)))
}
