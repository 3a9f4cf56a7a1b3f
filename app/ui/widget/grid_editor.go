package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// cellEditor is the field that lies over the current cell while it is typed into. Leaving it in any way hands the text over: Esc
// too, so that no key loses input; Ctrl+Z takes a change back.
type cellEditor struct {
	widget.Entry
	body     *gridBody
	open     bool
	original string
	draft    bool // the original was refused
	quick    bool // a letter opened it: Left and Right hand over and go on, as Up and Down do
	shift    bool
	cell     fyne.Size // of the cell that it lies over
	room     float32   // from the cell's left edge to that of the grid
}

func newCellEditor(b *gridBody) *cellEditor {
	e := &cellEditor{body: b}
	e.Wrapping = fyne.TextWrapOff
	e.OnChanged = func(string) { e.fit() }
	e.ExtendBaseWidget(e)
	e.Hide()
	return e
}

// lay puts the field over a cell; room is what there is from the cell's left edge to the right one of the grid.
func (e *cellEditor) lay(pos fyne.Position, cell fyne.Size, room float32) {
	e.cell, e.room = cell, room
	e.Move(pos)
	e.fit()
}

// fit makes the field as wide as its text, as spreadsheets do, but no narrower than the cell; what does not fit into the grid is scrolled.
func (e *cellEditor) fit() {
	const sides = 28 // of the field, and the caret with what comes next
	text := fyne.MeasureText(e.Text, look14(), fyne.TextStyle{}).Width + sides
	e.Resize(fyne.NewSize(min(max(e.cell.Width, text), max(e.cell.Width, e.room)), e.cell.Height))
}

// begin shows the field over a cell with a text: with what was typed first in its place, or to go on with it. draft says that the text
// itself was refused.
func (e *cellEditor) begin(text, first string, replace, draft bool) {
	e.open, e.original, e.draft, e.quick, e.shift = true, text, draft, replace, e.body.shift
	if replace {
		text = first
	}
	e.SetText(text)
	e.CursorRow, e.CursorColumn = 0, len([]rune(text))
	e.Show()
	e.body.Refresh()
	if c := CanvasOf(e.body); c != nil {
		c.Focus(e)
	}
}

// selectAll selects the text, so that the next letter replaces it.
func (e *cellEditor) selectAll() {
	if e.Text != "" {
		e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// Say returns what is typed, handed over or not.
func (e *cellEditor) Say() string { return e.Text }

// commit closes the field and hands its text over if it was changed.
func (e *cellEditor) commit() {
	if !e.open {
		return
	}
	e.open = false
	e.Hide()
	if e.Text != e.original || e.draft && e.quick {
		e.body.commit(e.Text)
	}
	e.body.Refresh()
}

// abandon closes the field without handing anything over: its row is gone.
func (e *cellEditor) abandon() {
	e.open = false
	e.Hide()
}

// FocusLost hands the text over.
func (e *cellEditor) FocusLost() {
	e.Entry.FocusLost()
	e.commit()
}

// AcceptsTab lets Tab go from cell to cell.
func (e *cellEditor) AcceptsTab() bool { return true }

// KeyDown watches the Shift key.
func (e *cellEditor) KeyDown(ev *fyne.KeyEvent) {
	if isShift(ev) {
		e.shift = true
	}
	e.Entry.KeyDown(ev)
}

// KeyUp watches the Shift key.
func (e *cellEditor) KeyUp(ev *fyne.KeyEvent) {
	if isShift(ev) {
		e.shift = false
	}
	e.Entry.KeyUp(ev)
}

// TypedKey commits and moves on for the keys that do so in a spreadsheet.
func (e *cellEditor) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		shift := e.shift
		e.leave()
		e.body.shift = shift
		e.body.enter(ev)
	case fyne.KeyUp, fyne.KeyDown:
		e.move(ev)
	case fyne.KeyLeft, fyne.KeyRight:
		if e.quick && !e.shift {
			e.move(ev)
		} else {
			e.Entry.TypedKey(ev)
		}
	case fyne.KeyF2:
		e.quick = !e.quick
	case fyne.KeyEscape:
		e.leave()
	case fyne.KeyTab:
		e.tab()
	default:
		if !PassOn(e.body, ev) {
			e.Entry.TypedKey(ev)
		}
	}
}

// move hands over and goes on.
func (e *cellEditor) move(ev *fyne.KeyEvent) {
	e.leave()
	e.body.TypedKey(ev)
}

// MouseDown puts the caret; from then on Left and Right move it.
func (e *cellEditor) MouseDown(ev *desktop.MouseEvent) {
	e.quick = false
	e.Entry.MouseDown(ev)
}

func (e *cellEditor) tab() {
	shift := e.shift
	e.leave()
	e.body.shift = shift
	if e.body.AcceptsTab() {
		e.body.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
		return
	}
	if c := CanvasOf(e.body); c != nil {
		if shift {
			c.FocusPrevious()
		} else {
			c.FocusNext()
		}
	}
}

// leave commits and gives the keyboard back to the grid.
func (e *cellEditor) leave() {
	e.commit()
	e.body.takeFocus()
}

// TypedShortcut keeps the shortcuts of typing and passes all else on.
func (e *cellEditor) TypedShortcut(s fyne.Shortcut) {
	if paste, ok := s.(*fyne.ShortcutPaste); ok && e.body.grid.sheet() {
		if block := SplitTable(paste.Clipboard.Content()); len(block) > 1 || len(block[0]) > 1 {
			e.abandon() // the block covers what was being typed
			e.body.takeFocus()
			e.body.grid.Paste(paste.Clipboard.Content())
			return
		}
	}
	if typing(s) {
		e.Entry.TypedShortcut(s)
		return
	}
	PassShortcut(e.body, s)
}
