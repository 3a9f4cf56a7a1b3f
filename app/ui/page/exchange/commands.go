package exchange

import (
	"strconv"

	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/widget"
)

// keys are the shortcuts of the commands by their IDs without "exchange.".
var keys = map[string]command.Keys{
	"open": command.Ctrl(fyne.KeyO), "apply": command.Ctrl(fyne.KeyReturn), "trust": command.Ctrl(fyne.KeyT), "close": command.Ctrl(fyne.KeyW),
	"differences": command.Ctrl(fyne.KeyD), "evaluation": command.Ctrl(fyne.KeyG), "review": command.Ctrl(fyne.KeyR),
	"make": command.Ctrl(fyne.KeyS), "key": command.Ctrl(fyne.KeyK),
	"take": command.Ctrl(fyne.KeyReturn), "type": command.Bare(fyne.KeyF2), "all.here": command.Ctrl(fyne.KeyH), "all.there": command.CtrlShift(fyne.KeyH),
	"undo-import": command.Ctrl(fyne.KeyDelete),
}

// Commands lists what can be done here.
func (p *Page) Commands() []command.Command {
	on := func(tab Tab, can func() bool) func() bool {
		return func() bool { return p.tab == tab && (can == nil || can()) }
	}
	in, out, cs, im := p.intake, p.handing, p.conflicts, p.imports
	c := func(id string, menu command.Menu, can func() bool, do func()) command.Command {
		return command.Command{ID: "exchange." + id, Keys: keys[id], Menu: menu, Can: can, Do: do}
	}
	commands := []command.Command{
		c("open", command.File, nil, in.pick),
		c("close", command.File, on(TakeIn, func() bool { return in.bundle != nil && in.applyJob == nil }), in.forget),
		c("trust", command.Edit, on(TakeIn, func() bool { return in.device() != nil }), in.askTrust),
		c("differences", command.View, on(TakeIn, nil), in.differences),
		c("evaluation", command.Goto, on(TakeIn, func() bool { _, _, here := in.here(); return here }), in.toEvaluation),
		c("review", command.Goto, on(TakeIn, in.forReview), in.toReview),
		c("make", command.File, on(HandOver, out.ready), out.make),
		c("key", command.Edit, nil, p.copyKey),
		c("type", command.Edit, on(Conflicts, cs.typable), cs.askTyped),
		c("all.here", command.Edit, on(Conflicts, cs.any), func() { cs.takeAll(true) }),
		c("all.there", command.Edit, on(Conflicts, cs.any), func() { cs.takeAll(false) }),
		c("undo-import", command.Edit, on(Imports, im.any), im.askUndo),
		// one shortcut does the main thing of the part on the screen
		c("apply", command.Edit, nil, func() {
			switch p.tab {
			case TakeIn:
				in.apply()
			case Conflicts:
				cs.take()
			}
		}),
	}
	for i, t := range Tabs() {
		commands = append(commands, command.Command{
			ID: "exchange.tab." + string(t), Keys: command.Alt(fyne.KeyName(strconv.Itoa(i + 1))), Menu: command.View, Marked: func() bool { return p.tab == t },
			Do: func() { p.Go(t); p.part().focus() },
		})
	}
	return commands
}

// button makes the button of a command.
func (p *Page) button(id string, do func()) *widget.Button {
	w := p.needs.Words
	short := id[len("exchange."):]
	return widget.NewButton(w.Say("ui.command."+id), do).WithTip(w.Say("ui.tip."+id, "keys", keys[short].String()))
}

// copyKey puts the key of this device on the clipboard, for those who are to trust it.
func (p *Page) copyKey() {
	p.needs.Copy(widget.Groups(p.needs.Source.DeviceKey()))
	p.needs.Toast(p.needs.Words.Say("ui.exchange.key.copied"), 0)
}
