package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// AcceptsTab keeps Tab inside while there is another cell to type into: in the row, and in a sheet in any row.
func (b *gridBody) AcceptsTab() bool {
	_, _, more := b.tabTo()
	return more
}

// tabTo returns the cell to which Tab leads.
func (b *gridBody) tabTo() (row, column int, more bool) {
	g := b.grid
	if column, more := g.stepColumn(b.direction()); more {
		return g.row, column, true
	}
	if !g.sheet() || g.row < 0 {
		return 0, 0, false
	}
	for row, next := g.row, g.step(g.row, b.direction()); next != row; row, next = next, g.step(next, b.direction()) {
		for n := range g.Columns {
			if b.shift {
				n = len(g.Columns) - 1 - n
			}
			if g.opens(next, n) {
				return next, n, true
			}
		}
	}
	return 0, 0, false
}

func (b *gridBody) direction() int {
	if b.shift {
		return -1
	}
	return 1
}

// KeyDown watches the Shift key.
func (b *gridBody) KeyDown(ev *fyne.KeyEvent) {
	if isShift(ev) {
		b.shift = true
	}
}

// KeyUp watches the Shift key.
func (b *gridBody) KeyUp(ev *fyne.KeyEvent) {
	if isShift(ev) {
		b.shift = false
	}
}

func isShift(ev *fyne.KeyEvent) bool {
	return ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight
}

// TypedRune starts typing into the current cell, replacing what is there.
func (b *gridBody) TypedRune(r rune) {
	if !b.edit(string(r), true) && r != ' ' {
		b.grid.fixed()
	}
}

// TypedKey moves, marks, opens and clears.
func (b *gridBody) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name { // letters come as keys too, before they come as runes
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyEscape:
		b.tabbed = -1
	}
	switch ev.Name {
	case fyne.KeySpace:
		if cell, ok := b.cell(); ok && !cell.Edit && !b.grid.sheet() { // elsewhere it begins to type
			b.grid.toggleMark()
		}
	case fyne.KeyEscape:
		b.grid.Mark()
		b.grid.shrink()
		b.Refresh()
		PassKey(b, ev)
	case fyne.KeyReturn, fyne.KeyEnter:
		b.enter(ev)
	case fyne.KeyF2:
		if !b.edit("", false) { // where nothing can be typed the key is the window's
			PassOn(b, ev)
		}
	case fyne.KeyDelete:
		b.clear()
	case fyne.KeyBackspace:
		if !b.edit("", true) {
			b.grid.fixed()
		}
	default:
		if !b.walk(ev.Name) {
			PassOn(b, ev)
		}
	}
}

// enter goes to the next row as in a spreadsheet, after a run of Tab to where that began. Where rows are marked and nothing can be typed it
// opens the row, and where that means nothing the key is the window's.
func (b *gridBody) enter(ev *fyne.KeyEvent) {
	g := b.grid
	cell, ok := b.cell()
	switch {
	case ok && (cell.Edit || g.sheet()):
		column := g.column
		if b.tabbed >= 0 {
			column, b.tabbed = b.tabbed, -1
		}
		if g.sheet() {
			g.goTo(g.step(g.row, b.direction()), column)
		} else {
			g.moveTo(g.step(g.row, b.direction()), column)
		}
	case g.OnOpen != nil:
		b.openRow()
	default:
		PassKey(b, ev)
	}
}

// clear empties the marked cells, or the current one.
func (b *gridBody) clear() {
	if b.grid.sheet() {
		b.grid.Clear()
	} else if cell, ok := b.cell(); ok && cell.Edit {
		b.commit("")
	}
}

// walk makes another cell current and reports whether the key means that.
func (b *gridBody) walk(key fyne.KeyName) bool {
	g := b.grid
	if key == fyne.KeyTab {
		b.tab()
		return true
	}
	if g.sheet() {
		return b.walkSheet(key)
	}
	switch key {
	case fyne.KeyUp:
		b.pass(func() { g.moveTo(g.step(g.row, -1), g.column) })
	case fyne.KeyDown:
		b.pass(func() { g.moveTo(g.step(g.row, 1), g.column) })
	case fyne.KeyPageUp, fyne.KeyPageDown:
		b.pass(func() { g.moveTo(b.paged(g.row, key), g.column) })
	case fyne.KeyHome:
		b.pass(func() { g.moveTo(g.step(-1, 1), g.column) })
	case fyne.KeyEnd:
		b.pass(func() { g.moveTo(g.step(len(g.rows), -1), g.column) })
	case fyne.KeyLeft, fyne.KeyRight:
		if column, ok := g.stepColumn(map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1}[key]); ok {
			g.moveTo(g.row, column)
		}
	default:
		return false
	}
	return true
}

// tab goes to the next cell that can be typed into.
func (b *gridBody) tab() {
	row, column, more := b.tabTo()
	if !more {
		return
	}
	if b.tabbed < 0 || row != b.grid.row {
		b.tabbed = b.grid.column
		if row != b.grid.row {
			b.tabbed = column
		}
	}
	b.grid.goTo(row, column)
}

// walkSheet goes from cell to cell; with Shift it marks the cells up to where it leads.
func (b *gridBody) walkSheet(key fyne.KeyName) bool {
	g := b.grid
	row, column := g.row, g.column
	if b.shift {
		row, column = g.far()
	}
	switch key {
	case fyne.KeyUp:
		row = g.step(row, -1)
	case fyne.KeyDown:
		row = g.step(row, 1)
	case fyne.KeyLeft:
		column = g.sideways(column, -1)
	case fyne.KeyRight:
		column = g.sideways(column, 1)
	case fyne.KeyHome:
		column = 0
	case fyne.KeyEnd:
		column = g.sideways(len(g.Columns), 0)
	case fyne.KeyPageUp, fyne.KeyPageDown:
		row = b.paged(row, key)
	default:
		return false
	}
	b.arrive(row, column, b.shift)
	return true
}

// arrive makes a cell current, or marks the cells up to it.
func (b *gridBody) arrive(row, column int, marking bool) {
	if marking {
		b.grid.extend(row, column)
		return
	}
	b.grid.goTo(row, column)
}

// jump goes where an arrow, Home or End leads with Ctrl, and reports whether the key means that.
func (b *gridBody) jump(key fyne.KeyName, marking bool) bool {
	g := b.grid
	if g.row < 0 {
		return false
	}
	row, column := g.row, g.column
	if marking {
		row, column = g.far()
	}
	switch key {
	case fyne.KeyUp:
		row, column = g.edge(row, column, -1, 0)
	case fyne.KeyDown:
		row, column = g.edge(row, column, 1, 0)
	case fyne.KeyLeft:
		row, column = g.edge(row, column, 0, -1)
	case fyne.KeyRight:
		row, column = g.edge(row, column, 0, 1)
	case fyne.KeyHome:
		row, column = g.step(-1, 1), 0
	case fyne.KeyEnd:
		row, column = g.step(len(g.rows), -1), g.sideways(len(g.Columns), 0)
	default:
		return false
	}
	b.arrive(row, column, marking)
	return true
}

// pass goes to another row; with Shift it marks the rows it passes.
func (b *gridBody) pass(move func()) {
	g := b.grid
	if !b.shift {
		g.marks.anchor = ""
	} else if g.marks.anchor == "" {
		g.marks.anchor = g.CurrentRow()
	}
	move()
	if b.shift {
		g.markRange()
	}
}

// paged returns the row a page away.
func (b *gridBody) paged(row int, key fyne.KeyName) int {
	g := b.grid
	count := max(1, int(g.scroll.Size().Height/rowHeight(0))-1)
	direction := 1
	if key == fyne.KeyPageUp {
		direction = -1
	}
	for range count {
		row = g.step(row, direction)
	}
	return row
}

// TypedShortcut copies, cuts, pastes, fills, marks all and goes to the edges, and passes all else on.
func (b *gridBody) TypedShortcut(s fyne.Shortcut) {
	g := b.grid
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		if text := g.CopyCells(); text != "" {
			s.Clipboard.SetContent(text)
		}
	case *fyne.ShortcutCut:
		if g.sheet() {
			s.Clipboard.SetContent(g.CutCells())
		}
	case *fyne.ShortcutPaste:
		b.paste(s.Clipboard.Content())
	case *fyne.ShortcutSelectAll:
		if g.sheet() {
			g.markAllCells()
		} else {
			g.markAll()
		}
	case *desktop.CustomShortcut:
		if !g.sheet() || !b.custom(s) {
			PassShortcut(b, s)
		}
	default:
		PassShortcut(b, s)
	}
}

// custom does what Ctrl means with a key in a sheet.
func (b *gridBody) custom(s *desktop.CustomShortcut) bool {
	marking := s.Modifier == fyne.KeyModifierControl|fyne.KeyModifierShift
	switch {
	case s.Modifier != fyne.KeyModifierControl && !marking:
		return false
	case s.KeyName == fyne.KeyD && !marking:
		b.grid.FillDown()
	case s.KeyName == fyne.KeyR && !marking:
		b.grid.FillRight()
	default:
		return b.jump(s.KeyName, marking)
	}
	return true
}

// paste puts a text from the clipboard into the marked cells.
func (b *gridBody) paste(text string) {
	if b.grid.sheet() {
		b.grid.Paste(text)
		return
	}
	cell, ok := b.cell()
	if block := SplitTable(text); ok && cell.Edit && len(block) == 1 && len(block[0]) == 1 {
		b.commit(strings.TrimSpace(block[0][0]))
	}
}
