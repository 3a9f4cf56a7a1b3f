package tableout

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/govalues/decimal"
	"github.com/xuri/excelize/v2"
)

// book is a workbook being written.
type book struct {
	file   *excelize.File
	styles map[string]int
	used   map[string]bool   // names of sheets, lower-case
	texts  map[string]string // stored values of formulas that give text, by part and cell
	err    error             // the first error; nothing is written after it
}

func newBook() *book {
	return &book{file: excelize.NewFile(), styles: make(map[string]int), used: make(map[string]bool), texts: make(map[string]string)}
}

// page is one sheet being written, from top to bottom. Rows and columns count from 1.
type page struct {
	*book
	name    string
	part    string // of the container
	row     int
	widths  []float64       // of the columns, in characters
	heights map[int]float64 // least heights of rows, in points
}

// look is how a cell is drawn.
type look struct {
	bold, centred, plain bool // plain: without borders
	size                 float64
	format               string
	right                bool
}

// The looks of the form.
var (
	titleLook = look{bold: true, centred: true, plain: true, size: 16}
	quietLook = look{plain: true, size: 10}
	midQuiet  = look{plain: true, centred: true, size: 11}
	headLook  = look{bold: true, centred: true, size: 10}
	midLook   = look{centred: true, size: 10}
	textLook  = look{size: 10}
)

// fontName is the face that official tables are set in; every Chinese system has it or replaces it.
const fontName = "宋体"

func (b *book) keep(err error) {
	if b.err == nil && err != nil {
		b.err = err
	}
}

// add starts a sheet. The name is cut to what a sheet may be called and made unique.
func (b *book) add(name string, widths ...float64) *page {
	name = b.sheetName(name)
	if len(b.used) == 1 {
		b.keep(b.file.SetSheetName("Sheet1", name))
	} else {
		_, err := b.file.NewSheet(name)
		b.keep(err)
	}
	p := &page{book: b, name: name, part: fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.used)), row: 1, widths: widths, heights: make(map[int]float64)}
	for i, width := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.keep(err)
		b.keep(b.file.SetColWidth(name, column, column, width))
	}
	return p
}

func (b *book) sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < 0x20 {
			return ' '
		}
		return r
	}, name)
	name = strings.TrimSpace(name)
	if name == "" {
		name = "表"
	}
	runes := []rune(name)
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = fmt.Sprintf("(%d)", n)
		}
		candidate := string(runes[:min(len(runes), 30-len(suffix))]) + suffix
		if !b.used[strings.ToLower(candidate)] {
			b.used[strings.ToLower(candidate)] = true
			return candidate
		}
	}
}

func (b *book) style(l look) int {
	key := fmt.Sprintf("%+v", l)
	if id, ok := b.styles[key]; ok {
		return id
	}
	style := &excelize.Style{
		Font:      &excelize.Font{Family: fontName, Size: l.size, Bold: l.bold},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	}
	if !l.plain {
		for _, side := range [...]string{"left", "right", "top", "bottom"} {
			style.Border = append(style.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
		}
	}
	switch {
	case l.centred:
		style.Alignment.Horizontal = "center"
	case l.right:
		style.Alignment.Horizontal = "right"
	default:
		style.Alignment.Horizontal = "left"
	}
	if l.format != "" {
		style.CustomNumFmt = &l.format
	}
	id, err := b.file.NewStyle(style)
	b.keep(err)
	b.styles[key] = id
	return id
}

func ref(row, col int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return "A1"
	}
	return name
}

// area draws a cell over rows and columns and merges it.
func (p *page) area(row, col, endRow, endCol int, l look) {
	if p.err != nil {
		return
	}
	p.keep(p.file.SetCellStyle(p.name, ref(row, col), ref(endRow, endCol), p.style(l)))
	if endRow > row || endCol > col {
		p.keep(p.file.MergeCell(p.name, ref(row, col), ref(endRow, endCol)))
	}
}

// maxText is what a cell of a sheet holds, in characters.
const maxText = 32767

// TooLongError says that a text is longer than a cell can be.
type TooLongError struct{ Characters int }

// Error names the length.
func (e *TooLongError) Error() string {
	return fmt.Sprintf("a text of %d characters, a cell holds %d", e.Characters, maxText)
}

// text writes a text over rows and columns.
func (p *page) text(row, col, endRow, endCol int, l look, text string) {
	p.area(row, col, endRow, endCol, l)
	if p.err != nil || text == "" {
		return
	}
	if n := utf8.RuneCountInString(text); n > maxText {
		p.keep(&TooLongError{n})
		return
	}
	p.keep(p.file.SetCellStr(p.name, ref(row, col), text))
	width := 0.0
	for c := col; c <= endCol && c <= len(p.widths); c++ {
		width += p.widths[c-1]
	}
	p.atLeast(row, endRow, lines(text, width)*l.size*1.32+5)
}

// atLeast makes rows high enough together.
func (p *page) atLeast(row, endRow int, height float64) {
	each := height / float64(endRow-row+1)
	for r := row; r <= endRow; r++ {
		p.heights[r] = max(p.heights[r], min(each, 400))
	}
}

// lines estimates over how many lines a text runs in a cell; a Chinese character is as wide as two others.
func lines(text string, width float64) float64 {
	n := 0.0
	for paragraph := range strings.SplitSeq(text, "\n") {
		used := 0.0
		for _, r := range paragraph {
			if r >= 0x2E80 {
				used += 2.1
			} else {
				used += 1.1
			}
		}
		n += max(1, float64(int(used/max(width-0.8, 2))+1))
		if used == 0 {
			continue
		}
		if k := used / max(width-0.8, 2); k == float64(int(k)) {
			n--
		}
	}
	return n
}

// maxDigits is how many digits of a figure a sheet keeps.
const maxDigits = 15

// number writes a figure with its format; one with more digits than a sheet keeps is written as text, so that none is lost.
func (p *page) number(row, col, endRow, endCol int, l look, d decimal.Decimal) {
	if d.Trim(0).Prec() > maxDigits {
		p.digits(row, col, endRow, endCol, l, d.String())
		return
	}
	if l.format == "" {
		l.format = plainFormat(d)
	}
	p.area(row, col, endRow, endCol, l)
	if p.err != nil {
		return
	}
	binary, _ := d.Float64() // a sheet keeps nothing else; 15 digits come back as they were
	p.keep(p.file.SetCellFloat(p.name, ref(row, col), binary, -1, 64))
	p.atLeast(row, endRow, 20)
}

// digits writes a figure as text; a formula put over it keeps the text as its stored value.
func (p *page) digits(row, col, endRow, endCol int, l look, text string) {
	p.texts[p.part+ref(row, col)] = text
	p.text(row, col, endRow, endCol, l, text)
}

// optional writes a figure, or an empty cell where there is none.
func (p *page) optional(row, col, endRow, endCol int, l look, d decimal.NullDecimal) {
	if d.Valid {
		p.number(row, col, endRow, endCol, l, d.Decimal)
		return
	}
	p.area(row, col, endRow, endCol, l)
}

// value writes a target or actual: as a number that shows the text where one can, else as text. It reports the number written.
func (p *page) value(row, col int, text string) (decimal.Decimal, bool) {
	f, ok := figureOf(text)
	if !ok {
		p.text(row, col, row, col, midLook, text)
		return decimal.Decimal{}, false
	}
	l := midLook
	l.format = f.format
	p.number(row, col, row, col, l, f.value)
	if p.err != nil {
		return decimal.Decimal{}, false
	}
	shown, err := p.file.GetCellValue(p.name, ref(row, col))
	if err != nil || shown != text { // a format that would not show the very text
		p.text(row, col, row, col, midLook, text)
		return decimal.Decimal{}, false
	}
	p.atLeast(row, row, lines(text, p.widths[col-1])*midLook.size*1.32+5)
	return f.value, true
}

// formula puts a formula over a figure that was written; the figure stays as its stored value.
func (p *page) formula(row, col int, formula string) {
	if p.err == nil {
		p.keep(p.file.SetCellFormula(p.name, ref(row, col), formula))
	}
}

// textFormula puts a formula that gives text over a text that was written.
func (p *page) textFormula(row, col int, formula, text string) {
	p.texts[p.part+ref(row, col)] = text
	p.formula(row, col, formula)
}

// finish sets row heights and the printed page: A4, as wide as the paper, headings repeated, numbered.
func (p *page) finish(landscape bool, repeatFrom, repeatTo int) {
	for row := 1; row < p.row; row++ {
		if h := p.heights[row]; h > 0 {
			p.keep(p.file.SetRowHeight(p.name, row, min(max(h, 20), 409)))
		}
	}
	paper, one, many, orientation := 9, 1, 0, "portrait"
	if landscape {
		orientation = "landscape"
	}
	p.keep(p.file.SetPageLayout(p.name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &one, FitToHeight: &many}))
	fit := true
	p.keep(p.file.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	margin, side, edge := 0.6, 0.5, 0.3
	centred := true
	p.keep(p.file.SetPageMargins(p.name, &excelize.PageLayoutMarginsOptions{Top: &margin, Bottom: &margin, Left: &side, Right: &side, Header: &edge, Footer: &edge, Horizontally: &centred}))
	p.keep(p.file.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页 共 &N 页"}))
	last, err := excelize.ColumnNumberToName(len(p.widths))
	p.keep(err)
	quoted := "'" + p.name + "'"
	p.keep(p.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: p.name, RefersTo: fmt.Sprintf("%s!$A$1:$%s$%d", quoted, last, p.row-1)}))
	if repeatFrom > 0 {
		p.keep(p.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: p.name, RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted, repeatFrom, repeatTo)}))
	}
}
