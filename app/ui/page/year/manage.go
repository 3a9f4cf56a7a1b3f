package year

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/target"
	"zhunsheng/storage"
)

// What can be done with a year.
const (
	yearDeadline = "deadline"
	yearClose    = "close"
	yearReopen   = "reopen"
	yearBegin    = "begin"
)

// askYear asks what is to be done with the year: its deadline, closing it, opening it again, beginning another.
func (p *Page) askYear() {
	if p.needs.Manager == nil {
		return
	}
	w, year := p.needs.Words, p.year
	date, reason, number := widget.NewEntry(nil), widget.NewEntry(nil), widget.NewEntry(nil)
	date.SetText(p.due.Date)
	date.SetPlaceHolder(w.Say("ui.field.date.hint"))
	number.SetText(strconv.Itoa(p.nextYear()))
	fields := map[string]*widget.Entry{yearDeadline: date, yearClose: reason, yearReopen: reason, yearBegin: number}
	option := func(id string) widget.Option {
		return widget.Option{ID: id, Label: w.Say("ui.year.manage." + id)}
	}
	var options []widget.Option
	if p.year != 0 {
		options = append(options, option(yearDeadline))
		if p.state() == storage.YearClosed {
			options = append(options, option(yearReopen))
		} else {
			options = append(options, option(yearClose))
		}
	}
	options = append(options, option(yearBegin))
	room, note := container.NewStack(), widget.SmallProse("")
	what := widget.NewChoice(nil, options...)
	show := func(id string) {
		room.Objects = nil
		room.Add(widget.Labelled(w.Say("ui.year.manage."+id+".field"), fields[id]))
		note.SetText(w.Say("ui.year.manage." + id + ".note"))
	}
	what.OnChosen = func(id string) error {
		show(id)
		return nil
	}
	what.SetChosen(options[0].ID)
	show(options[0].ID)
	state := widget.NewCaption("")
	if p.year != 0 {
		state.SetText(w.Say("ui.year.state", "year", strconv.Itoa(p.year), "state", w.Say("ui.year.state."+string(p.state()))))
	}
	body := container.NewVBox(state, widget.Gap(0, 2), container.NewHBox(what), room, widget.Flush(note))
	form := p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.command.year.manage"), Body: container.New(layout.NewVBoxLayout(), body), Width: formWidth, Yes: w.Say("ui.dialog.ok"), First: what,
		Accept: func() string {
			return p.manageYear(year, what.Chosen(), strings.TrimSpace(fields[what.Chosen()].Text))
		},
	})
	acceptOnEnter(form, date, reason, number)
}

// nextYear is the year that is most likely to begin: the one after the last.
func (p *Page) nextYear() int {
	next := p.needs.Now().Year() - 1
	for _, y := range p.years {
		next = max(next, y.Year+1)
	}
	return next
}

// manageYear does what was asked for with a year; what it returns is wrong with the answer.
func (p *Page) manageYear(year int, what, answer string) (fault string) {
	w, manager, unit := p.needs.Words, p.needs.Manager, p.usualUnit()
	show := year
	var work func(ctx context.Context) error
	switch what {
	case yearDeadline:
		if answer != "" {
			day, ok := dateIn(answer)
			if !ok {
				return w.Say("ui.refuse.date", "text", answer)
			}
			answer = day
		}
		work = func(ctx context.Context) error { return manager.SetDeadline(ctx, year, answer) }
	case yearClose:
		work = func(ctx context.Context) error { return manager.CloseYear(ctx, year, answer) }
	case yearReopen:
		if answer == "" {
			return w.Say("ui.year.manage.fault.reason")
		}
		work = func(ctx context.Context) error { return manager.ReopenYear(ctx, year, answer) }
	default:
		if show = yearIn(answer); show == 0 {
			return w.Say("ui.new.fault.year")
		}
		work = func(ctx context.Context) error { return manager.BeginYear(ctx, show, unit) }
	}
	task.Queue(p.needs.Runner, &p.writing, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, func(_ struct{}, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		if what == yearBegin || p.want == year { // else another one was turned to
			p.turnTo(show)
		}
		p.needs.Toast(w.Say("ui.year.manage."+what+".done", "year", strconv.Itoa(show)), look.Fine)
	})
	return ""
}

// turnTo shows a year after something was done in the background, unless the user has gone elsewhere meanwhile.
func (p *Page) turnTo(year int) {
	if !p.left {
		p.goTo(year)
	}
}

// dateIn reads a full day in any common spelling.
func dateIn(text string) (iso string, ok bool) {
	v := target.Parse(text, target.Context{})
	if v.Kind == target.DateKind && v.Grain == target.Day && v.Due.Year != 0 {
		return v.Due.String(), true
	}
	date, err := target.ParseDate(text)
	return date.String(), err == nil && date.Year != 0
}
