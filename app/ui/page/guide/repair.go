package guide

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/review"
)

// repair are the fields in which what a finding is about can be mended without leaving the list: an indicator's actual and the reason for
// its deviation, or a field of the head of the form.
type repair struct {
	page   *Page
	place  edit.Place
	label  *widget.Text
	value  *widget.Entry
	reason *widget.Entry
	why    fyne.CanvasObject // the reason with its label
	box    *fyne.Container
}

func newRepair(p *Page) *repair {
	w := p.words
	r := &repair{page: p, label: widget.NewCaption("")}
	r.value = widget.NewEntry(func(text string) error {
		if r.place.Step == edit.Indicators {
			return p.apply(edit.SetActual(r.place.Item, text))
		}
		return p.apply(edit.SetField(edit.Field(r.place.Item), text))
	}).Keep(drafts{p}, draftField)
	r.reason = widget.NewProse(2, func(text string) error { return p.apply(edit.SetReason(r.place.Item, text)) })
	r.reason.SetPlaceHolder(w.Say("ui.detail.reason.hint"))
	r.why = widget.Labelled(w.Say("ui.detail.reason"), r.reason)
	r.box = container.NewVBox(r.label, r.value, r.why)
	return r
}

func (r *repair) commit() {
	r.value.Commit()
	r.reason.Commit()
}

// writing reports whether the keyboard is in the field of several lines.
func (r *repair) writing() bool {
	c := widget.CanvasOf(r.reason)
	return c != nil && c.Focused() == r.reason
}

// show offers the fields for a finding and reports whether there are any.
func (r *repair) show(f *review.Finding) bool {
	place, ok := r.placeOf(f)
	if place != r.place {
		r.commit()
		r.place = place
		subject := fmt.Sprint(place)
		r.reason.About(subject)
		if place.Step == edit.Basics {
			subject = place.Item // as the field itself
		}
		r.value.About(subject)
	}
	setVisible(r.box, ok)
	if !ok {
		return false
	}
	w, e := r.page.words, r.page.session.Evaluation()
	setVisible(r.why, place.Step == edit.Indicators)
	if ind, _, ok := r.page.session.Line(place.Item); ok && place.Step == edit.Indicators {
		r.label.SetText(w.Say("guide.repair.actual", "name", ind.Name))
		r.value.SetValue(ind.Actual.Text)
		r.reason.SetValue(ind.Reason)
		return true
	}
	field := edit.Field(place.Item)
	r.label.SetText(w.Say("ui.field." + place.Item))
	r.value.SetValue(field.Text(e))
	return true
}

// placeOf returns what can be mended here.
func (r *repair) placeOf(f *review.Finding) (edit.Place, bool) {
	kind, item, _ := strings.Cut(f.Place, ":")
	switch kind {
	case "indicator":
		_, _, ok := r.page.session.Line(item)
		return edit.Place{Step: edit.Indicators, Item: item}, ok
	case "header":
		for _, field := range edit.Fields() {
			if string(field) == item {
				return edit.Place{Step: edit.Basics, Item: item}, true
			}
		}
	}
	return edit.Place{}, false
}

// focus gives the keyboard to the first field.
func (r *repair) focus() { widget.Focus(r.value) }
