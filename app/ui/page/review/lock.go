package review

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
)

// The ways of locking what is handed out here.
const (
	lockNone       = "none"
	lockPassphrase = "passphrase"
	lockRecipients = "recipients"
)

// lock is how the bundles that are made here are encrypted: as it was said on this screen, until it is left.
type lock struct {
	way        string
	passphrase string
	recipients []string
}

// into locks a bundle.
func (l *lock) into(o *desk.BundleOrder) {
	switch l.way {
	case lockPassphrase:
		o.Passphrase = []byte(l.passphrase)
	case lockRecipients:
		o.Recipients = l.recipients
	}
}

// askLock asks how the bundles that are made here from now on are encrypted.
func (p *Page) askLock() {
	w := p.needs.Words
	pass, again, recipients := widget.NewPassword(), widget.NewPassword(), widget.NewProse(3, nil)
	pass.SetText(p.lock.passphrase)
	again.SetText(p.lock.passphrase)
	recipients.SetText(strings.Join(p.lock.recipients, "\n"))
	label := func(id string) string { return w.Say("ui.exchange.label." + id) }
	passBox := container.New(layout.NewGridLayout(2), widget.Labelled(label("passphrase"), pass), widget.Labelled(label("again"), again))
	recipientBox := widget.Labelled(label("recipients"), recipients)
	body := container.NewVBox()
	show := func(way string) error {
		widget.SetVisible(passBox, way == lockPassphrase)
		widget.SetVisible(recipientBox, way == lockRecipients)
		body.Refresh()
		return nil
	}
	var options []widget.Option
	for _, way := range []string{lockNone, lockPassphrase, lockRecipients} {
		options = append(options, widget.Option{ID: way, Label: w.Say("ui.exchange.lock." + way)})
	}
	choice := widget.NewChoice(show, options...)
	choice.SetChosen(p.lock.way)
	_ = show(p.lock.way) // it always can
	// The room is that of the largest choice, so that the dialog does not jump.
	fields := widget.Tall(func() float32 { return recipientBox.MinSize().Height }, container.NewStack(container.NewVBox(passBox), recipientBox))
	body.Objects = []fyne.CanvasObject{widget.SmallProse(w.Say("ui.judging.lock.text")), container.NewHBox(choice), fields}
	p.needs.Prompts.Fill(prompt.Form{Title: p.title("lock"), Body: body, Width: 520, Yes: w.Say("ui.dialog.ok"), First: choice, Accept: func() string {
		l := lock{way: choice.Chosen()}
		switch l.way {
		case lockPassphrase:
			if l.passphrase = pass.Text; l.passphrase == "" || l.passphrase != again.Text {
				return w.Say("ui.exchange.out.passphrase")
			}
		case lockRecipients:
			if l.recipients = strings.Fields(recipients.Text); len(l.recipients) == 0 {
				return w.Say("ui.exchange.out.no-recipient")
			}
		}
		p.lock = l
		p.locking.SetText(p.lockLabel())
		return ""
	}})
}

// lockLabel is what the button says, which shows how bundles are locked at the moment.
func (p *Page) lockLabel() string {
	if p.lock.way == lockNone {
		return p.needs.Words.Say("ui.command.judging.lock")
	}
	return p.needs.Words.Say("ui.judging.lock." + p.lock.way)
}
