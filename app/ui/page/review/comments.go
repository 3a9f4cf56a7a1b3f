package review

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/platform"
	"zhunsheng/app/report/rounds"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/round"
	"zhunsheng/storage/handover"
)

// comment is the current one, nil for none.
func (d *roundDetail) comment() *round.Comment {
	r, id := d.round(), d.comments.CurrentRow()
	if r == nil {
		return nil
	}
	for i := range r.Comments {
		if r.Comments[i].ID == id {
			return &r.Comments[i]
		}
	}
	return nil
}

// inFull is the current comment with what it is about, and its answer; "" for none.
func (d *roundDetail) inFull() string {
	c, w := d.comment(), d.page.needs.Words
	if c == nil {
		return ""
	}
	lines := []string{d.place(c.Anchor), c.Text}
	if a := c.Answer; a != nil {
		key, text := "ui.judging.answered", a.Text
		if a.By.Name == "" {
			key = "ui.judging.answered.nobody"
		}
		if a.Changed {
			text = w.Say("ui.judging.changed") + " " + text
		}
		lines = append(lines, w.Say(key, "name", a.By.Name, "text", text))
	}
	return strings.Join(lines, "\n")
}

// openComment does what can be done with a comment: the reviewer edits it, the unit answers.
func (d *roundDetail) openComment() {
	c := d.comment()
	if c == nil {
		return
	}
	if d.writable() {
		d.askComment(c)
		return
	}
	d.askAnswer()
}

// places are what a comment can be about, the current indicator first.
func (d *roundDetail) places() ([]widget.Option, map[string]round.Anchor) {
	e, w := d.found.Evaluation, d.page.needs.Words
	anchors := map[string]round.Anchor{}
	var options []widget.Option
	add := func(id, label string, a round.Anchor) {
		options = append(options, widget.Option{ID: id, Label: label})
		anchors[id] = a
	}
	add("whole", w.Say("ui.judging.whole"), round.Anchor{})
	for i := range e.Indicators {
		add("i"+e.Indicators[i].ID, e.Indicators[i].Name, round.Anchor{Indicator: e.Indicators[i].ID})
	}
	for i := range e.Narrative {
		n := &e.Narrative[i]
		for j, text := range strings.Split(n.Text, "\n") {
			if strings.TrimSpace(text) == "" {
				continue
			}
			a := round.Anchor{Section: n.Section, Paragraph: j + 1, Quote: round.Quote(text)}
			add("s"+n.Section+strconv.Itoa(j), d.place(a)+"："+a.Excerpt(e, d.found.figures), a)
		}
	}
	for i := range e.Evidence {
		add("e"+e.Evidence[i].ID, e.Evidence[i].Name, round.Anchor{Evidence: e.Evidence[i].ID})
	}
	return options, anchors
}

// goneAnchor is the option for what a comment is about that is no longer there.
const goneAnchor = "gone"

// askComment asks for a comment, or changes one.
func (d *roundDetail) askComment(old *round.Comment) {
	if !d.writable() {
		return
	}
	p, w, of, id := d.page, d.page.needs.Words, d.of, ""
	options, anchors := d.places()
	pick := widget.NewDropdown(func(string) {})
	pick.SetOptions(options)
	pick.SetChosen("i" + d.scores.CurrentRow())
	if pick.Chosen() == "i" {
		pick.SetChosen("whole")
	}
	text, title := widget.NewProse(5, nil), p.title("comment")
	if old != nil {
		id, title = old.ID, w.Say("ui.judging.comment.change")
		text.SetText(old.Text)
		at := slices.IndexFunc(options, func(o widget.Option) bool { return anchors[o.ID] == old.Anchor })
		if at < 0 { // what it is about is gone, or was reworded; it stays what it was
			at, anchors[goneAnchor] = len(options), old.Anchor
			options = append(options, widget.Option{ID: goneAnchor, Label: d.place(old.Anchor)})
			pick.SetOptions(options)
		}
		pick.SetChosen(options[at].ID)
	}
	body := container.NewVBox(widget.Labelled(w.Say("ui.judging.about"), container.NewHBox(pick)), widget.Labelled(w.Say("ui.judging.column.comment"), text))
	p.needs.Prompts.Fill(prompt.Form{Title: title, Body: body, Width: 560, Yes: w.Say("ui.dialog.ok"), First: text, Accept: func() string {
		said := strings.TrimSpace(text.Text)
		if said == "" {
			return w.Say("ui.judging.nothing-said")
		}
		if d.of != of || !d.writable() {
			return w.Say("ui.judging.gone")
		}
		d.say(id, anchors[pick.Chosen()], said)
		return ""
	}})
}

// say changes the comment with an ID, or adds one. The round may have been read anew since the comment was asked for.
func (d *roundDetail) say(id string, anchor round.Anchor, said string) {
	r := d.round()
	if at := slices.IndexFunc(r.Comments, func(c round.Comment) bool { return c.ID == id }); at >= 0 {
		r.Comments[at].Text, r.Comments[at].Anchor = said, anchor
	} else {
		r.Comments = append(r.Comments, d.page.needs.Source.NewComment(r, anchor, said))
	}
	d.save()
}

func (d *roundDetail) removeComment() {
	r, c := d.round(), d.comment()
	if c == nil || !d.writable() {
		return
	}
	id := c.ID
	r.Comments = slices.DeleteFunc(r.Comments, func(c round.Comment) bool { return c.ID == id })
	d.save()
}

// The two answers to the question whether the evaluation was changed for a comment.
const (
	changedYes = "yes"
	changedNo  = "no"
)

// askAnswer asks for the unit's answer to the current comment.
func (d *roundDetail) askAnswer() {
	r, c := d.round(), d.comment()
	if c == nil || r.Decision != round.Returned || !d.last() {
		return
	}
	p, w, id, of, number := d.page, d.page.needs.Words, c.ID, d.of, r.Round
	changed := widget.NewChoice(func(string) error { return nil }, widget.Option{ID: changedYes, Label: w.Say("ui.judging.changed.yes")}, widget.Option{ID: changedNo, Label: w.Say("ui.judging.changed.no")})
	changed.SetChosen(changedYes)
	text := widget.NewProse(5, nil)
	if c.Answer != nil {
		text.SetText(c.Answer.Text)
		if !c.Answer.Changed {
			changed.SetChosen(changedNo)
		}
	}
	body := container.NewVBox(widget.Prose(c.Text), widget.Labelled(w.Say("ui.judging.changed.ask"), container.NewHBox(changed)), widget.Labelled(w.Say("ui.judging.column.answer"), text))
	p.needs.Prompts.Fill(prompt.Form{Title: p.title("answer"), Body: body, Width: 560, Yes: w.Say("ui.dialog.ok"), First: text, Accept: func() string {
		said := strings.TrimSpace(text.Text)
		if said == "" {
			return w.Say("ui.judging.nothing-said")
		}
		answer := round.Answer{Text: said, Changed: changed.Chosen() == changedYes}
		p.decide(func(ctx context.Context) error { return p.answer(ctx, of, number, id, answer) }, func() { p.after("") })
		return ""
	}})
}

// answer keeps an answer in the round as it is in the store, where earlier answers may have come meanwhile.
func (p *Page) answer(ctx context.Context, of chosen, number int, comment string, a round.Answer) error {
	source, w := p.needs.Source, p.needs.Words
	who, err := source.Person(ctx)
	if err != nil {
		return err
	}
	if a.By = who; who.Name == "" {
		a.By.Name = w.Say("ui.judging.preparer")
	}
	all, err := source.Rounds(ctx, of.year, of.id)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(r *round.Review) bool { return r.Round == number })
	if at < 0 {
		return &desk.ExchangeError{Err: handover.ErrAbsent}
	}
	return source.AnswerComment(ctx, all[at], comment, a)
}

// showFates lists what became of comments and scores from round to round.
func (d *roundDetail) showFates() {
	p, source, of := d.page, d.page.needs.Source, d.of
	background(p, &d.doing, func(ctx context.Context) ([]desk.RoundChanges, error) {
		_ = p.writing.Wait() // the errors are delivered to those who write
		return source.RoundHistory(ctx, of.year, of.id)
	}, func(history []desk.RoundChanges) {
		if d.of != of { // another review is looked at by now
			return
		}
		w := p.needs.Words
		grid := widget.NewGrid(
			widget.Column{Title: w.Say("ui.judging.column.round"), Width: 110}, widget.Column{Title: w.Say("ui.judging.column.fate"), Width: 110, Align: fyne.TextAlignCenter},
			widget.Column{Title: w.Say("ui.judging.column.what"), Width: 400, Stretch: 1},
		)
		var rows []widget.Row
		for i := range history {
			h := &history[i]
			for _, c := range h.Changes {
				rows = append(rows, widget.Row{ID: strconv.Itoa(len(rows)), Cells: d.fate(h, &c)})
			}
		}
		grid.SetRows(rows)
		p.needs.Prompts.Show(w.Say("ui.command.judging.fates"), widget.Room(780, 340, widget.NewPanel(grid, 1)), 780)
	})
}

// fateTones colour what became of a comment.
var fateTones = map[round.Fate]look.Tone{round.Raised: look.Warn, round.Repeated: look.Wrong, round.Settled: look.Fine, round.Unanswered: look.Warn}

func (d *roundDetail) fate(h *desk.RoundChanges, c *round.Change) []widget.Cell {
	w := d.page.needs.Words
	between := widget.Cell{Text: w.Say("ui.judging.between", "before", strconv.Itoa(h.Before.Round), "after", strconv.Itoa(h.After.Round)), Tone: look.Quiet}
	if c.Score != "" {
		show := func(valid bool, text string) string {
			if !valid {
				return "—"
			}
			return text
		}
		return []widget.Cell{between, {Text: w.Say("ui.judging.fate.score"), Shape: widget.AsBadge, Tone: look.Current, Bold: true}, {
			Text: d.place(round.Anchor{Indicator: c.Score}) + "：" + show(c.Before.Valid, c.Before.Decimal.String()) + " → " + show(c.After.Valid, c.After.Decimal.String()),
		}}
	}
	text := c.Comment
	for _, list := range [][]round.Comment{h.After.Comments, h.Before.Comments} {
		for i := range list {
			if list[i].ID == c.Comment {
				text = list[i].Text
			}
		}
	}
	return []widget.Cell{between, {Text: w.Say("ui.judging.fate." + string(c.Fate)), Shape: widget.AsBadge, Tone: fateTones[c.Fate], Bold: true}, {Text: text}}
}

// savePaper writes all rounds as a PDF.
func (d *roundDetail) savePaper() {
	if d.round() == nil {
		return
	}
	p, w, source, of := d.page, d.page.needs.Words, d.page.needs.Source, d.of
	name := w.Say("ui.judging.paper.name", "project", d.found.Evaluation.Project.Name) + ".pdf"
	p.needs.Pick(picker.Question{Title: w.Say("ui.judging.paper.save"), Save: name, Endings: []string{".pdf"}}, func(path string) {
		background(p, new(task.Slot), func(ctx context.Context) (string, error) {
			_ = p.writing.Wait()
			paper, err := source.RoundPaper(ctx, of.year, of.id)
			if err != nil {
				return "", err
			}
			data, err := rounds.Print(ctx, paper)
			if err != nil {
				return "", err
			}
			return app.WriteDocument(path, data)
		}, func(written string) { p.needs.Toast(w.Say("ui.judging.saved", "path", written), look.Fine) })
	})
}

// print sends all rounds to a printer.
func (d *roundDetail) print() {
	if d.round() == nil || d.page.needs.Print == nil {
		return
	}
	p, w, source, of := d.page, d.page.needs.Words, d.page.needs.Source, d.of
	title := w.Say("ui.judging.paper.name", "project", d.found.Evaluation.Project.Name)
	background(p, new(task.Slot), func(ctx context.Context) (platform.PrintWay, error) {
		_ = p.writing.Wait()
		paper, err := source.RoundPaper(ctx, of.year, of.id)
		if err != nil {
			return "", err
		}
		pages, err := rounds.Prepare(ctx, paper)
		if err != nil {
			return "", err
		}
		return p.needs.Print(ctx, platform.Job{Title: title, Pages: pages, Ask: true})
	}, func(platform.PrintWay) { p.needs.Toast(w.Say("ui.judging.printed"), look.Fine) })
}
