package platform

import (
	"image/color"
	"math"
)

// pageRange is a range of pages as people count them, both ends in it.
type pageRange struct{ from, to uint32 }

// printOrder lists the pages to print, from 0, in the order in which they leave the printer: the ranges that were asked for, or all
// pages where there are none, as often as there are to be copies; copy after copy where they are collated, else page after page.
func printOrder(pages int, ranges []pageRange, copies int, collated bool) []int {
	var once []int
	if len(ranges) == 0 {
		ranges = []pageRange{{1, uint32(pages)}}
	}
	for _, r := range ranges {
		for page := max(r.from, 1); page <= min(r.to, uint32(pages)); page++ {
			once = append(once, int(page)-1)
		}
	}
	copies = max(copies, 1)
	order := make([]int, 0, len(once)*copies)
	if collated {
		for range copies {
			order = append(order, once...)
		}
		return order
	}
	for _, page := range once {
		for range copies {
			order = append(order, page)
		}
	}
	return order
}

// paper is a sheet in a printer, in dots.
type paper struct {
	dpiX, dpiY       int
	width, height    int // of the whole sheet
	offsetX, offsetY int // from the sheet's corner to where the printer can begin
}

// fit says how a page lies on a sheet: dots of its plot, at dpiX, times scale plus shift give dots from where the printer can begin. A
// page keeps its size, in the middle of a larger sheet; only where the sheet is smaller it shrinks.
type fit struct{ scaleX, scaleY, shiftX, shiftY float64 }

// sheetSlack is by how much a sheet may be smaller than a page without the page being made smaller: makers round sizes.
const sheetSlack = 0.98

func fitPage(width, height float64, p paper) fit {
	w, h := width/72*float64(p.dpiX), height/72*float64(p.dpiY)
	scale := min(1, float64(p.width)/w, float64(p.height)/h)
	if scale >= sheetSlack {
		scale = 1
	}
	return fit{
		scaleX: scale, scaleY: scale * float64(p.dpiY) / float64(p.dpiX),
		shiftX: (float64(p.width)-w*scale)/2 - float64(p.offsetX), shiftY: (float64(p.height)-h*scale)/2 - float64(p.offsetY),
	}
}

// dotsPerDot is into how many steps a dot of the printer is divided.
const dotsPerDot = 8

// outline collects shapes as polygons, in steps of a printer's dots: every driver draws those, and not every one curves.
type outline struct {
	fit      fit
	points   []winPoint
	counts   []int32    // of points, by polygon
	at       [2]float64 // where the pen is, in steps
	fillWith func(o *outline, tone color.RGBA) error
}

// winPoint is a point as Windows has it.
type winPoint struct{ x, y int32 }

// steps returns a point of the plot in steps.
func (o *outline) steps(x, y float32) (sx, sy float64) {
	return (float64(x)*o.fit.scaleX + o.fit.shiftX) * dotsPerDot, (float64(y)*o.fit.scaleY + o.fit.shiftY) * dotsPerDot
}

// to adds a point unless the pen is there already.
func (o *outline) to(x, y float64) {
	p := winPoint{int32(math.Round(x)), int32(math.Round(y))}
	last := len(o.counts) - 1
	if o.counts[last] == 0 || o.points[len(o.points)-1] != p {
		o.points = append(o.points, p)
		o.counts[last]++
	}
	o.at = [2]float64{x, y}
}

// MoveTo implements [Plotter].
func (o *outline) MoveTo(x, y float32) {
	o.dropLine()
	o.counts = append(o.counts, 0)
	o.to(o.steps(x, y))
}

// dropLine forgets the last polygon if it has no area.
func (o *outline) dropLine() {
	last := len(o.counts) - 1
	if last >= 0 && o.counts[last] < 3 {
		o.points = o.points[:len(o.points)-int(o.counts[last])]
		o.counts = o.counts[:last]
	}
}

// LineTo implements [Plotter].
func (o *outline) LineTo(x, y float32) { o.to(o.steps(x, y)) }

// QuadTo implements [Plotter]. A curve becomes as many lines as keep within half a step of it.
func (o *outline) QuadTo(cx, cy, x, y float32) {
	x0, y0 := o.at[0], o.at[1]
	x1, y1 := o.steps(cx, cy)
	x2, y2 := o.steps(x, y)
	const farthest = 0.5
	lines := math.Ceil(math.Sqrt(math.Hypot(x0-2*x1+x2, y0-2*y1+y2) / (4 * farthest)))
	for i := 1.0; i < lines; i++ {
		t := i / lines
		a, b, c := (1-t)*(1-t), 2*t*(1-t), t*t
		o.to(a*x0+b*x1+c*x2, a*y0+b*y1+c*y2)
	}
	o.to(x2, y2)
}

// Fill implements [Plotter].
func (o *outline) Fill(tone color.RGBA) error {
	o.dropLine()
	defer func() { o.points, o.counts = o.points[:0], o.counts[:0] }()
	if len(o.points) == 0 {
		return nil
	}
	return o.fillWith(o, tone)
}
