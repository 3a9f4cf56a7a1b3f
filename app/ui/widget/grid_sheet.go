package widget

import (
	"slices"
	"strings"
)

// Deed is what was done to cells of a sheet at once.
type Deed int

// The deeds.
const (
	Pasting Deed = iota
	Filling
	Clearing
)

// Batch is what was pasted, filled in or cleared in a sheet at once.
type Batch struct {
	Deed  Deed
	Cells []Pasted
	Over  [][]string // rows of a paste that found no place
	Fixed int        // cells that a paste fell on without effect: they cannot be typed into and show something else
}

// Pasted is one cell that gets a text in a [Batch].
type Pasted struct {
	ID     string
	Column int
	Text   string
}

// Copy returns the chosen rows as tab-separated text.
func (g *Grid) Copy() string {
	var rows [][]string
	for _, id := range g.Chosen() {
		var texts []string
		for _, c := range g.cells(g.index(id)) {
			texts = append(texts, c.Text)
		}
		rows = append(rows, texts)
	}
	return JoinTable(rows)
}

// CopyCells returns the marked cells of a sheet as tab-separated text, which ends with a line break where it is more than one text, as
// spreadsheets write it: else an empty cell at its end would be lost. Rows that were marked as such go whole.
func (g *Grid) CopyCells() string {
	if !g.sheet() || len(g.marks.ids) > 0 {
		return g.Copy()
	}
	if g.row < 0 {
		return ""
	}
	text := JoinTable(g.texts(g.marked()))
	if text == "" || strings.ContainsRune(text, '\n') {
		text += "\n"
	}
	return text
}

// CutCells returns the marked cells as [Grid.CopyCells] does and clears them.
func (g *Grid) CutCells() string {
	text := g.CopyCells()
	g.Clear()
	return text
}

// Clear empties the marked cells that can be typed into.
func (g *Grid) Clear() {
	if of := g.marked(); g.row >= 0 {
		g.write(Clearing, of, func(int, int) (string, bool) { return "", true }, nil)
	}
}

// FillDown copies the topmost of the marked cells into those below; a single row takes the one above.
func (g *Grid) FillDown() {
	if g.row < 0 {
		return
	}
	of := g.marked()
	rows := g.data(of)
	from := rows[0]
	if len(rows) == 1 {
		from = g.step(from, -1)
	}
	g.write(Filling, of, func(row, column int) (string, bool) { return g.shown(from, column), row != from }, nil)
}

// FillRight copies the leftmost of the marked cells into those to the right; a single column takes the one to the left.
func (g *Grid) FillRight() {
	if g.row < 0 {
		return
	}
	of := g.marked()
	from := of.left
	if of.left == of.right {
		from = g.sideways(from, -1)
	}
	g.write(Filling, of, func(row, column int) (string, bool) { return g.shown(row, from), column != from }, nil)
}

// Paste lays a text from the clipboard over the marked cells: a single one goes into all of them, a block goes from the first of them to
// the right and downwards, several times where they have room for it. Cells that cannot be typed into are passed over. A sheet without
// rows hands all of it to OnBatch.
func (g *Grid) Paste(text string) {
	if text == "" || !g.sheet() {
		return
	}
	texts := SplitTable(text)
	if len(g.rows) == 0 {
		_, _ = g.OnBatch(Batch{Over: texts}) // whoever refuses has said so
	}
	if g.row < 0 {
		return
	}
	width := widest(texts)
	of := g.marked()
	rows := g.data(of)
	start := rows[0]
	if columns := of.right - of.left + 1; len(rows)%len(texts) != 0 || columns%width != 0 {
		of.right = of.left + width - 1
		of.bottom = start
		for range len(texts) - 1 {
			of.bottom = g.step(of.bottom, 1)
		}
		rows = g.data(of)
	}
	var over [][]string
	if len(rows) < len(texts) {
		over = texts[len(rows):]
	}
	at := make(map[int]int, len(rows))
	for n, row := range rows {
		at[row] = n % len(texts)
	}
	if !g.write(Pasting, of, func(row, column int) (string, bool) {
		line, i := texts[at[row]], (column-of.left)%width
		if i >= len(line) {
			return "", false
		}
		return strings.TrimSpace(line[i]), true
	}, over) {
		return
	}
	if last := min(of.right, len(g.Columns)-1); of.bottom < len(g.rows) && (of.bottom != of.top || last != of.left) {
		g.stand(start, of.left) // what became of all of it has just been said
		g.extend(of.bottom, last)
	}
}

// widest returns how many cells the longest row has.
func widest(rows [][]string) int {
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	return width
}

// write puts texts into the cells of a block that can be typed into, and reports whether anything was done. over are rows that found no
// place.
func (g *Grid) write(deed Deed, of block, text func(row, column int) (string, bool), over [][]string) bool {
	b := Batch{Deed: deed, Over: over}
	for _, row := range g.data(of) {
		for c := of.left; c <= of.right && c < len(g.Columns); c++ {
			text, ok := text(row, c)
			switch {
			case !ok:
			case g.opens(row, c):
				b.Cells = append(b.Cells, Pasted{ID: g.rows[row].ID, Column: c, Text: text})
			case deed == Pasting && text != "" && !sameWords(text, g.shown(row, c)):
				b.Fixed++
			}
		}
	}
	if len(b.Cells) == 0 {
		g.fixed()
		return false
	}
	refused, err := g.OnBatch(b)
	if err != nil {
		return false
	}
	for i, c := range b.Cells {
		var r *Refused
		if i < len(refused) && refused[i] != nil {
			r = &Refused{Text: c.Text, Fault: refused[i]}
		}
		_, part := g.Shelved(c.ID, c.Column)
		g.on.keep(part, r)
	}
	g.takeDrafts()
	g.body.Refresh()
	return true
}

// sameWords reports whether two texts differ in blanks at most.
func sameWords(a, b string) bool { return slices.Equal(strings.Fields(a), strings.Fields(b)) }

// fixed says that the current cell cannot be typed into.
func (g *Grid) fixed() {
	if g.OnFixed != nil && g.sheet() && g.row >= 0 {
		g.OnFixed(g.CurrentRow(), g.column)
	}
}

// commitAt hands the text of a cell over and keeps it as a draft when it is refused.
func (g *Grid) commitAt(at place, text string) {
	if err := g.OnCommit(at.id, at.column, text); err != nil {
		g.keep(at, &Refused{Text: text, Fault: err})
	} else {
		g.keep(at, nil)
	}
}
