package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

func TestFlowTakesTheRowsItNeeds(t *testing.T) {
	var buttons []fyne.CanvasObject
	for _, label := range []string{"打开", "保存", "打印", "复制"} {
		buttons = append(buttons, widget.NewButton(label, nil))
	}
	flow := widget.NewFlow(buttons...)
	uitest.Window(t, flow)
	turned := 0
	flow.OnRows = func() { turned++ }
	one := flow.MinSize().Height
	flow.Resize(fyne.NewSize(2*buttons[0].MinSize().Width+10, 200))
	if turned != 1 || flow.MinSize().Height < 2*one {
		t.Fatalf("told %d times, height %v of one row %v", turned, flow.MinSize().Height, one)
	}
	if a, b := buttons[0].Position(), buttons[2].Position(); a.X != b.X || b.Y <= a.Y {
		t.Errorf("the third stands at %v, the first at %v", b, a)
	}
	buttons[1].Hide()
	buttons[3].Hide()
	flow.Refresh()
	if a, b := buttons[0].Position(), buttons[2].Position(); a.Y != b.Y || turned != 2 {
		t.Errorf("without the hidden ones the third stands at %v, the first at %v; told %d times", b, a, turned)
	}
}
