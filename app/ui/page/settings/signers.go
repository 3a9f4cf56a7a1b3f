package settings

import (
	"context"
	"crypto/x509"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/sign"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
)

// signers are the identities that sign, and the authority that is asked for timestamps.
type signers struct {
	page    *Page
	grid    *widget.Grid
	list    []desk.Signer
	usual   string
	box     fyne.CanvasObject
	address *widget.Entry
	loaded  bool

	fresh, usually, shown, password, forget *widget.Button

	reading, looking task.Slot
}

func newSigners(p *Page) *signers {
	w := p.needs.Words
	s := &signers{page: p}
	s.grid = widget.NewGrid(
		widget.Column{Title: "", Width: 30, Align: fyne.TextAlignCenter},
		widget.Column{Title: w.Say("ui.settings.column.signer"), Width: 110, Stretch: 1},
		widget.Column{Title: w.Say("ui.settings.column.place"), Width: 130, Stretch: 1},
		widget.Column{Title: w.Say("ui.settings.column.until"), Width: 90},
		widget.Column{Title: w.Say("ui.settings.column.level"), Width: 86, Align: fyne.TextAlignCenter},
	)
	s.grid.OnCurrent = func(string) { s.showButtons() }
	s.grid.OnOpen = func(string) { s.showCertificate() }
	s.fresh = p.button("identity", s.askNew)
	add := p.flow(s.fresh, p.button("keyfile", s.askFile))
	if p.needs.Windows {
		add.Add(p.button("windows", s.askWindows))
	}
	add.Add(p.button("token", s.askToken))
	s.usually, s.shown = p.button("usual", s.makeUsual), p.button("certificate", s.showCertificate)
	s.password, s.forget = p.button("password", s.askPassword), p.button("forget", s.askForget)
	act := p.flow(s.usually, s.shown, s.password, s.forget)
	height := func() float32 { return min(max(s.grid.NaturalHeight()+2, 110), 260) }
	s.address = widget.NewEntry(func(text string) error { s.setAddress(text); return nil })
	s.address.SetPlaceHolder(w.Say("ui.settings.timestamp.hint"))
	s.box = column(
		card(w.Say("ui.settings.signers"), widget.Tall(height, widget.NewPanel(s.grid, 1)), act, widget.Gap(0, 4),
			widget.NewCaption(w.Say("ui.settings.signers.add")), add, widget.Gap(0, 4), note(w.Say("ui.settings.signers.note"))),
		card(w.Say("ui.settings.timestamp"), s.address, note(w.Say("ui.settings.timestamp.note"))),
	)
	return s
}

func (s *signers) content() fyne.CanvasObject { return s.box }

func (s *signers) focus() {
	if len(s.list) == 0 {
		widget.Focus(s.fresh)
		return
	}
	s.grid.Focus()
}

// signing is what one look at the identities brings.
type signing struct {
	list           []desk.Signer
	usual, address string
}

func (s *signers) load() {
	source := s.page.needs.Source
	read(s.page, &s.reading, func(ctx context.Context) (signing, error) {
		var found signing
		var err error
		if found.list, err = source.Signers(ctx); err != nil {
			return found, err
		}
		if found.usual, err = source.UsualSigner(ctx); err != nil {
			return found, err
		}
		found.address, err = source.TimestampAddress(ctx)
		return found, err
	}, func(found signing) {
		s.list, s.usual, s.loaded = found.list, found.usual, true
		s.address.SetValue(found.address)
		s.fill()
	})
}

func (s *signers) fill() {
	w := s.page.needs.Words
	rows := make([]widget.Row, len(s.list))
	for i, signer := range s.list {
		rows[i] = signerRow(w, signer, signer.ID == s.usual, s.page)
	}
	s.grid.SetRows(rows)
	if s.grid.CurrentRow() == "" && len(rows) > 0 {
		s.grid.Select(rows[0].ID)
	}
	s.showButtons()
	s.box.Refresh()
}

func signerRow(w wording.Words, signer desk.Signer, usual bool, p *Page) widget.Row {
	mark, name, until, level := "", w.Say("ui.settings.signer.locked"), "—", widget.Cell{Text: "—", Tone: look.Quiet}
	if usual {
		mark = "✓"
	}
	if c := signer.Certificate(); c != nil {
		name, until = subjectName(c), c.NotAfter.Format("2006-01-02")
		level = widget.Cell{Text: w.Say("ui.settings.level.issued"), Shape: widget.AsBadge, Tone: look.Fine}
		if selfMade(c) {
			level = widget.Cell{Text: w.Say("ui.settings.level.self-made"), Shape: widget.AsBadge, Tone: look.Current}
		}
		if p.needs.Now().After(c.NotAfter) {
			level = widget.Cell{Text: w.Say("ui.settings.level.expired"), Shape: widget.AsBadge, Tone: look.Wrong}
		}
	}
	return widget.Row{ID: signer.ID, Cells: []widget.Cell{
		{Text: mark, Tone: look.Fine, Bold: true},
		{Text: name},
		{Text: placeOf(w, signer), Tone: look.Quiet},
		{Text: until, Tone: look.Quiet},
		level,
	}}
}

// placeOf says where the key of a signer lies.
func placeOf(w wording.Words, s desk.Signer) string {
	text := w.Say("ui.settings.key." + string(s.Place))
	switch s.Place {
	case desk.KeyFile:
		text += "　" + filepath.Base(s.Path)
	case desk.KeyToken:
		text += "　" + s.Token
	}
	return text
}

func subjectName(c *x509.Certificate) string {
	if c.Subject.CommonName != "" {
		return c.Subject.CommonName
	}
	return c.Subject.String()
}

func selfMade(c *x509.Certificate) bool { return string(c.RawIssuer) == string(c.RawSubject) }

// current returns the signer that is current in the list, nil for none.
func (s *signers) current() *desk.Signer {
	id := s.grid.CurrentRow()
	if at := slices.IndexFunc(s.list, func(k desk.Signer) bool { return k.ID == id }); at >= 0 {
		return &s.list[at]
	}
	return nil
}

func (s *signers) showButtons() {
	c := s.current()
	widget.SetEnabled(s.fresh, s.loaded)
	word := "ui.command.settings.identity"
	if s.hasLocal() {
		word = "ui.settings.identity.again"
	}
	s.fresh.SetText(s.page.needs.Words.Say(word))
	widget.SetEnabled(s.usually, c != nil && c.ID != s.usual)
	widget.SetEnabled(s.shown, c != nil && c.DER != nil)
	widget.SetEnabled(s.password, c != nil && c.Place == desk.KeyHere)
	widget.SetEnabled(s.forget, c != nil && c.Place != desk.KeyHere)
}

// hasLocal reports whether there is an identity of this machine.
func (s *signers) hasLocal() bool {
	return slices.ContainsFunc(s.list, func(k desk.Signer) bool { return k.Place == desk.KeyHere })
}

func (s *signers) makeUsual() {
	c, source := s.current(), s.page.needs.Source
	if c == nil {
		return
	}
	id := c.ID
	s.page.change(s.page.needs.Words.Say("ui.settings.signer.usual"), func(ctx context.Context) error { return source.SetUsualSigner(ctx, id) }, s.load)
}

func (s *signers) showCertificate() {
	c := s.current()
	if c == nil || c.Certificate() == nil {
		return
	}
	w := s.page.needs.Words
	words := []fact{{w.Say("ui.settings.signer.added"), c.Added.In(s.page.needs.Now().Location()).Format("2006-01-02 15:04")}, {w.Say("ui.settings.column.place"), placeOf(w, *c)}}
	if c.Path != "" {
		words = append(words, fact{w.Say("ui.settings.signer.path"), c.Path})
	}
	s.page.showCertificateOf(c.Certificate(), words...)
}

func (s *signers) askForget() {
	c, w, source := s.current(), s.page.needs.Words, s.page.needs.Source
	if c == nil || c.Place == desk.KeyHere {
		return
	}
	id := c.ID
	s.page.needs.Prompts.Confirm(w.Say("ui.settings.forget.title"), w.Say("ui.settings.forget.means"), w.Say("ui.command.settings.forget"), func() {
		s.page.change(w.Say("ui.settings.forgotten"), func(ctx context.Context) error { return source.ForgetSigner(ctx, id) }, s.load)
	})
}

// setAddress chooses the authority that is asked for timestamps.
func (s *signers) setAddress(text string) {
	w, source := s.page.needs.Words, s.page.needs.Source
	said := w.Say("ui.settings.timestamp.on")
	if text == "" {
		said = w.Say("ui.settings.timestamp.off")
	}
	s.page.change(said, func(ctx context.Context) error { return source.SetTimestampAddress(ctx, text) }, s.load)
}

func (s *signers) leave() { s.looking.Drop() }

// keep keeps the address that is still being typed.
func (s *signers) keep() error {
	if s.loaded && s.address.Dirty() {
		return s.page.needs.Source.SetTimestampAddress(context.Background(), s.address.Text)
	}
	return nil
}

// askFile asks for a file with a key, and for its password.
func (s *signers) askFile() {
	w, source := s.page.needs.Words, s.page.needs.Source
	s.page.needs.Pick(picker.Question{Title: w.Say("ui.settings.keyfile.pick"), Endings: []string{".p12", ".pfx", ".pem"}}, func(path string) {
		s.page.askSecret(w.Say("ui.settings.keyfile.title"), w.Say("ui.settings.keyfile.password", "name", filepath.Base(path)), w.Say("ui.settings.keyfile.note"), func(form *prompt.Opened, secret []byte) {
			s.page.try(form, w.Say("ui.settings.signer.done"), func(ctx context.Context) error {
				defer sign.Wipe(secret)
				_, err := source.AddKeyFile(ctx, path, secret)
				return err
			}, s.load)
		})
	})
}
