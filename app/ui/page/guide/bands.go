package guide

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// bands edits the table of bands of a method: from which bound the indicator earns how many per cent of its weight. An empty line at the end
// takes the next band; a line that is emptied goes away.
type bands struct {
	page   *Page
	ind    *scoring.Indicator
	grid   *widget.Grid
	clear  *widget.Button
	remove *widget.Button
	whose  *widget.Text
	typed  map[string][2]string // half of a new line, by indicator
	box    fyne.CanvasObject
}

const (
	columnAtLeast = iota
	columnEarns
)

func newBands(p *Page) *bands {
	w := p.words
	b := &bands{page: p, whose: widget.NewCaption(""), typed: map[string][2]string{}}
	b.whose.Cut = true
	b.grid = widget.NewGrid(
		widget.Column{Title: w.Say("guide.band.at-least"), Width: 90, Stretch: 1, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("guide.band.earns"), Width: 90, Stretch: 1, Align: fyne.TextAlignTrailing},
	)
	b.grid.OnCommit = b.commitCell
	b.grid.Keep(drafts{p}, "bands")
	b.remove = widget.NewButton(w.Say("guide.band.remove"), b.removeLine).WithTip(w.Say("guide.band.remove.tip"))
	b.clear = widget.NewButton(w.Say("guide.band.clear"), func() {
		_ = p.apply(edit.ClearBands(b.ind.ID)) // a refusal was said
	}).WithTip(w.Say("guide.band.clear.tip"))
	buttons := container.NewHBox(widget.Gap(6, 0), container.NewVBox(b.remove, b.clear))
	b.box = widget.Frame(container.NewVBox(b.whose, widget.Gap(0, 2)), nil, nil, buttons, widget.NewPanel(b.grid, 1))
	return b
}

func (b *bands) list() []scoring.Band {
	list, _ := edit.BandsOf(b.page.session.Scheme(), b.ind)
	return list
}

func (b *bands) refresh(ind *scoring.Indicator) {
	b.ind = ind
	list, own := edit.BandsOf(b.page.session.Scheme(), ind)
	rows := make([]widget.Row, 0, len(list)+1)
	for i, band := range list {
		rows = append(rows, widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{{Text: band.AtLeast.String(), Edit: true}, {Text: band.Earns.String(), Edit: true}}})
	}
	half := b.typed[ind.ID]
	rows = append(rows, widget.Row{ID: strconv.Itoa(len(list)), Cells: []widget.Cell{{Text: half[0], Edit: true, Tone: look.Quiet}, {Text: half[1], Edit: true, Tone: look.Quiet}}})
	b.grid.SetRows(rows)
	key := "guide.band.own"
	switch {
	case !own && len(list) > 0:
		key = "guide.band.scheme"
	case len(list) == 0:
		key = "guide.band.none"
	}
	b.whose.SetText(b.page.words.Say(key))
	widget.SetEnabled(b.clear, own)
	widget.SetEnabled(b.remove, len(list) > 0)
}

// commitCell takes one figure of a line. A new line counts once both its figures are there.
func (b *bands) commitCell(id string, column int, text string) error {
	index, err := strconv.Atoi(id)
	if err != nil {
		return err
	}
	list := b.list()
	line := b.typed[b.ind.ID]
	if index < len(list) {
		line = [2]string{list[index].AtLeast.String(), list[index].Earns.String()}
	}
	line[column] = text
	if index == len(list) && (line[0] == "" || line[1] == "") {
		b.typed[b.ind.ID] = line
		b.refresh(b.ind)
		return nil
	}
	if err := b.page.apply(edit.SetBand(b.ind.ID, list, index, line[0], line[1])); err != nil {
		return err
	}
	if index == len(list) {
		delete(b.typed, b.ind.ID)
	}
	if ind, _, ok := b.page.session.Line(b.ind.ID); ok {
		b.refresh(ind)
	}
	return nil
}

func (b *bands) removeLine() {
	index, err := strconv.Atoi(current(b.grid))
	if err == nil && index < len(b.list()) {
		_ = b.page.apply(edit.SetBand(b.ind.ID, b.list(), index, "", "")) // a refusal was said
	}
}
