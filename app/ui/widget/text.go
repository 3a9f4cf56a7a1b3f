package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// Text is a line of text in a role of the theme, without the padding of a label. It is cut with an ellipsis where it does not fit,
// if it may be.
type Text struct {
	widget.BaseWidget
	Ink      fyne.ThemeColorName
	TextSize fyne.ThemeSizeName
	Bold     bool
	Align    fyne.TextAlign
	Cut      bool // may be narrower than the text
	content  string
	rendered *canvas.Text
	fitter   fitter
}

// NewText returns a line of normal text.
func NewText(text string) *Text {
	t := &Text{Ink: theme.ColorNameForeground, TextSize: theme.SizeNameText, content: text}
	t.ExtendBaseWidget(t)
	return t
}

// NewCaption returns a line of small, quiet text.
func NewCaption(text string) *Text {
	t := NewText(text)
	t.Ink, t.TextSize = look.Muted, theme.SizeNameCaptionText
	return t
}

// NewHeading returns a line of bold text.
func NewHeading(text string) *Text {
	t := NewText(text)
	t.TextSize, t.Bold = theme.SizeNameSubHeadingText, true
	return t
}

// NewSection returns the bold line over a group of fields.
func NewSection(text string) *Text {
	t := NewText(text)
	t.Bold = true
	return t
}

// Labelled puts a small label above a field.
func Labelled(label string, field fyne.CanvasObject) fyne.CanvasObject {
	return Frame(NewCaption(label), nil, nil, nil, field)
}

// Say returns the text.
func (t *Text) Say() string { return t.content }

// Natural returns how wide the whole text is, in device-independent pixels.
func (t *Text) Natural() float32 {
	return fyne.MeasureText(t.content, look.Measure(t.TextSize), fyne.TextStyle{Bold: t.Bold}).Width
}

var _ desktop.Hoverable = (*Text)(nil)

// MouseIn says the whole text where it is cut.
func (t *Text) MouseIn(*desktop.MouseEvent) {
	if s := StageOf(t); s != nil && t.Cut && t.IsCut() {
		s.PointAt(t, t.content)
	}
}

// MouseMoved is part of the toolkit's contract.
func (t *Text) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the tip away.
func (t *Text) MouseOut() {
	if s := StageOf(t); s != nil && t.Cut {
		s.PointAway()
	}
}

// IsCut reports whether the text is wider than its place.
func (t *Text) IsCut() bool { return t.Natural() > t.Size().Width+0.5 }

// SetText shows another text.
func (t *Text) SetText(text string) {
	if t.content != text {
		t.content = text
		t.Refresh()
	}
}

// Set shows another text in another role.
func (t *Text) Set(text string, ink fyne.ThemeColorName) {
	if t.content != text || t.Ink != ink {
		t.content, t.Ink = text, ink
		t.Refresh()
	}
}

// CreateRenderer is part of the toolkit's contract.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.rendered = canvas.NewText("", look.None)
	r := &textRenderer{text: t}
	r.dress()
	return r
}

type textRenderer struct{ text *Text }

func (r *textRenderer) Destroy() {}

func (r *textRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text.rendered} }

func (r *textRenderer) style() (float32, fyne.TextStyle) {
	return look.Measure(r.text.TextSize), fyne.TextStyle{Bold: r.text.Bold}
}

func (r *textRenderer) MinSize() fyne.Size {
	size, style := r.style()
	min := fyne.MeasureText(r.text.content, size, style)
	if r.text.Cut {
		min.Width = 0
	}
	return min
}

func (r *textRenderer) Layout(size fyne.Size) {
	t := r.text
	t.rendered.Text = t.content
	if t.Cut {
		t.fitter.use(r.style())
		t.rendered.Text = t.fitter.fit(t.content, size.Width)
	}
	t.rendered.Resize(size)
}

func (r *textRenderer) dress() {
	t := r.text
	t.rendered.Color = look.Paint(t.Ink)
	t.rendered.TextSize, t.rendered.TextStyle = r.style()
	t.rendered.Alignment = t.Align
	r.Layout(t.Size())
}

func (r *textRenderer) Refresh() {
	r.dress()
	canvas.Refresh(r.text)
}

// Panel is a ground with rounded corners and a hairline around content.
type Panel struct {
	widget.BaseWidget
	Ground, Edge fyne.ThemeColorName // "" for none
	Radius       float32
	content      fyne.CanvasObject
	pad          float32
}

// NewPanel returns a surface with room around its content, in device-independent pixels.
func NewPanel(content fyne.CanvasObject, pad float32) *Panel {
	p := &Panel{Ground: look.Surface, Edge: look.Line, Radius: 8, content: content, pad: pad}
	p.ExtendBaseWidget(p)
	return p
}

// NewBar returns a flat surface without edge or corners.
func NewBar(content fyne.CanvasObject, pad float32) *Panel {
	p := NewPanel(content, pad)
	p.Edge, p.Radius = "", 0
	return p
}

func (p *Panel) held() []fyne.CanvasObject { return []fyne.CanvasObject{p.content} }

// CreateRenderer is part of the toolkit's contract.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(look.None)
	inner := container.New(layout.NewCustomPaddedLayout(p.pad, p.pad, p.pad, p.pad), p.content)
	r := &panelRenderer{panel: p, ground: ground, inner: inner}
	r.dress()
	return r
}

type panelRenderer struct {
	panel  *Panel
	ground *canvas.Rectangle
	inner  *fyne.Container
}

func (r *panelRenderer) Destroy() {}
func (r *panelRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.inner}
}
func (r *panelRenderer) MinSize() fyne.Size { return r.inner.MinSize() }

func (r *panelRenderer) Layout(size fyne.Size) {
	size = fyne.NewSize(max(0, size.Width), max(0, size.Height)) // the software painter cannot draw less than nothing
	r.ground.Resize(size)
	r.inner.Resize(size)
}

func (r *panelRenderer) dress() {
	p := r.panel
	r.ground.FillColor, r.ground.StrokeColor, r.ground.StrokeWidth, r.ground.CornerRadius = look.None, look.None, 0, p.Radius
	if p.Ground != "" {
		r.ground.FillColor = look.Paint(p.Ground)
	}
	if p.Edge != "" {
		r.ground.StrokeColor, r.ground.StrokeWidth = look.Paint(p.Edge), 1
	}
}

func (r *panelRenderer) Refresh() {
	r.dress()
	canvas.Refresh(r.panel)
	r.inner.Refresh()
}

// Badge is a short text on a soft ground of its tone.
type Badge struct {
	widget.BaseWidget
	text *Text
	tone look.Tone
	bg   *Panel
}

// NewBadge returns a badge.
func NewBadge(text string, tone look.Tone) *Badge {
	b := &Badge{text: NewText(text), tone: tone}
	b.text.Bold, b.text.Align = true, fyne.TextAlignCenter
	b.bg = NewPanel(container.New(layout.NewCustomPaddedLayout(0, 0, 8, 8), b.text), 2)
	b.bg.Edge, b.bg.Radius = "", 10
	b.paint()
	b.ExtendBaseWidget(b)
	return b
}

// Set shows another text in another tone.
func (b *Badge) Set(text string, tone look.Tone) {
	if b.text.content == text && b.tone == tone {
		return
	}
	b.text.content, b.tone = text, tone
	b.paint()
	b.Refresh()
}

func (b *Badge) paint() { b.text.Ink, b.bg.Ground = b.tone.Ink(), b.tone.Ground() }

// CreateRenderer is part of the toolkit's contract.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.bg) }

// Gap returns empty room.
func Gap(width, height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(look.None)
	r.SetMinSize(fyne.NewSize(width, height))
	return r
}

// Hairline is a thin line as wide, or as high, as its place.
type Hairline struct {
	widget.BaseWidget
}

// NewHairline returns a line.
func NewHairline() *Hairline {
	h := &Hairline{}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer is part of the toolkit's contract.
func (h *Hairline) CreateRenderer() fyne.WidgetRenderer {
	r := canvas.NewRectangle(look.Paint(look.Line))
	r.SetMinSize(fyne.NewSize(1, 1))
	return &hairRenderer{WidgetRenderer: widget.NewSimpleRenderer(r), line: r}
}

type hairRenderer struct {
	fyne.WidgetRenderer
	line *canvas.Rectangle
}

func (r *hairRenderer) Refresh() {
	r.line.FillColor = look.Paint(look.Line)
	r.WidgetRenderer.Refresh()
}

// Frame puts content between what stands around it; any part but the content may be nil. Tab goes through it as it is read: from
// the top, the left, the middle and the right to the bottom.
func Frame(top, bottom, left, right, content fyne.CanvasObject) *fyne.Container {
	var objects []fyne.CanvasObject
	for _, o := range []fyne.CanvasObject{top, left, content, right, bottom} {
		if o != nil {
			objects = append(objects, o)
		}
	}
	return container.New(layout.NewBorderLayout(top, bottom, left, right), objects...)
}
