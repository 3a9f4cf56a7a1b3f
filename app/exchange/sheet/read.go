package sheet

import (
	"path"
	"strconv"
	"strings"

	"zhunsheng/app/exchange/ooxml"
)

// Read reads a workbook or csv file by its content. The error is an [*ooxml.Error].
func Read(data []byte) (*Book, error) {
	switch kind := ooxml.KindOf(data); kind {
	case ooxml.KindXLSX:
		return readWorkbook(data)
	case ooxml.KindText:
		return readCSV(data)
	case ooxml.KindDOCX:
		return nil, &ooxml.Error{Fault: ooxml.WrongKind, Found: string(kind), Allowed: "xlsx, csv"}
	default:
		return nil, ooxml.Refuse(kind)
	}
}

// The bounds of the parts of a workbook, unpacked.
const (
	maxIndexPart = 8 << 20
	maxSheets    = 400
)

// workbook is a workbook while it is read.
type workbook struct {
	archive  *ooxml.Archive
	strings  []string
	formats  []string // number format by style index
	base1904 bool
	cells    int
	text     int // bytes in cells
	far      bool
}

// entry is a sheet as the workbook lists it.
type entry struct {
	name   string
	hidden bool
	part   string
	chart  bool
}

func readWorkbook(data []byte) (*Book, error) {
	archive, err := ooxml.Open(data, ooxml.DefaultLimits)
	if err != nil {
		return nil, err
	}
	w := &workbook{archive: archive}
	entries, err := w.index()
	if err != nil {
		return nil, err
	}
	if err := w.readStrings(); err != nil {
		return nil, err
	}
	if err := w.readFormats(); err != nil {
		return nil, err
	}
	book := &Book{}
	figures := newFigures(w.formats, w.base1904)
	var raws []*rawSheet
	for _, e := range entries {
		if e.chart {
			book.note(ChartSheets)
			continue
		}
		raw, err := w.readSheet(e)
		if err != nil {
			return nil, err
		}
		raws = append(raws, raw)
		figures.add(raw)
	}
	if err := figures.render(raws); err != nil {
		return nil, err
	}
	for _, raw := range raws {
		book.Sheets = append(book.Sheets, raw.grid())
	}
	w.notes(book)
	return book, nil
}

func (b *Book) note(n Note) {
	for _, known := range b.Notes {
		if known == n {
			return
		}
	}
	b.Notes = append(b.Notes, n)
}

// notes reports what the container holds that is not read.
func (w *workbook) notes(book *Book) {
	for _, name := range w.archive.Names() {
		switch {
		case strings.Contains(name, "vbaproject") || strings.HasPrefix(name, "xl/macrosheets/"):
			book.note(Macros)
		case strings.HasPrefix(name, "xl/externallinks/"):
			book.note(ExternalLink)
		case strings.HasPrefix(name, "xl/media/"):
			book.note(Pictures)
		}
	}
	if w.far {
		book.note(FarCells)
	}
}

// index reads the list of sheets and where each lies.
func (w *workbook) index() ([]entry, error) {
	data, ok, err := w.archive.Part("xl/workbook.xml", maxIndexPart)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, &ooxml.Error{Fault: ooxml.Damaged, Found: "xl/workbook.xml"}
	}
	targets, err := w.relations()
	if err != nil {
		return nil, err
	}
	var entries []entry
	ooxml.Scan(data, func(tag ooxml.Tag) bool {
		switch {
		case !tag.Open:
		case tag.Name == "workbookPr":
			w.base1904 = tag.On("date1904")
		case tag.Name == "sheet":
			e := entry{name: tag.Attr("name"), hidden: strings.Contains(strings.ToLower(tag.Attr("state")), "hidden")}
			id := tag.Attr("id")
			e.part = targets[id]
			e.chart = strings.Contains(e.part, "chartsheet") || strings.Contains(e.part, "dialogsheet") || strings.Contains(e.part, "macrosheet")
			entries = append(entries, e)
		}
		return len(entries) < maxSheets
	})
	if len(entries) == 0 {
		return nil, &ooxml.Error{Fault: ooxml.Damaged, Found: "xl/workbook.xml"}
	}
	return entries, nil
}

func (w *workbook) relations() (map[string]string, error) {
	data, _, err := w.archive.Part("xl/_rels/workbook.xml.rels", maxIndexPart)
	if err != nil {
		return nil, err
	}
	targets := make(map[string]string)
	ooxml.Scan(data, func(tag ooxml.Tag) bool {
		if tag.Open && tag.Name == "Relationship" && len(targets) < 10_000 && tag.Attr("TargetMode") != "External" {
			to := strings.ReplaceAll(tag.Attr("Target"), `\`, "/")
			if !strings.HasPrefix(to, "/") {
				to = path.Join("xl", to)
			}
			targets[tag.Attr("Id")] = strings.TrimPrefix(to, "/")
		}
		return true
	})
	return targets, nil
}

// readStrings reads the shared strings without the phonetic guides that stand among them.
func (w *workbook) readStrings() error {
	data, _, err := w.archive.Part("xl/sharedStrings.xml", 0)
	if err != nil {
		return err
	}
	var text strings.Builder
	reader := textReader{data: data, out: &text}
	ooxml.Scan(data, func(tag ooxml.Tag) bool {
		reader.visit(tag)
		if tag.Name == "si" && tag.Close {
			w.strings = append(w.strings, text.String())
			text.Reset()
		}
		return len(w.strings) < 4*maxCells
	})
	return nil
}

// textReader collects the text of <t> elements outside of <rPh>.
type textReader struct {
	data     []byte
	out      *strings.Builder
	from     int
	phonetic int
}

func (r *textReader) visit(tag ooxml.Tag) {
	switch tag.Name {
	case "rPh":
		if tag.Open && !tag.Close {
			r.phonetic++
		} else if tag.Close && !tag.Open {
			r.phonetic = max(r.phonetic-1, 0)
		}
	case "t":
		if tag.Open {
			r.from = tag.End
		} else if r.phonetic == 0 && r.from > 0 && r.from <= tag.Start {
			r.out.WriteString(plainText(ooxml.Text(r.data, r.from, tag.Start)))
			r.from = 0
		}
	}
}

// plainText resolves the escapes of characters that XML cannot hold ("_x000D_") and drops carriage returns.
func plainText(s string) string {
	if strings.Contains(s, "_x") {
		s = unescape(s)
	}
	return strings.ReplaceAll(s, "\r", "")
}

func unescape(s string) string {
	var out strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			break
		}
		code, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			out.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		out.WriteString(s[:i])
		if code >= 0x20 || code == '\n' || code == '\t' {
			out.WriteRune(rune(code))
		}
		s = s[i+7:]
	}
	out.WriteString(s)
	return out.String()
}

// readFormats reads the number format of each cell style.
func (w *workbook) readFormats() error {
	data, _, err := w.archive.Part("xl/styles.xml", 32<<20)
	if err != nil {
		return err
	}
	custom := make(map[string]string)
	cellXfs := false
	ooxml.Scan(data, func(tag ooxml.Tag) bool {
		switch tag.Name {
		case "numFmt":
			if tag.Open && len(custom) < 4096 {
				custom[tag.Attr("numFmtId")] = tag.Attr("formatCode")
			}
		case "cellXfs":
			cellXfs = tag.Open && !tag.Close
		case "xf":
			if tag.Open && cellXfs {
				id := tag.Attr("numFmtId")
				format, ok := custom[id]
				if !ok {
					format = builtins[id]
				}
				w.formats = append(w.formats, format)
			}
		}
		return len(w.formats) < 65536
	})
	return nil
}

// builtins are the numeric formats that need no definition, by their IDs, for Chinese.
var builtins = map[string]string{
	"1": "0", "2": "0.00", "9": "0%", "10": "0.00%", "11": "0.00E+00",
	"3": "#,##0", "37": "#,##0", "38": "#,##0",
	"4": "#,##0.00", "39": "#,##0.00", "40": "#,##0.00", "41": "#,##0.00", "42": "#,##0.00", "43": "#,##0.00", "44": "#,##0.00",
	"14": "yyyy/m/d", "15": "yyyy/m/d", "16": "yyyy/m/d", "30": "yyyy/m/d", "22": "yyyy/m/d h:mm", "31": `yyyy"年"m"月"d"日"`,
	"17": `yyyy"年"m"月"`, "27": `yyyy"年"m"月"`, "36": `yyyy"年"m"月"`, "50": `yyyy"年"m"月"`, "52": `yyyy"年"m"月"`, "57": `yyyy"年"m"月"`,
	"28": `m"月"d"日"`, "29": `m"月"d"日"`, "51": `m"月"d"日"`, "53": `m"月"d"日"`, "54": `m"月"d"日"`, "58": `m"月"d"日"`,
}
