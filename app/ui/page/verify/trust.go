package verify

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/desk"
	"zhunsheng/app/sign"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
)

const certificateWidth = 560

// showCertificate shows the certificate of the current signature.
func (p *Page) showCertificate() {
	s := p.signer()
	if s == nil || s.certificate == nil {
		return
	}
	w := p.needs.Words
	c := s.certificate
	copied := widget.NewCaption("")
	export := widget.NewButton(w.Say("ui.verify.certificate.export"), nil)
	foot := container.NewHBox(widget.NewButton(w.Say("ui.verify.certificate.copy"), func() {
		p.needs.Copy(c.Fingerprint)
		copied.SetText(w.Say("ui.verify.certificate.copied"))
	}), export, container.NewCenter(copied))
	body := container.NewVBox(certificateFacts(w, c, s.chain), widget.Gap(0, 4), widget.NewCaption(w.Say("ui.verify.certificate.compare")), widget.Fingerprint(c.Fingerprint), foot)
	form := p.needs.Prompts
	export.OnTapped = func() {
		form.Dismiss()
		p.exportCertificate(c, s.chain)
	}
	form.Show(w.Say("ui.verify.certificate.title"), body, certificateWidth)
}

// certificateFacts are what there is to say about a certificate.
func certificateFacts(w wording.Words, c *sign.Certificate, chain []string) *fyne.Container {
	box := container.NewVBox()
	add := func(label, text string) {
		if text != "" {
			box.Add(widget.Fact(w.Say(label), text))
		}
	}
	add("sign.label.subject", c.Subject)
	if c.Issuer == c.Subject {
		add("sign.label.issuer", w.Say("ui.verify.certificate.self-made"))
	} else {
		add("sign.label.issuer", c.Issuer)
	}
	add("sign.label.chain", strings.Join(chain, " → "))
	add("sign.label.validity", w.Say("sign.validity", "from", c.NotBefore.Format("2006-01-02"), "to", c.NotAfter.Format("2006-01-02")))
	add("ui.verify.label.serial", c.Serial)
	return box
}

// exportCertificate writes a certificate as a file, for other programs and people.
func (p *Page) exportCertificate(c *sign.Certificate, _ []string) {
	w, der := p.needs.Words, c.DER
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"/\|?*,=`, r) {
			return '_'
		}
		return r
	}, c.Subject)
	p.save(w.Say("ui.verify.save.certificate"), name+".pem", ".pem", func(context.Context) ([]byte, error) { return desk.CertificateFile(der), nil })
}

// changeTrust asks whether the certificate of the current signature is to be trusted, or not any more, and says what that means.
func (p *Page) changeTrust() {
	s := p.signer()
	switch {
	case s == nil || s.certificate == nil && s.device == "":
	case s.throughIssuer():
		p.askIssuer(s)
	case s.trusted:
		p.askDistrust(s)
	default:
		p.askTrust(s)
	}
}

// fingerprint is what is compared with the signer.
func (s *signer) fingerprint() string {
	if s.certificate != nil {
		return s.certificate.Fingerprint
	}
	return widget.Groups(s.device)
}

func (p *Page) askTrust(s *signer) {
	w, c, device, source := p.needs.Words, s.certificate, s.device, p.needs.Source
	name, note := widget.NewEntry(nil), widget.NewEntry(nil)
	name.SetText(s.row.Cells[2].Text)
	note.SetPlaceHolder(w.Say("ui.verify.trust.note.hint"))
	title, means := w.Say("ui.verify.trust.title"), w.Say("ui.verify.trust.means")
	if c == nil {
		title, means = w.Say("ui.verify.trust.device.title"), w.Say("ui.verify.trust.device.means")
	}
	body := container.NewVBox(
		widget.Flush(widget.Prose(means)), widget.Gap(0, 4), widget.Fingerprint(s.fingerprint()), widget.Gap(0, 2),
		widget.Labelled(w.Say("ui.verify.trust.name"), name),
	)
	if c != nil {
		body.Add(widget.Labelled(w.Say("ui.verify.trust.note"), note))
	}
	form := p.needs.Prompts.Fill(prompt.Form{
		Title: title, Body: body, Width: certificateWidth, Yes: w.Say("ui.verify.trust.yes"), First: name,
		Accept: func() string {
			called := strings.TrimSpace(name.Text)
			if called == "" {
				return w.Say("ui.verify.trust.fault.name")
			}
			how := note.Text
			p.alter(w.Say("ui.verify.trusted", "name", called), func(ctx context.Context) error {
				if c == nil {
					return source.TrustDevice(ctx, device, called)
				}
				return source.Trust(ctx, called, how, c.DER)
			})
			return ""
		},
	})
	name.OnSubmitted = func(string) {
		if c == nil {
			form.Accept()
			return
		}
		widget.Focus(note)
	}
	note.OnSubmitted = func(string) { form.Accept() }
}

// throughIssuer reports whether a certificate is trusted only because an issuer above it is.
func (s *signer) throughIssuer() bool {
	return s.certificate != nil && s.trusted && s.by != "" && s.by != s.certificate.Fingerprint
}

// askIssuer says that trust comes through an issuer, so that nothing here takes it away, and leads to the issuer in the list.
func (p *Page) askIssuer(s *signer) {
	source, by, name := p.needs.Source, s.by, s.row.Cells[2].Text
	task.Run(p.needs.Runner, &p.acting, func(ctx context.Context, _ *task.Progress) (string, error) {
		list, err := source.VouchedFor(ctx)
		for i := range list {
			if list[i].Fingerprint() == by {
				return list[i].Name, err
			}
		}
		return by, err
	}, func(issuer string, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		w := p.needs.Words
		title, text := w.Say("ui.verify.issuer.title"), w.Say("ui.verify.issuer.means", "name", name, "issuer", issuer)
		if p.needs.ShowTrusted == nil {
			p.needs.Prompts.Tell(title, text)
			return
		}
		p.needs.Prompts.Ask(title, text, w.Say("ui.verify.issuer.yes", "issuer", issuer), w.Say("ui.dialog.cancel"), func(yes bool) {
			if yes {
				p.needs.ShowTrusted(by)
			}
		})
	})
}

func (p *Page) askDistrust(s *signer) {
	w, c, device, source := p.needs.Words, s.certificate, s.device, p.needs.Source
	p.needs.Prompts.Confirm(w.Say("ui.verify.distrust.title"), w.Say("ui.verify.distrust.means", "name", s.row.Cells[2].Text), w.Say("ui.verify.distrust"), func() {
		p.alter(w.Say("ui.verify.distrusted"), func(ctx context.Context) error {
			if c == nil {
				return source.DistrustDevice(ctx, device)
			}
			return source.Distrust(ctx, c.Fingerprint)
		})
	})
}

// alter changes the list of trusted certificates and judges every file anew.
func (p *Page) alter(said string, change func(ctx context.Context) error) {
	task.Queue(p.needs.Runner, &p.writing, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, change(ctx)
	}, func(_ struct{}, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.needs.Toast(said, look.Fine)
		if !p.left {
			p.recheck()
		}
	})
}
