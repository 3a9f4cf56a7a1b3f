package prose

import (
	"slices"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// drawing draws the lines in sight. Objects are taken from pools and given back at every refresh, so that a text of any length needs no
// more than a screenful.
type drawing struct {
	marker
	body  *body
	texts []*canvas.Text
	caret *canvas.Rectangle
	text  int // used of texts
	list  []fyne.CanvasObject
}

func newDrawing(b *body) *drawing {
	d := &drawing{body: b, caret: canvas.NewRectangle(look.None)}
	d.Refresh()
	return d
}

// Destroy is part of the toolkit's contract.
func (d *drawing) Destroy() {}

// Objects is part of the toolkit's contract. The caret is the last: input methods look for it there.
func (d *drawing) Objects() []fyne.CanvasObject { return d.list }

// MinSize is part of the toolkit's contract.
func (d *drawing) MinSize() fyne.Size { return d.body.MinSize() }

// Layout is part of the toolkit's contract.
func (d *drawing) Layout(fyne.Size) {}

// Refresh draws the lines in sight.
func (d *drawing) Refresh() {
	d.used, d.text = 0, 0
	e := d.body.editor
	if e.laid() {
		first, last := e.inSight()
		for i := first; i < last; i++ {
			d.paragraph(i)
		}
	}
	d.list = d.list[:0]
	for _, box := range d.boxes[:d.used] {
		d.list = append(d.list, box)
	}
	for _, text := range d.texts[:d.text] {
		d.list = append(d.list, text)
	}
	d.drawCaret()
	canvas.Refresh(d.body)
}

func (d *drawing) drawCaret() {
	e := d.body.editor
	if !d.body.focused || !e.laid() {
		return
	}
	x, y := e.point(e.caret)
	d.caret.FillColor = look.Paint(theme.ColorNamePrimary)
	d.caret.Move(fyne.NewPos(x-caretWidth/2, y+e.lineHeight()*0.12))
	d.caret.Resize(fyne.NewSize(caretWidth, e.lineHeight()*0.76))
	d.list = append(d.list, d.caret)
}

// inSight returns the range of paragraphs that are at least partly visible.
func (e *Editor) inSight() (first, last int) {
	top := e.scroll.Offset.Y
	bottom := top + e.scroll.Size().Height
	n := len(e.document.paragraphs)
	first = sort.Search(n, func(i int) bool { return e.tops[i+1] > top })
	last = sort.Search(n, func(i int) bool { return e.tops[i] >= bottom })
	return first, max(first, last)
}

// paragraph draws the lines of a paragraph that are in sight.
func (d *drawing) paragraph(i int) {
	e := d.body.editor
	p, height := e.document.paragraphs[i], e.lineHeight()
	top, bottom := e.scroll.Offset.Y, e.scroll.Offset.Y+e.scroll.Size().Height
	from, to := e.selection()
	for n := range p.lines {
		y := e.tops[i] + float32(n)*height
		if y+height < top || y > bottom {
			continue
		}
		start, end := p.line(n)
		edges := e.edges(p.runes[start:end])
		for _, m := range p.marks {
			if m.from < end && m.to > start {
				d.mark(m.kind, edges[max(m.from, start)-start], edges[min(m.to, end)-start], y, height)
			}
		}
		if from.before(position{i, end + 1}) && (position{i, start}).before(to) {
			d.selected(p, i, n, edges, from, to, y, height)
		}
		d.line(p.runes[start:end], edges, y, height)
	}
}

// edges returns the left edge of every character of a line, and the right edge of the last.
func (e *Editor) edges(runes []rune) []float32 {
	edges := make([]float32, 1, len(runes)+1)
	edges[0] = padSide
	for i, r := range runes {
		edges = append(edges, edges[i]+e.advance(r))
	}
	return edges
}

// selected draws the ground of what is selected in a line; a line break that is selected shows as a little room.
func (d *drawing) selected(p *paragraph, i, n int, edges []float32, from, to position, y, height float32) {
	start, end := p.line(n)
	left, right := start, end
	if from.paragraph == i {
		left = max(from.at, start)
	}
	if to.paragraph == i {
		right = min(to.at, end)
	}
	if left > right {
		return
	}
	x1, x2 := edges[left-start], edges[right-start]
	if to.paragraph > i && end == len(p.runes) {
		x2 += 6
	}
	d.fill(theme.ColorNameSelection, x1, y, x2-x1, height)
}

// line draws the characters of a line: one text for every run without figures, and a box with its value for every figure.
func (d *drawing) line(runes []rune, edges []float32, y, height float32) {
	e := d.body.editor
	run := 0
	flush := func(end int) {
		if end > run {
			d.write(string(runes[run:end]), theme.ColorNameForeground, edges[run], y, height)
		}
		run = end + 1
	}
	for i, r := range runes {
		if r < firstFigure {
			continue
		}
		flush(i)
		key, _ := e.document.key(r)
		ground, ink := look.AccentSoft, look.Accent
		if _, ok := e.Value(key); !ok {
			ground, ink = look.BadSoft, look.Bad
		}
		box := d.fill(ground, edges[i]+1, y+height*0.1, edges[i+1]-edges[i]-2, height*0.8)
		box.CornerRadius = 3
		d.write(e.figureText(r), ink, edges[i]+figurePad, y, height)
	}
	flush(len(runes))
}

// write takes a text from the pool.
func (d *drawing) write(content string, ink fyne.ThemeColorName, x, y, height float32) {
	if d.text == len(d.texts) {
		d.texts = append(d.texts, canvas.NewText("", look.None))
	}
	text := d.texts[d.text]
	d.text++
	text.Text, text.Color, text.TextSize = content, look.Paint(ink), d.body.editor.textSize()
	text.Move(fyne.NewPos(x, y))
	text.Resize(fyne.NewSize(0, height))
}

// Parts lists the lines in sight as they are shown, and what is marked in them.
func (e *Editor) Parts() []widget.Part {
	if !e.laid() {
		return nil
	}
	var parts []widget.Part
	first, last := e.inSight()
	for i := first; i < last; i++ {
		p := e.document.paragraphs[i]
		for n := range p.lines {
			start, end := p.line(n)
			y := e.tops[i] + float32(n)*e.lineHeight() - e.scroll.Offset.Y
			edges := e.edges(p.runes[start:end])
			parts = append(parts, widget.Part{
				Name: "line", Text: e.document.slice(position{i, start}, position{i, end}, e.value),
				Pos: fyne.NewPos(padSide, y), Size: fyne.NewSize(edges[len(edges)-1]-padSide, e.lineHeight()),
			})
			for _, m := range p.marks {
				if left, right := max(m.from, start), min(m.to, end); left < right {
					parts = append(parts, widget.Part{
						Name: "mark", Text: e.document.slice(position{i, left}, position{i, right}, e.value), At: names[m.kind],
						Pos: fyne.NewPos(edges[left-start], y), Size: fyne.NewSize(edges[right-start]-edges[left-start], e.lineHeight()),
					})
				}
			}
		}
	}
	return slices.Clip(parts)
}
