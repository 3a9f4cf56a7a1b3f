package pdf

import (
	"fmt"
	"math"
	"strconv"
)

// Content builds the content stream of a page or a form. Coordinates are points, the origin is the lower left corner, y goes up;
// they are written with three decimals. Faults (a number that is not finite, unbalanced Save or End) make the document fail.
type Content struct {
	body  *Body
	page  *Page // nil in a form
	out   []byte
	state textState
	saved []textState
	marks int
	fonts map[Name]Ref
	xobjs map[Name]Ref
	props map[Name]Ref
	bad   string
}

// textState is what of the graphics state the builder remembers, so that it repeats no operator needlessly.
type textState struct {
	font    *Font
	size    float64
	spacing float64
	fill    paint
	stroke  paint
	width   float64
}

type paint struct {
	color Color
	set   bool
}

// Color is a colour in sRGB; equal parts are written as a grey.
type Color struct{ R, G, B uint8 }

// Black and White are the two ends of grey.
var (
	Black = Color{0, 0, 0}
	White = Color{255, 255, 255}
)

// Point is a place in points.
type Point struct{ X, Y float64 }

// Matrix is a transformation [a b c d e f]: x' = a·x + c·y + e, y' = b·x + d·y + f.
type Matrix [6]float64

// Translate returns the matrix that moves by x and y.
func Translate(x, y float64) Matrix { return Matrix{1, 0, 0, 1, x, y} }

// Rotate returns the matrix that turns counterclockwise about the origin and then moves by x and y.
func Rotate(degrees, x, y float64) Matrix {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return Matrix{cos, sin, -sin, cos, x, y}
}

func newContent(b *Body, p *Page) *Content {
	state := textState{fill: paint{set: true}, stroke: paint{set: true}, width: 1}
	if p == nil { // a form begins with whatever state it is drawn in
		state = textState{width: math.NaN(), spacing: math.NaN()}
	}
	return &Content{
		body: b, page: p, out: make([]byte, 0, 4096), state: state,
		fonts: map[Name]Ref{}, xobjs: map[Name]Ref{}, props: map[Name]Ref{},
	}
}

func (c *Content) fault(format string, args ...any) {
	if c.bad == "" {
		c.bad = fmt.Sprintf(format, args...)
	}
}

// op writes numbers and an operator.
func (c *Content) op(operator string, numbers ...float64) {
	for _, n := range numbers {
		c.number(n)
		c.out = append(c.out, ' ')
	}
	c.out = append(c.out, operator...)
	c.out = append(c.out, '\n')
}

func (c *Content) number(n float64) {
	if math.IsNaN(n) || math.Abs(n) > 1e7 {
		c.fault("coordinate %v", n)
		n = 0
	}
	c.out = appendDecimal(c.out, n, 3)
}

// Operation writes any operator with its operands, for what has no method of its own.
func (c *Content) Operation(operator string, operands ...Object) {
	for _, o := range operands {
		var err error
		if c.out, err = Append(c.out, o); err != nil {
			c.fault("operand of %s: %v", operator, err)
		}
		c.out = append(c.out, ' ')
	}
	c.op(operator)
}

// Save remembers the graphics state until the matching [Content.Restore].
func (c *Content) Save() {
	c.saved = append(c.saved, c.state)
	c.op("q")
}

// Restore returns to the state of the last Save.
func (c *Content) Restore() {
	if len(c.saved) == 0 {
		c.fault("Restore without Save")
		return
	}
	c.state = c.saved[len(c.saved)-1]
	c.saved = c.saved[:len(c.saved)-1]
	c.op("Q")
}

// Transform changes the coordinate system by m, until Restore. Entries are written with six decimals where they turn or scale.
func (c *Content) Transform(m Matrix) {
	for _, n := range m[:4] {
		if math.IsNaN(n) || math.Abs(n) > 1e7 {
			c.fault("matrix entry %v", n)
			n = 0
		}
		c.out = appendMatrixEntry(c.out, n)
		c.out = append(c.out, ' ')
	}
	c.op("cm", m[4:]...)
}

func appendMatrixEntry(dst []byte, n float64) []byte {
	n = math.Round(n*1e6)/1e6 + 0 // + 0 turns a negative zero into zero
	return strconv.AppendFloat(dst, n, 'f', -1, 64)
}

// SetFill sets the colour of areas and text.
func (c *Content) SetFill(color Color) {
	if want := (paint{color, true}); c.state.fill != want {
		c.state.fill = want
		c.color(color, "g", "rg")
	}
}

// SetStroke sets the colour of lines.
func (c *Content) SetStroke(color Color) {
	if want := (paint{color, true}); c.state.stroke != want {
		c.state.stroke = want
		c.color(color, "G", "RG")
	}
}

func (c *Content) color(color Color, grey, rgb string) {
	if color.R == color.G && color.G == color.B {
		c.op(grey, float64(color.R)/255)
		return
	}
	c.op(rgb, float64(color.R)/255, float64(color.G)/255, float64(color.B)/255)
}

// SetLineWidth sets the width of lines in points.
func (c *Content) SetLineWidth(w float64) {
	if c.state.width != w {
		c.state.width = w
		c.op("w", w)
	}
}

// SetLineJoin sets how lines meet: 0 mitre, 1 round, 2 bevel.
func (c *Content) SetLineJoin(style int) { c.op("j", float64(style)) }

// SetDash sets the lengths of dashes and gaps in turn and where in the pattern a line begins; no lengths make lines solid.
func (c *Content) SetDash(phase float64, lengths ...float64) {
	c.out = append(c.out, '[')
	for i, l := range lengths {
		if i > 0 {
			c.out = append(c.out, ' ')
		}
		c.number(l)
	}
	c.out = append(c.out, "] "...)
	c.op("d", phase)
}

// MoveTo begins a new part of the path.
func (c *Content) MoveTo(x, y float64) { c.op("m", x, y) }

// LineTo adds a straight line to the path.
func (c *Content) LineTo(x, y float64) { c.op("l", x, y) }

// CurveTo adds a cubic Bézier curve with two control points to the path.
func (c *Content) CurveTo(x1, y1, x2, y2, x3, y3 float64) { c.op("c", x1, y1, x2, y2, x3, y3) }

// Rectangle adds a rectangle to the path.
func (c *Content) Rectangle(x, y, width, height float64) { c.op("re", x, y, width, height) }

// ClosePath leads the path back to where its part began.
func (c *Content) ClosePath() { c.op("h") }

// Stroke draws the path's line.
func (c *Content) Stroke() { c.op("S") }

// Fill fills the path by the nonzero winding rule.
func (c *Content) Fill() { c.op("f") }

// FillEvenOdd fills the path by the even-odd rule.
func (c *Content) FillEvenOdd() { c.op("f*") }

// FillStroke fills the path, then draws its line.
func (c *Content) FillStroke() { c.op("B") }

// Clip restricts what follows to the inside of the path, until Restore.
func (c *Content) Clip() { c.op("W n") }

// Line draws a straight line.
func (c *Content) Line(x1, y1, x2, y2 float64) {
	c.MoveTo(x1, y1)
	c.LineTo(x2, y2)
	c.Stroke()
}

// StrokeRect draws the outline of a rectangle.
func (c *Content) StrokeRect(x, y, width, height float64) {
	c.Rectangle(x, y, width, height)
	c.Stroke()
}

// FillRect fills a rectangle.
func (c *Content) FillRect(x, y, width, height float64) {
	c.Rectangle(x, y, width, height)
	c.Fill()
}

// Polygon adds a closed polygon to the path, to be followed by Stroke, Fill or FillStroke.
func (c *Content) Polygon(points ...Point) {
	for i, p := range points {
		if i == 0 {
			c.MoveTo(p.X, p.Y)
		} else {
			c.LineTo(p.X, p.Y)
		}
	}
	c.ClosePath()
}

// Circle adds a circle of four Bézier curves to the path.
func (c *Content) Circle(x, y, radius float64) {
	const k = 0.5522847498 // distance of the control points for a quarter circle
	r, h := radius, radius*k
	c.MoveTo(x+r, y)
	c.CurveTo(x+r, y+h, x+h, y+r, x, y+r)
	c.CurveTo(x-h, y+r, x-r, y+h, x-r, y)
	c.CurveTo(x-r, y-h, x-h, y-r, x, y-r)
	c.CurveTo(x+h, y-r, x+r, y-h, x+r, y)
	c.ClosePath()
}

// resources is the resource dictionary of what was drawn.
func (c *Content) resources() Dict {
	d := Dict{}
	for key, refs := range map[Name]map[Name]Ref{"Font": c.fonts, "XObject": c.xobjs, "Properties": c.props} {
		if len(refs) == 0 {
			continue
		}
		sub := Dict{}
		for name, ref := range refs {
			sub[name] = ref
		}
		d[key] = sub
	}
	return d
}

// finish checks the balance and returns the stream's bytes; where names the page or form for the error.
func (c *Content) finish(where string) []byte {
	if len(c.saved) > 0 {
		c.fault("%d Save without Restore", len(c.saved))
	}
	if c.marks > 0 {
		c.fault("%d marked content without End", c.marks)
	}
	if c.bad != "" {
		c.body.fail(fmt.Errorf("%w: %s: %s", ErrContent, where, c.bad))
	}
	return c.out
}
