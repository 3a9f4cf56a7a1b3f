package sheet

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestDatesAreShownAsPrecisely(t *testing.T) {
	for _, c := range []struct{ value, format, want string }{
		{"44926", "yyyy/m/d", "2022年12月31日"},
		{"44926", `yyyy"年"m"月"`, "2022年12月"},
		{"44926.75", "yyyy-mm-dd hh:mm", "2022年12月31日"},
		{"44926", `m"月"d"日"`, "12月31日"},
		{"44926", "yyyy", "2022年"},
	} {
		if !isDate(c.format) {
			t.Errorf("%s is no date", c.format)
		}
		if got, ok := dateText(c.value, c.format, false); !ok || got != c.want {
			t.Errorf("%s as %s: %q, want %q", c.value, c.format, got, c.want)
		}
	}
	for _, format := range []string{"", "General", "0.00", `"日"0`, `0"d"`, "[Red]0.0", "#,##0_);(#,##0)", "0%", "mm:ss", "@"} {
		if isDate(format) {
			t.Errorf("%s is taken for a date", format)
		}
	}
}

func TestColumnNames(t *testing.T) {
	for n, name := range map[int]string{1: "A", 26: "Z", 27: "AA", 702: "ZZ", 703: "AAA", 16384: "XFD"} {
		if ColumnName(n) != name || ColumnNumber(name) != n {
			t.Errorf("%d is %s, %s is %d", n, ColumnName(n), name, ColumnNumber(name))
		}
	}
	if ColumnNumber("A1") != 0 || ColumnNumber("ZZZZZZZZ") != 0 {
		t.Error("names of no column")
	}
}

// Figures come in with the digits that a sheet keeps, and are shown as formatted; shared formulas are spelled out.
func TestFiguresAndFormulas(t *testing.T) {
	f := excelize.NewFile()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	percent, thousands, text := "0.0%", "#,##0.00", `"≥"0"米"`
	for i, c := range []struct {
		value  float64
		format *string
	}{{0.1 + 0.2, nil}, {0.8620370, &percent}, {12480.11, &thousands}, {266, &text}} {
		ref, err := excelize.CoordinatesToCellName(1, i+1)
		must(err)
		must(f.SetCellFloat("Sheet1", ref, c.value, -1, 64))
		if c.format != nil {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: c.format})
			must(err)
			must(f.SetCellStyle("Sheet1", ref, ref, style))
		}
	}
	shared, area := excelize.STCellFormulaTypeShared, "B1:B3"
	must(f.SetCellFormula("Sheet1", "B1", "A1*2", excelize.FormulaOpts{Type: &shared, Ref: &area}))
	must(f.SetCellBool("Sheet1", "C1", true))
	data, err := f.WriteToBuffer()
	must(err)
	book, err := Read(data.Bytes())
	must(err)
	g := book.Sheets[0]
	for i, want := range []struct{ text, number string }{{"0.3", "0.3"}, {"86.2%", "0.862037"}, {"12,480.11", "12480.11"}, {"≥266米", "266"}} {
		c := g.Lines[i].At(1)
		if c.Text != want.text || c.Number.Decimal.String() != want.number {
			t.Errorf("%s: %q %s, want %q %s", c.Ref(), c.Text, c.Number.Decimal, want.text, want.number)
		}
	}
	if c := g.Lines[2].At(2); c == nil || c.Formula != "A3*2" || !c.NoValue {
		t.Errorf("shared formula %+v", c)
	}
	if c := g.Lines[0].At(3); c == nil || c.Text != "TRUE" {
		t.Errorf("%+v", c)
	}
}

func TestSeparatorsAndEncodings(t *testing.T) {
	for text, want := range map[string]rune{"a,b\n": ',', "a\tb,c\td\n": '\t', "a;b;c": ';', "\"a;b;c;d\",e\n": ',', "": ','} {
		if got := separator(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for _, data := range []string{"\xEF\xBB\xBF甲,乙", "\xff\xfe\x32\x75\x2c\x00\x59\x4e", "\xfe\xff\x75\x32\x00\x2c\x4e\x59", "甲,乙", "\xbc\xd7,\xd2\xd2"} {
		book, err := readCSV([]byte(data))
		if err != nil {
			t.Errorf("%q: %v", data, err)
			continue
		}
		var texts []string
		for _, c := range book.Sheets[0].Lines[0].Cells {
			texts = append(texts, c.Text)
		}
		if strings.Join(texts, "|") != "甲|乙" {
			t.Errorf("%q: %v", data, texts)
		}
	}
}
