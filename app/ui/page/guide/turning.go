package guide

import (
	"errors"

	"fyne.io/fyne/v2"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

var keysHistory = command.CtrlShift(fyne.KeyH)

// undo takes typing back first, then the latest change, and shows where it was.
func (p *Page) undo() {
	if c := widget.CanvasOf(p.content); c != nil {
		if u, ok := c.Focused().(widget.Undoer); ok && u.UndoTyping() {
			return
		}
	}
	if place, ok := p.session.Undo(); ok {
		p.notice.clear() // it was about what was undone
		p.follow(place)
	} else if !p.session.MayUndo() {
		p.turnMove(p.needs.UndoMove)
	}
}

func (p *Page) redo() {
	if place, ok := p.session.Redo(); ok {
		p.notice.clear()
		p.follow(place)
	} else if !p.session.MayRedo() {
		p.turnMove(p.needs.RedoMove)
	}
}

func (p *Page) mayRedo() bool { return p.session.MayRedo() || p.needs.RedoMove != nil }

// turnMove takes the evaluation to another year, once all of it is on disk.
func (p *Page) turnMove(turn func()) {
	if turn == nil {
		return
	}
	if err := p.Leave(); err != nil {
		p.needs.Fail(err)
		return
	}
	turn()
}

func (p *Page) follow(place edit.Place) {
	if place.Step != p.step {
		p.Go(place, true)
		return
	}
	p.screens[p.step].focus(place.Item)
}

// turned says what was undone or redone in the store, and shows where it was when the session could not know that before.
func (p *Page) turned(t edit.Turn) {
	id, move := "undo", p.needs.UndoMove
	if !t.Undo {
		id, move = "redo", p.needs.RedoMove
	}
	switch {
	case errors.Is(t.Err, storage.ErrNothingToUndo) && move != nil: // the store had not told yet that nothing else was done here
		p.needs.Runner.Post(func() { p.turnMove(move) })
		return
	case errors.Is(t.Err, storage.ErrNothingToUndo):
		p.needs.Toast(p.words.Error(t.Err), look.Current)
		return
	case t.Err != nil:
		p.needs.Fail(t.Err)
		return
	}
	if t.Place.Step != "" {
		p.follow(t.Place)
	}
	if t.What != "" {
		p.needs.Toast(p.words.Say("ui.undo."+id+".done", "what", t.What), look.Fine)
	}
}

// tipTurns says on the buttons what they would turn to.
func (h *head) tipTurns() {
	w, next := h.page.words, h.page.session.Next()
	if next.Undo == "" && h.page.needs.UndoMove != nil {
		next.Undo = w.Say("guide.rules.year.step")
	}
	if next.Redo == "" && h.page.needs.RedoMove != nil {
		next.Redo = w.Say("guide.rules.year.step")
	}
	for _, b := range []struct {
		button         *widget.Button
		id, keys, what string
	}{{h.undo, "undo", keysUndo.String(), next.Undo}, {h.redo, "redo", keysRedo.String(), next.Redo}} {
		b.button.Tip = w.Say("ui.tip."+b.id, "keys", b.keys)
		if b.what != "" {
			b.button.Tip = w.Say("ui.undo."+b.id+".next", "what", b.what, "keys", b.keys)
		}
	}
}

// recall shows what became of the evaluation.
func (p *Page) recall() { p.needs.History() }
