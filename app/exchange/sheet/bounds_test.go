package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"zhunsheng/app/exchange/ooxml"
)

// bookOf packs a workbook of one sheet.
func bookOf(t *testing.T, shared, rows string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"xl/workbook.xml", `<workbook><sheets><sheet name="表" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/sharedStrings.xml", "<sst>" + shared + "</sst>"},
		{"xl/worksheets/sheet1.xml", "<worksheet>" + rows + "</worksheet>"},
	} {
		to, err := w.Create(part[0])
		if err == nil {
			_, err = to.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A small file must not stand for endless work: one long text in every cell, one column hidden again and again, one formula shared by all.
func TestSmallFilesMakeLittleWork(t *testing.T) {
	text := bookOf(t, "<si><t>"+strings.Repeat("x", 64<<10)+"</t></si>", "<sheetData>"+strings.Repeat(`<row><c t="s"><v>0</v></c></row>`, 600)+"</sheetData>")
	if _, err := Read(text); !ooxml.IsFault(err, ooxml.Bomb) {
		t.Errorf("the same text in every cell: %v", err)
	}

	hides := strings.Repeat(`<col min="300" max="512" hidden="1"/>`, maxColumns) + `<col min="1" max="1" hidden="1"/>`
	book, err := Read(bookOf(t, "", "<cols>"+hides+`</cols><sheetData><row><c><v>1</v></c></row></sheetData>`))
	if err != nil {
		t.Fatal(err)
	}
	if cell := book.Sheets[0].Lines[0].Cells[0]; cell.HiddenColumn {
		t.Errorf("element %d that hides columns is still heeded", maxColumns+1)
	}
}

func TestSharedFormulasAreSpelledOutWithinBounds(t *testing.T) {
	for _, c := range []struct {
		name    string
		formula string
		rows    int
		want    int // cells with a formula
	}{
		{"a column", "B1*2", 100, 100},
		{"every cell of a large sheet", "B1*2", 500, maxSharedCells},
		{"a long one", "B1*2" + strings.Repeat("+1", 3900), 30, 1 + maxSpelled/7804},
		{"one too long for a spreadsheet", "B1*2" + strings.Repeat("+1", maxFormula), 2, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			var rows strings.Builder
			for row := range c.rows {
				rows.WriteString("<row>")
				for column := range 10 {
					if row == 0 && column == 0 {
						fmt.Fprintf(&rows, `<c><f t="shared" si="0" ref="A1:J%d">%s</f><v>1</v></c>`, c.rows, c.formula)
					} else if c.name != "a column" || column == 0 {
						rows.WriteString(`<c><f t="shared" si="0"/><v>1</v></c>`)
					}
				}
				rows.WriteString("</row>")
			}
			book, err := Read(bookOf(t, "", "<sheetData>"+rows.String()+"</sheetData>"))
			if err != nil {
				t.Fatal(err)
			}
			found := 0
			for _, line := range book.Sheets[0].Lines {
				for _, cell := range line.Cells {
					if cell.Formula != "" {
						found++
					}
				}
			}
			if found != c.want {
				t.Errorf("%d cells with a formula, want %d", found, c.want)
			}
		})
	}
}
