package widget

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// manyRows is a grid of rows whose cells are asked for when they are in sight.
func manyRows(t testing.TB, n int) (*Grid, *int) {
	t.Helper()
	asked := new(int)
	g := NewGrid(Column{Title: "一", Width: 100, Stretch: 1}, Column{Title: "二", Width: 100})
	g.CellsOf = func(id string) []Cell {
		*asked++
		return []Cell{{Text: "行 " + id}, {Text: "值"}}
	}
	rows := make([]Row, n)
	for i := range rows {
		rows[i].ID = fmt.Sprint(i)
	}
	w := test.NewTempWindow(t, g)
	w.Resize(fyne.NewSize(600, 500))
	g.SetRows(rows)
	return g, asked
}

func TestCellsOfManyRowsAreAskedForInSightOnly(t *testing.T) {
	g, asked := manyRows(t, 100_000)
	if *asked > 400 {
		t.Errorf("%d rows were asked for to show a screenful", *asked)
	}
	g.Select("99999")
	parts := g.Parts()
	if len(parts) == 0 || parts[len(parts)-2].Text != "行 99999" {
		t.Fatalf("the last row is not in sight: %+v", parts)
	}
	*asked = 0
	if got := g.Copy(); got != "行 99999\t值\n" && got != "行 99999\t值" {
		t.Errorf("copied %q", got)
	}
}

func BenchmarkScrollHundredThousandRows(b *testing.B) {
	g, _ := manyRows(b, 100_000)
	y := float32(0)
	for b.Loop() {
		y += 37
		g.scroll.ScrollToOffset(fyne.NewPos(0, y))
	}
}
