package guide

import (
	"strconv"

	"fyne.io/fyne/v2"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
)

var (
	keysNext    = command.Ctrl(fyne.KeyN)
	keysFinding = command.Bare(fyne.KeyF8)
	keysRemarks = command.CtrlShift(fyne.KeyM)
	keysBack    = command.Alt(fyne.KeyLeft)
	keysExport  = command.Ctrl(fyne.KeyE)
	keysUndo    = command.Ctrl(fyne.KeyZ)
	keysRedo    = command.Ctrl(fyne.KeyY)
	keysDate    = command.Ctrl(fyne.KeySemicolon) // as in spreadsheets
	keysFigure  = command.Ctrl(fyne.KeyG)
	keysAttach  = command.Ctrl(fyne.KeyI)
	keysOpen    = command.Ctrl(fyne.KeyO)
	keysDetach  = command.Ctrl(fyne.KeyDelete)
	keysReturn  = command.Ctrl(fyne.KeyF8)
	keysTrial   = command.Ctrl(fyne.KeyT)
	keysCopy    = command.CtrlShift(fyne.KeyC)
	keysTable   = command.CtrlShift(fyne.KeyT)
	keysPicture = command.CtrlShift(fyne.KeyP)
	keysSave    = command.Ctrl(fyne.KeyS)
	keysMode    = command.Bare(fyne.KeyF4)
	keysAdd     = command.Alt(fyne.KeyInsert)
	keysRemove  = command.Alt(fyne.KeyDelete)
	keysSide    = command.Ctrl(fyne.KeyB)
	keysUp      = command.Alt(fyne.KeyUp)
	keysDown    = command.Alt(fyne.KeyDown)
)

// Commands lists what can be done here.
func (p *Page) Commands() []command.Command {
	commands := []command.Command{
		{ID: "back", Keys: keysBack, Menu: command.File, Do: p.needs.Back},
		{ID: "save", Keys: keysSave, Menu: command.File, Do: p.save},
		{ID: "export", Keys: keysExport, Menu: command.File, Do: func() { p.Go(edit.Place{Step: edit.Export}, true) }},
		{ID: "undo", Keys: keysUndo, Menu: command.Edit, Do: p.undo},
		{ID: "redo", Keys: keysRedo, Menu: command.Edit, Can: p.mayRedo, Do: p.redo},
		{ID: "guide.side", Keys: keysSide, Menu: command.View, Can: p.head.narrow.Visible, Do: p.toggleSide},
		{ID: "next", Keys: keysNext, Menu: command.Goto, Do: p.next},
		{ID: "finding", Keys: keysFinding, Menu: command.Goto, Do: p.nextFinding},
	}
	if r := p.needs.Remarks; r != nil && r.Waiting() != "" {
		commands = append(commands, command.Command{ID: "remarks", Keys: keysRemarks, Menu: command.Goto, Do: p.answer})
	}
	if p.needs.History != nil {
		commands = append(commands, command.Command{ID: "guide.history", Keys: keysHistory, Menu: command.Goto, Do: p.recall})
	}
	commands = append(commands,
		command.Command{ID: "figure", Keys: keysFigure, Menu: command.Edit, Do: p.askFigure},
		command.Command{ID: "date", Keys: keysDate, Menu: command.Edit, Do: p.askDate},
		p.onIndicators("structure", keysMode, (*indicators).toggleStructure),
		p.onIndicators("indicator.add", keysAdd, (*indicators).add),
		p.onIndicators("indicator.remove", keysRemove, (*indicators).askRemove),
		p.onIndicators("indicator.up", keysUp, func(s *indicators) { s.shift(-1) }),
		p.onIndicators("indicator.down", keysDown, func(s *indicators) { s.shift(1) }),
		p.onIndicators("indicator.copy", keysCopy, (*indicators).copyRows),
		p.onIndicators("indicator.table", keysTable, (*indicators).copyTable),
		p.onIndicators("indicator.picture", keysPicture, (*indicators).copyPicture),
	)
	commands = append(commands, p.rulesCommands()...)
	commands = append(commands, p.besideCommands()...)
	commands = append(commands, p.evidenceCommands()...)
	commands = append(commands,
		command.Command{ID: "checks.return", Keys: keysReturn, Menu: command.Goto, Do: p.goBack},
		command.Command{ID: "checks.trial", Keys: keysTrial, Menu: command.Goto, Do: func() {
			if p.step != edit.Checks {
				p.Go(edit.Place{Step: edit.Checks}, true)
			}
			if s, ok := p.screens[edit.Checks].(*checks); ok {
				s.showTrial()
			}
		}},
	)
	for i, name := range paneNames() {
		c := p.onIndicators("pane."+name, command.Ctrl(fyne.KeyName(strconv.Itoa(i+1))), func(s *indicators) { s.detail.open(name) })
		c.Menu = command.Goto
		commands = append(commands, c)
	}
	for i, step := range edit.Steps() {
		commands = append(commands, command.Command{
			ID: "step." + string(step), Keys: command.Alt(fyne.KeyName(strconv.Itoa(i + 1))), Menu: command.Goto,
			Do: func() { p.Go(edit.Place{Step: step}, true) },
		})
	}
	return commands
}

// evidenceCommands are about the files of the indicator that is worked on, or of the evaluation.
func (p *Page) evidenceCommands() []command.Command {
	onPane := func(pane func(*evidencePane), step func(*proof)) func() {
		return func() {
			if s, ok := p.screens[edit.Indicators].(*indicators); ok && p.step == edit.Indicators && s.grid.CurrentRow() != "" {
				s.detail.open(paneEvidence)
				if d, ok := s.detail.pane().(*evidencePane); ok {
					pane(d)
				}
				return
			}
			if p.step != edit.Evidence {
				p.Go(edit.Place{Step: edit.Evidence}, true)
			}
			if s, ok := p.screens[edit.Evidence].(*proof); ok {
				step(s)
			}
		}
	}
	return []command.Command{
		{ID: "evidence.add", Keys: keysAttach, Menu: command.Edit, Do: onPane((*evidencePane).pick, (*proof).pick)},
		{ID: "evidence.open", Keys: keysOpen, Menu: command.File, Do: onPane((*evidencePane).openFile, (*proof).openFile)},
		{ID: "evidence.remove", Keys: keysDetach, Menu: command.Edit, Do: onPane((*evidencePane).detach, (*proof).removePiece)},
	}
}

// onIndicators makes a command of the step of the indicators; elsewhere it goes there first.
func (p *Page) onIndicators(id string, keys command.Keys, do func(*indicators)) command.Command {
	return command.Command{ID: id, Keys: keys, Menu: command.Edit, Do: func() {
		if p.step != edit.Indicators {
			p.Go(edit.Place{Step: edit.Indicators}, true)
		}
		if s, ok := p.screens[edit.Indicators].(*indicators); ok {
			do(s)
		}
	}}
}

// askFigure offers the figures of the evaluation to the text that is written.
func (p *Page) askFigure() {
	if p.step != edit.Narrative {
		p.Go(edit.Place{Step: edit.Narrative}, true)
	}
	if s, ok := p.screens[edit.Narrative].(*narrative); ok {
		s.askFigure()
	}
}

// save hands over open typing; what is handed over is on its way to the store.
func (p *Page) save() { p.screens[p.step].commit() }

// next goes to the next indicator that waits for something; when there is none, to the next step that is not complete.
func (p *Page) next() {
	p.screens[p.step].commit()
	after := ""
	if s, ok := p.screens[edit.Indicators].(*indicators); ok && p.step == edit.Indicators {
		after = s.grid.CurrentRow()
	}
	if id, ok := p.session.NextPending(after); ok {
		p.Go(edit.Place{Step: edit.Indicators, Item: id}, true)
		if s, ok := p.screens[edit.Indicators].(*indicators); ok {
			s.focusPending(id)
		}
		return
	}
	for _, step := range edit.Steps() {
		if step != edit.Export && !p.session.Completeness(step).Complete() {
			here := step == p.step
			p.Go(p.session.Missing(step), true)
			if here {
				p.notice.say(p.words.Say("ui.guide.next.here"), look.Current)
			}
			return
		}
	}
	p.Go(edit.Place{Step: edit.Export}, true)
	p.notice.say(p.words.Say("ui.guide.next.none"), look.Fine)
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
