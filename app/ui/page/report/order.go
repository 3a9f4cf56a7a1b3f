package report

import (
	"context"
	"strconv"
	"strings"

	"zhunsheng/app/desk"
	"zhunsheng/app/sign"
	"zhunsheng/app/ui/widget"
)

// enter is Enter in a password: on to the repetition, else sign.
func (s *signing) enter(direction int) {
	switch {
	case direction < 0:
	case s.repeatRow.Visible() && s.repeat.Text == "":
		widget.Focus(s.repeat)
	default:
		s.begin()
	}
}

// forget empties the fields that hold secrets.
func (s *signing) forget() {
	s.password.SetText("")
	s.repeat.SetText("")
	s.tokens = nil
	s.seal = nil
	s.sealName.SetText("")
	s.comment.SetText("")
	s.faultRow.Hide()
}

// wrong says what keeps the signature from being made.
func (s *signing) wrong(key string, field *widget.Entry) {
	s.fault.SetText(s.page.needs.Words.Say(key, "least", strconv.Itoa(shortestPassword)))
	s.faultRow.Show()
	s.content.Refresh()
	if field != nil {
		widget.Focus(field)
	}
}

// check says what is missing, "" if nothing is.
func (s *signing) check() (key string, field *widget.Entry) {
	switch {
	case s.role.Chosen() == "":
		return "ui.report.fault.role", nil
	case s.page.received != nil && s.rejecting.Chosen() == reject && blank(s.comment):
		return "ui.report.fault.comment", s.comment
	case s.stamp.Chosen() == "stamp."+yes && blank(s.address):
		return "ui.report.fault.address", s.address
	}
	return s.checkSigner()
}

// checkSigner says what is missing of the identity.
func (s *signing) checkSigner() (key string, field *widget.Entry) {
	chosen := s.signer.Chosen()
	switch {
	case chosen == "":
		return "ui.report.fault.signer", nil
	case chosen == newSigner && blank(s.owner):
		return "ui.report.fault.owner", s.owner
	case chosen == fileSigner && blank(s.file):
		return "ui.report.fault.file", s.file
	case chosen == tokenSigner && blank(s.library):
		return "ui.report.fault.library", s.library
	case s.passwordRow.Visible() && s.password.Text == "":
		return "ui.report.fault.password", s.password
	case chosen == newSigner && len([]rune(s.password.Text)) < shortestPassword:
		return "ui.report.fault.short", s.password
	case chosen == newSigner && s.repeat.Text != s.password.Text:
		return "ui.report.fault.repeat", s.repeat
	}
	return "", nil
}

func blank(e *widget.Entry) bool { return strings.TrimSpace(e.Text) == "" }

// begin signs, after asking where the file goes.
func (s *signing) begin() {
	p := s.page
	if s.start.Disabled() || !s.formRows.Visible() {
		return
	}
	if key, field := s.check(); key != "" {
		s.wrong(key, field)
		return
	}
	s.faultRow.Hide()
	if s.signer.Chosen() == tokenSigner && s.tokens == nil {
		s.lookIntoToken()
		return
	}
	p.askPlace(func(path string) {
		order := s.order()
		if r := p.received; r != nil {
			source := p.needs.Source
			begin(p, func(ctx context.Context, _ func(done, total int)) (desk.Written, error) {
				signing, err := order(ctx)
				if err != nil {
					return desk.Written{}, err
				}
				return source.SignReceived(ctx, r, *signing, path)
			}, func(written desk.Written) {
				s.forget()
				p.showWritten(written, path)
				if !p.left {
					p.receive(written.Path)
				}
			})
			return
		}
		p.publish(order, path)
	})
}

// order takes what was filled in, empties the passwords, and returns what makes the signing ready in the background.
func (s *signing) order() prepareSigning {
	p, source := s.page, s.page.needs.Source
	secret := []byte(s.password.Text)
	s.password.SetText("")
	s.repeat.SetText("")
	signing := desk.Signing{Role: s.role.Chosen(), Secret: secret, Timestamp: s.stamp.Chosen() == "stamp."+yes}
	if p.received != nil {
		signing.Seal = s.seal
		if s.rejecting.Chosen() == reject {
			signing.Rejection, signing.Seal = strings.TrimSpace(s.comment.Text), nil
		}
	}
	address, resolve := strings.TrimSpace(s.address.Text), s.resolver(secret)
	return func(ctx context.Context) (*desk.Signing, error) {
		var err error
		out := signing
		if out.Timestamp {
			err = source.SetTimestampAddress(ctx, address)
		}
		if err == nil {
			out.Signer, err = resolve(ctx)
		}
		if err != nil {
			sign.Wipe(secret)
			return nil, err
		}
		p.needs.Runner.Post(s.load) // there may be one signer more
		return &out, nil
	}
}
