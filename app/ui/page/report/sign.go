package report

import (
	"crypto/x509"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/desk"
	"zhunsheng/app/report"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/widget"
)

// signing is the pane on which a report is signed or rejected: in which role, by whom, with or without a timestamp.
type signing struct {
	page *Page

	state              *widget.Label
	overdue            *widget.Label // notes that the deadline has passed
	role               *widget.Choice
	signer             *widget.Choice
	owner              *widget.Entry
	file, library      *widget.Entry
	certificate        *widget.Choice // of the Windows store or of a token
	password, repeat   *widget.Entry
	passwordLabel      *widget.Text
	stamp              *widget.Choice
	address            *widget.Entry
	rejecting          *widget.Choice
	comment            *widget.Entry
	seal               []byte
	sealName           *widget.Text
	start              *widget.Button
	fault              *widget.Label
	making             fyne.CanvasObject
	fileRow, tokenRow  fyne.CanvasObject
	certificateRow     fyne.CanvasObject
	passwordRow        fyne.CanvasObject
	repeatRow          fyne.CanvasObject
	addressRow         fyne.CanvasObject
	receivedRows       *fyne.Container
	commentRow         fyne.CanvasObject
	sealRow            fyne.CanvasObject
	closeRow           fyne.CanvasObject
	faultRow, formRows fyne.CanvasObject
	overdueRow         fyne.CanvasObject
	content            *fyne.Container

	loading, looking task.Slot
	signers          []desk.Signer
	windows          []*x509.Certificate
	tokens           []desk.TokenChoice
	known            bool // the signers are known
	seeking          bool // a token is being looked into: pressed again, its PIN is not tried again
}

// the choices that are no kept signer
const (
	newSigner     = "new"
	fileSigner    = "file"
	windowsSigner = "windows"
	tokenSigner   = "token"

	approve = "approve"
	reject  = "reject"
	yes     = "yes"
	no      = "no"

	shortestPassword = 8 // characters of a new identity's
)

func newSigning(p *Page) *signing {
	w := p.needs.Words
	s := &signing{page: p, state: widget.Prose(""), overdue: widget.SmallProse(""), fault: widget.Prose(""), sealName: widget.NewCaption(""), passwordLabel: widget.NewCaption("")}
	s.fault.Importance = toolkit.DangerImportance
	again := func(string) error { p.needs.Runner.Post(s.show); return nil }
	s.role, s.signer, s.certificate = widget.NewChoice(nil), widget.NewChoice(again), widget.NewChoice(nil)
	s.role.Upright, s.signer.Upright, s.certificate.Upright = true, true, true
	s.owner, s.file, s.library, s.address = widget.NewEntry(nil), widget.NewEntry(nil), widget.NewEntry(nil), widget.NewEntry(nil)
	s.address.SetPlaceHolder("https://")
	s.password, s.repeat = widget.NewPassword(), widget.NewPassword()
	s.password.OnMove = func(direction int) { s.enter(direction) }
	s.repeat.OnMove = func(direction int) { s.enter(direction) }
	option := func(id string) widget.Option { return widget.Option{ID: id, Label: w.Say("ui.report.sign." + id)} }
	s.stamp = widget.NewChoice(again, option("stamp."+no), option("stamp."+yes))
	s.stamp.SetChosen("stamp." + no)
	s.rejecting = widget.NewChoice(again, option(approve), option(reject))
	s.rejecting.SetChosen(approve)
	s.comment = widget.NewProse(3, nil)
	s.start = widget.NewPrimary(w.Say("ui.report.sign.start"), s.begin).WithTip(w.Say("ui.tip.report.sign", "keys", keysSign.String()))
	s.layOut()
	return s
}

func (s *signing) layOut() {
	w, p := s.page.needs.Words, s.page
	left := func(o fyne.CanvasObject) fyne.CanvasObject { return widget.Snug(o) }
	beside := func(e *widget.Entry, label string, do func()) fyne.CanvasObject {
		return widget.Frame(nil, nil, nil, widget.NewButton(w.Say(label), do), e)
	}
	s.making = container.NewVBox(widget.Labelled(w.Say("ui.report.sign.owner"), s.owner), widget.Flush(widget.SmallProse(w.Say("ui.report.sign.new.note"))))
	s.fileRow = widget.Labelled(w.Say("ui.report.sign.file.path"), beside(s.file, "ui.report.sign.browse", func() {
		p.needs.Pick(picker.Question{Title: w.Say("ui.report.sign.file.title"), Endings: []string{".p12", ".pfx", ".pem"}}, func(path string) { s.file.SetText(path); widget.Focus(s.password) })
	}))
	s.tokenRow = widget.Labelled(w.Say("ui.report.sign.token.path"), beside(s.library, "ui.report.sign.browse", func() {
		p.needs.Pick(picker.Question{Title: w.Say("ui.report.sign.token.title"), Endings: []string{".dll", ".so", ".dylib"}}, func(path string) { s.library.SetText(path); widget.Focus(s.password) })
	}))
	s.certificateRow = widget.Labelled(w.Say("ui.report.sign.certificate"), s.certificate)
	s.passwordRow = container.NewVBox(s.passwordLabel, s.password)
	s.repeatRow = widget.Labelled(w.Say("ui.report.sign.repeat"), s.repeat)
	s.addressRow = widget.Labelled(w.Say("ui.report.stamp.address"), s.address)
	s.commentRow = widget.Labelled(w.Say("ui.report.sign.comment"), s.comment)
	sealButton := widget.NewButton(w.Say("ui.report.seal.choose"), s.askSeal)
	s.sealName.Cut = true
	s.sealRow = widget.Labelled(w.Say("ui.report.seal"), container.NewVBox(container.NewHBox(sealButton), s.sealName))
	s.closeRow = container.NewHBox(
		widget.NewButton(w.Say("ui.report.open"), func() { p.openFile(p.received.Path) }),
		widget.NewQuiet(w.Say("ui.report.received.close"), func() { p.putReceived(nil) }))
	s.receivedRows = container.NewVBox(widget.Labelled(w.Say("ui.report.sign.decision"), left(s.rejecting)), s.commentRow, s.sealRow)
	s.faultRow = widget.Flush(s.fault)
	s.faultRow.Hide()
	s.overdueRow = widget.Flush(s.overdue)
	s.overdueRow.Hide()
	s.formRows = container.NewVBox(
		widget.Labelled(w.Say("ui.report.sign.role"), s.role), widget.Gap(0, 2), s.receivedRows,
		widget.Labelled(w.Say("ui.report.sign.signer"), s.signer), widget.Gap(0, 2),
		s.making, s.fileRow, s.tokenRow, s.passwordRow, s.repeatRow, s.certificateRow, widget.Gap(0, 2),
		widget.Labelled(w.Say("ui.report.stamp"), left(s.stamp)), s.addressRow, widget.Gap(0, 4),
		s.overdueRow, s.faultRow, left(s.start),
	)
	s.content = container.NewVBox(widget.Flush(s.state), s.closeRow, widget.Gap(0, 4), s.formRows)
}

// show fills the pane by what is chosen and by what can be signed.
func (s *signing) show() {
	w, p := s.page.needs.Words, s.page
	text, importance, possible := s.standing()
	s.state.Importance = importance
	s.state.SetText(text)
	setShown(s.closeRow, p.received != nil)
	setShown(s.receivedRows, p.received != nil)
	setShown(s.formRows, possible)
	s.showRoles()
	chosen := s.signer.Chosen()
	keptSigner, kept := s.kept()
	setShown(s.making, chosen == newSigner)
	setShown(s.repeatRow, chosen == newSigner)
	setShown(s.fileRow, chosen == fileSigner)
	setShown(s.tokenRow, chosen == tokenSigner)
	s.offerCertificates(chosen)
	setShown(s.certificateRow, chosen == windowsSigner || chosen == tokenSigner && len(s.tokens) > 1)
	setShown(s.passwordRow, chosen != windowsSigner && keptSigner.Place != desk.KeyWindows)
	label := "ui.report.sign.password"
	if chosen == tokenSigner || kept && keptSigner.Place == desk.KeyToken {
		label = "ui.report.sign.pin"
	}
	s.passwordLabel.SetText(w.Say(label))
	setShown(s.addressRow, s.stamp.Chosen() == "stamp."+yes)
	s.showOverdue()
	rejecting := s.rejecting.Chosen() == reject
	setShown(s.commentRow, rejecting)
	setShown(s.sealRow, !rejecting)
	key := "ui.report.sign.start"
	switch {
	case p.received != nil && rejecting:
		key = "ui.report.sign.start.reject"
	case p.many():
		key = "ui.report.sign.start.many"
	}
	s.start.SetText(w.Say(key))
	widget.SetEnabled(s.start, possible && s.known && p.work.job == nil)
	if s.owner.Text == "" && p.preview != nil && p.received == nil {
		s.owner.SetText(p.preview.Preparer)
	}
	s.content.Refresh()
	p.signBox.Refresh()
}

// showOverdue notes above the button that the deadline of what is shown has passed.
func (s *signing) showOverdue() {
	note := ""
	if s.page.preview != nil {
		note = s.page.needs.Overdue(s.page.preview.Due)
	}
	s.overdue.SetText(note)
	setShown(s.overdueRow, note != "")
}

// standing says whether the document can be signed, and what keeps it from that.
func (s *signing) standing() (text string, importance toolkit.Importance, possible bool) {
	w, p := s.page.needs.Words, s.page
	if p.received != nil {
		return s.standingReceived()
	}
	switch {
	case len(p.subjects) == 0:
		return w.Say("ui.report.sign.none"), toolkit.MediumImportance, false
	case p.paper.Draft || p.paper.Kind == report.KindBlank || p.paper.Kind == desk.PaperSummary:
		return w.Say("ui.report.sign.kind"), toolkit.WarningImportance, false
	case p.preview == nil:
		return w.Say("ui.report.laying"), toolkit.MediumImportance, false
	case p.many():
		return w.Say("ui.report.sign.many", "count", strconv.Itoa(len(p.subjects))), toolkit.MediumImportance, true
	case p.preview.Blocking > 0:
		return w.Say("ui.report.blocked", "count", strconv.Itoa(p.preview.Blocking)), toolkit.DangerImportance, false
	}
	return w.Say("ui.report.sign.ready"), toolkit.SuccessImportance, true
}

func (s *signing) standingReceived() (text string, importance toolkit.Importance, possible bool) {
	w, r := s.page.needs.Words, s.page.received
	verdict := w.Say(string(r.Judged.Verdict.Kind))
	for _, role := range r.Roles {
		if role.Rejected {
			return w.Say("ui.report.received.rejected", "role", w.Name(role.Role.Name), "signer", role.Signer, "comment", role.Comment), toolkit.DangerImportance, false
		}
	}
	switch {
	case !r.Judged.Data.Good():
		return w.Say("ui.report.received.data", "verdict", w.Say(string(r.Judged.Data.Kind))), toolkit.DangerImportance, false
	case len(r.Judged.Verdict.Signatures) > 0 && !r.Judged.Verdict.Kind.Good():
		return verdict, toolkit.DangerImportance, false
	case len(r.Roles) == 0:
		return w.Say("ui.report.received.foreign", "verdict", verdict), toolkit.DangerImportance, false
	case r.Next == "":
		return w.Say("ui.report.received.complete", "verdict", verdict), toolkit.SuccessImportance, false
	}
	return w.Say("ui.report.received.next", "verdict", verdict), toolkit.SuccessImportance, true
}

// showRoles lists the roles in the order of signing, with who signed.
func (s *signing) showRoles() {
	w, p := s.page.needs.Words, s.page
	var options []widget.Option
	first := ""
	if p.received != nil {
		passed := true
		for _, r := range p.received.Roles {
			o := widget.Option{ID: r.Role.ID, Label: w.Name(r.Role.Name)}
			if r.Role.ID == p.received.Next {
				passed = false
			}
			o.Forbid = passed
			switch {
			case r.Rejected:
				o.Aside = w.Say("ui.report.role.rejected", "signer", r.Signer)
			case r.Signer != "":
				o.Aside = w.Say("ui.report.role.signed", "signer", r.Signer)
			}
			options = append(options, o)
		}
		first = p.received.Next
	} else if p.preview != nil {
		for _, r := range p.preview.Roles {
			options = append(options, widget.Option{ID: r.ID, Label: w.Name(r.Name)})
		}
		if len(options) > 0 {
			first = options[0].ID
		}
	}
	chosen := s.role.Chosen()
	s.role.SetOptions(options)
	s.role.SetChosen(first)
	for _, o := range options {
		if o.ID == chosen && !o.Forbid {
			s.role.SetChosen(chosen)
		}
	}
}

// focus gives the pane the keyboard.
func (s *signing) focus() {
	if s.formRows.Visible() && s.passwordRow.Visible() {
		widget.Focus(s.password)
		return
	}
	if s.formRows.Visible() {
		widget.Focus(s.role)
	}
}

// askSeal lets the user choose the seal that stands beside the signature.
func (s *signing) askSeal() {
	p := s.page
	p.needs.Pick(picker.Question{Title: p.needs.Words.Say("ui.report.seal.title"), Endings: sealFiles}, func(path string) {
		p.readSeal(path, func(data []byte, name string) {
			s.seal = data
			s.sealName.SetText(name)
		})
	})
}
