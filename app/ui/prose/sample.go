package prose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// Sample is a word with the mark of a kind, for a legend.
type Sample struct {
	toolkit.BaseWidget
	kind Kind
	text string
}

var _ widget.Parted = (*Sample)(nil)

// NewSample returns a word as it is marked in an editor.
func NewSample(kind Kind, text string) *Sample {
	s := &Sample{kind: kind, text: text}
	s.ExtendBaseWidget(s)
	return s
}

// Parts names the word and its mark.
func (s *Sample) Parts() []widget.Part {
	return []widget.Part{{Name: "mark", Text: s.text, At: names[s.kind], Size: s.Size()}}
}

// CreateRenderer is part of the toolkit's contract.
func (s *Sample) CreateRenderer() fyne.WidgetRenderer {
	d := &sampleDrawing{sample: s, marker: marker{}, text: canvas.NewText(s.text, look.None)}
	d.Refresh()
	return d
}

type sampleDrawing struct {
	sample *Sample
	marker marker
	text   *canvas.Text
	list   []fyne.CanvasObject
}

func (d *sampleDrawing) Destroy() {}

func (d *sampleDrawing) Objects() []fyne.CanvasObject { return d.list }

func (d *sampleDrawing) MinSize() fyne.Size {
	size := look.Measure(theme.SizeNameCaptionText)
	return fyne.NewSize(fyne.MeasureText(d.sample.text, size, fyne.TextStyle{}).Width+8, size*1.8)
}

func (d *sampleDrawing) Layout(size fyne.Size) {
	d.marker.used = 0
	d.marker.mark(d.sample.kind, 4, size.Width-4, 0, size.Height)
	d.text.Move(fyne.NewPos(4, 0))
	d.text.Resize(size)
	d.list = d.list[:0]
	for _, box := range d.marker.boxes[:d.marker.used] {
		d.list = append(d.list, box)
	}
	d.list = append(d.list, d.text)
}

func (d *sampleDrawing) Refresh() {
	d.text.Color, d.text.TextSize = look.Paint(theme.ColorNameForeground), look.Measure(theme.SizeNameCaptionText)
	d.Layout(d.sample.Size())
	canvas.Refresh(d.sample)
}
