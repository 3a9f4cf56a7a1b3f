package prompt

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

// TestBarOfALowDialogCoversNothing scrolls a form in a window that is too low for it: the bar stands beside the fields.
func TestBarOfALowDialogCoversNothing(t *testing.T) {
	window := uitest.Window(t, widget.NewText(""))
	window.Resize(fyne.NewSize(400, 200))
	canvas := window.Canvas()
	field := widget.NewEntry(nil)
	f := newFrame(canvas, 300, widget.NewHeading("题"), container.NewVBox(field, widget.Gap(0, 900)), widget.NewButton("确定", nil))
	content := f.content()
	f.settle()
	content.Resize(content.MinSize())
	if f.scroll.Content.MinSize().Height <= f.scroll.Size().Height {
		t.Fatal("there is nothing to scroll")
	}
	right := field.Position().X + field.Size().Width + frameRing
	bar := fyne.CurrentApp().Settings().Theme().Size(theme.SizeNameScrollBar)
	if free := f.scroll.Size().Width - right; free < bar || f.scroll.Position().X+f.scroll.Size().Width > content.Size().Width-frameSide {
		t.Errorf("the bar of %v has %v beside the field; what is scrolled ends at %v of %v", bar, free, f.scroll.Position().X+f.scroll.Size().Width, content.Size().Width)
	}
}
