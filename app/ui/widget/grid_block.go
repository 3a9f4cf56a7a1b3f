package widget

// sheet reports whether single cells and blocks of them are marked, not rows.
func (g *Grid) sheet() bool { return g.OnBatch != nil }

// shown returns the text that stands in a cell, refused input included.
func (g *Grid) shown(row, column int) string {
	if draft, ok := g.drafts[place{g.rows[row].ID, column}]; ok {
		return draft.Text
	}
	if cells := g.cells(row); column < len(cells) {
		return cells[column].Text
	}
	return ""
}

// opens reports whether a cell can be typed into.
func (g *Grid) opens(row, column int) bool {
	cells := g.cells(row)
	return g.OnCommit != nil && column >= 0 && column < len(cells) && cells[column].Edit
}

// block is a rectangle of cells, its bounds included. Rows are indexes, among which there may be headings.
type block struct{ top, bottom, left, right int }

// marked returns the marked block, which is the current cell where there is no other.
func (g *Grid) marked() block {
	row, column := g.row, g.column
	if i := g.index(g.end.id); i >= 0 {
		row, column = i, g.end.column
	}
	return block{min(g.row, row), max(g.row, row), min(g.column, column), max(g.column, column)}
}

// data returns the indexes of the rows of a block that are no headings.
func (g *Grid) data(of block) []int {
	var rows []int
	for i := max(of.top, 0); i <= of.bottom && i < len(g.rows); i++ {
		if g.rows[i].Level == 0 {
			rows = append(rows, i)
		}
	}
	return rows
}

func (g *Grid) blockRows() []string {
	var ids []string
	for _, i := range g.data(g.marked()) {
		ids = append(ids, g.rows[i].ID)
	}
	return ids
}

// Block returns the texts of the marked cells, by row; nil where no more than the current cell is marked.
func (g *Grid) Block() [][]string {
	if g.end == (place{}) {
		return nil
	}
	return g.texts(g.marked())
}

func (g *Grid) texts(of block) [][]string {
	var rows [][]string
	for _, i := range g.data(of) {
		var texts []string
		for c := of.left; c <= of.right; c++ {
			texts = append(texts, g.shown(i, c))
		}
		rows = append(rows, texts)
	}
	return rows
}

// extend marks the block from the current cell to another one.
func (g *Grid) extend(row, column int) {
	if g.row < 0 || row < 0 || row >= len(g.rows) || g.rows[row].Level != 0 {
		return
	}
	end := place{g.rows[row].ID, column}
	if row == g.row && column == g.column {
		end = place{}
	}
	g.reveal(row)
	g.span(end)
	g.body.Refresh()
}

// shrink marks no more than the current cell.
func (g *Grid) shrink() { g.span(place{}) }

func (g *Grid) span(end place) {
	if end == g.end {
		return
	}
	g.end = end
	if g.OnBlock != nil {
		g.OnBlock()
	}
}

// far returns the corner that Shift with an arrow moves.
func (g *Grid) far() (row, column int) {
	if i := g.index(g.end.id); i >= 0 {
		return i, g.end.column
	}
	return g.row, g.column
}

// sideways returns the column beside another one, or that one itself at the end.
func (g *Grid) sideways(column, direction int) int {
	return min(max(column+direction, 0), max(len(g.Columns)-1, 0))
}

// edge returns where Ctrl with an arrow leads: to the end of what is filled without a gap, else to the next filled cell, else to the end.
func (g *Grid) edge(row, column, down, right int) (int, int) {
	next := func(r, c int) (int, int) {
		if down != 0 {
			return g.step(r, down), c
		}
		return r, g.sideways(c, right)
	}
	r, c := next(row, column)
	through := g.shown(row, column) != "" && g.shown(r, c) != ""
	for {
		nr, nc := next(r, c)
		filled := g.shown(r, c) != ""
		if nr == r && nc == c || through && (g.shown(nr, nc) == "") || !through && filled {
			return r, c
		}
		r, c = nr, nc
	}
}

// markAllCells marks the whole sheet.
func (g *Grid) markAllCells() {
	first, last := g.step(-1, 1), g.step(len(g.rows), -1)
	if first < 0 || last >= len(g.rows) || len(g.Columns) == 0 {
		return
	}
	offset := g.scroll.Offset
	g.goTo(first, 0)
	g.extend(last, len(g.Columns)-1)
	g.scroll.ScrollToOffset(offset)
}
