package guide

import (
	"strconv"

	"fyne.io/fyne/v2"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

var (
	keysNext    = command.Ctrl(fyne.KeyN)
	keysFinding = command.Bare(fyne.KeyF8)
	keysBack    = command.Alt(fyne.KeyLeft)
	keysExport  = command.Ctrl(fyne.KeyE)
)

// Commands lists what can be done here.
func (p *Page) Commands() []command.Command {
	commands := []command.Command{
		{ID: "back", Keys: keysBack, Menu: command.File, Do: p.needs.Back},
		{ID: "save", Keys: command.Ctrl(fyne.KeyS), Menu: command.File, Do: p.save},
		{ID: "export", Keys: keysExport, Menu: command.File, Do: func() { p.Go(edit.Place{Step: edit.Export}, true) }},
		{ID: "undo", Keys: command.Ctrl(fyne.KeyZ), Menu: command.Edit, Do: p.undo},
		{ID: "redo", Keys: command.Ctrl(fyne.KeyY), Menu: command.Edit, Can: p.session.CanRedo, Do: p.redo},
		{ID: "next", Keys: keysNext, Menu: command.Goto, Do: p.next},
		{ID: "finding", Keys: keysFinding, Menu: command.Goto, Do: p.nextFinding},
	}
	for i, step := range edit.Steps() {
		commands = append(commands, command.Command{
			ID: "step." + string(step), Keys: command.Alt(fyne.KeyName(strconv.Itoa(i + 1))), Menu: command.Goto,
			Do: func() { p.Go(edit.Place{Step: step}, true) },
		})
	}
	return commands
}

// save hands over open typing; what is handed over is on its way to the store.
func (p *Page) save() { p.screens[p.step].commit() }

// undo takes typing back first, then the latest change, and shows where it was.
func (p *Page) undo() {
	if c := widget.CanvasOf(p.content); c != nil {
		if u, ok := c.Focused().(widget.Undoer); ok && u.UndoTyping() {
			return
		}
	}
	if place, ok := p.session.Undo(); ok {
		p.follow(place)
	}
}

func (p *Page) redo() {
	if place, ok := p.session.Redo(); ok {
		p.follow(place)
	}
}

func (p *Page) follow(place edit.Place) {
	if place.Step != p.step {
		p.Go(place, true)
		return
	}
	p.screens[p.step].focus(place.Item)
}

// next goes to the next indicator that waits for something; when there is none, to the next step that is not complete.
func (p *Page) next() {
	p.screens[p.step].commit()
	after := ""
	if s, ok := p.screens[edit.Indicators].(*indicators); ok && p.step == edit.Indicators {
		after = s.grid.CurrentRow()
	}
	if id, ok := p.session.NextPending(after); ok {
		p.Go(edit.Place{Step: edit.Indicators, Item: id}, true)
		return
	}
	for _, step := range edit.Steps() {
		if step != edit.Export && !p.session.Completeness(step).Complete() {
			p.Go(edit.Place{Step: step}, true)
			if step == p.step {
				p.notice.say(p.words.Say("ui.guide.next.here"), look.Current)
			}
			return
		}
	}
	p.notice.say(p.words.Say("ui.guide.next.none", "keys", keysExport.String()), look.Fine)
}

// nextFinding goes to the checks and there to the next finding that waits.
func (p *Page) nextFinding() {
	arriving := p.step != edit.Checks
	p.Go(edit.Place{Step: edit.Checks}, true)
	s, ok := p.screens[edit.Checks].(*checks)
	if !ok {
		return
	}
	if f, found := s.current(); arriving && found && edit.Waiting(f) {
		return
	}
	s.next()
}
