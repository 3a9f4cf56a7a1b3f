package year

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// importFile asks for a file and shows what is in it.
func (p *Page) importFile() {
	endings := desk.Endings()
	for _, ending := range p.needs.Routed {
		if !slices.Contains(endings, ending) {
			endings = append(endings, ending)
		}
	}
	p.needs.Pick(picker.Question{Title: p.needs.Words.Say("ui.import.pick"), Endings: endings, Many: p.readChosen}, func(path string) { p.readChosen([]string{path}) })
}

// readChosen reads files that were chosen. Those of another screen go there; where both kinds were chosen they wait, and it is said.
func (p *Page) readChosen(paths []string) {
	var own, others []string
	for _, path := range paths {
		if p.Takes(path) || p.needs.Route == nil {
			own = append(own, path)
			continue
		}
		others = append(others, path)
	}
	switch {
	case len(own) == 0:
		p.needs.Route(others)
		return
	case len(others) > 0:
		p.needs.Toast(p.needs.Words.Say("ui.import.others", "count", strconv.Itoa(len(others))), look.Warn)
	}
	p.ReadFiles(own)
}

// Takes reports whether a file is read here: evaluations, tables, and reports for the data in them. Bundles are not.
func (p *Page) Takes(path string) bool {
	return slices.Contains(desk.Endings(), strings.ToLower(filepath.Ext(path)))
}

// ReadFile reads a file in the background and asks what of it is to be taken into the store. Where no table is found in a workbook, it is
// asked which column is which.
func (p *Page) ReadFile(path string) {
	source, year := p.needs.Source, p.likelyYear()
	task.Run(p.needs.Runner, &p.making, func(ctx context.Context, _ *task.Progress) (*desk.Incoming, error) {
		return source.Read(ctx, path, year, "")
	}, func(in *desk.Incoming, err error) {
		switch {
		case err != nil && p.needs.Manager != nil && desk.NoTable(err):
			p.askColumns(path)
		case err != nil:
			p.needs.Fail(err)
		default:
			p.askImport(in)
		}
	})
}

// ReadFiles reads several files at once and asks about all of them together. Those that cannot be read are named afterwards.
func (p *Page) ReadFiles(paths []string) {
	if len(paths) == 1 {
		p.ReadFile(paths[0])
		return
	}
	source, year := p.needs.Source, p.likelyYear()
	task.Run(p.needs.Runner, &p.making, func(ctx context.Context, progress *task.Progress) (*desk.Incoming, error) {
		all := &desk.Incoming{Path: p.needs.Words.Say("ui.import.several", "count", strconv.Itoa(len(paths)))}
		var failed []error
		for _, path := range paths {
			in, err := source.Read(ctx, path, year, "")
			progress.Add(1)
			if err != nil {
				failed = append(failed, err)
				continue
			}
			for _, item := range in.Items {
				item.From = strings.TrimSpace(filepath.Base(path) + "　" + item.From)
				all.Items = append(all.Items, item)
			}
		}
		return all, errors.Join(failed...)
	}, func(in *desk.Incoming, err error) {
		if in != nil && len(in.Items) > 0 {
			p.askImport(in)
		}
		if err != nil {
			p.needs.Fail(err) // waits until the other dialog is closed
		}
	})
}

// askImport shows what a file holds, what is doubtful about it, and takes what the user marks.
func (p *Page) askImport(in *desk.Incoming) {
	w := p.needs.Words
	grid := widget.NewGrid(
		widget.Column{Title: w.Say("ui.year.column.name"), Width: 240, Stretch: 2},
		widget.Column{Title: w.Say("ui.import.column.from"), Width: 110, Stretch: 1},
		widget.Column{Title: w.Say("ui.field.year"), Width: 76, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("ui.import.column.indicators"), Width: 70, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("ui.import.column.doubts"), Width: 86, Align: fyne.TextAlignTrailing},
	)
	rows, ids := incomingRows(in.Items)
	doubts := widget.SmallProse("")
	var form *prompt.Opened
	grid.OnMarked = func() {}
	grid.OnOpen = func(string) { form.Accept() }
	grid.OnCurrent = func(id string) {
		if i, err := strconv.Atoi(id); err == nil {
			doubts.SetText(p.doubtText(&in.Items[i]))
		}
	}
	grid.SetRows(rows)
	grid.Mark(ids...)
	grid.Select(ids[0])
	money := moneyChoice(p)
	list := widget.Room(formWidth, 170, widget.NewPanel(grid, 1))
	detail := widget.Room(formWidth, 150, container.NewVScroll(doubts))
	body := container.NewVBox(widget.NewCaption(in.Path), list, widget.NewCaption(w.Say("ui.import.doubts")), detail)
	if slices.ContainsFunc(in.Items, func(it desk.IncomingItem) bool { return it.Evaluation.MoneyUnit == "" }) {
		body.Add(widget.Labelled(w.Say("ui.import.money-unit"), widget.Snug(money)))
	}
	if p.needs.Manager != nil && desk.HasSheets(in.Path) {
		body.Add(container.NewHBox(widget.NewButton(w.Say("ui.map.offer"), func() {
			form.Close()
			p.askColumns(in.Path)
		})))
	}
	form = p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.import.title", "file", filepath.Base(in.Path)), Body: body, Width: formWidth, Yes: w.Say("ui.import.yes"), First: grid.Target(),
		Accept: func() string {
			p.take(chosenItems(in.Items, grid.Chosen(), money.Chosen()))
			return ""
		},
	})
}

// incomingRows are a row for each evaluation that was read, by its position.
func incomingRows(items []desk.IncomingItem) (rows []widget.Row, ids []string) {
	rows, ids = make([]widget.Row, len(items)), make([]string, len(items))
	for i := range items {
		it := &items[i]
		doubts := widget.Cell{Text: "✓", Tone: look.Fine}
		if n := len(it.Doubts) + it.Unplaced; n > 0 {
			doubts = widget.Cell{Text: strconv.Itoa(n), Tone: look.Warn}
		}
		ids[i] = strconv.Itoa(i)
		rows[i] = widget.Row{ID: ids[i], Cells: []widget.Cell{
			{Text: it.Evaluation.Project.Name},
			{Text: it.From, Tone: look.Quiet},
			{Text: strconv.Itoa(it.Evaluation.FiscalYear)},
			{Text: strconv.Itoa(len(it.Evaluation.Indicators))},
			doubts,
		}}
	}
	return rows, ids
}

// chosenItems are those that were marked, with the unit for amounts where their file names none.
func chosenItems(items []desk.IncomingItem, marked []string, money string) []desk.IncomingItem {
	var chosen []desk.IncomingItem
	for _, id := range marked {
		i, err := strconv.Atoi(id)
		if err != nil {
			continue
		}
		item := items[i]
		if item.Evaluation.MoneyUnit == "" {
			e := *item.Evaluation
			e.MoneyUnit = money
			item.Evaluation = &e
		}
		chosen = append(chosen, item)
	}
	return chosen
}

func (p *Page) take(items []desk.IncomingItem) {
	source := p.needs.Source
	p.make(func(ctx context.Context) (made, error) {
		year, ids, err := source.Take(ctx, items)
		return made{year, ids, yearsOf(items)}, err
	})
}

// yearsOf lists the years of items in order, each once.
func yearsOf(items []desk.IncomingItem) []string {
	var years []string
	for i := range items {
		years = append(years, strconv.Itoa(items[i].Evaluation.FiscalYear))
	}
	slices.Sort(years)
	return slices.Compact(years)
}

// named puts the name of the scheme that an evaluation was read with where a message has its ID.
func (p *Page) named(m scoring.Message, e *scoring.Evaluation) scoring.Message {
	if id, ok := m.Args["scheme"]; !ok || p.needs.Scheme == nil || id != e.Scheme.ID {
		return m
	}
	scheme, ok := p.needs.Scheme(e.Scheme)
	if !ok {
		return m
	}
	args := maps.Clone(m.Args)
	args["scheme"] = p.needs.Words.Name(scheme.Title)
	return scoring.Message{Key: m.Key, Args: args}
}

// doubtText lists what is doubtful about an item, and how many cells no field takes.
func (p *Page) doubtText(it *desk.IncomingItem) string {
	w := p.needs.Words
	var lines []string
	for _, d := range it.Doubts {
		text := w.Message(p.named(d.Message, it.Evaluation))
		if d.Cell != "" {
			text = d.Cell + "　" + text
		}
		lines = append(lines, text)
	}
	if it.Unplaced > 0 {
		lines = append(lines, w.Say("ui.import.unplaced", "count", strconv.Itoa(it.Unplaced)))
	}
	if len(lines) == 0 {
		return w.Say("ui.import.no-doubts")
	}
	return strings.Join(lines, "\n")
}
