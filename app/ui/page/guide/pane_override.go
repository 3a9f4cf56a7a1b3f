package guide

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// overridePane replaces the rule's points by a person's, with the reason, beside what the rule gives.
type overridePane struct {
	page *Page
	id   string

	ruled, counts  *widget.Text
	points, reason *widget.Entry
	set, clear     *widget.Button
	typed          map[string][2]string // points and reason that were typed but not given, by indicator
	box            fyne.CanvasObject
}

func newOverridePane(p *Page) *overridePane {
	w := p.words
	d := &overridePane{page: p, ruled: widget.NewHeading(""), counts: widget.NewHeading(""), typed: map[string][2]string{}}
	d.points, d.reason = widget.NewEntry(nil), widget.NewProse(3, nil)
	d.points.OnMove = func(direction int) {
		if direction > 0 {
			widget.Focus(d.reason)
		}
	}
	d.reason.SetPlaceHolder(w.Say("ui.override.reason.hint"))
	d.set = widget.NewPrimary(w.Say("ui.override.set"), d.apply)
	d.clear = widget.NewButton(w.Say("ui.override.clear"), func() {
		d.forget()
		_ = p.apply(edit.SetOverride(d.id, "", "", "")) // a refusal was said
	})
	left := container.NewVBox(widget.NewCaption(w.Say("ui.override.ruled")), d.ruled, widget.Gap(0, 4), widget.NewCaption(w.Say("ui.override.counts")), d.counts)
	middle := container.NewVBox(widget.Labelled(w.Say("ui.override.points"), d.points), widget.Gap(0, 4), container.NewHBox(d.set, d.clear))
	d.box = container.New(shares{2, 4, 6}, left, middle, widget.Labelled(w.Say("ui.override.reason"), d.reason))
	return d
}

func (d *overridePane) content() fyne.CanvasObject { return d.box }
func (d *overridePane) focus()                     { widget.Focus(d.points) }

// commit hands nothing over: points and reason go together, when the button is pressed. Until then they wait for the indicator to be shown
// again.
func (d *overridePane) commit() {
	if d.points.Dirty() || d.reason.Dirty() {
		d.typed[d.id] = [2]string{d.points.Text, d.reason.Text}
	}
}

func (d *overridePane) turn(string) { d.reset() }

func (d *overridePane) reset() {
	d.points.Reset()
	d.reason.Reset()
}

// forget drops what was typed about the indicator.
func (d *overridePane) forget() {
	delete(d.typed, d.id)
	d.reset()
}

func (d *overridePane) refresh(ind *scoring.Indicator, line *scoring.Line) {
	d.id = ind.ID
	d.ruled.SetText(line.RulePoints.String())
	d.counts.Set(line.Points.String(), map[bool]fyne.ThemeColorName{true: look.Caution, false: look.Good}[line.Overridden])
	points, reason := "", ""
	if ind.Override != nil {
		points, reason = ind.Override.Points.String(), ind.Override.Reason
	}
	d.points.SetValue(points)
	d.reason.SetValue(reason)
	if typed, ok := d.typed[ind.ID]; ok {
		delete(d.typed, ind.ID)
		d.points.SetText(typed[0])
		d.reason.SetText(typed[1])
	}
	widget.SetEnabled(d.clear, ind.Override != nil)
}

func (d *overridePane) apply() {
	points, reason := d.points.Text, d.reason.Text
	by := d.page.session.Evaluation().SignOff.Preparer
	if d.page.apply(edit.SetOverride(d.id, points, reason, by)) == nil {
		d.points.Accept()
		d.reason.Accept()
	}
}
