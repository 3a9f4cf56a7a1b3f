package guide

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
)

// figure is a value of the evaluation that can be put into a text.
type figure struct{ name, text string }

// figures lists the values of the evaluation: the result, the money, and what every indicator reached and aimed at.
func (p *Page) figures() []figure {
	w, e, card := p.words, p.session.Evaluation(), p.session.Card()
	list := []figure{
		{w.Say("ui.side.total"), card.Total.String()},
		{w.Say("ui.year.column.grade"), w.Grade(p.session.Scheme(), card.Grade)},
	}
	if card.Execution.Rate.Valid {
		list = append(list, figure{w.Say("ui.side.execution"), card.Execution.Rate.Decimal.String() + "%"})
	}
	for i := range e.Funds {
		for _, column := range []edit.Column{edit.Initial, edit.Adjusted, edit.Executed} {
			if amount := column.Amount(&e.Funds[i]); amount.Valid {
				list = append(list, figure{e.Funds[i].Name + "　" + w.Say("ui.money.column."+string(column)), amount.Decimal.String() + e.MoneyUnit})
			}
		}
	}
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		for _, v := range []struct{ key, text string }{{"ui.indicator.column.actual", ind.Actual.Text}, {"ui.indicator.column.target", ind.Target.Text}} {
			if v.text != "" {
				list = append(list, figure{ind.Name + "　" + w.Say(v.key), v.text})
			}
		}
	}
	for _, part := range e.Parts {
		for _, f := range part.Figures {
			list = append(list, figure{part.Name + "　" + f.Name, f.Value + f.Unit})
		}
	}
	return list
}

// textClipboard hands a text to a field as if it were pasted.
type textClipboard string

// Content is part of the toolkit's contract.
func (c textClipboard) Content() string { return string(c) }

// SetContent is part of the toolkit's contract; nothing is copied here.
func (textClipboard) SetContent(string) {}

// askFigure lets the user choose a value of the evaluation and puts it where the cursor is.
func (s *narrative) askFigure() {
	w := s.page.words
	field := s.typing
	if !slices.Contains(s.fields, field) {
		if len(s.fields) == 0 {
			return
		}
		field = s.fields[len(s.fields)-1]
	}
	all := s.page.figures()
	grid := widget.NewGrid(widget.Column{Title: w.Say("ui.figure.column.name"), Width: 280, Stretch: 2}, widget.Column{Title: w.Say("ui.figure.column.text"), Width: 160, Stretch: 1})
	search := widget.NewEntry(nil)
	search.SetPlaceHolder(w.Say("ui.figure.search"))
	fill := func() {
		words := strings.Fields(strings.ToLower(search.Text))
		var rows []widget.Row
		for i, f := range all {
			line := strings.ToLower(f.name + " " + f.text)
			if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(line, word) }) {
				rows = append(rows, widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{{Text: f.name}, {Text: f.text, Bold: true, Tone: look.Current}}})
			}
		}
		grid.SetRows(rows)
		if grid.CurrentRow() == "" && len(rows) > 0 {
			grid.Select(rows[0].ID)
		}
	}
	fill()
	var form *prompt.Opened
	search.OnChanged = func(string) { fill() }
	search.OnMove = func(int) { grid.Focus() }
	search.OnSubmitted = func(string) { form.Accept() }
	grid.OnOpen = func(string) { form.Accept() }
	room := container.New(layout.NewGridWrapLayout(fyne.NewSize(560, 330)), widget.NewPanel(grid, 1))
	form = s.page.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.figure.title"), Body: container.NewVBox(search, room), Width: 560, Yes: w.Say("ui.figure.yes"), First: search,
		Accept: func() string {
			i, err := strconv.Atoi(grid.CurrentRow())
			if err != nil {
				return w.Say("ui.figure.none")
			}
			s.page.needs.Runner.Post(func() { // after the dialog has gone
				widget.Focus(field)
				field.TypedShortcut(&fyne.ShortcutPaste{Clipboard: textClipboard(all[i].text)})
			})
			return ""
		},
	})
}
