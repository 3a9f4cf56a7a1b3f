package widget

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// gridBody is the part of a grid that scrolls and takes the keyboard and the mouse.
type gridBody struct {
	widget.BaseWidget
	grid    *Grid
	editor  *cellEditor
	focused bool
	shift   bool
	hovered int   // index of the row under the pointer, -1
	told    place // the cell whose tip was asked for

	column int  // where the newest press was
	moved  bool // the one before it was in another cell
	grip   grip // what moving the pressed mouse does
	tabbed int  // the column in which a run of Tab began and to which Enter returns, -1
}

var (
	_ fyne.Focusable      = (*gridBody)(nil)
	_ fyne.Tabbable       = (*gridBody)(nil)
	_ fyne.Tappable       = (*gridBody)(nil)
	_ fyne.DoubleTappable = (*gridBody)(nil)
	_ fyne.Shortcutable   = (*gridBody)(nil)
	_ desktop.Mouseable   = (*gridBody)(nil)
	_ desktop.Hoverable   = (*gridBody)(nil)
	_ desktop.Keyable     = (*gridBody)(nil)
	_ fyne.Draggable      = (*gridBody)(nil)

	_ fyne.SecondaryTappable = (*gridBody)(nil)
)

func newGridBody(g *Grid) *gridBody {
	b := &gridBody{grid: g, hovered: -1, tabbed: -1}
	b.editor = newCellEditor(b)
	b.ExtendBaseWidget(b)
	return b
}

func rowHeight(level int) float32 {
	text := look14() * 1.45
	if level > 0 {
		return text + 6
	}
	return text + 12
}

func look14() float32 { return fyne.CurrentApp().Settings().Theme().Size(theme.SizeNameText) }

func headHeight() float32 { return look14()*1.45 + 10 }

// inSight returns the range of rows that are at least partly visible.
func (g *Grid) inSight() (first, last int) {
	top := g.scroll.Offset.Y
	bottom := top + g.scroll.Size().Height
	n := len(g.rows)
	first = sort.Search(n, func(i int) bool { return g.tops[i+1] > top })
	last = sort.Search(n, func(i int) bool { return g.tops[i] >= bottom })
	return first, max(first, last)
}

// rowAt returns the row at a height, -1 below the last.
func (g *Grid) rowAt(y float32) int {
	i := sort.Search(len(g.rows), func(i int) bool { return g.tops[i+1] > y })
	if i == len(g.rows) {
		return -1
	}
	return i
}

func (g *Grid) columnAt(x float32) int {
	for i, w := range g.widths {
		if x < w {
			return i
		}
		x -= w
	}
	return len(g.widths) - 1
}

// CreateRenderer is part of the toolkit's contract.
func (b *gridBody) CreateRenderer() fyne.WidgetRenderer { return newGridRenderer(b) }

func (b *gridBody) openRow() {
	if id := b.grid.CurrentRow(); id != "" && b.grid.OnOpen != nil {
		b.grid.OnOpen(id)
	}
}

// Say names the current cell as [Grid.Parts] does, and after a colon the far corner of the marked block.
func (b *gridBody) Say() string {
	g := b.grid
	if _, ok := b.cell(); !ok || g.column >= len(g.Columns) {
		return ""
	}
	name := func(row, column int) string { return g.rows[row].ID + "/" + g.Columns[column].Title }
	if row, column := g.far(); g.sheet() && (row != g.row || column != g.column) {
		return name(g.row, g.column) + ":" + name(row, column)
	}
	return name(g.row, g.column)
}

// MouseIn is part of the toolkit's contract.
func (b *gridBody) MouseIn(ev *desktop.MouseEvent) { b.MouseMoved(ev) }

// MouseMoved shows which row is under the pointer.
func (b *gridBody) MouseMoved(ev *desktop.MouseEvent) {
	b.hover(b.grid.rowAt(ev.Position.Y))
	b.tell(ev.Position)
}

// MouseOut is part of the toolkit's contract.
func (b *gridBody) MouseOut() {
	b.hover(-1)
	b.tell(fyne.NewPos(-1, -1))
}

func (b *gridBody) hover(row int) {
	if row != b.hovered {
		b.hovered = row
		b.Refresh()
	}
}

// FocusGained is part of the toolkit's contract.
func (b *gridBody) FocusGained() {
	b.focused, b.shift = true, false
	if g := b.grid; g.row < 0 && len(g.rows) > 0 {
		g.moveTo(g.step(-1, 1), g.column)
	}
	if b.grid.OnFocus != nil {
		b.grid.OnFocus(true)
	}
	b.grid.blame()
	b.Refresh()
}

// FocusLost is part of the toolkit's contract.
func (b *gridBody) FocusLost() {
	b.focused = false
	if b.grid.OnFocus != nil {
		b.grid.OnFocus(false)
	}
	b.Refresh()
}

func (b *gridBody) takeFocus() {
	if c := CanvasOf(b); c != nil && c.Focused() != b {
		c.Focus(b)
	}
}

func (b *gridBody) cell() (*Cell, bool) {
	g := b.grid
	if g.row < 0 || g.row >= len(g.rows) {
		return nil, false
	}
	cells := g.cells(g.row)
	if g.column >= len(cells) {
		return nil, false
	}
	return &cells[g.column], true
}

// edit opens the current cell: with a first text in place of its own, which the arrows hand over as in a spreadsheet, or to go on with what
// is there.
func (b *gridBody) edit(first string, replace bool) bool {
	g := b.grid
	cell, ok := b.cell()
	if !ok || !cell.Edit || g.OnCommit == nil {
		return false
	}
	g.shrink()
	text, draft := g.shown(g.row, g.column), false
	_, draft = g.drafts[place{g.CurrentRow(), g.column}]
	b.editor.begin(text, first, replace, draft)
	return true
}

// commit hands a text of the current cell over and keeps it as a draft when it is refused.
func (b *gridBody) commit(text string) {
	g := b.grid
	g.commitAt(place{g.CurrentRow(), g.column}, text)
	b.Refresh()
}
