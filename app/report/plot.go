package report

import (
	"fmt"
	"image/color"
)

// Plotter takes a page as filled outlines, such as a printer does: any number of closed outlines, then the colour that fills them by
// the rule of non-zero winding. Coordinates are dots from the upper left corner, downwards.
type Plotter = interface {
	MoveTo(x, y float32) // begins an outline; the one before is closed
	LineTo(x, y float32)
	QuadTo(cx, cy, x, y float32) // through the control point of a curve of second degree
	Fill(tone color.RGBA) error  // fills what was outlined since the last call
}

// Plot draws a page as [Prepared.Image] does, as outlines at a resolution in dots per inch, so that it is sharp on any device. Pages
// count from 0. The error wraps [ErrImage], or is the first one of the plotter.
func (p *Prepared) Plot(page int, dpi float64, to Plotter) error {
	if page < 0 || page >= len(p.res.Pages) {
		return fmt.Errorf("%w: page %d of %d", ErrImage, page+1, len(p.res.Pages))
	}
	if !(dpi >= 1 && dpi <= 1e4) {
		return fmt.Errorf("%w: %v dots per inch", ErrImage, dpi)
	}
	if p.glyphs == nil {
		p.glyphs = map[glyphKey]glyphShape{}
	}
	keep := &firstError{to: to}
	c := &canvas{fs: p.fs, glyphs: p.glyphs, seal: p.seal, plot: keep}
	c.page(&p.res.Pages[page], p.res.Mark, float32(dpi/72000))
	return keep.err
}

// firstError is a plotter that stops at the first error.
type firstError struct {
	to  Plotter
	err error
}

func (f *firstError) MoveTo(x, y float32)         { f.to.MoveTo(x, y) }
func (f *firstError) LineTo(x, y float32)         { f.to.LineTo(x, y) }
func (f *firstError) QuadTo(cx, cy, x, y float32) { f.to.QuadTo(cx, cy, x, y) }

func (f *firstError) Fill(tone color.RGBA) error {
	if f.err == nil {
		f.err = f.to.Fill(tone)
	}
	return f.err
}

// plotShape hands a shape on. An error stays in the plotter.
func plotShape(to Plotter, shape []stroke, tone color.RGBA) {
	for _, s := range shape {
		switch s.kind {
		case 'm':
			to.MoveTo(s.x, s.y)
		case 'l':
			to.LineTo(s.x, s.y)
		default:
			to.QuadTo(s.cx, s.cy, s.x, s.y)
		}
	}
	_ = to.Fill(tone)
}
