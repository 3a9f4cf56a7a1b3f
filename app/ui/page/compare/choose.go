package compare

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

// chooser asks which evaluation, and what of it, is to stand on a side.
type chooser struct {
	page    *Page
	side    *side
	year    int
	headers []storage.Header
	choices []desk.SideChoice

	years    *widget.Dropdown
	search   *widget.Entry
	projects *widget.Grid
	whats    *widget.Grid
	wanted   string // the evaluation to be current when the list comes
	reading  task.Slot
	looking  task.Slot
	read     bool // what of the current evaluation can be chosen is known
	entered  bool // the form was accepted before that
	form     *prompt.Opened
}

const (
	chooserWidth  = 900
	chooserHeight = 380
	projectsWidth = 540
	chooserFold   = 760 // the width below which its lists are not shown side by side
)

// choose asks what is to stand on a side.
func (p *Page) choose(s *side) {
	w := p.needs.Words
	c := &chooser{page: p, side: s, year: s.ref.Year, wanted: s.ref.ID}
	c.projects = widget.NewGrid(widget.Column{Title: w.Say("ui.year.column.name"), Width: 260, Stretch: 2}, widget.Column{Title: w.Say("ui.year.column.unit"), Width: 140, Stretch: 1},
		widget.Column{Title: w.Say("ui.year.column.score"), Width: 70, Align: fyne.TextAlignTrailing})
	c.whats = widget.NewGrid(widget.Column{Title: w.Say("ui.compare.what"), Width: 200, Stretch: 1}, widget.Column{Title: w.Say("ui.compare.when"), Width: 130})
	c.projects.OnCurrent = c.look
	c.search = widget.NewEntry(nil)
	c.search.SetPlaceHolder(w.Say("ui.compare.search"))
	c.search.OnChanged = func(string) { c.fill() }
	c.search.OnMove = func(int) { c.projects.Focus() }
	c.years = widget.NewDropdown(func(id string) {
		if year, err := strconv.Atoi(id); err == nil {
			c.year, c.headers = year, nil // those of another year
			c.fill()
			c.load()
		}
	})
	lists := widget.NewPanes(fyne.NewSize(chooserFold, 0), widget.LeftOf,
		widget.Pane{Name: w.Say("ui.pane.list"), Content: container.New(layout.NewCustomPaddedLayout(0, 0, 0, 8), widget.Wide(projectsWidth, widget.NewPanel(c.projects, 1)))},
		widget.Pane{Name: w.Say("ui.compare.what"), Content: widget.NewPanel(c.whats, 1)})
	years := widget.Room(112, c.search.MinSize().Height, c.years)
	body := container.NewVBox(widget.Frame(nil, nil, container.NewHBox(years, widget.Gap(4, 0)), nil, c.search), widget.Room(chooserWidth, chooserHeight, lists))
	c.form = p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.compare.choose.title"), Body: body, Width: chooserWidth, Yes: w.Say("ui.compare.choose.yes"), First: c.search,
		Dismissed: func() { c.reading.Drop(); c.looking.Drop() },
		Accept: func() string {
			if !c.read && c.projects.CurrentRow() != "" { // Enter came before that was known: it counts when it is
				c.entered = true
				c.form.Wait(w.Say("ui.compare.choose.reading"))
				return ""
			}
			return c.accept()
		},
	})
	accept := func(string) { c.form.Accept() }
	c.projects.OnOpen, c.whats.OnOpen = accept, accept
	c.load()
}

// accept lays what was chosen down, or says that nothing was.
func (c *chooser) accept() (fault string) {
	at, err := strconv.Atoi(c.whats.CurrentRow())
	if err != nil || at >= len(c.choices) {
		return c.page.needs.Words.Say("ui.compare.choose.fault")
	}
	c.side.ref = c.choices[at].Ref
	c.page.load()
	return ""
}

// listed is what a year holds.
type listed struct {
	years   []storage.Year
	year    int
	headers []storage.Header
}

func (c *chooser) load() {
	p := c.page
	source, want := p.needs.Source, c.year
	task.Run(p.needs.Runner, &c.reading, func(ctx context.Context, _ *task.Progress) (listed, error) {
		l := listed{year: want}
		var err error
		if l.years, err = source.Years(ctx); err != nil || len(l.years) == 0 {
			return l, err
		}
		if l.year == 0 {
			l.year = l.years[len(l.years)-1].Year
		}
		l.headers, err = source.Headers(ctx, l.year)
		return l, err
	}, func(l listed, err error) {
		if err != nil {
			p.needs.Fail(err)
		}
		c.year, c.headers = l.year, l.headers
		options := make([]widget.Option, len(l.years))
		for i, y := range l.years {
			options[i] = widget.Option{ID: strconv.Itoa(y.Year), Label: p.needs.Words.Say("ui.compare.year", "year", strconv.Itoa(y.Year))}
		}
		c.years.SetOptions(options)
		c.years.SetChosen(strconv.Itoa(l.year))
		c.fill()
		if c.wanted != "" {
			c.projects.Select(c.wanted)
		}
	})
}

// fill shows the evaluations that match every word of the search.
func (c *chooser) fill() {
	words := strings.Fields(strings.ToLower(c.search.Text))
	var rows []widget.Row
	for i := range c.headers {
		h := &c.headers[i]
		text := strings.ToLower(h.Name + " " + h.Code + " " + h.Unit + " " + storage.Initials(h.Name) + " " + storage.Initials(h.Unit))
		fits := true
		for _, word := range words {
			fits = fits && strings.Contains(text, word)
		}
		if !fits {
			continue
		}
		total := "—"
		if h.Total.Valid {
			total = h.Total.Decimal.String()
		}
		rows = append(rows, widget.Row{ID: h.ID, Cells: []widget.Cell{{Text: h.Name}, {Text: h.Unit, Tone: look.Quiet}, {Text: total}}})
	}
	c.projects.SetRows(rows)
	if c.projects.CurrentRow() == "" {
		c.looking.Drop()
		c.forget()
		if len(rows) > 0 {
			c.projects.Select(rows[0].ID)
		}
	}
}

// look finds out what of an evaluation can stand on a side.
func (c *chooser) look(id string) {
	p := c.page
	w, source, year := p.needs.Words, p.needs.Source, c.year
	c.forget()
	task.Run(p.needs.Runner, &c.looking, func(ctx context.Context, _ *task.Progress) ([]desk.SideChoice, error) {
		return source.Sides(ctx, year, id)
	}, func(choices []desk.SideChoice, err error) {
		if err != nil {
			p.needs.Fail(err)
		}
		c.choices, c.read = choices, true
		rows := make([]widget.Row, len(choices))
		for i, choice := range choices {
			when := ""
			if !choice.Time.IsZero() {
				when = choice.Time.In(time.Local).Format("2006-01-02 15:04")
			}
			rows[i] = widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{
				{Text: w.Say("ui.compare.what."+string(choice.Ref.Kind), "name", choice.Name, "of", choice.Ref.Of)}, {Text: when, Tone: look.Quiet},
			}}
		}
		c.whats.SetRows(rows)
		for i, choice := range choices {
			if choice.Ref == c.side.ref || i == 0 {
				c.whats.Select(strconv.Itoa(i))
			}
		}
		if c.entered {
			c.entered = false
			c.form.Settle(c.accept())
		}
	})
}

// forget takes away what can be chosen of another evaluation than the current one.
func (c *chooser) forget() {
	if c.entered { // it was another one that was accepted
		c.entered = false
		c.form.Settle(c.page.needs.Words.Say("ui.compare.choose.fault"))
	}
	c.choices, c.read = nil, false
	c.whats.SetRows(nil)
}
