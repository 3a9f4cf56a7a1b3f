package report

import "zhunsheng/app/report/layout"

// Official typography after GB/T 9704: A4, margins 37/35/28/26 mm, body in
// size 3 (16 pt), 22 lines of 28 characters a page.
const (
	pt1 = layout.Pt

	sizeTitle   = 22 * pt1 // 2号
	sizeHeading = 16 * pt1 // 3号
	sizeBody    = 16 * pt1
	sizeFolio   = 14 * pt1 // 4号
	sizeTable   = 19 * pt1 / 2
	sizeForm    = 9 * pt1 // the official table

	// pitchBody gives 22 lines in 225 mm.
	pitchBody  = 28950 * pt1 / 1000
	pitchTable = 14 * pt1
	pitchForm  = 13 * pt1

	// gridTracking narrows the 16 pt em so that 28 characters fill 156 mm, as
	// the character grid of official documents does.
	gridTracking = -210 * pt1 / 1000

	rule = pt1 / 2
)

// Colours. The report must survive a photocopier: text is black.
const (
	colorHead  layout.Color = 0xf0f0f0
	colorTrack layout.Color = 0xe6e6e6
	colorBar   layout.Color = 0x4a6fa5
	colorFaint layout.Color = 0x595959

	colorInitial  layout.Color = 0xc9c9c9
	colorAdjusted layout.Color = 0x9db4d6
	colorRadar    layout.Color = 0xdde6f3
	colorAxis     layout.Color = 0xa6a6a6
	colorMark     layout.Color = 0xe4e4e4 // of a draft
)

// pageFrame is the official page.
func pageFrame() layout.Frame {
	return layout.Frame{
		Width: layout.MM(210), Height: layout.MM(297),
		Top: layout.MM(37), Bottom: layout.MM(35), Left: layout.MM(28), Right: layout.MM(26),
		HeaderGap: layout.MM(7), FooterGap: layout.MM(7),
	}
}

// formFrame is the page of the wide tables, with narrower margins.
func formFrame() layout.Frame {
	return layout.Frame{
		Width: layout.MM(210), Height: layout.MM(297),
		Top: layout.MM(25), Bottom: layout.MM(24), Left: layout.MM(20), Right: layout.MM(20),
		HeaderGap: layout.MM(7), FooterGap: layout.MM(5),
	}
}

func style(face layout.FaceID, size layout.Length) layout.Style {
	return layout.Style{Face: face, Size: size}
}

// bodyStyle is that of running text.
func bodyStyle() layout.Style {
	return layout.Style{Face: faceSerif, Size: sizeBody, Tracking: gridTracking}
}

// indent of the first line: two characters.
const indent = 2 * (sizeBody + gridTracking)

// body is a paragraph of running text.
func body(text string) layout.Paragraph {
	return layout.Paragraph{
		Spans: []layout.Span{{Text: text, Style: bodyStyle()}},
		Align: layout.Justify, Pitch: pitchBody, Indent: indent,
	}
}

// centered is one centred paragraph.
func centered(text string, st layout.Style, pitch layout.Length) layout.Paragraph {
	return layout.Paragraph{Spans: []layout.Span{{Text: text, Style: st}}, Align: layout.Center, Pitch: pitch}
}

// small is a note below or above a table.
func small(text string) layout.Paragraph {
	return layout.Paragraph{
		Spans: []layout.Span{{Text: text, Style: style(faceSans, sizeTable)}},
		Align: layout.Justify, Pitch: pitchTable + 2*pt1,
	}
}

// cellLook is how the text of a table is set.
type cellLook struct {
	size, pitch layout.Length
}

var (
	tableLook = cellLook{sizeTable, pitchTable}
	formLook  = cellLook{sizeForm, pitchForm}
)

func (l cellLook) par(text string, face layout.FaceID, al layout.Align) []layout.Paragraph {
	return []layout.Paragraph{{Spans: []layout.Span{{Text: text, Style: style(face, l.size)}}, Align: al, Pitch: l.pitch}}
}

// text is a cell with left-aligned text.
func (l cellLook) text(s string) layout.Cell {
	return layout.Cell{Content: l.par(s, faceSans, layout.Left)}
}

// mid is a cell with centred text.
func (l cellLook) mid(s string) layout.Cell {
	return layout.Cell{Content: l.par(s, faceSans, layout.Center)}
}

// label is a cell that names what stands beside or below it.
func (l cellLook) label(s string) layout.Cell {
	c := l.head(s)
	c.Shade = 0
	return c
}

// figure is a cell with one amount in one line.
func (l cellLook) figure(s string) layout.Cell {
	c := l.mid(s)
	c.Content[0].OneLine = true
	return c
}

// head is a cell of a table's head.
func (l cellLook) head(s string) layout.Cell {
	c := layout.Cell{Content: l.par(s, faceHeavy, layout.Center), Shade: colorHead}
	c.Content[0].WholeWords = true
	return c
}

// span merges a cell over columns and rows.
func span(c layout.Cell, cols, rows int) layout.Cell {
	c.Cols, c.Rows = cols, rows
	return c
}

// table is a ruled table with the usual padding.
func table(columns []layout.Column, head int) *layout.Table {
	return &layout.Table{Columns: columns, Head: head, Rule: rule, PadX: 3 * pt1, PadY: 5 * pt1 / 2, Before: 4 * pt1, After: 8 * pt1}
}

// weights is a list of columns that share the width.
func weights(ws ...int) []layout.Column {
	out := make([]layout.Column, len(ws))
	for i, w := range ws {
		out[i].Weight = w
	}
	return out
}

func row(cells ...layout.Cell) layout.Row { return layout.Row{Cells: cells} }
