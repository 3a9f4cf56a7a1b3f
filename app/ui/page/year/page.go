package year

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
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

// Needs is what the page works with.
type Needs struct {
	Words   wording.Words
	Source  Source
	Runner  *task.Runner
	Prompts *prompt.Prompts
	// Scheme finds the scheme of an evaluation, for the rank of its grade.
	Scheme func(scoring.SchemeRef) (*scoring.Scheme, bool)
	Open   func(year int, id string)
	// Example loads the example year in the background; done is told its year.
	Example func(ctx context.Context) (year int, err error)
	Fail    func(err error)
	// Retitle is called when the page's title has changed.
	Retitle func()
	// Pick lets the user choose a file.
	Pick  func(q picker.Question, done func(path string))
	Toast func(text string, tone look.Tone)
	Copy  func(text string) // puts a text on the clipboard
	Help  func()            // shows the list of commands
	Now   func() time.Time
}

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs Needs

	years []storage.Year
	year  int
	items []*item
	last  string // the evaluation to be current when the list comes

	loading, example, looking, making task.Slot

	grid    *widget.Grid
	search  *widget.Entry
	picker  *widget.Choice
	filters *filters
	sorting order
	heading *widget.Text
	unit    *widget.Text
	count   *widget.Text
	next    *widget.Button
	delete  *widget.Button
	tiles   tiles
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
	p := &Page{needs: needs, year: year, sorting: order{column: -1}}
	p.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.year.column.name"), Width: 240, Stretch: 3, Sort: true},
		widget.Column{Title: w.Say("ui.year.column.unit"), Width: 150, Stretch: 2, Sort: true},
		widget.Column{Title: w.Say("ui.year.column.status"), Width: 84, Align: fyne.TextAlignCenter, Size: theme.SizeNameCaptionText, Sort: true},
		widget.Column{Title: w.Say("ui.year.column.progress"), Width: 170, Stretch: 1, Sort: true},
		widget.Column{Title: w.Say("ui.year.column.findings"), Width: 96, Align: fyne.TextAlignCenter, Size: theme.SizeNameCaptionText, Sort: true},
		widget.Column{Title: w.Say("ui.year.column.score"), Width: 84, Align: fyne.TextAlignTrailing, Sort: true},
		widget.Column{Title: w.Say("ui.year.column.grade"), Width: 84, Align: fyne.TextAlignCenter, Sort: true},
	)
	p.grid.OnOpen = p.open
	p.grid.OnSort = p.sortBy
	p.grid.OnMarked = p.showCount
	p.grid.OnCurrent = func(string) { p.showCount() }
	p.search = widget.NewEntry(nil)
	p.search.SetPlaceHolder(w.Say("ui.year.search", "keys", keysSearch.String()))
	p.search.OnChanged = func(string) { p.fill() }
	p.search.OnMove = func(int) { p.grid.Focus() }
	p.picker = widget.NewChoice(func(id string) error {
		year, err := strconv.Atoi(id)
		if err == nil {
			p.goTo(year)
		}
		return err
	})
	p.filters = newFilters(w, p.fill)
	p.heading = widget.NewHeading("")
	p.heading.TextSize = theme.SizeNameHeadingText
	p.unit, p.count = widget.NewCaption(""), widget.NewCaption("")
	p.tiles = newTiles(w)
	p.empty = newEmptyState(w, p)
	p.content = p.lay()
	return p
}

func (p *Page) lay() fyne.CanvasObject {
	w := p.needs.Words
	button := func(id string, keys string, do func()) *widget.Button {
		return widget.NewButton(w.Say("ui.command."+id), do).WithTip(w.Say("ui.tip."+id, "keys", keys))
	}
	open := widget.NewPrimary(w.Say("ui.command.open"), func() { p.open(p.grid.CurrentRow()) }).WithTip(w.Say("ui.tip.open", "keys", "Enter"))
	p.delete = button("delete", keysDelete.String(), p.askDelete)
	help := widget.NewQuiet(w.Say("ui.command.help"), p.needs.Help).WithTip(w.Say("ui.tip.help", "keys", "F1"))
	actions := container.NewHBox(help, p.delete, button("import", keysImport.String(), p.importFile), button("carry", keysCarry.String(), p.askCarry),
		button("new", keysNew.String(), p.askNew), open)
	title := container.NewHBox(container.NewVBox(p.heading, p.unit), widget.Gap(12, 0), container.NewCenter(p.picker), layout.NewSpacer(),
		container.NewCenter(actions))
	field := container.New(layout.NewGridWrapLayout(fyne.NewSize(260, p.search.MinSize().Height)), p.search)
	narrow := widget.Frame(nil, nil, container.NewHBox(field, widget.Gap(6, 0)), nil, p.filters.content)
	list := widget.NewPanel(p.grid, 1)
	p.body = container.NewStack(list, p.empty.content)
	p.empty.content.Hide()
	p.next = widget.NewQuiet("", p.todo)
	p.next.Hide()
	p.top = container.NewVBox(title, widget.Gap(0, 2), p.tiles.content, widget.Gap(0, 2), narrow, widget.Gap(0, 2))
	p.foot = container.NewVBox(widget.Gap(0, 2), container.NewHBox(p.count, layout.NewSpacer(), container.NewCenter(p.next), widget.NewCaption(w.Say("ui.year.hint"))))
	return container.New(layout.NewCustomPaddedLayout(12, 6, 18, 18), widget.Frame(p.top, p.foot, nil, nil, p.body))
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

// Return makes an evaluation current when the list comes, such as the one that was worked on.
func (p *Page) Return(id string) { p.last = id }

// Leave ends what the page is doing.
func (p *Page) Leave() error {
	p.loading.Drop()
	p.looking.Drop()
	return nil
}

func (p *Page) open(id string) {
	if id != "" {
		p.last = id
		p.needs.Open(p.year, id)
	}
}

func (p *Page) goTo(year int) {
	p.year = year
	p.grid.Mark()
	p.Reload()
}

// listing is what one load brings.
type listing struct {
	years []storage.Year
	year  int
	items []*item
}

// Reload reads years and evaluations in the background and shows them.
func (p *Page) Reload() {
	want, source := p.year, p.needs.Source
	p.looking.Drop()
	maker := itemMaker{words: p.needs.Words, scheme: p.needs.Scheme}
	task.Run(p.needs.Runner, &p.loading, func(ctx context.Context, _ *task.Progress) (listing, error) {
		l := listing{year: want}
		var err error
		if l.years, err = source.Years(ctx); err != nil || len(l.years) == 0 {
			return l, err
		}
		if l.year == 0 {
			l.year = l.years[len(l.years)-1].Year
		}
		headers, err := source.Headers(ctx, l.year)
		l.items = maker.items(headers)
		return l, err
	}, func(l listing, err error) {
		p.years, p.year, p.items = l.years, l.year, l.items
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
		for _, it := range p.items {
			if insight, ok := insights[it.header.ID]; ok {
				it.learn(p.needs.Words, insight)
			}
		}
		p.tiles.show(p.items)
		p.filters.show(p.items)
		p.fill()
		p.top.Refresh()
	})
}

// show fills the page with what was loaded.
func (p *Page) show() {
	w := p.needs.Words
	options := make([]widget.Option, len(p.years))
	unit := ""
	for i, y := range p.years {
		options[i] = widget.Option{ID: strconv.Itoa(y.Year), Label: strconv.Itoa(y.Year)}
		if y.Year == p.year {
			unit = y.Unit
		}
	}
	p.picker.SetOptions(options)
	p.picker.SetChosen(strconv.Itoa(p.year))
	if len(options) > 1 {
		p.picker.Show()
	} else {
		p.picker.Hide()
	}
	p.heading.SetText(w.Say("ui.year.heading"))
	if p.year != 0 {
		p.heading.SetText(w.Say("ui.year.title", "year", strconv.Itoa(p.year)))
	}
	p.unit.SetText(unit)
	p.tiles.show(p.items)
	p.filters.show(p.items)
	p.fill()
	p.top.Refresh() // what was hidden or empty needs its room now
	if p.last != "" {
		p.grid.Select(p.last)
		p.last = ""
	}
}

// fill shows the evaluations that match search and filters, in order.
func (p *Page) fill() {
	shown := p.sorting.sort(p.filters.pass(p.items, p.search.Text))
	rows := make([]widget.Row, len(shown))
	for i, it := range shown {
		rows[i] = it.row
	}
	p.grid.SetRows(rows)
	p.grid.SetSorted(p.sorting.column, p.sorting.down)
	if p.grid.CurrentRow() == "" && len(rows) > 0 {
		p.grid.Select(rows[0].ID)
	}
	p.empty.show(len(p.items) == 0, len(rows) == 0)
	p.showCount()
}

// showCount says how many are shown and marked, and what is to be done next.
func (p *Page) showCount() {
	w := p.needs.Words
	text := w.Say("ui.year.count", "shown", strconv.Itoa(len(p.grid.Rows())), "all", strconv.Itoa(len(p.items)))
	if n := len(p.grid.Marked()); n > 0 {
		text = w.Say("ui.year.marked", "count", strconv.Itoa(n)) + "　" + text
	}
	p.count.SetText(text)
	if p.grid.CurrentRow() == "" {
		p.delete.Disable()
	} else {
		p.delete.Enable()
	}
	p.showNext()
	p.foot.Refresh()
}

func (p *Page) loadExample() {
	load := p.needs.Example
	task.Run(p.needs.Runner, &p.example, func(ctx context.Context, _ *task.Progress) (int, error) {
		return load(ctx)
	}, func(year int, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.goTo(year)
	})
}
