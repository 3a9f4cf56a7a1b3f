package history

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/chronicle"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

// Source tells the history. Its methods are called from background goroutines.
type Source interface {
	// Past reads the history, newest first; newest limits it, 0 takes all. progress may be nil.
	Past(ctx context.Context, words *locale.Printer, of storage.Scope, newest int, progress func(done, total int)) ([]desk.Event, error)
	// Deed reads one action with all that it changed.
	Deed(ctx context.Context, words *locale.Printer, seq uint64) (desk.Deed, error)
	// RestoreField gives a field back what it held before an action (old) or after it.
	RestoreField(ctx context.Context, f chronicle.Field, old bool) (changed bool, err error)
	// RestoreVersion makes an evaluation what it was after an action.
	RestoreVersion(ctx context.Context, year int, id string, revision uint64) error
	// Differences lists the fields that differ between two versions; to 0 is the present one.
	Differences(ctx context.Context, words *locale.Printer, year int, id string, from, to uint64) ([]chronicle.Field, error)
	VerifyHistory(ctx context.Context, progress func(done, total int64)) (storage.Verification, error)
	WriteTable(path, text string) error
}

// Needs is what the page works with.
type Needs struct {
	page.Host
	Source Source
	// Compare lays two sides beside each other on a screen of its own; nil: the page lists the differences itself.
	Compare func(left, right desk.SideRef)
	// Open goes to an evaluation.
	Open func(year int, id string)
	// Recovery says what was mended when the store was opened; zero for nothing.
	Recovery storage.Recovery
	// Changed is called when the page has changed the store.
	Changed func()
}

// firstRead is how many actions are read before all of them are.
const firstRead = 500

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs Needs
	of    storage.Scope // zero: the whole store
	name  string        // of the evaluation

	events []desk.Event
	shown  []widget.Row // of the events that pass the filters
	deed   *desk.Deed   // the one whose fields are shown
	whole  bool         // all events were read

	loading, filtering, looking, acting, verifying task.Slot
	writing                                        task.Line // what is restored: nothing of it is called off
	left                                           bool      // another screen is shown
	verify                                         *task.Job

	panes   *widget.Panes
	grid    *widget.Grid
	filters *filters
	detail  *detail
	heading *widget.Text
	count   *widget.Text
	state   *widget.Text
	stop    *widget.Button
	content fyne.CanvasObject
}

// New returns the page of the whole store, or where the scope is not zero of one evaluation with a name.
func New(needs Needs, of storage.Scope, name string) *Page {
	w := needs.Words
	p := &Page{needs: needs, of: of, name: name}
	columns := []widget.Column{
		{Title: w.Say("ui.history.column.time"), Width: 132, Size: theme.SizeNameCaptionText},
		{Title: w.Say("ui.history.column.who"), Width: 62, Size: theme.SizeNameCaptionText, Rank: 1},
		{Title: w.Say("ui.history.column.action"), Width: 118, Align: fyne.TextAlignCenter, Size: theme.SizeNameCaptionText},
		{Title: w.Say("ui.history.column.what"), Width: 250, Stretch: 4, Size: theme.SizeNameCaptionText},
	}
	if of == (storage.Scope{}) {
		columns = append(columns, widget.Column{Title: w.Say("ui.history.column.project"), Width: 96, Stretch: 1, Size: theme.SizeNameCaptionText})
	}
	p.grid = widget.NewGrid(columns...)
	p.grid.CellsOf = p.cells
	p.grid.OnCurrent = p.look
	p.grid.OnOpen = func(string) { p.open() }
	p.grid.OnMarked = p.showCount
	p.filters = newFilters(p)
	p.detail = newDetail(p)
	p.heading = widget.NewHeading(p.Title())
	p.heading.TextSize, p.heading.Cut = theme.SizeNameHeadingText, true
	p.count, p.state = widget.NewCaption(""), widget.NewCaption("")
	p.stop = widget.NewQuiet(w.Say("ui.history.stop"), p.stopVerifying)
	p.stop.Hide()
	p.content = p.lay()
	p.detail.enable()
	return p
}

const (
	detailWidth = 400
	bothWidth   = 820 // the width below which list and detail are not shown side by side
)

func (p *Page) lay() fyne.CanvasObject {
	w := p.needs.Words
	button := func(id, keys string, do func()) fyne.CanvasObject {
		return widget.NewButton(w.Say("ui.command."+id), do).WithTip(w.Say("ui.tip."+id, "keys", keys))
	}
	actions := widget.NewActions(widget.NewQuiet(w.Say("ui.command.help"), p.needs.Help).WithTip(w.Say("ui.tip.help", "keys", "F1")),
		button("history.export", keysExport.String(), p.export), button("history.verify", keysVerify.String(), p.verifyChain))
	left := container.NewHBox()
	if p.of != (storage.Scope{}) {
		left.Add(container.NewCenter(widget.NewQuiet("←  "+w.Say("ui.help.back"), p.needs.Back).WithTip(w.Say("ui.tip.back", "keys", keysBack.String()))))
	}
	title := widget.Frame(nil, nil, left, nil, widget.Headed(container.NewVBox(p.heading, p.count), actions))
	top := container.NewVBox(title, widget.Gap(0, 2))
	if !p.needs.Recovery.IsZero() {
		top.Add(p.recovered())
		top.Add(widget.Gap(0, 2))
	}
	top.Add(p.filters.content)
	foot := container.NewHBox(p.state, p.stop)
	side := container.New(&sideways{width: detailWidth}, p.detail.content)
	p.panes = widget.NewPanes(fyne.NewSize(bothWidth, 0), widget.RightOf, widget.Pane{Name: w.Say("ui.pane.list"), Content: widget.NewPanel(p.grid, 1)},
		widget.Pane{Name: w.Say("ui.pane.detail"), Content: side})
	body := widget.Frame(top, foot, nil, nil, p.panes)
	return container.New(layout.NewCustomPaddedLayout(10, 8, 14, 14), body)
}

// sideways is a layout that gives its content a fixed width and room at its left.
type sideways struct{ width float32 }

// MinSize is part of the toolkit's contract.
func (s *sideways) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(s.width+10, 200) }

// Layout is part of the toolkit's contract.
func (s *sideways) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(10, 0))
		o.Resize(fyne.NewSize(size.Width-10, size.Height))
	}
}

// Content returns what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Title returns the page's part of the window's title.
func (p *Page) Title() string {
	if p.of == (storage.Scope{}) {
		return p.needs.Words.Say("ui.place.history")
	}
	return p.needs.Words.Say("ui.history.of", "name", p.name)
}

// Of returns what the page is about, and its name.
func (p *Page) Of() (storage.Scope, string) { return p.of, p.name }

// Shown reads the history.
func (p *Page) Shown() {
	p.Reload()
	p.grid.Focus()
}

// Leave ends what the page is reading. What is restored or written goes on; what became of it is said wherever the user is then.
func (p *Page) Leave() error {
	p.left = true
	for _, slot := range []*task.Slot{&p.loading, &p.filtering, &p.looking, &p.acting, &p.verifying} {
		slot.Drop()
	}
	return nil
}

// Reload reads the history: the newest actions first, then all.
func (p *Page) Reload() {
	first := firstRead
	if p.of != (storage.Scope{}) || p.whole {
		first = 0
	}
	p.load(first)
}

func (p *Page) load(newest int) {
	source, words, of := p.needs.Source, p.needs.Words, p.of
	job := task.Run(p.needs.Runner, &p.loading, func(ctx context.Context, progress *task.Progress) (catalogue, error) {
		events, err := source.Past(ctx, words.Printer, of, newest, func(done, total int) {
			progress.Expect(int64(total))
			progress.Set(int64(done))
		})
		return newCatalogue(words, events), err
	}, func(c catalogue, err error) {
		p.state.SetText("")
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.take(c)
		if more := newest > 0 && len(c.events) > 0 && c.events[len(c.events)-1].Seq > 1; more {
			p.load(0)
			return
		}
		p.whole = true
	})
	if newest == 0 {
		p.needs.Runner.Watch(job, watchEvery, func(done, total int64) {
			if total > 0 {
				p.state.SetText(p.needs.Words.Say("ui.history.reading", "percent", strconv.FormatInt(done*100/total, 10)))
			}
		})
	}
}

const watchEvery = 200 * time.Millisecond

// take shows what was read. The current row stays where it is.
func (p *Page) take(c catalogue) {
	p.events = c.events
	if p.of != (storage.Scope{}) && p.name == "" && len(p.events) > 0 {
		p.name = p.events[0].Project
		p.heading.SetText(p.Title())
		p.needs.Retitle()
	}
	p.filters.offer(c)
	p.filters.drafts.read(c.events)
	p.fill()
}

func rowOf(seq uint64) string { return strconv.FormatUint(seq, 10) }

// event returns the event of a row.
func (p *Page) event(id string) (*desk.Event, bool) {
	seq, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return nil, false
	}
	i, ok := slices.BinarySearchFunc(p.events, seq, func(ev desk.Event, seq uint64) int { return cmp.Compare(seq, ev.Seq) }) // newest first
	if !ok {
		return nil, false
	}
	return &p.events[i], true
}
