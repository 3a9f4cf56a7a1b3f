package pdf

import "math"

// Glyph is one glyph of a run of text.
type Glyph struct {
	ID uint16 // of the font's face
	// Text is what the glyph stands for when text is copied or searched: usually one character, several for a ligature.
	// Empty for a glyph that adds nothing; put such clusters into a [Content.Span].
	Text string
	// Shift moves the glyphs after this one by so many points to the right, beyond the advance and the character spacing.
	Shift float64
}

// SetCharSpacing sets the space added after every glyph, in points.
func (c *Content) SetCharSpacing(space float64) {
	if c.state.spacing != space {
		c.state.spacing = space
		c.op("Tc", space)
	}
}

// Text draws a run of glyphs on the baseline that begins at x, y.
func (c *Content) Text(f *Font, size, x, y float64, run []Glyph) {
	if f == nil || f.body != c.body {
		c.fault("text in a font of another document")
		return
	}
	if len(run) == 0 {
		return
	}
	c.out = append(c.out, "BT\n"...)
	if c.state.font != f || c.state.size != size {
		c.state.font, c.state.size = f, size
		c.fonts[f.name] = f.ref
		c.out = append(c.out, '/')
		c.out = append(c.out, f.name...)
		c.out = append(c.out, ' ')
		c.op("Tf", size)
	}
	c.op("Td", x, y)
	c.show(f, size, run)
	c.out = append(c.out, "ET\n"...)
}

// show writes the run as one string when nothing is shifted, and otherwise as strings with the shifts between them.
func (c *Content) show(f *Font, size float64, run []Glyph) {
	shifted := false
	for _, g := range run[:len(run)-1] {
		shifted = shifted || g.Shift != 0
	}
	if !shifted {
		c.out = append(c.out, '<')
		for _, g := range run {
			c.out = f.appendCode(c.out, g)
		}
		c.out = append(c.out, "> Tj\n"...)
		return
	}
	if size == 0 || math.IsNaN(size) {
		c.fault("shifted text of size %v", size)
		return
	}
	c.out = append(c.out, "[<"...)
	for i, g := range run {
		c.out = f.appendCode(c.out, g)
		if g.Shift != 0 && i+1 < len(run) {
			c.out = append(c.out, '>')
			c.number(-g.Shift * 1000 / size)
			c.out = append(c.out, '<')
		}
	}
	c.out = append(c.out, ">] TJ\n"...)
}
