package exchange

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/chronicle"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// Source hands over and takes in. Its methods are called from background goroutines.
type Source interface {
	OpenBundle(ctx context.Context, path string, key desk.BundleKey) (*desk.Bundle, error)
	MakeBundle(ctx context.Context, o desk.BundleOrder, progress func(done, total int64)) (desk.MadeBundle, error)
	// BundleName proposes a name for a bundle's file.
	BundleName(o desk.BundleOrder) string
	TrustDevice(ctx context.Context, key, name string) error
	// DeviceKey is what others compare with what they see of this device.
	DeviceKey() string

	Imports(ctx context.Context) ([]handover.Imported, error)
	UndoImport(ctx context.Context, id string) error
	PendingImport(ctx context.Context) (string, error)

	// Undecided counts the fields that wait for a decision; TellConflicts lists them.
	Undecided(ctx context.Context) (int, error)
	TellConflicts(ctx context.Context, words *locale.Printer) ([]desk.ToldConflict, error)
	TellDifferences(ctx context.Context, words *locale.Printer, key string, changes []handover.FieldChange) []chronicle.Field
	Decide(ctx context.Context, c desk.Conflict, decision desk.Decision) error

	Years(ctx context.Context) ([]storage.Year, error)
	Headers(ctx context.Context, year int) ([]storage.Header, error)
	SchemesFor(year int) []*scoring.Scheme
	Signers(ctx context.Context) ([]desk.Signer, error)
}

// Needs is what the page works with.
type Needs struct {
	page.Host
	Source Source
	// Changed is called when something was taken in, taken back or decided.
	Changed func()
	// Open goes to an evaluation.
	Open func(year int, id string)
	// Review goes to the screen for reviews and panels, with a bundle that is taken there or "" for none; nil where there is no such screen.
	Review func(path string)
}

// Tab is a part of the screen.
type Tab string

// The parts of the screen.
const (
	TakeIn    Tab = "in"
	HandOver  Tab = "out"
	Conflicts Tab = "conflicts"
	Imports   Tab = "imports"
)

// Tabs lists the parts in order.
func Tabs() []Tab { return []Tab{TakeIn, HandOver, Conflicts, Imports} }

// part is what a tab shows.
type part interface {
	show()  // reads what it shows, when the tab is gone to
	focus() // gives the keyboard to it
	leave() // ends what it does
}

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs   Needs
	tab     Tab
	left    bool      // another screen is shown
	writing task.Line // decisions, trust and what is taken back, in order: nothing of it is called off

	tabs      *widget.Choice
	intake    *intake
	handing   *handing
	conflicts *conflicts
	imports   *imports
	room      *fyne.Container
	content   fyne.CanvasObject
}

// New returns the page with one of its parts on the screen.
func New(needs Needs, tab Tab) *Page {
	p := &Page{needs: needs, tab: tab}
	w := needs.Words
	p.intake, p.handing, p.conflicts, p.imports = newIntake(p), newHanding(p), newConflicts(p), newImports(p)
	var options []widget.Option
	for _, t := range Tabs() {
		options = append(options, widget.Option{ID: string(t), Label: w.Say("ui.exchange.tab." + string(t))})
	}
	p.tabs = widget.NewChoice(func(id string) error {
		p.Go(Tab(id))
		return nil
	}, options...)
	help := widget.NewQuiet(w.Say("ui.command.help"), needs.Help).WithTip(w.Say("ui.tip.help", "keys", "F1"))
	title := widget.NewBanner(w.Say("ui.place.exchange"), w.Say("ui.exchange.subtitle"), help)
	p.room = container.NewStack()
	p.content = container.New(layout.NewCustomPaddedLayout(12, 8, 18, 18), widget.Frame(
		container.NewVBox(title, widget.Gap(0, 2), container.NewHBox(p.tabs), widget.Gap(0, 4)), nil, nil, nil, p.room))
	p.put()
	return p
}

func (p *Page) part() part {
	switch p.tab {
	case HandOver:
		return p.handing
	case Conflicts:
		return p.conflicts
	case Imports:
		return p.imports
	}
	return p.intake
}

// Go shows one of the parts.
func (p *Page) Go(tab Tab) {
	p.tab = tab
	p.put()
	p.part().show()
}

func (p *Page) put() {
	p.tabs.SetChosen(string(p.tab))
	p.room.RemoveAll()
	switch p.tab {
	case HandOver:
		p.room.Add(p.handing.content)
	case Conflicts:
		p.room.Add(p.conflicts.content)
	case Imports:
		p.room.Add(p.imports.content)
	default:
		p.room.Add(p.intake.content)
	}
	p.room.Refresh()
}

// Content returns what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Title returns the page's part of the window's title.
func (p *Page) Title() string { return p.needs.Words.Say("ui.place.exchange") }

// Tab returns the part on the screen.
func (p *Page) Tab() Tab { return p.tab }

// Path returns the bundle that is open, "" for none.
func (p *Page) Path() string { return p.intake.path }

// Shown reads what the part on the screen shows and gives it the keyboard.
func (p *Page) Shown() {
	p.part().show()
	p.part().focus()
}

// Leave ends what the page is reading and lets go of the bundle. What is being taken in, handed over, decided or taken back goes on; what
// became of it is said wherever the user is then.
func (p *Page) Leave() error {
	p.left = true
	for _, t := range []part{p.intake, p.handing, p.conflicts, p.imports} {
		t.leave()
	}
	return nil
}

// Takes reports whether a file is a bundle by its name.
func (p *Page) Takes(path string) bool {
	return strings.HasSuffix(strings.ToLower(path), bundle.Extension)
}

// ReadFile opens a bundle that was dropped or double-clicked.
func (p *Page) ReadFile(path string) {
	p.Go(TakeIn)
	p.intake.open(path, desk.BundleKey{})
}

// Choose shows handing over with these evaluations chosen, as "2022/id".
func (p *Page) Choose(year int, ids []string) {
	p.handing.choose(year, ids)
	p.Go(HandOver)
}

// pace is how often progress is shown.
const pace = 150 * time.Millisecond

// shown tells how far work is on a text of its own.
func (p *Page) watch(job *task.Job, line *widget.Text, key string) {
	begun := p.needs.Now()
	p.needs.Runner.Watch(job, pace, func(value, total int64) {
		if total <= 0 {
			return
		}
		text := p.needs.Words.Say(key, "percent", strconv.FormatInt(100*value/total, 10))
		if spent := p.needs.Now().Sub(begun); value > 0 && spent > 3*time.Second {
			left := time.Duration(float64(spent) * float64(total-value) / float64(value))
			text += p.needs.Words.Say("ui.exchange.left", "seconds", strconv.Itoa(int(left.Seconds())+1))
		}
		line.SetText(text)
	})
}

// local shows a time of a manifest as a clock here does.
func (p *Page) local(text string) string {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	return at.In(p.needs.Now().Location()).Format("2006-01-02 15:04")
}
