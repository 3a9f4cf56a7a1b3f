package guide

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/container"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/figure"
)

// figures returns the values of the evaluation that texts can be bound to.
func (p *Page) figures() *figure.Source {
	return figure.Of(p.session.Scheme(), p.session.Evaluation(), p.session.Card(), p.words.Language())
}

// figureName says in words what a figure is.
func (p *Page) figureName(key string) string {
	w := p.words
	kind, rest, _ := strings.Cut(key, ".")
	dot := strings.LastIndex(rest, ".")
	if dot < 0 {
		return w.Say("guide.figure." + key)
	}
	item, column := rest[:dot], rest[dot+1:]
	switch kind {
	case "fund":
		return item + "　" + w.Say("ui.money.column."+column)
	case "level":
		return item + "　" + w.Say("guide.figure.level."+column)
	case "indicator":
		if ind, _, ok := p.session.Line(item); ok {
			item = ind.Name
		}
		return item + "　" + w.Say("guide.figure.indicator."+column)
	case "part":
		id, name, _ := strings.Cut(rest, ".")
		if part, ok := p.session.Evaluation().Part(id); ok {
			return part.Name + "　" + name
		}
	}
	return key
}

// askFigure lets the user choose a value of the evaluation and binds the text to it where the caret is.
func (s *narrative) askFigure() {
	w := s.page.words
	all := s.figures().All()
	names := make([]string, len(all))
	for i, v := range all {
		names[i] = s.page.figureName(v.Key)
	}
	grid := widget.NewGrid(widget.Column{Title: w.Say("ui.figure.column.name"), Width: 280, Stretch: 2}, widget.Column{Title: w.Say("ui.figure.column.text"), Width: 160, Stretch: 1})
	search := widget.NewEntry(nil)
	search.SetPlaceHolder(w.Say("ui.figure.search"))
	fill := func() {
		words := strings.Fields(strings.ToLower(search.Text))
		var rows []widget.Row
		for i, v := range all {
			line := strings.ToLower(names[i] + " " + v.Text)
			if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(line, word) }) {
				rows = append(rows, widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{{Text: names[i]}, {Text: v.Text, Bold: true, Tone: look.Current}}})
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
	room := widget.Room(560, 330, widget.NewPanel(grid, 1))
	form = s.page.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.figure.title"), Body: container.NewVBox(search, room, widget.NewCaption(w.Say("guide.figure.hint"))), Width: 560, Yes: w.Say("ui.figure.yes"), First: search,
		Accept: func() string {
			i, err := strconv.Atoi(grid.CurrentRow())
			if err != nil {
				return w.Say("ui.figure.none")
			}
			s.page.needs.Runner.Post(func() { // after the dialog has gone
				s.editor.Focus()
				s.editor.Insert(all[i].Key)
			})
			return ""
		},
	})
}
