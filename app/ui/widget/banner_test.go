package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

func TestBannerCutsNoControl(t *testing.T) {
	buttons := []*widget.Button{
		widget.NewButton("All commands", nil), widget.NewButton("Open what came…", nil), widget.NewButton("Hand in…", nil), widget.NewPrimary("Begin review…", nil),
	}
	hidden := widget.NewButton("hidden", nil)
	hidden.Hide()
	b := widget.NewBanner("Review", "Reviews by department or bureau, round by round", buttons[0], buttons[1], buttons[2], buttons[3], hidden)
	uitest.Window(t, b)
	b.Resize(fyne.NewSize(1200, 60))
	high := b.MinSize().Height
	actions := test.WidgetRenderer(b).Objects()[2].(*widget.Actions)
	for width := float32(1200); width >= b.MinSize().Width; width -= 25 {
		b.Resize(fyne.NewSize(width, high))
		if right := actions.Position().X + actions.Size().Width; right > width+0.1 || actions.Position().X < -0.1 {
			t.Fatalf("in %v the buttons go from %v to %v", width, actions.Position().X, right)
		}
		heading := test.WidgetRenderer(b).Objects()[0]
		if heading.Position().X+heading.Size().Width > actions.Position().X {
			t.Fatalf("in %v the name is under a button", width)
		}
		if b.MinSize().Height != high {
			t.Fatalf("in %v it is %v high, wide %v", width, b.MinSize().Height, high)
		}
	}
	if !actions.More().Visible() {
		t.Error("nothing went into the menu")
	}
}

func TestButtonsAreInTheirRowOrInItsMenu(t *testing.T) {
	uitest.Window(t, widget.Gap(1, 1))
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.Bool().Draw(t, "first stays")
		count := rapid.IntRange(0, 6).Draw(t, "buttons")
		buttons := make([]*widget.Button, count)
		var row []fyne.CanvasObject
		for i := range buttons {
			buttons[i] = widget.NewButton(rapid.StringMatching(`[a-z年度评]{1,12}`).Draw(t, "label"), nil)
			if rapid.IntRange(0, 4).Draw(t, "hidden") == 0 {
				buttons[i].Hide()
			}
			row = append(row, buttons[i])
		}
		a := widget.NewActions(row...)
		a.FirstStays = first
		width := rapid.Float32Range(0, 900).Draw(t, "width")
		a.Resize(fyne.NewSize(max(width, a.MinSize().Width), a.MinSize().Height))
		listed := map[string]int{}
		for _, label := range a.Menu() {
			listed[label]++
		}
		if a.More().Visible() != (len(listed) > 0) {
			t.Fatalf("menu %v, its button shown %v", listed, a.More().Visible())
		}
		var right float32
		for i, b := range buttons {
			at, _ := place(a, b)
			switch inRow := a.InRow(i); {
			case !b.Visible() && inRow:
				t.Fatalf("button %d is hidden by its owner and stands in the row", i)
			case !b.Visible():
			case inRow:
				if at.X < right-0.1 || at.X+b.MinSize().Width > a.Size().Width+0.1 {
					t.Fatalf("button %d stands at %v in %v, the one before ends at %v", i, at, a.Size().Width, right)
				}
				right = at.X + b.MinSize().Width
			case listed[b.Text] == 0:
				t.Fatalf("button %d is neither in the row nor in the menu", i)
			default:
				listed[b.Text]--
			}
		}
	})
}

// place is where an object stands in what holds it, and whether it does.
func place(whole, part fyne.CanvasObject) (fyne.Position, bool) {
	if whole == part {
		return fyne.Position{}, true
	}
	for _, o := range children(whole) {
		if at, ok := place(o, part); ok {
			return at.Add(o.Position()), true
		}
	}
	return fyne.Position{}, false
}

// children are the objects in another one.
func children(whole fyne.CanvasObject) []fyne.CanvasObject {
	switch o := whole.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}
