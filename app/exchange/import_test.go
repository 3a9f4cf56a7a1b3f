package exchange_test

import (
	"testing"

	"zhunsheng/app/exchange"
	"zhunsheng/app/exchange/tablein"
)

// layouts are the shapes in which every published table is drawn.
var layouts = []struct {
	name    string
	draw    func(*drawing, *publishedCase)
	numbers bool
}{
	{"official", drawOfficial, true},
	{"official as text", drawOfficial, false},
	{"provincial", drawProvincial, true},
	{"provincial as text", drawProvincial, false},
	{"shifted", drawShifted, true},
	{"flat", drawFlat, false},
}

// Every published table, in every layout, comes in with every row, target, actual, weight and published score in place.
func TestPublishedTablesComeInInEveryLayout(t *testing.T) {
	for _, c := range readCases(t) {
		for _, layout := range layouts {
			t.Run(layout.name+"/"+c.Case, func(t *testing.T) {
				d := newDrawing(t, layout.numbers)
				layout.draw(d, c)
				got, err := exchange.Import(c.Case+".xlsx", d.bytes(), exchange.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if len(got.Tables) != 1 {
					t.Fatalf("%d tables", len(got.Tables))
				}
				checkCase(t, c, got.Tables[0])
			})
		}
	}
}

// importOne imports a workbook that must hold one table.
func importOne(t testing.TB, data []byte) *tablein.Table {
	t.Helper()
	got, err := exchange.Import("a.xlsx", data, exchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Tables) != 1 {
		t.Fatalf("%d tables", len(got.Tables))
	}
	return got.Tables[0]
}
