package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/lines"
	"zhunsheng/app/ui/look"
)

// Label is wrapped text. It stands where the toolkit's label would, and breaks its lines as package lines does: the toolkit's lets a comma
// begin a line. After a field was changed [Label.Refresh] shows it.
type Label struct {
	widget.BaseWidget
	Text       string
	Importance widget.Importance
	SizeName   fyne.ThemeSizeName // "" is that of text
	Bold       bool
	Alignment  fyne.TextAlign

	spans []Span    // the weights of the text, nil where it has but one
	rows  []row     // as they were broken last
	broke breakdown // what the rows follow from
}

// Span is a run of text in one weight.
type Span struct {
	Text string
	Bold bool
}

// row is a line on the screen: pieces of one weight each.
type row []piece

type piece struct {
	text string
	bold bool
	x    float32
	wide float32
}

// breakdown is what the lines of a label follow from.
type breakdown struct {
	text          string
	bold          bool
	spans         int
	room          float32
	regular, fat  *lines.Ruler
	height, width float32 // of all rows
}

var (
	_ fyne.Widget     = (*Label)(nil)
	_ fyne.Accessible = (*Label)(nil)
)

// Prose returns wrapped text.
func Prose(text string) *Label {
	l := &Label{Text: text}
	l.ExtendBaseWidget(l)
	return l
}

// SmallProse returns wrapped small text.
func SmallProse(text string) *Label {
	l := Prose(text)
	l.SizeName = theme.SizeNameCaptionText
	return l
}

// Spans returns wrapped text in two weights.
func Spans(spans ...Span) *Label {
	var text strings.Builder
	for _, s := range spans {
		text.WriteString(s.Text)
	}
	l := Prose(text.String())
	l.spans = spans
	return l
}

// Flush takes the padding of a label away, so that its text lines up with what stands around it.
func Flush(label *Label) fyne.CanvasObject { return container.New(flush{}, label) }

// flush is the layout of [Flush]. A hidden label takes no room.
type flush struct{}

// MinSize is part of the toolkit's contract.
func (flush) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if !objects[0].Visible() {
		return fyne.Size{}
	}
	pad := 2 * look.Measure(theme.SizeNameInnerPadding)
	return objects[0].MinSize().SubtractWidthHeight(pad, pad)
}

// Layout is part of the toolkit's contract.
func (flush) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	pad := look.Measure(theme.SizeNameInnerPadding)
	objects[0].Move(fyne.NewPos(-pad, -pad))
	objects[0].Resize(size.AddWidthHeight(2*pad, 2*pad))
}

// SetText shows another text, in one weight.
func (l *Label) SetText(text string) {
	if l.Text == text && l.spans == nil {
		return
	}
	l.Text, l.spans = text, nil
	l.Refresh()
}

// Natural returns how wide the label would be with every paragraph on one line, in device-independent pixels.
func (l *Label) Natural() float32 {
	wide := Prose(l.Text)
	wide.SizeName, wide.Bold, wide.spans = l.SizeName, l.Bold, l.spans
	wide.wrap(0)
	return wide.broke.width + 2*look.Measure(theme.SizeNameInnerPadding)
}

// AccessibilityLabel is the text, as it was given.
func (l *Label) AccessibilityLabel() string { return l.Text }

// AccessibilityRole is that of text.
func (l *Label) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Lines returns the text as it is broken at the label's present width.
func (l *Label) Lines() []string {
	l.wrap(l.Size().Width)
	list := make([]string, len(l.rows))
	for i, r := range l.rows {
		for _, p := range r {
			list[i] += p.text
		}
	}
	return list
}

func (l *Label) size() float32 {
	if l.SizeName == "" {
		return look.Measure(theme.SizeNameText)
	}
	return look.Measure(l.SizeName)
}

func (l *Label) ink() fyne.ThemeColorName {
	switch l.Importance {
	case widget.LowImportance:
		return theme.ColorNameDisabled
	case widget.HighImportance:
		return theme.ColorNamePrimary
	case widget.DangerImportance:
		return theme.ColorNameError
	case widget.WarningImportance:
		return theme.ColorNameWarning
	case widget.SuccessImportance:
		return theme.ColorNameSuccess
	}
	return theme.ColorNameForeground
}

// wrap breaks the text for a width of the label, unless it is broken so already. In no width every paragraph is one line.
func (l *Label) wrap(width float32) {
	room := width - 2*look.Measure(theme.SizeNameInnerPadding)
	if width <= 0 {
		room = 1 << 20
	}
	want := breakdown{
		text: l.Text, bold: l.Bold, spans: len(l.spans), room: room,
		regular: lines.RulerFor(l.size(), fyne.TextStyle{}), fat: lines.RulerFor(l.size(), fyne.TextStyle{Bold: true}),
	}
	had := l.broke
	had.height, had.width = 0, 0
	if l.rows != nil && had == want {
		return
	}
	l.rows = l.rows[:0]
	runes, weight := []rune(l.Text), l.weights()
	for from := 0; from <= len(runes); {
		to := from
		for to < len(runes) && runes[to] != '\n' {
			to++
		}
		want.width = max(want.width, l.breakParagraph(runes[from:to], room, func(i int) bool { return weight(from + i) }, &want))
		from = to + 1
	}
	want.height = float32(len(l.rows)) * want.regular.Height()
	l.broke = want
}

// weights returns which characters are bold. It must be asked in order.
func (l *Label) weights() func(i int) bool {
	if l.spans == nil {
		return func(int) bool { return l.Bold }
	}
	bold := make([]bool, 0, len(l.Text))
	for _, s := range l.spans {
		for range s.Text {
			bold = append(bold, s.Bold)
		}
	}
	return func(i int) bool { return bold[i] }
}

// breakParagraph adds the lines of a paragraph to the rows and returns how wide the widest is.
func (l *Label) breakParagraph(runes []rune, room float32, bold func(i int) bool, by *breakdown) (widest float32) {
	width := func(i int) float32 {
		if bold(i) {
			return by.fat.Rune(runes[i])
		}
		return by.regular.Rune(runes[i])
	}
	begins := lines.Break(runes, room, width)
	for n, from := range begins {
		to := len(runes)
		if n+1 < len(begins) {
			to = begins[n+1]
		}
		for to > from && runes[to-1] == ' ' { // they hang over, behind the last word of the paragraph too
			to--
		}
		var made row
		var x float32
		for i := from; i < to; {
			p := piece{bold: bold(i), x: x}
			start := i
			for i < to && bold(i) == p.bold {
				p.wide += width(i)
				i++
			}
			p.text = string(runes[start:i])
			x += p.wide
			made = append(made, p)
		}
		widest = max(widest, x)
		l.rows = append(l.rows, made)
	}
	return widest
}

// CreateRenderer is part of the toolkit's contract.
func (l *Label) CreateRenderer() fyne.WidgetRenderer {
	r := &labelRenderer{label: l}
	r.place(l.Size())
	return r
}

// labelRenderer draws a text for every piece of every row.
type labelRenderer struct {
	label *Label
	texts []fyne.CanvasObject
}

// Destroy is part of the toolkit's contract.
func (r *labelRenderer) Destroy() {}

// Objects is part of the toolkit's contract.
func (r *labelRenderer) Objects() []fyne.CanvasObject { return r.texts }

// MinSize is the height that the text needs at the label's present width.
func (r *labelRenderer) MinSize() fyne.Size {
	l := r.label
	l.wrap(l.Size().Width)
	pad := 2 * look.Measure(theme.SizeNameInnerPadding)
	return fyne.NewSize(pad, l.broke.height+pad)
}

// Layout is part of the toolkit's contract.
func (r *labelRenderer) Layout(size fyne.Size) {
	before := len(r.label.rows)
	r.place(size)
	if before != len(r.label.rows) {
		canvas.Refresh(r.label) // what is around it makes room
	}
}

// place breaks the text for a width and draws its pieces.
func (r *labelRenderer) place(size fyne.Size) {
	l := r.label
	l.wrap(size.Width)
	pad, height := look.Measure(theme.SizeNameInnerPadding), l.broke.regular.Height()
	room := size.Width - 2*pad
	ink, textSize := look.Paint(l.ink()), l.size()
	n := 0
	for i, row := range l.rows {
		shift := float32(0)
		if last := len(row) - 1; last >= 0 {
			switch l.Alignment {
			case fyne.TextAlignCenter:
				shift = (room - row[last].x - row[last].wide) / 2
			case fyne.TextAlignTrailing:
				shift = room - row[last].x - row[last].wide
			}
		}
		for _, p := range row {
			t := r.text(n)
			n++
			t.Text, t.TextStyle.Bold, t.TextSize, t.Color = p.text, p.bold, textSize, ink
			t.Move(fyne.NewPos(pad+shift+p.x, pad+float32(i)*height))
			t.Resize(fyne.NewSize(p.wide, height))
		}
	}
	r.texts = r.texts[:n]
}

// text returns the text object at an index, made where there is none yet.
func (r *labelRenderer) text(n int) *canvas.Text {
	if n < len(r.texts) {
		if t, ok := r.texts[n].(*canvas.Text); ok {
			return t
		}
	}
	t := canvas.NewText("", look.None)
	r.texts = append(r.texts[:n], t)
	return t
}

// Refresh is part of the toolkit's contract.
func (r *labelRenderer) Refresh() {
	r.place(r.label.Size())
	canvas.Refresh(r.label)
}
