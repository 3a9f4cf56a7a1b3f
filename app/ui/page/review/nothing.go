package review

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/ui/widget"
)

// layNothing says what the page is for, and offers what one begins with.
func (p *Page) layNothing() *fyne.Container {
	w := p.needs.Words
	headline, text := widget.NewHeading(w.Say("ui.judging.empty")), widget.Prose(w.Say("ui.judging.empty.text"))
	headline.Align, text.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
	p.first = widget.NewPrimary(w.Say("ui.command.judging.begin")+"  "+keys["begin"].String(), p.askBegin).WithTip(w.Say("ui.tip.judging.begin", "keys", keys["begin"].String()))
	return container.NewCenter(widget.Wide(480, container.NewVBox(headline, widget.Gap(0, 4), text, widget.Gap(0, 8), container.NewCenter(container.NewHBox(p.first, p.button("read", p.pick))))))
}

// turn shows the list, or what one begins with where there is none. The keyboard goes along.
func (p *Page) turn() {
	empty := len(p.items) == 0
	if empty == p.nothing.Visible() {
		return
	}
	widget.SetVisible(p.nothing, empty)
	widget.SetVisible(p.body, !empty)
	if empty {
		widget.Focus(p.first)
	} else {
		p.list.Focus()
	}
}
