package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Roomy gives content all room, and takes extra parts, which lie somewhere in it, out of it where it is lower than a height, as with a
// large zoom: what is below needs the room more.
func Roomy(least float32, content fyne.CanvasObject, extra ...fyne.CanvasObject) *fyne.Container {
	return container.New(&roomy{extra: extra, least: least}, content)
}

// roomy is the layout of [Roomy].
type roomy struct {
	extra []fyne.CanvasObject
	least float32
}

// MinSize is part of the toolkit's contract.
func (r *roomy) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout is part of the toolkit's contract.
func (r *roomy) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	show := size.Height >= r.least
	for _, o := range r.extra {
		if show != o.Visible() {
			SetVisible(o, show)
		}
	}
	objects[0].Resize(size)
	objects[0].Refresh()
}
