package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// Banner is the head of a page: its name with a quiet line below it at the left, and what can be done at the right. Where there is no room for
// both, as with a large zoom, the controls go below the name, on as many rows as they need.
type Banner struct {
	widget.BaseWidget
	heading, note *Text
	actions       []fyne.CanvasObject
	width, height float32 // as it was laid out last
}

// NewBanner returns the head of a page; note may be empty.
func NewBanner(heading, note string, actions ...fyne.CanvasObject) *Banner {
	b := &Banner{heading: NewHeading(heading), note: NewCaption(note), actions: actions}
	b.heading.TextSize, b.heading.Cut, b.note.Cut = theme.SizeNameHeadingText, true, true
	SetVisible(b.note, note != "")
	b.ExtendBaseWidget(b)
	return b
}

// put lays the banner out in a width and returns how high it is.
func (b *Banner) put(width float32, place func(o fyne.CanvasObject, pos fyne.Position, size fyne.Size)) float32 {
	gap := look.Measure(theme.SizeNamePadding)
	name, left := b.heading.MinSize().Height, b.heading.Natural()
	if b.note.Visible() {
		name += gap + b.note.MinSize().Height
		left = max(left, min(b.note.Natural(), width/3))
	}
	var row, tall float32
	for _, o := range b.actions {
		if o.Visible() {
			row += o.MinSize().Width + gap
			tall = max(tall, o.MinSize().Height)
		}
	}
	beside := left+2*gap+row <= width
	room, high := width, name
	if beside {
		room, high = width-row-gap, max(name, tall)
	}
	y := (high - name) / 2
	place(b.heading, fyne.NewPos(0, y), fyne.NewSize(room, b.heading.MinSize().Height))
	place(b.note, fyne.NewPos(0, y+name-b.note.MinSize().Height), fyne.NewSize(room, b.note.MinSize().Height))
	x, y := width-row+gap, (high-tall)/2
	if !beside {
		x, y = 0, high+gap
	}
	for _, o := range b.actions {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		if !beside && x > 0 && x+size.Width > width {
			x, y = 0, y+tall+gap
		}
		place(o, fyne.NewPos(x, y+(tall-size.Height)/2), size)
		x += size.Width + gap
	}
	if beside || row == 0 {
		return high
	}
	return y + tall
}

// CreateRenderer is part of the toolkit's contract.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer {
	return &bannerRenderer{banner: b, objects: append([]fyne.CanvasObject{b.heading, b.note}, b.actions...)}
}

type bannerRenderer struct {
	banner  *Banner
	objects []fyne.CanvasObject
}

// Destroy is part of the toolkit's contract.
func (r *bannerRenderer) Destroy() {}

// Objects is part of the toolkit's contract.
func (r *bannerRenderer) Objects() []fyne.CanvasObject { return r.objects }

// MinSize is the height that the banner needs at its present width.
func (r *bannerRenderer) MinSize() fyne.Size {
	b := r.banner
	var widest float32
	for _, o := range b.actions {
		if o.Visible() {
			widest = max(widest, o.MinSize().Width)
		}
	}
	width := b.width
	if width == 0 {
		width = 1 << 20
	}
	return fyne.NewSize(widest, b.put(width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {}))
}

// Layout is part of the toolkit's contract.
func (r *bannerRenderer) Layout(size fyne.Size) {
	b, before := r.banner, r.banner.height
	b.width = size.Width
	b.height = b.put(size.Width, func(o fyne.CanvasObject, pos fyne.Position, size fyne.Size) {
		o.Move(pos)
		o.Resize(size)
	})
	if before != b.height {
		canvas.Refresh(b) // what is below it makes room
	}
}

// Refresh is part of the toolkit's contract.
func (r *bannerRenderer) Refresh() {
	if r.banner.width > 0 {
		r.Layout(r.banner.Size())
	}
	canvas.Refresh(r.banner)
}
