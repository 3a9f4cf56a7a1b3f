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
	total      *widget.Button  // leads to the side, where there is no room for it
	narrow     *widget.Actions // what the side offers, there
	findings   *widget.Button
	saved      *widget.Text
	retry      *widget.Button
	state      *fyne.Container // both
	actions    *widget.Actions
	content    fyne.CanvasObject
}

func newHead(p *Page) *head {
	w := p.words
	h := &head{page: p, title: widget.NewHeading(""), unit: widget.NewCaption(""), saved: widget.NewCaption("")}
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
	h.total = tipped(widget.NewButton("", p.toggleSide), "guide.side", keysSide.String())
	h.narrow = widget.NewActions(h.total, next, h.findings)
	h.narrow.FirstStays = true
	h.narrow.Hide()
	h.actions = widget.NewActions(save, h.undo, h.redo, recall, help)
	h.actions.FirstStays = true
	h.title.Cut = true
	h.unit.Cut = true
	ways := append([]fyne.CanvasObject{container.NewCenter(back)}, p.besideButtons()...)
	h.state = container.NewHBox(container.NewCenter(h.saved), container.NewCenter(h.retry))
	h.content = widget.NewBar(container.New(layout.NewCustomPaddedLayout(5, 5, 8, 14),
		container.New(headRows{h}, container.NewHBox(ways...), container.NewVBox(h.title, h.unit), h.narrow, h.state, h.actions)), 0)
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
	widget.SetEnabled(h.undo, h.page.session.CanUndo() || h.page.needs.UndoMove != nil)
	widget.SetEnabled(h.redo, h.page.session.CanRedo() || h.page.needs.RedoMove != nil)
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

// headRows is the layout of the head: the ways back at the left, the name, and at the right the buttons in one row, or where there is no room
// for the side below what that offers.
type headRows struct{ head *head }

const (
	headGap  = 6
	leastHad = 110 // the width of the name
)

// buttons is how wide the rows of buttons at the right are.
func (l headRows) buttons(room float32) float32 {
	h := l.head
	state := h.state.MinSize().Width + headGap
	least, most := state+h.actions.MinSize().Width, state+h.actions.Natural()
	if h.narrow.Visible() {
		least, most = max(least, h.narrow.MinSize().Width), max(most, h.narrow.Natural())
	}
	return max(least, min(most, room))
}

// MinSize is part of the toolkit's contract.
func (l headRows) MinSize(objects []fyne.CanvasObject) fyne.Size {
	ways, name, actions := objects[0].MinSize(), objects[1].MinSize(), l.head.actions.MinSize()
	rows := actions.Height
	if l.head.narrow.Visible() {
		rows += l.head.narrow.MinSize().Height
	}
	return fyne.NewSize(ways.Width+headGap+leastHad+l.buttons(0), max(ways.Height, name.Height, rows))
}

// Layout is part of the toolkit's contract.
func (l headRows) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h, ways, name := l.head, objects[0], objects[1]
	way, high := ways.MinSize(), name.MinSize().Height
	ways.Move(fyne.NewPos(0, (size.Height-way.Height)/2))
	ways.Resize(way)
	left := way.Width + headGap
	wide := l.buttons(size.Width - left - max(leastHad, size.Width*0.25) - headGap)
	name.Move(fyne.NewPos(left, (size.Height-high)/2))
	name.Resize(fyne.NewSize(max(0, size.Width-left-wide-headGap), high))
	row := h.actions.MinSize().Height
	y := (size.Height - row) / 2
	if h.narrow.Visible() {
		offer := h.narrow.MinSize().Height
		y = (size.Height - row - offer) / 2
		h.narrow.Move(fyne.NewPos(size.Width-wide, y))
		h.narrow.Resize(fyne.NewSize(wide, offer))
		y += offer
	}
	state := h.state.MinSize().Width
	actions := min(h.actions.Natural(), wide-state-headGap)
	h.state.Move(fyne.NewPos(size.Width-actions-headGap-state, y))
	h.state.Resize(fyne.NewSize(state, row))
	h.actions.Move(fyne.NewPos(size.Width-actions, y))
	h.actions.Resize(fyne.NewSize(actions, row))
}
