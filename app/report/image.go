package report

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"

	"zhunsheng/app/report/layout"
	"zhunsheng/app/typeface"
)

// ErrImage reports a page that does not exist, or a resolution that no screen needs.
var ErrImage = errors.New("report: no such page image")

// maxImagePixels bounds the size of a page image.
const maxImagePixels = 64 << 20

// Image draws a page as it will be printed, with the same commands and the same typefaces as the PDF, at a resolution in dots per inch.
// Pages count from 0. The error wraps [ErrImage].
func (p *Prepared) Image(page int, dpi float64) (*image.RGBA, error) {
	if page < 0 || page >= len(p.res.Pages) {
		return nil, fmt.Errorf("%w: page %d of %d", ErrImage, page+1, len(p.res.Pages))
	}
	pg := &p.res.Pages[page]
	scale := dpi / 72000
	w, h := math.Ceil(float64(pg.Width)*scale), math.Ceil(float64(pg.Height)*scale)
	if !(w >= 1 && h >= 1 && w*h <= maxImagePixels) {
		return nil, fmt.Errorf("%w: %v dots per inch", ErrImage, dpi)
	}
	if p.glyphs == nil {
		p.glyphs = map[glyphKey]glyphShape{}
	}
	c := &canvas{fs: p.fs, glyphs: p.glyphs, seal: p.seal, img: image.NewRGBA(image.Rect(0, 0, int(w), int(h)))}
	draw.Draw(c.img, c.img.Rect, image.White, image.Point{}, draw.Src)
	c.page(pg, p.res.Mark, float32(scale))
	return c.img, nil
}

// glyphShape is a glyph's outline as a list of pen strokes in font units.
type glyphShape []stroke

// stroke is one step of a pen: to x, y, through the control point of a curve.
type stroke struct {
	kind         byte // m, l or q
	cx, cy, x, y float32
}

// MoveTo implements [typeface.Pen].
func (o *glyphShape) MoveTo(x, y float32) { *o = append(*o, stroke{kind: 'm', x: x, y: y}) }

// LineTo implements [typeface.Pen].
func (o *glyphShape) LineTo(x, y float32) { *o = append(*o, stroke{kind: 'l', x: x, y: y}) }

// QuadTo implements [typeface.Pen].
func (o *glyphShape) QuadTo(cx, cy, x, y float32) { *o = append(*o, stroke{'q', cx, cy, x, y}) }

type glyphKey struct {
	face  *typeface.Face
	glyph typeface.GlyphID
}

// affine turns page or font coordinates into dots: x' = a·x + c·y + e, y' = b·x + d·y + f.
type affine struct{ a, b, c, d, e, f float32 }

func (t affine) apply(x, y float32) (float32, float32) {
	return t.a*x + t.c*y + t.e, t.b*x + t.d*y + t.f
}

// canvas is a page image in the making.
type canvas struct {
	fs     *faceSet
	glyphs map[glyphKey]glyphShape
	img    *image.RGBA
	raster vector.Rasterizer
	seal   *sealImage
	plot   Plotter  // takes the shapes instead of the image, if set
	shape  []stroke // in dots, of the shape in hand
}

func (c *canvas) page(p *layout.Page, mark *layout.DrawnMark, scale float32) {
	upright := affine{a: scale, d: scale}
	if mark != nil {
		sin, cos := math.Sincos(float64(mark.Degrees) * math.Pi / 180)
		s, k := scale*float32(sin), scale*float32(cos)
		turned := affine{a: k, b: -s, c: s, d: k, e: scale * float32(p.Width) / 2, f: scale * float32(p.Height) / 2}
		for i := range mark.Texts {
			c.text(&mark.Texts[i], turned)
		}
	}
	for _, f := range p.Fills {
		c.polygon(upright, points(f.X, f.Y, f.X+f.W, f.Y, f.X+f.W, f.Y+f.H, f.X, f.Y+f.H))
		c.paint(f.Color)
	}
	for i := range p.Paths {
		c.path(&p.Paths[i], upright)
	}
	for _, at := range p.Pictures {
		c.picture(at.Rect, upright)
	}
	for i := range p.Lines {
		c.line(&p.Lines[i], upright)
	}
	for i := range p.Texts {
		c.text(&p.Texts[i], upright)
	}
}

func points(coordinates ...layout.Length) []layout.Point {
	out := make([]layout.Point, len(coordinates)/2)
	for i := range out {
		out[i] = layout.Point{X: coordinates[2*i], Y: coordinates[2*i+1]}
	}
	return out
}

// polygon adds a closed polygon to the shape.
func (c *canvas) polygon(t affine, ps []layout.Point) {
	for i, p := range ps {
		x, y := t.apply(float32(p.X), float32(p.Y))
		kind := byte('l')
		if i == 0 {
			kind = 'm'
		}
		c.shape = append(c.shape, stroke{kind: kind, x: x, y: y})
	}
}

// segment adds a straight stroke to the shape, at least one dot wide so that it is seen.
func (c *canvas) segment(t affine, x1, y1, x2, y2, width layout.Length) {
	ax, ay := t.apply(float32(x1), float32(y1))
	bx, by := t.apply(float32(x2), float32(y2))
	dx, dy := bx-ax, by-ay
	length := float32(math.Hypot(float64(dx), float64(dy)))
	if length == 0 {
		return
	}
	half := max(float32(width)*t.a, 1) / 2
	nx, ny := -dy/length*half, dx/length*half
	c.shape = append(c.shape, stroke{kind: 'm', x: ax + nx, y: ay + ny}, stroke{kind: 'l', x: bx + nx, y: by + ny},
		stroke{kind: 'l', x: bx - nx, y: by - ny}, stroke{kind: 'l', x: ax - nx, y: ay - ny})
}

func (c *canvas) line(l *layout.Line, t affine) {
	if l.Dash <= 0 {
		c.segment(t, l.X1, l.Y1, l.X2, l.Y2, l.Width)
		c.paint(l.Color)
		return
	}
	length := layout.Length(math.Hypot(float64(l.X2-l.X1), float64(l.Y2-l.Y1)))
	for from := layout.Length(0); from < length; from += 3 * l.Dash {
		to := min(from+l.Dash, length)
		at := func(d layout.Length) (layout.Length, layout.Length) {
			return l.X1 + (l.X2-l.X1)*d/length, l.Y1 + (l.Y2-l.Y1)*d/length
		}
		x1, y1 := at(from)
		x2, y2 := at(to)
		c.segment(t, x1, y1, x2, y2, l.Width)
	}
	c.paint(l.Color)
}

func (c *canvas) path(p *layout.Path, t affine) {
	if p.Filled {
		c.polygon(t, p.Points)
		c.paint(p.Fill)
	}
	if p.Stroke <= 0 {
		return
	}
	for i := 1; i < len(p.Points); i++ {
		c.segment(t, p.Points[i-1].X, p.Points[i-1].Y, p.Points[i].X, p.Points[i].Y, p.Stroke)
		c.paint(p.Color)
	}
	if n := len(p.Points); p.Closed && n > 2 {
		c.segment(t, p.Points[n-1].X, p.Points[n-1].Y, p.Points[0].X, p.Points[0].Y, p.Stroke)
		c.paint(p.Color)
	}
}

// text draws one run glyph by glyph.
func (c *canvas) text(t *layout.Text, at affine) {
	if t.Face < faceCount { // nothing but invisible characters
		return
	}
	x := float32(t.X)
	for _, r := range t.Text {
		ch := c.fs.chains[t.Asked].Look(r)
		if ch.Face == nil {
			continue
		}
		em := float32(t.Size) / float32(ch.Face.UnitsPerEm())
		gx, gy := at.apply(x, float32(t.Y))
		c.glyph(ch, affine{a: at.a * em, b: at.b * em, c: -at.c * em, d: -at.d * em, e: gx, f: gy}, c.fs.heavy[t.Asked])
		c.paint(t.Color)
		x += float32(ch.Advance)*em + float32(t.Spacing)
	}
}

// glyph adds a glyph to the shape. A heavy one is drawn around its place, as a stroke along its outline makes it thicker.
func (c *canvas) glyph(ch typeface.Choice, t affine, heavy bool) {
	key := glyphKey{ch.Face, ch.Glyph}
	o, ok := c.glyphs[key]
	if !ok {
		ch.Face.Trace(ch.Glyph, &o)
		c.glyphs[key] = o
	}
	shifts := [][2]float32{{}}
	if heavy {
		em := float32(ch.Face.UnitsPerEm())
		w := t.a * em / 90 // half the width of the stroke, see [ink.weight]
		shifts = [][2]float32{{-w, 0}, {w, 0}, {0, -w}, {0, w}}
	}
	for _, s := range shifts {
		for _, k := range o {
			k.x, k.y = t.apply(k.x, k.y)
			k.cx, k.cy = t.apply(k.cx, k.cy)
			k.x, k.y, k.cx, k.cy = k.x+s[0], k.y+s[1], k.cx+s[0], k.cy+s[1]
			c.shape = append(c.shape, k)
		}
	}
}

// paint fills the shape in hand and forgets it. Only the dots around it are touched.
func (c *canvas) paint(tone layout.Color) {
	shape := c.shape
	c.shape = c.shape[:0]
	if len(shape) == 0 {
		return
	}
	src := color.RGBA{R: uint8(tone >> 16), G: uint8(tone >> 8), B: uint8(tone), A: 255}
	if c.plot != nil {
		plotShape(c.plot, shape, src)
		return
	}
	x0, y0, x1, y1 := shape[0].x, shape[0].y, shape[0].x, shape[0].y
	for _, s := range shape {
		x0, x1 = min(x0, s.x), max(x1, s.x)
		y0, y1 = min(y0, s.y), max(y1, s.y)
		if s.kind == 'q' {
			x0, x1 = min(x0, s.cx), max(x1, s.cx)
			y0, y1 = min(y0, s.cy), max(y1, s.cy)
		}
	}
	box := image.Rect(int(math.Floor(float64(x0))), int(math.Floor(float64(y0))), int(math.Ceil(float64(x1))), int(math.Ceil(float64(y1)))).Intersect(c.img.Rect)
	if box.Empty() {
		return
	}
	c.raster.Reset(box.Dx(), box.Dy())
	c.raster.DrawOp = draw.Over
	dx, dy := float32(box.Min.X), float32(box.Min.Y)
	for i, s := range shape {
		switch s.kind {
		case 'm':
			if i > 0 {
				c.raster.ClosePath()
			}
			c.raster.MoveTo(s.x-dx, s.y-dy)
		case 'l':
			c.raster.LineTo(s.x-dx, s.y-dy)
		default:
			c.raster.QuadTo(s.cx-dx, s.cy-dy, s.x-dx, s.y-dy)
		}
	}
	c.raster.ClosePath()
	c.raster.Draw(c.img, box, image.NewUniform(src), image.Point{})
}
