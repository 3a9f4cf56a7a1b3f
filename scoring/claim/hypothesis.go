package claim

import (
	"strconv"
	"strings"
)

// hypothesis is one way in which a stated figure may derive from others: the value that they give, with the range that their rounding
// leaves open.
type hypothesis struct {
	figures []operand // in the order in which the formula uses them
	shape   shape
	lo, hi  number
	mid     number
	years   int    // of a compound growth, whose range is computed when it is asked for
	places  int    // to which a compound growth is computed
	ops     string // of a sum, the signs between the figures

	inexact bool // an operand is a bound or an estimate
	floor   bool // operands are lower bounds, so the computed value stands for the bound itself
	certain bool // grammar leaves no doubt about the figures
	likely  bool // the figures are probable; a value nearby is then taken for a mistake
	average bool // plain holds the growth divided by the years
	plain   number
}

// shape is a formula: a and b stand for the figures, n for the years.
type shape string

const (
	shapeQuotient shape = "a / b"
	shapeGrowth   shape = "a / b - 1"
	shapeFall     shape = "1 - a / b"
	shapeYearly   shape = "(a / b)^(1/n) - 1"
	shapeYearFall shape = "1 - (a / b)^(1/n)"
	shapeMinus    shape = "a - b"
	shapeRisen    shape = "a / (b - a)"
	shapeFallen   shape = "a / (b + a)"
	shapePortion  shape = "a x b %"
	shapeSum      shape = "sum"
	shapeFact     shape = "fact"
)

// formula writes the hypothesis with the numbers put in, without its result.
func (h *hypothesis) formula() string {
	var out strings.Builder
	switch h.shape {
	case shapeFact:
		return h.figures[0].fact
	case shapeSum:
		for i := range h.figures {
			if i > 0 {
				out.WriteString(" " + h.ops[i-1:i] + " ")
			}
			out.WriteString(h.figures[i].shown())
		}
		return out.String()
	}
	for _, r := range h.shape {
		switch r {
		case 'a':
			out.WriteString(h.figures[0].shown())
		case 'b':
			out.WriteString(h.figures[1].shown())
		case 'n':
			out.WriteString(strconv.Itoa(h.years))
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// result is the unit of the result in the formula.
func (h *hypothesis) result() string {
	switch h.shape {
	case shapeGrowth, shapeFall, shapeYearly, shapeYearFall, shapeRisen, shapeFallen:
		if h.times() {
			return ""
		}
		return " %"
	case shapeQuotient:
		if !h.times() {
			return " %"
		}
	}
	return ""
}

// times reports whether the value counts multiples instead of hundredths.
func (h *hypothesis) times() bool { return h.ops == "x" }

// bounds returns the range that the rounding of the figures leaves open.
func (h *hypothesis) bounds() (lo, hi number) {
	if h.years == 0 {
		return h.lo, h.hi
	}
	to, from := &h.figures[0], &h.figures[1]
	lo = compound(from.mid.add(from.half), to.mid.sub(to.half), h.years, h.places)
	hi = compound(from.mid.sub(from.half), to.mid.add(to.half), h.years, h.places)
	if h.shape == shapeYearFall {
		return hi.neg(), lo.neg()
	}
	return lo, hi
}

// take returns operands as a slice that lives until the sentence is done.
func (c *checker) take(ops ...operand) []operand {
	at := len(c.operands)
	c.operands = append(c.operands, ops...)
	return c.operands[at:len(c.operands):len(c.operands)]
}

// quotient is factor*(a/b + shift) with its range; ok is false for a divisor that may be zero.
func (c *checker) quotient(a, b operand, form shape, factor, shift number) (hypothesis, bool) {
	low := b.mid.sub(b.half)
	if low.sign() <= 0 {
		return hypothesis{}, false
	}
	h := hypothesis{figures: c.take(a, b), shape: form}
	value := func(x, y number) number { return x.quo(y).add(shift).mul(factor) }
	h.mid = value(a.mid, b.mid)
	h.lo, h.hi = h.mid, h.mid
	if a.half.sign() > 0 || b.half.sign() > 0 {
		h.lo, h.hi = value(a.mid.sub(a.half), b.mid.add(b.half)), value(a.mid.add(a.half), low)
	}
	if h.lo.cmp(h.hi) > 0 {
		h.lo, h.hi = h.hi, h.lo
	}
	h.inexact, h.floor = loose(a, b)
	return h, true
}

// ratioOf is num/den in percent.
func (c *checker) ratioOf(num, den *figure) (hypothesis, bool) {
	x, y, ok := pair(num, den)
	if !ok {
		return hypothesis{}, false
	}
	return c.quotient(x, y, shapeQuotient, hundred, number{})
}

// multipleOf is num/den, less one where the text says by how many times more.
func (c *checker) multipleOf(num, den *figure, more bool) (hypothesis, bool) {
	x, y, ok := pair(num, den)
	if !ok {
		return hypothesis{}, false
	}
	form, shift := shapeQuotient, number{}
	if more {
		form, shift = shapeGrowth, one.neg()
	}
	h, ok := c.quotient(x, y, form, one, shift)
	h.ops = "x"
	return h, ok
}

// growthOf is the change from one figure to the other in percent of the first.
func (c *checker) growthOf(from, to operand, dir direction) (hypothesis, bool) {
	h, ok := c.quotient(to, from, shapeGrowth, hundred, one.neg())
	if ok && dir == falling {
		h.shape = shapeFall
		h.lo, h.mid, h.hi = h.hi.neg(), h.mid.neg(), h.lo.neg()
	}
	return h, ok
}

// compoundOf is the yearly growth (to/from)^(1/n)-1 in percent.
func (c *checker) compoundOf(from, to operand, n, places int, dir direction) (hypothesis, bool) {
	if from.mid.sub(from.half).sign() <= 0 || to.mid.sub(to.half).sign() <= 0 {
		return hypothesis{}, false
	}
	h := hypothesis{figures: c.take(to, from), shape: shapeYearly, years: n, places: max(places, 2)}
	h.mid = compound(from.mid, to.mid, n, h.places)
	h.inexact, h.floor = loose(from, to)
	if dir == falling {
		h.shape, h.mid = shapeYearFall, h.mid.neg()
	}
	return h, true
}

// differenceOf is to - from.
func (c *checker) differenceOf(to, from operand) hypothesis {
	h := hypothesis{figures: c.take(to, from), shape: shapeMinus, mid: to.mid.sub(from.mid)}
	slack := to.half.add(from.half)
	h.lo, h.hi = h.mid.sub(slack), h.mid.add(slack)
	h.inexact, h.floor = loose(to, from)
	return h
}

// sumOf adds figures up, or by the signs of ops.
func (c *checker) sumOf(parts []operand, ops string) hypothesis {
	h := hypothesis{figures: parts, shape: shapeSum, ops: ops}
	var slack number
	for i := range parts {
		mid := parts[i].mid
		if i > 0 && ops[i-1] == '-' {
			mid = mid.neg()
		}
		h.mid, slack = h.mid.add(mid), slack.add(parts[i].half)
	}
	h.lo, h.hi = h.mid.sub(slack), h.mid.add(slack)
	h.inexact, h.floor = loose(parts...)
	return h
}

// plus returns the signs of a plain sum of n figures.
func plus(n int) string {
	if n-1 <= len(pluses) {
		return pluses[:n-1]
	}
	return strings.Repeat("+", n-1)
}

const pluses = "++++++++++++++++++++++++"
