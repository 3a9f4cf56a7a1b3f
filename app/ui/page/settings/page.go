package settings

import (
	"context"
	"crypto/x509"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/desk"
	"zhunsheng/app/report"
	"zhunsheng/app/sign"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

// Source keeps what is set here. Its methods are called from background goroutines.
type Source interface {
	Unit
	Signing
	Trusting
	Keeper
	ReportFonts(ctx context.Context) (string, error)
	SetReportFonts(ctx context.Context, choice string) ([]report.FaceNote, error)
	ReportFaces(ctx context.Context) (*report.Faces, []report.FaceNote, error)
}

// Unit keeps the card of the unit.
type Unit interface {
	Profile(ctx context.Context) (storage.Profile, error)
	SetProfile(ctx context.Context, p storage.Profile) error
}

// Signing keeps the identities that sign.
type Signing interface {
	Signers(ctx context.Context) ([]desk.Signer, error)
	UsualSigner(ctx context.Context) (string, error)
	SetUsualSigner(ctx context.Context, id string) error
	MakeIdentity(ctx context.Context, name string, algorithm sign.Algorithm, password []byte) (*sign.Identity, error)
	// RemakeIdentity puts a new local identity in the place of the one that is there.
	RemakeIdentity(ctx context.Context, name string, algorithm sign.Algorithm, password []byte) (*sign.Identity, error)
	ChangeIdentityPassword(ctx context.Context, old, password []byte) error
	AddKeyFile(ctx context.Context, path string, password []byte) (desk.Signer, error)
	WindowsCertificates() ([]*x509.Certificate, error)
	AddWindows(ctx context.Context, certificate *x509.Certificate) (desk.Signer, error)
	TokenCertificates(library, label string, pin []byte) ([]desk.TokenChoice, error)
	AddToken(ctx context.Context, library string, choice desk.TokenChoice) (desk.Signer, error)
	ForgetSigner(ctx context.Context, id string) error
	TimestampAddress(ctx context.Context) (string, error)
	SetTimestampAddress(ctx context.Context, address string) error
}

// Trusting keeps the list of trusted certificates.
type Trusting interface {
	VouchedFor(ctx context.Context) ([]desk.Vouched, error)
	Trust(ctx context.Context, name, note string, der []byte) error
	Distrust(ctx context.Context, fingerprint string) error
	// TrustedDevices lists the devices whose bundles are trusted; DeviceKey is the key of this one.
	TrustedDevices(ctx context.Context) ([]desk.Device, error)
	DistrustDevice(ctx context.Context, key string) error
	DeviceKey() string
}

// Keeper looks after the data as a whole.
type Keeper interface {
	Keeping(ctx context.Context) (desk.Keeping, error)
	SetDataPassword(ctx context.Context, old, password []byte) error
	BackupState(ctx context.Context) (desk.BackupState, error)
	RemindAfter(ctx context.Context, days int) error
	PlanBackups(ctx context.Context, plan desk.BackupPlan) error
	// BackUpAsPlanned makes the backup that is due by the plan, if one is. The window calls it, whatever is on the screen.
	BackUpAsPlanned(ctx context.Context) error
	BackUp(ctx context.Context, path string, password []byte) (storage.BackupInfo, error)
	LookAtBackup(ctx context.Context, path string) (storage.BackupInfo, error)
	RestoreTo(ctx context.Context, backup, folder string, password []byte) (storage.BackupInfo, error)
	Replace(ctx context.Context, backup string, password []byte) (storage.BackupInfo, error)
	Replacing(ctx context.Context) (bool, error)
	StopReplacing(ctx context.Context) error
}

// Window is how the window looks, and what changes it.
type Window struct {
	Mode        look.Mode
	SetMode     func(look.Mode)
	SetLanguage func(string)
	Zoom        int // percent
	Zooms       []int
	SetZoom     func(int) // nil where that cannot be done
	// Renderers are the ways to draw windows that can be chosen, such as "auto"; none where there is one only. A choice counts from the
	// next start on.
	Renderers   []string
	Renderer    string
	SetRenderer func(string)
	LogFolder   string // "" where there is none
	About       func()
	Quit        func()
	// Changed is called after the state of the backup or of the data has changed.
	Changed func()
}

// Needs is what the page works with.
type Needs struct {
	page.Host
	Source  Source
	Window  Window
	Windows bool // the system has a certificate store that signs
}

// The sections, in the order in which they are listed.
const (
	SectionUnit    = "unit"
	SectionSign    = "sign"
	SectionTrust   = "trust"
	SectionLook    = "look"
	SectionReports = "reports"
	SectionBackup  = "backup"
	SectionData    = "data"
	SectionProgram = "program"
)

// Sections lists the sections.
func Sections() []string {
	return []string{SectionUnit, SectionSign, SectionTrust, SectionLook, SectionReports, SectionBackup, SectionData, SectionProgram}
}

// section is one part of the settings.
type section interface {
	content() fyne.CanvasObject
	// load reads what the section shows.
	load()
	// focus gives the first control the keyboard.
	focus()
}

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs    Needs
	current  string
	sections map[string]section
	steps    *widget.Steps
	middle   *fyne.Container
	heading  *widget.Text
	note     *widget.Text
	content  fyne.CanvasObject
	acting   task.Line // what is changed, one after the other
	writing  task.Line // the card of the unit
	opening  task.Slot
	leading  task.Slot // to another section
	turning  bool      // it will be laid out anew
}

const sectionsWidth = 166

// New returns the page at a section; "" is the first.
func New(needs Needs, at string) *Page {
	if !slices.Contains(Sections(), at) {
		at = SectionUnit
	}
	p := &Page{needs: needs, current: at, sections: map[string]section{}}
	w := needs.Words
	p.steps = widget.NewSteps(p.open)
	var items []widget.StepItem
	for _, id := range Sections() {
		items = append(items, widget.StepItem{ID: id, Label: w.Say("ui.settings.section." + id)})
	}
	p.steps.SetItems(items)
	p.heading, p.note = widget.NewHeading(""), widget.NewCaption("")
	p.heading.TextSize = theme.SizeNameHeadingText
	p.note.Cut = true
	p.middle = container.NewStack()
	help := widget.NewQuiet(w.Say("ui.command.help"), needs.Help).WithTip(w.Say("ui.tip.help", "keys", "F1"))
	title := widget.Frame(nil, nil, nil, container.NewCenter(help), container.NewVBox(p.heading, p.note))
	left := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 14), widget.Wide(sectionsWidth, container.NewVScroll(container.NewVBox(p.steps))))
	p.content = container.New(layout.NewCustomPaddedLayout(12, 8, 18, 18),
		widget.Frame(nil, nil, left, nil, widget.Frame(container.NewVBox(title, widget.Gap(0, 4)), nil, nil, nil, p.middle)))
	p.show(at)
	return p
}

// Section returns the section that is shown.
func (p *Page) Section() string { return p.current }

// Content returns what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Title returns the page's part of the window's title.
func (p *Page) Title() string {
	w := p.needs.Words
	return w.Say("ui.settings.window", "section", w.Say("ui.settings.section."+p.current))
}

// Shown reads what the section shows and gives it the keyboard.
func (p *Page) Shown() {
	p.section().load()
	p.section().focus()
}

// Leave keeps what is being typed. What is being changed goes on; what became of it is said wherever the user is then.
func (p *Page) Leave() error {
	if keeper, ok := p.sections[p.current].(interface{ keep() error }); ok {
		if err := keeper.keep(); err != nil {
			return err
		}
	}
	p.opening.Drop()
	p.leading.Drop()
	for _, s := range p.sections {
		if asking, ok := s.(interface{ leave() }); ok { // no question comes over another screen
			asking.leave()
		}
	}
	return nil
}

// HandIn hands over what is being typed, and reports whether anything is on its way to the disk.
func (p *Page) HandIn() bool {
	if u, ok := p.sections[p.current].(*unit); ok && u.typed() != u.refused {
		u.save()
	}
	return p.writing.Busy()
}

// refused is the card of the unit that could not be stored last.
func (p *Page) refused() storage.Profile {
	if u, ok := p.sections[SectionUnit].(*unit); ok {
		return u.refused
	}
	return storage.Profile{}
}

// Written waits until what was handed over is on disk. It may be called on any goroutine.
func (p *Page) Written() error { return p.writing.Wait() }

// open goes to another section.
func (p *Page) open(id string) { p.turnTo(id, func() {}) }

// Open goes to a section and gives it the keyboard.
func (p *Page) Open(id string) { p.turnTo(id, func() { p.section().focus() }) }

// turnTo goes to a section when what was typed is on disk.
func (p *Page) turnTo(id string, then func()) {
	switch {
	case id == p.current:
	case p.HandIn():
		before := p.refused()
		task.Run(p.needs.Runner, &p.leading, func(context.Context, *task.Progress) (struct{}, error) {
			return struct{}{}, p.Written()
		}, func(_ struct{}, err error) { // an error is said where it is written, and what was typed stays
			if err == nil && p.refused() == before { // the error may have been delivered before it was waited for
				p.turnTo(id, then)
			}
		})
		return
	default:
		p.show(id)
		p.needs.Retitle()
		p.section().load()
	}
	then()
}

// ShowTrusted goes to a certificate in the list of trusted ones.
func (p *Page) ShowTrusted(fingerprint string) {
	p.part(SectionTrust).(*trust).wanted = fingerprint
	if p.current == SectionTrust {
		p.section().load()
		return
	}
	p.Open(SectionTrust)
}

// Trusted returns the fingerprint of the certificate that is current in the list of trusted ones, "" for none.
func (p *Page) Trusted() string { return p.part(SectionTrust).(*trust).grid.CurrentRow() }

// BackedUp shows how the backups stand after one was made behind the page, where that is on the screen.
func (p *Page) BackedUp() {
	if p.current == SectionBackup {
		p.section().load()
	}
}

func (p *Page) show(id string) {
	w := p.needs.Words
	p.current = id
	p.steps.SetCurrent(id)
	p.heading.SetText(w.Say("ui.settings.section." + id))
	p.note.SetText(w.Say("ui.settings.note." + id))
	p.middle.RemoveAll()
	p.middle.Add(p.section().content())
	p.middle.Refresh()
}

// section returns the current section.
func (p *Page) section() section { return p.part(p.current) }

// part returns a section, made when it is first asked for.
func (p *Page) part(id string) section {
	made, ok := p.sections[id]
	if !ok {
		made = p.build(id)
		p.sections[id] = made
	}
	return made
}

func (p *Page) build(id string) section {
	switch id {
	case SectionUnit:
		return newUnit(p)
	case SectionSign:
		return newSigners(p)
	case SectionTrust:
		return newTrust(p)
	case SectionLook:
		return newLooks(p)
	case SectionReports:
		return newFonts(p)
	case SectionBackup:
		return newBackup(p)
	case SectionData:
		return newData(p)
	}
	return newProgram(p)
}

// card is a group of controls with a heading.
func card(title string, content ...fyne.CanvasObject) fyne.CanvasObject {
	box := container.NewVBox()
	if title != "" {
		box.Add(widget.NewSection(title))
		box.Add(widget.Gap(0, 2))
	}
	for _, o := range content {
		box.Add(o)
	}
	return widget.NewPanel(box, 14)
}

// column puts cards below each other in a scroll that is no wider than lines are pleasant to read.
func column(cards ...fyne.CanvasObject) fyne.CanvasObject {
	box := container.NewVBox()
	for i, c := range cards {
		if i > 0 {
			box.Add(widget.Gap(0, 2))
		}
		box.Add(c)
	}
	return container.NewVScroll(container.New(readable(920), box))
}

// readable limits the width of its content.
type readable float32

// MinSize is part of the toolkit's contract.
func (r readable) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout is part of the toolkit's contract.
func (r readable) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(min(size.Width, float32(r)), size.Height))
}

// flow puts controls side by side, on more than one row where there is little room.
func (p *Page) flow(objects ...fyne.CanvasObject) *widget.Flow {
	f := widget.NewFlow(objects...)
	f.OnRows = p.turn
	return f
}

// turn lays the page out anew, after what is being laid out now.
func (p *Page) turn() {
	if p.turning {
		return
	}
	p.turning = true
	p.needs.Runner.Post(func() {
		p.turning = false
		p.content.Refresh()
	})
}

// left keeps a control from being as wide as its place.
func left(o fyne.CanvasObject) fyne.CanvasObject { return widget.Snug(o) }

// note is a wrapped small text.
func note(text string) fyne.CanvasObject { return widget.Flush(widget.SmallProse(text)) }
