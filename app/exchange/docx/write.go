package docx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// writer writes the body of a document.
type writer struct {
	out    bytes.Buffer
	charts []chart
}

// The styles of paragraphs by ID. Those that start with zs mark what the program wrote around the author's text.
const (
	styleBody      = "Normal"
	styleHeading   = "Heading" // with the level behind it
	styleTitle     = "zsTitle"
	styleCentred   = "zsCentred"
	styleGenerated = "zsText"
	styleSub       = "zsHeading"
	styleCell      = "zsCell"
	styleCaption   = "zsCaption"
)

func escape(text string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(text)) // a buffer takes everything
	return out.String()
}

// paragraph writes a paragraph; line breaks within the text become breaks.
func (w *writer) paragraph(style, text string) {
	fmt.Fprintf(&w.out, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>`, style)
	w.runs(text)
	w.out.WriteString(`</w:p>`)
}

func (w *writer) runs(text string) {
	for i, line := range strings.Split(text, "\n") {
		if line == "" && i == 0 {
			continue
		}
		w.out.WriteString(`<w:r>`)
		if i > 0 {
			w.out.WriteString(`<w:br/>`)
		}
		fmt.Fprintf(&w.out, `<w:t xml:space="preserve">%s</w:t></w:r>`, escape(line))
	}
}

func (w *writer) heading(level int, text string) {
	w.paragraph(fmt.Sprintf("%s%d", styleHeading, level), text)
}

// text writes the paragraphs of a section, one for each line.
func (w *writer) text(text string) {
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		w.paragraph(styleBody, line)
	}
}

// cell is one cell of a table. Below says that it continues the cell above; rows counts only where a cell begins a merged one.
type cell struct {
	text    string
	columns int // it spans; 0 is one
	merged  merging
	head    bool
	centred bool
}

// merging says how a cell is merged with those below and above.
type merging int

const (
	single merging = iota
	begins
	continues
)

// table writes a table; widths are in twentieths of a point. The first heads rows are repeated on every page.
func (w *writer) table(widths []int, heads int, rows [][]cell) {
	total := 0
	for _, width := range widths {
		total += width
	}
	fmt.Fprintf(&w.out, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`, total)
	for _, side := range [...]string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&w.out, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
	}
	w.out.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, width := range widths {
		fmt.Fprintf(&w.out, `<w:gridCol w:w="%d"/>`, width)
	}
	w.out.WriteString(`</w:tblGrid>`)
	for i, row := range rows {
		w.out.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		if i < heads {
			w.out.WriteString(`<w:tblHeader/>`)
		}
		w.out.WriteString(`</w:trPr>`)
		column := 0
		for _, c := range row {
			n := max(c.columns, 1)
			width := 0
			for k := column; k < column+n && k < len(widths); k++ {
				width += widths[k]
			}
			column += n
			w.cell(c, n, width)
		}
		w.out.WriteString(`</w:tr>`)
	}
	w.out.WriteString(`</w:tbl>`)
	w.paragraph(styleGenerated, "")
}

func (w *writer) cell(c cell, columns, width int) {
	fmt.Fprintf(&w.out, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if columns > 1 {
		fmt.Fprintf(&w.out, `<w:gridSpan w:val="%d"/>`, columns)
	}
	switch c.merged {
	case begins:
		w.out.WriteString(`<w:vMerge w:val="restart"/>`)
	case continues:
		w.out.WriteString(`<w:vMerge/>`)
	}
	w.out.WriteString(`<w:vAlign w:val="center"/></w:tcPr>`)
	fmt.Fprintf(&w.out, `<w:p><w:pPr><w:pStyle w:val="%s"/>`, styleCell)
	if c.head || c.centred {
		w.out.WriteString(`<w:jc w:val="center"/>`)
	}
	w.out.WriteString(`</w:pPr>`)
	if c.text != "" && c.merged != continues {
		for i, line := range strings.Split(c.text, "\n") {
			w.out.WriteString(`<w:r>`)
			if c.head {
				w.out.WriteString(`<w:rPr><w:b/></w:rPr>`)
			}
			if i > 0 {
				w.out.WriteString(`<w:br/>`)
			}
			fmt.Fprintf(&w.out, `<w:t xml:space="preserve">%s</w:t></w:r>`, escape(line))
		}
	}
	w.out.WriteString(`</w:p></w:tc>`)
}

// chart places a chart as wide as the text.
func (w *writer) chart(c chart) {
	w.charts = append(w.charts, c)
	n := len(w.charts)
	fmt.Fprintf(&w.out, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">`+
		`<wp:extent cx="5400000" cy="2700000"/><wp:docPr id="%d" name="Chart %d" descr="%s"/><wp:cNvGraphicFramePr/>`+
		`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">`+
		`<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="chart%d"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		styleCentred, n, n, escape(c.caption), n)
	w.paragraph(styleCaption, c.caption)
}
