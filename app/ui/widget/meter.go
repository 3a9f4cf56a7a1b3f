package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// Meter is a bar that shows a share, with marks along it.
type Meter struct {
	widget.BaseWidget
	Fill  float32   // 0 to 1
	Limit float32   // what can be reached at most, drawn as a notch; 0 for none
	Marks []float32 // bounds, drawn as gaps
	Tone  look.Tone
	Thick float32
}

// NewMeter returns an empty bar.
func NewMeter() *Meter {
	m := &Meter{Thick: 8}
	m.ExtendBaseWidget(m)
	return m
}

// CreateRenderer is part of the toolkit's contract.
func (m *Meter) CreateRenderer() fyne.WidgetRenderer {
	r := &meterRenderer{meter: m, track: canvas.NewRectangle(look.None), bar: canvas.NewRectangle(look.None), limit: canvas.NewRectangle(look.None)}
	r.Refresh()
	return r
}

type meterRenderer struct {
	meter             *Meter
	track, bar, limit *canvas.Rectangle
	marks             []*canvas.Rectangle
	objects           []fyne.CanvasObject
}

func (r *meterRenderer) Destroy()                     {}
func (r *meterRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *meterRenderer) MinSize() fyne.Size           { return fyne.NewSize(40, r.meter.Thick+4) }

func (r *meterRenderer) Layout(size fyne.Size) {
	m := r.meter
	y := (size.Height - m.Thick) / 2
	r.track.Move(fyne.NewPos(0, y))
	r.track.Resize(fyne.NewSize(size.Width, m.Thick))
	r.bar.Move(fyne.NewPos(0, y))
	r.bar.Resize(fyne.NewSize(size.Width*min(max(m.Fill, 0), 1), m.Thick))
	r.limit.Move(fyne.NewPos(size.Width*m.Limit-1, y-2))
	r.limit.Resize(fyne.NewSize(2, m.Thick+4))
	for i, mark := range r.marks {
		mark.Move(fyne.NewPos(size.Width*m.Marks[i]-1, y))
		mark.Resize(fyne.NewSize(1.5, m.Thick))
	}
}

func (r *meterRenderer) Refresh() {
	m := r.meter
	r.track.FillColor, r.track.CornerRadius = look.Paint(look.Track), m.Thick/2
	r.bar.FillColor, r.bar.CornerRadius = look.Paint(meterInk(m.Tone)), m.Thick/2
	r.limit.FillColor = look.Paint(look.Muted)
	r.marks = r.marks[:0]
	r.objects = append(r.objects[:0], r.track, r.bar)
	for range m.Marks {
		mark := canvas.NewRectangle(look.Paint(look.Surface))
		r.marks = append(r.marks, mark)
		r.objects = append(r.objects, mark)
	}
	if m.Limit > 0 && m.Limit < 1 {
		r.objects = append(r.objects, r.limit)
	}
	r.Layout(m.Size())
	canvas.Refresh(m)
}
