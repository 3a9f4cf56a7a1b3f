package docx

import (
	"regexp"
	"strconv"
	"strings"

	"zhunsheng/app/exchange/ooxml"
	"zhunsheng/app/exchange/sheet"
)

// Document is what was read from a Word document.
type Document struct {
	Blocks []Block
	Notes  []sheet.Note
}

// Block is a paragraph or a table, in the order of the document.
type Block struct {
	Text      string
	Level     int         // of a heading, 0 for text
	Generated bool        // written by this program around the author's text
	Table     *sheet.Grid // nil for a paragraph
}

// The bounds of a document.
const (
	maxDocument = 64 << 20
	maxBlocks   = 200_000
	maxDepth    = 200 // of tables in tables
)

// Read reads a document. The error is an [*ooxml.Error].
func Read(data []byte) (*Document, error) {
	if kind := ooxml.KindOf(data); kind != ooxml.KindDOCX {
		if err := ooxml.Refuse(kind); err != nil {
			return nil, err
		}
		return nil, &ooxml.Error{Fault: ooxml.WrongKind, Found: string(kind), Allowed: "docx"}
	}
	archive, err := ooxml.Open(data, ooxml.DefaultLimits)
	if err != nil {
		return nil, err
	}
	styles, err := readStyles(archive)
	if err != nil {
		return nil, err
	}
	body, _, err := archive.Part("word/document.xml", maxDocument)
	if err != nil {
		return nil, err
	}
	r := &reader{data: body, styles: styles}
	whole := ooxml.Scan(body, func(tag ooxml.Tag) bool {
		r.visit(tag)
		return len(r.blocks) < maxBlocks
	})
	if !whole {
		return nil, &ooxml.Error{Fault: ooxml.Damaged, Found: "word/document.xml"}
	}
	d := &Document{Blocks: r.blocks}
	d.headingsByNumber()
	for _, name := range archive.Names() {
		switch {
		case strings.Contains(name, "vbaproject"):
			d.note(sheet.Macros)
		case strings.HasPrefix(name, "word/media/"):
			d.note(sheet.Pictures)
		}
	}
	return d, nil
}

func (d *Document) note(n sheet.Note) {
	for _, known := range d.Notes {
		if known == n {
			return
		}
	}
	d.Notes = append(d.Notes, n)
}

// paragraphStyle is what a style says about a paragraph.
type paragraphStyle struct {
	level     int
	generated bool
	based     string
}

var headingName = regexp.MustCompile(`(?i)^(?:heading|标题)\s*([1-9])$`)

// readStyles reads which styles are headings and which are this program's.
func readStyles(archive *ooxml.Archive) (map[string]paragraphStyle, error) {
	data, _, err := archive.Part("word/styles.xml", 32<<20)
	if err != nil {
		return nil, err
	}
	styles := make(map[string]paragraphStyle)
	id := ""
	ooxml.Scan(data, func(tag ooxml.Tag) bool {
		if !tag.Open {
			return true
		}
		s := styles[id]
		switch tag.Name {
		case "style":
			id = tag.Attr("styleId")
			return len(styles) < 20_000
		case "name":
			name := tag.Attr("val")
			if m := headingName.FindStringSubmatch(name); m != nil {
				s.level, _ = strconv.Atoi(m[1])
			}
			s.generated = strings.HasPrefix(name, "zs ")
		case "outlineLvl":
			if n, err := strconv.Atoi(tag.Attr("val")); err == nil && n >= 0 && n < 9 && s.level == 0 {
				s.level = n + 1
			}
		case "basedOn":
			s.based = tag.Attr("val")
		default:
			return true
		}
		if id != "" {
			styles[id] = s
		}
		return true
	})
	inherit(styles)
	return styles, nil
}

// inherit makes a style that is based on a heading one, unless it says otherwise.
func inherit(styles map[string]paragraphStyle) {
	for id, s := range styles {
		for based, n := s.based, 0; s.level == 0 && based != "" && n < 10; n++ {
			s.level = styles[based].level
			based = styles[based].based
		}
		styles[id] = s
	}
}

// reader walks the body of a document.
type reader struct {
	data   []byte
	styles map[string]paragraphStyle
	blocks []Block

	text   strings.Builder
	from   int // where the text of the open element begins
	style  paragraphStyle
	inPara int
	skip   int // depth of elements whose text does not count: deleted, or a second rendering of the same
	tables []*table
}

// table is a table being read.
type table struct {
	cells    []*sheet.Cell
	row, col int
	span     int
	merge    merging
	open     map[int]*sheet.Cell // the merged cell open in each column
	text     []string
}

// skipped are elements whose text is not the document's: deletions, moved-away text, fallback renderings.
var skipped = map[string]bool{"del": true, "moveFrom": true, "Fallback": true}

func (r *reader) visit(tag ooxml.Tag) {
	if r.skips(tag) {
		return
	}
	switch tag.Name {
	case "p":
		r.paragraph(tag)
	case "pStyle":
		if tag.Open {
			r.style = r.styles[tag.Attr("val")]
		}
	case "outlineLvl":
		if n, err := strconv.Atoi(tag.Attr("val")); err == nil && tag.Open && n >= 0 && n < 9 {
			r.style.level = n + 1
		}
	case "t", "tab", "br", "cr":
		r.character(tag)
	case "tbl", "tr", "tc", "gridSpan", "vMerge":
		r.tableTag(tag)
	}
}

// skips reports whether a tag begins, ends or stands within text that is not the document's.
func (r *reader) skips(tag ooxml.Tag) bool {
	if !skipped[tag.Name] {
		return r.skip > 0
	}
	switch {
	case tag.Open && !tag.Close:
		r.skip++
	case tag.Close && !tag.Open:
		r.skip = max(r.skip-1, 0)
	}
	return true
}

// character reads text, tabs and line breaks.
func (r *reader) character(tag ooxml.Tag) {
	switch {
	case tag.Name == "t" && tag.Open:
		r.from = tag.End
	case tag.Name == "t":
		if r.from > 0 {
			r.text.WriteString(ooxml.Text(r.data, r.from, tag.Start))
			r.from = 0
		}
	case !tag.Open:
	case tag.Name == "tab":
		if tag.Attr("val") == "" { // else a tab stop
			r.text.WriteByte('\t')
		}
	case tag.Attr("type") == "": // else the end of a page or column
		r.text.WriteByte('\n')
	}
}

// paragraph ends a paragraph; one within another, as in a text box, ends the one before it.
func (r *reader) paragraph(tag ooxml.Tag) {
	if tag.Open && !tag.Close {
		if r.inPara > 0 && r.text.Len() > 0 {
			r.flush()
		}
		r.inPara++
		r.style = r.styles["Normal"]
		r.text.Reset()
		return
	}
	if tag.Open { // an empty paragraph
		r.text.Reset()
		r.style = paragraphStyle{}
	}
	r.inPara = max(r.inPara-1, 0)
	r.flush()
}

func (r *reader) flush() {
	text := strings.ReplaceAll(r.text.String(), "\u00A0", " ")
	r.text.Reset()
	if n := len(r.tables); n > 0 {
		t := r.tables[n-1]
		t.text = append(t.text, text)
		return
	}
	r.blocks = append(r.blocks, Block{Text: strings.TrimRight(text, " \t"), Level: r.style.level, Generated: r.style.generated})
}

// tableTag reads the structure of a table. A table within a cell becomes part of the cell's text.
func (r *reader) tableTag(tag ooxml.Tag) {
	n := len(r.tables)
	switch {
	case tag.Name != "tbl" && n > 0:
		r.tables[n-1].visit(tag)
	case tag.Name != "tbl":
	case tag.Open && !tag.Close && n < maxDepth:
		r.tables = append(r.tables, &table{open: make(map[int]*sheet.Cell)})
	case tag.Close && !tag.Open && n > 0:
		r.endTable()
	}
}

func (t *table) visit(tag ooxml.Tag) {
	switch tag.Name {
	case "tr":
		if tag.Open {
			t.row++
			t.col = 1
		}
	case "tc":
		if tag.Open {
			t.span, t.merge, t.text = 1, single, nil
		} else {
			t.endCell()
		}
	case "gridSpan":
		if n, err := strconv.Atoi(tag.Attr("val")); err == nil && n > 0 && n < 512 {
			t.span = n
		}
	case "vMerge":
		if t.merge = continues; tag.Attr("val") == "restart" {
			t.merge = begins
		}
	}
}

func (t *table) endCell() {
	if t.row < 1 || t.col < 1 || t.col > 1024 {
		return
	}
	text := strings.Trim(strings.Join(t.text, "\n"), "\n ")
	from := t.col
	t.col += t.span
	if above := t.open[from]; t.merge == continues && above != nil {
		above.EndRow = t.row
		if text == "" {
			return
		}
	}
	delete(t.open, from)
	c := &sheet.Cell{Row: t.row, Col: from, EndRow: t.row, EndCol: from + t.span - 1, Text: text}
	if t.merge == begins {
		t.open[from] = c
	}
	if text != "" {
		t.cells = append(t.cells, c)
	}
}

func (r *reader) endTable() {
	t := r.tables[len(r.tables)-1]
	r.tables = r.tables[:len(r.tables)-1]
	if n := len(r.tables); n > 0 {
		for _, c := range t.cells {
			r.tables[n-1].text = append(r.tables[n-1].text, c.Text)
		}
		return
	}
	count := 1
	for _, b := range r.blocks {
		if b.Table != nil {
			count++
		}
	}
	r.blocks = append(r.blocks, Block{Table: sheet.NewGrid(strconv.Itoa(count), t.cells, nil)})
}

var (
	numbered1 = regexp.MustCompile(`^\s*[一二三四五六七八九十]{1,3}\s*[、.．]\s*\S`)
	numbered2 = regexp.MustCompile(`^\s*[（(][一二三四五六七八九十]{1,3}[）)]\s*\S`)
)

// headingsByNumber finds the headings of a document without heading styles by the numbers that official texts give them: short
// paragraphs that are no sentences.
func (d *Document) headingsByNumber() {
	for i := range d.Blocks {
		if d.Blocks[i].Level > 0 && !d.Blocks[i].Generated {
			return
		}
	}
	for i := range d.Blocks {
		b := &d.Blocks[i]
		if b.Table != nil || b.Generated || len([]rune(b.Text)) > 30 || strings.HasSuffix(strings.TrimSpace(b.Text), "。") {
			continue
		}
		switch {
		case numbered1.MatchString(b.Text):
			b.Level = 1
		case numbered2.MatchString(b.Text):
			b.Level = 2
		}
	}
}
