package year

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2/container"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// Registrar gives evaluations their status. Its methods are called from background goroutines.
type Registrar interface {
	Stand(ctx context.Context, year int, ids []string, status scoring.Status) (desk.Stood, error)
}

// registrar is what gives statuses, nil where the window does not offer that.
func (p *Page) registrar() Registrar {
	r, _ := p.needs.Source.(Registrar)
	return r
}

// askStatus asks which status the chosen evaluations are to have: submitted, signed, or a draft again.
func (p *Page) askStatus() {
	year, ids := p.year, p.grid.Chosen()
	if len(ids) == 0 || p.registrar() == nil {
		return
	}
	w := p.needs.Words
	var options []widget.Option
	for _, status := range desk.Standings() {
		options = append(options, widget.Option{ID: string(status), Label: w.Say("ui.status." + string(status))})
	}
	note := widget.SmallProse("")
	show := func(id string) error {
		note.SetText(w.Say("ui.year.standing." + id + ".note"))
		return nil
	}
	what := widget.NewChoice(show, options...)
	first := p.likelyStatus(ids)
	what.SetChosen(string(first))
	_ = show(string(first)) // only sets a text
	about := widget.NewCaption(w.Say("ui.year.standing.about", "count", strconv.Itoa(len(ids))))
	p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.command.year.standing"), Body: container.NewVBox(about, widget.Gap(0, 2), container.NewHBox(what), widget.Flush(note)),
		Width: formWidth, Yes: w.Say("ui.dialog.ok"), First: what,
		Accept: func() string {
			p.stand(year, ids, scoring.Status(what.Chosen()))
			return ""
		},
	})
}

// likelyStatus is what most likely is meant: to submit, or to take back what was submitted.
func (p *Page) likelyStatus(ids []string) scoring.Status {
	chosen := make(map[string]bool, len(ids))
	for _, id := range ids {
		chosen[id] = true
	}
	for _, it := range p.items {
		if s := it.header.Status; chosen[it.header.ID] && (s == scoring.StatusDraft || s == scoring.StatusReturned) {
			return scoring.StatusSubmitted
		}
	}
	return scoring.StatusDraft
}

// longStand is how many evaluations take so long that it is said that they are worked on.
const longStand = 50

func (p *Page) stand(year int, ids []string, status scoring.Status) {
	office := p.registrar()
	if len(ids) > longStand {
		p.needs.Toast(p.needs.Words.Say("ui.year.standing.doing", "count", strconv.Itoa(len(ids))), look.Current)
	}
	task.Queue(p.needs.Runner, &p.writing, func(ctx context.Context) (desk.Stood, error) {
		return office.Stand(ctx, year, ids, status)
	}, func(stood desk.Stood, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		if !p.left {
			p.Reload()
		}
		p.sayStood(stood, status)
	})
}

// sayStood says how many evaluations have the status now, and lists those that may not have it with why.
func (p *Page) sayStood(stood desk.Stood, status scoring.Status) {
	w := p.needs.Words
	pairs := []string{"count", strconv.Itoa(len(stood.Changed)), "refused", strconv.Itoa(len(stood.Refused)), "status", w.Say("ui.status." + string(status))}
	if len(stood.Refused) == 0 {
		p.needs.Toast(w.Say("ui.year.standing.done", pairs...), look.Fine)
		return
	}
	text := w.Say("ui.year.standing.some", pairs...)
	if p.left {
		p.needs.Toast(text, look.Warn)
		return
	}
	grid := widget.NewGrid(
		widget.Column{Title: w.Say("ui.year.column.name"), Width: 240, Stretch: 2},
		widget.Column{Title: w.Say("ui.year.standing.reason"), Width: 300, Stretch: 3},
	)
	rows := make([]widget.Row, len(stood.Refused))
	lines := [][]string{{w.Say("ui.year.column.name"), w.Say("ui.year.standing.reason")}}
	for i, r := range stood.Refused {
		reason := app.Sentence(w.Printer, r.Err)
		rows[i] = widget.Row{ID: r.ID, Cells: []widget.Cell{{Text: r.Name}, {Text: reason, Tone: look.Warn}}}
		lines = append(lines, []string{r.Name, reason})
	}
	grid.SetRows(rows)
	duplicate := widget.NewButton(w.Say("ui.year.standing.copy"), func() { p.needs.Copy(widget.JoinTable(lines)) })
	room := widget.Tall(func() float32 { return min(grid.NaturalHeight()+2, 320) }, widget.NewPanel(grid, 1))
	p.needs.Prompts.Show(w.Say("ui.command.year.standing"), container.NewVBox(widget.Flush(widget.Prose(text)), room, container.NewHBox(duplicate)), 640)
}
