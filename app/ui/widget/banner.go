package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// Banner is the head of a page: its name with a quiet line below it at the left, and what can be done at the right. Where there is no room for
// both, as with a large zoom, what matters least of it goes into a menu ([Actions]).
type Banner struct {
	widget.BaseWidget
	heading, note *Text
	actions       *Actions
}

// NewBanner returns the head of a page; note may be empty. What matters most stands last.
func NewBanner(heading, note string, actions ...fyne.CanvasObject) *Banner {
	b := &Banner{heading: NewHeading(heading), note: NewCaption(note), actions: NewActions(actions...)}
	b.heading.TextSize, b.heading.Cut, b.note.Cut = theme.SizeNameHeadingText, true, true
	SetVisible(b.note, note != "")
	b.ExtendBaseWidget(b)
	return b
}

func (b *Banner) held() []fyne.CanvasObject { return []fyne.CanvasObject{b.actions} }

// name is the height of the name with the line below it.
func (b *Banner) name() float32 {
	height := b.heading.MinSize().Height
	if b.note.Visible() {
		height += look.Measure(theme.SizeNamePadding) + b.note.MinSize().Height
	}
	return height
}

// CreateRenderer is part of the toolkit's contract.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer { return &bannerRenderer{banner: b} }

type bannerRenderer struct{ banner *Banner }

// Destroy is part of the toolkit's contract.
func (r *bannerRenderer) Destroy() {}

// Objects is part of the toolkit's contract.
func (r *bannerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.banner.heading, r.banner.note, r.banner.actions}
}

// MinSize is part of the toolkit's contract.
func (r *bannerRenderer) MinSize() fyne.Size {
	actions := r.banner.actions.MinSize()
	return fyne.NewSize(actions.Width, max(r.banner.name(), actions.Height))
}

// Layout is part of the toolkit's contract. The name gets its room first, then the buttons, then the line below the name.
func (r *bannerRenderer) Layout(size fyne.Size) {
	b, gap := r.banner, 2*look.Measure(theme.SizeNamePadding)
	natural := b.heading.Natural()
	if b.note.Visible() {
		natural = max(natural, min(b.note.Natural(), size.Width/3))
	}
	wide := min(b.actions.Natural(), max(b.actions.MinSize().Width, size.Width-natural-gap))
	room, name := max(0, size.Width-wide-gap), b.name()
	y := (size.Height - name) / 2
	b.heading.Move(fyne.NewPos(0, y))
	b.heading.Resize(fyne.NewSize(room, b.heading.MinSize().Height))
	b.note.Move(fyne.NewPos(0, y+name-b.note.MinSize().Height))
	b.note.Resize(fyne.NewSize(room, b.note.MinSize().Height))
	tall := b.actions.MinSize().Height
	b.actions.Move(fyne.NewPos(size.Width-wide, (size.Height-tall)/2))
	b.actions.Resize(fyne.NewSize(wide, tall))
}

// Refresh is part of the toolkit's contract.
func (r *bannerRenderer) Refresh() {
	r.Layout(r.banner.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.banner)
}
