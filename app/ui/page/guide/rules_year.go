package guide

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/container"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/recast"
	"zhunsheng/scoring/target"
)

// askYear asks into which fiscal year the evaluation goes.
func (p *Page) askYear() {
	w, title := p.words, p.words.Say("guide.rules.year.title")
	if !p.mayRecast(title) {
		return
	}
	now := p.session.Evaluation().FiscalYear
	year := widget.NewEntry(nil)
	year.SetText(strconv.Itoa(now + 1))
	body := container.NewVBox(
		widget.NewCaption(w.Say("guide.rules.year.now", "year", strconv.Itoa(now))), widget.Gap(0, 2),
		widget.Labelled(w.Say("guide.rules.year.to"), year), widget.Flush(widget.SmallProse(w.Say("guide.rules.year.note"))),
	)
	form := p.needs.Prompts.Fill(prompt.Form{
		Title: title, Body: body, Width: 460, Yes: w.Say("guide.rules.year.next"), First: year,
		Accept: func() string {
			to, err := strconv.Atoi(strings.Map(target.Canonical, strings.TrimSpace(year.Text)))
			switch {
			case err != nil || to < recast.FirstYear || to > recast.LastYear:
				return w.Say("ui.new.fault.year")
			case to == now:
				return w.Say("guide.rules.year.same", "year", strconv.Itoa(now))
			}
			p.lookAt(to)
			return ""
		},
	})
	year.OnSubmitted = func(string) { form.Accept() }
}

// lookAt sees what the other year holds and asks once more, with what was found.
func (p *Page) lookAt(to int) {
	rules, e := p.needs.Rules, p.session.Evaluation()
	task.Run(p.needs.Runner, &p.moving, func(ctx context.Context, _ *task.Progress) (desk.YearFor, error) {
		return rules.YearFor(ctx, e, to)
	}, func(found desk.YearFor, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.confirmYear(to, found)
	})
}

func (p *Page) confirmYear(to int, found desk.YearFor) {
	w, title := p.words, p.words.Say("guide.rules.year.title")
	year := strconv.Itoa(to)
	if found.Closed {
		p.needs.Prompts.Tell(title, w.Say("guide.rules.year.closed", "year", year))
		return
	}
	say := []string{w.Say("guide.rules.year.sure", "from", strconv.Itoa(p.session.Evaluation().FiscalYear), "to", year)}
	if found.New {
		say = append(say, w.Say("guide.rules.year.new", "year", year))
	}
	if !found.Fits {
		say = append(say, w.Say("guide.rules.year.unfit", "year", year, "scheme", w.Name(p.session.Scheme().Title)))
	}
	if len(found.Same) == 0 {
		say = append(say, w.Say("guide.rules.year.undo", "keys", keysUndo.String()))
		p.needs.Prompts.Offer(title, strings.Join(say, "\n"), w.Say("guide.rules.year.yes"), func() { p.move(to, desk.AskBeside) })
		return
	}
	say = append(say, w.Error(&desk.TakenError{Year: to, Others: found.Same}), w.Say("guide.rules.year.taken"))
	p.needs.Prompts.Ask(title, strings.Join(say, "\n"), w.Say("guide.rules.year.keep"), w.Say("guide.rules.year.replace"), func(keep bool) {
		if keep {
			p.move(to, desk.KeepBeside)
			return
		}
		p.move(to, desk.ReplaceBeside)
	})
}

// move takes the evaluation to the other year and goes on with it there.
func (p *Page) move(to int, beside desk.Beside) {
	if err := p.Leave(); err != nil {
		p.needs.Fail(err)
		return
	}
	rules, e := p.needs.Rules, p.session.Evaluation()
	m := desk.Move{Year: e.FiscalYear, ID: e.ID, To: to, Beside: beside}
	task.Run(p.needs.Runner, &p.moving, func(ctx context.Context, _ *task.Progress) (string, error) {
		return rules.Move(ctx, m)
	}, func(id string, err error) {
		var taken *desk.TakenError
		switch {
		case errors.As(err, &taken): // it came meanwhile
			p.lookAt(to)
		case err != nil:
			p.needs.Fail(err)
		default:
			p.needs.Toast(p.words.Say("guide.rules.year.done", "from", strconv.Itoa(m.Year), "to", strconv.Itoa(to), "keys", keysUndo.String()), look.Fine)
			p.needs.Moved(to, id)
		}
	})
}
