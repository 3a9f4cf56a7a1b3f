package report

import (
	"image"
	"image/color"
	"image/draw"

	xdraw "golang.org/x/image/draw"

	"zhunsheng/app/report/layout"
	"zhunsheng/app/sign"
)

// sealSide is the longer side of a seal on paper. Seals of offices have a diameter of 42 mm at most (国发〔1999〕25号).
var sealSide = layout.MM(42)

// sealImage is the image of a seal as it stands on the pages: without transparency, which PDF/A-1 does not allow.
type sealImage struct {
	image         *image.NRGBA
	width, height layout.Length // on paper
}

// sealImage reads the seal; nil where there is none, or none is due. The error wraps [sign.ErrSeal].
func (in *Input) sealImage() (*sealImage, error) {
	if in.Seal == nil || in.Draft || in.Kind == KindBlank {
		return nil, nil
	}
	decoded, err := sign.DecodeSeal(in.Seal)
	if err != nil {
		return nil, err
	}
	size := decoded.Bounds().Size()
	s := &sealImage{image: image.NewNRGBA(image.Rectangle{Max: size})}
	draw.Draw(s.image, s.image.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(s.image, s.image.Rect, decoded, decoded.Bounds().Min, draw.Over)
	longer := layout.Length(max(size.X, size.Y))
	s.width, s.height = sealSide*layout.Length(size.X)/longer, sealSide*layout.Length(size.Y)/longer
	return s, nil
}

const sealName = "seal"

// sealAt is a block of a height that draws the seal where at says.
func (c *composer) sealAt(at func(p *layout.Pen) (x, y layout.Length), height layout.Length) layout.Canvas {
	return layout.Canvas{
		Height: height, Alt: c.t("report.seal.alt"),
		Draw: func(p *layout.Pen) {
			x, y := at(p)
			p.Picture(x, y, c.seal.width, c.seal.height, sealName)
		},
	}
}

// underSeal is the name of a unit where its seal stands, or is to be stamped.
func (c *composer) underSeal(name string) string {
	if c.seal != nil {
		return name
	}
	return c.t("report.sealOver", "name", name)
}

// sealOver is the room with the seal above a name that ends a distance from the right edge, in the middle over the name where there is
// room for that.
func (c *composer) sealOver(name layout.Span, right layout.Length) layout.Canvas {
	return c.sealAt(func(p *layout.Pen) (layout.Length, layout.Length) {
		middle := p.W - right - p.Width(name.Style, name.Text)/2
		return max(min(middle-c.seal.width/2, p.W-c.seal.width), 0), 0
	}, c.seal.height+4*pt1)
}

// sealGroup is the seal over a name, with a date below it where there is one.
func (c *composer) sealGroup(name, date string) layout.Block {
	line := func(text string) layout.Paragraph {
		return layout.Paragraph{
			Spans: []layout.Span{{Text: text, Style: style(faceSerif, 12*pt1)}}, Align: layout.Right, Pitch: 20 * pt1, Right: 24 * pt1, OneLine: true,
		}
	}
	signature := line(name)
	group := layout.Group{layout.Space(10 * pt1), c.sealOver(signature.Spans[0], signature.Right), signature}
	if date != "" {
		group = append(group, line(date))
	}
	return group
}

// sealBelow is the seal below the table alone; nothing where there is none.
func (c *composer) sealBelow() []layout.Block {
	if c.seal == nil {
		return nil
	}
	unit := first(c.ev.Project.Unit, c.ev.Project.Department)
	return []layout.Block{c.sealGroup(unit, c.date())}
}

// picture draws the seal on a page image, or hands it to a plotter.
func (c *canvas) picture(r layout.Rect, t affine) {
	if c.seal == nil {
		return
	}
	x0, y0 := t.apply(float32(r.X), float32(r.Y))
	x1, y1 := t.apply(float32(r.X+r.W), float32(r.Y+r.H))
	box := image.Rect(int(x0+0.5), int(y0+0.5), int(x1+0.5), int(y1+0.5))
	if box.Empty() {
		return
	}
	if c.plot != nil {
		c.plotSeal(box)
		return
	}
	xdraw.CatmullRom.Scale(c.img, box, c.seal.image, c.seal.image.Rect, draw.Src, nil)
}

// plotSide is how many squares a plotted seal has along a side at most: those of 42 mm at 360 dots per inch.
const plotSide = 600

// plotSeal hands the seal to a plotter, which knows outlines only: rows of squares of one colour, as rectangles. Colours are rounded so
// that there are few of them.
func (c *canvas) plotSeal(box image.Rectangle) {
	dots := float32(max(box.Dx(), box.Dy(), plotSide)) / plotSide // of a square's side
	size := image.Rect(0, 0, max(int(float32(box.Dx())/dots), 1), max(int(float32(box.Dy())/dots), 1))
	small := image.NewRGBA(size)
	xdraw.CatmullRom.Scale(small, size, c.seal.image, c.seal.image.Rect, draw.Src, nil)
	runs := map[color.RGBA][]image.Rectangle{}
	var order []color.RGBA // of the first square of each
	for y := range size.Dy() {
		for x := 0; x < size.Dx(); {
			tone, from := rounded(small.RGBAAt(x, y)), x
			for x < size.Dx() && rounded(small.RGBAAt(x, y)) == tone {
				x++
			}
			if tone == (color.RGBA{255, 255, 255, 255}) {
				continue
			}
			if runs[tone] == nil {
				order = append(order, tone)
			}
			runs[tone] = append(runs[tone], image.Rect(from, y, x, y+1))
		}
	}
	for _, tone := range order {
		c.shape = c.shape[:0]
		for _, r := range runs[tone] {
			left, top := float32(box.Min.X)+dots*float32(r.Min.X), float32(box.Min.Y)+dots*float32(r.Min.Y)
			right, bottom := float32(box.Min.X)+dots*float32(r.Max.X), float32(box.Min.Y)+dots*float32(r.Max.Y)
			c.shape = append(c.shape, stroke{kind: 'm', x: left, y: top}, stroke{kind: 'l', x: right, y: top},
				stroke{kind: 'l', x: right, y: bottom}, stroke{kind: 'l', x: left, y: bottom})
		}
		plotShape(c.plot, c.shape, tone)
	}
	c.shape = c.shape[:0]
}

// rounded is a colour in eight steps a channel.
func rounded(c color.RGBA) color.RGBA {
	step := func(v uint8) uint8 { return uint8((int(v)*7 + 127) / 255 * 255 / 7) }
	return color.RGBA{step(c.R), step(c.G), step(c.B), 255}
}
