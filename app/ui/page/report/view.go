package report

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// The ways of fitting a page; other zooms are in percent of the size on paper.
const (
	fitWidth = 0
	fitPage  = -1
)

// zooms are the steps of the zoom in percent.
var zooms = []int{50, 75, 100, 125, 150, 200, 300}

const (
	// screenDPI is how many device-independent pixels are an inch of paper at 100 %.
	screenDPI = 96
	// around is the room around a page.
	around = 16
	// mostDPI bounds the pictures of a page; more is not seen.
	mostDPI = 300
)

// view shows one page, to be scrolled. It has the keyboard of reading: arrows scroll, PageUp and PageDown go on, Home and End go to the
// first and the last page.
type view struct {
	toolkit.BaseWidget
	page *Page

	scroll  *container.Scroll
	sheet   *canvas.Image
	edge    *canvas.Rectangle
	room    *sheetRoom
	empty   *widget.Label
	focused bool

	zoom   int        // in percent, or one of the fits
	points [2]float64 // size of the page
	size   fyne.Size
}

var (
	_ fyne.Focusable     = (*view)(nil)
	_ fyne.Shortcutable  = (*view)(nil)
	_ fyne.Tappable      = (*view)(nil)
	_ desktop.Cursorable = (*view)(nil)
)

func newView(p *Page) *view {
	v := &view{page: p, sheet: canvas.NewImageFromImage(nil), edge: canvas.NewRectangle(look.None), empty: widget.Prose("")}
	v.sheet.FillMode, v.sheet.ScaleMode = canvas.ImageFillStretch, canvas.ImageScaleSmooth
	v.room = &sheetRoom{view: v}
	v.scroll = container.NewScroll(container.New(v.room, v.edge, v.sheet))
	v.empty.Alignment = fyne.TextAlignCenter
	v.empty.Hide()
	v.ExtendBaseWidget(v)
	return v
}

// show puts a page's picture on the screen; nil where it is still being drawn.
func (v *view) show(img image.Image, points [2]float64) {
	v.points = points
	v.sheet.Image = img
	if img == nil {
		v.sheet.Hide()
	} else {
		v.sheet.Show()
	}
	v.empty.Hide()
	v.edge.Show()
	v.sheet.Refresh()
	v.scroll.Content.Refresh()
	v.scroll.Refresh()
}

// say shows a text in place of a page.
func (v *view) say(text string) {
	v.sheet.Hide()
	v.edge.Hide()
	v.empty.SetText(text)
	v.empty.Show()
	v.Refresh()
}

// extent is the size of the page on the screen.
func (v *view) extent() fyne.Size {
	if v.points[0] <= 0 {
		return fyne.NewSize(0, 0)
	}
	scale := float64(v.zoom) / 100 * screenDPI / 72
	wide := float64(max(v.size.Width-2*around-scrollBar, 100)) / v.points[0]
	switch v.zoom {
	case fitWidth:
		scale = wide
	case fitPage:
		scale = min(wide, float64(max(v.size.Height-2*around, 100))/v.points[1])
	}
	return fyne.NewSize(float32(math.Round(v.points[0]*scale)), float32(math.Round(v.points[1]*scale)))
}

const scrollBar = 12

// dpi is the resolution at which the page is drawn: one dot for each pixel of the screen.
func (v *view) dpi() int {
	if v.points[0] <= 0 {
		return 0
	}
	pixels := float32(1)
	if c := widget.CanvasOf(v); c != nil {
		pixels = c.Scale()
	}
	return min(max(int(math.Round(float64(v.extent().Width*pixels)*72/v.points[0])), 20), mostDPI)
}

// percent is the zoom as it is, fits included.
func (v *view) percent() int {
	if v.points[0] <= 0 {
		return 100
	}
	return int(math.Round(float64(v.extent().Width) * 72 / v.points[0] / screenDPI * 100))
}

// step zooms to the next step.
func (v *view) step(direction int) {
	now, next := v.percent(), 0
	for _, z := range zooms {
		if direction > 0 && z > now && next == 0 || direction < 0 && z < now {
			next = z
		}
	}
	if next != 0 {
		v.setZoom(next)
	}
}

func (v *view) setZoom(zoom int) {
	v.zoom = zoom
	v.scroll.Content.Refresh()
	v.scroll.Refresh()
	v.page.draw()
	v.page.showFoot()
}

// onward scrolls by a screenful, or goes to the next page at the end of this one.
func (v *view) onward(direction int) {
	most := max(v.scroll.Content.MinSize().Height-v.scroll.Size().Height, 0)
	at := v.scroll.Offset.Y
	if direction > 0 && at >= most-1 || direction < 0 && at <= 0 {
		before := v.page.current
		if v.page.turnTo(before + direction); v.page.current != before && direction < 0 {
			v.scroll.ScrollToBottom()
		}
		return
	}
	v.scrollBy(float32(direction) * v.scroll.Size().Height * 0.9)
}

func (v *view) scrollBy(dy float32) {
	most := max(v.scroll.Content.MinSize().Height-v.scroll.Size().Height, 0)
	v.scroll.ScrollToOffset(fyne.NewPos(v.scroll.Offset.X, min(max(v.scroll.Offset.Y+dy, 0), most)))
}

// TypedKey scrolls, turns pages, and passes the rest on.
func (v *view) TypedKey(ev *fyne.KeyEvent) {
	const line = 48
	switch ev.Name {
	case fyne.KeyDown:
		v.scrollBy(line)
	case fyne.KeyUp:
		v.scrollBy(-line)
	case fyne.KeyLeft:
		v.page.turnTo(v.page.current - 1)
	case fyne.KeyRight:
		v.page.turnTo(v.page.current + 1)
	case fyne.KeyPageDown, fyne.KeySpace:
		v.onward(1)
	case fyne.KeyPageUp:
		v.onward(-1)
	case fyne.KeyHome:
		v.page.turnTo(0)
	case fyne.KeyEnd:
		v.page.turnTo(v.page.pages() - 1)
	case fyne.KeyEscape:
		widget.PassKey(v, ev)
	default:
		widget.PassOn(v, ev)
	}
}

// TypedRune is part of the toolkit's contract.
func (v *view) TypedRune(r rune) {
	switch r {
	case '+', '=':
		v.step(1)
	case '-':
		v.step(-1)
	}
}

// TypedShortcut passes shortcuts on.
func (v *view) TypedShortcut(s fyne.Shortcut) { widget.PassShortcut(v, s) }

// FocusGained is part of the toolkit's contract.
func (v *view) FocusGained() { v.focused = true; v.Refresh() }

// FocusLost is part of the toolkit's contract.
func (v *view) FocusLost() { v.focused = false; v.Refresh() }

// Tapped takes the keyboard.
func (v *view) Tapped(*fyne.PointEvent) { widget.Focus(v) }

// Cursor is part of the toolkit's contract.
func (v *view) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// sheetRoom puts the page into the middle of the room that is there.
type sheetRoom struct{ view *view }

// MinSize is that of the page with the room around it.
func (r *sheetRoom) MinSize([]fyne.CanvasObject) fyne.Size {
	return r.view.extent().AddWidthHeight(2*around, 2*around)
}

// Layout places the edge and, within it, the picture.
func (r *sheetRoom) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	page := r.view.extent()
	at := fyne.NewPos(max((size.Width-page.Width)/2, around), around)
	objects[0].Move(at.SubtractXY(1, 1))
	objects[0].Resize(page.AddWidthHeight(2, 2))
	objects[1].Move(at)
	objects[1].Resize(page)
}

// CreateRenderer is part of the toolkit's contract.
func (v *view) CreateRenderer() fyne.WidgetRenderer {
	r := &viewRenderer{view: v, ground: canvas.NewRectangle(look.None), ring: canvas.NewRectangle(look.None)}
	r.Refresh()
	return r
}

type viewRenderer struct {
	view         *view
	ground, ring *canvas.Rectangle
}

func (r *viewRenderer) Destroy()           {}
func (r *viewRenderer) MinSize() fyne.Size { return fyne.NewSize(240, 200) }

func (r *viewRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.view.scroll, r.view.empty, r.ring}
}

func (r *viewRenderer) Layout(size fyne.Size) {
	v := r.view
	changed := v.size != size
	v.size = size
	r.ground.Resize(size)
	v.scroll.Resize(size)
	text := v.empty.MinSize()
	v.empty.Move(fyne.NewPos(24, (size.Height-text.Height)/2))
	v.empty.Resize(fyne.NewSize(max(size.Width-48, 1), text.Height))
	r.ring.Resize(size)
	if changed {
		v.scroll.Content.Refresh()
		v.page.drawLater()
	}
}

func (r *viewRenderer) Refresh() {
	v := r.view
	r.ground.FillColor, r.ground.CornerRadius = look.Paint(look.Track), 6
	v.edge.FillColor, v.edge.StrokeColor, v.edge.StrokeWidth = image.White.C, look.Paint(look.Line), 1
	r.ring.FillColor, r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = look.None, look.None, 0, 6
	if v.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = look.Paint(look.Accent), 2
	}
	r.Layout(v.size)
	v.edge.Refresh()
	canvas.Refresh(v)
}
