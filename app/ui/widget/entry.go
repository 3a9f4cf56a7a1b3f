package widget

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Entry is a text field that hands its text over when it is left, when Enter is pressed, and in long texts at the end of every
// sentence. Esc leaves the field and hands over too. Refused text stays, marked.
type Entry struct {
	widget.Entry
	// OnCommit is called with a text that differs from the one last shown or committed. An error marks the field.
	OnCommit func(text string) error
	// OnMove is called for Up and Down in a single-line field, and after Enter with +1.
	OnMove func(direction int)
	// OnCaps is called while letters are typed, with whether the Caps Lock key seems to be on; for passwords.
	OnCaps func(on bool)

	known      string
	fault      error // why what the field holds was refused
	on         on
	shown      bool // a value, since the field came to be about its subject
	rows       int
	committing bool
	shift      bool
	behind     amongBlanks
}

// Undoer is a control that may have typing of its own to take back before anything else is undone.
type Undoer interface {
	// UndoTyping takes typing that was not handed over back and reports whether there was any.
	UndoTyping() bool
}

var (
	_ fyne.Widget = (*Entry)(nil)
	_ Undoer      = (*Entry)(nil)
	_ Undoer      = (*cellEditor)(nil)
)

// NewEntry returns a single-line field.
func NewEntry(onCommit func(string) error) *Entry {
	e := &Entry{OnCommit: onCommit}
	e.Wrapping = fyne.TextWrapOff
	e.ExtendBaseWidget(e)
	return e
}

// NewPassword returns a field that shows dots.
func NewPassword() *Entry {
	e := NewEntry(nil)
	e.Password = true
	return e
}

// NewProse returns a wrapped field of several lines. Long texts belong into one field a paragraph: the toolkit lays out the whole
// text at every key.
func NewProse(rows int, onCommit func(string) error) *Entry {
	e := &Entry{OnCommit: onCommit, rows: rows}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.ExtendBaseWidget(e)
	e.SetMinRowsVisible(rows)
	return e
}

// Keep says where text that was refused is kept, and the field's name there. Else it is kept as long as the field.
func (e *Entry) Keep(shelf Shelf, name string) *Entry {
	e.on.shelf, e.on.name = shelf, name
	return e
}

// SetValue shows a text as known to its owner. Typing that was not handed over yet is kept, and what was refused stands in the field until
// it is mended, here or wherever else it is shown.
func (e *Entry) SetValue(text string) {
	waiting, waits := e.on.refused()[""]
	if waits && waiting.Text == text {
		e.on.keep("", nil)
		waits = false
	}
	first := !e.shown
	e.shown = true
	mended := e.fault != nil && !waits
	if e.Dirty() && !mended || !(waits && first) && e.known == text && e.Text == text {
		return
	}
	e.known = text
	if waits && first {
		e.SetText(waiting.Text)
		e.blame(waiting.Fault)
		return
	}
	e.SetText(text)
	e.blame(nil)
}

// About says what the field is about, such as an indicator; [Entry.SetValue] shows its text then. Typing that was not taken waits for its
// own subject to come back.
func (e *Entry) About(subject string) {
	if subject == e.on.subject {
		return
	}
	if e.Dirty() && !e.committing { // what is being taken does not wait
		e.on.keep("", &Refused{Text: e.Text, Fault: e.fault})
	}
	e.on.subject = subject
	e.Reset()
}

// blame marks the field with what is wrong with its text, nil for nothing.
func (e *Entry) blame(fault error) {
	e.fault = fault
	e.SetValidationError(fault)
}

// Dirty reports whether the field holds typing that was not handed over, or was refused.
func (e *Entry) Dirty() bool { return e.Text != e.known }

// Commit hands the text over if it has changed.
func (e *Entry) Commit() {
	if !e.Dirty() {
		e.mended()
	}
	if !e.Dirty() || e.OnCommit == nil || e.committing {
		return
	}
	e.committing = true // the owner may refresh the field from within OnCommit, or turn it to another subject
	defer func() { e.committing = false }()
	e.on.lies()
	text, of := e.Text, e.on
	if err := e.OnCommit(text); err != nil {
		of.keep("", &Refused{Text: text, Fault: err})
		if e.on.subject == of.subject {
			e.blame(err)
		}
		return
	}
	of.keep("", nil)
	if e.on.subject == of.subject && e.Text == text {
		e.known = text
		e.blame(nil)
	}
}

// mended forgets what was not taken once the field holds again what its owner knows.
func (e *Entry) mended() {
	if _, waits := e.on.refused()[""]; waits {
		e.on.keep("", nil)
		e.blame(nil)
	}
}

// UndoTyping implements [Undoer].
func (e *Entry) UndoTyping() bool {
	if !e.Dirty() {
		return false
	}
	e.Undo()
	if !e.Dirty() {
		e.mended()
	}
	return true
}

// FocusGained says what is wrong with the field's text.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	if e.fault != nil {
		e.on.lies().Blame(e.fault)
	}
}

// AcceptsTab is false: Tab goes on to the next control, also from texts of several lines.
func (e *Entry) AcceptsTab() bool { return false }

// FocusLost hands the text over.
func (e *Entry) FocusLost() {
	e.Entry.FocusLost()
	e.Commit()
}

// TypedRune hands a long text over at the end of a sentence.
func (e *Entry) TypedRune(r rune) {
	e.edit(func() { e.Entry.TypedRune(r) })
	if e.OnCaps != nil && r <= unicode.MaxASCII && unicode.IsLetter(r) {
		e.OnCaps(unicode.IsUpper(r) != e.shift)
	}
	if e.MultiLine && strings.ContainsRune("。；！？.;", r) {
		e.Commit()
	}
}

// TypedKey commits, moves and passes function keys on.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !e.MultiLine {
			e.Commit()
			e.Entry.TypedKey(ev)
			e.move(1)
			return
		}
		e.edit(func() { e.Entry.TypedKey(ev) })
		e.Commit()
	case fyne.KeyBackspace:
		e.edit(func() { e.Entry.TypedKey(ev) })
	case fyne.KeyDelete:
		e.resume()
		e.Entry.TypedKey(ev)
	case fyne.KeyUp, fyne.KeyDown:
		if e.MultiLine || e.OnMove == nil {
			e.walk(ev)
			return
		}
		e.Commit()
		if ev.Name == fyne.KeyUp {
			e.move(-1)
		} else {
			e.move(1)
		}
	case fyne.KeyEscape:
		e.Commit()
		PassKey(e, ev)
	default:
		if !PassOn(e, ev) {
			e.walk(ev)
		}
	}
}

// walk takes the cursor elsewhere.
func (e *Entry) walk(ev *fyne.KeyEvent) {
	e.behind = amongBlanks{}
	e.Entry.TypedKey(ev)
}

func (e *Entry) move(direction int) {
	if e.OnMove != nil {
		e.OnMove(direction)
	}
}

// KeyDown watches the Shift key.
func (e *Entry) KeyDown(ev *fyne.KeyEvent) {
	e.shift = e.shift || isShift(ev)
	e.Entry.KeyDown(ev)
}

// KeyUp watches the Shift key.
func (e *Entry) KeyUp(ev *fyne.KeyEvent) {
	if isShift(ev) {
		e.shift = false
	}
	e.Entry.KeyUp(ev)
}

// TypedShortcut keeps the shortcuts of typing and passes all else on; undo and redo too where no typing waits to be handed over.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutUndo, *fyne.ShortcutRedo:
		if !e.Dirty() {
			PassShortcut(e, s)
			return
		}
	}
	if _, pastes := s.(*fyne.ShortcutPaste); pastes {
		e.edit(func() { e.Entry.TypedShortcut(s) })
		return
	}
	if typing(s) {
		e.behind = amongBlanks{}
		e.Entry.TypedShortcut(s)
		return
	}
	PassShortcut(e, s)
}

// UndoTyping implements [Undoer].
func (e *cellEditor) UndoTyping() bool {
	if !e.open {
		return false
	}
	e.Undo()
	return true
}

// typing reports whether a shortcut belongs to editing text.
func typing(s fyne.Shortcut) bool {
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok {
		return true
	}
	switch custom.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		return custom.Modifier&fyne.KeyModifierAlt == 0
	}
	return false
}

// PassKey hands any key to the canvas's own handler.
func PassKey(control fyne.CanvasObject, ev *fyne.KeyEvent) {
	if c := CanvasOf(control); c != nil {
		if handler := c.OnTypedKey(); handler != nil {
			handler(ev)
		}
	}
}

// Reset empties the field and forgets what it held, so that the next [Entry.SetValue] shows another item.
func (e *Entry) Reset() {
	e.known, e.shown = "", false
	e.SetText("")
	e.blame(nil)
}

// Accept takes what the field holds as known to its owner.
func (e *Entry) Accept() { e.known = e.Text }
