package settings

import (
	"strconv"

	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/widget"
)

// keys are the shortcuts of what can be done, by the command's ID without "settings.".
var keys = map[string]command.Keys{
	"identity": command.Ctrl(fyne.KeyN), "keyfile": command.Ctrl(fyne.KeyO), "token": command.Ctrl(fyne.KeyK), "windows": command.Ctrl(fyne.KeyW),
	"usual": command.Ctrl(fyne.KeyU), "certificate": command.Ctrl(fyne.KeyD), "password": command.Ctrl(fyne.KeyP), "forget": command.Ctrl(fyne.KeyDelete),
	"trust": command.Ctrl(fyne.KeyT), "device": command.CtrlShift(fyne.KeyT), "backup": command.Ctrl(fyne.KeyB), "restore": command.CtrlShift(fyne.KeyB),
	"protect": command.CtrlShift(fyne.KeyP), "unprotect": command.CtrlShift(fyne.KeyU), "folder": command.Ctrl(fyne.KeyG),
}

const prefix = "settings."

// Commands lists what can be done here.
func (p *Page) Commands() []command.Command {
	var commands []command.Command
	for i, id := range Sections() {
		commands = append(commands, command.Command{
			ID: prefix + "section." + id, Keys: command.Alt(fyne.KeyName(strconv.Itoa(i + 1))), Menu: command.Goto, Do: func() { p.Open(id) },
		})
	}
	add := func(id, at string, menu command.Menu, do func()) {
		commands = append(commands, command.Command{ID: prefix + id, Keys: keys[id], Menu: menu, Do: func() {
			p.Open(at)
			do()
		}})
	}
	onSigners := func(do func(*signers)) func() { return func() { do(p.part(SectionSign).(*signers)) } }
	add("identity", SectionSign, command.Edit, onSigners((*signers).askNew))
	add("keyfile", SectionSign, command.File, onSigners((*signers).askFile))
	if p.needs.Windows {
		add("windows", SectionSign, command.Edit, onSigners((*signers).askWindows))
	}
	add("token", SectionSign, command.Edit, onSigners((*signers).askToken))
	add("usual", SectionSign, command.Edit, onSigners((*signers).makeUsual))
	add("password", SectionSign, command.Edit, onSigners((*signers).askPassword))
	add("trust", SectionTrust, command.Edit, func() { p.part(SectionTrust).(*trust).pick() })
	add("device", SectionTrust, command.Edit, func() { p.part(SectionTrust).(*trust).devices.askRemove() })
	commands = append(commands,
		command.Command{ID: prefix + "certificate", Keys: keys["certificate"], Menu: command.View, Do: p.showCertificate},
		command.Command{ID: prefix + "forget", Keys: keys["forget"], Menu: command.Edit, Do: p.forget},
	)
	add("backup", SectionBackup, command.File, func() { p.part(SectionBackup).(*backup).ask() })
	add("restore", SectionBackup, command.File, func() { p.part(SectionBackup).(*backup).pick() })
	onData := func(do func(*data)) func() { return func() { do(p.part(SectionData).(*data)) } }
	add("protect", SectionData, command.Edit, onData((*data).askPassword))
	add("unprotect", SectionData, command.Edit, onData((*data).askRemove))
	add("folder", SectionData, command.File, onData((*data).openFolder))
	return commands
}

// showCertificate shows the certificate that is current in the list of signers or of trusted ones.
func (p *Page) showCertificate() {
	switch s := p.section().(type) {
	case *signers:
		s.showCertificate()
	case *trust:
		s.showCertificate()
	}
}

// forget takes what is current out of the list of signers or of trusted certificates.
func (p *Page) forget() {
	switch s := p.section().(type) {
	case *signers:
		s.askForget()
	case *trust:
		s.askRemove()
	}
}

// button makes the button of a command.
func (p *Page) button(id string, do func()) *widget.Button {
	w := p.needs.Words
	return widget.NewButton(w.Say("ui.command.settings."+id), do).WithTip(w.Say("ui.tip.settings", "keys", keys[id].String()))
}
