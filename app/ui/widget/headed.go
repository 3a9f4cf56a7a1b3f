package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Headed puts a name at the left and what can be done at its right, as [Banner] does, for heads that hold more than a name and a line below
// it. A name whose texts may be cut keeps two fifths of the width where the buttons want more.
func Headed(name fyne.CanvasObject, actions *Actions) *fyne.Container {
	return container.New(headed{actions}, name, actions)
}

// headed is the layout of [Headed].
type headed struct{ actions *Actions }

const (
	headedName = 0.4
	headedGap  = 8
)

// MinSize is part of the toolkit's contract.
func (h headed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	name, actions := objects[0].MinSize(), h.actions.MinSize()
	return fyne.NewSize(name.Width+headedGap+actions.Width, max(name.Height, actions.Height))
}

// Layout is part of the toolkit's contract.
func (h headed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	name, actions := objects[0].MinSize(), h.actions.MinSize()
	left := max(name.Width, size.Width*headedName) + headedGap
	wide := min(h.actions.Natural(), max(actions.Width, size.Width-left))
	objects[0].Move(fyne.NewPos(0, (size.Height-name.Height)/2))
	objects[0].Resize(fyne.NewSize(max(0, size.Width-wide-headedGap), name.Height))
	h.actions.Move(fyne.NewPos(size.Width-wide, (size.Height-actions.Height)/2))
	h.actions.Resize(fyne.NewSize(wide, actions.Height))
}
