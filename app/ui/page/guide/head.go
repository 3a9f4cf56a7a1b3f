package guide

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// head is the bar across the page: the way back, what is being worked on, undo, and whether it is saved.
type head struct {
	page       *Page
	title      *widget.Text
	unit       *widget.Text
	undo, redo *widget.Button
	total      *widget.Text    // where there is no room for the side
	narrow     *fyne.Container // what the side offers, where there is no room for it
	findings   *widget.Button
	saved      *widget.Text
	retry      *widget.Button
	content    fyne.CanvasObject
}

func newHead(p *Page) *head {
	w := p.words
	h := &head{page: p, title: widget.NewHeading(""), unit: widget.NewCaption(""), total: widget.NewHeading(""), saved: widget.NewCaption("")}
	tipped := func(b *widget.Button, id string, keys string) *widget.Button {
		return b.WithTip(w.Say("ui.tip."+id, "keys", keys))
	}
	back := tipped(widget.NewQuiet("←  "+w.Say("ui.command.back"), p.needs.Back), "back", keysBack.String())
	h.undo = tipped(widget.NewQuiet(w.Say("ui.command.undo"), p.undo), "undo", keysUndo.String())
	h.redo = tipped(widget.NewQuiet(w.Say("ui.command.redo"), p.redo), "redo", keysRedo.String())
	help := tipped(widget.NewQuiet(w.Say("ui.command.help"), p.needs.Help), "help", "F1")
	recall := tipped(widget.NewQuiet(w.Say("guide.head.history"), p.recall), "guide.history", keysHistory.String())
	if p.needs.History == nil {
		recall.Hide()
	}
	h.retry = widget.NewButton(w.Say("ui.save.retry"), p.session.Retry)
	h.retry.Hide()
	save := tipped(widget.NewQuiet(w.Say("guide.head.save"), p.save), "save", keysSave.String())
	next := tipped(widget.NewButton(w.Say("ui.command.next"), p.next), "next", keysNext.String())
	h.findings = tipped(widget.NewButton("", p.nextFinding), "finding", keysFinding.String())
	h.narrow = container.NewHBox(container.NewCenter(h.total), widget.Gap(6, 0), container.NewCenter(next), container.NewCenter(h.findings), widget.Gap(6, 0))
	h.narrow.Hide()
	h.title.Cut = true
	h.unit.Cut = true
	name := widget.Frame(nil, nil, nil, nil, container.NewVBox(h.title, h.unit))
	h.content = widget.NewBar(container.New(layout.NewCustomPaddedLayout(5, 5, 8, 14), widget.Frame(nil, nil,
		container.NewHBox(append(append([]fyne.CanvasObject{container.NewCenter(back)}, p.besideButtons()...), widget.Gap(6, 0))...),
		container.NewCenter(container.New(layout.NewCustomPaddedVBoxLayout(0), container.NewHBox(layout.NewSpacer(), h.narrow), container.NewHBox(layout.NewSpacer(),
			container.NewCenter(h.saved), container.NewCenter(h.retry), widget.Gap(6, 0), container.NewCenter(save), container.NewCenter(h.undo), container.NewCenter(h.redo), container.NewCenter(recall), container.NewCenter(help)))),
		name,
	)), 0)
	return h
}

func (h *head) refresh() {
	e, w := h.page.session.Evaluation(), h.page.words
	h.title.SetText(e.Project.Name)
	h.unit.SetText(w.Say("ui.guide.subtitle", "year", strconv.Itoa(e.FiscalYear), "unit", e.Project.Unit, "scheme", w.Name(h.page.session.Scheme().Title)))
	card := h.page.session.Card()
	h.total.SetText(w.Say("ui.side.points-grade", "points", card.Total.String(), "grade", w.Grade(h.page.session.Scheme(), card.Grade)))
	waiting := h.page.session.Completeness(edit.Checks)
	h.findings.SetText(w.Say("guide.head.findings", "count", strconv.Itoa(waiting.Total-waiting.Done)))
	widget.SetEnabled(h.undo, h.page.session.CanUndo())
	widget.SetEnabled(h.redo, h.page.session.CanRedo())
	h.tipTurns()
	state, _ := h.page.session.SaveState()
	h.retry.Hide()
	switch state {
	case edit.Saving:
		h.saved.Set(w.Say("ui.save.saving"), look.Muted)
	case edit.Saved:
		h.saved.Set("✓ "+w.Say("ui.save.saved"), look.Good)
	case edit.Failed:
		h.saved.Set(w.Say("ui.save.failed"), look.Bad)
		h.retry.Show()
	default:
		h.saved.Set(w.Say("ui.save.unchanged"), look.Muted)
	}
}
