package prose

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/ui/lines"
	"zhunsheng/app/ui/look"
)

// room around the text, in device-independent pixels
const (
	padSide    = 12
	padTop     = 10
	paragraphs = 6 // between two paragraphs
	figurePad  = 3 // beside the value of a figure
	caretWidth = 2
)

func (e *Editor) textSize() float32 { return look.Measure(theme.SizeNameText) }

func (e *Editor) lineHeight() float32 { return e.textSize() * 1.7 }

// advance is the width of a character.
func (e *Editor) advance(r rune) float32 {
	if r >= firstFigure {
		return e.ruler.Text(e.figureText(r)) + 2*figurePad
	}
	return e.ruler.Rune(r)
}

// wrap breaks a paragraph into lines.
func (e *Editor) wrap(p *paragraph, width float32) []int {
	return lines.Break(p.runes, width, func(i int) float32 { return e.advance(p.runes[i]) })
}

// relayout lays everything out anew: the text is another, or the values of its figures are.
func (e *Editor) relayout() {
	clear(e.shown)
	for _, p := range e.document.paragraphs {
		p.lines = nil
	}
	e.layout()
	e.body.Refresh()
	e.scroll.Refresh()
}

// layout lays out the paragraphs that are not, for the width of the editor.
func (e *Editor) layout() {
	width := e.body.Size().Width - 2*padSide
	if width <= 0 {
		return
	}
	ruler := lines.RulerFor(e.textSize(), fyne.TextStyle{})
	again := e.ruler != ruler
	e.ruler = ruler
	if cap(e.tops) < len(e.document.paragraphs)+1 {
		e.tops = make([]float32, 0, 2*len(e.document.paragraphs)+16)
	}
	e.tops = e.tops[:0]
	y, height := float32(padTop), e.lineHeight()
	for _, p := range e.document.paragraphs {
		if again || p.lines == nil || p.width != width {
			p.lines, p.width = e.wrap(p, width), width
		}
		e.tops = append(e.tops, y)
		y += float32(len(p.lines))*height + paragraphs
	}
	e.tops = append(e.tops, y)
}

// laid makes sure that places can be measured.
func (e *Editor) laid() bool {
	if len(e.tops) != len(e.document.paragraphs)+1 {
		e.layout()
	}
	return len(e.tops) == len(e.document.paragraphs)+1
}

// lineOf returns the line of its paragraph in which a place stands.
func (p *paragraph) lineOf(at int) int {
	return max(0, sort.SearchInts(p.lines, at+1)-1)
}

// line returns where a line begins and ends.
func (p *paragraph) line(i int) (from, to int) {
	if i+1 < len(p.lines) {
		return p.lines[i], p.lines[i+1]
	}
	return p.lines[i], len(p.runes)
}

// point returns where a place stands in the body: the top left corner of the caret.
func (e *Editor) point(at position) (x, y float32) {
	if !e.laid() {
		return padSide, padTop
	}
	p := e.document.paragraphs[at.paragraph]
	line := p.lineOf(at.at)
	x = padSide
	for _, r := range p.runes[p.lines[line]:at.at] {
		x += e.advance(r)
	}
	return x, e.tops[at.paragraph] + float32(line)*e.lineHeight()
}

// placeAt returns the place nearest to a point of the body.
func (e *Editor) placeAt(x, y float32) position {
	if !e.laid() {
		return position{}
	}
	last := len(e.document.paragraphs) - 1
	i := min(sort.Search(last, func(i int) bool { return e.tops[i+1] > y }), last)
	p := e.document.paragraphs[i]
	line := int((y - e.tops[i]) / e.lineHeight())
	return position{i, e.atX(p, min(max(line, 0), len(p.lines)-1), x)}
}

// atX returns the place in a line nearest to a height of the body.
func (e *Editor) atX(p *paragraph, line int, x float32) int {
	from, to := p.line(line)
	edge := float32(padSide)
	for i := from; i < to; i++ {
		w := e.advance(p.runes[i])
		if x < edge+w/2 {
			return i
		}
		edge += w
	}
	if line+1 < len(p.lines) && to > from {
		return to - 1 // the place behind belongs to the next line
	}
	return to
}

// reveal scrolls the caret into sight.
func (e *Editor) reveal() {
	height := e.scroll.Size().Height
	if height <= 0 || !e.laid() {
		return
	}
	_, y := e.point(e.caret)
	offset, bottom := e.scroll.Offset.Y, y+e.lineHeight()
	switch {
	case y-padTop < offset:
		offset = y - padTop
	case bottom+padTop > offset+height:
		offset = bottom + padTop - height
	default:
		return
	}
	e.scroll.Offset.Y = max(0, offset)
	e.scroll.Refresh()
}
