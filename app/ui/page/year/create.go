package year

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

const (
	startBlank    = "blank"
	startTemplate = "template"
	formWidth     = 620
)

// made is what background work that makes evaluations comes back with.
type made struct {
	year  int
	ids   []string
	years []string // where they are of several
}

// make runs work that makes evaluations; the first of them is current in the list then, and opened if it is the only one
// and the list is still on the screen.
func (p *Page) make(work func(ctx context.Context) (made, error)) {
	task.Queue(p.needs.Runner, &p.writing, work, func(m made, err error) {
		if err != nil {
			p.needs.Fail(err)
		}
		if len(m.ids) == 0 {
			return
		}
		p.last = m.ids[0]
		w := p.needs.Words
		year := strconv.Itoa(m.year)
		if len(m.years) > 1 {
			year = strings.Join(m.years, w.Say("ui.toast.made.between"))
		}
		p.needs.Toast(w.Say("ui.toast.made", "count", strconv.Itoa(len(m.ids)), "year", year), look.Fine)
		if len(m.ids) == 1 && err == nil && !p.left && !p.needs.Prompts.Open() { // what is being filled in is not taken away
			p.needs.Open(m.year, m.ids[0])
			return
		}
		p.turnTo(m.year)
	})
}

// likelyYear is the year a new evaluation is for: the one that is shown, else last year, because an evaluation looks back.
func (p *Page) likelyYear() int {
	if p.year != 0 {
		return p.year
	}
	return p.needs.Now().Year() - 1
}

// yearIn reads a fiscal year, 0 for none. Digits may be full-width, as input methods give them.
func yearIn(text string) int {
	text = strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, strings.TrimSpace(text))
	year, err := strconv.Atoi(text)
	if err != nil || year < 1990 || year > 2100 {
		return 0
	}
	return year
}

// askNew asks how a new evaluation begins.
func (p *Page) askNew() {
	w := p.needs.Words
	name, unit, year := widget.NewEntry(nil), widget.NewEntry(nil), widget.NewEntry(nil)
	year.SetText(strconv.Itoa(p.likelyYear()))
	unit.SetText(p.usualUnit())
	money := moneyChoice(p)
	start := widget.NewChoice(nil, widget.Option{ID: startTemplate, Label: w.Say("ui.new.template")}, widget.Option{ID: startBlank, Label: w.Say("ui.new.blank")})
	start.SetChosen(startTemplate)
	scheme := widget.NewChoice(nil)
	scheme.Upright = true
	offer := func() {
		options := []widget.Option{}
		for _, s := range p.needs.Source.SchemesFor(yearIn(year.Text)) {
			options = append(options, widget.Option{ID: s.ID, Label: w.Name(s.Title), Aside: s.Authority})
		}
		scheme.SetOptions(options)
		if !slices.ContainsFunc(options, func(o widget.Option) bool { return o.ID == scheme.Chosen() }) && len(options) > 0 {
			scheme.SetChosen(options[0].ID)
		}
	}
	offer()
	year.OnChanged = func(string) { offer() }
	body := container.NewVBox(
		container.New(layout.NewGridLayout(2), widget.Labelled(w.Say("ui.field.name"), name), widget.Labelled(w.Say("ui.field.unit"), unit)),
		container.New(layout.NewGridLayout(2), widget.Labelled(w.Say("ui.field.year"), year), widget.Labelled(w.Say("ui.field.money-unit"), money)),
		widget.Labelled(w.Say("ui.new.start"), widget.Snug(start)), widget.Gap(0, 2),
		widget.Labelled(w.Say("ui.field.scheme"), scheme),
	)
	form := p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.new.title"), Body: body, Width: formWidth, Yes: w.Say("ui.new.yes"), First: name,
		Accept: func() string {
			s := desk.Start{
				Year: yearIn(year.Text), Name: strings.TrimSpace(name.Text), Unit: strings.TrimSpace(unit.Text), MoneyUnit: money.Chosen(),
				Scheme: scheme.Chosen(), Template: start.Chosen() == startTemplate,
			}
			if fault := faultOf(s); fault != "" {
				return w.Say(fault)
			}
			source := p.needs.Source
			p.make(func(ctx context.Context) (made, error) {
				id, err := source.Begin(ctx, s)
				if err != nil {
					return made{}, err
				}
				return made{year: s.Year, ids: []string{id}}, nil
			})
			return ""
		},
	})
	acceptOnEnter(form, name, unit, year)
}

// faultOf names what is missing, "" if nothing is.
func faultOf(s desk.Start) string {
	switch {
	case s.Name == "":
		return "ui.new.fault.name"
	case s.Year == 0:
		return "ui.new.fault.year"
	case s.Scheme == "":
		return "ui.new.fault.scheme"
	}
	return ""
}

// acceptOnEnter makes Enter in a field accept the form.
func acceptOnEnter(form *prompt.Opened, fields ...*widget.Entry) {
	for _, f := range fields {
		f.OnSubmitted = func(string) { form.Accept() }
	}
}

func moneyChoice(p *Page) *widget.Choice {
	w := p.needs.Words
	c := widget.NewChoice(nil, widget.Option{ID: desk.TenThousandYuan, Label: w.Say("ui.money-unit.ten-thousand")}, widget.Option{ID: desk.Yuan, Label: w.Say("ui.money-unit.one")})
	c.SetChosen(desk.TenThousandYuan)
	return c
}

// usualUnit is the unit of the year that is shown, else of the newest one.
func (p *Page) usualUnit() string {
	unit := ""
	for _, y := range p.years {
		unit = y.Unit
		if y.Year == p.year {
			return y.Unit
		}
	}
	return unit
}

// askCarry asks which evaluations of one year are to be carried over into another.
func (p *Page) askCarry() {
	w := p.needs.Words
	if len(p.years) == 0 {
		p.needs.Toast(w.Say("ui.carry.nothing"), look.Current)
		return
	}
	from, to := p.year, p.year+1
	if slices.ContainsFunc(p.years, func(y storage.Year) bool { return y.Year == p.year-1 }) {
		from, to = p.year-1, p.year
	}
	year := widget.NewEntry(nil)
	year.SetText(strconv.Itoa(to))
	grid := widget.NewGrid(widget.Column{Title: w.Say("ui.year.column.name"), Width: 300, Stretch: 2}, widget.Column{Title: w.Say("ui.year.column.unit"), Width: 160, Stretch: 1})
	count := widget.NewCaption("")
	grid.OnMarked = func() { count.SetText(w.Say("ui.year.marked", "count", strconv.Itoa(len(grid.Marked())))) }
	var reading task.Slot
	which := widget.NewChoice(func(id string) error {
		from = yearIn(id)
		year.SetText(strconv.Itoa(from + 1))
		p.markAll(&reading, grid, from)
		return nil
	}, p.yearOptions()...)
	which.SetChosen(strconv.Itoa(from))
	note := widget.SmallProse(w.Say("ui.carry.note"))
	room := widget.Room(formWidth, 260, widget.NewPanel(grid, 1))
	body := container.NewVBox(
		container.New(layout.NewGridLayout(2), widget.Labelled(w.Say("ui.carry.from"), widget.Snug(which)), widget.Labelled(w.Say("ui.carry.to"), year)),
		room, count, widget.Flush(note),
	)
	form := p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.carry.title"), Body: body, Width: formWidth, Yes: w.Say("ui.carry.yes"), First: grid.Target(), Dismissed: reading.Drop,
		Accept: func() string {
			into, ids := yearIn(year.Text), grid.Marked()
			switch {
			case into == 0 || into == from:
				return w.Say("ui.carry.fault.year")
			case len(ids) == 0:
				return w.Say("ui.carry.fault.none")
			}
			p.make(func(ctx context.Context) (made, error) {
				carried, err := p.needs.Source.CarryOver(ctx, from, ids, into)
				return made{year: into, ids: carried}, err
			})
			return ""
		},
	})
	acceptOnEnter(form, year)
	p.markAll(&reading, grid, from)
}

// yearOptions are the years there are, to choose from.
func (p *Page) yearOptions() []widget.Option {
	options := make([]widget.Option, len(p.years))
	for i, y := range p.years {
		options[i] = widget.Option{ID: strconv.Itoa(y.Year), Label: strconv.Itoa(y.Year)}
	}
	return options
}

// markAll lists the evaluations of a year in a grid, all of them marked.
func (p *Page) markAll(reading *task.Slot, grid *widget.Grid, year int) {
	source := p.needs.Source
	grid.SetRows(nil) // those of another year
	task.Run(p.needs.Runner, reading, func(ctx context.Context, _ *task.Progress) ([]storage.Header, error) {
		return source.Headers(ctx, year)
	}, func(headers []storage.Header, err error) {
		if err != nil {
			p.needs.Fail(err)
		}
		rows, ids := make([]widget.Row, len(headers)), make([]string, len(headers))
		for i, h := range headers {
			rows[i], ids[i] = widget.Row{ID: h.ID, Cells: []widget.Cell{{Text: h.Name}, {Text: h.Unit, Tone: look.Quiet}}}, h.ID
		}
		grid.SetRows(rows)
		grid.Mark(ids...)
	})
}
