package ui

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/history"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

// chronicler is a store with a history that can be looked at and gone back in. Its methods are called from background goroutines.
type chronicler interface {
	history.Source
	// NextSteps says what UndoLast and RedoLast would turn to.
	NextSteps(ctx context.Context, words *locale.Printer) (edit.Next, error)
	UndoLast(ctx context.Context, words *locale.Printer) (desk.Turned, error)
	RedoLast(ctx context.Context, words *locale.Printer) (desk.Turned, error)
	// Edits keeps the edits of one evaluation as actions.
	Edits(words *locale.Printer) edit.History
	// Recovery says what had to be mended when the store was opened.
	Recovery() storage.Recovery
}

// chronicle is the store's history, nil where it has none.
func (s *Shell) chronicle() chronicler {
	past, _ := s.needs.Store.(chronicler)
	return past
}

// edits keeps the edits of an evaluation that is worked on; nil where the store has no history.
func (s *Shell) edits() edit.History {
	if past := s.chronicle(); past != nil {
		return past.Edits(s.words.Printer)
	}
	return nil
}

// turner undoes and redoes over all screens. The guide does it for its evaluation by itself.
type turner struct {
	undo, redo *widget.Button  // of the rail
	buttons    *fyne.Container // both
	asking     task.Slot
	turning    task.Line // pressed twice, two steps are undone, one after the other
	heeded     bool      // what was recovered at the start was read
}

var (
	keysUndo      = command.Ctrl(fyne.KeyZ)
	keysRedo      = command.Ctrl(fyne.KeyY)
	keysRedoOther = command.CtrlShift(fyne.KeyZ)
)

// turnings are the commands that undo and redo, where the page has none of its own under these keys.
func (s *Shell) turnings(page []command.Command) []command.Command {
	if s.chronicle() == nil || s.guide != nil {
		return nil
	}
	return slices.DeleteFunc([]command.Command{
		{ID: "undo", Keys: keysUndo, Menu: command.Edit, Do: func() { s.turn(false) }},
		{ID: "redo", Keys: keysRedo, Menu: command.Edit, Do: func() { s.turn(true) }},
	}, func(c command.Command) bool {
		return slices.ContainsFunc(page, func(own command.Command) bool { return own.Keys == c.Keys })
	})
}

// ofPage are the commands of the page. Bringing back what was deleted is left out where undoing does that, under the same keys.
func (s *Shell) ofPage() []command.Command {
	commands := s.page.Commands()
	if s.chronicle() == nil {
		return commands
	}
	return slices.DeleteFunc(commands, func(c command.Command) bool { return c.ID == "undelete" })
}

// newTurns makes the buttons that undo and redo below the rail.
func (s *Shell) newTurns() fyne.CanvasObject {
	s.turner.buttons = container.NewVBox()
	if s.chronicle() == nil {
		return s.turner.buttons
	}
	s.turner.undo = widget.NewQuiet(s.words.Say("ui.command.undo"), func() { s.turn(false) })
	s.turner.redo = widget.NewQuiet(s.words.Say("ui.command.redo"), func() { s.turn(true) })
	s.tip(edit.Next{})
	s.turner.buttons.Add(container.New(layout.NewCustomPaddedLayout(0, 8, 0, 0), container.New(layout.NewGridLayout(2), s.turner.undo, s.turner.redo)))
	return s.turner.buttons
}

// tip says on the buttons what they would turn to.
func (s *Shell) tip(next edit.Next) {
	for _, b := range []struct {
		button         *widget.Button
		id, keys, what string
	}{{s.turner.undo, "undo", keysUndo.String(), next.Undo}, {s.turner.redo, "redo", keysRedo.String(), next.Redo}} {
		if b.button == nil {
			continue
		}
		b.button.Tip = s.words.Say("ui.tip."+b.id, "keys", b.keys)
		if b.what != "" {
			b.button.Tip = s.words.Say("ui.undo."+b.id+".next", "what", b.what, "keys", b.keys)
		}
	}
}

// askNext finds out in the background what would be undone and redone next.
func (s *Shell) askNext() {
	past := s.chronicle()
	if past == nil || s.guide != nil {
		return
	}
	words := s.words.Printer
	task.Run(s.needs.Runner, &s.turner.asking, func(ctx context.Context, _ *task.Progress) (edit.Next, error) {
		return past.NextSteps(ctx, words)
	}, func(next edit.Next, err error) {
		if err == nil { // the tip is not worth an error; undoing itself will say it
			s.tip(next)
		}
	})
}

// turn takes typing back first, then what was done last on whichever screen, and says what that was.
func (s *Shell) turn(redo bool) {
	if u, ok := s.needs.Window.Canvas().Focused().(widget.Undoer); ok && !redo && u.UndoTyping() {
		return
	}
	past, words := s.chronicle(), s.words.Printer
	page, writes := s.page.(writer)
	task.Queue(s.needs.Runner, &s.turner.turning, func(ctx context.Context) (desk.Turned, error) {
		if writes { // what was asked for last is what is undone, though it may take a while
			if err := page.Written(); err != nil {
				return desk.Turned{}, err
			}
		}
		if redo {
			return past.RedoLast(ctx, words)
		}
		return past.UndoLast(ctx, words)
	}, func(t desk.Turned, err error) {
		if s.sayTurned(redo, t.What, err) {
			if list, ok := s.page.(*year.Page); ok && t.Moved {
				list.GoTo(t.Year, t.ID)
			} else {
				s.reload()
			}
		}
		s.changed()
	})
}

// writer is a page that changes the store in the background. Written waits until what was asked for is on disk; it is called on another
// goroutine than the window's.
type writer interface{ Written() error }

// sayTurned says what was undone or redone, or why nothing was, and reports whether anything was.
func (s *Shell) sayTurned(redo bool, what string, err error) bool {
	id := "undo"
	if redo {
		id = "redo"
	}
	switch {
	case errors.Is(err, storage.ErrNothingToUndo):
		s.toast(app.Sentence(s.words.Printer, err), look.Current)
	case err != nil:
		s.Fail(err)
	default:
		s.toast(s.words.Say("ui.undo."+id+".done", "what", what), look.Fine)
	}
	return err == nil
}

// reloader is a page that reads again what it shows.
type reloader interface{ Reload() }

// reload shows on the page what the store holds now.
func (s *Shell) reload() {
	if r, ok := s.page.(reloader); ok {
		r.Reload()
		return
	}
	s.rebuild()
}

// noticed puts a line above a page that says what was recovered when the store was opened, until it is dismissed.
func (s *Shell) noticed(content fyne.CanvasObject) fyne.CanvasObject {
	past := s.chronicle()
	if past == nil || s.turner.heeded || s.guide != nil || past.Recovery().IsZero() { // the guide needs its room
		return content
	}
	r := past.Recovery()
	tone := look.Current
	if r.Lost() {
		tone = look.Wrong
	}
	details := widget.NewQuiet(s.words.Say("ui.recovery.details"), func() { s.leave(func() { s.showHistory(storage.Scope{}, "", nil) }) }).WithTip(s.words.Say("ui.recovery.details.tip"))
	return s.remarked(content, s.recoverySentence(r), s.words.Say("ui.recovery.dismiss.tip"), tone, func() { s.turner.heeded = true }, details)
}

// remarked puts a line above a page that stays until it is dismissed, with what can be done about it.
func (s *Shell) remarked(content fyne.CanvasObject, sentence, tip string, tone look.Tone, heeded func(), actions ...fyne.CanvasObject) fyne.CanvasObject {
	text := widget.NewText("")
	text.Cut = true
	text.Set(sentence, tone.Ink())
	var framed *fyne.Container
	dismiss := widget.NewQuiet(s.words.Say("ui.recovery.dismiss"), func() {
		heeded()
		framed.Objects[0].Hide()
		framed.Refresh()
		s.page.Shown() // the keyboard goes back to it
	}).WithTip(tip)
	bar := widget.NewBar(container.New(layout.NewCustomPaddedLayout(1, 1, 14, 8), widget.Frame(nil, nil, nil,
		container.NewHBox(append(actions, dismiss)...), container.New(layout.NewCustomPaddedLayout(7, 7, 0, 0), text))), 0)
	bar.Ground = tone.Ground()
	framed = widget.Frame(bar, nil, nil, nil, content)
	return framed
}

// recoverySentence says in one sentence what was recovered, and where a broken database lies.
func (s *Shell) recoverySentence(r storage.Recovery) string {
	text := s.words.Message(r.Message())
	if r.Aside != "" {
		text = s.words.Say("ui.recovery.and-aside", "text", text, "folder", r.Aside)
	}
	return text
}
