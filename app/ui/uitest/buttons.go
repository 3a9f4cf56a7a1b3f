package uitest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/ui/widget"
)

// Buttons returns the visible buttons in an object, in the order in which they are laid out.
func Buttons(o fyne.CanvasObject) []*widget.Button {
	var found []*widget.Button
	for _, part := range test.LaidOutObjects(o) {
		if b, ok := part.(*widget.Button); ok && b.Visible() {
			found = append(found, b)
		}
	}
	return found
}
