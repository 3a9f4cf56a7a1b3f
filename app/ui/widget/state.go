package widget

import (
	"strings"

	"fyne.io/fyne/v2"
)

// SetVisible shows an object or hides it.
func SetVisible(o fyne.CanvasObject, show bool) {
	if show {
		o.Show()
		return
	}
	o.Hide()
}

// SetEnabled lets something be pressed or not. What is that way already is not drawn anew.
func SetEnabled(control fyne.Disableable, can bool) {
	switch {
	case can && control.Disabled():
		control.Enable()
	case !can && !control.Disabled():
		control.Disable()
	}
}

// Groups writes hexadecimal digits as fingerprints are read out by telephone, on every screen alike: in capital letters and groups of four.
func Groups(digits string) string {
	digits = strings.ToUpper(strings.Join(strings.Fields(digits), ""))
	var groups []string
	for i := 0; i < len(digits); i += 4 {
		groups = append(groups, digits[i:min(i+4, len(digits))])
	}
	return strings.Join(groups, " ")
}
