package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

func TestBannerCutsNoControl(t *testing.T) {
	buttons := []fyne.CanvasObject{
		widget.NewButton("All commands", nil), widget.NewButton("Open what came…", nil), widget.NewButton("Hand in…", nil), widget.NewPrimary("Begin review…", nil),
	}
	hidden := widget.NewButton("hidden", nil)
	hidden.Hide()
	b := widget.NewBanner("Review", "Reviews by department or bureau, round by round", append(buttons, hidden)...)
	uitest.Window(t, b)
	b.Resize(fyne.NewSize(1200, 60))
	low := b.MinSize().Height
	for width := float32(1200); width >= 200; width -= 25 {
		b.Resize(fyne.NewSize(width, 300))
		var last fyne.CanvasObject
		for _, o := range buttons {
			if o.Size() != o.MinSize() || o.Position().X < 0 || o.Position().X+o.Size().Width > width+0.1 {
				t.Fatalf("in %v a button stands at %v", width, o.Position())
			}
			if bottom := o.Position().Y + o.Size().Height; bottom > b.MinSize().Height+0.1 {
				t.Fatalf("in %v a button ends at %v of %v", width, bottom, b.MinSize().Height)
			}
			if last != nil && last.Position().Y == o.Position().Y && last.Position().X+last.Size().Width > o.Position().X {
				t.Fatalf("in %v two buttons overlap", width)
			}
			last = o
		}
		heading := test.WidgetRenderer(b).Objects()[0]
		if first := buttons[0]; first.Position().Y < heading.Position().Y+heading.Size().Height && heading.Position().X+heading.Size().Width > first.Position().X {
			t.Fatalf("in %v the name is under a button", width)
		}
	}
	if b.MinSize().Height <= low {
		t.Errorf("narrow %v high, wide %v", b.MinSize().Height, low)
	}
}
