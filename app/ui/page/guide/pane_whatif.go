package guide

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/govalues/decimal"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// whatIfPane says what another actual would do, and how much the result depends on the exact weights. It changes nothing.
type whatIfPane struct {
	page *Page
	id   string

	actual    *widget.Entry
	effect    *widget.Text
	total     *widget.Text
	why       *widget.Label
	tolerance *widget.Choice
	weights   *widget.Label
	left      *fyne.Container
	trying    task.Slot
	box       fyne.CanvasObject
}

func newWhatIfPane(p *Page) *whatIfPane {
	w := p.words
	d := &whatIfPane{page: p, effect: widget.NewHeading(""), total: widget.NewText(""), why: widget.SmallProse(""), weights: widget.SmallProse("")}
	d.effect.Cut, d.total.Cut = true, true
	d.actual = widget.NewEntry(nil)
	d.actual.SetPlaceHolder(w.Say("ui.what-if.hint"))
	d.actual.OnChanged = func(string) { d.try() }
	d.tolerance = widget.NewChoice(func(string) error { d.vary(); return nil },
		widget.Option{ID: "5", Label: "±5%"}, widget.Option{ID: "10", Label: "±10%"}, widget.Option{ID: "20", Label: "±20%"})
	d.left = widget.Pile(widget.Labelled(w.Say("ui.what-if.actual"), d.actual), d.effect, d.total, widget.Flush(d.why))
	right := widget.Pile(widget.Labelled(w.Say("ui.what-if.weights"), container.NewHBox(d.tolerance)), widget.Flush(d.weights))
	d.box = container.New(shares{1, 1}, container.NewVScroll(inset(d.left)), container.NewVScroll(inset(right)))
	return d
}

func (d *whatIfPane) content() fyne.CanvasObject { return d.box }
func (d *whatIfPane) focus()                     { widget.Focus(d.actual) }
func (d *whatIfPane) commit()                    {}
func (d *whatIfPane) turn(string)                { d.actual.SetText("") }

func (d *whatIfPane) refresh(ind *scoring.Indicator, _ *scoring.Line) {
	d.id = ind.ID
	d.try()
	d.trying.Drop()
	d.tolerance.SetChosen("")
	setText(d.weights, d.page.words.Say("ui.what-if.weights.hint"))
}

// try scores the evaluation with the actual in the field.
func (d *whatIfPane) try() {
	w, session := d.page.words, d.page.session
	empty := d.actual.Text == ""
	if empty == d.effect.Visible() {
		setVisible(d.effect, !empty)
		setVisible(d.total, !empty)
		defer d.left.Refresh()
	}
	if empty {
		setText(d.why, w.Say("ui.what-if.none"))
		return
	}
	e := session.Evaluation()
	effect, err := scoring.WhatIf(session.Scheme(), e, d.id, target.Parse(d.actual.Text, target.Context{FiscalYear: e.FiscalYear}))
	if err != nil {
		return // the indicator is gone, and the pane with it
	}
	ink := look.Muted
	switch effect.Difference.Sign() {
	case 1:
		ink = look.Good
	case -1:
		ink = look.Bad
	}
	d.effect.Set(w.Say("ui.what-if.points", "now", effect.PointsNow.String(), "then", effect.Points.String()), ink)
	d.total.Set(w.Say("ui.what-if.total", "now", effect.TotalNow.String(), "then", effect.Total.String(),
		"gradeNow", w.Grade(session.Scheme(), effect.GradeNow), "grade", w.Grade(session.Scheme(), effect.Grade)), ink)
	text := effect.Explanation.Formula
	if !effect.Problem.IsZero() {
		text = w.Message(effect.Problem)
	}
	setText(d.why, text)
}

// vary scores the evaluation with weights that differ a little, in the background.
func (d *whatIfPane) vary() {
	w, session := d.page.words, d.page.session
	percent, err := strconv.ParseInt(d.tolerance.Chosen(), 10, 64)
	if err != nil {
		return
	}
	scheme, e := session.Scheme(), session.Evaluation()
	setText(d.weights, w.Say("ui.what-if.weights.working"))
	task.Run(d.page.needs.Runner, &d.trying, func(context.Context, *task.Progress) (scoring.Sensitivity, error) {
		return scoring.Sensitive(scheme, e, scoring.SensitivityOptions{Tolerance: decimal.MustNew(percent, 0), Seed: 1}), nil
	}, func(found scoring.Sensitivity, err error) {
		if err != nil {
			d.page.needs.Fail(err)
			return
		}
		setText(d.weights, w.Say("ui.what-if.weights.result", "percent", strconv.FormatInt(percent, 10),
			"lowest", found.Lowest.String(), "lowestGrade", w.Grade(scheme, found.LowestIs), "highest", found.Highest.String(),
			"highestGrade", w.Grade(scheme, found.HighestIs), "changed", found.ChangedPct.String(), "samples", strconv.Itoa(max(found.Options.Samples, 1))))
	})
}
