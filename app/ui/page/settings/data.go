package settings

import (
	"context"
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/desk"
	"zhunsheng/app/sign"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage/keyring"
)

// data is where the data lie and what protects them.
type data struct {
	page    *Page
	facts   *fyne.Container
	means   *fyne.Container
	open    *widget.Button
	copier  *widget.Button
	set     *widget.Button
	remove  *widget.Button
	former  *fyne.Container // what restored data took the place of
	aside   fyne.CanvasObject
	box     fyne.CanvasObject
	keeping desk.Keeping
	reading task.Slot
}

func newData(p *Page) *data {
	w := p.needs.Words
	s := &data{page: p, facts: container.NewVBox(), means: container.NewVBox()}
	s.open = p.button("folder", s.openFolder)
	s.copier = s.copies(func() string { return s.keeping.Folder })
	s.set, s.remove = p.button("protect", s.askPassword), p.button("unprotect", s.askRemove)
	s.former = container.NewVBox()
	s.aside = card(w.Say("ui.settings.former"), s.former, note(w.Say("ui.settings.former.note")))
	s.aside.Hide()
	s.box = column(
		card(w.Say("ui.settings.data"), s.facts, widget.Gap(0, 4), container.NewHBox(s.open, s.copier), note(w.Say("ui.settings.data.note"))),
		s.aside,
		card(w.Say("ui.settings.protection"), s.means, widget.Gap(0, 2), container.NewHBox(s.set, s.remove), note(w.Say("ui.settings.protection.note"))),
	)
	return s
}

func (s *data) content() fyne.CanvasObject { return s.box }
func (s *data) focus()                     { widget.Focus(s.open) }

func (s *data) load() {
	read(s.page, &s.reading, s.page.needs.Source.Keeping, s.show)
}

func (s *data) show(k desk.Keeping) {
	w := s.page.needs.Words
	s.keeping = k
	folder := k.Folder
	if folder == "" {
		folder = w.Say("ui.settings.data.memory")
	}
	s.facts.RemoveAll()
	s.facts.Add(widget.Fact(w.Say("ui.settings.folder"), folder))
	s.facts.Add(widget.Fact(w.Say("ui.settings.data.holds"), w.Say("ui.settings.data.counts", "years", strconv.Itoa(k.Years), "evaluations", strconv.Itoa(k.Evaluations))))
	if k.Folder != "" {
		s.facts.Add(widget.Fact(w.Say("ui.settings.data.size"), size(k.Bytes)))
	}
	s.showFormer()
	s.means.RemoveAll()
	s.means.Add(note(w.Say(protectionKey(k))))
	set := "ui.command.settings.protect"
	if k.Protection == keyring.ByPassword {
		set = "ui.settings.protection.change"
	}
	s.set.SetText(w.Say(set))
	widget.SetEnabled(s.open, k.Folder != "")
	widget.SetEnabled(s.copier, k.Folder != "")
	widget.SetEnabled(s.set, k.Folder != "")
	widget.SetEnabled(s.remove, k.Folder != "" && k.Protection == keyring.ByPassword)
	s.box.Refresh()
}

// showFormer lists the data that those of a backup took the place of, and where they lie.
func (s *data) showFormer() {
	w := s.page.needs.Words
	s.former.RemoveAll()
	for _, f := range s.keeping.Former {
		open := widget.NewButton(w.Say("ui.former.open"), func() { s.page.openFile(filepath.Dir(f.Folder)) }).WithTip(w.Say("ui.former.open.tip"))
		s.former.Add(widget.Fact(f.Time.Format("2006-01-02 15:04"), w.Say("ui.settings.former.at", "folder", f.Folder, "size", size(f.Bytes))))
		s.former.Add(s.page.flow(open, s.copies(func() string { return f.Folder })))
	}
	widget.SetVisible(s.aside, len(s.keeping.Former) > 0)
}

// copies makes a button that copies a path.
func (s *data) copies(path func() string) *widget.Button {
	w := s.page.needs.Words
	return widget.NewButton(w.Say("ui.settings.data.copy"), func() {
		s.page.needs.Copy(path())
		s.page.needs.Toast(w.Say("ui.settings.data.copied"), look.Fine)
	}).WithTip(w.Say("ui.tip.settings.path"))
}

// protectionKey is the sentence on what protects the data.
func protectionKey(k desk.Keeping) string {
	switch {
	case k.Folder == "":
		return "ui.settings.data.memory"
	case k.Protection == keyring.ByPassword:
		return "ui.settings.protection.password"
	case k.Protection == keyring.BySystem:
		return "ui.settings.protection.system"
	}
	return "ui.settings.protection.none"
}

func (s *data) openFolder() {
	if s.keeping.Folder != "" {
		s.page.openFile(s.keeping.Folder)
	}
}

// askPassword asks for a password that protects the data from now on.
func (s *data) askPassword() {
	if s.set.Disabled() {
		return
	}
	p, w, source := s.page, s.page.needs.Words, s.page.needs.Source
	old, secret := widget.NewPassword(), p.newPassword(false)
	body, fields := container.NewVBox(), []*widget.Entry{secret.password, secret.repeat}
	if s.keeping.Protection == keyring.ByPassword {
		body.Add(widget.Labelled(w.Say("ui.settings.password.old"), old))
		fields = append([]*widget.Entry{old}, fields...)
	}
	body.Add(secret.content())
	body.Add(note(w.Say("ui.settings.protection.means")))
	var form *prompt.Opened
	form = p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.settings.protection.title"), Body: body, Width: formWidth, Yes: w.Say("ui.settings.password.yes"), First: fields[0],
		Accept: func() string {
			if fault := secret.fault(); fault != "" {
				return fault
			}
			s.protect(form, source, w.Say("ui.settings.protection.set"), []byte(old.Text), secret.secret())
			return ""
		},
	})
	submit(form, fields...)
}

func (s *data) protect(form *prompt.Opened, source Source, said string, old, password []byte) {
	s.page.try(form, said, func(ctx context.Context) error {
		defer sign.Wipe(old)
		defer sign.Wipe(password)
		return source.SetDataPassword(ctx, old, password)
	}, s.load)
}

// askRemove asks for the password once more and takes it away.
func (s *data) askRemove() {
	if s.remove.Disabled() {
		return
	}
	p, w, source := s.page, s.page.needs.Words, s.page.needs.Source
	means := w.Say("ui.settings.protection.remove.none")
	if s.keeping.SystemProtects {
		means = w.Say("ui.settings.protection.remove.system")
	}
	p.askSecret(w.Say("ui.command.settings.unprotect"), w.Say("ui.settings.password.old"), means, func(form *prompt.Opened, secret []byte) {
		s.protect(form, source, w.Say("ui.settings.protection.removed"), secret, nil)
	})
}
