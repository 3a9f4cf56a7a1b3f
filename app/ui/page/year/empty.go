package year

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
)

// emptyState says what to do where there is nothing to show.
type emptyState struct {
	words   wording.Words
	title   *widget.Text
	text    *widget.Text
	begin   *fyne.Container // ways to begin
	example *widget.Button
	clear   *widget.Button
	content *fyne.Container
}

func newEmptyState(w wording.Words, p *Page) *emptyState {
	e := &emptyState{words: w, title: widget.NewHeading(""), text: widget.NewText("")}
	e.title.Align, e.text.Align, e.text.Ink = fyne.TextAlignCenter, fyne.TextAlignCenter, look.Muted
	e.example = widget.NewButton(w.Say("ui.year.load-example"), p.loadExample)
	e.clear = widget.NewPrimary(w.Say("ui.command.unfilter"), p.unfilter)
	e.begin = container.NewHBox(
		widget.NewPrimary(w.Say("ui.command.new")+"  "+keysNew.String(), p.askNew), widget.NewButton(w.Say("ui.command.import")+"  "+keysImport.String(), p.importFile),
		e.example,
	)
	e.content = container.NewCenter(container.NewVBox(e.title, widget.Gap(0, 4), e.text, widget.Gap(0, 8), container.NewCenter(e.begin), container.NewCenter(e.clear)))
	return e
}

// show shows the state for an empty year or for a search that finds nothing.
func (e *emptyState) show(noEvaluations, noMatches bool) {
	switch {
	case noEvaluations:
		e.title.SetText(e.words.Say("ui.year.empty"))
		e.text.SetText(e.words.Say("ui.year.empty.text"))
		e.begin.Show()
		e.clear.Hide()
	case noMatches:
		e.title.SetText(e.words.Say("ui.year.no-match"))
		e.text.SetText(e.words.Say("ui.year.no-match.text"))
		e.begin.Hide()
		e.clear.Show()
	default:
		e.content.Hide()
		return
	}
	e.content.Show()
}
