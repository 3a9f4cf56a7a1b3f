package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// Portion is one part of a whole in [Portions].
type Portion struct {
	Label string
	Short string // stands for the label of each part where there is no room for all; "" for none
	Count int
	Tone  look.Tone
}

// Portions is a bar cut into the parts of a whole, with what each is below it.
type Portions struct {
	widget.BaseWidget
	parts []Portion
}

// NewPortions returns an empty bar.
func NewPortions() *Portions {
	p := &Portions{}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows other parts. Parts without a count are left out.
func (p *Portions) Set(parts []Portion) {
	p.parts = p.parts[:0]
	for _, part := range parts {
		if part.Count > 0 {
			p.parts = append(p.parts, part)
		}
	}
	p.Refresh()
}

// Portions returns what is shown.
func (p *Portions) Portions() []Portion { return p.parts }

// CreateRenderer is part of the toolkit's contract.
func (p *Portions) CreateRenderer() fyne.WidgetRenderer {
	r := &portionsRenderer{portions: p, track: canvas.NewRectangle(look.None)}
	r.Refresh()
	return r
}

type portionsRenderer struct {
	portions *Portions
	track    *canvas.Rectangle
	bars     []*canvas.Rectangle
	labels   []*canvas.Text
	objects  []fyne.CanvasObject
}

const portionBar = 8

func (r *portionsRenderer) Destroy()                     {}
func (r *portionsRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *portionsRenderer) MinSize() fyne.Size {
	return fyne.NewSize(80, portionBar+4+look.Measure(theme.SizeNameCaptionText)*1.45)
}

func (r *portionsRenderer) Layout(size fyne.Size) {
	r.track.Resize(fyne.NewSize(size.Width, portionBar))
	all := 0
	for _, part := range r.portions.parts {
		all += part.Count
	}
	x, at := float32(0), float32(0)
	short := r.need() > size.Width
	for i, part := range r.portions.parts {
		width := size.Width * float32(part.Count) / float32(max(1, all))
		r.bars[i].Move(fyne.NewPos(x, 0))
		r.bars[i].Resize(fyne.NewSize(max(width-1, 1), portionBar))
		x += width
		label := r.labels[i]
		if label.Text = part.Label; short && part.Short != "" {
			label.Text = part.Short
		}
		need := fyne.MeasureText(label.Text, label.TextSize, label.TextStyle).Width
		label.Move(fyne.NewPos(at, portionBar+3))
		label.Resize(fyne.NewSize(need, size.Height-portionBar-3))
		at += need + portionGap
	}
}

const portionGap = 10

// need is how wide all labels are side by side.
func (r *portionsRenderer) need() (width float32) {
	for i, part := range r.portions.parts {
		width += fyne.MeasureText(part.Label, r.labels[i].TextSize, r.labels[i].TextStyle).Width + portionGap
	}
	return width - portionGap
}

func (r *portionsRenderer) Refresh() {
	parts := r.portions.parts
	for len(r.bars) < len(parts) {
		r.bars = append(r.bars, canvas.NewRectangle(look.None))
		r.labels = append(r.labels, canvas.NewText("", look.None))
	}
	r.bars, r.labels = r.bars[:len(parts)], r.labels[:len(parts)]
	r.track.FillColor, r.track.CornerRadius = look.Paint(look.Track), portionBar/2
	r.objects = append(r.objects[:0], r.track)
	for i, part := range parts {
		r.bars[i].FillColor, r.bars[i].CornerRadius = look.Paint(meterInk(part.Tone)), 2
		r.labels[i].Text, r.labels[i].TextSize, r.labels[i].Color = part.Label, look.Measure(theme.SizeNameCaptionText), look.Paint(part.Tone.Ink())
		r.objects = append(r.objects, r.bars[i], r.labels[i])
	}
	r.Layout(r.portions.Size())
	canvas.Refresh(r.portions)
}
