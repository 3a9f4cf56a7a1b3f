package widget

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2/driver/desktop"
)

// amongBlanks is a place that the toolkit's cursor cannot stand at: behind or between blanks at which a line wraps, which belong to no
// line. It goes back before them whenever the field is drawn, and what is typed next would go there.
type amongBlanks struct {
	text   string // the place is in this text only
	offset int    // in characters
}

// edit lets the toolkit change the text at the cursor or before it, and keeps in mind where that is then.
func (e *Entry) edit(change func()) {
	if !e.MultiLine || e.SelectedText() != "" {
		e.behind = amongBlanks{}
		change()
		return
	}
	e.resume()
	before, at := utf8.RuneCountInString(e.Text), e.CursorTextOffset()
	change()
	e.behind = amongBlanks{e.Text, at + utf8.RuneCountInString(e.Text) - before}
}

// resume puts the cursor back to where it was meant to be, if nothing but blanks lie in between.
func (e *Entry) resume() {
	meant, at := e.behind, e.CursorTextOffset()
	e.behind = amongBlanks{}
	if meant.text != e.Text || meant.offset == at {
		return
	}
	text := []rune(e.Text)
	from, to := min(at, meant.offset), max(at, meant.offset)
	if from < 0 || to > len(text) || slices.ContainsFunc(text[from:to], func(r rune) bool { return !unicode.IsSpace(r) }) {
		return
	}
	for row := e.CursorRow; row >= 0; row-- {
		e.CursorRow, e.CursorColumn = row, 0
		if begin := e.CursorTextOffset(); begin <= meant.offset && (begin > 0 || row == 0) { // only the first line begins at 0
			e.CursorColumn = meant.offset - begin
			return
		}
	}
}

// MouseDown takes the cursor elsewhere.
func (e *Entry) MouseDown(ev *desktop.MouseEvent) {
	e.behind = amongBlanks{}
	e.Entry.MouseDown(ev)
}
