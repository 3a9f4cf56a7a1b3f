package report

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/command"
)

var (
	keysExport = command.Ctrl(fyne.KeyS)
	keysSign   = command.CtrlShift(fyne.KeyS)
	keysPrint  = command.Ctrl(fyne.KeyP)
	keysOpen   = command.Ctrl(fyne.KeyO)
	keysBack   = command.Alt(fyne.KeyLeft)
	keysBefore = command.Ctrl(fyne.KeyPageUp)
	keysAfter  = command.Ctrl(fyne.KeyPageDown)
	keysLarger = command.CtrlShift(fyne.KeyEqual)
	keysLess   = command.CtrlShift(fyne.KeyMinus)
	keysFit    = command.Bare(fyne.KeyF8)
)

// Commands lists what can be done here.
func (p *Page) Commands() []command.Command {
	seen := func() bool { return p.pages() > 0 }
	commands := []command.Command{
		{ID: "report.export", Keys: keysExport, Menu: command.File, Can: p.canExport, Do: p.exportFile},
		{ID: "report.sign", Keys: keysSign, Menu: command.File, Do: p.goSign},
		{ID: "report.receive", Keys: keysOpen, Menu: command.File, Do: p.AskReceive},
	}
	if p.needs.Print != nil {
		commands = append(commands, command.Command{ID: "report.print", Keys: keysPrint, Menu: command.File, Can: p.canPrint, Do: p.printOut})
	}
	return append(commands,
		command.Command{ID: "report.back", Keys: keysBack, Menu: command.Goto, Do: p.needs.Back},
		command.Command{ID: "report.subject.before", Keys: keysBefore, Menu: command.Goto, Can: p.many, Do: func() { p.turnSubject(-1) }},
		command.Command{ID: "report.subject.after", Keys: keysAfter, Menu: command.Goto, Can: p.many, Do: func() { p.turnSubject(1) }},
		command.Command{ID: "report.page.before", Keys: command.Bare(fyne.KeyPageUp), Menu: command.Goto, Can: seen, Do: func() { p.view.onward(-1) }},
		command.Command{ID: "report.page.after", Keys: command.Bare(fyne.KeyPageDown), Menu: command.Goto, Can: seen, Do: func() { p.view.onward(1) }},
		command.Command{ID: "report.page.first", Keys: command.Bare(fyne.KeyHome), Menu: command.Goto, Can: seen, Do: func() { p.turnTo(0) }},
		command.Command{ID: "report.page.last", Keys: command.Bare(fyne.KeyEnd), Menu: command.Goto, Can: seen, Do: func() { p.turnTo(p.pages() - 1) }},
		command.Command{ID: "report.larger", Keys: keysLarger, Menu: command.View, Can: seen, Do: func() { p.view.step(1) }},
		command.Command{ID: "report.smaller", Keys: keysLess, Menu: command.View, Can: seen, Do: func() { p.view.step(-1) }},
		command.Command{ID: "report.fit", Keys: keysFit, Menu: command.View, Can: seen, Do: p.turnFit},
	)
}

// turnFit fits the page to the width, then to the height, and back.
func (p *Page) turnFit() {
	if p.view.zoom == fitWidth {
		p.view.setZoom(fitPage)
		return
	}
	p.view.setZoom(fitWidth)
}

// goSign goes to the pane of signing.
func (p *Page) goSign() {
	p.showTab(tabSign)
	p.signing.focus()
}

// Takes reports whether a file that was dropped on the window belongs here.
func (p *Page) Takes(path string) bool { return strings.EqualFold(filepath.Ext(path), ".pdf") }

// ReadFile opens a report that was dropped on the window.
func (p *Page) ReadFile(path string) { p.receive(path) }

func baseName(path string) string { return filepath.Base(path) }
