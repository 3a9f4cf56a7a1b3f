package year

import (
	"context"
	"errors"
	"image"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// Source gives what the list shows, and makes and deletes evaluations. Its methods are called from background goroutines.
type Source interface {
	Years(ctx context.Context) ([]storage.Year, error)
	Headers(ctx context.Context, year int) ([]storage.Header, error)
	// Insights returns what only the evaluations themselves can tell, by their IDs.
	Insights(ctx context.Context, headers []storage.Header, progress func(done, total int)) (map[string]desk.Insight, error)
	// SchemesFor lists the schemes that may be used for a fiscal year.
	SchemesFor(year int) []*scoring.Scheme
	Begin(ctx context.Context, s desk.Start) (id string, err error)
	CarryOver(ctx context.Context, from int, ids []string, to int) ([]string, error)
	Read(ctx context.Context, path string, year int, moneyUnit string) (*desk.Incoming, error)
	Take(ctx context.Context, items []desk.IncomingItem) (year int, ids []string, err error)
	// Delete takes evaluations out, all or none.
	Delete(ctx context.Context, year int, ids ...string) error
}

// Manager does what concerns the year as a whole, and reads tables whose columns a person names. Its methods are called from background
// goroutines.
type Manager interface {
	Deadline(ctx context.Context, year int) (desk.Deadline, error)
	SetDeadline(ctx context.Context, year int, date string) error
	BeginYear(ctx context.Context, year int, unit string) error
	CloseYear(ctx context.Context, year int, reason string) error
	ReopenYear(ctx context.Context, year int, reason string) error
	// Undelete brings back what was deleted last.
	Undelete(ctx context.Context, year int, ids []string) error
	Sheets(ctx context.Context, path string) ([]desk.Sheet, error)
	ReadMapped(ctx context.Context, path string, year int, moneyUnit, sheet string, m desk.Mapping) (*desk.Incoming, error)
}

// Needs is what the page works with.
type Needs struct {
	page.Host
	Source  Source
	Manager Manager // nil: years are not managed here
	// Scheme finds the scheme of an evaluation, for the rank of its grade.
	Scheme func(scoring.SchemeRef) (*scoring.Scheme, bool)
	Open   func(year int, id string)
	// Example loads the example year in the background; done is told its year.
	Example func(ctx context.Context) (year int, err error)
	// Offer is a toast with a button.
	Offer func(text string, tone look.Tone, label string, do func())

	// Report makes reports of evaluations, History shows what became of one, Compare lays two side by side, CopyPicture puts a picture
	// on the clipboard, HandOver puts evaluations into a bundle. Each is nil where it is not offered.
	Report      func(year int, ids []string)
	History     func(year int, id string)
	Compare     func(left, right desk.SideRef)
	CopyPicture func(image.Image) error
	HandOver    func(year int, ids []string)
	// Route hands files on that belong to another screen, such as bundles; Routed are the endings of those. nil: there are none.
	Route  func(paths []string)
	Routed []string
}

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs Needs

	years []storage.Year
	year  int // of what is shown
	want  int // that is being read, until it is shown
	items []*item
	shown []*item // those that pass search and filters, in order
	last  string  // the evaluation to be current when the list comes

	loading, looking, making task.Slot
	writing                  task.Line       // what changes the store, in order: nothing of it is called off
	removing                 map[string]bool // evaluations of the year that are being deleted
	exemplary                bool            // the example is being loaded
	left                     bool            // another screen is shown

	due      desk.Deadline
	deleted  deletion // what was deleted last and can be brought back
	insights map[string]desk.Insight
	known    map[string]finding // also of earlier revisions

	grid    *widget.Grid
	search  *widget.Entry
	picker  *widget.Dropdown
	filters *filters
	sorting order
	heading *widget.Text
	unit    *widget.Text
	count   *widget.Text
	next    *widget.Button
	opens   *widget.Button // the evaluation the keyboard is on
	actions selectionButtons
	manage  *widget.Button
	tiles   tiles
	charts  *charts
	list    *widget.Panes
	empty   *emptyState
	body    *fyne.Container
	top     *fyne.Container
	foot    *fyne.Container
	content fyne.CanvasObject
}

// columns of the list
const (
	columnName = iota
	columnUnit
	columnStatus
	columnProgress
	columnFindings
	columnScore
	columnGrade
)

// New returns the page of a year; 0 takes the newest one.
func New(needs Needs, year int) *Page {
	w := needs.Words
	p := &Page{needs: needs, year: year, want: year, removing: map[string]bool{}, sorting: order{column: -1}}
	p.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.year.column.name"), Width: 180, Stretch: 3, Sort: true},
		widget.Column{Title: w.Say("ui.year.column.unit"), Width: 100, Stretch: 2, Sort: true, Rank: 4},
		widget.Column{Title: w.Say("ui.year.column.status"), Width: 78, Align: fyne.TextAlignCenter, Size: theme.SizeNameCaptionText, Sort: true, Rank: 1},
		widget.Column{Title: w.Say("ui.year.column.progress"), Width: 120, Stretch: 1, Sort: true, Rank: 3},
		widget.Column{Title: w.Say("ui.year.column.findings"), Width: 96, Align: fyne.TextAlignCenter, Size: theme.SizeNameCaptionText, Sort: true, Rank: 2},
		widget.Column{Title: w.Say("ui.year.column.score"), Width: 70, Align: fyne.TextAlignTrailing, Sort: true},
		widget.Column{Title: w.Say("ui.year.column.grade"), Width: 90, Align: fyne.TextAlignCenter, Sort: true},
	)
	p.grid.OnOpen = p.open
	p.grid.OnSort = p.sortBy
	p.grid.OnMarked = p.showCount
	p.grid.OnCurrent = func(string) { p.showCount() }
	p.search = widget.NewEntry(nil)
	p.search.SetPlaceHolder(w.Say("ui.year.search", "keys", keysSearch.String()))
	p.search.OnChanged = func(string) { p.fill() }
	p.search.OnMove = func(int) { p.grid.Focus() }
	p.picker = widget.NewDropdown(func(id string) { p.goTo(yearIn(id)) })
	p.filters = newFilters(w, p.fill)
	p.heading = widget.NewHeading("")
	p.heading.TextSize = theme.SizeNameHeadingText
	p.unit, p.count = widget.NewCaption(""), widget.NewCaption("")
	p.tiles = newTiles(w, p.askYear)
	p.charts = newCharts(w)
	p.empty = newEmptyState(w, p)
	p.content = p.lay()
	return p
}

func (p *Page) lay() fyne.CanvasObject {
	w := p.needs.Words
	button := func(id string, keys string, do func()) *widget.Button {
		return widget.NewButton(w.Say("ui.command."+id), do).WithTip(w.Say("ui.tip."+id, "keys", keys))
	}
	p.opens = widget.NewPrimary(w.Say("ui.command.open"), func() { p.open(p.grid.CurrentRow()) }).WithTip(w.Say("ui.tip.open", "keys", "Enter"))
	help := widget.NewQuiet(w.Say("ui.command.help"), p.needs.Help).WithTip(w.Say("ui.tip.help", "keys", "F1"))
	p.manage = widget.NewQuiet(w.Say("ui.command.year.manage"), p.askYear).WithTip(w.Say("ui.tip.year.manage", "keys", keysManage.String()))
	if p.needs.Manager == nil {
		p.manage.Hide()
	}
	actions := widget.NewActions(help, p.manage, button("import", keysImport.String(), p.importFile), button("carry", keysCarry.String(), p.askCarry),
		button("new", keysNew.String(), p.askNew), p.opens)
	again := func() { p.needs.Runner.Post(p.content.Refresh) } // what stands on another number of rows needs another height
	name := container.NewHBox(container.NewVBox(p.heading, p.unit), widget.Gap(12, 0), container.NewCenter(p.picker))
	title := widget.Headed(name, actions)
	field := container.New(layout.NewGridWrapLayout(fyne.NewSize(260, p.search.MinSize().Height)), p.search)
	toggle := widget.NewQuiet(w.Say("ui.command.charts"), p.toggleCharts).WithTip(w.Say("ui.tip.charts", "keys", keysCharts.String()))
	p.filters.content = widget.NewFlow(append([]fyne.CanvasObject{field}, p.filters.objects()...)...)
	p.filters.content.OnRows = again
	narrow := widget.Frame(nil, nil, nil, container.NewVBox(toggle), p.filters.content)
	p.list = widget.NewPanes(fyne.NewSize(chartsFold, 0), widget.RightOf,
		widget.Pane{Name: w.Say("ui.pane.list"), Content: widget.NewPanel(p.grid, 1)}, widget.Pane{Name: w.Say("ui.command.charts"), Content: p.charts.content})
	p.body = container.NewStack(p.list, p.empty.content)
	p.empty.content.Hide()
	p.next = widget.NewQuiet("", p.todo)
	p.next.Hide()
	p.actions = p.newActions()
	p.top = container.NewVBox(title, widget.Gap(0, 2), p.tiles.content, widget.Gap(0, 2), narrow, widget.Gap(0, 2))
	p.foot = container.NewVBox(widget.Gap(0, 2), widget.Frame(nil, nil, container.NewCenter(p.count), p.next, p.actions.content))
	return container.New(layout.NewCustomPaddedLayout(12, 6, 18, 18), widget.Roomy(listHeight, widget.Frame(p.top, p.foot, nil, nil, p.body), p.tiles.content))
}

// Content returns what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Title returns the page's part of the window's title. Until a list has come, no year is known.
func (p *Page) Title() string {
	if p.year == 0 {
		return p.needs.Words.Say("ui.year.heading")
	}
	return p.needs.Words.Say("ui.year.title", "year", strconv.Itoa(p.year))
}

// Year returns the year that is shown.
func (p *Page) Year() int { return p.year }

// Current returns the ID of the current evaluation.
func (p *Page) Current() string { return p.grid.CurrentRow() }

// Shown loads the list and gives it the keyboard.
func (p *Page) Shown() {
	p.Reload()
	p.grid.Focus()
}

// GoTo shows another year, with an evaluation current in it.
func (p *Page) GoTo(year int, current string) {
	p.Return(current)
	p.goTo(year)
}

// Return makes an evaluation current when the list comes, such as the one that was worked on.
func (p *Page) Return(id string) { p.last = id }

// Leave ends what the page is reading. What changes the store goes on; what became of it is said wherever the user is then.
func (p *Page) Leave() error {
	p.loading.Drop()
	p.looking.Drop()
	p.making.Drop() // no question comes over another screen
	p.left = true
	return nil
}

func (p *Page) open(id string) {
	if id != "" {
		p.last = id
		p.needs.Open(p.year, id)
	}
}

// goTo reads another year. Until it has come the one before is shown, and what is done is done to that.
func (p *Page) goTo(year int) {
	p.want = year
	p.grid.Mark()
	p.Reload()
}

// listing is what one load brings.
type listing struct {
	years []storage.Year
	year  int
	items []*item
	due   desk.Deadline
}

// Reload reads years and evaluations in the background and shows them.
func (p *Page) Reload() {
	want, source, manager := p.want, p.needs.Source, p.needs.Manager
	p.looking.Drop()
	maker := itemMaker{words: p.needs.Words, scheme: p.needs.Scheme}
	task.Run(p.needs.Runner, &p.loading, func(ctx context.Context, _ *task.Progress) (listing, error) {
		l := listing{year: want}
		var err error
		if l.years, err = source.Years(ctx); err != nil || len(l.years) == 0 {
			return l, err
		}
		if !slices.ContainsFunc(l.years, func(y storage.Year) bool { return y.Year == l.year }) { // none was asked for, or it was undone
			l.year = l.years[len(l.years)-1].Year
		}
		headers, err := source.Headers(ctx, l.year)
		l.items = maker.items(headers)
		if manager != nil {
			var failed error
			l.due, failed = manager.Deadline(ctx, l.year)
			err = errors.Join(err, failed)
		}
		return l, err
	}, func(l listing, err error) {
		if l.year != p.year {
			clear(p.removing)
		}
		p.years, p.year, p.want, p.items, p.due = l.years, l.year, l.year, l.items, l.due
		p.recall()
		p.show()
		p.needs.Retitle()
		if err != nil {
			p.needs.Fail(err)
		}
		p.look()
	})
}

// look finds out in the background what only the evaluations themselves can tell.
func (p *Page) look() {
	if len(p.items) == 0 {
		return
	}
	headers := make([]storage.Header, len(p.items))
	for i, it := range p.items {
		headers[i] = it.header
	}
	source := p.needs.Source
	task.Run(p.needs.Runner, &p.looking, func(ctx context.Context, progress *task.Progress) (map[string]desk.Insight, error) {
		return source.Insights(ctx, headers, func(done, total int) { progress.Set(int64(done)) })
	}, func(insights map[string]desk.Insight, err error) {
		if err != nil {
			return // the list was left
		}
		p.insights = insights
		p.remember(insights)
		for _, it := range p.items {
			if insight, ok := insights[it.header.ID]; ok {
				it.learn(p.needs.Words, insight)
			}
		}
		p.showTiles()
		p.filters.show(p.items)
		p.fill()
		p.top.Refresh()
	})
}

// state says whether the year that is shown can be changed.
func (p *Page) state() storage.YearState {
	for _, y := range p.years {
		if y.Year == p.year && y.State != "" {
			return y.State
		}
	}
	return storage.YearOpen
}

func (p *Page) loadExample() {
	if p.exemplary {
		return
	}
	p.exemplary = true
	task.Queue(p.needs.Runner, &p.writing, p.needs.Example, func(year int, err error) {
		p.exemplary = false
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.turnTo(year)
	})
}
