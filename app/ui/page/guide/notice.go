package guide

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// notice is the line below the screen in which the page answers, with at most one thing to do about it.
type notice struct {
	text    *widget.Text
	button  *widget.Button
	do      func()
	panel   *widget.Panel
	content *fyne.Container
	fit     func() // what is around it makes room, or takes it back
}

func newNotice() *notice {
	n := &notice{text: widget.NewText(""), do: func() {}, fit: func() {}}
	n.text.Cut = true
	n.button = widget.NewButton("", func() { n.do() })
	n.button.Hide()
	line := widget.Frame(nil, nil, nil, n.button, container.NewVBox(layout.NewSpacer(), n.text, layout.NewSpacer()))
	n.panel = widget.NewPanel(container.New(layout.NewCustomPaddedLayout(4, 4, 10, 10), line), 0)
	n.panel.Edge, n.panel.Radius = "", 6
	n.content = container.NewVBox(widget.Gap(0, 2), n.panel)
	n.content.Hide()
	return n
}

func (n *notice) say(text string, tone look.Tone) {
	setVisible(n.button, false)
	n.show(text, tone)
}

// offer says something about which one thing can be done.
func (n *notice) offer(text string, tone look.Tone, label string, do func()) {
	n.do = do
	n.button.SetText(label)
	setVisible(n.button, true)
	n.show(text, tone)
}

func (n *notice) show(text string, tone look.Tone) {
	n.panel.Ground = tone.Ground()
	n.text.Set(text, tone.Ink())
	if !n.content.Visible() {
		n.content.Show()
		n.fit()
	}
	n.content.Refresh()
}

func (n *notice) clear() {
	if n.content.Visible() {
		n.content.Hide()
		n.fit()
	}
}
