package softwindow

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// item is one thing in the picture: where it is in pixels, what may be seen of it, and how it looks. Items are compared by value.
type item struct {
	rect image.Rectangle
	clip image.Rectangle
	look look
}

// visible is the part of the picture that the item changes.
func (i item) visible() image.Rectangle { return i.rect.Intersect(i.clip) }

// look says how a thing looks, as a value that can be compared. Equal looks have equal pixels.
type look interface{ comparable() }

// fill is a plain rectangle.
type fill struct{ colour color.RGBA }

// slab is a rectangle with corners or an edge. Its picture is that of a small one, stretched in the middle.
type slab struct {
	fill, edge   color.RGBA
	width        float32 // of the edge
	corners      [4]float32
	scale        float32
	pad          int // by which the edge goes beyond the rectangle: its middle is where the rectangle ends, in pixels
	limit        int // the part at each side that is not stretched, with the pad, in pixels
	whole        bool
	across, down float32 // size, if the picture is of the whole
}

// words is a text.
type words struct {
	text   string
	size   float32
	style  fyne.TextStyle
	source fyne.Resource
	colour color.RGBA
	scale  float32
}

// thing is anything else: an object as it looked when it last said that it had changed. Shapes do not always say: with OpenGL they are drawn
// anew each time, so what they look like is part of the look.
type thing struct {
	object  fyne.CanvasObject
	version int
	shape   any
	size    fyne.Size
	scale   float32
	pad     float32
}

func (fill) comparable()  {}
func (slab) comparable()  {}
func (words) comparable() {}
func (thing) comparable() {}

// list reads what is to be drawn, and notes what it met.
func (c *surface) list(width, height int) []item {
	screen := image.Rect(0, 0, width, height)
	clear(c.seen)
	items := make([]item, 0, len(c.items)+16)
	ground := rgba(theme.Color(theme.ColorNameBackground))
	ground.A = 255
	items = append(items, item{rect: screen, clip: screen, look: fill{ground}})
	for _, root := range c.roots() {
		walk(root, fyne.Position{}, everywhere, func(p place) bool {
			c.seen[p.object] = struct{}{}
			if i, drawn := c.item(p); drawn {
				i.clip = c.pixels(p.clip).Intersect(screen)
				if !i.visible().Empty() {
					items = append(items, i)
				}
			}
			return true
		})
	}
	forget(c.versions, c.seen)
	forget(c.needs, c.seen)
	return items
}

// forget drops what is known of objects that were not met, once there are many of them.
func forget[T any](known map[fyne.CanvasObject]T, seen map[fyne.CanvasObject]struct{}) {
	if len(known) < 2*len(seen)+1000 {
		return
	}
	for o := range known {
		if _, here := seen[o]; !here {
			delete(known, o)
		}
	}
}

// pixels rounds both edges of a box, so that neighbours meet.
func (c *surface) pixels(b box) image.Rectangle {
	return image.Rect(c.pixel(b.left), c.pixel(b.top), c.pixel(b.right), c.pixel(b.bottom))
}

func (c *surface) pixel(v float32) int {
	const far = 1 << 20 // beyond any screen, within any int
	return int(math.Round(float64(max(-far, min(far, v*c.Scale())))))
}

// item returns how an object looks; false for what draws nothing of its own.
func (c *surface) item(p place) (item, bool) {
	switch o := p.object.(type) {
	case *canvas.Rectangle:
		return c.rectangle(o, p)
	case *canvas.Text:
		return c.text(o, p)
	case *canvas.Circle:
		return c.thing(o, p, o.StrokeWidth+2+reach(o.Shadow))
	case *canvas.Line:
		return c.thing(o, p, o.StrokeWidth+2)
	case *canvas.Image, *canvas.Raster, *canvas.LinearGradient, *canvas.RadialGradient:
		return c.thing(o, p, 0)
	case *canvas.Arc, *canvas.Ellipse, *canvas.RegularPolygon, *canvas.ArbitraryPolygon, *canvas.BezierCurve:
		return c.thing(o, p, 4)
	}
	return item{}, false
}

func (c *surface) rectangle(o *canvas.Rectangle, p place) (item, bool) {
	if o.Shadow.Color != nil && (o.Shadow.BlurRadius > 0 || o.Shadow.Spread > 0) || o.Aspect > 0 {
		return c.thing(o, p, o.StrokeWidth+2+reach(o.Shadow))
	}
	s := slab{fill: rgba(o.FillColor), edge: rgba(o.StrokeColor), width: o.StrokeWidth, scale: c.Scale()}
	if s.width <= 0 || s.edge.A == 0 {
		s.width, s.edge = 0, color.RGBA{}
	}
	if s.fill.A == 0 && s.edge.A == 0 {
		return item{}, false
	}
	rect := atLeastAPixel(c.pixels(boxOf(p.pos, o.Size())), o.Size())
	var widest float32
	s.corners, widest = cornersOf(o)
	if widest == 0 && s.width == 0 {
		return item{rect: rect, look: fill{s.fill}}, true
	}
	s.pad = int(math.Ceil(float64(s.width * s.scale / 2)))
	s.limit = int(math.Ceil(float64((max(widest, s.width)+1)*s.scale))) + 1 + s.pad
	rect = rect.Inset(-s.pad)
	if rect.Dx() <= 2*s.limit || rect.Dy() <= 2*s.limit {
		s.whole, s.across, s.down = true, o.Size().Width, o.Size().Height
	}
	return item{rect: rect, look: s}, true
}

// atLeastAPixel keeps hairlines visible.
func atLeastAPixel(r image.Rectangle, size fyne.Size) image.Rectangle {
	if size.Width > 0 && r.Dx() == 0 {
		r.Max.X++
	}
	if size.Height > 0 && r.Dy() == 0 {
		r.Max.Y++
	}
	return r
}

// cornersOf returns the radius of every corner, and the largest.
func cornersOf(o *canvas.Rectangle) (corners [4]float32, widest float32) {
	corners = [4]float32{o.TopLeftCornerRadius, o.TopRightCornerRadius, o.BottomLeftCornerRadius, o.BottomRightCornerRadius}
	most := min(o.Size().Width, o.Size().Height) / 2
	for i := range corners {
		if corners[i] == 0 {
			corners[i] = o.CornerRadius
		}
		corners[i] = min(corners[i], most)
		widest = max(widest, corners[i])
	}
	return corners, widest
}

func (c *surface) text(o *canvas.Text, p place) (item, bool) {
	if o.Text == "" {
		return item{}, false
	}
	colour := rgba(o.Color)
	if o.Color == nil {
		colour = rgba(theme.Color(theme.ColorNameForeground))
	}
	if colour.A == 0 {
		return item{}, false
	}
	min, size := o.MinSize(), o.Size()
	pos := p.pos
	switch o.Alignment {
	case fyne.TextAlignTrailing:
		pos.X += size.Width - min.Width
	case fyne.TextAlignCenter:
		pos.X += (size.Width - min.Width) / 2
	}
	if size.Height > min.Height {
		pos.Y += (size.Height - min.Height) / 2
	}
	corner := image.Pt(c.pixel(pos.X), c.pixel(pos.Y))
	across, down := wordsSize(min, c.Scale())
	rect := image.Rectangle{Min: corner, Max: corner.Add(image.Pt(across, down))}
	return item{rect: rect, look: words{
		text: o.Text, size: o.TextSize, style: o.TextStyle, source: o.FontSource, colour: colour, scale: c.Scale(),
	}}, true
}

// overhang is the room right of and below a text for what leans out of its box.
const overhang = 6

func wordsSize(min fyne.Size, scale float32) (across, down int) {
	return int(math.Ceil(float64((min.Width + overhang) * scale))), int(math.Ceil(float64((min.Height + overhang) * scale)))
}

func (c *surface) thing(o fyne.CanvasObject, p place, pad float32) (item, bool) {
	size := o.Size()
	if size.Width <= 0 && size.Height <= 0 {
		return item{}, false
	}
	look := thing{object: o, version: c.versions[o], shape: shapeOf(o), size: size, scale: c.Scale(), pad: pad}
	corner := image.Pt(c.pixel(p.pos.X-pad), c.pixel(p.pos.Y-pad))
	return item{rect: image.Rectangle{Min: corner, Max: corner.Add(look.pixels())}, look: look}, true
}

// shapeOf returns what a shape looks like, as a value that can be compared; nil for what is no shape.
func shapeOf(o fyne.CanvasObject) any {
	switch o := o.(type) {
	case *canvas.Circle:
		return [4]any{rgba(o.FillColor), rgba(o.StrokeColor), o.StrokeWidth, o.Shadow}
	case *canvas.Line:
		return [4]any{rgba(o.StrokeColor), o.StrokeWidth, o.Position1.X < o.Position2.X, o.Position1.Y < o.Position2.Y}
	case *canvas.Rectangle:
		return [5]any{rgba(o.FillColor), rgba(o.StrokeColor), o.StrokeWidth, o.CornerRadius, o.Shadow}
	case *canvas.Arc:
		return fmt.Sprint(*o)
	case *canvas.Ellipse:
		return fmt.Sprint(*o)
	case *canvas.RegularPolygon:
		return fmt.Sprint(*o)
	case *canvas.ArbitraryPolygon:
		return fmt.Sprint(*o)
	case *canvas.BezierCurve:
		return fmt.Sprint(*o)
	}
	return nil
}

// pixels is the size of the picture of a thing.
func (t thing) pixels() image.Point {
	return image.Pt(int(math.Ceil(float64((t.size.Width+2*t.pad)*t.scale))), int(math.Ceil(float64((t.size.Height+2*t.pad)*t.scale))))
}

// reach is how far a shadow goes beyond its object.
func reach(s canvas.Shadow) float32 {
	if s.Color == nil {
		return 0
	}
	return s.BlurRadius + max(0, s.Spread) + max(abs(s.Offset.X), abs(s.Offset.Y))
}

func abs(v float32) float32 { return max(v, -v) }

func rgba(c color.Color) color.RGBA {
	if c == nil {
		return color.RGBA{}
	}
	return color.RGBAModel.Convert(c).(color.RGBA)
}
