package prose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/widget"
)

// body is the part of an editor that scrolls and takes the keyboard and the mouse.
type body struct {
	toolkit.BaseWidget
	editor  *Editor
	focused bool
	shift   bool
}

var (
	_ fyne.Focusable         = (*body)(nil)
	_ fyne.Shortcutable      = (*body)(nil)
	_ fyne.DoubleTappable    = (*body)(nil)
	_ fyne.SecondaryTappable = (*body)(nil)
	_ fyne.Draggable         = (*body)(nil)
	_ desktop.Keyable        = (*body)(nil)
	_ desktop.Mouseable      = (*body)(nil)
	_ desktop.Cursorable     = (*body)(nil)
	_ widget.Undoer          = (*body)(nil)
)

func newBody(e *Editor) *body {
	b := &body{editor: e}
	b.ExtendBaseWidget(b)
	return b
}

// UndoTyping implements [widget.Undoer].
func (b *body) UndoTyping() bool { return b.editor.UndoTyping() }

// Cursor says that text can be selected here.
func (b *body) Cursor() desktop.Cursor { return desktop.TextCursor }

// FocusGained is part of the toolkit's contract.
func (b *body) FocusGained() {
	b.focused, b.shift = true, false
	b.editor.Refresh()
	b.Refresh()
}

// FocusLost hands the text over.
func (b *body) FocusLost() {
	b.focused = false
	b.editor.Commit()
	b.editor.Refresh()
	b.Refresh()
}

// KeyDown watches the Shift key.
func (b *body) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		b.shift = true
	}
}

// KeyUp watches the Shift key.
func (b *body) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		b.shift = false
	}
}

// MouseDown puts the caret under the pointer, or with Shift selects up to it.
func (b *body) MouseDown(ev *desktop.MouseEvent) {
	b.editor.Focus()
	e := b.editor
	at := e.placeAt(ev.Position.X, ev.Position.Y)
	from, to := e.selection()
	if ev.Button == desktop.MouseButtonSecondary && from.before(at) && at.before(to) {
		return // the menu is about what is selected
	}
	e.moveTo(at, ev.Modifier&fyne.KeyModifierShift != 0)
}

// MouseUp is part of the toolkit's contract.
func (b *body) MouseUp(*desktop.MouseEvent) {}

// Dragged selects.
func (b *body) Dragged(ev *fyne.DragEvent) {
	b.editor.moveTo(b.editor.placeAt(ev.Position.X, ev.Position.Y), true)
}

// DragEnd is part of the toolkit's contract.
func (b *body) DragEnd() {}

// DoubleTapped selects a word.
func (b *body) DoubleTapped(ev *fyne.PointEvent) {
	e := b.editor
	at := e.placeAt(ev.Position.X, ev.Position.Y)
	end := e.document.wordRight(at)
	if end.paragraph != at.paragraph {
		end = at
	}
	e.anchor = e.document.wordLeft(end)
	e.moveTo(end, true)
}

// TappedSecondary asks for the menu.
func (b *body) TappedSecondary(ev *fyne.PointEvent) { b.editor.OnMenu(ev.AbsolutePosition) }

// Resize lays the text out for another width.
func (b *body) Resize(size fyne.Size) {
	wider := size.Width != b.Size().Width
	b.BaseWidget.Resize(size)
	if wider {
		b.editor.layout()
		b.Refresh()
		b.editor.scroll.Refresh() // the height is another
	}
}

// MinSize is as high as the text.
func (b *body) MinSize() fyne.Size {
	if tops := b.editor.tops; len(tops) > 0 {
		return fyne.NewSize(80, tops[len(tops)-1]+padTop)
	}
	return fyne.NewSize(80, 0)
}

// CreateRenderer is part of the toolkit's contract.
func (b *body) CreateRenderer() fyne.WidgetRenderer { return newDrawing(b) }
