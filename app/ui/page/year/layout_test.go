package year

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/wording"
)

// box is an object that needs a size.
func box(width, height float32) fyne.CanvasObject {
	o := canvas.NewRectangle(nil)
	o.SetMinSize(fyne.NewSize(width, height))
	return o
}

func TestTilesThatMatterLeastGiveWay(t *testing.T) {
	tiles := container.New(shares{share: []float32{1, 1, 1}, drop: []int{1, 2, 0}}, box(100, 20), box(100, 20), box(100, 20))
	for width, want := range map[float32]string{320: "true true true", 300: "true false true", 90: "true false true"} {
		tiles.Resize(fyne.NewSize(width, 20))
		got := fmt.Sprint(tiles.Objects[0].Visible(), tiles.Objects[1].Visible(), tiles.Objects[2].Visible())
		if got != want {
			t.Errorf("in %v: shown %s, want %s", width, got, want)
		}
	}
	if tiles.MinSize().Width != 208 {
		t.Errorf("needs %v", tiles.MinSize())
	}
}

// A window of 1366 by 768 leaves a page 1190 dots, 760 at a zoom of 150 percent, and 639 at 200 percent, where only signs of the rail are left.
func TestThePageFitsItsWindow(t *testing.T) {
	defer func() { testWords = wording.Words{} }()
	for _, language := range []string{"zh", "en"} {
		testWords = uitest.Words(t, language)
		r := enter(t, managed(), 0)
		for _, width := range []float32{1190, 760, 639} {
			for range 3 { // until rows and heights have settled
				r.page.content.Resize(fyne.NewSize(width, 480))
				r.page.content.Refresh()
			}
			if need := r.page.content.MinSize().Width; need > width {
				t.Errorf("%s: needs %v of %v", language, need, width)
			}
		}
	}
}
