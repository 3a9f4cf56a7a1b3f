package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/ui/lines"
	"zhunsheng/app/ui/look"
)

// tell says the whole text of the cell at a place where that is cut, why it was refused, and with a row's first cell what stands in the columns that there is no
// room for.
func (b *gridBody) tell(pos fyne.Position) {
	g := b.grid
	row, column := -1, -1
	if pos.X >= 0 && pos.Y >= 0 {
		row, column = g.rowAt(pos.Y), g.columnAt(pos.X)
	}
	at := place{}
	if row >= 0 && column >= 0 {
		at = place{g.rows[row].ID, column}
	}
	if at == b.told {
		return
	}
	before := b.told
	b.told = at
	stage := StageOf(b)
	if stage == nil {
		return
	}
	if before != (place{}) {
		stage.PointAway()
	}
	if at == (place{}) {
		return
	}
	var x float32
	for _, w := range g.widths[:column] {
		x += w
	}
	stage.PointIn(b, fyne.NewPos(x, g.tops[row]), fyne.NewSize(g.widths[column], g.tops[row+1]-g.tops[row]), g.unseen(row, column))
}

// unseen returns what a cell says beyond what is seen of it, "" for nothing.
func (g *Grid) unseen(row, column int) string {
	cells := g.cells(row)
	if column >= len(cells) {
		return ""
	}
	var parts []string
	cell := cells[column]
	draft, refused := g.drafts[place{g.rows[row].ID, column}]
	if refused = refused && g.rows[row].Level == 0; refused {
		cell.Text = draft.Text
	}
	if g.isCut(row, column, &cell) {
		parts = append(parts, cell.Text)
	}
	if refused && draft.Reason != "" {
		parts = append(parts, draft.Reason)
	}
	if column == 0 && g.rows[row].Level == 0 {
		for i := range min(len(cells), len(g.widths)) {
			if g.widths[i] == 0 && cells[i].Text != "" {
				parts = append(parts, g.Columns[i].Title+"　"+cells[i].Text)
			}
		}
	}
	return strings.Join(parts, "\n")
}

// isCut reports whether a cell's text is wider than its place.
func (g *Grid) isCut(row, column int, cell *Cell) bool {
	level := g.rows[row].Level
	size := look.Measure(theme.SizeNameText)
	if level == 2 || level == 0 && g.Columns[column].Size != "" {
		size = look.Measure(theme.SizeNameCaptionText)
	}
	room := g.widths[column] - 2*cellPad
	if cell.Shape == AsMeter {
		room -= max(room*0.5, 20) + cellPad
	}
	return strings.ContainsAny(cell.Text, "\n") || lines.RulerFor(size, fyne.TextStyle{Bold: cell.Bold || level == 1}).Text(cell.Text) > room+0.5
}
