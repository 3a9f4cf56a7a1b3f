package guide

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/widget"
)

var (
	keysBefore = command.Ctrl(fyne.KeyPageUp)
	keysAfter  = command.Ctrl(fyne.KeyPageDown)
)

// beside returns what goes to the evaluation before (-1) or after (1) in the list, nil where there is none.
func (p *Page) beside(lines int) func() {
	if p.needs.Beside == nil {
		return nil
	}
	return p.needs.Beside(lines)
}

// besideCommands go through the evaluations of the list without going back to it.
func (p *Page) besideCommands() []command.Command {
	if p.needs.Beside == nil {
		return nil
	}
	to := func(id string, keys command.Keys, lines int) command.Command {
		return command.Command{ID: id, Keys: keys, Menu: command.Goto, Can: func() bool { return p.beside(lines) != nil }, Do: func() {
			if turn := p.beside(lines); turn != nil {
				turn()
			}
		}}
	}
	return []command.Command{to("guide.before", keysBefore, -1), to("guide.after", keysAfter, 1)}
}

// besideButtons are the buttons of those commands.
func (p *Page) besideButtons() []fyne.CanvasObject {
	var row []fyne.CanvasObject
	for i, c := range p.besideCommands() {
		b := widget.NewQuiet([]string{"↑", "↓"}[i], c.Do).WithTip(p.words.Say("ui.tip."+c.ID, "keys", c.Keys.String()))
		widget.SetEnabled(b, c.Enabled())
		row = append(row, container.NewCenter(b))
	}
	return row
}
