package guide

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// Remarks shows what others say about an indicator, such as the comments of a review. Its object is put beside the evaluator's own remark.
type Remarks interface {
	// About returns what is shown for an indicator; nil where nobody said anything.
	About(evaluation *scoring.Evaluation, indicator string) fyne.CanvasObject
	// Count is how many remarks there are about an indicator.
	Count(indicator string) int
	// Waiting says what waits for an answer, "" where nothing does; Answer goes where it is answered.
	Waiting() string
	Answer()
}

// notePane holds the evaluator's own remark about the indicator, and what others say about it.
type notePane struct {
	page *Page
	id   string

	note   *widget.Entry
	none   fyne.CanvasObject
	others *fyne.Container
	box    fyne.CanvasObject
}

func newNotePane(p *Page) *notePane {
	w := p.words
	d := &notePane{page: p, others: container.NewStack()}
	d.note = widget.NewProse(4, func(text string) error { return p.apply(edit.SetNote(d.id, text)) })
	d.note.SetPlaceHolder(w.Say("guide.note.hint"))
	none := widget.NewCaption(w.Say("guide.note.none"))
	none.Cut = true
	d.none = container.NewVBox(none)
	d.box = container.New(shares{1, 1}, widget.Labelled(w.Say("guide.note.own"), d.note), widget.Labelled(w.Say("guide.note.others"), d.others))
	return d
}

func (d *notePane) content() fyne.CanvasObject { return d.box }
func (d *notePane) focus()                     { widget.Focus(d.note) }
func (d *notePane) commit()                    { d.note.Commit() }
func (d *notePane) turn(id string)             { d.note.About(id) }

func (d *notePane) refresh(ind *scoring.Indicator, _ *scoring.Line) {
	d.id = ind.ID
	d.note.SetValue(ind.Note)
	shown := d.none
	if d.page.needs.Remarks != nil {
		if said := d.page.needs.Remarks.About(d.page.session.Evaluation(), ind.ID); said != nil {
			shown = said
		}
	}
	if len(d.others.Objects) != 1 || d.others.Objects[0] != shown {
		d.others.Objects = []fyne.CanvasObject{shown}
		d.others.Refresh()
	}
}

// answer goes where remarks of others are answered.
func (p *Page) answer() {
	if p.needs.Remarks != nil {
		p.needs.Remarks.Answer()
	}
}
