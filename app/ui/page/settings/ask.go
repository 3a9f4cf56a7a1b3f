package settings

import (
	"context"
	"crypto/x509"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/sign"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
)

const (
	formWidth = 520
	// shortestPassword is the least length of a new password, in characters.
	shortestPassword = 8
)

// fact is a small label with what it stands for.
type fact struct{ label, text string }

// showCertificateOf shows a certificate with its fingerprint in groups, what else is known about it first.
func (p *Page) showCertificateOf(c *x509.Certificate, known ...fact) {
	w := p.needs.Words
	box := container.NewVBox()
	issuer := c.Issuer.String()
	if selfMade(c) {
		issuer = w.Say("ui.settings.certificate.self-made")
	}
	kind, bits := sign.KeyDescription(c.PublicKey)
	for _, f := range append(known,
		fact{w.Say("sign.label.subject"), c.Subject.String()}, fact{w.Say("sign.label.issuer"), issuer},
		fact{w.Say("sign.label.validity"), w.Say("sign.validity", "from", c.NotBefore.Format("2006-01-02"), "to", c.NotAfter.Format("2006-01-02"))},
		fact{w.Say("sign.label.algorithm"), fmt.Sprintf("%s %d", kind, bits)}) {
		box.Add(widget.Fact(f.label, f.text))
	}
	copied := widget.NewCaption("")
	foot := container.NewHBox(widget.NewButton(w.Say("ui.settings.certificate.copy"), func() {
		p.needs.Copy(sign.Fingerprint(c))
		copied.SetText(w.Say("ui.settings.certificate.copied"))
	}).WithTip(w.Say("ui.tip.settings.fingerprint")), widget.NewButton(w.Say("ui.settings.certificate.export"), func() {
		p.needs.Prompts.Dismiss()
		p.exportCertificate(c)
	}), container.NewCenter(copied))
	p.needs.Prompts.Show(w.Say("ui.settings.certificate.title"), container.NewVBox(
		box, widget.Gap(0, 4), widget.NewCaption(w.Say("ui.settings.certificate.compare")), widget.Fingerprint(sign.Fingerprint(c)), foot,
	), 560)
}

// exportCertificate writes a certificate as a file that can be given to others.
func (p *Page) exportCertificate(c *x509.Certificate) {
	w := p.needs.Words
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, subjectName(c))
	p.needs.Pick(picker.Question{Title: w.Say("ui.settings.certificate.save"), Save: name + ".pem", Endings: []string{".pem"}}, func(path string) {
		p.change(w.Say("ui.settings.certificate.saved"), func(context.Context) error {
			_, err := app.WriteDocument(path, desk.CertificateFile(c.Raw))
			return err
		}, nil)
	})
}

// askSecret asks for one password that exists already. The form stays open where do lets it wait.
func (p *Page) askSecret(title, label, explanation string, do func(form *prompt.Opened, secret []byte)) {
	field := widget.NewPassword()
	var form *prompt.Opened
	form = p.needs.Prompts.Fill(prompt.Form{
		Title: title, Width: formWidth, Yes: p.needs.Words.Say("ui.dialog.ok"), First: field,
		Body: container.NewVBox(widget.Labelled(label, field), note(explanation)),
		Accept: func() string {
			do(form, []byte(field.Text))
			return ""
		},
	})
	field.OnSubmitted = func(string) { form.Accept() }
}

// newPassword are the fields of a password that is being set.
type newPassword struct {
	page             *Page
	password, repeat *widget.Entry
	optional         bool // nothing may be set
}

func (p *Page) newPassword(optional bool) *newPassword {
	return &newPassword{page: p, password: widget.NewPassword(), repeat: widget.NewPassword(), optional: optional}
}

func (n *newPassword) content() fyne.CanvasObject {
	w := n.page.needs.Words
	return container.New(layout.NewGridLayout(2), widget.Labelled(w.Say("ui.settings.password.new"), n.password), widget.Labelled(w.Say("ui.settings.password.repeat"), n.repeat))
}

// fault says what is wrong with what was typed, "" if nothing is.
func (n *newPassword) fault() string {
	w := n.page.needs.Words
	switch length := len([]rune(n.password.Text)); {
	case n.optional && length == 0 && n.repeat.Text == "":
		return ""
	case length < shortestPassword:
		return w.Say("ui.settings.password.short", "least", strconv.Itoa(shortestPassword))
	case n.password.Text != n.repeat.Text:
		return w.Say("ui.settings.password.differ")
	}
	return ""
}

func (n *newPassword) secret() []byte { return []byte(n.password.Text) }

// submit lets Enter go from field to field and accept the form at the end.
func submit(form *prompt.Opened, fields ...*widget.Entry) {
	for i, f := range fields {
		f.OnSubmitted = func(string) {
			if i+1 < len(fields) {
				widget.Focus(fields[i+1])
				return
			}
			form.Accept()
		}
	}
}

// askNew asks for what a new identity needs.
func (s *signers) askNew() {
	if s.fresh.Disabled() {
		return
	}
	p, w, source := s.page, s.page.needs.Words, s.page.needs.Source
	name, secret := widget.NewEntry(nil), p.newPassword(false)
	algorithm := widget.NewChoice(nil)
	algorithm.Upright = true
	var options []widget.Option
	for _, a := range sign.Algorithms() {
		options = append(options, widget.Option{ID: string(a), Label: w.Say("ui.settings.algorithm." + string(a)), Aside: w.Say("ui.settings.algorithm." + string(a) + ".who")})
	}
	algorithm.SetOptions(options)
	algorithm.SetChosen(options[0].ID)
	title, means, do := w.Say("ui.settings.identity.title"), w.Say("ui.settings.identity.means"), source.MakeIdentity
	if s.hasLocal() {
		title, means, do = w.Say("ui.settings.identity.again"), w.Say("ui.settings.identity.again.means"), source.RemakeIdentity
	}
	form := p.needs.Prompts.Fill(prompt.Form{
		Title: title, Width: formWidth, Yes: w.Say("ui.settings.identity.yes"), First: name,
		Body: container.NewVBox(widget.Labelled(w.Say("ui.settings.identity.name"), name), secret.content(),
			widget.Labelled(w.Say("ui.settings.identity.algorithm"), algorithm), widget.Gap(0, 2), note(means)),
		Accept: func() string {
			owner := strings.TrimSpace(name.Text)
			if owner == "" {
				return w.Say("ui.settings.identity.fault.name")
			}
			if fault := secret.fault(); fault != "" {
				return fault
			}
			kind, password := sign.Algorithm(algorithm.Chosen()), secret.secret()
			p.change(w.Say("ui.settings.identity.made"), func(ctx context.Context) error {
				defer sign.Wipe(password)
				_, err := do(ctx, owner, kind, password)
				return err
			}, s.load)
			return ""
		},
	})
	submit(form, name, secret.password, secret.repeat)
}

// askPassword asks for another password of the local identity.
func (s *signers) askPassword() {
	if s.password.Disabled() {
		return
	}
	p, w, source := s.page, s.page.needs.Words, s.page.needs.Source
	old, secret := widget.NewPassword(), p.newPassword(false)
	var form *prompt.Opened
	form = p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.settings.identity.password"), Width: formWidth, Yes: w.Say("ui.settings.password.yes"), First: old,
		Body: container.NewVBox(widget.Labelled(w.Say("ui.settings.password.old"), old), secret.content(), note(w.Say("ui.settings.identity.password.note"))),
		Accept: func() string {
			if fault := secret.fault(); fault != "" {
				return fault
			}
			before, after := []byte(old.Text), secret.secret()
			p.try(form, w.Say("ui.settings.password.changed"), func(ctx context.Context) error {
				defer sign.Wipe(before)
				defer sign.Wipe(after)
				return source.ChangeIdentityPassword(ctx, before, after)
			}, s.load)
			return ""
		},
	})
	submit(form, old, secret.password, secret.repeat)
}

// askWindows offers the certificates of the Windows certificate store.
func (s *signers) askWindows() {
	source := s.page.needs.Source
	read(s.page, &s.looking, func(context.Context) ([]*x509.Certificate, error) { return source.WindowsCertificates() }, func(found []*x509.Certificate) {
		s.page.choose(s.page.needs.Words.Say("ui.settings.windows.title"), found, func(ctx context.Context, at int) error {
			_, err := source.AddWindows(ctx, found[at])
			return err
		}, s.load)
	})
}

// askToken asks for the library and PIN of a token and offers the certificates in it.
func (s *signers) askToken() {
	p, w, source := s.page, s.page.needs.Words, s.page.needs.Source
	library, label, pin := widget.NewEntry(nil), widget.NewEntry(nil), widget.NewPassword()
	library.SetPlaceHolder(w.Say("ui.settings.token.library.hint"))
	form := p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.settings.token.title"), Width: formWidth, Yes: w.Say("ui.settings.token.yes"), First: library,
		Body: container.NewVBox(widget.Labelled(w.Say("ui.settings.token.library"), library), container.New(layout.NewGridLayout(2),
			widget.Labelled(w.Say("ui.settings.token.label"), label), widget.Labelled(w.Say("ui.settings.token.pin"), pin)), note(w.Say("ui.settings.token.note"))),
		Accept: func() string {
			path := strings.Trim(strings.TrimSpace(library.Text), `"`)
			if path == "" {
				return w.Say("ui.settings.token.fault")
			}
			name, secret := strings.TrimSpace(label.Text), []byte(pin.Text)
			s.lookInto(source, path, name, secret)
			return ""
		},
	})
	submit(form, library, label, pin)
}

func (s *signers) lookInto(source Source, path, name string, pin []byte) {
	p := s.page
	p.needs.Toast(p.needs.Words.Say("ui.settings.token.looking"), look.Current)
	task.Run(p.needs.Runner, &s.looking, func(context.Context, *task.Progress) ([]desk.TokenChoice, error) {
		defer sign.Wipe(pin)
		return source.TokenCertificates(path, name, pin)
	}, func(found []desk.TokenChoice, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		var certificates []*x509.Certificate
		for _, c := range found {
			certificates = append(certificates, c.Certificate)
		}
		p.choose(p.needs.Words.Say("ui.settings.token.title"), certificates, func(ctx context.Context, at int) error {
			_, err := source.AddToken(ctx, path, found[at])
			return err
		}, s.load)
	})
}

// choose lets one of several certificates be added.
func (p *Page) choose(title string, found []*x509.Certificate, add func(ctx context.Context, at int) error, then func()) {
	w := p.needs.Words
	if len(found) == 0 {
		p.needs.Toast(w.Say("ui.settings.windows.none"), look.Current)
		return
	}
	grid := widget.NewGrid(
		widget.Column{Title: w.Say("ui.settings.column.signer"), Width: 160, Stretch: 1}, widget.Column{Title: w.Say("sign.label.issuer"), Width: 160, Stretch: 1},
		widget.Column{Title: w.Say("ui.settings.column.until"), Width: 100},
	)
	rows := make([]widget.Row, len(found))
	for i, c := range found {
		rows[i] = widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{{Text: subjectName(c)}, {Text: c.Issuer.CommonName, Tone: look.Quiet}, {Text: c.NotAfter.Format("2006-01-02"), Tone: look.Quiet}}}
	}
	grid.SetRows(rows)
	grid.Select("0")
	room := widget.Room(formWidth, 220, widget.NewPanel(grid, 1))
	form := p.needs.Prompts.Fill(prompt.Form{
		Title: title, Body: room, Width: formWidth, Yes: w.Say("ui.settings.signer.add"), First: grid.Target(),
		Accept: func() string {
			at, err := strconv.Atoi(grid.CurrentRow())
			if err != nil {
				return w.Say("ui.settings.windows.none")
			}
			p.change(w.Say("ui.settings.signer.done"), func(ctx context.Context) error { return add(ctx, at) }, then)
			return ""
		},
	})
	grid.OnOpen = func(string) { form.Accept() }
}
