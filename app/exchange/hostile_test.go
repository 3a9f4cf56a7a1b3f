package exchange_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"zhunsheng/app/exchange"
	"zhunsheng/app/exchange/ooxml"
	"zhunsheng/app/exchange/sheet"
	"zhunsheng/app/locale"
)

// good is a workbook that imports.
func good(t testing.TB) []byte {
	t.Helper()
	d := newDrawing(t, true)
	drawOfficial(d, readCases(t)[0])
	return d.bytes()
}

// withParts adds parts to a container, or replaces them. The content may be larger than memory: it is a reader.
func withParts(t testing.TB, data []byte, parts map[string]io.Reader) []byte {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	copyTo := func(name string, from io.Reader) {
		part, err := w.Create(name)
		if err == nil {
			_, err = io.Copy(part, from)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range reader.File {
		if parts[file.Name] != nil {
			continue
		}
		content, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		copyTo(file.Name, content)
		_ = content.Close()
	}
	for name, content := range parts {
		copyTo(name, content)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sheetPart is the content of the first sheet of a workbook.
func sheetPart(t testing.TB, data []byte) string {
	t.Helper()
	archive, err := ooxml.Open(data, ooxml.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	part, _, err := archive.Part("xl/worksheets/sheet1.xml", 0)
	if err != nil {
		t.Fatal(err)
	}
	return string(part)
}

// repeat is a text repeated n times, read without being held.
func repeat(text string, n int) io.Reader {
	return io.LimitReader(&endless{text: text}, int64(n)*int64(len(text)))
}

type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		k := copy(p[n:], e.text[e.at:])
		n += k
		e.at = (e.at + k) % len(e.text)
	}
	return n, nil
}

// Each bad file is refused by a sentence of its own, in bounded time and memory.
func TestBadFilesAreASentenceEach(t *testing.T) {
	workbook := good(t)
	rows := sheetPart(t, workbook)
	before, after, _ := strings.Cut(rows, "<sheetData>")
	ole := func(stream string) []byte {
		data := append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 2000)...)
		for _, r := range stream {
			data = append(data, byte(r), 0)
		}
		return data
	}
	locked := func() []byte {
		f := excelize.NewFile()
		path := t.TempDir() + "/locked.xlsx"
		if err := f.SaveAs(path, excelize.Options{Password: "secret"}); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for _, c := range []struct {
		name  string
		data  []byte
		fault ooxml.Fault
	}{
		{"empty", nil, ooxml.Empty},
		{"bomb in a sheet", withParts(t, workbook, map[string]io.Reader{"xl/worksheets/sheet1.xml": repeat(strings.Repeat(" ", 1<<16), 2100)}), ooxml.Bomb},
		{"bomb in the strings", withParts(t, workbook, map[string]io.Reader{"xl/sharedStrings.xml": repeat("<si><t>x</t></si>", 8<<20)}), ooxml.Bomb},
		{"many parts", withParts(t, workbook, manyParts(6000)), ooxml.Bomb},
		{"truncated", workbook[:len(workbook)*2/3], ooxml.Damaged},
		{"cut in a sheet", withParts(t, workbook, map[string]io.Reader{"xl/worksheets/sheet1.xml": strings.NewReader(rows[:len(rows)/2-3] + "<c r=")}), ooxml.Damaged},
		{"no workbook in it", container(t, map[string]string{"a.txt": "x"}), ooxml.Damaged},
		{"password", locked(), ooxml.Encrypted},
		{"xls", ole("Workbook"), ooxml.OldExcel},
		{"doc", ole("WordDocument"), ooxml.OldWord},
		{"xlsb", container(t, map[string]string{"xl/workbook.bin": "x"}), ooxml.BinaryExcel},
		{"ods", container(t, map[string]string{"content.xml": "x", "mimetype": "x"}), ooxml.OpenFormat},
		{"picture", []byte("\x89PNG\r\n\x1a\n\x00\x00"), ooxml.Foreign},
		{"page saved as xls", []byte("<html><table></table></html>"), ooxml.Foreign},
		{"pdf", []byte("%PDF-1.7\n"), ooxml.Foreign},
		{"neither encoding", []byte("a,\xff\xfeb\xff\n"), ooxml.Encoding},
		{"no table", []byte("a,b\n1,2\n"), ooxml.NoTable},
		{"too many cells", withParts(t, workbook, map[string]io.Reader{"xl/worksheets/sheet1.xml": io.MultiReader(strings.NewReader(before+"<sheetData>"), repeat(`<row><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>`, 150_000), strings.NewReader(after))}), ooxml.TooManyRows},
		{"word bomb", container(t, map[string]string{"word/document.xml": strings.Repeat(" ", 70<<20)}), ooxml.Bomb},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := bounded(t, c.data)
			if !ooxml.IsFault(err, c.fault) {
				t.Fatalf("got %v, want %s", err, c.fault)
			}
			for _, language := range []string{"zh", "en"} {
				checkSpoken(t, language, err)
			}
		})
	}
}

func manyParts(n int) map[string]io.Reader {
	parts := make(map[string]io.Reader, n)
	for i := range n {
		parts[fmt.Sprintf("xl/p%d.xml", i)] = strings.NewReader("")
	}
	return parts
}

func checkSpoken(t *testing.T, language string, err error) {
	t.Helper()
	catalogue, opened := locale.Open()
	if opened != nil {
		t.Fatal(opened)
	}
	text := catalogue.Printer(language).Error(err)
	if text == "" || strings.Contains(text, "exchange.") || strings.Contains(text, "{") {
		t.Errorf("%s: %q", language, text)
	}
}

// bounded imports a file and fails when that takes long or much memory.
func bounded(t testing.TB, data []byte) (*exchange.Imported, error) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	got, err := exchange.Import("file.xlsx", data, exchange.Options{})
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
	t.Logf("%v, %d MB allocated", took.Round(time.Millisecond), allocated)
	if allocated > 1024 {
		t.Errorf("%d MB allocated", allocated)
	}
	return got, err
}

// Files that hold more than a table, or much nothing, import all the same; what is not read is said.
func TestOddFilesImportWithNotes(t *testing.T) {
	workbook := good(t)
	rows := sheetPart(t, workbook)
	before, after, _ := strings.Cut(rows, "</sheetData>")
	for _, c := range []struct {
		name string
		data []byte
		note sheet.Note
	}{
		{"a million empty rows", withParts(t, workbook, map[string]io.Reader{"xl/worksheets/sheet1.xml": io.MultiReader(
			strings.NewReader(before), repeat(`<row ht="15" customHeight="1"><c s="1"/><c s="1"/></row>`, 1_000_000), strings.NewReader("</sheetData>"+after))}), ""},
		{"a cell in the last corner", withParts(t, workbook, map[string]io.Reader{"xl/worksheets/sheet1.xml": strings.NewReader(
			before + `<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>` + after)}), sheet.FarCells},
		{"figures far apart", withParts(t, workbook, map[string]io.Reader{"xl/worksheets/sheet1.xml": strings.NewReader(
			before + `<row r="150000"><c r="SA150000" s="1"><v>1</v></c></row></sheetData>` + after)}), ""},
		{"macros", withParts(t, workbook, map[string]io.Reader{"xl/vbaProject.bin": strings.NewReader("x")}), sheet.Macros},
		{"links to other workbooks", withParts(t, workbook, map[string]io.Reader{"xl/externalLinks/externalLink1.xml": strings.NewReader("<externalLink/>")}), sheet.ExternalLink},
		{"pictures", withParts(t, workbook, map[string]io.Reader{"xl/media/image1.png": strings.NewReader("x")}), sheet.Pictures},
		{"a merged area over the whole sheet", withParts(t, workbook, map[string]io.Reader{"xl/worksheets/sheet1.xml": strings.NewReader(
			strings.Replace(rows, "<mergeCells", `<mergeCells><mergeCell ref="M1:XFD1048576"/></mergeCells><mergeCells`, 1))}), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := bounded(t, c.data)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Tables) != 1 || len(got.Tables[0].Evaluation.Indicators) != 9 {
				t.Errorf("%d tables", len(got.Tables))
			}
			if c.note != "" && (len(got.Notes) != 1 || got.Notes[0] != c.note) {
				t.Errorf("notes %v, want %s", got.Notes, c.note)
			}
		})
	}
}

// A csv file as Excel in China saves it.
func TestGBKCSV(t *testing.T) {
	text := "项目名称,某项目\n三级指标,年度指标值,实际完成值,分值,得分\n培训人数,≥100人,120人,50,50\n"
	data, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	got, err := exchange.Import("2022.csv", data, exchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	e := got.Tables[0].Evaluation
	if len(got.Notes) != 1 || got.Notes[0] != sheet.GBEncoding || e.Project.Name != "某项目" || e.Indicators[0].Target.Text != "≥100人" || e.FiscalYear != 2022 {
		t.Errorf("%v %+v", got.Notes, e)
	}
}

// No bytes make the import fail otherwise than by an error.
func FuzzImport(f *testing.F) {
	f.Add([]byte("项目名称,某项目\n三级指标,年度指标值,实际完成值,分值,得分\n培训人数,≥100人,120人,50,50\n总分,,,50,50\n"))
	f.Add([]byte("项目名称：甲\t年度：2022\n一级指标\t二级指标\t三级指标\t指标值\t完成值\n产出\t数量\t人数\t100\t90\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xff\xfea\x00,\x00"))
	f.Fuzz(func(t *testing.T, data []byte) { checkImport(t, data) })
}

// FuzzSheet reads workbooks with any sheet, formats and strings in them.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.95</v></c><c t="inlineStr"><is><t>三级指标</t></is></c></row>`+
		`<row r="2" hidden="1"><c r="A2"><f t="shared" ref="A2:A3" si="0">B1+1</f><v>2</v></c><c r="B2" t="e"><v>#REF!</v></c></row><row><c><f t="shared" si="0"/></c></row></sheetData>`+
		`<mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`, `<sst><si><t>年度指标值</t><rPh><t>x</t></rPh></si></sst>`, "0.0%")
	f.Add(`<x:worksheet><x:cols><x:col min="1" max="3" hidden="1"/></x:cols><x:sheetData><x:row><x:c s="1"><x:v>44896</x:v></x:c></x:row></x:sheetData></x:worksheet>`, ``, `yyyy"年"m"月"`)
	f.Fuzz(func(t *testing.T, rows, shared, format string) {
		var quoted strings.Builder
		if err := xml.EscapeText(&quoted, []byte(format)); err != nil {
			return
		}
		checkImport(t, container(t, map[string]string{
			"xl/workbook.xml":            `<workbook><sheets><sheet name="a" r:id="1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="1" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="` + quoted.String() + `"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>`,
			"xl/worksheets/sheet1.xml":   rows, "xl/sharedStrings.xml": shared,
		}))
	})
}

// checkImport imports any bytes: an error is an answer, a lost cell or an evaluation that cannot be kept is not.
func checkImport(t *testing.T, data []byte) {
	t.Helper()
	got, err := exchange.Import("f", data, exchange.Options{})
	if err != nil || got.Kind == ooxml.KindDOCX {
		return
	}
	book, err := sheet.Read(data)
	if err != nil {
		t.Fatalf("imported, but read again: %v", err)
	}
	checkNothingLost(t, "fuzz", book, got)
	for _, table := range got.Tables {
		if e := table.Evaluation; e.FiscalYear != 0 && e.MoneyUnit != "" {
			kept(t, e)
		}
	}
}

// FuzzTable reads tables from text alone, so that the headings and labels are reached.
func FuzzTable(f *testing.F) {
	f.Add("2022年度自评表\n项目名称,甲\n资金(万元),年初预算数,全年预算数,全年执行数,分值,执行率,得分\n总额,1,2,3,10,50%,5\n一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因\n产出,数量,人数,≥1人,2人,5,5,\n总分,,,,,15,10")
	f.Add("年度总体目标,预期目标,实际完成情况\n,a,b\n三级指标,符号,指标值,单位,完成值,分值,自评得分,复核得分\n人数,≥,5,%,6%,1.23456,-1,7\n注：x,,\n填报人：甲　电话：1　日期：2023年1月2日")
	f.Fuzz(func(t *testing.T, text string) {
		checkImport(t, []byte("\uFEFF"+text))
	})
}

// FuzzWord reads Word documents.
func FuzzWord(f *testing.F) {
	f.Add(`<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>一、项目概况</w:t></w:r></w:p><w:p><w:r><w:t>概况。</w:t></w:r></w:p>`)
	f.Add(`<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>三级指标</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>年度指标值</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`)
	f.Fuzz(func(t *testing.T, body string) {
		data := container(t, map[string]string{"word/document.xml": `<w:document>` + body + `</w:document>`, "word/styles.xml": `<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>`})
		_, err := exchange.Import("f.docx", data, exchange.Options{})
		if err != nil && !ooxml.IsFault(err, ooxml.NoTable) && !ooxml.IsFault(err, ooxml.Damaged) {
			t.Fatal(err)
		}
	})
}
