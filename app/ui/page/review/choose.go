package review

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/round"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
)

// chosen is an evaluation that was chosen.
type chosen struct {
	year int
	id   string
}

// choice is an evaluation that was chosen from the list.
type choice struct {
	chosen
	project string
}

// choose lists the evaluations of all years and calls done with one of them. more stands below the list; check says what is wrong with it.
func (p *Page) choose(title, yes string, more fyne.CanvasObject, check func() string, done func(choice)) {
	source := p.needs.Source
	background(p, &p.choosing, func(ctx context.Context) ([]storage.Header, error) {
		years, err := source.Years(ctx)
		var all []storage.Header
		for i := len(years) - 1; i >= 0 && err == nil; i-- {
			var headers []storage.Header
			headers, err = source.Headers(ctx, years[i].Year)
			all = append(all, headers...)
		}
		return all, err
	}, func(all []storage.Header) { p.askWhich(title, yes, more, check, done, all) })
}

func (p *Page) askWhich(title, yes string, more fyne.CanvasObject, check func() string, done func(choice), all []storage.Header) {
	w := p.needs.Words
	grid := widget.NewGrid(
		widget.Column{Title: w.Say("ui.judging.column.project"), Width: 220, Stretch: 2},
		widget.Column{Title: w.Say("ui.judging.column.unit"), Width: 140, Stretch: 1},
		widget.Column{Title: w.Say("ui.judging.column.year"), Width: 64},
	)
	search := widget.NewEntry(nil)
	search.SetPlaceHolder(w.Say("ui.judging.search"))
	fill := func() {
		var rows []widget.Row
		for i := range all {
			h := &all[i]
			if strings.Contains(strings.ToLower(h.Name+" "+h.Unit), strings.ToLower(strings.TrimSpace(search.Text))) {
				rows = append(rows, widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{{Text: h.Name}, {Text: h.Unit, Tone: look.Quiet}, {Text: strconv.Itoa(h.FiscalYear), Tone: look.Quiet}}})
			}
		}
		grid.SetRows(rows)
		if grid.CurrentRow() == "" && len(rows) > 0 {
			grid.Select(rows[0].ID)
		}
	}
	fill()
	search.OnChanged = func(string) { fill() }
	search.OnMove = func(int) {
		if p.needs.Prompts.Open() { // Enter has not accepted
			grid.Focus()
		}
	}
	body := container.NewVBox(search, widget.Room(620, 240, widget.NewPanel(grid, 1)))
	if more != nil {
		body.Add(more)
	}
	form := p.needs.Prompts.Fill(prompt.Form{Title: title, Body: body, Width: 620, Yes: yes, First: search, Accept: func() string {
		at, err := strconv.Atoi(grid.CurrentRow())
		if err != nil {
			return w.Say("ui.judging.none-chosen")
		}
		if fault := check(); fault != "" {
			return fault
		}
		p.needs.Runner.Post(func() { done(choice{chosen{all[at].FiscalYear, all[at].ID}, all[at].Name}) })
		return ""
	}})
	grid.OnOpen = func(string) { form.Accept() }
	search.OnSubmitted = func(string) { form.Accept() }
}

func nothingElse() string { return "" }

// askBegin begins a round of review of an evaluation that was handed in.
func (p *Page) askBegin() {
	w := p.needs.Words
	p.choose(w.Say("ui.judging.begin.title"), w.Say("ui.judging.begin.yes"), widget.SmallProse(w.Say("ui.judging.begin.text")), nothingElse, func(c choice) {
		source := p.needs.Source
		keep(p, func(ctx context.Context) (*round.Review, error) {
			who, err := source.Person(ctx)
			if err != nil {
				return nil, err
			}
			if who.Name == "" {
				who.Name = w.Say("ui.judging.reviewer")
			}
			return source.BeginRound(ctx, c.year, c.id, who)
		}, func(r *round.Review, err error) {
			if err != nil {
				return
			}
			p.needs.Toast(w.Say("ui.judging.begun", "round", strconv.Itoa(r.Round)), look.Fine)
			p.begun(Of(c.year, c.id))
		})
	})
}

// askSend writes the bundle by which an evaluation is handed in for review.
func (p *Page) askSend() {
	w := p.needs.Words
	p.choose(w.Say("ui.judging.send.title"), w.Say("ui.judging.send.yes"), nil, nothingElse, func(c choice) { p.send(bundle.KindReview, c) })
}

// send writes an evaluation with its reviews as a bundle.
func (p *Page) send(kind bundle.Kind, c choice) {
	source, locked := p.needs.Source, p.lock
	o := desk.BundleOrder{Kind: kind, Years: []int{c.year}, Evaluations: []string{fmt.Sprintf("%d/%s", c.year, c.id)}, About: c.project}
	p.write(source.BundleName(o), func(ctx context.Context, path string) (desk.MadeBundle, error) {
		o.Path = path
		locked.into(&o)
		return source.MakeBundle(ctx, o, nil)
	})
}

// write asks where a bundle goes and writes it.
func (p *Page) write(name string, make func(ctx context.Context, path string) (desk.MadeBundle, error)) {
	w := p.needs.Words
	p.needs.Pick(picker.Question{Title: w.Say("ui.judging.save"), Save: name, Endings: []string{bundle.Extension}}, func(path string) {
		background(p, new(task.Slot), func(ctx context.Context) (desk.MadeBundle, error) { // of its own: what is done next calls none off
			_ = p.writing.Wait() // the errors are delivered to those who write
			return make(ctx, path)
		}, func(made desk.MadeBundle) {
			p.needs.Toast(w.Say("ui.judging.saved", "path", made.Path), look.Fine)
		})
	})
}

// askPanel begins a panel over an evaluation.
func (p *Page) askPanel() {
	w := p.needs.Words
	members := widget.NewProse(4, nil)
	members.SetPlaceHolder(w.Say("ui.judging.members.hint"))
	due := widget.NewEntry(nil)
	due.SetPlaceHolder(w.Say("ui.judging.due.hint"))
	var list []panel.Member
	check := func() string {
		if _, err := time.Parse(time.DateOnly, strings.TrimSpace(due.Text)); strings.TrimSpace(due.Text) != "" && err != nil {
			return w.Say("ui.judging.due.wrong")
		}
		list = nil
		for line := range strings.Lines(members.Text) {
			if name := strings.TrimSpace(line); name != "" {
				list = append(list, panel.Member{ID: "e" + strconv.Itoa(len(list)+1), Name: name})
			}
		}
		if len(list) < 2 {
			return w.Say("ui.judging.members.few")
		}
		return ""
	}
	p.choose(w.Say("ui.judging.panel.title"), w.Say("ui.judging.panel.yes"), container.NewVBox(widget.Labelled(w.Say("ui.judging.members"), members), widget.Labelled(w.Say("ui.judging.due"), due)), check, func(c choice) {
		source := p.needs.Source
		keep(p, func(ctx context.Context) (*panel.Panel, error) {
			return source.BeginPanel(ctx, c.year, c.id, list, nil, strings.TrimSpace(due.Text))
		}, func(made *panel.Panel, err error) {
			if err != nil {
				return
			}
			p.needs.Toast(w.Say("ui.judging.panel.begun", "count", strconv.Itoa(len(made.Members))), look.Fine)
			p.begun("p" + made.ID)
		})
	})
}

func (p *Page) pick() {
	p.needs.Pick(picker.Question{Title: p.needs.Words.Say("ui.judging.pick"), Endings: []string{bundle.Extension}}, p.ReadFile)
}
