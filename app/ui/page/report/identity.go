package report

import (
	"context"
	"crypto/x509"
	"strconv"
	"strings"

	"zhunsheng/app/desk"
	"zhunsheng/app/sign"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// load finds out in the background who can sign.
func (s *signing) load() {
	source := s.page.needs.Source
	type found struct {
		signers []desk.Signer
		usual   string
		windows []*x509.Certificate
		address string
	}
	task.Run(s.page.needs.Runner, &s.loading, func(ctx context.Context, _ *task.Progress) (f found, err error) {
		if f.signers, err = source.Signers(ctx); err != nil {
			return f, err
		}
		if f.usual, err = source.UsualSigner(ctx); err != nil {
			return f, err
		}
		f.windows, _ = source.WindowsCertificates() // other systems have none, which is no fault
		f.address, err = source.TimestampAddress(ctx)
		return f, err
	}, func(f found, err error) {
		if err != nil {
			s.page.needs.Fail(err)
			return
		}
		s.signers, s.windows, s.known = f.signers, f.windows, true
		s.offer(f.usual)
		if s.address.Text == "" {
			s.address.SetText(f.address)
		}
		s.show()
	})
}

// offer lists who can sign: those that are known, then the ways to another.
func (s *signing) offer(usual string) {
	w := s.page.needs.Words
	var options []widget.Option
	local := false
	for _, k := range s.signers {
		local = local || k.Place == desk.KeyHere
		name := w.Say("ui.report.sign.place." + string(k.Place))
		if c := k.Certificate(); c != nil && c.Subject.CommonName != "" {
			name = c.Subject.CommonName
		}
		options = append(options, widget.Option{ID: k.ID, Label: name, Aside: w.Say("ui.report.sign.place." + string(k.Place))})
	}
	add := func(id string) {
		options = append(options, widget.Option{ID: id, Label: w.Say("ui.report.sign." + id)})
	}
	if !local {
		add(newSigner)
	}
	add(fileSigner)
	if len(s.windows) > 0 {
		add(windowsSigner)
	}
	add(tokenSigner)
	chosen := s.signer.Chosen()
	s.signer.SetOptions(options)
	for _, want := range []string{chosen, usual, options[0].ID} {
		for _, o := range options {
			if want != "" && o.ID == want {
				s.signer.SetChosen(want)
				return
			}
		}
	}
}

// kept returns the chosen signer, false where it is a way to another.
func (s *signing) kept() (desk.Signer, bool) {
	for _, k := range s.signers {
		if k.ID == s.signer.Chosen() {
			return k, true
		}
	}
	return desk.Signer{}, false
}

// offerCertificates lists those of the Windows store, or of the token that was looked into.
func (s *signing) offerCertificates(chosen string) {
	var options []widget.Option
	add := func(i int, c *x509.Certificate) {
		options = append(options, widget.Option{ID: strconv.Itoa(i), Label: c.Subject.CommonName, Aside: sign.FingerprintTail(sign.Fingerprint(c))})
	}
	switch chosen {
	case windowsSigner:
		for i, c := range s.windows {
			add(i, c)
		}
	case tokenSigner:
		for i, t := range s.tokens {
			add(i, t.Certificate)
		}
	}
	s.certificate.SetOptions(options)
	if n, err := strconv.Atoi(s.certificate.Chosen()); (err != nil || n >= len(options)) && len(options) > 0 {
		s.certificate.SetChosen("0")
	}
}

// lookIntoToken finds the certificates of a token with the PIN that was typed; where there are several the user chooses one.
func (s *signing) lookIntoToken() {
	if s.seeking {
		return
	}
	s.seeking = true
	source, library, pin := s.page.needs.Source, strings.TrimSpace(s.library.Text), []byte(s.password.Text)
	task.Run(s.page.needs.Runner, &s.looking, func(context.Context, *task.Progress) ([]desk.TokenChoice, error) {
		defer sign.Wipe(pin)
		return source.TokenCertificates(library, "", pin)
	}, func(found []desk.TokenChoice, err error) {
		s.seeking = false
		if err != nil {
			s.password.SetText("")
			s.page.needs.Fail(err)
			return
		}
		s.tokens = found
		s.show()
		if len(found) == 1 {
			s.begin()
			return
		}
		s.page.needs.Toast(s.page.needs.Words.Say("ui.report.sign.several", "count", strconv.Itoa(len(found))), look.Current)
		widget.Focus(s.certificate)
	})
}

// resolver returns what finds, or first makes, the signer that was chosen.
func (s *signing) resolver(secret []byte) func(ctx context.Context) (id string, err error) {
	source := s.page.needs.Source
	chosen, owner, file, library := s.signer.Chosen(), strings.TrimSpace(s.owner.Text), strings.TrimSpace(s.file.Text), strings.TrimSpace(s.library.Text)
	at, _ := strconv.Atoi(s.certificate.Chosen()) // one of the options, which are numbers
	windows, tokens := s.windows, s.tokens
	return func(ctx context.Context) (string, error) {
		var added desk.Signer
		var err error
		switch chosen {
		case newSigner:
			if _, err = source.MakeIdentity(ctx, owner, sign.AlgorithmRSA, secret); err != nil {
				return "", err
			}
			list, err := source.Signers(ctx)
			if err != nil || len(list) == 0 {
				return "", err
			}
			return list[0].ID, nil
		case fileSigner:
			added, err = source.AddKeyFile(ctx, file, secret)
		case windowsSigner:
			added, err = source.AddWindows(ctx, windows[at])
		case tokenSigner:
			added, err = source.AddToken(ctx, library, tokens[min(at, len(tokens)-1)])
		default:
			return chosen, nil
		}
		return added.ID, err
	}
}
