package platform

import "image/color"

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

// kinds of points of an outline, as Windows numbers them
const (
	outlineLine  = 2
	outlineCurve = 4
	outlineMove  = 6
	outlineClose = 1 // added to the last point
)

// dotsPerDot is into how many steps a dot of the printer is divided.
const dotsPerDot = 8

// outline collects shapes in the steps of a printer's dots, with curves of third degree.
type outline struct {
	fit      fit
	points   []winPoint
	kinds    []byte
	at       [2]float32 // where the pen is, as plotted
	fillWith func(o *outline, tone color.RGBA) error
}

// winPoint is a point as Windows has it.
type winPoint struct{ x, y int32 }

func (o *outline) point(x, y float32, kind byte) {
	round := func(v float64) int32 {
		if v < 0 {
			return int32(v*dotsPerDot - 0.5)
		}
		return int32(v*dotsPerDot + 0.5)
	}
	o.points = append(o.points, winPoint{round(float64(x)*o.fit.scaleX + o.fit.shiftX), round(float64(y)*o.fit.scaleY + o.fit.shiftY)})
	o.kinds = append(o.kinds, kind)
}

func (o *outline) close() {
	if n := len(o.kinds); n > 0 && o.kinds[n-1] != outlineMove {
		o.kinds[n-1] |= outlineClose
	}
}

// MoveTo implements [Plotter].
func (o *outline) MoveTo(x, y float32) {
	o.close()
	o.point(x, y, outlineMove)
	o.at = [2]float32{x, y}
}

// LineTo implements [Plotter].
func (o *outline) LineTo(x, y float32) {
	o.point(x, y, outlineLine)
	o.at = [2]float32{x, y}
}

// QuadTo implements [Plotter]: a curve of second degree is one of third degree whose control points lie at two thirds.
func (o *outline) QuadTo(cx, cy, x, y float32) {
	o.point(o.at[0]+(cx-o.at[0])*2/3, o.at[1]+(cy-o.at[1])*2/3, outlineCurve)
	o.point(x+(cx-x)*2/3, y+(cy-y)*2/3, outlineCurve)
	o.point(x, y, outlineCurve)
	o.at = [2]float32{x, y}
}

// Fill implements [Plotter].
func (o *outline) Fill(tone color.RGBA) error {
	o.close()
	defer func() { o.points, o.kinds = o.points[:0], o.kinds[:0] }()
	if len(o.points) == 0 {
		return nil
	}
	return o.fillWith(o, tone)
}
