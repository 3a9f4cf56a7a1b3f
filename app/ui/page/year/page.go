package year

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// Source gives what the list shows.
type Source interface {
	Years(ctx context.Context) ([]storage.Year, error)
	Headers(ctx context.Context, year int) ([]storage.Header, error)
}

// Needs is what the page works with.
type Needs struct {
	Words  wording.Words
	Source Source
	Runner *task.Runner
	// Scheme finds the scheme of an evaluation, for the rank of its grade.
	Scheme func(scoring.SchemeRef) (*scoring.Scheme, bool)
	Open   func(year int, id string)
	// Example loads the example year in the background; done is told its year.
	Example func(ctx context.Context) (year int, err error)
	Fail    func(err error)
	// Retitle is called when the page's title has changed.
	Retitle func()
}

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs Needs

	years   []storage.Year
	year    int
	headers []storage.Header
	last    string // the evaluation that was opened last

	loading, example task.Slot

	grid    *widget.Grid
	search  *widget.Entry
	picker  *widget.Choice
	heading *widget.Text
	unit    *widget.Text
	count   *widget.Text
	tiles   tiles
	empty   *emptyState
	body    *fyne.Container
	content fyne.CanvasObject
}

// columns of the list
const (
	columnName = iota
	columnUnit
	columnStatus
	columnProgress
	columnScore
	columnGrade
)

// New returns the page of a year; 0 takes the newest one.
func New(needs Needs, year int) *Page {
	w := needs.Words
	p := &Page{needs: needs, year: year}
	p.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.year.column.name"), Width: 260, Stretch: 3},
		widget.Column{Title: w.Say("ui.year.column.unit"), Width: 160, Stretch: 2},
		widget.Column{Title: w.Say("ui.year.column.status"), Width: 100, Align: fyne.TextAlignCenter, Size: theme.SizeNameCaptionText},
		widget.Column{Title: w.Say("ui.year.column.progress"), Width: 200, Stretch: 1},
		widget.Column{Title: w.Say("ui.year.column.score"), Width: 90, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("ui.year.column.grade"), Width: 90, Align: fyne.TextAlignCenter},
	)
	p.grid.OnOpen = p.open
	p.search = widget.NewEntry(nil)
	p.search.SetPlaceHolder(w.Say("ui.year.search", "keys", keysSearch.String()))
	p.search.OnChanged = func(string) { p.fill() }
	p.search.OnMove = func(int) { p.grid.Focus() }
	p.picker = widget.NewChoice(func(id string) error {
		year, err := strconv.Atoi(id)
		if err == nil {
			p.year = year
			p.Reload()
		}
		return err
	})
	p.heading = widget.NewHeading("")
	p.heading.TextSize = theme.SizeNameHeadingText
	p.unit, p.count = widget.NewCaption(""), widget.NewCaption("")
	p.tiles = newTiles(w)
	p.empty = newEmptyState(w, p.loadExample)
	p.content = p.lay()
	return p
}

func (p *Page) lay() fyne.CanvasObject {
	w := p.needs.Words
	open := widget.NewPrimary(w.Say("ui.command.open")+"  Enter", func() { p.open(p.grid.CurrentRow()) })
	field := container.New(layout.NewGridWrapLayout(fyne.NewSize(280, p.search.MinSize().Height)), p.search)
	title := container.NewHBox(container.NewVBox(p.heading, p.unit), widget.Gap(12, 0), container.NewCenter(p.picker), layout.NewSpacer(),
		container.NewCenter(field), widget.Gap(2, 0), container.NewCenter(open))
	list := widget.NewPanel(p.grid, 1)
	p.body = container.NewStack(list, p.empty.content)
	p.empty.content.Hide()
	top := container.NewVBox(title, widget.Gap(0, 2), p.tiles.content, widget.Gap(0, 4))
	foot := container.NewVBox(widget.Gap(0, 2), container.NewHBox(p.count, layout.NewSpacer(), widget.NewCaption(w.Say("ui.year.hint"))))
	return container.New(layout.NewCustomPaddedLayout(12, 8, 18, 18), widget.Frame(top, foot, nil, nil, p.body))
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

// Shown loads the list and gives it the keyboard.
func (p *Page) Shown() {
	p.Reload()
	p.grid.Focus()
}

// Leave ends what the page is doing.
func (p *Page) Leave() error {
	p.loading.Drop()
	return nil
}

var (
	keysSearch = command.Ctrl(fyne.KeyF)
	keysReload = command.Bare(fyne.KeyF5)
)

// Commands lists what can be done here.
func (p *Page) Commands() []command.Command {
	selected := func() bool { return p.grid.CurrentRow() != "" }
	return []command.Command{
		{ID: "open", Keys: command.Ctrl(fyne.KeyO), Menu: command.File, Can: selected, Do: func() { p.open(p.grid.CurrentRow()) }},
		{ID: "search", Keys: keysSearch, Menu: command.Edit, Do: p.focusSearch},
		{ID: "reload", Keys: keysReload, Menu: command.View, Do: p.Reload},
	}
}

func (p *Page) focusSearch() { widget.Focus(p.search) }

func (p *Page) open(id string) {
	if id != "" {
		p.last = id
		p.needs.Open(p.year, id)
	}
}

// listing is what one load brings.
type listing struct {
	years   []storage.Year
	year    int
	headers []storage.Header
}

// Reload reads years and evaluations in the background and shows them.
func (p *Page) Reload() {
	want, source := p.year, p.needs.Source
	task.Run(p.needs.Runner, &p.loading, func(ctx context.Context, _ *task.Progress) (listing, error) {
		l := listing{year: want}
		var err error
		if l.years, err = source.Years(ctx); err != nil || len(l.years) == 0 {
			return l, err
		}
		if l.year == 0 {
			l.year = l.years[len(l.years)-1].Year
		}
		l.headers, err = source.Headers(ctx, l.year)
		return l, err
	}, func(l listing, err error) {
		p.years, p.year, p.headers = l.years, l.year, l.headers
		p.show()
		p.needs.Retitle()
		if err != nil {
			p.needs.Fail(err)
		}
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
	p.tiles.show(p.headers, p.grade)
	p.fill()
}

// fill shows the evaluations that match the search.
func (p *Page) fill() {
	w := p.needs.Words
	words := strings.Fields(strings.ToLower(p.search.Text))
	rows := make([]widget.Row, 0, len(p.headers))
	for i := range p.headers {
		if matches(&p.headers[i], words) {
			rows = append(rows, p.row(&p.headers[i]))
		}
	}
	p.grid.SetRows(rows)
	if p.grid.CurrentRow() == "" && len(rows) > 0 {
		p.grid.Select(rows[0].ID)
	}
	if p.last != "" {
		p.grid.Select(p.last)
	}
	p.count.SetText(w.Say("ui.year.count", "shown", strconv.Itoa(len(rows)), "all", strconv.Itoa(len(p.headers))))
	p.empty.show(len(p.headers) == 0, len(rows) == 0)
}

func (p *Page) row(h *storage.Header) widget.Row {
	w := p.needs.Words
	done := widget.Cell{Shape: widget.AsMeter, Text: w.Say("ui.of", "done", strconv.Itoa(h.Scored), "total", strconv.Itoa(h.Rows))}
	if h.Rows > 0 {
		done.Fill = float32(h.Scored) / float32(h.Rows)
	}
	if h.Pending == 0 && h.Rows > 0 {
		done.Tone = look.Fine
	}
	score := widget.Cell{Text: "—", Tone: look.Quiet}
	if h.Total.Valid {
		score = widget.Cell{Text: h.Total.Decimal.String(), Bold: true}
	}
	grade, tone := p.grade(h)
	return widget.Row{ID: h.ID, Cells: []widget.Cell{
		columnName:     {Text: h.Name},
		columnUnit:     {Text: h.Unit, Tone: look.Quiet},
		columnStatus:   {Text: w.Say("ui.status." + string(h.Status)), Tone: look.Quiet},
		columnProgress: done,
		columnScore:    score,
		columnGrade:    {Text: grade, Shape: widget.AsBadge, Tone: tone, Bold: true},
	}}
}

// grade returns an evaluation's grade as people read it, and how good it is by its rank in the scheme.
func (p *Page) grade(h *storage.Header) (string, look.Tone) {
	scheme, ok := p.needs.Scheme(h.Scheme)
	if !ok {
		return h.Grade, look.Plain
	}
	return p.needs.Words.Grade(scheme, h.Grade), look.GradeTone(scheme, h.Grade)
}

// matches reports whether every word occurs in the evaluation's name, code, unit or department.
func matches(h *storage.Header, words []string) bool {
	text := strings.ToLower(h.Name + "\n" + h.Code + "\n" + h.Unit + "\n" + h.Department + "\n" + h.Grade)
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
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
		p.year = year
		p.Reload()
	})
}
