package prose

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"zhunsheng/app/ui/widget"
)

// sentenceEnds are the characters after which the text is handed over.
const sentenceEnds = "。；！？.;"

// TypedRune types a character.
func (b *body) TypedRune(r rune) {
	e := b.editor
	e.edit([]*paragraph{{runes: []rune{r}}}, editTyped)
	if strings.ContainsRune(sentenceEnds, r) {
		e.OnSentence()
	}
}

// TypedKey moves, erases and ends paragraphs.
func (b *body) TypedKey(ev *fyne.KeyEvent) {
	e := b.editor
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		e.edit([]*paragraph{{}, {}}, editOther)
		e.Commit()
	case fyne.KeyBackspace:
		e.erase(e.document.left(e.caret))
	case fyne.KeyDelete:
		e.erase(e.document.right(e.caret))
	case fyne.KeyEscape:
		e.Commit()
		widget.PassKey(b, ev)
	default:
		if !b.move(ev.Name, b.shift, false) {
			widget.PassOn(b, ev)
		}
	}
}

// move moves the caret and reports whether the key is one that does so; far is with Ctrl.
func (b *body) move(key fyne.KeyName, extend, far bool) bool {
	e := b.editor
	d := e.document
	switch key {
	case fyne.KeyLeft:
		switch from, to := e.selection(); {
		case far:
			e.moveTo(d.wordLeft(e.caret), extend)
		case from != to && !extend:
			e.moveTo(from, false)
		default:
			e.moveTo(d.left(e.caret), extend)
		}
	case fyne.KeyRight:
		switch from, to := e.selection(); {
		case far:
			e.moveTo(d.wordRight(e.caret), extend)
		case from != to && !extend:
			e.moveTo(to, false)
		default:
			e.moveTo(d.right(e.caret), extend)
		}
	case fyne.KeyUp:
		e.vertical(-1, extend)
	case fyne.KeyDown:
		e.vertical(1, extend)
	case fyne.KeyPageUp, fyne.KeyPageDown:
		lines := max(1, int(e.scroll.Size().Height/e.lineHeight())-1)
		if key == fyne.KeyPageUp {
			lines = -lines
		}
		e.vertical(lines, extend)
	case fyne.KeyHome, fyne.KeyEnd:
		e.moveTo(e.lineEnd(key == fyne.KeyEnd, far), extend)
	default:
		return false
	}
	return true
}

// lineEnd returns the beginning or the end of the line, or of the text.
func (e *Editor) lineEnd(end, ofText bool) position {
	switch {
	case ofText && end:
		return e.document.end()
	case ofText || !e.laid():
		return position{}
	}
	p := e.document.paragraphs[e.caret.paragraph]
	line := p.lineOf(e.caret.at)
	from, to := p.line(line)
	switch {
	case !end:
		to = from
	case line+1 < len(p.lines) && to > from:
		to-- // the place behind belongs to the next line
	}
	return position{e.caret.paragraph, to}
}

// TypedShortcut serves the clipboard, undo of typing and moves with Ctrl, and passes all else on.
func (b *body) TypedShortcut(s fyne.Shortcut) {
	e := b.editor
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		e.copy(s.Clipboard)
		return
	case *fyne.ShortcutCut:
		if e.copy(s.Clipboard) {
			e.erase(e.caret)
		}
		return
	case *fyne.ShortcutPaste:
		e.paste(s.Clipboard.Content())
		return
	case *fyne.ShortcutSelectAll:
		e.SelectAll()
		return
	case *fyne.ShortcutUndo:
		if e.UndoTyping() {
			return
		}
	case *fyne.ShortcutRedo:
		if e.redoTyping() {
			return
		}
	case *desktop.CustomShortcut:
		if b.custom(s) {
			return
		}
	}
	widget.PassShortcut(b, s)
}

// custom serves moves and erasing by words.
func (b *body) custom(s *desktop.CustomShortcut) bool {
	if s.Modifier&^fyne.KeyModifierShift != fyne.KeyModifierControl {
		return false
	}
	e := b.editor
	switch s.KeyName {
	case fyne.KeyBackspace:
		e.erase(e.document.wordLeft(e.caret))
		return true
	case fyne.KeyDelete:
		e.erase(e.document.wordRight(e.caret))
		return true
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd:
		return b.move(s.KeyName, s.Modifier&fyne.KeyModifierShift != 0, true)
	}
	return false
}

// SelectAll selects the whole text.
func (e *Editor) SelectAll() {
	e.anchor, e.caret = position{}, e.document.end()
	e.body.Refresh()
}

// copy puts what is selected on the clipboard, as it is shown, and reports whether there was anything.
func (e *Editor) copy(to fyne.Clipboard) bool {
	shown := e.Selected()
	if shown == "" {
		return false
	}
	from, end := e.selection()
	e.copied = copied{shown: shown, text: e.document.slice(from, end, nil)}
	to.SetContent(shown)
	return true
}

// paste puts a text in the place of what is selected. What was copied here keeps its figures.
func (e *Editor) paste(text string) {
	if text == "" {
		return
	}
	if text == e.copied.shown {
		text = e.copied.text
	}
	e.edit(e.document.read(text), editOther)
	e.Commit()
}

// Copy puts what is selected on the clipboard, as it is shown.
func (e *Editor) Copy(c fyne.Clipboard) { e.copy(c) }

// Cut copies what is selected and removes it.
func (e *Editor) Cut(c fyne.Clipboard) { e.body.TypedShortcut(&fyne.ShortcutCut{Clipboard: c}) }

// Paste puts the clipboard's text in.
func (e *Editor) Paste(c fyne.Clipboard) { e.paste(c.Content()) }
