package widget

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// Column describes a column of a grid. Widths are in device-independent pixels.
type Column struct {
	Title   string
	Width   float32 // at least this wide
	Stretch float32 // share of the room that is left over
	Align   fyne.TextAlign
	Size    fyne.ThemeSizeName // text size; "" is the normal one
	Sort    bool               // a press on the title sorts
	Rank    int                // where there is no room for all, columns of the highest rank are left out first; 0 stays
}

// Shape says how a cell is drawn.
type Shape int

// The shapes.
const (
	AsText  Shape = iota
	AsBadge       // text on a soft ground
	AsMeter       // a bar filled to Fill, with the text beside it
)

// Cell is what a grid shows in one place: a ready string.
type Cell struct {
	Text  string
	Tone  look.Tone
	Shape Shape
	Fill  float32 // AsMeter: 0 to 1
	Bold  bool
	Edit  bool // can be typed into
	Draft bool // Text was typed but refused
}

// Row is a line of a grid. Heading rows (Level 1, 2) cannot be current.
type Row struct {
	ID    string // names the row; unique among rows of Level 0
	Level int
	Cells []Cell
}

// Grid is a table of ready strings. One cell is current; cells that allow it are typed into as in a spreadsheet: a letter replaces,
// F2 and a double click edit, Enter and the arrows commit and move on, leaving commits. What the owner refuses stays in the cell as a draft.
//
// With OnBatch it is a sheet: any cell can be current, blocks of cells are marked by Shift or the mouse, copied, cut, pasted,
// cleared and filled down or to the right. Else rows are marked and copied whole.
//
// Only the rows in sight have objects, so thousands of rows cost no more than a screenful.
type Grid struct {
	widget.BaseWidget
	Columns []Column

	// OnCurrent is called when another row becomes current.
	OnCurrent func(id string)
	// OnOpen is called for Enter and double click on a row where nothing can be typed.
	OnOpen func(id string)
	// OnLocked is called for a double click on a cell that cannot be typed into, and returns whether that did something; else the row opens.
	OnLocked func(id string, column int) bool
	// OnCommit is called with what was typed; an error keeps it in the cell as a draft.
	OnCommit func(id string, column int, text string) error
	// OnFocus is called when the grid gets or loses the keyboard.
	OnFocus func(focused bool)
	// OnSort is called for a press on the title of a column that can be sorted.
	OnSort func(column int)
	// OnBatch is called with what was pasted, filled in or cleared at once. It returns why each of the cells was refused, nil where it was
	// taken: what was refused stays there as a draft. An error says that nothing was done at all. It makes a sheet of the grid.
	OnBatch func(Batch) (refused []error, err error)
	// OnFixed is called when a key, a paste or a clearing fell on cells of a sheet that cannot be typed into.
	OnFixed func(id string, column int)
	// OnBlock is called when another block of cells is marked in a sheet.
	OnBlock func()
	// OnMenu is called for a press of the other mouse button on a cell of a sheet, with the place for a menu.
	OnMenu func(at fyne.Position)
	// OnMarked is called when other rows are marked. nil: rows cannot be marked.
	OnMarked func()
	// CellsOf gives the cells of rows that come without any, when they are in sight: for very many rows.
	CellsOf func(id string) []Cell

	rows    []Row
	tops    []float32 // top edge of each row, and the bottom of the last
	row     int       // index of the current row, -1 when there is none
	column  int
	end     place // the corner of the marked block opposite to the current cell; zero: there is none
	marks   marks
	sorted  int // column whose title shows a direction, -1 for none
	down    bool
	on      on
	drafts  map[place]Refused // refused input about the subject
	widths  []float32
	normal  fitter
	bold    fitter
	caption fitter

	head   *gridHead
	body   *gridBody
	scroll *container.Scroll
}

type place struct {
	id     string
	column int
}

var (
	_ fyne.Widget = (*Grid)(nil)
	_ Parted      = (*Grid)(nil)
)

// NewGrid returns a grid without rows.
func NewGrid(columns ...Column) *Grid {
	g := &Grid{Columns: columns, row: -1, sorted: -1, drafts: make(map[place]Refused)}
	g.head = &gridHead{grid: g}
	g.head.ExtendBaseWidget(g.head)
	g.body = newGridBody(g)
	g.scroll = container.NewVScroll(g.body)
	g.scroll.OnScrolled = func(fyne.Position) { g.body.Refresh() }
	g.ExtendBaseWidget(g)
	return g
}

// SetRows replaces the rows. The current row stays current if it is still there; an open editor stays open.
func (g *Grid) SetRows(rows []Row) {
	id := g.CurrentRow()
	g.rows = rows
	g.takeDrafts() // which an undo may have changed too
	g.tops = slices.Grow(g.tops[:0], len(rows)+1)
	var y float32
	heights := [...]float32{rowHeight(0), rowHeight(1)}
	for i := range rows {
		g.tops = append(g.tops, y)
		y += heights[min(rows[i].Level, 1)]
	}
	g.tops = append(g.tops, y)
	g.row = g.index(id)
	if g.row < 0 && g.body.editor.open {
		g.body.editor.abandon()
	}
	g.body.Refresh()
	g.scroll.Refresh()
}

// SetSorted shows by which column the rows are sorted; -1 for none.
func (g *Grid) SetSorted(column int, down bool) {
	if g.sorted != column || g.down != down {
		g.sorted, g.down = column, down
		g.head.Refresh()
	}
}

// NaturalHeight returns the height at which all rows are in sight.
func (g *Grid) NaturalHeight() float32 {
	if len(g.tops) == 0 {
		return headHeight()
	}
	return headHeight() + g.tops[len(g.tops)-1]
}

// cells returns the cells of a row.
func (g *Grid) cells(i int) []Cell {
	if row := &g.rows[i]; row.Cells != nil || g.CellsOf == nil {
		return row.Cells
	}
	return g.CellsOf(g.rows[i].ID)
}

// Rows returns the rows.
func (g *Grid) Rows() []Row { return g.rows }

func (g *Grid) index(id string) int {
	if id == "" {
		return -1
	}
	return slices.IndexFunc(g.rows, func(r Row) bool { return r.Level == 0 && r.ID == id })
}

// CurrentRow returns the ID of the current row, "" when there is none.
func (g *Grid) CurrentRow() string {
	if g.row < 0 || g.row >= len(g.rows) {
		return ""
	}
	return g.rows[g.row].ID
}

// CurrentColumn returns the index of the current column.
func (g *Grid) CurrentColumn() int { return g.column }

// Select makes a row current, scrolls it into sight, and tells OnCurrent if it was not current before. An unknown ID does nothing.
func (g *Grid) Select(id string) {
	if i := g.index(id); i >= 0 {
		g.moveTo(i, g.column)
	}
}

// SelectCell makes a cell current, see [Grid.Select].
func (g *Grid) SelectCell(id string, column int) {
	if i := g.index(id); i >= 0 {
		g.moveTo(i, column)
	}
}

// Focus gives the grid the keyboard.
func (g *Grid) Focus() {
	if c := CanvasOf(g.body); c != nil {
		reveal(g)
		c.Focus(g.body)
	}
}

func (g *Grid) held() []fyne.CanvasObject { return []fyne.CanvasObject{g.body} }

// Target returns what takes the keyboard in the grid.
func (g *Grid) Target() fyne.Focusable { return g.body }

// Edit opens the current cell for typing over its text, if it allows that.
func (g *Grid) Edit() {
	if g.body.edit("", false) {
		g.body.editor.selectAll()
	}
}

// Commit hands over what is being typed, as leaving the cell does.
func (g *Grid) Commit() {
	if g.body.editor.open {
		g.body.editor.commit()
	}
}

// CreateRenderer is part of the toolkit's contract.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(underHead{}, g.head, g.scroll))
}

// underHead is a layout that puts the scrolled rows right below the titles.
type underHead struct{}

// MinSize is part of the toolkit's contract.
func (underHead) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, headHeight()+3*rowHeight(0))
}

// Layout is part of the toolkit's contract.
func (underHead) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head := headHeight()
	objects[0].Resize(fyne.NewSize(size.Width, head))
	objects[1].Move(fyne.NewPos(0, head))
	objects[1].Resize(fyne.NewSize(size.Width, max(0, size.Height-head)))
}

// moveTo makes a cell current, or the nearest one in its row that can be typed into.
func (g *Grid) moveTo(row, column int) {
	if row >= 0 && row < len(g.rows) {
		g.goTo(row, g.editable(row, column))
	}
}

// goTo makes a cell current, and says what is wrong with what was refused there.
func (g *Grid) goTo(row, column int) {
	g.stand(row, column)
	g.blame()
}

// stand makes a cell current.
func (g *Grid) stand(row, column int) {
	if row < 0 || row >= len(g.rows) || g.rows[row].Level != 0 {
		return
	}
	other := row != g.row
	g.row, g.column = row, column
	g.shrink()
	g.reveal(row)
	g.body.Refresh()
	if other && g.OnCurrent != nil {
		g.OnCurrent(g.rows[row].ID)
	}
}

// editable returns the column, or the nearest one in the row that can be typed into.
func (g *Grid) editable(row, column int) int {
	cells := g.cells(row)
	best := -1
	for i := range cells {
		if cells[i].Edit && (best < 0 || abs(i-column) < abs(best-column)) {
			best = i
		}
	}
	if best < 0 {
		return column
	}
	return best
}

func abs(n int) int { return max(n, -n) }

// step returns the next row of level 0 in a direction, or the row itself at the end.
func (g *Grid) step(from, direction int) int {
	for i := from + direction; i >= 0 && i < len(g.rows); i += direction {
		if g.rows[i].Level == 0 {
			return i
		}
	}
	return from
}

// stepColumn returns the next column that can be typed into in a direction.
func (g *Grid) stepColumn(direction int) (int, bool) {
	if g.row < 0 {
		return 0, false
	}
	cells := g.cells(g.row)
	for i := g.column + direction; i >= 0 && i < len(cells); i += direction {
		if cells[i].Edit {
			return i, true
		}
	}
	return g.column, false
}

// reveal scrolls a row into sight, with the headings above it where they fit.
func (g *Grid) reveal(row int) {
	height := g.scroll.Size().Height
	if height <= 0 {
		return
	}
	first := row
	for first > 0 && g.rows[first-1].Level != 0 {
		first--
	}
	top, bottom := g.tops[first], g.tops[row+1]
	offset := g.scroll.Offset.Y
	switch {
	case top < offset:
		offset = top
	case bottom > offset+height:
		offset = bottom - height
	default:
		return
	}
	g.scroll.ScrollToOffset(fyne.NewPos(0, offset))
}

// Parts lists the cells in sight: a cell, one with refused input, or a heading.
func (g *Grid) Parts() []Part {
	var parts []Part
	first, last := g.inSight()
	for i := first; i < last; i++ {
		x := float32(0)
		for c, cell := range g.cells(i) {
			if c >= len(g.widths) {
				break
			}
			name := "cell"
			if g.rows[i].Level > 0 {
				name = "heading"
			}
			if g.rows[i].Level == 0 {
				cell.Text = g.shown(i, c)
				if _, refused := g.drafts[place{g.rows[i].ID, c}]; refused {
					name = "refused"
				}
			}
			parts = append(parts, Part{
				Name: name, Text: cell.Text, At: g.rows[i].ID + "/" + g.Columns[c].Title,
				Pos:  fyne.NewPos(x, headHeight()+g.tops[i]-g.scroll.Offset.Y),
				Size: fyne.NewSize(g.widths[c], g.tops[i+1]-g.tops[i]),
			})
			x += g.widths[c]
		}
	}
	return parts
}
