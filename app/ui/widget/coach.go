package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// Area is a part of a canvas, in device-independent pixels.
type Area struct {
	Pos  fyne.Position
	Size fyne.Size
}

// IsZero reports whether there is no area.
func (a Area) IsZero() bool { return a.Size.Width <= 0 || a.Size.Height <= 0 }

// AreaOf returns where a control is on its canvas.
func AreaOf(o fyne.CanvasObject) Area {
	return Area{Pos: fyne.CurrentApp().Driver().AbsolutePositionForObject(o), Size: o.Size()}
}

// Lesson is what a Coach says about one area.
type Lesson struct {
	Area   Area // zero: about the whole window
	Title  string
	Text   string
	Aside  string // how far it is, such as "2 / 8"
	Next   string // labels of the buttons; "" leaves one out
	Before string
	Skip   string
}

// Coach is a layer over the window that explains one thing after another: it darkens all but an area and says beside it what that is for.
// Enter, Space and Right go on, Left goes back, Esc ends.
type Coach struct {
	widget.BaseWidget
	OnNext, OnBefore, OnSkip func()

	lesson             Lesson
	title              *Text
	aside              *Text
	text               *fyne.Container
	next, before, skip *Button
	panel              *Panel
	shades             [4]*canvas.Rectangle
	frame              *canvas.Rectangle
	canvas             fyne.Canvas
}

const coachWidth = 380

// NewCoach returns a coach for a canvas, not shown yet.
func NewCoach(c fyne.Canvas) *Coach {
	h := &Coach{canvas: c, title: NewHeading(""), aside: NewCaption(""), text: container.NewStack()}
	press := func(f *func()) func() {
		return func() {
			if *f != nil {
				(*f)()
			}
		}
	}
	h.next, h.before, h.skip = NewPrimary("", press(&h.OnNext)), NewButton("", press(&h.OnBefore)), NewQuiet("", press(&h.OnSkip))
	for i := range h.shades {
		h.shades[i] = canvas.NewRectangle(look.None)
	}
	h.frame = canvas.NewRectangle(look.None)
	h.frame.StrokeWidth, h.frame.CornerRadius = 3, 8
	h.panel = NewPanel(container.New(layout.NewCustomPaddedLayout(4, 4, 6, 6), container.NewVBox(
		container.NewHBox(h.title, layout.NewSpacer(), container.NewCenter(h.aside)), Gap(coachWidth, 0), h.text, Gap(0, 4),
		container.NewHBox(h.skip, layout.NewSpacer(), h.before, h.next))), 12)
	h.ExtendBaseWidget(h)
	return h
}

// Lesson returns what is being said.
func (h *Coach) Lesson() Lesson { return h.lesson }

// Say shows a lesson, over everything.
func (h *Coach) Say(l Lesson) {
	h.lesson = l
	h.title.SetText(l.Title)
	h.aside.SetText(l.Aside)
	h.text.Objects = []fyne.CanvasObject{Flush(Prose(l.Text))}
	for _, b := range []struct {
		button *Button
		label  string
	}{{h.next, l.Next}, {h.before, l.Before}, {h.skip, l.Skip}} {
		b.button.SetText(b.label)
		if b.label == "" {
			b.button.Hide()
		} else {
			b.button.Show()
		}
	}
	if !h.Showing() {
		h.canvas.Overlays().Add(h)
	}
	h.Resize(h.canvas.Size())
	h.Refresh()
	h.canvas.Focus(h)
}

// Showing reports whether the coach is on the screen.
func (h *Coach) Showing() bool {
	for _, o := range h.canvas.Overlays().List() {
		if o == h {
			return true
		}
	}
	return false
}

// End takes the coach away.
func (h *Coach) End() { h.canvas.Overlays().Remove(h) }

var (
	_ fyne.Widget    = (*Coach)(nil)
	_ fyne.Focusable = (*Coach)(nil)
	_ fyne.Tappable  = (*Coach)(nil)
)

// FocusGained is part of the toolkit's contract.
func (h *Coach) FocusGained() {}

// FocusLost is part of the toolkit's contract.
func (h *Coach) FocusLost() {}

// TypedRune is part of the toolkit's contract.
func (h *Coach) TypedRune(rune) {}

// Tapped keeps presses from what lies below.
func (h *Coach) Tapped(*fyne.PointEvent) { h.canvas.Focus(h) }

// TypedKey goes on, back, or ends.
func (h *Coach) TypedKey(ev *fyne.KeyEvent) {
	do := func(b *Button) {
		if b.Visible() {
			b.OnTapped()
		}
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyRight, fyne.KeyDown, fyne.KeyPageDown:
		do(h.next)
	case fyne.KeyLeft, fyne.KeyUp, fyne.KeyPageUp, fyne.KeyBackspace:
		do(h.before)
	case fyne.KeyEscape:
		do(h.skip)
	}
}

// CreateRenderer is part of the toolkit's contract.
func (h *Coach) CreateRenderer() fyne.WidgetRenderer { return &coachRenderer{coach: h} }

type coachRenderer struct{ coach *Coach }

func (r *coachRenderer) Destroy()           {}
func (r *coachRenderer) MinSize() fyne.Size { return r.coach.panel.MinSize() }

func (r *coachRenderer) Objects() []fyne.CanvasObject {
	h := r.coach
	return []fyne.CanvasObject{h.shades[0], h.shades[1], h.shades[2], h.shades[3], h.frame, h.panel}
}

// Layout puts the shades around the area and the panel beside it: where there is most room, within the window.
func (r *coachRenderer) Layout(size fyne.Size) {
	h := r.coach
	area := h.lesson.Area
	if area.IsZero() {
		area = Area{Pos: fyne.NewPos(size.Width/2, size.Height/2)}
	}
	left, top := max(0, area.Pos.X-4), max(0, area.Pos.Y-4)
	right, bottom := min(size.Width, area.Pos.X+area.Size.Width+4), min(size.Height, area.Pos.Y+area.Size.Height+4)
	if h.lesson.Area.IsZero() {
		left, top, right, bottom = 0, 0, 0, 0
	}
	place := func(o fyne.CanvasObject, x, y, w, height float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(0, w), max(0, height)))
	}
	place(h.shades[0], 0, 0, size.Width, top)
	place(h.shades[1], 0, bottom, size.Width, size.Height-bottom)
	place(h.shades[2], 0, top, left, bottom-top)
	place(h.shades[3], right, top, size.Width-right, bottom-top)
	place(h.frame, left, top, right-left, bottom-top)
	h.panel.Resize(h.panel.MinSize()) // its text learns its width by that, and from that its height
	want := h.panel.MinSize()
	const gap = 14
	var x, y float32
	switch room := size.Width - right; {
	case h.lesson.Area.IsZero():
		x, y = (size.Width-want.Width)/2, (size.Height-want.Height)/2
	case room >= want.Width+2*gap:
		x, y = right+gap, top
	case left >= want.Width+2*gap:
		x, y = left-gap-want.Width, top
	case size.Height-bottom >= want.Height+2*gap:
		x, y = left, bottom+gap
	case top >= want.Height+2*gap:
		x, y = left, top-gap-want.Height
	default: // over the area, in its corner
		x, y = right-gap-want.Width, bottom-gap-want.Height
	}
	place(h.panel, min(max(gap, x), max(gap, size.Width-gap-want.Width)), min(max(gap, y), max(gap, size.Height-gap-want.Height)), want.Width, want.Height)
}

func (r *coachRenderer) Refresh() {
	h := r.coach
	for _, s := range h.shades {
		s.FillColor = look.Paint(theme.ColorNameShadow)
	}
	h.frame.StrokeColor = look.Paint(look.Accent)
	r.Layout(h.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}
