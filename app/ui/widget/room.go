package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Room gives content, such as a grid in a dialog, a size of its own, in device-independent pixels, of which it gives way in a small window:
// see [Squeeze].
func Room(width, height float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(&room{want: fyne.NewSize(width, height), is: fyne.NewSize(width, height)}, content)
}

// room is the layout of [Room].
type room struct{ want, is fyne.Size }

// leastRoom is the height below which no room gives way.
const leastRoom = 120

// MinSize is part of the toolkit's contract.
func (r *room) MinSize([]fyne.CanvasObject) fyne.Size { return r.is }

// Layout is part of the toolkit's contract.
func (r *room) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

// Squeeze lets every [Room] in an object be no wider than a width, and takes a height from them together, as far as they can give it.
func Squeeze(o fyne.CanvasObject, width, height float32) {
	var rooms []*room
	collectRooms(o, &rooms)
	for i, r := range rooms {
		r.is.Width = min(r.want.Width, width)
		take := min(height/float32(len(rooms)-i), max(0, r.want.Height-leastRoom))
		r.is.Height = r.want.Height - max(0, take)
		height -= take
	}
}

func collectRooms(o fyne.CanvasObject, rooms *[]*room) {
	if c, ok := o.(*fyne.Container); ok {
		if r, ok := c.Layout.(*room); ok {
			*rooms = append(*rooms, r)
		}
	}
	for _, child := range inside(o) {
		collectRooms(child, rooms)
	}
}
