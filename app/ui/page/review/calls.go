package review

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"github.com/govalues/decimal"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/storage/bundle"
)

// columns of a form
const (
	formName = iota
	formWeight
	formTarget
	formActual
	formPoints
	formComment
)

// callDetail is the form of one evaluator, who sees nobody else's points.
type callDetail struct {
	page *Page
	key  string
	of   *panel.Panel
	form panel.Form

	loading task.Slot
	edits   int   // counts them
	failure error // why the newest one is not kept
	closing bool  // it is being submitted: nothing more can be typed

	head, count *widget.Text
	grid        *widget.Grid
	actions     map[string]*widget.Button
	content     fyne.CanvasObject
}

func newCallDetail(p *Page) *callDetail {
	w := p.needs.Words
	d := &callDetail{page: p, head: widget.NewSection(""), count: widget.NewCaption(""), actions: map[string]*widget.Button{}}
	d.head.Cut, d.count.Cut = true, true
	right, small := fyne.TextAlignTrailing, theme.SizeNameCaptionText
	d.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.judging.column.indicator"), Width: 190, Stretch: 2},
		widget.Column{Title: w.Say("ui.judging.column.weight"), Width: 58, Align: right, Size: small},
		widget.Column{Title: w.Say("ui.judging.column.target"), Width: 110, Stretch: 1, Size: small},
		widget.Column{Title: w.Say("ui.judging.column.actual"), Width: 110, Stretch: 1, Size: small},
		widget.Column{Title: w.Say("ui.judging.column.points"), Width: 72, Align: right},
		widget.Column{Title: w.Say("ui.judging.column.comment"), Width: 180, Stretch: 2, Size: small},
	)
	d.grid.OnCommit = d.typed
	button := func(id string, do func()) *widget.Button {
		b := p.button(id, do)
		d.actions[id] = b
		return b
	}
	top := container.NewVBox(d.head, d.count, widget.Gap(0, 2), container.NewHBox(
		button("recuse", d.askRecuse), layout.NewSpacer(), button("submit", d.submit), button("answer-panel", d.sendAnswer)), widget.Gap(0, 2))
	d.content = widget.Frame(top, container.NewVBox(widget.Gap(0, 2), widget.NewCaption(w.Say("ui.judging.blind"))), nil, nil, widget.NewPanel(d.grid, 1))
	return d
}

func (d *callDetail) object() fyne.CanvasObject { return d.content }
func (d *callDetail) focus()                    { d.grid.Focus() }
func (d *callDetail) commit()                   { d.grid.Commit() }

func (d *callDetail) drop() { d.loading.Drop() }

// called is a call with the own form.
type called struct {
	of   *panel.Panel
	form panel.Form
}

func (d *callDetail) load(it *item) {
	if it.panel.Key != d.key {
		d.commit() // to the one that was shown
		d.key, d.of, d.closing = it.panel.Key, nil, false
		d.grid.ClearDrafts()
	}
	d.reload()
}

func (d *callDetail) reload() {
	source, key, edits := d.page.needs.Source, d.key, d.edits
	background(d.page, &d.loading, func(ctx context.Context) (called, error) {
		_ = d.page.writing.Wait() // the errors are delivered to those who write
		of, form, err := source.OwnForm(ctx, key)
		return called{of, form}, err
	}, func(c called) {
		if d.edits != edits { // something was typed since
			d.reload()
			return
		}
		d.of, d.form, d.closing = c.of, c.form, false
		d.fill()
		d.page.filled(d)
	})
}

func (d *callDetail) writable() bool {
	return d.of != nil && d.form.State != panel.Submitted && !d.closing
}

func (d *callDetail) fill() {
	w := d.page.needs.Words
	write := d.writable()
	name := d.form.Evaluator
	if m, ok := d.of.Member(d.form.Evaluator); ok {
		name = m.Name
	}
	d.head.SetText(w.Say("ui.judging.form.head", "project", d.of.Evaluation.Project.Name, "name", name) + d.page.due(d.of))
	open := len(d.form.Open(d.of.Evaluation))
	switch {
	case !write:
		d.count.SetText(w.Say("ui.judging.form.closed"))
	case open == 0:
		d.count.SetText(w.Say("ui.judging.form.full"))
	default:
		d.count.SetText(w.Say("ui.judging.form.open", "count", strconv.Itoa(open)))
	}
	var rows []widget.Row
	for i := range d.of.Evaluation.Indicators {
		ind := &d.of.Evaluation.Indicators[i]
		if panel.Judged(ind) {
			rows = append(rows, d.row(ind, write))
		}
	}
	d.grid.SetRows(rows)
	if d.grid.CurrentRow() == "" && len(rows) > 0 {
		d.grid.SelectCell(rows[0].ID, formPoints)
	}
	d.enable()
}

func (d *callDetail) row(ind *scoring.Indicator, write bool) widget.Row {
	points, comment := widget.Cell{Edit: write, Bold: true}, ""
	if a := d.answer(ind.ID); a != nil {
		comment = a.Comment
		switch {
		case a.Points.Valid:
			points.Text = a.Points.Decimal.String()
		case a.Recusal != nil:
			points.Text, points.Tone, comment = d.page.needs.Words.Say("ui.judging.recused"), look.Quiet, a.Recusal.Reason
		}
	}
	return widget.Row{ID: ind.ID, Cells: []widget.Cell{
		{Text: ind.Name}, {Text: ind.Weight.String(), Tone: look.Quiet}, {Text: ind.Target.Text, Tone: look.Quiet}, {Text: ind.Actual.Text, Tone: look.Quiet}, points, {Text: comment, Edit: write},
	}}
}

// answer is that of an indicator, nil for none.
func (d *callDetail) answer(id string) *panel.Answer {
	for i := range d.form.Answers {
		if d.form.Answers[i].Indicator == id {
			return &d.form.Answers[i]
		}
	}
	return nil
}

// ensured is the answer of an indicator, which is begun where there is none.
func (d *callDetail) ensured(id string) *panel.Answer {
	if a := d.answer(id); a != nil {
		return a
	}
	d.form.Answers = append(d.form.Answers, panel.Answer{Indicator: id})
	return &d.form.Answers[len(d.form.Answers)-1]
}

// typed takes points or a comment.
func (d *callDetail) typed(id string, column int, text string) error {
	if !d.writable() {
		return errors.New("the form is closed")
	}
	switch column {
	case formPoints:
		points, ok, err := edit.Points(text, d.weight(id))
		if err != nil {
			return err
		}
		a := d.ensured(id)
		a.Points, a.Recusal = decimal.NullDecimal{Decimal: points, Valid: ok}, nil
	case formComment:
		d.ensured(id).Comment = strings.TrimSpace(text)
	}
	d.save(false, func() {})
	return nil
}

func (d *callDetail) weight(id string) decimal.Decimal {
	for i := range d.of.Evaluation.Indicators {
		if d.of.Evaluation.Indicators[i].ID == id {
			return d.of.Evaluation.Indicators[i].Weight
		}
	}
	return decimal.Zero
}

// save keeps the form; with submit it is closed for good.
func (d *callDetail) save(submit bool, done func()) {
	d.edits, d.failure = d.edits+1, nil
	source, key, form, edits := d.page.needs.Source, d.key, d.form, d.edits
	form.Answers = slices.Clone(d.form.Answers)
	keep(d.page, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, source.SaveForm(ctx, key, form, submit)
	}, func(_ struct{}, err error) {
		if d.edits == edits && !submit { // what was refused for good is kept as it was before
			d.failure = err
		}
		if err != nil {
			if submit && d.key == key && d.of != nil {
				d.closing = false
				d.fill()
			}
			return
		}
		d.page.needs.Changed()
		if d.key == key && d.of != nil {
			done()
			d.fill()
		}
	})
}

// askRecuse steps back from the current indicator, with the reason.
func (d *callDetail) askRecuse() {
	id := d.grid.CurrentRow()
	if id == "" || !d.writable() {
		return
	}
	p, w, key := d.page, d.page.needs.Words, d.key
	reason := widget.NewProse(3, nil)
	p.needs.Prompts.Fill(prompt.Form{
		Title: p.title("recuse"), Body: widget.Labelled(w.Say("ui.judging.column.reason"), reason), Width: 480, Yes: w.Say("ui.dialog.ok"), First: reason,
		Accept: func() string {
			if strings.TrimSpace(reason.Text) == "" {
				return w.Say("ui.judging.nothing-said")
			}
			if d.key != key || !d.writable() {
				return w.Say("ui.judging.gone")
			}
			a := d.ensured(id)
			a.Points, a.Recusal = decimal.NullDecimal{}, &panel.Recusal{Reason: strings.TrimSpace(reason.Text)}
			d.save(false, func() {})
			return ""
		},
	})
}

// submit closes the form for good, and writes the bundle that takes it back.
func (d *callDetail) submit() {
	if !d.writable() {
		return
	}
	d.commit()
	p, w, key := d.page, d.page.needs.Words, d.key
	p.needs.Prompts.Confirm(w.Say("ui.command.judging.submit"), w.Say("ui.judging.submit.text"), w.Say("ui.command.judging.submit"), func() {
		if d.key != key || !d.writable() {
			return
		}
		d.closing = true
		d.fill()
		d.save(true, func() {
			d.form.State = panel.Submitted
			p.after("")
			p.needs.Runner.Post(d.sendAnswer)
		})
	})
}

func (d *callDetail) sendAnswer() {
	if d.of == nil || d.writable() {
		return
	}
	source, key, locked := d.page.needs.Source, d.key, d.page.lock
	o := desk.BundleOrder{Kind: bundle.KindPanelAnswer, About: d.of.Evaluation.Project.Name}
	if m, ok := d.of.Member(d.form.Evaluator); ok {
		o.About += "-" + m.Name
	}
	d.page.write(source.BundleName(o), func(ctx context.Context, path string) (desk.MadeBundle, error) {
		o.Path = path
		locked.into(&o)
		return source.AnswerPanel(ctx, key, o)
	})
}

func (d *callDetail) enable() {
	widget.SetEnabled(d.actions["recuse"], d.writable() && d.grid.CurrentRow() != "")
	widget.SetEnabled(d.actions["submit"], d.writable())
	widget.SetEnabled(d.actions["answer-panel"], d.of != nil && !d.writable())
}
