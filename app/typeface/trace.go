package typeface

import "slices"

// Pen takes the outline of a glyph in font units, y upwards. Every contour begins with MoveTo and is closed.
type Pen interface {
	MoveTo(x, y float32)
	LineTo(x, y float32)
	// QuadTo draws a quadratic curve with one control point.
	QuadTo(cx, cy, x, y float32)
}

// Further flags of a composite glyph's component.
const compOffsets = 0x0002 // the arguments are an offset, not two points to be matched

// Flags of a simple glyph's points.
const (
	pointOn     = 0x01
	pointShortX = 0x02
	pointShortY = 0x04
	pointRepeat = 0x08
	pointSameX  = 0x10 // or a positive short one
	pointSameY  = 0x20
)

const (
	maxTraceDepth = 8
	maxPoints     = 20_000
)

// placement is how a component stands in its composite: x' = a·x + c·y + e, y' = b·x + d·y + f.
type placement struct{ a, b, c, d, e, f float32 }

// Trace draws the outline of a glyph with pen: nothing for an empty or damaged one. Components of a composite that are placed by
// matching points stand at the origin.
func (f *Face) Trace(g GlyphID, pen Pen) {
	new(tracer).trace(f, g, pen)
}

// tracer keeps the room that drawing takes, for drawing many glyphs.
type tracer struct {
	ends   []int
	flags  []byte
	points []point
	budget int // glyphs that may still be looked at for a composite
}

func (t *tracer) trace(f *Face, g GlyphID, pen Pen) {
	t.budget = maxParts
	t.part(f, g, pen, placement{a: 1, d: 1}, 0)
}

func (t *tracer) part(f *Face, g GlyphID, pen Pen, at placement, depth int) {
	if t.budget--; t.budget < 0 || depth > maxTraceDepth {
		return
	}
	body := view(f.outline(g))
	if body == nil {
		return
	}
	if contours := body.signed16(0); contours >= 0 {
		t.simple(body, contours, pen, at)
		return
	}
	parts, err := components(body)
	if err != nil {
		return
	}
	for _, part := range parts {
		t.part(f, GlyphID(body.int16(part)), pen, placeComponent(body, part-2).within(at), depth+1)
	}
}

// placeComponent reads where the component whose flags stand at pos is placed.
func placeComponent(body view, pos int) placement {
	flags := body.int16(pos)
	p := placement{a: 1, d: 1}
	pos += 4
	if flags&compWords != 0 {
		if flags&compOffsets != 0 {
			p.e, p.f = float32(body.signed16(pos)), float32(body.signed16(pos+2))
		}
		pos += 4
	} else {
		if flags&compOffsets != 0 && pos+2 <= len(body) {
			p.e, p.f = float32(int8(body[pos])), float32(int8(body[pos+1]))
		}
		pos += 2
	}
	fixed := func(i int) float32 { return float32(body.signed16(pos+2*i)) / 16384 }
	switch {
	case flags&compScale != 0:
		p.a = fixed(0)
		p.d = p.a
	case flags&compXYScale != 0:
		p.a, p.d = fixed(0), fixed(1)
	case flags&compTwoByTwo != 0:
		p.a, p.b, p.c, p.d = fixed(0), fixed(1), fixed(2), fixed(3)
	}
	return p
}

// within returns the placement that does p first, then q.
func (p placement) within(q placement) placement {
	return placement{
		a: p.a*q.a + p.b*q.c, b: p.a*q.b + p.b*q.d,
		c: p.c*q.a + p.d*q.c, d: p.c*q.b + p.d*q.d,
		e: p.e*q.a + p.f*q.c + q.e, f: p.e*q.b + p.f*q.d + q.f,
	}
}

// point is a point of an outline; off the curve it is a control point.
type point struct {
	x, y float32
	on   bool
}

func (t *tracer) simple(body view, contours int, pen Pen, at placement) {
	if !t.read(body, contours) {
		return
	}
	points := t.points
	start := 0
	for _, end := range t.ends {
		if end < start || end >= len(points) {
			return
		}
		contour := points[start : end+1]
		if at != (placement{a: 1, d: 1}) {
			for i := range contour {
				x, y := contour[i].x, contour[i].y
				contour[i].x, contour[i].y = at.a*x+at.c*y+at.e, at.b*x+at.d*y+at.f
			}
		}
		traceContour(contour, pen)
		start = end + 1
	}
}

// read decodes the points of a simple glyph and the indexes at which its contours end. It reports whether there are any: a damaged
// glyph has none.
func (t *tracer) read(body view, contours int) bool {
	t.ends = t.ends[:0]
	for i := range contours {
		if 10+2*i+2 > len(body) {
			return false
		}
		t.ends = append(t.ends, body.int16(10+2*i))
	}
	if len(t.ends) == 0 {
		return false
	}
	count := t.ends[len(t.ends)-1] + 1
	pos := 10 + 2*contours
	pos += 2 + body.int16(pos)
	if count > maxPoints || pos > len(body) {
		return false
	}
	t.flags = t.flags[:0]
	for len(t.flags) < count {
		if pos >= len(body) {
			return false
		}
		flag := body[pos]
		t.flags = append(t.flags, flag)
		pos++
		if flag&pointRepeat != 0 {
			if pos >= len(body) {
				return false
			}
			for n := int(body[pos]); n > 0 && len(t.flags) < count; n-- {
				t.flags = append(t.flags, flag)
			}
			pos++
		}
	}
	t.points = slices.Grow(t.points[:0], count)[:count]
	t.coordinates(body, pos)
	return true
}

// coordinates decodes the places of the points, first all x, then all y; each is stored as the difference from the one before.
func (t *tracer) coordinates(body view, pos int) {
	v := 0
	for i, flag := range t.flags {
		var d int
		d, pos = difference(body, pos, flag&pointShortX != 0, flag&pointSameX != 0)
		v += d
		t.points[i] = point{x: float32(v), on: flag&pointOn != 0}
	}
	v = 0
	for i, flag := range t.flags {
		var d int
		d, pos = difference(body, pos, flag&pointShortY != 0, flag&pointSameY != 0)
		v += d
		t.points[i].y = float32(v)
	}
}

// difference reads the difference of a coordinate: none, a byte with its sign in the flags, or two bytes.
func difference(body view, pos int, short, same bool) (d, next int) {
	switch {
	case short && pos < len(body):
		d = int(body[pos])
		if !same {
			d = -d
		}
		return d, pos + 1
	case short:
		return 0, pos + 1
	case same:
		return 0, pos
	}
	return body.signed16(pos), pos + 2
}

// traceContour draws one closed contour: between two control points the curve passes through their middle.
func traceContour(c []point, pen Pen) {
	middle := func(a, b point) point { return point{(a.x + b.x) / 2, (a.y + b.y) / 2, true} }
	first := c[0]
	rest := c[1:]
	if !first.on {
		if last := c[len(c)-1]; last.on {
			first, rest = last, c[:len(c)-1]
		} else {
			first, rest = middle(first, last), c
		}
	}
	pen.MoveTo(first.x, first.y)
	var control *point
	for i := range rest {
		p := rest[i]
		switch {
		case p.on && control == nil:
			pen.LineTo(p.x, p.y)
		case p.on:
			pen.QuadTo(control.x, control.y, p.x, p.y)
			control = nil
		case control == nil:
			control = &rest[i]
		default:
			m := middle(*control, p)
			pen.QuadTo(control.x, control.y, m.x, m.y)
			control = &rest[i]
		}
	}
	if control != nil {
		pen.QuadTo(control.x, control.y, first.x, first.y)
	} else {
		pen.LineTo(first.x, first.y)
	}
}
