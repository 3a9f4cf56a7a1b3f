package typeface

// Operators of Type 2 charstrings (Adobe Technical Note 5177).
const (
	opVMoveTo   = 4
	opRLineTo   = 5
	opHLineTo   = 6
	opVLineTo   = 7
	opRRCurveTo = 8
	opEndChar   = 14
	opRMoveTo   = 21
	opHMoveTo   = 22
)

const (
	maxArguments = 48    // on the stack of a charstring
	farthest     = 16383 // coordinate whose differences still fit 16 bits
)

// charstring is a [Pen] that writes an outline as Type 2 charstring. Quadratic curves become cubic ones; points are rounded to whole units,
// each from its true place, so that errors do not add up. The line that closes a contour is left out: an interpreter draws it.
type charstring struct {
	out            []byte
	args           [maxArguments]int32 // of op, not yet written
	count          int                 // how many
	op             byte                // what the arguments are for; 0 for nothing
	x, y           int                 // where the pen stands
	startX, startY int                 // where the contour began
	trueX, trueY   float32
	back           bool // a line to the start of the contour is due, unless it is the last one
}

// begin starts a glyph; difference is how much wider it is than most.
func (c *charstring) begin(difference int) {
	c.op, c.count, c.x, c.y, c.back = 0, 0, 0, 0, false
	if difference != 0 {
		c.add(difference)
	}
}

func (c *charstring) end() {
	if c.op != 0 {
		c.write()
	}
	c.op = opEndChar
	c.write()
}

// MoveTo begins a contour.
func (c *charstring) MoveTo(x, y float32) {
	if c.op != 0 {
		c.write()
	}
	dx, dy := c.step(x, y)
	c.startX, c.startY, c.back = c.x, c.y, false
	switch {
	case dy == 0:
		c.op = opHMoveTo
		c.add(dx)
	case dx == 0:
		c.op = opVMoveTo
		c.add(dy)
	default:
		c.op = opRMoveTo
		c.add(dx)
		c.add(dy)
	}
	c.write()
}

// LineTo draws a straight line.
func (c *charstring) LineTo(x, y float32) {
	if roundTo(x) == c.startX && roundTo(y) == c.startY {
		c.back = true
		c.trueX, c.trueY = x, y
		return
	}
	if c.back {
		c.close()
	}
	c.line(c.step(x, y))
}

func (c *charstring) line(dx, dy int) {
	switch {
	case dx == 0 && dy == 0:
	case dy == 0:
		c.straight(opHLineTo, opVLineTo, dx)
	case dx == 0:
		c.straight(opVLineTo, opHLineTo, dy)
	default:
		c.prepare(opRLineTo, 2)
		c.add(dx)
		c.add(dy)
	}
}

// straight draws a line along an axis. Lines that go along the one and the other axis by turns share an operator, that of the first.
func (c *charstring) straight(op, other byte, by int) {
	even := c.count%2 == 0
	if c.count < maxArguments && (c.op == op && even || c.op == other && !even) {
		op = c.op
	} else if c.op != 0 {
		c.write()
	}
	c.op = op
	c.add(by)
}

// QuadTo draws a quadratic curve.
func (c *charstring) QuadTo(cx, cy, x, y float32) {
	if c.back {
		c.close()
	}
	c.prepare(opRRCurveTo, 6)
	fromX, fromY := c.trueX, c.trueY
	c.addStep(fromX+(cx-fromX)*2/3, fromY+(cy-fromY)*2/3)
	c.addStep(x+(cx-x)*2/3, y+(cy-y)*2/3)
	c.addStep(x, y)
}

// close draws the line to the start of the contour, when something follows it.
func (c *charstring) close() {
	c.back = false
	c.line(c.step(c.trueX, c.trueY))
}

// step moves the pen and returns by how many whole units.
func (c *charstring) step(x, y float32) (dx, dy int) {
	toX, toY := roundTo(x), roundTo(y)
	dx, dy = toX-c.x, toY-c.y
	c.x, c.y, c.trueX, c.trueY = toX, toY, x, y
	return dx, dy
}

func (c *charstring) addStep(x, y float32) {
	dx, dy := c.step(x, y)
	c.add(dx)
	c.add(dy)
}

// roundTo rounds half up.
func roundTo(v float32) int {
	const above = 2 * farthest // makes every coordinate positive, as rounding by cutting off needs it
	return int(min(max(v, -farthest), farthest)+above+0.5) - above
}

// prepare makes room for arguments of an operator that takes any number of them.
func (c *charstring) prepare(op byte, count int) {
	if c.op != op || c.count+count > maxArguments {
		if c.op != 0 {
			c.write()
		}
		c.op = op
	}
}

func (c *charstring) add(v int) {
	c.args[c.count] = int32(v)
	c.count++
}

func (c *charstring) write() {
	out := c.out
	for _, v := range c.args[:c.count] {
		out = appendNumber(out, int(v))
	}
	c.out = append(out, c.op)
	c.op, c.count = 0, 0
}

// appendNumber writes an integer as charstrings and dictionaries have it.
func appendNumber(out []byte, v int) []byte {
	switch {
	case -107 <= v && v <= 107:
		return append(out, byte(v+139))
	case 108 <= v && v <= 1131:
		v -= 108
		return append(out, byte(v>>8+247), byte(v))
	case -1131 <= v && v <= -108:
		v = -v - 108
		return append(out, byte(v>>8+251), byte(v))
	}
	return append(out, 28, byte(v>>8), byte(v))
}
