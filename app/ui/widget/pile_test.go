package widget_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/ui/widget"
)

// A text in a pile never lies over the next one, whatever grew and whether anybody laid the pile out again.
func TestTextsOfAPileDoNotOverlap(t *testing.T) {
	app := test.NewTempApp(t)
	_ = app
	first, second := widget.SmallProse("短"), widget.SmallProse("下一段")
	pile := widget.Pile(first, second)
	pile.Resize(fyne.NewSize(240, 600))
	for _, n := range []int{1, 40, 3, 90} {
		first.SetText(strings.Repeat("完成比例", n))
		second.SetText(strings.Repeat("读作", n%7+1))
		pile.MinSize() // what the window asks each time something was drawn anew
		if end := first.Position().Y + first.MinSize().Height; second.Position().Y < end {
			t.Errorf("%d: the second text begins at %v, the first ends at %v", n, second.Position().Y, end)
		}
	}
	first.Hide()
	pile.MinSize()
	if second.Position().Y != 0 {
		t.Errorf("a hidden text leaves room: the second begins at %v", second.Position().Y)
	}
}
