package docx

import (
	"fmt"
	"strings"

	"zhunsheng/app/exchange/ooxml"
)

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// pack puts the parts of a document together.
func (w *writer) pack(title, language string) ([]byte, error) {
	var types, rels strings.Builder
	var extra []ooxml.Part
	for i, c := range w.charts {
		n := i + 1
		workbook, err := c.workbook()
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&types, `<Override PartName="/word/charts/chart%d.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>`, n)
		fmt.Fprintf(&rels, `<Relationship Id="chart%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart" Target="charts/chart%d.xml"/>`, n, n)
		extra = append(
			extra,
			ooxml.Part{Name: fmt.Sprintf("word/charts/chart%d.xml", n), Data: []byte(declaration + c.xml())},
			ooxml.Part{Name: fmt.Sprintf("word/charts/_rels/chart%d.xml.rels", n), Data: []byte(declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="data" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/package" Target="../embeddings/data` + fmt.Sprint(n) + `.xlsx"/></Relationships>`)},
			ooxml.Part{Name: fmt.Sprintf("word/embeddings/data%d.xlsx", n), Data: workbook},
		)
	}
	parts := []ooxml.Part{
		{Name: "[Content_Types].xml", Data: []byte(declaration + contentTypes + types.String() + `</Types>`)},
		{Name: "_rels/.rels", Data: []byte(declaration + rootRelations)},
		{Name: "docProps/core.xml", Data: []byte(declaration + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + escape(title) + `</dc:title><dc:language>` + escape(language) + `</dc:language></cp:coreProperties>`)},
		{Name: "word/document.xml", Data: []byte(declaration + documentOpening + w.out.String() + documentClosing)},
		{Name: "word/_rels/document.xml.rels", Data: []byte(declaration + documentRelations + rels.String() + `</Relationships>`)},
		{Name: "word/styles.xml", Data: []byte(declaration + styles())},
		{Name: "word/settings.xml", Data: []byte(declaration + settings)},
		{Name: "word/footer1.xml", Data: []byte(declaration + footer)},
	}
	return ooxml.Pack(append(parts, extra...), false)
}

const (
	contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>`
	rootRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

	documentRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="styles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="settings" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/><Relationship Id="footer" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>`

	documentOpening = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><w:body>`
	// documentClosing sets the page of official documents: A4, margins 37, 35, 28 and 26 mm (GB/T 9704 practice).
	documentClosing = `<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1417" w:gutter="0"/></w:sectPr></w:body></w:document>`

	settings = `<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:defaultTabStop w:val="640"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

	footer = `<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/><w:ind w:firstLine="0" w:firstLineChars="0"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve">— </w:t></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>`
)

// style is one paragraph style of the document.
type style struct {
	id, name, next string
	face           string // of Chinese text
	size           int    // half points
	bold, centred  bool
	indent         bool // two characters on the first line
	pitch          int  // line pitch in twentieths of a point; 0: single
	before, after  int
	outline        int // level of the heading, 0: none
	keepNext       bool
}

// styleList are the styles, after the practice of official documents (GB/T 9704).
var styleList = []style{
	{id: "Normal", name: "Normal", face: "仿宋", size: 32, indent: true, pitch: 560},
	{id: "Heading1", name: "heading 1", next: "Normal", face: "黑体", size: 32, indent: true, pitch: 560, outline: 1, keepNext: true},
	{id: "Heading2", name: "heading 2", next: "Normal", face: "楷体", size: 32, indent: true, pitch: 560, outline: 2, keepNext: true},
	{id: "Heading3", name: "heading 3", next: "Normal", face: "仿宋", size: 32, bold: true, indent: true, pitch: 560, outline: 3, keepNext: true},
	{id: styleTitle, name: "zs title", next: "Normal", face: "小标宋体", size: 44, bold: true, centred: true, pitch: 640, before: 240, after: 120},
	{id: styleCentred, name: "zs centred", face: "楷体", size: 32, centred: true, before: 60, after: 60},
	{id: styleGenerated, name: "zs text", face: "仿宋", size: 32, indent: true, pitch: 560},
	{id: styleSub, name: "zs heading", next: "Normal", face: "楷体", size: 32, indent: true, pitch: 560, outline: 2, keepNext: true},
	{id: styleCell, name: "zs cell", face: "宋体", size: 21},
	{id: styleCaption, name: "zs caption", face: "宋体", size: 24, centred: true, after: 120},
}

func styles() string {
	var out strings.Builder
	out.WriteString(`<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/><w:kern w:val="2"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`)
	for i := range styleList {
		styleList[i].write(&out)
	}
	out.WriteString(`</w:styles>`)
	return out.String()
}

func (s *style) write(out *strings.Builder) {
	fmt.Fprintf(out, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>`, when(s.id == "Normal", ` w:default="1"`)+when(strings.HasPrefix(s.id, "zs"), ` w:customStyle="1"`), s.id, s.name)
	if s.next != "" {
		fmt.Fprintf(out, `<w:next w:val="%s"/>`, s.next)
	}
	out.WriteString(`<w:qFormat/><w:pPr>` + when(s.keepNext, `<w:keepNext/>`))
	line := ""
	if s.pitch > 0 {
		line = fmt.Sprintf(` w:line="%d" w:lineRule="exact"`, s.pitch)
	}
	fmt.Fprintf(out, `<w:spacing w:before="%d" w:after="%d"%s/>`, s.before, s.after, line)
	out.WriteString(when(s.indent, `<w:ind w:firstLineChars="200" w:firstLine="640"/>`))
	if s.centred {
		out.WriteString(`<w:jc w:val="center"/>`)
	} else if s.id != styleCell {
		out.WriteString(`<w:jc w:val="both"/>`)
	}
	if s.outline > 0 {
		fmt.Fprintf(out, `<w:outlineLvl w:val="%d"/>`, s.outline-1)
	}
	fmt.Fprintf(out, `</w:pPr><w:rPr><w:rFonts w:eastAsia="%s"/>%s<w:sz w:val="%d"/><w:szCs w:val="%d"/></w:rPr></w:style>`, s.face, when(s.bold, `<w:b/>`), s.size, s.size)
}

func when(ok bool, text string) string {
	if ok {
		return text
	}
	return ""
}
