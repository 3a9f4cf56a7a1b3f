package softwindow

import (
	"image"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
)

// mostPixels that pictures may hold before those not in sight are dropped: 32 MB.
const mostPixels = 8 << 20

// pictures keeps what the toolkit's painter made, by look.
type pictures struct {
	known  map[look]*picture
	pixels int
	turn   int
}

type picture struct {
	image *image.RGBA
	turn  int // when it was last in the picture
}

func (p *pictures) clear() {
	p.known = map[look]*picture{}
	p.pixels = 0
}

// of returns the picture of a look, painted the first time.
func (p *pictures) of(l look) *image.RGBA {
	if known, ok := p.known[l]; ok {
		known.turn = p.turn
		return known.image
	}
	made := paint(l)
	p.known[l] = &picture{image: made, turn: p.turn}
	p.pixels += made.Bounds().Dx() * made.Bounds().Dy()
	return made
}

// next begins another drawing; pictures out of sight go when there are too many.
func (p *pictures) next(items []item) {
	p.turn++
	if p.pixels < mostPixels {
		return
	}
	used := make(map[look]struct{}, len(items))
	for _, i := range items {
		used[i.look] = struct{}{}
	}
	for l, known := range p.known {
		if _, inSight := used[l]; !inSight {
			p.pixels -= known.image.Bounds().Dx() * known.image.Bounds().Dy()
			delete(p.known, l)
		}
	}
}

// paint makes the picture of a look.
func paint(l look) *image.RGBA {
	switch l := l.(type) {
	case slab:
		return l.paint()
	case words:
		return l.paint()
	case thing:
		return l.paint()
	}
	return image.NewRGBA(image.Rectangle{}) // a fill has no picture
}

func (s slab) paint() *image.RGBA {
	size := fyne.NewSize(s.across, s.down)
	if !s.whole {
		side := float32(2*(s.limit-s.pad)+1) / s.scale
		size = fyne.NewSize(side, side)
	}
	pixels := image.Pt(round(size.Width*s.scale)+2*s.pad, round(size.Height*s.scale)+2*s.pad)
	r := canvas.NewRectangle(s.fill)
	r.StrokeColor, r.StrokeWidth = s.edge, s.width
	r.TopLeftCornerRadius, r.TopRightCornerRadius, r.BottomLeftCornerRadius, r.BottomRightCornerRadius = s.corners[0], s.corners[1], s.corners[2], s.corners[3]
	const ahead = 0.5 // of a pixel: the toolkit rounds up to where a picture begins
	wide := round(s.width * s.scale)
	if wide%2 == 0 {
		return capture(r, size, (float32(s.pad)-ahead)/s.scale, s.scale, pixels)
	}
	// The middle of such an edge is the middle of a pixel, else it would be two pale ones wide. The toolkit knows whole pixels only, so
	// it draws twice as large.
	const twice = 2
	r.StrokeWidth = float32(wide) / s.scale
	size = size.SubtractWidthHeight(1/s.scale, 1/s.scale)
	return halved(capture(r, size, (float32(twice*s.pad)+1-ahead)/(twice*s.scale), twice*s.scale, pixels.Mul(twice)))
}

// halved makes a picture half as large: every pixel is the mean of four.
func halved(from *image.RGBA) *image.RGBA {
	to := image.NewRGBA(image.Rect(0, 0, from.Bounds().Dx()/2, from.Bounds().Dy()/2))
	for y := range to.Bounds().Dy() {
		above, below := from.Pix[from.PixOffset(0, 2*y):], from.Pix[from.PixOffset(0, 2*y+1):]
		row := to.Pix[to.PixOffset(0, y):][:4*to.Bounds().Dx()]
		for i := range row {
			left := i/4*8 + i%4
			row[i] = uint8((int(above[left]) + int(above[left+4]) + int(below[left]) + int(below[left+4]) + 2) / 4)
		}
	}
	return to
}

func (w words) paint() *image.RGBA {
	t := canvas.NewText(w.text, w.colour)
	t.TextSize, t.TextStyle, t.FontSource = w.size, w.style, w.source
	min := t.MinSize()
	across, down := wordsSize(min, w.scale)
	return capture(t, min, 0, w.scale, image.Pt(across, down))
}

func (t thing) paint() *image.RGBA {
	still := copyOf(t.object)
	if still == nil {
		return image.NewRGBA(image.Rectangle{})
	}
	return capture(still, t.size, t.pad, t.scale, t.pixels())
}

// copyOf returns an object that looks like another but can be moved without the original noticing; nil where it cannot be drawn.
func copyOf(o fyne.CanvasObject) fyne.CanvasObject {
	switch o := o.(type) {
	case *canvas.Rectangle:
		c := *o
		return &c
	case *canvas.Circle:
		c := *o
		return &c
	case *canvas.Line:
		c := *o
		return &c
	case *canvas.Image:
		c := *o
		return &c
	case *canvas.Raster:
		c := *o
		return &c
	case *canvas.LinearGradient:
		c := *o
		return &c
	case *canvas.RadialGradient:
		c := *o
		return &c
	case *canvas.Arc:
		c := *o
		return &c
	case *canvas.Ellipse:
		c := *o
		return &c
	case *canvas.RegularPolygon:
		c := *o
		return &c
	case *canvas.ArbitraryPolygon:
		c := *o
		return &c
	case *canvas.BezierCurve:
		c := *o
		return &c
	}
	return nil
}

// capture lets the toolkit's painter draw an object that is not on the screen, pad away from the corner.
func capture(o fyne.CanvasObject, size fyne.Size, pad, scale float32, pixels image.Point) *image.RGBA {
	c := software.NewTransparentCanvas()
	c.SetPadded(false)
	c.SetScale(scale)
	c.SetContent(container.NewWithoutLayout(o))
	c.Resize(fyne.NewSize(float32(pixels.X)/scale, float32(pixels.Y)/scale))
	o.Resize(size)
	o.Move(fyne.NewPos(pad, pad))
	shown := image.NewRGBA(image.Rectangle{Max: pixels})
	draw.Draw(shown, shown.Bounds(), c.Capture(), image.Point{}, draw.Src)
	return shown
}

func round(v float32) int { return int(v + 0.5) }
