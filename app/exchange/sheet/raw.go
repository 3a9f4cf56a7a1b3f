package sheet

import (
	"strconv"
	"strings"

	"zhunsheng/app/exchange/ooxml"
)

// rawSheet is what one pass over a sheet finds.
type rawSheet struct {
	entry
	cells   []*rawCell
	areas   []area
	hidden  map[int]bool
	columns map[int]bool // hidden ones
}

// rawCell is a cell with content, as stored.
type rawCell struct {
	Cell
	style  int
	value  string // the stored figure, where numeric
	shared string // index of the shared formula it belongs to
	ref    string // where the shared formula stands: its area
}

// sheetReader reads one sheet.
type sheetReader struct {
	w        *workbook
	data     []byte
	out      *rawSheet
	row, col int
	hides    int // how many elements that hide columns there were
	cell     *rawCell
	kind     string // the cell's type
	from     int    // where the text of the open element begins
	inline   strings.Builder
	texts    textReader
	err      error
}

// readSheet walks a sheet. A sheet that the container lacks is empty.
func (w *workbook) readSheet(e entry) (*rawSheet, error) {
	out := &rawSheet{entry: e, hidden: make(map[int]bool), columns: make(map[int]bool)}
	if e.part == "" {
		return out, nil
	}
	data, _, err := w.archive.Part(e.part, 0)
	if err != nil {
		return nil, err
	}
	r := &sheetReader{w: w, data: data, out: out}
	r.texts = textReader{data: data, out: &r.inline}
	whole := ooxml.Scan(data, func(tag ooxml.Tag) bool {
		r.visit(tag)
		return r.err == nil
	})
	if r.err == nil && !whole {
		r.err = &ooxml.Error{Fault: ooxml.Damaged, Found: e.part}
	}
	return out, r.err
}

func (r *sheetReader) visit(tag ooxml.Tag) {
	switch tag.Name {
	case "row":
		r.startRow(tag)
	case "c":
		if tag.Open {
			r.startCell(tag)
		}
		if tag.Close {
			r.endCell()
		}
	case "f":
		r.formula(tag)
	case "v":
		r.value(tag)
	case "t", "rPh":
		if r.cell != nil {
			r.texts.visit(tag)
		}
	case "mergeCell":
		if tag.Open {
			r.merged(tag.Attr("ref"))
		}
	case "col":
		if tag.Open && tag.On("hidden") {
			r.hide(atoi(tag.Attr("min")), atoi(tag.Attr("max")))
		}
	}
}

// hide marks columns as hidden. A sheet describes a column once, so it has no more such elements than columns.
func (r *sheetReader) hide(first, last int) {
	if r.hides++; r.hides > maxColumns {
		return
	}
	for col := max(first, 1); col <= min(last, maxColumns); col++ {
		r.out.columns[col] = true
	}
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func (r *sheetReader) startRow(tag ooxml.Tag) {
	if !tag.Open {
		return
	}
	r.row++
	if n := atoi(tag.Attr("r")); n > 0 {
		r.row = n
	}
	r.col = 0
	if tag.On("hidden") && r.row <= maxRow {
		r.out.hidden[r.row] = true
	}
}

func (r *sheetReader) startCell(tag ooxml.Tag) {
	r.col++
	row, col := r.row, r.col
	if ref := tag.Attr("r"); ref != "" {
		if y, x, ok := parseRef(ref); ok {
			row, col = y, x
			r.col = x
		}
	}
	r.cell = &rawCell{Cell: Cell{Row: row, Col: col, EndRow: row, EndCol: col}, style: atoi(tag.Attr("s"))}
	r.kind = tag.Attr("t")
	r.inline.Reset()
	r.from = 0
}

func (r *sheetReader) formula(tag ooxml.Tag) {
	if r.cell == nil {
		return
	}
	if tag.Open {
		if tag.Attr("t") == "shared" {
			r.cell.shared, r.cell.ref = tag.Attr("si"), tag.Attr("ref")
		}
		r.cell.NoValue = true // until a value follows
		r.from = tag.End
	}
	if tag.Close && !tag.Open && r.from > 0 {
		r.cell.Formula = ooxml.Text(r.data, r.from, tag.Start)
		r.from = 0
	}
}

func (r *sheetReader) value(tag ooxml.Tag) {
	switch {
	case r.cell == nil:
	case tag.Open:
		r.from = tag.End
	case r.from > 0:
		r.take(ooxml.Text(r.data, r.from, tag.Start))
		r.from = 0
	}
}

// take stores a value by the type of its cell.
func (r *sheetReader) take(text string) {
	c := r.cell
	switch r.kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && i >= 0 && i < len(r.w.strings) {
			c.Text = r.w.strings[i]
		}
	case "str", "d", "inlineStr":
		c.Text = plainText(text)
	case "b":
		c.Text = "FALSE"
		if strings.TrimSpace(text) == "1" {
			c.Text = "TRUE"
		}
	case "e":
		c.Text, c.Fault = text, true
	default:
		c.value = strings.TrimSpace(text)
		c.Text = c.value
	}
	c.NoValue = c.NoValue && text == "" && r.kind != "str"
}

// endCell keeps a cell that has content within the bounds.
func (r *sheetReader) endCell() {
	c := r.cell
	r.cell = nil
	if c == nil {
		return
	}
	if r.inline.Len() > 0 {
		c.Text = r.inline.String()
	}
	if strings.TrimSpace(c.Text) == "" && c.Formula == "" && c.shared == "" {
		return
	}
	if c.Col > maxColumns || c.Row > maxRow || c.Row < 1 {
		r.w.far = true
		return
	}
	if r.w.cells++; r.w.cells > maxCells {
		r.err = &ooxml.Error{Fault: ooxml.TooManyRows, Found: strconv.Itoa(r.w.cells), Allowed: strconv.Itoa(maxCells)}
		return
	}
	if r.w.text += len(c.Text) + len(c.Formula); r.w.text > maxText {
		r.err = &ooxml.Error{Fault: ooxml.Bomb, Found: r.out.part, Allowed: strconv.Itoa(maxText>>20) + " MB"}
		return
	}
	r.out.cells = append(r.out.cells, c)
}

func (r *sheetReader) merged(ref string) {
	first, last, ok := strings.Cut(ref, ":")
	if !ok || len(r.out.areas) >= maxMerges {
		return
	}
	row, col, ok1 := parseRef(first)
	endRow, endCol, ok2 := parseRef(last)
	if ok1 && ok2 && endRow >= row && endCol >= col {
		r.out.areas = append(r.out.areas, area{row, col, endRow, endCol})
	}
}

// parseRef reads a cell's name, with or without "$".
func parseRef(ref string) (row, col int, ok bool) {
	ref = strings.ReplaceAll(ref, "$", "")
	i := strings.IndexAny(ref, "0123456789")
	if i <= 0 {
		return 0, 0, false
	}
	col = ColumnNumber(ref[:i])
	row, err := strconv.Atoi(ref[i:])
	return row, col, err == nil && col > 0 && row > 0
}

// grid builds the grid of a sheet whose figures have been rendered.
func (s *rawSheet) grid() *Grid {
	cells := make([]*Cell, 0, len(s.cells))
	for _, c := range s.cells {
		c.HiddenColumn = s.columns[c.Col]
		if c.Text != "" || c.Formula != "" {
			cells = append(cells, &c.Cell)
		}
	}
	merge(cells, s.areas)
	g := NewGrid(s.name, cells, s.hidden)
	g.Hidden = s.entry.hidden
	return g
}
