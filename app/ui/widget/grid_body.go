package widget

import (
	"sort"
	"strings"

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
	hovered int // index of the row under the pointer, -1

	column int  // where the newest press was
	moved  bool // the one before it was in another cell
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
)

func newGridBody(g *Grid) *gridBody {
	b := &gridBody{grid: g, hovered: -1}
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

// MouseDown makes the cell under the pointer current and, where it can be typed into, opens it.
func (b *gridBody) MouseDown(ev *desktop.MouseEvent) {
	if ev.Button != desktop.MouseButtonPrimary {
		return
	}
	b.press(ev.Position, ev.Modifier)
}

func (b *gridBody) press(pos fyne.Position, modifier fyne.KeyModifier) {
	g := b.grid
	row := g.rowAt(pos.Y)
	if b.editor.open {
		b.editor.commit()
	}
	b.takeFocus()
	if row < 0 || g.rows[row].Level != 0 {
		return
	}
	column := g.columnAt(pos.X)
	cells := g.cells(row)
	editable := column >= 0 && column < len(cells) && cells[column].Edit
	b.moved, b.column = row != g.row || column != b.column, column
	g.moveTo(row, column)
	g.pressed(modifier)
	if editable && modifier == 0 {
		b.edit("", false)
	}
}

// MouseUp is part of the toolkit's contract.
func (b *gridBody) MouseUp(*desktop.MouseEvent) {}

// Tapped serves drivers without mouse buttons; with them the press has done it.
func (b *gridBody) Tapped(ev *fyne.PointEvent) {
	if fyne.CurrentDevice().IsMobile() {
		b.press(ev.Position, 0)
	}
}

// DoubleTapped opens a row where nothing can be typed. The grid is one object to the toolkit, which takes two quick clicks on different
// cells for a double one.
func (b *gridBody) DoubleTapped(ev *fyne.PointEvent) {
	g := b.grid
	row := g.rowAt(ev.Position.Y)
	if row < 0 || row != g.row || b.moved || b.editor.open {
		return
	}
	if g.OnLocked == nil || !g.OnLocked(g.CurrentRow(), g.columnAt(ev.Position.X)) {
		b.openRow()
	}
}

func (b *gridBody) openRow() {
	if id := b.grid.CurrentRow(); id != "" && b.grid.OnOpen != nil {
		b.grid.OnOpen(id)
	}
}

// MouseIn is part of the toolkit's contract.
func (b *gridBody) MouseIn(ev *desktop.MouseEvent) { b.hover(b.grid.rowAt(ev.Position.Y)) }

// MouseMoved shows which row is under the pointer.
func (b *gridBody) MouseMoved(ev *desktop.MouseEvent) { b.hover(b.grid.rowAt(ev.Position.Y)) }

// MouseOut is part of the toolkit's contract.
func (b *gridBody) MouseOut() { b.hover(-1) }

func (b *gridBody) hover(row int) {
	if row != b.hovered {
		b.hovered = row
		b.Refresh()
	}
}

// AcceptsTab keeps Tab inside while there is another cell of the row to type into.
func (b *gridBody) AcceptsTab() bool {
	_, more := b.grid.stepColumn(b.direction())
	return more
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

// TypedRune starts typing into the current cell, replacing what is there.
func (b *gridBody) TypedRune(r rune) { b.edit(string(r), true) }

// TypedKey moves, marks, opens and clears.
func (b *gridBody) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace:
		if cell, ok := b.cell(); ok && !cell.Edit { // elsewhere it begins to type
			b.grid.toggleMark()
		}
	case fyne.KeyEscape:
		b.grid.Mark()
		PassKey(b, ev)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyF2:
		if !b.edit("", false) && ev.Name != fyne.KeyF2 {
			b.openRow()
		}
	case fyne.KeyDelete, fyne.KeyBackspace:
		if cell, ok := b.cell(); ok && cell.Edit {
			b.commit("")
		}
	default:
		if !b.walk(ev.Name) {
			PassOn(b, ev)
		}
	}
}

// walk makes another cell current and reports whether the key means that.
func (b *gridBody) walk(key fyne.KeyName) bool {
	g := b.grid
	switch key {
	case fyne.KeyUp:
		b.pass(func() { g.moveTo(g.step(g.row, -1), g.column) })
	case fyne.KeyDown:
		b.pass(func() { g.moveTo(g.step(g.row, 1), g.column) })
	case fyne.KeyPageUp, fyne.KeyPageDown:
		b.pass(func() { b.page(key) })
	case fyne.KeyHome:
		b.pass(func() { g.moveTo(g.step(-1, 1), g.column) })
	case fyne.KeyEnd:
		b.pass(func() { g.moveTo(g.step(len(g.rows), -1), g.column) })
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyTab:
		direction := b.direction()
		if key != fyne.KeyTab {
			direction = map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1}[key]
		}
		if column, ok := g.stepColumn(direction); ok {
			g.moveTo(g.row, column)
		}
	default:
		return false
	}
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

func (b *gridBody) page(key fyne.KeyName) {
	g := b.grid
	count := max(1, int(g.scroll.Size().Height/rowHeight(0))-1)
	direction := 1
	if key == fyne.KeyPageUp {
		direction = -1
	}
	row := g.row
	for range count {
		row = g.step(row, direction)
	}
	g.moveTo(row, g.column)
}

// TypedShortcut copies the chosen rows as tab-separated text, pastes, marks all, and passes all else on.
func (b *gridBody) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		if text := b.grid.Copy(); text != "" {
			s.Clipboard.SetContent(text)
		}
	case *fyne.ShortcutPaste:
		b.paste(s.Clipboard.Content())
	case *fyne.ShortcutSelectAll:
		b.grid.markAll()
	default:
		PassShortcut(b, s)
	}
}

// paste puts a text from the clipboard into the current cell, or a block of texts over the cells from there on.
func (b *gridBody) paste(text string) {
	cell, ok := b.cell()
	if !ok {
		return
	}
	block := SplitTable(text)
	switch single := len(block) == 1 && len(block[0]) == 1; {
	case !single && b.grid.OnPaste != nil:
		b.grid.paste(block)
	case single && cell.Edit:
		b.commit(strings.TrimSpace(block[0][0]))
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

// edit opens the current cell, with a first text in place of its own or with its own text selected.
func (b *gridBody) edit(first string, replace bool) bool {
	cell, ok := b.cell()
	if !ok || !cell.Edit || b.grid.OnCommit == nil {
		return false
	}
	text := cell.Text
	if draft, ok := b.grid.drafts[place{b.grid.CurrentRow(), b.grid.column}]; ok {
		text = draft.Text
	}
	if replace {
		text = first
	}
	b.editor.begin(text, !replace)
	return true
}

// commit hands a text of the current cell over and keeps it as a draft when it is refused.
func (b *gridBody) commit(text string) {
	g := b.grid
	at := place{g.CurrentRow(), g.column}
	if err := g.OnCommit(at.id, at.column, text); err != nil {
		g.keep(at, &Refused{text, err})
	} else {
		g.keep(at, nil)
	}
	b.Refresh()
}
