package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Tall gives content, such as a grid among other things, a height of its own, in device-independent pixels. height is asked whenever
// there is something to lay out.
func Tall(height func() float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(tall(height), content)
}

type tall func() float32

// MinSize is part of the toolkit's contract.
func (t tall) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, t())
}

// Layout is part of the toolkit's contract.
func (t tall) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// Wide gives content a width of its own and leaves it its height.
func Wide(width float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(wide(width), content)
}

type wide float32

// MinSize is part of the toolkit's contract.
func (w wide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(w), objects[0].MinSize().Height)
}

// Layout is part of the toolkit's contract.
func (w wide) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// Fact is a small label with what it stands for beside it, wrapped.
func Fact(label, text string) fyne.CanvasObject {
	const labelWidth = 96
	caption := NewCaption(label)
	caption.Cut = true
	aside := container.NewVBox(Wide(labelWidth, caption))
	return Frame(nil, nil, aside, nil, Flush(SmallProse(text)))
}
