package settings

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/desk"
	"zhunsheng/app/sign"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
)

// trust is the list of certificates that the user vouches for.
type trust struct {
	page          *Page
	grid          *widget.Grid
	list          []desk.Vouched
	box           fyne.CanvasObject
	add           *widget.Button
	shown, remove *widget.Button
	wanted        string // fingerprint of the certificate to be current when the list comes; "" for none

	devices *devices

	reading, looking task.Slot
}

func newTrust(p *Page) *trust {
	w := p.needs.Words
	s := &trust{page: p}
	s.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.settings.column.called"), Width: 100, Stretch: 1},
		widget.Column{Title: w.Say("sign.label.subject"), Width: 100, Stretch: 1},
		widget.Column{Title: w.Say("ui.settings.column.added"), Width: 90},
		widget.Column{Title: w.Say("ui.settings.column.tail"), Width: 116},
		widget.Column{Title: w.Say("ui.settings.column.how"), Width: 90, Stretch: 1},
	)
	s.grid.OnCurrent = func(string) { s.showButtons() }
	s.grid.OnOpen = func(string) { s.showCertificate() }
	s.add = p.button("trust", s.pick)
	s.shown, s.remove = p.button("certificate", s.showCertificate), p.button("forget", s.askRemove)
	height := func() float32 { return min(max(s.grid.NaturalHeight()+2, 140), 380) }
	s.devices = newDevices(p)
	s.box = column(card(w.Say("ui.settings.trust"), widget.Tall(height, widget.NewPanel(s.grid, 1)), p.flow(s.add, s.shown, s.remove),
		widget.Gap(0, 4), note(w.Say("ui.settings.trust.note"))), s.devices.box)
	return s
}

func (s *trust) content() fyne.CanvasObject { return s.box }

func (s *trust) focus() {
	if len(s.list) == 0 {
		widget.Focus(s.add)
		return
	}
	s.grid.Focus()
}

func (s *trust) load() {
	read(s.page, &s.reading, s.page.needs.Source.VouchedFor, func(list []desk.Vouched) {
		s.list = list
		rows := make([]widget.Row, len(list))
		for i, v := range list {
			rows[i] = widget.Row{ID: v.Fingerprint(), Cells: []widget.Cell{
				{Text: v.Name},
				{Text: subjectName(v.Certificate), Tone: look.Quiet},
				{Text: v.Added.In(s.page.needs.Now().Location()).Format("2006-01-02"), Tone: look.Quiet},
				{Text: "… " + sign.FingerprintTail(v.Fingerprint()), Tone: look.Quiet},
				{Text: v.Note, Tone: look.Quiet},
			}}
		}
		s.grid.SetRows(rows)
		if s.wanted != "" {
			s.grid.Select(s.wanted)
			s.grid.Focus()
			s.wanted = ""
		}
		if s.grid.CurrentRow() == "" && len(rows) > 0 {
			s.grid.Select(rows[0].ID)
		}
		s.showButtons()
		s.box.Refresh()
		s.devices.load()
	})
}

func (s *trust) current() *desk.Vouched {
	id := s.grid.CurrentRow()
	if at := slices.IndexFunc(s.list, func(v desk.Vouched) bool { return v.Fingerprint() == id }); at >= 0 {
		return &s.list[at]
	}
	return nil
}

func (s *trust) showButtons() {
	widget.SetEnabled(s.shown, s.current() != nil)
	widget.SetEnabled(s.remove, s.current() != nil)
}

func (s *trust) showCertificate() {
	v := s.current()
	if v == nil {
		return
	}
	w := s.page.needs.Words
	known := []fact{{w.Say("ui.settings.column.called"), v.Name}, {w.Say("ui.settings.column.added"), v.Added.In(s.page.needs.Now().Location()).Format("2006-01-02 15:04")}}
	if v.Note != "" {
		known = append(known, fact{w.Say("ui.settings.column.how"), v.Note})
	}
	s.page.showCertificateOf(v.Certificate, known...)
}

func (s *trust) askRemove() {
	v, w, source := s.current(), s.page.needs.Words, s.page.needs.Source
	if v == nil {
		return
	}
	fingerprint := v.Fingerprint()
	s.page.needs.Prompts.Confirm(w.Say("ui.settings.distrust.title"), w.Say("ui.settings.distrust.means", "name", v.Name), w.Say("ui.settings.distrust"), func() {
		s.page.change(w.Say("ui.settings.distrusted"), func(ctx context.Context) error { return source.Distrust(ctx, fingerprint) }, s.load)
	})
}

func (s *trust) leave() { s.looking.Drop() }

// pick reads a certificate from a file and asks whether it is to be trusted.
func (s *trust) pick() {
	w := s.page.needs.Words
	s.page.needs.Pick(picker.Question{Title: w.Say("ui.settings.trust.pick"), Endings: []string{".pem", ".cer", ".crt", ".der"}}, func(path string) {
		read(s.page, &s.looking, func(context.Context) ([]byte, error) { return desk.ReadCertificate(path) }, s.ask)
	})
}

// ask shows a certificate and says what trusting it means.
func (s *trust) ask(der []byte) {
	p, w, source := s.page, s.page.needs.Words, s.page.needs.Source
	certificate, err := sign.ParseCertificate(der)
	if err != nil {
		p.needs.Fail(&desk.NotCertificateError{Err: err})
		return
	}
	name, how := widget.NewEntry(nil), widget.NewEntry(nil)
	name.SetText(subjectName(certificate))
	form := p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.settings.trust.title"), Width: 560, Yes: w.Say("ui.settings.trust.yes"), First: name,
		Body: container.NewVBox(widget.Flush(widget.Prose(w.Say("ui.settings.trust.means"))), widget.Gap(0, 4), widget.Fingerprint(sign.Fingerprint(certificate)), widget.Gap(0, 2),
			widget.Labelled(w.Say("ui.settings.column.called"), name), widget.Labelled(w.Say("ui.settings.trust.how"), how)),
		Accept: func() string {
			called, remark := strings.TrimSpace(name.Text), how.Text
			if called == "" {
				return w.Say("ui.settings.trust.fault")
			}
			p.change(w.Say("ui.settings.trusted", "name", called), func(ctx context.Context) error { return source.Trust(ctx, called, remark, der) }, s.load)
			return ""
		},
	})
	submit(form, name, how)
}
