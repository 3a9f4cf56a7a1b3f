package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/govalues/decimal"
	"github.com/xuri/excelize/v2"

	"zhunsheng/app/exchange/ooxml"
)

// figures renders stored numbers as a person sees them and spells out shared formulas. It hands the spreadsheet library a workbook
// made here, of nothing but numbers, formats and formulas, packed without gaps: the library fills every gap in a sheet with cells.
type figures struct {
	formats  []string
	base1904 bool
	numbers  bytes.Buffer        // rows of the sheet of numbers
	packed   int                 // cells in it
	shared   [][]byte            // a sheet per source sheet with shared formulas
	places   map[*rawCell]string // where a number stands on the sheet of numbers
	formulas map[*rawCell]place
	spelled  int // bytes of shared formulas spelled out
}

// place is where a formula stands in the library's workbook.
type place struct{ sheet, ref string }

// The bounds of sheets whose shared formulas are spelled out; elsewhere a cell shows the formula it shares.
const (
	packedColumns    = 64
	maxSharedRow     = 1000
	maxSharedColumn  = 64
	maxSharedSheets  = 20
	maxSharedCells   = 4000    // in a book: the library looks for the formula of each from the top of its sheet
	maxFormula       = 8192    // characters of a formula, as in Excel
	maxSpelled       = 1 << 20 // bytes of shared formulas spelled out
	numbersSheet     = "numbers"
	worksheetOpening = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	worksheetClosing = `</sheetData></worksheet>`
)

func newFigures(formats []string, base1904 bool) *figures {
	return &figures{formats: formats, base1904: base1904, places: make(map[*rawCell]string), formulas: make(map[*rawCell]place)}
}

// add takes over what of a sheet needs the library.
func (f *figures) add(s *rawSheet) {
	for _, c := range s.cells {
		if _, err := strconv.ParseFloat(c.value, 64); err != nil || !f.library(c) {
			continue
		}
		row, col := f.packed/packedColumns+1, f.packed%packedColumns+1
		if col == 1 {
			if row > 1 {
				f.numbers.WriteString("</row>")
			}
			fmt.Fprintf(&f.numbers, `<row r="%d">`, row)
		}
		fmt.Fprintf(&f.numbers, `<c r="%s" s="%d"><v>%s</v></c>`, Ref(row, col), c.style, c.value)
		f.places[c] = Ref(row, col)
		f.packed++
	}
	f.addShared(s)
}

// addShared takes over a sheet's shared formulas, where the sheet is small.
func (f *figures) addShared(s *rawSheet) {
	if len(f.shared) >= maxSharedSheets {
		return
	}
	var out bytes.Buffer
	row := 0
	for _, c := range s.cells {
		if c.shared == "" || c.Row > maxSharedRow || c.Col > maxSharedColumn || c.Row < row || len(c.Formula) > maxFormula {
			continue
		}
		if len(f.formulas) >= maxSharedCells {
			break
		}
		if c.Row != row {
			if row > 0 {
				out.WriteString("</row>")
			}
			row = c.Row
			fmt.Fprintf(&out, `<row r="%d">`, row)
		}
		writeShared(&out, c)
		f.formulas[c] = place{fmt.Sprintf("s%d", len(f.shared)+1), c.Ref()}
	}
	if row > 0 {
		out.WriteString("</row>")
		f.shared = append(f.shared, out.Bytes())
	}
}

// writeShared writes a cell with its part in a shared formula.
func writeShared(out *bytes.Buffer, c *rawCell) {
	fmt.Fprintf(out, `<c r="%s"><f t="shared" si="%d"`, c.Ref(), atoi(c.shared))
	if area, ok := cleanArea(c.ref); ok {
		fmt.Fprintf(out, ` ref="%s"`, area)
	}
	fmt.Fprintf(out, `>%s</f></c>`, escape(c.Formula))
}

func cleanArea(ref string) (string, bool) {
	first, last, two := strings.Cut(ref, ":")
	row, col, ok := parseRef(first)
	if !ok {
		return "", false
	}
	if !two {
		return Ref(row, col), true
	}
	endRow, endCol, ok := parseRef(last)
	return Ref(row, col) + ":" + Ref(endRow, endCol), ok
}

// library reports whether a cell's number needs the library to be shown.
func (f *figures) library(c *rawCell) bool {
	format := f.format(c)
	return c.value != "" && format != "" && !strings.EqualFold(format, "General") && format != "@" && !isDate(format)
}

func (f *figures) format(c *rawCell) string {
	if c.style < 0 || c.style >= len(f.formats) {
		return ""
	}
	return f.formats[c.style]
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}

// render sets Text, Number and Formula of every cell. The library is fenced: whatever it does on a strange format is an error here.
func (f *figures) render(sheets []*rawSheet) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = &ooxml.Error{Fault: ooxml.Damaged, Err: fmt.Errorf("spreadsheet library: %v", fault)}
		}
	}()
	var book *excelize.File
	if len(f.places)+len(f.formulas) > 0 {
		if book, err = f.open(); err != nil {
			return &ooxml.Error{Fault: ooxml.Damaged, Err: err}
		}
		defer book.Close()
	}
	for _, s := range sheets {
		for _, c := range s.cells {
			f.renderCell(book, c)
		}
	}
	return nil
}

// spellFormula gives a cell the whole text of the formula that it shares, until too much has been spelled out.
func (f *figures) spellFormula(book *excelize.File, c *rawCell) {
	at, ok := f.formulas[c]
	if !ok || f.spelled >= maxSpelled {
		return
	}
	if text, err := book.GetCellFormula(at.sheet, at.ref); err == nil && text != "" {
		c.Formula = text
		f.spelled += len(text)
	}
}

// renderCell gives a cell its formula, its figure, and the text that its format shows.
func (f *figures) renderCell(book *excelize.File, c *rawCell) {
	f.spellFormula(book, c)
	if c.value == "" {
		return
	}
	number, ok := stored(c.value)
	if !ok {
		return
	}
	c.Number = decimal.NullDecimal{Decimal: number, Valid: true}
	format := f.format(c)
	switch {
	case isDate(format):
		if text, ok := dateText(c.value, format, f.base1904); ok {
			c.Text, c.Number = text, decimal.NullDecimal{}
		}
	case f.places[c] != "":
		c.Text = number.String()
		text, err := book.GetCellValue(numbersSheet, f.places[c])
		power := strings.Contains(text, "E+") && !strings.Contains(format, "E") // the library gives up on very large figures
		if text = strings.TrimSpace(text); err == nil && text != "" && !power {
			c.Text = text
		}
	default:
		c.Text = number.String()
	}
}

// stored reads a stored figure. A sheet keeps binary fractions of which 15 digits count: 0.95360000000000011 is 0.9536.
func stored(value string) (decimal.Decimal, bool) {
	binary, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return decimal.Decimal{}, false
	}
	d, err := decimal.Parse(strconv.FormatFloat(binary, 'e', 14, 64))
	if err != nil {
		return decimal.Decimal{}, false
	}
	return d.Trim(0), true
}

// open builds the workbook and opens it.
func (f *figures) open() (*excelize.File, error) {
	var types, list, rels, styles bytes.Buffer
	parts := make([]ooxml.Part, 0, len(f.shared)+6)
	if f.packed > 0 {
		f.numbers.WriteString("</row>")
	}
	sheets := append(slices.Clone(f.shared), f.numbers.Bytes())
	for i, rows := range sheets {
		n, name := i+1, fmt.Sprintf("s%d", i+1)
		if i == len(f.shared) {
			name = numbersSheet
		}
		data := slices.Concat([]byte(worksheetOpening), rows, []byte(worksheetClosing))
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, n)
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="r%d"/>`, name, n, n)
		fmt.Fprintf(&rels, `<Relationship Id="r%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, n, n)
		parts = append(parts, ooxml.Part{Name: fmt.Sprintf("xl/worksheets/sheet%d.xml", n), Data: data})
	}
	f.styles(&styles)
	parts = append(
		parts,
		ooxml.Part{Name: "[Content_Types].xml", Data: []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + types.String() + `</Types>`)},
		ooxml.Part{Name: "_rels/.rels", Data: []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`)},
		ooxml.Part{Name: "xl/workbook.xml", Data: []byte(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + list.String() + `</sheets></workbook>`)},
		ooxml.Part{Name: "xl/_rels/workbook.xml.rels", Data: []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels.String() + `<Relationship Id="st" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`)},
		ooxml.Part{Name: "xl/styles.xml", Data: styles.Bytes()},
	)
	data, err := ooxml.Pack(parts, true)
	if err != nil {
		return nil, err
	}
	return excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: 512 << 20, UnzipXMLSizeLimit: 512 << 20, CultureInfo: excelize.CultureNameZhCN,
	})
}

// styles writes one style per style of the source, with nothing but its number format.
func (f *figures) styles(out *bytes.Buffer) {
	out.WriteString(`<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>`)
	ids := make(map[string]int)
	for _, format := range f.formats {
		if format == "" || len(format) > 255 || ids[format] != 0 {
			continue
		}
		ids[format] = 164 + len(ids)
		fmt.Fprintf(out, `<numFmt numFmtId="%d" formatCode="%s"/>`, ids[format], escape(format))
	}
	out.WriteString(`</numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs>`)
	for _, format := range f.formats {
		fmt.Fprintf(out, `<xf numFmtId="%d" applyNumberFormat="1"/>`, ids[format])
	}
	out.WriteString(`</cellXfs></styleSheet>`)
}
