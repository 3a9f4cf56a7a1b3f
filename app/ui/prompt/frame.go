package prompt

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/ui/widget"
)

// frame is the layout of a dialog: its title, what it asks, and its buttons. It is never larger than the window: what it asks gives way
// ([widget.Room]) and is scrolled as far as that is not enough, so that title and buttons always stay in sight.
type frame struct {
	canvas fyne.Canvas
	width  float32 // that is wanted
	title  fyne.CanvasObject
	body   fyne.CanvasObject
	scroll *container.Scroll
	foot   fyne.CanvasObject
}

// Room around a dialog's parts.
const (
	frameTop    = 14
	frameBottom = 12
	frameSide   = 18
	frameMargin = 24 // that is left of the window
	frameGap    = 12
	frameRing   = 2  // a focus ring in what is scrolled needs it
	frameBar    = 12 // of the side's room, for the bar of what is scrolled: it covers nothing then
)

func newFrame(canvas fyne.Canvas, width float32, title, body, foot fyne.CanvasObject) *frame {
	f := &frame{canvas: canvas, width: width, title: title, body: body, foot: foot}
	f.scroll = container.NewScroll(container.New(layout.NewCustomPaddedLayout(frameRing, frameRing, frameRing, frameBar), body))
	return f
}

// content returns the dialog with room around it.
func (f *frame) content() fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(frameTop, frameBottom, frameSide, frameSide), container.New(f, f.title, f.scroll, f.foot))
}

// settle gives what is asked its width before its height is asked for: text that has only known a narrower room would ask for one line a
// character, and a dialog does not become smaller again. A text deep inside hears of its room once what is around it has been laid out.
func (f *frame) settle() {
	const layers = 3
	for range layers {
		f.body.Resize(fyne.NewSize(f.room(), f.body.MinSize().Height))
	}
}

// room is how wide the parts are.
func (f *frame) room() float32 {
	need := max(f.width, f.title.MinSize().Width, f.foot.MinSize().Width)
	return min(max(need, f.body.MinSize().Width), max(1, f.canvas.Size().Width-2*frameSide-frameMargin))
}

// MinSize is part of the toolkit's contract.
func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size {
	most := f.canvas.Size().Width - 2*frameSide - frameMargin
	widget.Squeeze(f.body, most, 0)
	around := f.title.MinSize().Height + f.foot.MinSize().Height + 2*frameGap
	free := max(1, f.canvas.Size().Height-frameTop-frameBottom-frameMargin-around)
	if over := f.body.MinSize().Height - free; over > 0 {
		widget.Squeeze(f.body, most, over)
	}
	return fyne.NewSize(f.room(), around+min(free, f.body.MinSize().Height))
}

// Layout is part of the toolkit's contract.
func (f *frame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	title, foot := f.title.MinSize().Height, f.foot.MinSize().Height
	f.title.Move(fyne.NewPos(0, 0))
	f.title.Resize(fyne.NewSize(size.Width, title))
	f.foot.Move(fyne.NewPos(0, size.Height-foot))
	f.foot.Resize(fyne.NewSize(size.Width, foot))
	f.scroll.Move(fyne.NewPos(-frameRing, title+frameGap-frameRing))
	f.scroll.Resize(fyne.NewSize(size.Width+frameRing+frameBar, max(0, size.Height-title-foot-2*frameGap+2*frameRing)))
}
