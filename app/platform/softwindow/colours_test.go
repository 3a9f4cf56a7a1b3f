package softwindow

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	theming "zhunsheng/app/ui/look"
	"zhunsheng/app/ui/uitest"
)

// A window whose theme follows the system turns dark with it, and light again, while it is open.
func TestWindowTurnsDarkWithTheSystem(t *testing.T) {
	s := newStage(t, 1, widget.NewLabel("跟随系统"))
	s.app.Settings().SetTheme(uitest.Theme(theming.FollowSystem))
	told := 0
	s.app.Settings().AddListener(func(fyne.Settings) { told++ })
	for _, variant := range []fyne.ThemeVariant{theme.VariantDark, theme.VariantLight} {
		before := told
		s.window.ColoursChanged(variant)
		s.window.ColoursChanged(variant) // to another window
		if told != before+1 {
			t.Errorf("told %d times", told-before)
		}
		s.app.driver.drain()
		s.frame.paint()
		want := rgba(s.app.Settings().Theme().Color(theme.ColorNameBackground, variant))
		if got := s.frame.shown.RGBAAt(1365, 727); got != want {
			t.Errorf("variant %d: the ground is %v, want %v", variant, got, want)
		}
	}
}
