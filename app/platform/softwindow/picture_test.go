package softwindow

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	theming "zhunsheng/app/ui/look"
	"zhunsheng/app/ui/uitest"
	ours "zhunsheng/app/ui/widget"
)

// Where nothing is drawn the ground is seen, and it has another colour in another theme.
func TestGroundFollowsTheTheme(t *testing.T) {
	s := newStage(t, 1, container.NewVBox(widget.NewLabel("深色")))
	s.app.Settings().SetTheme(uitest.Theme(theming.Dark))
	s.app.driver.drain()
	s.frame.paint()
	want := rgba(theme.Color(theme.ColorNameBackground))
	for _, at := range []image.Point{{1365, 0}, {0, 727}, {1365, 727}} {
		if got := s.frame.shown.RGBAAt(at.X, at.Y); got != want {
			t.Errorf("at %v: %v, want the dark ground %v", at, got, want)
		}
	}
}

// edged paints a white rectangle with an edge, and returns the pixels that it takes without what of the edge lies outside.
func edged(t *testing.T, scale float32, size fyne.Size, edge color.Color, width float32) (*stage, image.Rectangle) {
	t.Helper()
	box := canvas.NewRectangle(color.White)
	box.StrokeColor, box.StrokeWidth, box.CornerRadius = edge, width, 3
	s := newStage(t, scale, container.NewWithoutLayout(box))
	box.Move(fyne.NewPos(20, 20))
	box.Resize(size)
	s.window.stale()
	s.frame.paint()
	pixel := s.window.canvas.pixel
	return s, image.Rect(pixel(20), pixel(20), pixel(20+size.Width), pixel(20+size.Height))
}

// The middle of an edge is where its rectangle ends: half of it lies outside, on every side, whether the picture is stretched or not.
func TestEdgesLieAroundTheirRectangles(t *testing.T) {
	red := color.NRGBA{R: 255, A: 255}
	for name, size := range map[string]fyne.Size{"stretched": fyne.NewSize(200, 100), "whole": fyne.NewSize(12, 12)} {
		for _, scale := range []float32{1, 1.25, 1.5, 1.75, 2} {
			s, in := edged(t, scale, size, red, 4)
			left, right, top, bottom := in.Min.X, in.Max.X-1, in.Min.Y, in.Max.Y-1
			x, y := (left+right)/2, (top+bottom)/2
			for _, at := range []image.Point{{left - 1, y}, {left, y}, {right, y}, {right + 1, y}, {x, top - 1}, {x, top}, {x, bottom}, {x, bottom + 1}} {
				if got := s.frame.shown.RGBAAt(at.X, at.Y); got != rgba(red) {
					t.Errorf("%s at scale %v, %v: %v, want the colour of the edge", name, scale, at, got)
				}
			}
			if got := s.frame.shown.RGBAAt(x, y); got != rgba(color.White) {
				t.Errorf("%s at scale %v: the middle is %v", name, scale, got)
			}
		}
	}
}

// An edge that is one pixel wide is one pixel of its colour, inside its rectangle, and not two pale ones.
func TestThinEdgesAreSharp(t *testing.T) {
	red := color.NRGBA{R: 255, A: 255}
	for name, size := range map[string]fyne.Size{"stretched": fyne.NewSize(200, 100), "whole": fyne.NewSize(12, 12)} {
		for _, scale := range []float32{1, 1.25, 1.4} {
			s, in := edged(t, scale, size, red, 1)
			left, right, top, bottom := in.Min.X, in.Max.X-1, in.Min.Y, in.Max.Y-1
			x, y := (left+right)/2, (top+bottom)/2
			ground := rgba(theme.Color(theme.ColorNameBackground))
			for at, want := range map[image.Point]color.RGBA{
				{left - 1, y}: ground, {left, y}: rgba(red), {left + 1, y}: rgba(color.White), {right - 1, y}: rgba(color.White), {right, y}: rgba(red), {right + 1, y}: ground,
				{x, top - 1}: ground, {x, top}: rgba(red), {x, top + 1}: rgba(color.White), {x, bottom - 1}: rgba(color.White), {x, bottom}: rgba(red), {x, bottom + 1}: ground,
			} {
				if got := s.frame.shown.RGBAAt(at.X, at.Y); got != want {
					t.Errorf("%s at scale %v, %v: %v, want %v", name, scale, at, got, want)
				}
			}
		}
	}
}

// A shape that has another colour is seen in it without saying so: the screens change the circles of their steps so.
func TestShapesAreSeenAsTheyAre(t *testing.T) {
	red, blue := color.NRGBA{R: 255, A: 255}, color.NRGBA{B: 255, A: 255}
	circle, line, box := canvas.NewCircle(red), canvas.NewLine(red), canvas.NewRectangle(red)
	line.StrokeWidth, box.Shadow = 6, canvas.Shadow{Color: color.Black, BlurRadius: 2}
	s := newStage(t, 1, container.NewWithoutLayout(circle, line, box))
	for i, o := range []fyne.CanvasObject{circle, line, box} {
		o.Move(fyne.NewPos(20+float32(100*i), 20))
		o.Resize(fyne.NewSize(60, 60))
	}
	s.window.stale()
	s.frame.paint()
	circle.FillColor, line.StrokeColor, box.FillColor = blue, blue, blue
	s.frame.paint()
	for i := range 3 {
		if got := s.frame.shown.RGBAAt(50+100*i, 50); got != rgba(blue) {
			t.Errorf("shape %d is seen as %v", i, got)
		}
	}
}

// What needs more height in a narrower place gets it, although it would need none if it were wider.
func TestRowsThatBreakGetTheirHeight(t *testing.T) {
	s := newStage(t, 1, widget.NewLabel("")) // with the theme
	choice := ours.NewChoice(nil, ours.Option{ID: "a", Label: "计分"}, ours.Option{ID: "b", Label: "缺佐证"}, ours.Option{ID: "c", Label: "不适用"}, ours.Option{ID: "d", Label: "未到期"})
	column := container.New(narrow{}, choice, widget.NewLabel("偏差原因分析"))
	s.window.SetContent(container.NewWithoutLayout(column))
	column.Resize(fyne.NewSize(400, 300))
	s.frame.paint()
	once := choice.Size().Height
	column.Resize(fyne.NewSize(150, 300))
	s.frame.paint()
	if got := choice.Size(); got.Width > 150 || got.Height < 2*once-2 {
		t.Errorf("the choice has %v; a row is %v high", got, once)
	}
}

// narrow stacks objects as wide as there is room, and needs no width.
type narrow struct{}

func (narrow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		height := o.MinSize().Height
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height
	}
}

func (narrow) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

// The user enlarges everything, and the program asks for as many pixels as there were.
func TestEnlargingKeepsTheWindow(t *testing.T) {
	s := newStage(t, 1, widget.NewLabel("显示比例"))
	t.Setenv("FYNE_SCALE", "1.5")
	size := s.window.Canvas().Size()
	s.window.Resize(fyne.NewSize(size.Width/1.5, size.Height/1.5)) // before the settings have told anybody
	if s.window.width != 1366 || s.window.height != 728 {
		t.Errorf("the window has %d by %d pixels, 1366 by 728 before", s.window.width, s.window.height)
	}
	if got := s.window.Canvas().Scale(); got != 1.5 {
		t.Errorf("scale %v", got)
	}
}
