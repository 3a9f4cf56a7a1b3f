package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// grip is what moving the mouse does while its button is down.
type grip struct {
	marks bool // marks a block
	fills bool // fills the cells that it is led over with those that were marked
	from  block
	row   int // that was current
}

// handleSize is the edge of the square by which marked cells are filled into others; handleReach how near a press must be.
const (
	handleSize  = 7
	handleReach = 6
)

// MouseDown makes the cell under the pointer current.
func (b *gridBody) MouseDown(ev *desktop.MouseEvent) {
	if ev.Button == desktop.MouseButtonPrimary {
		b.press(ev.Position, ev.Modifier)
	}
}

func (b *gridBody) press(pos fyne.Position, modifier fyne.KeyModifier) {
	g := b.grid
	b.grip, b.tabbed = grip{}, -1
	if b.editor.open {
		b.editor.commit()
	}
	held := b.focused && b.onHandle(pos)
	b.takeFocus()
	if held {
		b.grip = grip{fills: true, from: g.marked(), row: g.row}
		return
	}
	row := g.rowAt(pos.Y)
	if row < 0 || g.rows[row].Level != 0 {
		return
	}
	column := g.columnAt(pos.X)
	b.moved, b.column = row != g.row || column != b.column, column
	switch {
	case !g.sheet():
		g.moveTo(row, column)
	case modifier&fyne.KeyModifierShift != 0:
		g.extend(row, column)
		return
	default:
		g.goTo(row, column)
		b.grip.marks = true
	}
	g.pressed(modifier)
}

// onHandle reports whether a place is on the square by which the marked cells are filled into others.
func (b *gridBody) onHandle(pos fyne.Position) bool {
	corner, ok := b.handle()
	return ok && pos.X >= corner.X-handleReach && pos.X <= corner.X+handleReach && pos.Y >= corner.Y-handleReach && pos.Y <= corner.Y+handleReach
}

// handle returns the lower right corner of the marked cells, where these can be filled into others.
func (b *gridBody) handle() (fyne.Position, bool) {
	g := b.grid
	if !g.sheet() || g.row < 0 || g.row >= len(g.rows) || b.editor.open || !g.opens(g.row, g.column) {
		return fyne.Position{}, false
	}
	of := g.marked()
	return fyne.NewPos(g.left(of.right+1), g.tops[of.bottom+1]-1), true
}

// left returns the left edge of a column.
func (g *Grid) left(column int) float32 {
	x := float32(0)
	for i := 0; i < column && i < len(g.widths); i++ {
		x += g.widths[i]
	}
	return x
}

// MouseUp is part of the toolkit's contract.
func (b *gridBody) MouseUp(*desktop.MouseEvent) {}

// Dragged marks the cells up to the one under the pointer, or leads what is to be filled there.
func (b *gridBody) Dragged(ev *fyne.DragEvent) {
	g := b.grid
	if !b.grip.marks && !b.grip.fills || g.row < 0 {
		return
	}
	pos := ev.AbsolutePosition.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(b)) // the rows may have scrolled meanwhile
	row, column := g.nearest(pos.Y), max(g.columnAt(pos.X), 0)
	if b.grip.fills {
		b.grip.lead(g, row)
		return
	}
	g.extend(row, column)
}

// lead marks the cells that were marked and those that are to be filled, upwards or downwards.
func (h *grip) lead(g *Grid, row int) {
	g.row, g.column = h.from.top, h.from.left
	end := max(row, h.from.bottom)
	if row < h.from.top {
		g.row, end = row, h.from.bottom
	}
	g.extend(end, h.from.right)
	g.body.Refresh()
}

// nearest returns the row at a height, or the nearest one that is no heading.
func (g *Grid) nearest(y float32) int {
	row := g.rowAt(max(y, 0))
	if row < 0 {
		return g.step(len(g.rows), -1)
	}
	if g.rows[row].Level == 0 {
		return row
	}
	if down := g.step(row, 1); down != row {
		return down
	}
	return g.step(row, -1)
}

// DragEnd fills what was led over.
func (b *gridBody) DragEnd() {
	g, held := b.grid, b.grip
	b.grip = grip{}
	if !held.fills {
		return
	}
	source := g.data(held.from)
	to := g.marked()
	n := 0
	if to.top < held.from.top { // upwards: the pattern ends where the source begins
		n = -len(g.data(block{to.top, held.from.top - 1, 0, 0}))
	}
	from := make(map[int]int)
	for _, row := range g.data(to) {
		from[row] = source[((n%len(source))+len(source))%len(source)]
		n++
	}
	if to == held.from {
		return
	}
	g.write(Filling, to, func(row, column int) (string, bool) {
		return g.shown(from[row], column), row < held.from.top || row > held.from.bottom
	}, nil)
	if g.row != held.row && g.OnCurrent != nil {
		g.OnCurrent(g.CurrentRow())
	}
}

// Tapped serves drivers without mouse buttons; with them the press has done it.
func (b *gridBody) Tapped(ev *fyne.PointEvent) {
	if fyne.CurrentDevice().IsMobile() {
		b.press(ev.Position, 0)
	}
}

// TappedSecondary asks for the menu of the marked cells; outside of them it makes the cell under the pointer current first.
func (b *gridBody) TappedSecondary(ev *fyne.PointEvent) {
	g := b.grid
	row, column := g.rowAt(ev.Position.Y), g.columnAt(ev.Position.X)
	if !g.sheet() || g.OnMenu == nil || row < 0 || g.rows[row].Level != 0 {
		return
	}
	if of := g.marked(); row < of.top || row > of.bottom || column < of.left || column > of.right {
		b.press(ev.Position, 0)
	}
	g.OnMenu(ev.AbsolutePosition)
}

// DoubleTapped edits a cell, and opens a row where nothing can be typed. The grid is one object to the toolkit, which takes two quick
// clicks on different cells for a double one.
func (b *gridBody) DoubleTapped(ev *fyne.PointEvent) {
	g := b.grid
	row, column := g.rowAt(ev.Position.Y), g.columnAt(ev.Position.X)
	if row < 0 || row != g.row || b.moved || b.editor.open {
		return
	}
	switch {
	case column == g.column && b.edit("", false):
	case g.OnLocked != nil && g.OnLocked(g.CurrentRow(), column):
	default:
		b.openRow()
	}
}
