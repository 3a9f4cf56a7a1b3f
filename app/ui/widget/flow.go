package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Flow puts controls side by side, on as many rows as its width needs. Hidden ones take no room.
type Flow struct {
	widget.BaseWidget
	// OnRows is called after the number of rows has changed: whoever laid the flow out gives it another height then. It is called while
	// things are laid out, so it must put that off.
	OnRows func()

	objects []fyne.CanvasObject
	width   float32 // as it was laid out last; 0 before that
	height  float32 // that this needed
}

// NewFlow returns a flow of controls.
func NewFlow(objects ...fyne.CanvasObject) *Flow {
	f := &Flow{objects: objects}
	f.ExtendBaseWidget(f)
	return f
}

// Add puts another control at the end.
func (f *Flow) Add(o fyne.CanvasObject) {
	f.objects = append(f.objects, o)
	f.Refresh()
}

func (f *Flow) held() []fyne.CanvasObject { return f.objects }

// place says where each visible control goes in a width, and how high they are together.
func (f *Flow) place(width float32, put func(o fyne.CanvasObject, pos fyne.Position, size fyne.Size)) (height float32) {
	gap := flowGap()
	var x, y, row float32
	for _, o := range f.objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		if x > 0 && x+size.Width > width {
			x, y, row = 0, y+row+gap, 0
		}
		put(o, fyne.NewPos(x, y), size)
		x += size.Width + gap
		row = max(row, size.Height)
	}
	return y + row
}

func flowGap() float32 { return fyne.CurrentApp().Settings().Theme().Size(theme.SizeNamePadding) + 1 }

// CreateRenderer is part of the toolkit's contract.
func (f *Flow) CreateRenderer() fyne.WidgetRenderer { return &flowRenderer{flow: f} }

type flowRenderer struct{ flow *Flow }

// Destroy is part of the toolkit's contract.
func (r *flowRenderer) Destroy() {}

// Objects is part of the toolkit's contract.
func (r *flowRenderer) Objects() []fyne.CanvasObject { return r.flow.objects }

// MinSize is part of the toolkit's contract.
func (r *flowRenderer) MinSize() fyne.Size {
	f := r.flow
	var widest float32
	for _, o := range f.objects {
		if o.Visible() {
			widest = max(widest, o.MinSize().Width)
		}
	}
	return fyne.NewSize(widest, r.height(f.width))
}

// height is how high the flow is in a width; in an unknown one all stand on one row.
func (r *flowRenderer) height(width float32) float32 {
	if width == 0 {
		width = 1 << 20
	}
	return r.flow.place(width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {})
}

// Layout is part of the toolkit's contract.
func (r *flowRenderer) Layout(size fyne.Size) {
	f := r.flow
	before := f.height
	if f.width == 0 {
		before = r.height(0)
	}
	f.width = size.Width
	f.height = f.place(size.Width, func(o fyne.CanvasObject, pos fyne.Position, size fyne.Size) {
		o.Move(pos)
		o.Resize(size)
	})
	if before != f.height && f.OnRows != nil {
		f.OnRows()
	}
}

// Refresh is part of the toolkit's contract.
func (r *flowRenderer) Refresh() {
	if r.flow.width > 0 {
		r.Layout(r.flow.Size())
	}
}
