package exchange_test

import (
	"testing"

	"zhunsheng/app/exchange"
	"zhunsheng/app/exchange/sheet"
	"zhunsheng/app/exchange/tablein"
)

// Every cell with content is either placed or listed, and none twice.
func TestNoCellIsDropped(t *testing.T) {
	for _, c := range readCases(t) {
		for _, layout := range layouts {
			d := newDrawing(t, layout.numbers)
			layout.draw(d, c)
			data := d.bytes()
			got, err := exchange.Import(c.Case+".xlsx", data, exchange.Options{})
			if err != nil {
				t.Fatal(err)
			}
			book, err := sheet.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			checkNothingLost(t, layout.name+"/"+c.Case, book, got)
			if t.Failed() {
				return
			}
		}
	}
}

func checkNothingLost(t testing.TB, name string, book *sheet.Book, got *exchange.Imported) {
	t.Helper()
	type place struct {
		sheet string
		ref   string
	}
	seen := make(map[place]int)
	note := func(sheet string, readings []tablein.Reading) {
		for i := range readings {
			seen[place{sheet, readings[i].Ref()}]++
		}
	}
	for _, table := range got.Tables {
		note(table.Sheet, table.Cells)
		note(table.Sheet, table.Unplaced)
	}
	for _, unread := range got.Unread {
		note(unread.Sheet, unread.Cells)
	}
	total := 0
	for _, g := range book.Sheets {
		for i := range g.Lines {
			for _, c := range g.Lines[i].Own() {
				total++
				if n := seen[place{g.Name, c.Ref()}]; n != 1 {
					t.Errorf("%s: cell %s %q is listed %d times", name, c.Ref(), c.Text, n)
				}
			}
		}
	}
	if total == 0 {
		t.Errorf("%s: no cells at all", name)
	}
}
