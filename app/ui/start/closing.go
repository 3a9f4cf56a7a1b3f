package start

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
)

// End is how far the end of the program has come.
type End struct {
	// Writing tells that something the user entered is still on its way to the disk.
	Writing bool
	// Abandon ends the program without waiting any longer. It is offered where the disk does not answer for long, and nil before.
	Abandon func()
}

// Closing is what the window shows while the store is being closed, where that takes longer than a moment.
func Closing(w wording.Words, e End) fyne.CanvasObject {
	key := "ui.start.closing.text"
	switch {
	case e.Writing && e.Abandon != nil:
		key = "ui.start.closing.stuck"
	case e.Writing:
		key = "ui.start.closing.writing"
	case e.Abandon != nil:
		key = "ui.start.closing.slow"
	}
	box := container.NewVBox(widget.NewHeading(w.Say("ui.start.closing")), widget.Gap(cardWidth, 2), widget.Flush(widget.Prose(w.Say(key))))
	if e.Abandon != nil { // the keyboard is not on it: waiting loses nothing
		abandon := widget.NewButton(w.Say("ui.start.closing.abandon"), e.Abandon).WithTip(w.Say("ui.start.closing.abandon.tip"))
		box.Add(widget.Gap(0, 6))
		box.Add(container.NewHBox(layout.NewSpacer(), abandon))
	}
	card := widget.NewPanel(container.New(layout.NewCustomPaddedLayout(6, 6, 8, 8), box), 16)
	card.Resize(card.MinSize()) // a text without a width would be a letter wide and higher than the screen, and the window with it
	return container.NewCenter(card)
}
