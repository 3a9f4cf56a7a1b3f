package widget

import "strings"

// Pasted is one cell that a block from the clipboard falls on.
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
		g.write(of, func(int, int) (string, bool) { return "", true }, nil)
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
	g.write(of, func(row, column int) (string, bool) { return g.shown(from, column), row != from }, nil)
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
	g.write(of, func(row, column int) (string, bool) { return g.shown(row, from), column != from }, nil)
}

// Paste lays a text from the clipboard over the marked cells: a single one goes into all of them, a block goes from the first of them to
// the right and downwards, several times where they have room for it. Cells that cannot be typed into are passed over. A sheet without
// rows hands all of it to OnPaste.
func (g *Grid) Paste(text string) {
	if text == "" || !g.sheet() {
		return
	}
	texts := SplitTable(text)
	if len(g.rows) == 0 {
		_ = g.OnPaste(nil, texts) // whoever refuses has said so
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
	if !g.write(of, func(row, column int) (string, bool) {
		line, i := texts[at[row]], (column-of.left)%width
		if i >= len(line) {
			return "", false
		}
		return strings.TrimSpace(line[i]), true
	}, over) {
		return
	}
	if last := min(of.right, len(g.Columns)-1); of.bottom < len(g.rows) && (of.bottom != of.top || last != of.left) {
		g.goTo(start, of.left)
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

// write puts texts into the cells of a block that can be typed into, and reports whether they were taken. over are rows that found no place.
func (g *Grid) write(of block, text func(row, column int) (string, bool), over [][]string) bool {
	var cells []Pasted
	for _, row := range g.data(of) {
		for c := of.left; c <= of.right; c++ {
			if !g.opens(row, c) {
				continue
			}
			if text, ok := text(row, c); ok {
				cells = append(cells, Pasted{ID: g.rows[row].ID, Column: c, Text: text})
			}
		}
	}
	if len(cells) == 0 {
		g.fixed()
		return false
	}
	if len(cells) == 1 && len(over) == 0 {
		g.commitAt(place{cells[0].ID, cells[0].Column}, cells[0].Text)
		g.body.Refresh()
		return true
	}
	if g.OnPaste(cells, over) != nil {
		return false
	}
	for _, c := range cells {
		g.keep(place{c.ID, c.Column}, nil)
	}
	g.body.Refresh()
	return true
}

// fixed says that the current cell cannot be typed into.
func (g *Grid) fixed() {
	if g.OnFixed != nil && g.sheet() && g.row >= 0 {
		g.OnFixed(g.CurrentRow(), g.column)
	}
}

// commitAt hands the text of a cell over and keeps it as a draft when it is refused.
func (g *Grid) commitAt(at place, text string) {
	if err := g.OnCommit(at.id, at.column, text); err != nil {
		g.keep(at, &Refused{text, err})
	} else {
		g.keep(at, nil)
	}
}
