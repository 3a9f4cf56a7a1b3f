// Package picture draws tables as pictures: for the clipboard, from where they go into papers and chats, and as files.
//
// A table is drawn as on paper, dark on white, whatever the window looks like, and at twice the size of the screen so that it stays
// crisp. [Table] needs nothing but its arguments and may run on any goroutine.
package picture

import (
	"image"
	"image/color"
	"image/draw"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Column is a column of a table.
type Column struct {
	Title string
	Right bool // figures stand at the right
	Most  int  // width in characters beyond which text is broken into lines; 0: 24
}

// Row is a line of a table. Level 1 and 2 are headings, 0 is an ordinary row.
type Row struct {
	Level int
	Cells []string
}

// Faces are the typefaces, TrueType files.
type Faces struct{ Regular, Bold []byte }

// measures, in pixels
const (
	textSize  = 26
	lineStep  = 38
	padX      = 16
	padY      = 12
	margin    = 28
	mostRows  = 2000
	defaultIn = 24
)

var (
	ink    = color.RGBA{0x1B, 0x24, 0x30, 0xFF}
	rule   = color.RGBA{0xB4, 0xBD, 0xC9, 0xFF}
	ground = color.RGBA{0xEE, 0xF2, 0xF7, 0xFF}
)

// Table draws a table under a title; "" is none. Of a table with more than 2,000 rows the first are drawn. The error is that of a typeface
// that cannot be read.
func Table(title string, columns []Column, rows []Row, faces Faces) (image.Image, error) {
	regular, err := open(faces.Regular)
	if err != nil {
		return nil, err
	}
	bold, err := open(faces.Bold)
	if err != nil {
		return nil, err
	}
	p := &painter{columns: columns, regular: regular, bold: bold}
	heads := Row{Level: 1}
	for _, c := range columns {
		heads.Cells = append(heads.Cells, c.Title)
	}
	p.add(heads)
	for _, r := range rows[:min(len(rows), mostRows)] {
		p.add(r)
	}
	return p.paint(title), nil
}

func open(data []byte) (font.Face, error) {
	parsed, err := opentype.Parse(data)
	if err != nil {
		return nil, err
	}
	return opentype.NewFace(parsed, &opentype.FaceOptions{Size: textSize, DPI: 72, Hinting: font.HintingNone})
}

// painter lays the rows out, then draws them.
type painter struct {
	columns       []Column
	regular, bold font.Face
	rows          []laid
	widths        []int
}

// laid is a row broken into lines.
type laid struct {
	level int
	cells [][]string
	lines int
}

func (p *painter) face(level int) font.Face {
	if level > 0 {
		return p.bold
	}
	return p.regular
}

func (p *painter) add(r Row) {
	if p.widths == nil {
		p.widths = make([]int, len(p.columns))
	}
	row := laid{level: r.Level, lines: 1}
	face := p.face(r.Level)
	for i := range p.columns {
		text := ""
		if i < len(r.Cells) {
			text = strings.Join(strings.Fields(r.Cells[i]), " ")
		}
		most := p.columns[i].Most
		if most == 0 {
			most = defaultIn
		}
		lines := wrap(face, text, fixed.I(most*textSize))
		for _, line := range lines {
			p.widths[i] = max(p.widths[i], font.MeasureString(face, line).Ceil()+2*padX)
		}
		row.cells = append(row.cells, lines)
		row.lines = max(row.lines, len(lines))
	}
	p.rows = append(p.rows, row)
}

// wrap breaks a text into lines no wider than room.
func wrap(face font.Face, text string, room fixed.Int26_6) []string {
	var lines []string
	var x fixed.Int26_6
	start := 0
	for i, r := range text {
		w, _ := face.GlyphAdvance(r)
		if x+w > room && i > start {
			lines = append(lines, text[start:i])
			start, x = i, 0
		}
		x += w
	}
	return append(lines, text[start:])
}

func (p *painter) paint(title string) image.Image {
	width, height, top := 2*margin+1, 2*margin+1, margin
	for _, w := range p.widths {
		width += w
	}
	if title != "" {
		width = max(width, font.MeasureString(p.bold, title).Ceil()+2*margin)
		top += lineStep + padY
		height += lineStep + padY
	}
	for _, r := range p.rows {
		height += r.height()
	}
	canvas := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(canvas, canvas.Bounds(), image.White, image.Point{}, draw.Src)
	if title != "" {
		p.write(canvas, p.bold, title, margin, margin, 0, false)
	}
	for _, r := range p.rows {
		p.row(canvas, r, top)
		top += r.height()
	}
	line(canvas, image.Rect(margin, top, p.right()+1, top+1))
	return canvas
}

func (r *laid) height() int { return r.lines*lineStep + 2*padY }

func (p *painter) right() int {
	x := margin
	for _, w := range p.widths {
		x += w
	}
	return x
}

func (p *painter) row(canvas draw.Image, r laid, top int) {
	bottom := top + r.height()
	if r.level > 0 {
		draw.Draw(canvas, image.Rect(margin, top, p.right(), bottom), image.NewUniform(ground), image.Point{}, draw.Src)
	}
	line(canvas, image.Rect(margin, top, p.right()+1, top+1))
	x := margin
	for i, lines := range r.cells {
		line(canvas, image.Rect(x, top, x+1, bottom))
		y := top + padY + (r.lines-len(lines))*lineStep/2
		for _, text := range lines {
			p.write(canvas, p.face(r.level), text, x+padX, y, p.widths[i]-2*padX, p.columns[i].Right)
			y += lineStep
		}
		x += p.widths[i]
	}
	line(canvas, image.Rect(x, top, x+1, bottom))
}

func line(canvas draw.Image, r image.Rectangle) {
	draw.Draw(canvas, r, image.NewUniform(rule), image.Point{}, draw.Src)
}

func (p *painter) write(canvas draw.Image, face font.Face, text string, x, y, room int, right bool) {
	d := font.Drawer{Dst: canvas, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(x, y+lineStep-11)}
	if right {
		d.Dot.X += fixed.I(room) - font.MeasureString(face, text)
	}
	d.DrawString(text)
}
