package softwindow

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// box is a rectangle in device-independent pixels.
type box struct{ left, top, right, bottom float32 }

var everywhere = box{-math.MaxFloat32, -math.MaxFloat32, math.MaxFloat32, math.MaxFloat32}

func boxOf(pos fyne.Position, size fyne.Size) box {
	return box{pos.X, pos.Y, pos.X + size.Width, pos.Y + size.Height}
}

func (b box) and(o box) box {
	return box{max(b.left, o.left), max(b.top, o.top), min(b.right, o.right), min(b.bottom, o.bottom)}
}

func (b box) has(p fyne.Position) bool {
	return p.X >= b.left && p.X < b.right && p.Y >= b.top && p.Y < b.bottom
}

// place is an object with its position in the window and what may be seen of it.
type place struct {
	object fyne.CanvasObject
	pos    fyne.Position
	clip   box
}

// walk visits an object and what is in it, parents first, as they are drawn. visit returns false to leave out what is inside.
func walk(o fyne.CanvasObject, offset fyne.Position, clip box, visit func(place) bool) {
	if o == nil || !o.Visible() {
		return
	}
	at := place{object: o, pos: offset.Add(o.Position()), clip: clip}
	var children []fyne.CanvasObject
	_, clips := o.(fyne.Scrollable)
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		renderer := test.WidgetRenderer(o)
		children = renderer.Objects()
		if _, says := renderer.(interface{ IsClip() }); says {
			clips = true
		}
	}
	if clips {
		at.clip = clip.and(boxOf(at.pos, o.Size()))
	}
	if !visit(at) {
		return
	}
	for _, child := range children {
		walk(child, at.pos, at.clip, visit)
	}
}

// find returns where an object is in the window.
func (c *surface) find(o fyne.CanvasObject) (fyne.Position, bool) {
	var pos fyne.Position
	found := false
	for _, root := range c.roots() {
		walk(root, fyne.Position{}, everywhere, func(p place) bool {
			if p.object == o {
				pos, found = p.pos, true
			}
			return !found
		})
	}
	return pos, found
}

// under returns what lies under a point, outermost first. An overlay takes everything.
func (c *surface) under(p fyne.Position) []place {
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	var hits []place
	walk(root, fyne.Position{}, everywhere, func(at place) bool {
		if at.clip.and(boxOf(at.pos, at.object.Size())).has(p) {
			hits = append(hits, at)
		}
		return true
	})
	return hits
}

// last returns the innermost place that fits.
func last(places []place, fits func(fyne.CanvasObject) bool) (place, bool) {
	for i := len(places) - 1; i >= 0; i-- {
		if fits(places[i].object) {
			return places[i], true
		}
	}
	return place{}, false
}
