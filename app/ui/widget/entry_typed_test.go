package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"pgregory.net/rapid"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

// Whatever is typed into a field whose lines wrap is in its text, blanks at the end of a line too.
func TestWrappedProseKeepsEveryCharacterTyped(t *testing.T) {
	w, clipboard := uitest.Window(t, nil), fyne.CurrentApp().Clipboard()
	rapid.Check(t, func(rt *rapid.T) {
		e := widget.NewProse(3, nil)
		w.SetContent(container.NewWithoutLayout(e))
		w.Canvas().Focus(e)
		e.Resize(fyne.NewSize(rapid.Float32Range(80, 260).Draw(rt, "width"), 120))
		var want []rune
		for _, r := range rapid.StringOfN(rapid.SampledFrom([]rune("ab  cd 中文，。\n←⎘")), 1, 80, -1).Draw(rt, "keys") {
			switch r {
			case '\n':
				e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			case '←':
				e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
				want = want[:max(0, len(want)-1)]
				continue
			case '⎘':
				clipboard.SetContent("  x ")
				e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
				want = append(want, []rune("  x ")...)
				continue
			default:
				e.TypedRune(r)
			}
			want = append(want, r)
		}
		if e.Text != string(want) {
			rt.Fatalf("holds %q, want %q", e.Text, string(want))
		}
	})
}
