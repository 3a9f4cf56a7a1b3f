package guide

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// basics is the step of the form's header: project, people, date; and the scheme the evaluation is made under.
type basics struct {
	page   *Page
	fields map[edit.Field]*widget.Entry
	facts  *facts
	box    fyne.CanvasObject
}

func newBasics(p *Page) *basics {
	w := p.words
	s := &basics{page: p, fields: make(map[edit.Field]*widget.Entry)}
	project := container.New(layout.NewGridLayout(2))
	people := container.New(layout.NewGridLayout(2))
	for i, f := range edit.Fields() {
		entry := widget.NewEntry(func(text string) error { return p.apply(edit.SetField(f, text)) })
		entry.Keep(drafts{p}, draftField).About(string(f))
		entry.OnMove = func(direction int) { s.move(i + direction) }
		s.fields[f] = entry
		label := w.Say("ui.field." + string(f))
		if f.Mandatory() {
			label = w.Say("ui.field.mandatory", "field", label)
		}
		if f == edit.FieldDate {
			entry.SetPlaceHolder(w.Say("ui.field.date.hint"))
		}
		cell := widget.Labelled(label, entry)
		if f == edit.FieldDate {
			pick := widget.NewButton(w.Say("ui.date.pick"), p.askDate).WithTip(w.Say("ui.command.date") + "　" + keysDate.String())
			cell = widget.Labelled(label, widget.Frame(nil, nil, nil, pick, entry))
		}
		switch f {
		case edit.FieldPreparer, edit.FieldContact, edit.FieldPrincipal, edit.FieldDate:
			people.Add(cell)
		default:
			project.Add(cell)
		}
	}
	scheme := p.session.Scheme()
	s.facts = newFacts(p)
	column := container.NewVBox(
		widget.NewSection(w.Say("ui.basics.project")), project, widget.Gap(0, 8),
		widget.NewSection(w.Say("ui.basics.people")), people, widget.Gap(0, 8),
		widget.NewSection(w.Say("ui.basics.rules")), s.facts.content,
	)
	if note := w.Name(scheme.Note); note != "" {
		column.Add(widget.Flush(widget.SmallProse(w.Say("ui.standing."+standing(scheme)) + note)))
	}
	s.box = container.NewVScroll(widget.NewPanel(column, 16))
	return s
}

func standing(s *scoring.Scheme) string {
	if s.Standing == "" {
		return string(scoring.StandingToBeConfirmed)
	}
	return string(s.Standing)
}

func (s *basics) move(to int) {
	fields := edit.Fields()
	if to >= 0 && to < len(fields) {
		s.focus(string(fields[to]))
	}
}

func (s *basics) content() fyne.CanvasObject { return s.box }

func (s *basics) commit() {
	for _, f := range edit.Fields() {
		s.fields[f].Commit()
	}
}

func (s *basics) refresh() {
	e := s.page.session.Evaluation()
	for _, f := range edit.Fields() {
		s.fields[f].SetValue(f.Text(e))
	}
	s.facts.refresh()
}

func (s *basics) focus(item string) {
	if b, ok := s.facts.buttons[item]; ok && b.Visible() {
		widget.Focus(b)
		return
	}
	entry, ok := s.fields[edit.Field(item)]
	if !ok {
		entry = s.fields[edit.Fields()[0]]
	}
	widget.Focus(entry)
}

// askDate lets the user choose the date of the form in a calendar.
func (p *Page) askDate() {
	w := p.words
	p.screens[p.step].commit()
	now := p.needs.Now()
	day, err := time.Parse(time.DateOnly, p.session.Evaluation().SignOff.Date)
	if err != nil {
		day = now
	}
	var names [7]string
	copy(names[:], strings.Fields(w.Say("ui.date.days")))
	month := widget.NewText("")
	month.Bold, month.Align = true, fyne.TextAlignCenter
	title := func(year int, m time.Month) {
		month.SetText(w.Say("ui.date.month", "year", strconv.Itoa(year), "month", strconv.Itoa(int(m))))
	}
	title(day.Year(), day.Month())
	var form *prompt.Opened
	calendar := widget.NewCalendar(day, now, names, func(time.Time) { form.Accept() })
	calendar.OnMonth = title
	turn := func(label string, months int) *widget.Button {
		return widget.NewQuiet(label, func() { calendar.Turn(months) })
	}
	head := widget.Frame(nil, nil, container.NewHBox(turn("«", -12), turn("←", -1)), container.NewHBox(turn("→", 1), turn("»", 12)), month)
	form = p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.date.title"), Body: container.NewVBox(head, calendar), Width: 330, Yes: w.Say("ui.date.yes"), First: calendar,
		Accept: func() string {
			if err := p.apply(edit.SetField(edit.FieldDate, calendar.Day().Format(time.DateOnly))); err != nil {
				return w.Error(err)
			}
			p.settle(edit.FieldDate)
			return ""
		},
	})
}
