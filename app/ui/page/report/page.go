package report

import (
	"context"
	"crypto/x509"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/platform"
	"zhunsheng/app/sign"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/widget"
)

// Source makes documents and signs them. Its methods are called from background goroutines.
type Source interface {
	Preview(ctx context.Context, of []desk.Ref, paper desk.Paper) (*desk.Preview, error)
	Publish(ctx context.Context, of []desk.Ref, paper desk.Paper, signing *desk.Signing, path string, progress func(done, total int)) (desk.Written, error)
	PublishAll(ctx context.Context, of []desk.Ref, paper desk.Paper, signing *desk.Signing, folder string, progress func(done, total int)) (*app.BatchSummary, error)
	// PassingFolder makes a folder for a file that another program prints.
	PassingFolder() (string, error)
	Receive(ctx context.Context, path string) (*desk.Received, error)
	SignReceived(ctx context.Context, r *desk.Received, signing desk.Signing, path string) (desk.Written, error)

	Signers(ctx context.Context) ([]desk.Signer, error)
	UsualSigner(ctx context.Context) (string, error)
	MakeIdentity(ctx context.Context, name string, algorithm sign.Algorithm, password []byte) (*sign.Identity, error)
	AddKeyFile(ctx context.Context, path string, password []byte) (desk.Signer, error)
	WindowsCertificates() ([]*x509.Certificate, error)
	AddWindows(ctx context.Context, certificate *x509.Certificate) (desk.Signer, error)
	TokenCertificates(library, label string, pin []byte) ([]desk.TokenChoice, error)
	AddToken(ctx context.Context, library string, choice desk.TokenChoice) (desk.Signer, error)
	TimestampAddress(ctx context.Context) (string, error)
	SetTimestampAddress(ctx context.Context, address string) error
}

// Needs is what the page works with.
type Needs struct {
	page.Host
	Source Source
	// Print sends a document to a printer, in a background goroutine; nil where the program cannot print.
	Print func(ctx context.Context, job platform.Job) (platform.PrintWay, error)
	// Going says how far work is whose page was left, in a few characters, and what cancels it; "" when it has ended. nil: nobody wants to know.
	Going func(text string, cancel func())
}

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs    Needs
	subjects []desk.Ref
	names    map[desk.Ref]string // of projects, as far as their reports were laid out
	at       int                 // the subject that is shown
	paper    desk.Paper
	sealName string // of the seal's file

	preview  *desk.Preview  // nil until the first one is laid out
	received *desk.Received // a report that was opened, nil while evaluations are shown
	current  int            // page, from 0
	large    *pictures
	small    *pictures
	wanted   []int // small pages that are to be drawn, the most wanted last

	laying, drawing, shrinking, sealing, opening, receiving task.Slot
	layingOut, shrinkingNow                                 bool
	left                                                    bool // the page has gone

	view      *view
	strip     *strip
	options   *options
	signing   *signing
	foot      *foot
	work      work
	heading   *widget.Text
	caption   *widget.Text
	turner    *fyne.Container
	print     *widget.Button
	export    *widget.Button
	tabs      *widget.Choice
	optionBox fyne.CanvasObject
	signBox   fyne.CanvasObject
	top       *fyne.Container
	content   fyne.CanvasObject
}

// the tabs of the pane at the right
const (
	tabLook = "look"
	tabSign = "sign"
)

// Bytes of pictures that are kept: some pages at 100 %, and the small ones of some hundred pages.
const (
	largeBudget = 32 << 20
	smallBudget = 8 << 20
)

// New returns the page of some evaluations. Without any it asks for a report to be opened.
func New(needs Needs, of []desk.Ref) *Page {
	p := &Page{needs: needs, subjects: of, names: map[desk.Ref]string{}, large: newPictures(largeBudget), small: newPictures(smallBudget)}
	w := needs.Words
	p.heading, p.caption = widget.NewHeading(""), widget.NewCaption("")
	p.heading.Cut, p.caption.Cut = true, true
	p.view, p.strip = newView(p), newStrip(p)
	p.foot = newFoot(p)
	p.options, p.signing = newOptions(p), newSigning(p)
	p.tabs = widget.NewChoice(func(id string) error { p.showTab(id); return nil },
		widget.Option{ID: tabLook, Label: w.Say("ui.report.tab.look")}, widget.Option{ID: tabSign, Label: w.Say("ui.report.tab.sign")})
	p.tabs.SetChosen(tabLook)
	p.content = p.lay()
	return p
}

const (
	paneWidth  = 312
	partsWidth = 720 // the width below which the parts are not shown side by side
)

func (p *Page) lay() fyne.CanvasObject {
	w := p.needs.Words
	button := func(id string, keys string, do func()) *widget.Button {
		return widget.NewButton(w.Say("ui.command."+id), do).WithTip(w.Say("ui.tip."+id, "keys", keys))
	}
	back := widget.NewQuiet(w.Say("ui.report.back"), p.needs.Back).WithTip(w.Say("ui.tip.report.back", "keys", keysBack.String()))
	help := widget.NewQuiet(w.Say("ui.command.help"), p.needs.Help).WithTip(w.Say("ui.tip.help", "keys", "F1"))
	p.print = button("report.print", keysPrint.String(), p.printOut)
	p.export = widget.NewPrimary(w.Say("ui.command.report.export"), p.exportFile).WithTip(w.Say("ui.tip.report.export", "keys", keysExport.String()))
	p.turner = container.NewHBox(
		button("report.subject.before", keysBefore.String(), func() { p.turnSubject(-1) }),
		button("report.subject.after", keysAfter.String(), func() { p.turnSubject(1) }),
	)
	row := []fyne.CanvasObject{p.turner, help, button("report.receive", keysOpen.String(), p.AskReceive)}
	if p.needs.Print != nil {
		row = append(row, p.print)
	}
	titles := container.New(layout.NewCustomPaddedLayout(0, 0, 8, 12), container.NewVBox(p.heading, p.caption))
	p.top = container.NewVBox(widget.Frame(nil, nil, container.NewCenter(back), nil, widget.Headed(titles, widget.NewActions(append(row, p.export)...))), widget.Gap(0, 4))

	inset := layout.NewCustomPaddedLayout(0, 8, 0, 12) // beside the bar that scrolls
	p.optionBox = container.NewVScroll(container.New(inset, p.options.content))
	p.signBox = container.NewVScroll(container.New(inset, p.signing.content))
	p.signBox.Hide()
	pane := widget.NewPanel(widget.Frame(container.NewVBox(container.NewHBox(p.tabs), widget.Gap(0, 4)), nil, nil, nil,
		container.NewStack(p.optionBox, p.signBox)), 10)
	right := container.New(layout.NewCustomPaddedLayout(0, 0, 10, 0), container.New(&fixedWidth{paneWidth}, pane))
	left := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 8), container.New(&fixedWidth{stripWidth}, widget.NewPanel(p.strip, 1)))
	parts := widget.NewPanes(fyne.NewSize(partsWidth, 0), func(o []fyne.CanvasObject) fyne.Layout { return layout.NewBorderLayout(nil, nil, o[1], o[2]) },
		widget.Pane{Name: w.Say("ui.pane.page"), Content: p.view}, widget.Pane{Name: w.Say("ui.pane.pages"), Content: left},
		widget.Pane{Name: w.Say("ui.pane.options"), Content: right})
	return container.New(layout.NewCustomPaddedLayout(10, 6, 18, 18), widget.Frame(p.top, p.foot.content, nil, nil, parts))
}

// fixedWidth gives its objects a width and all the height there is.
type fixedWidth struct{ width float32 }

// MinSize is as wide as said.
func (f *fixedWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := float32(0)
	for _, o := range objects {
		height = max(height, o.MinSize().Height)
	}
	return fyne.NewSize(f.width, height)
}

// Layout fills the room.
func (f *fixedWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

// Content returns what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Title returns the page's part of the window's title.
func (p *Page) Title() string {
	return p.needs.Words.Say("ui.report.title", "name", p.name())
}

// name is the name of what is shown.
func (p *Page) name() string {
	switch {
	case p.received != nil:
		return baseName(p.received.Path)
	case len(p.subjects) == 0:
		return p.needs.Words.Say("ui.report.none")
	case p.paper.Kind == desk.PaperSummary:
		return p.needs.Words.Say("ui.report.summary")
	}
	if name := p.names[p.subjects[p.at]]; name != "" {
		return name
	}
	return p.subjects[p.at].ID
}

// Shown lays the first document out and gives the page the keyboard.
func (p *Page) Shown() {
	p.signing.load()
	p.show()
	p.layOut()
	widget.Focus(p.view)
}

// Leave ends what the page is drawing, and forgets passwords that were typed. Documents that are being made go on in the background; what
// became of them is said wherever the user is then.
func (p *Page) Leave() error {
	p.left = true
	if p.work.job != nil {
		p.tellGoing(p.needs.Words.Say("ui.report.working"))
	}
	p.laying.Drop()
	p.drawing.Drop()
	p.shrinking.Drop()
	p.opening.Drop()
	p.receiving.Drop()
	p.signing.looking.Drop() // no question comes over another screen
	p.signing.forget()
	return nil
}

// pages is how many pages there are to be seen.
func (p *Page) pages() int {
	if p.preview == nil {
		return 0
	}
	return p.preview.Document.Pages()
}

// refs are the evaluations a document is made of: all for a summary table, else the one that is shown.
func (p *Page) refs() []desk.Ref {
	if len(p.subjects) == 0 {
		return nil
	}
	if p.paper.Kind != desk.PaperSummary {
		return []desk.Ref{p.subjects[p.at]}
	}
	return p.subjects
}

// many reports whether what is done concerns many documents.
func (p *Page) many() bool {
	return p.received == nil && len(p.subjects) > 1 && p.paper.Kind != desk.PaperSummary
}

// layOut lays the document out anew in the background, as after a change of options. The page that is shown stays, if there is one of
// that number.
func (p *Page) layOut() {
	p.drawing.Drop()
	p.shrinking.Drop()
	p.shrinkingNow = false
	if p.received != nil {
		p.laying.Drop()
		p.layingOut = false
		p.take(p.received.Preview, nil)
		return
	}
	if len(p.subjects) == 0 {
		p.take(nil, nil)
		return
	}
	of, paper, source := p.refs(), p.paper, p.needs.Source
	p.layingOut = true
	task.Run(p.needs.Runner, &p.laying, func(ctx context.Context, _ *task.Progress) (*desk.Preview, error) {
		return source.Preview(ctx, of, paper)
	}, func(preview *desk.Preview, err error) {
		p.layingOut = false
		p.take(preview, err)
	})
	p.foot.show()
}

// take shows a document that was laid out.
func (p *Page) take(preview *desk.Preview, err error) {
	w := p.needs.Words
	p.large.clear()
	p.small.clear()
	p.wanted = nil
	p.preview = preview
	p.current = min(max(p.current, 0), max(p.pages()-1, 0))
	switch {
	case err != nil:
		p.view.say(app.Sentence(w.Printer, err))
		p.needs.Fail(err)
	case preview == nil && p.received != nil:
		p.view.say(w.Say("ui.report.no-preview"))
	case preview == nil:
		p.view.say(w.Say("ui.report.empty", "keys", keysOpen.String()))
	default:
		if p.received == nil && p.paper.Kind != desk.PaperSummary {
			p.names[p.subjects[p.at]] = preview.Title
		}
		p.draw()
	}
	p.show()
	p.needs.Retitle()
	p.strip.follow()
}

// turnSubject shows the report of another evaluation.
func (p *Page) turnSubject(direction int) {
	next := p.at + direction
	if !p.many() || next < 0 || next >= len(p.subjects) {
		return
	}
	p.at, p.current = next, 0
	p.show()
	p.layOut()
}

// showTab shows one of the panes at the right.
func (p *Page) showTab(id string) {
	p.tabs.SetChosen(id)
	if id == tabSign {
		p.optionBox.Hide()
		p.signBox.Show()
		p.signing.show()
		return
	}
	p.signBox.Hide()
	p.optionBox.Show()
}

// show fills what stands around the page.
func (p *Page) show() {
	w := p.needs.Words
	p.heading.SetText(p.name())
	caption := w.Say("ui.report.caption.none")
	switch {
	case p.received != nil:
		caption = w.Say("ui.report.caption.received", "path", p.received.Path)
	case p.many():
		caption = w.Say("ui.report.caption.many", "at", strconv.Itoa(p.at+1), "count", strconv.Itoa(len(p.subjects)))
	case p.paper.Kind == desk.PaperSummary:
		caption = w.Say("ui.report.caption.summary", "count", strconv.Itoa(len(p.subjects)))
	case len(p.subjects) > 0:
		caption = w.Say("ui.report.caption.one")
	}
	p.caption.SetText(caption)
	setShown(p.turner, p.many())
	key := "ui.command.report.export"
	if p.many() {
		key = "ui.report.export.many"
	}
	p.export.SetText(w.Say(key))
	widget.SetEnabled(p.export, p.canExport())
	widget.SetEnabled(p.print, p.canPrint())
	p.options.show()
	p.signing.show()
	p.foot.show()
	p.top.Refresh()
}

func (p *Page) showFoot() { p.foot.show() }

func (p *Page) canExport() bool { return p.work.job == nil && p.received == nil && len(p.subjects) > 0 }

func (p *Page) canPrint() bool { return p.work.job == nil && p.preview != nil && p.needs.Print != nil }

func setShown(o fyne.CanvasObject, shown bool) {
	if shown {
		o.Show()
	} else {
		o.Hide()
	}
}
