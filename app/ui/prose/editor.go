package prose

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/lines"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// Editor is a text of paragraphs. It hands its text over when it is left and at the end of every sentence and paragraph; Esc leaves it and
// hands over too. It belongs to the window's goroutine.
type Editor struct {
	toolkit.BaseWidget
	// OnCommit is called with a text that differs from the one last shown or handed over. After an error the text stays, not handed over.
	OnCommit func(text string) error
	// OnSentence is called at the end of a sentence; it hands over unless the owner would rather do so when typing rests.
	OnSentence func()
	// OnChanged is called after every change of the text by the user.
	OnChanged func()
	// OnMark is called when the caret comes to stand in a mark, with its index in what [Editor.SetMarks] was given.
	OnMark func(index int)
	// OnMenu is called for a press of the secondary button, with the place on the canvas.
	OnMenu func(at fyne.Position)
	// Value returns what is shown for a figure; ok is false for one that has no value.
	Value func(key string) (text string, ok bool)

	document   *document
	known      string // what the owner has
	caret      position
	anchor     position // the other end of what is selected
	goal       float32  // where Up and Down want to stand, below 0 for where the caret is
	typing     history
	committing bool
	inMark     int
	copied     copied

	ruler  *lines.Ruler
	shown  map[rune]string // of figures, cut to what a line holds
	tops   []float32       // top edge of each paragraph, and the bottom of the last
	body   *body
	scroll *container.Scroll
}

// copied is what was put on the clipboard last, with its figures.
type copied struct{ shown, text string }

var (
	_ fyne.Widget   = (*Editor)(nil)
	_ widget.Parted = (*Editor)(nil)
)

// New returns an empty editor.
func New() *Editor {
	e := &Editor{document: newDocument(""), goal: -1, inMark: -1, shown: make(map[rune]string)}
	e.OnCommit = func(string) error { return nil }
	e.OnChanged, e.OnMark, e.OnMenu = func() {}, func(int) {}, func(fyne.Position) {}
	e.OnSentence = e.Commit
	e.Value = func(string) (string, bool) { return "", false }
	e.body = newBody(e)
	e.scroll = container.NewVScroll(e.body)
	e.scroll.OnScrolled = func(fyne.Position) { e.body.Refresh() }
	e.ExtendBaseWidget(e)
	return e
}

// CreateRenderer is part of the toolkit's contract.
func (e *Editor) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(look.None)
	return &frame{WidgetRenderer: toolkit.NewSimpleRenderer(container.NewStack(ground, e.scroll)), editor: e, ground: ground}
}

// frame draws the ground, and the ring that says where the keyboard is.
type frame struct {
	fyne.WidgetRenderer
	editor *Editor
	ground *canvas.Rectangle
}

func (f *frame) Refresh() {
	f.ground.FillColor, f.ground.StrokeColor, f.ground.StrokeWidth, f.ground.CornerRadius = look.Paint(look.Field), look.Paint(look.FieldLine), 1, 6
	if f.editor.body.focused {
		f.ground.StrokeColor, f.ground.StrokeWidth = look.Paint(theme.ColorNamePrimary), 2
	}
	f.WidgetRenderer.Refresh()
}

// MinSize is part of the toolkit's contract.
func (e *Editor) MinSize() fyne.Size { return fyne.NewSize(120, 120) }

// Target returns what takes the keyboard in the editor.
func (e *Editor) Target() fyne.Focusable { return e.body }

// Focus gives the editor the keyboard.
func (e *Editor) Focus() {
	if c := widget.CanvasOf(e.body); c != nil {
		c.Focus(e.body)
	}
}

// Text returns the text with tokens in the place of figures, paragraphs separated by line breaks.
func (e *Editor) Text() string { return e.document.text(nil) }

// Shown returns the text with values in the place of figures.
func (e *Editor) Shown() string { return e.document.text(e.value) }

// Length counts the characters that are shown, line breaks aside.
func (e *Editor) Length() int {
	count := 0
	for _, p := range e.document.paragraphs {
		count += len(p.runes)
		for _, r := range p.runes {
			if key, ok := e.document.key(r); ok {
				count += utf8.RuneCountInString(e.value(key)) - 1
			}
		}
	}
	return count
}

// value returns what is shown for a figure; one without a value shows its key, so that it can be told from others.
func (e *Editor) value(key string) string {
	if text, ok := e.Value(key); ok {
		return text
	}
	return "〔" + key + "〕"
}

// SetValue shows a text as known to the owner. Typing that was not handed over yet is kept.
func (e *Editor) SetValue(text string) {
	if e.Dirty() || text == e.Text() {
		return
	}
	e.typing.forget()
	e.put(text)
}

// Reset shows another text, whatever was typed, from its beginning.
func (e *Editor) Reset(text string) {
	e.document, e.caret, e.anchor, e.known, e.inMark = newDocument(text), position{}, position{}, text, -1
	e.typing.forget()
	e.scroll.Offset = fyne.NewPos(0, 0)
	e.relayout()
}

// put replaces the text; the caret stays, or goes to where the texts part.
func (e *Editor) put(text string) {
	old, next := e.document, newDocument(text)
	at := position{}
	for at.paragraph < len(old.paragraphs)-1 && at.paragraph < len(next.paragraphs)-1 &&
		old.written(at.paragraph) == next.written(at.paragraph) {
		at.paragraph++
	}
	if at.paragraph != e.caret.paragraph || old.written(at.paragraph) != next.written(at.paragraph) {
		a, b := old.paragraphs[at.paragraph].runes, next.paragraphs[at.paragraph].runes
		for at.at < len(a) && at.at < len(b) && a[at.at] == b[at.at] && a[at.at] < firstFigure {
			at.at++
		}
		e.caret = at
	}
	e.document, e.known = next, text
	e.caret = next.clamp(e.caret)
	e.anchor, e.inMark = e.caret, -1
	e.relayout()
}

// written returns a paragraph with tokens.
func (d *document) written(i int) string {
	return d.slice(position{i, 0}, position{i, len(d.paragraphs[i].runes)}, nil)
}

// Dirty reports whether the text was not handed over, or was refused.
func (e *Editor) Dirty() bool { return e.Text() != e.known }

// Accept takes the text as known to the owner.
func (e *Editor) Accept() {
	e.known = e.Text()
	e.typing.forget()
}

// Commit hands the text over if it has changed.
func (e *Editor) Commit() {
	if e.committing || !e.Dirty() {
		return
	}
	e.committing = true // the owner may refresh the editor from within OnCommit
	defer func() { e.committing = false }()
	text := e.Text()
	if e.OnCommit(text) == nil && e.Text() == text {
		e.Accept()
	}
}

// Insert puts a figure at the caret, in the place of what is selected.
func (e *Editor) Insert(key string) {
	e.edit([]*paragraph{{runes: []rune{e.document.figure(key)}}}, editOther)
}

// Refigure shows the values of figures anew.
func (e *Editor) Refigure() {
	if len(e.document.keys) > 0 {
		e.relayout()
	}
}

// SetMarks marks pieces of what is shown. A mark that lies in two paragraphs is not drawn.
func (e *Editor) SetMarks(marks []Mark) {
	offsets := newOffsets(e.document, e.value)
	for _, p := range e.document.paragraphs {
		p.marks = nil
	}
	for i, m := range marks {
		from, to := offsets.place(m.Start, false), offsets.place(m.End, true)
		if from.paragraph != to.paragraph || from.at >= to.at {
			continue
		}
		p := e.document.paragraphs[from.paragraph]
		p.marks = append(p.marks, mark{from.at, to.at, m.Kind, i})
	}
	e.inMark = -1
	e.body.Refresh()
}

// Reveal puts the caret at an offset in bytes of what is shown and scrolls it into sight.
func (e *Editor) Reveal(offset int) {
	e.moveTo(newOffsets(e.document, e.value).place(offset, false), false)
}

// Selected returns what is selected, as it is shown.
func (e *Editor) Selected() string {
	from, to := e.selection()
	return e.document.slice(from, to, e.value)
}

// offsets finds places by offsets in bytes of what is shown.
type offsets struct {
	document *document
	value    func(string) string
	starts   []int // of paragraphs
}

func newOffsets(d *document, value func(string) string) *offsets {
	o := &offsets{document: d, value: value, starts: make([]int, len(d.paragraphs))}
	at := 0
	for i, p := range d.paragraphs {
		o.starts[i] = at
		for _, r := range p.runes {
			at += o.length(r)
		}
		at++ // the line break
	}
	return o
}

func (o *offsets) length(r rune) int {
	if key, ok := o.document.key(r); ok {
		return len(o.value(key))
	}
	return max(utf8.RuneLen(r), 1)
}

// place returns the place at an offset; an offset within a figure is the place before it, or behind it with up.
func (o *offsets) place(offset int, up bool) position {
	i := len(o.starts) - 1
	for i > 0 && o.starts[i] > offset {
		i--
	}
	at := o.starts[i]
	for n, r := range o.document.paragraphs[i].runes {
		if at >= offset {
			return position{i, n}
		}
		at += o.length(r)
		if at > offset {
			if up {
				n++
			}
			return position{i, n}
		}
	}
	return position{i, len(o.document.paragraphs[i].runes)}
}

// figureText returns what is drawn for a figure: its value, cut to what a line holds.
func (e *Editor) figureText(r rune) string {
	if text, ok := e.shown[r]; ok {
		return text
	}
	key, _ := e.document.key(r)
	text := strings.Join(strings.Fields(e.value(key)), " ")
	const most = 24
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	e.shown[r] = text
	return text
}
