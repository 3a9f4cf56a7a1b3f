package widget_test

import (
	"testing"

	"fyne.io/fyne/v2/container"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

func TestRoomsGiveWayTogether(t *testing.T) {
	grid, text := widget.Room(600, 300, widget.Gap(1, 1)), widget.Room(500, 40, widget.Gap(1, 1))
	body := container.NewVBox(text, widget.NewPanel(grid, 0))
	uitest.Window(t, body)
	for _, c := range []struct{ width, take, gridWidth, gridHeight float32 }{
		{1000, 0, 600, 300}, {400, 0, 400, 300}, {1000, 100, 600, 200}, {1000, 1000, 600, 120}, {1000, 0, 600, 300},
	} {
		widget.Squeeze(body, c.width, c.take)
		size := grid.MinSize()
		if size.Width != c.gridWidth || size.Height != c.gridHeight || text.MinSize().Height != 40 {
			t.Errorf("within %v, less %v: %v, and the other %v", c.width, c.take, size, text.MinSize())
		}
	}
}
