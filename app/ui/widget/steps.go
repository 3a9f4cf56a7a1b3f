package widget

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/ui/look"
)

// StepItem is one part of a work in a [Steps] list.
type StepItem struct {
	ID    string
	Label string
	Aside string // how far it is done, such as "12/35"
	Tone  look.Tone
	Done  bool
	Icon  fyne.Resource // stands for the number in a folded list; nil: the number does
}

// Steps is the list of the parts of a work: a number or a tick, a name, how far it is done. Arrows go from one to the next.
type Steps struct {
	items
	// OnChosen is called when the user goes to another step.
	OnChosen func(id string)

	list    []StepItem
	current string
	folded  bool
}

var (
	_ fyne.Focusable    = (*Steps)(nil)
	_ fyne.Tappable     = (*Steps)(nil)
	_ fyne.Shortcutable = (*Steps)(nil)
	_ desktop.Hoverable = (*Steps)(nil)
	_ Parted            = (*Steps)(nil)
)

// NewSteps returns an empty list.
func NewSteps(onChosen func(string)) *Steps {
	s := &Steps{OnChosen: onChosen}
	s.init(s, func(pos fyne.Position) int { return int(pos.Y / s.height()) }, func(direction int) { s.choose(s.index() + direction) }, nil)
	return s
}

// SetItems replaces the steps.
func (s *Steps) SetItems(items []StepItem) {
	if !slices.Equal(s.list, items) {
		s.list = items
		s.Refresh()
	}
}

// SetCurrent shows which step is on the screen.
func (s *Steps) SetCurrent(id string) {
	if s.current != id {
		s.current = id
		s.Refresh()
	}
}

// Fold leaves only the signs of the steps, for narrow windows: their names are tips then.
func (s *Steps) Fold(folded bool) {
	if s.folded != folded {
		s.folded = folded
		s.Refresh()
	}
}

const (
	stepHeight   = 40
	foldedHeight = 31 // where there is room for that
	leastHeight  = 26
	foldedWidth  = 40
	leastStep    = 120 // the width of a step with its name
)

// Folded reports whether only the signs of the steps are left.
func (s *Steps) Folded() bool { return s.folded }

// LeastWidth is how wide the list is when it is folded, in device-independent pixels.
func (s *Steps) LeastWidth() float32 { return foldedWidth }

// height is that of a step.
func (s *Steps) height() float32 {
	if !s.folded {
		return stepHeight
	}
	return min(max(s.Size().Height/float32(max(1, len(s.list))), leastHeight), foldedHeight)
}

// MouseIn is part of the toolkit's contract.
func (s *Steps) MouseIn(ev *desktop.MouseEvent) { s.point(ev) }

// MouseMoved is part of the toolkit's contract.
func (s *Steps) MouseMoved(ev *desktop.MouseEvent) { s.point(ev) }

// MouseOut is part of the toolkit's contract.
func (s *Steps) MouseOut() {
	s.items.MouseOut()
	if stage := StageOf(s); stage != nil && s.folded {
		stage.PointAway()
	}
}

// point shows which step is under the pointer, and in a folded list its name.
func (s *Steps) point(ev *desktop.MouseEvent) {
	before := s.hovered
	s.items.MouseMoved(ev)
	stage := StageOf(s)
	if !s.folded || stage == nil || s.hovered == before || s.hovered < 0 || s.hovered >= len(s.list) {
		return
	}
	it := s.list[s.hovered]
	text := it.Label
	if it.Aside != "" {
		text += "　" + it.Aside
	}
	stage.PointIn(s, fyne.NewPos(0, float32(s.hovered)*s.height()), fyne.NewSize(s.Size().Width, s.height()), text)
}

func (s *Steps) choose(i int) {
	if i >= 0 && i < len(s.list) && s.list[i].ID != s.current && s.OnChosen != nil {
		s.OnChosen(s.list[i].ID)
	}
}

func (s *Steps) index() int {
	return slices.IndexFunc(s.list, func(it StepItem) bool { return it.ID == s.current })
}

// Tapped goes to the step under the pointer.
func (s *Steps) Tapped(ev *fyne.PointEvent) { s.choose(int(ev.Position.Y / s.height())) }

// Parts lists the steps.
func (s *Steps) Parts() []Part {
	parts := make([]Part, len(s.list))
	for i, it := range s.list {
		parts[i] = Part{
			Name: "step", Text: it.Label, At: it.ID + " " + it.Aside,
			Pos: fyne.NewPos(0, float32(i)*s.height()), Size: fyne.NewSize(s.Size().Width, s.height()),
		}
	}
	return parts
}

// CreateRenderer is part of the toolkit's contract.
func (s *Steps) CreateRenderer() fyne.WidgetRenderer {
	r := &stepsRenderer{steps: s}
	r.Refresh()
	return r
}

type stepView struct {
	fill                *canvas.Rectangle
	disc                *canvas.Circle
	mark, label, detail *canvas.Text
	icon                *canvas.Image
}

type stepsRenderer struct {
	steps   *Steps
	views   []stepView
	objects []fyne.CanvasObject
}

func (r *stepsRenderer) Destroy()                     {}
func (r *stepsRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *stepsRenderer) MinSize() fyne.Size {
	s := r.steps
	if s.folded {
		return fyne.NewSize(foldedWidth, leastHeight*float32(len(s.list)))
	}
	return fyne.NewSize(leastStep, stepHeight*float32(len(s.list)))
}

func (r *stepsRenderer) Layout(size fyne.Size) {
	const disc = 20
	high := r.steps.height()
	for i, v := range r.views {
		x, y := float32(10), float32(i)*high
		if r.steps.folded {
			x = (size.Width - disc) / 2
		}
		v.fill.Move(fyne.NewPos(0, y+2))
		v.fill.Resize(fyne.NewSize(size.Width, high-4))
		v.disc.Move(fyne.NewPos(x, y+(high-disc)/2))
		v.disc.Resize(fyne.NewSquareSize(disc))
		v.icon.Move(v.disc.Position())
		v.icon.Resize(fyne.NewSquareSize(disc))
		v.mark.Move(fyne.NewPos(x, y+(high-disc)/2-0.5))
		v.mark.Resize(fyne.NewSquareSize(disc))
		v.label.Move(fyne.NewPos(38, y))
		v.label.Resize(fyne.NewSize(max(0, size.Width-48), high))
		v.detail.Move(fyne.NewPos(38, y))
		v.detail.Resize(fyne.NewSize(max(0, size.Width-48), high))
	}
}

func (r *stepsRenderer) Refresh() {
	s := r.steps
	for len(r.views) < len(s.list) {
		r.views = append(r.views, stepView{
			canvas.NewRectangle(look.None), canvas.NewCircle(look.None), canvas.NewText("", look.None), canvas.NewText("", look.None), canvas.NewText("", look.None),
			&canvas.Image{FillMode: canvas.ImageFillContain},
		})
	}
	r.views = r.views[:len(s.list)]
	r.objects = r.objects[:0]
	for i := range s.list {
		v := r.views[i]
		r.dress(v, i)
		switch {
		case !s.folded:
			r.objects = append(r.objects, v.fill, v.disc, v.mark, v.label, v.detail)
		case s.list[i].Icon != nil:
			r.objects = append(r.objects, v.fill, v.icon)
		default:
			r.objects = append(r.objects, v.fill, v.disc, v.mark)
		}
	}
	r.Layout(s.Size())
	canvas.Refresh(s)
}

func (r *stepsRenderer) dress(v stepView, i int) {
	s, it := r.steps, r.steps.list[i]
	current := it.ID == s.current
	v.fill.FillColor, v.fill.CornerRadius, v.fill.StrokeColor, v.fill.StrokeWidth = look.None, 6, look.None, 0
	v.label.Text, v.label.TextSize = it.Label, look.Measure(theme.SizeNameText)
	v.detail.Text, v.detail.TextSize, v.detail.Alignment = it.Aside, look.Measure(theme.SizeNameCaptionText), fyne.TextAlignTrailing
	v.label.Color, v.detail.Color = look.Paint(theme.ColorNameForeground), look.Paint(it.Tone.Ink())
	v.label.TextStyle.Bold = current
	switch {
	case current:
		v.fill.FillColor, v.label.Color = look.Paint(look.AccentSoft), look.Paint(look.Accent)
		if s.focused {
			v.fill.StrokeColor, v.fill.StrokeWidth = look.Paint(look.Accent), 2
		}
	case i == s.hovered:
		v.fill.FillColor = look.Paint(theme.ColorNameHover)
	}
	if s.folded && it.Icon != nil {
		ink := theme.ColorNameForeground
		switch {
		case current:
			ink = look.Accent
		case it.Aside != "":
			ink = it.Tone.Ink() // something waits there
		}
		v.icon.Resource = theme.NewColoredResource(it.Icon, ink)
		v.icon.Refresh()
	}
	v.mark.Alignment, v.mark.TextSize, v.mark.TextStyle.Bold = fyne.TextAlignCenter, look.Measure(theme.SizeNameCaptionText), true
	v.mark.Text = string(rune('1' + i))
	v.disc.FillColor, v.mark.Color = look.Paint(look.Track), look.Paint(look.Muted)
	switch {
	case it.Done:
		v.mark.Text = "✓"
		v.disc.FillColor, v.mark.Color = look.Paint(look.GoodSoft), look.Paint(look.Good)
	case current:
		v.disc.FillColor, v.mark.Color = look.Paint(look.Accent), look.Paint(theme.ColorNameForegroundOnPrimary)
	}
}
