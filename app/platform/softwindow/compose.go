package softwindow

import (
	"image"
	"image/color"
	"image/draw"
)

// compose draws the parts of the list that touch a rectangle. The first item, the ground, covers everything.
func (c *surface) compose(items []item, part image.Rectangle) {
	for _, i := range items {
		to := i.visible().Intersect(part)
		if to.Empty() {
			continue
		}
		switch l := i.look.(type) {
		case fill:
			c.fill(to, l.colour)
		case slab:
			c.slab(i.rect, to, l)
		default:
			draw.Draw(c.base, to, c.pictures.of(l), to.Min.Sub(i.rect.Min), draw.Over)
		}
	}
}

func (c *surface) fill(to image.Rectangle, colour color.RGBA) {
	op := draw.Over
	if colour.A == 255 {
		op = draw.Src
	}
	draw.Draw(c.base, to, image.NewUniform(colour), image.Point{}, op)
}

// slab draws a small picture with its middle stretched: corners as they are, edges line by line, the middle plain.
func (c *surface) slab(rect, to image.Rectangle, s slab) {
	from := c.pictures.of(s)
	if s.whole {
		draw.Draw(c.base, to, from, to.Min.Sub(rect.Min), draw.Over)
		return
	}
	n := s.limit
	inner := image.Rect(rect.Min.X+n, rect.Min.Y+n, rect.Max.X-n, rect.Max.Y-n)
	right, bottom := from.Bounds().Dx()-n, from.Bounds().Dy()-n
	corner := func(at image.Rectangle, x, y int) {
		if t := at.Intersect(to); !t.Empty() {
			draw.Draw(c.base, t, from, image.Pt(x, y).Add(t.Min.Sub(at.Min)), draw.Over)
		}
	}
	corner(image.Rect(rect.Min.X, rect.Min.Y, inner.Min.X, inner.Min.Y), 0, 0)
	corner(image.Rect(inner.Max.X, rect.Min.Y, rect.Max.X, inner.Min.Y), right, 0)
	corner(image.Rect(rect.Min.X, inner.Max.Y, inner.Min.X, rect.Max.Y), 0, bottom)
	corner(image.Rect(inner.Max.X, inner.Max.Y, rect.Max.X, rect.Max.Y), right, bottom)
	line := func(at image.Rectangle, x, y int) {
		if t := at.Intersect(to); !t.Empty() {
			c.fill(t, from.RGBAAt(x, y))
		}
	}
	for i := range n {
		line(image.Rect(inner.Min.X, rect.Min.Y+i, inner.Max.X, rect.Min.Y+i+1), n, i)
		line(image.Rect(inner.Min.X, inner.Max.Y+i, inner.Max.X, inner.Max.Y+i+1), n, bottom+i)
		line(image.Rect(rect.Min.X+i, inner.Min.Y, rect.Min.X+i+1, inner.Max.Y), i, n)
		line(image.Rect(inner.Max.X+i, inner.Min.Y, inner.Max.X+i+1, inner.Max.Y), right+i, n)
	}
	line(inner, n, n)
}
