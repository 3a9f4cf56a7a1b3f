package layout

import "fmt"

// box is a cell with its shaped content. Row and column are those of its upper
// left corner.
type box struct {
	cell       *Cell
	row, col   int
	rows, cols int
	x, w       Length
	lines      []line
	beside     bool   // begins in the head and runs down beside the body
	repeat     bool   // see Cell.Repeat; only where it makes sense
	next       int    // lines before it are drawn
	shown      bool   // a repeated text has been drawn at least once
	top        Length // of the current fragment on the current page
	tag        int
	said       bool // its text has been drawn under its tag; see Cell.Repeat
}

// tableRun is a table on its way to the pages.
type tableRun struct {
	t      *Table
	x      []Length // left edges of the columns and the right edge of the last
	starts [][]*box // boxes by the row they begin in
	ends   [][]*box // boxes by the row they end in
	head   int      // rows repeated on every page
	headH  Length   // their height
	whole  bool
	parted bool // the current row began on an earlier page
	edges  edges
	begun  bool   // the head has been drawn once
	open   []*box // merged cells that reach below the current row
}

// newTable resolves the grid and shapes the cells.
func (f *flow) newTable(t *Table) (*tableRun, error) {
	if len(t.Columns) == 0 || t.Head > len(t.Rows) {
		return nil, f.fail("a table of %d columns and %d rows has a head of %d rows", len(t.Columns), len(t.Rows), t.Head)
	}
	r := &tableRun{t: t, whole: t.Whole}
	if !r.columns(f.left, f.sec.Frame.Measure()) {
		return nil, f.fail("the columns are wider than the page or have no width")
	}
	r.starts = make([][]*box, len(t.Rows))
	r.ends = make([][]*box, len(t.Rows))
	taken := make([]int, len(t.Columns)) // first row in which the column is free
	for i := range t.Rows {
		if err := f.rowCells(r, i, taken); err != nil {
			return nil, err
		}
	}
	f.tagTable(r)
	// A head that fills half the page is not repeated.
	if h := r.span(0, t.Head); h <= f.depth()/2 {
		r.head, r.headH = t.Head, h
	}
	return r, nil
}

func (f *flow) fail(format string, args ...any) error {
	return &Error{Section: f.secIdx, Block: f.index, Reason: fmt.Sprintf(format, args...)}
}

// rowCells gives the cells of row i their columns and shapes them.
func (f *flow) rowCells(r *tableRun, i int, taken []int) error {
	col := 0
	for ci := range r.t.Rows[i].Cells {
		for col < len(taken) && taken[col] > i {
			col++
		}
		b := f.newBox(r, i, col, &r.t.Rows[i].Cells[ci])
		if col+b.cols > len(taken) {
			return f.fail("row %d has more cells than the table has columns", i)
		}
		for k := col; k < col+b.cols; k++ {
			if taken[k] > i {
				return f.fail("row %d: two cells claim column %d", i, k)
			}
			taken[k] = i + b.rows
		}
		b.x, b.w = r.x[col], r.x[col+b.cols]-r.x[col]
		b.lines, _ = f.column(b.cell.Content, max(b.w-2*r.t.PadX, Pt))
		b.repeat = b.cell.Repeat && b.rows > 1 && heightOf(b, 0) <= f.depth()/2
		r.starts[i] = append(r.starts[i], b)
		r.ends[i+b.rows-1] = append(r.ends[i+b.rows-1], b)
		col += b.cols
	}
	for k := range taken {
		if taken[k] <= i {
			return f.fail("row %d leaves column %d empty", i, k)
		}
	}
	return nil
}

// newBox clips a cell to the table: one of a lower row of the head ends with
// the head.
func (f *flow) newBox(r *tableRun, row, col int, c *Cell) *box {
	limit := len(r.t.Rows)
	if row > 0 && row < r.t.Head {
		limit = r.t.Head
	}
	rows := min(max(c.Rows, 1), limit-row)
	return &box{cell: c, row: row, col: col, rows: rows, cols: max(c.Cols, 1), beside: row == 0 && rows > r.t.Head}
}

// columns computes the edges; it reports whether every column got room.
func (r *tableRun) columns(left, measure Length) bool {
	var fixed Length
	weight := 0
	for _, c := range r.t.Columns {
		fixed += c.Width
		if c.Width == 0 {
			weight += max(c.Weight, 1)
		}
	}
	rest := measure - fixed
	if rest < 0 || weight > 0 && rest < Length(weight) {
		return false
	}
	r.x = append(r.x, left)
	x, used := left, 0
	for _, c := range r.t.Columns {
		if c.Width > 0 {
			x += c.Width
		} else {
			// Shares are cut from the running sum, so that they add up.
			w := max(c.Weight, 1)
			x += rest*Length(used+w)/Length(weight) - rest*Length(used)/Length(weight)
			used += w
		}
		r.x = append(r.x, x)
	}
	return true
}

// heightOf is the height of the lines of b from index from on.
func heightOf(b *box, from int) (h Length) {
	for i := from; i < len(b.lines); i++ {
		if i > from || from == 0 {
			h += b.lines[i].lead
		}
		h += b.lines[i].pitch
	}
	return h
}

// rest is the height that b still needs, without padding.
func (b *box) rest() Length {
	if b.repeat {
		if b.shown {
			return 0
		}
		return heightOf(b, 0)
	}
	return heightOf(b, b.next)
}

// rowBottom is where row i ends at least when it begins at y and no page ends
// in it.
func (r *tableRun) rowBottom(i int, y Length) Length {
	bottom := y + 2*r.t.PadY
	if !r.parted {
		bottom = max(bottom, y+r.t.Rows[i].MinHeight)
	}
	for _, b := range r.ends[i] {
		top := b.top
		if b.row == i {
			top = y
		}
		if h := b.rest(); h > 0 {
			bottom = max(bottom, top+h+2*r.t.PadY)
		}
	}
	return bottom
}

// span measures rows from i to j as if they stood on one page.
func (r *tableRun) span(i, j int) Length {
	var y Length
	for ; i < j; i++ {
		for _, b := range r.starts[i] {
			b.top = y
		}
		y = r.rowBottom(i, y)
	}
	return y
}

// least is the height below which the table should not begin on a page of the
// given depth: its head and first rows, or all of it.
func (r *tableRun) least(depth Length) Length {
	n := len(r.t.Rows)
	if all := r.span(0, n); r.whole && all <= depth {
		return all
	}
	if r.head == n {
		return r.headH
	}
	h := r.headH + r.span(r.head, r.chunkEnd(r.head))
	if h > depth/2 {
		h = r.headH + r.splitLeast(r.head)
	}
	return h
}

// chunkEnd is the row after those that must stay with row i.
func (r *tableRun) chunkEnd(i int) int {
	for i < len(r.t.Rows) {
		i++
		if i >= len(r.t.Rows) || !r.t.Rows[i-1].KeepNext {
			break
		}
	}
	return i
}

// splitLeast is the height that one line in every cell of row i takes.
func (r *tableRun) splitLeast(i int) Length {
	var h Length
	for _, b := range r.starts[i] {
		if len(b.lines) > 0 {
			h = max(h, b.lines[0].lead+b.lines[0].pitch)
		}
	}
	return h + 2*r.t.PadY
}
