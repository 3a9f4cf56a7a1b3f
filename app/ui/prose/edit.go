package prose

import "slices"

// How an edit joins the one before it on the list of what can be taken back.
const (
	editTyped = iota // a character: joins characters that were typed before it
	editErased
	editOther
)

// state is an older text.
type state struct {
	paragraphs    []*paragraph
	caret, anchor position
}

// history is the typing that was not handed over yet.
type history struct {
	undo, redo []state
	last       int // kind of the last edit
}

func (h *history) forget() { h.undo, h.redo, h.last = nil, nil, editOther }

func (e *Editor) state() state {
	return state{slices.Clone(e.document.paragraphs), e.caret, e.anchor}
}

// edit puts paragraphs in the place of what is selected, and the caret behind them.
func (e *Editor) edit(with []*paragraph, kind int) {
	if kind == editOther || kind != e.typing.last || len(e.typing.undo) == 0 {
		e.typing.undo = append(e.typing.undo, e.state())
	}
	e.typing.redo, e.typing.last = nil, kind
	from, to := e.selection()
	e.caret = e.document.replace(from, to, with)
	e.anchor, e.goal = e.caret, -1
	e.changed()
}

// changed shows the text after an edit.
func (e *Editor) changed() {
	before := e.body.MinSize().Height
	e.layout()
	if e.body.MinSize().Height != before {
		e.scroll.Refresh()
	}
	e.reveal()
	e.body.Refresh()
	e.OnChanged()
}

func (e *Editor) restore(s state) {
	e.document.paragraphs, e.caret, e.anchor, e.goal = s.paragraphs, s.caret, s.anchor, -1
	e.changed()
}

// UndoTyping takes typing back that was not handed over and reports whether there was any.
func (e *Editor) UndoTyping() bool {
	h := &e.typing
	if len(h.undo) == 0 {
		return false
	}
	h.redo = append(h.redo, e.state())
	last := h.undo[len(h.undo)-1]
	h.undo, h.last = h.undo[:len(h.undo)-1], editOther
	e.restore(last)
	return true
}

// redoTyping makes typing again and reports whether there was any.
func (e *Editor) redoTyping() bool {
	h := &e.typing
	if len(h.redo) == 0 {
		return false
	}
	h.undo = append(h.undo, e.state())
	last := h.redo[len(h.redo)-1]
	h.redo = h.redo[:len(h.redo)-1]
	e.restore(last)
	return true
}

// selection returns the two ends of what is selected, in order.
func (e *Editor) selection() (from, to position) {
	if e.anchor.before(e.caret) {
		return e.anchor, e.caret
	}
	return e.caret, e.anchor
}

// moveTo puts the caret elsewhere; extend keeps the other end of the selection.
func (e *Editor) moveTo(p position, extend bool) {
	e.caret, e.typing.last = e.document.clamp(p), editOther
	if !extend {
		e.anchor = e.caret
	}
	e.goal = -1
	e.reveal()
	e.body.Refresh()
	e.tellMark()
}

// tellMark tells the owner when the caret has come to another mark.
func (e *Editor) tellMark() {
	now := -1
	for _, m := range e.document.paragraphs[e.caret.paragraph].marks {
		if m.from <= e.caret.at && e.caret.at < m.to {
			now = m.index
		}
	}
	if now != e.inMark {
		e.inMark = now
		if now >= 0 {
			e.OnMark(now)
		}
	}
}

// vertical moves the caret by lines, keeping to the same distance from the edge.
func (e *Editor) vertical(lines int, extend bool) {
	if !e.laid() {
		return
	}
	x, _ := e.point(e.caret)
	if e.goal >= 0 {
		x = e.goal
	}
	p := e.caret
	for range max(lines, -lines) {
		next, ok := e.nextLine(p, lines > 0, x)
		if !ok {
			break
		}
		p = next
	}
	e.moveTo(p, extend)
	e.goal = x
}

// nextLine returns the place above or below another one.
func (e *Editor) nextLine(p position, down bool, x float32) (position, bool) {
	list := e.document.paragraphs
	line := list[p.paragraph].lineOf(p.at)
	switch {
	case down && line+1 < len(list[p.paragraph].lines):
		line++
	case !down && line > 0:
		line--
	case down && p.paragraph+1 < len(list):
		p.paragraph++
		line = 0
	case !down && p.paragraph > 0:
		p.paragraph--
		line = len(list[p.paragraph].lines) - 1
	default:
		return p, false
	}
	return position{p.paragraph, e.atX(list[p.paragraph], line, x)}, true
}

// erase removes what is selected, else what lies between the caret and another place.
func (e *Editor) erase(to position) {
	if e.anchor == e.caret {
		e.anchor = to
	}
	if e.anchor != e.caret {
		e.edit([]*paragraph{{}}, editErased)
	}
}
