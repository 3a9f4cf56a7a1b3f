package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

func twoPanes(t *testing.T) (*widget.Panes, *widget.Entry, *widget.Entry) {
	t.Helper()
	left, right := widget.NewEntry(nil), widget.NewEntry(nil)
	p := widget.NewPanes(fyne.NewSize(400, 0), widget.LeftOf, widget.Pane{Name: "left", Content: widget.Wide(150, left)}, widget.Pane{Name: "right", Content: right})
	w := uitest.Window(t, widget.NewStage(container.NewStack(p), nil))
	w.Resize(fyne.NewSize(900, 400))
	return p, left, right
}

func TestPanesStandSideBySideWhereThereIsRoom(t *testing.T) {
	p, left, right := twoPanes(t)
	p.Resize(fyne.NewSize(600, 300))
	if p.Folded() || !shown(p, left) || !shown(p, right) {
		t.Fatalf("folded %v, shown %v and %v", p.Folded(), shown(p, left), shown(p, right))
	}
	if at, _ := place(p, right); at.X < 150 {
		t.Errorf("the second part stands at %v", at)
	}
	p.Turn(1) // means nothing here
	p.Resize(fyne.NewSize(399, 300))
	if !p.Folded() || !shown(p, left) || shown(p, right) {
		t.Fatalf("narrow: folded %v, shown %v and %v", p.Folded(), shown(p, left), shown(p, right))
	}
	if left.Size().Width < 390 {
		t.Errorf("the part at the front is %v wide", left.Size().Width)
	}
}

func TestWhatGetsTheKeyboardComesToTheFront(t *testing.T) {
	p, left, right := twoPanes(t)
	p.Resize(fyne.NewSize(300, 300))
	widget.Focus(right)
	if p.Front() != 1 || !shown(p, right) || shown(p, left) || widget.CanvasOf(right).Focused() != right {
		t.Errorf("front %d, shown %v and %v, keyboard in %v", p.Front(), shown(p, left), shown(p, right), widget.CanvasOf(right).Focused())
	}
	if !widget.TurnPane(p) || p.Front() != 0 || widget.CanvasOf(left).Focused() != left {
		t.Errorf("after going on: front %d, keyboard in %v", p.Front(), widget.CanvasOf(left).Focused())
	}
}

func TestPanesNeverShowWhatTheirOwnerHides(t *testing.T) {
	hidden, other := widget.NewEntry(nil), widget.NewEntry(nil)
	hidden.Hide()
	p := widget.NewPanes(fyne.NewSize(400, 0), widget.LeftOf, widget.Pane{Name: "left", Content: hidden}, widget.Pane{Name: "right", Content: other})
	uitest.Window(t, container.NewStack(p))
	for _, width := range []float32{300, 600} {
		p.Resize(fyne.NewSize(width, 200))
		if shown(p, hidden) || !shown(p, other) {
			t.Errorf("in %v: shown %v and %v", width, shown(p, hidden), shown(p, other))
		}
		if other.Size().Height != 200 {
			t.Errorf("in %v there are tabs for one part: it is %v high", width, other.Size().Height)
		}
	}
	if widget.TurnPane(p) {
		t.Error("there is nothing to turn to")
	}
}

// shown reports whether an object in another one is visible, and all that holds it.
func shown(whole, part fyne.CanvasObject) bool {
	if !whole.Visible() {
		return false
	}
	if whole == part {
		return true
	}
	for _, o := range children(whole) {
		if shown(o, part) {
			return true
		}
	}
	return false
}
