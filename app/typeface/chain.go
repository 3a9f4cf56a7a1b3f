package typeface

import (
	"cmp"
	"slices"
	"unicode"
)

// Replacement is drawn for a rune that no face has: 〓, the mark that Chinese
// typesetting puts where a type is missing.
const Replacement = '〓'

// Chain chooses a face for each rune of one document and counts the runes that
// no face draws. It remembers its choices, is cheap to make, and serves one
// goroutine at a time: make one for each document.
type Chain struct {
	links   []link
	choices map[rune]Choice
	missing map[rune]int
}

// link is a face of a chain, or what will bring it.
type link struct {
	face *Face
	load func() *Face // nil once it was called
}

// Choice is how a rune is drawn.
type Choice struct {
	Face    *Face
	Index   int     // position of Face in the chain
	Glyph   GlyphID // in Face
	Advance int     // in units of Face, see [Metrics.UnitsPerEm]
	Drawn   rune    // the rune asked for; a plain space for a rare one; or [Replacement]
	Missing bool    // no face draws the rune, Drawn stands for it
	Ignored bool    // draws nothing and takes no room, such as U+200B; Face is nil
}

// Missing is a rune that no face draws, with how often it was asked for.
type Missing struct {
	Rune  rune
	Count int
}

// NewChain returns a chain of faces in order of preference; nil ones are
// skipped. A chain without faces ignores every rune.
func NewChain(faces ...*Face) *Chain {
	c := &Chain{choices: make(map[rune]Choice, 512)}
	for _, f := range faces {
		if f != nil {
			c.links = append(c.links, link{face: f})
		}
	}
	return c
}

// Then adds a face at the end that is loaded only when a rune is met that no
// face before it draws. A load that returns nil leaves the face out. It
// returns the chain. Call it before the first [Chain.Pick].
func (c *Chain) Then(load func() *Face) *Chain {
	c.links = append(c.links, link{load: load})
	return c
}

// Pick returns how r is drawn and counts r when no face draws it.
func (c *Chain) Pick(r rune) Choice {
	choice, known := c.choices[r]
	if !known {
		choice = c.choose(r)
		c.choices[r] = choice
	}
	if choice.Missing {
		if c.missing == nil {
			c.missing = make(map[rune]int)
		}
		c.missing[r]++
	}
	return choice
}

// Look is like [Chain.Pick] but counts nothing: for measuring text that may
// be measured more than once before it is drawn.
func (c *Chain) Look(r rune) Choice {
	choice, known := c.choices[r]
	if !known {
		choice = c.choose(r)
		c.choices[r] = choice
	}
	return choice
}

// Missing lists the runes that were picked and that no face draws, ascending.
func (c *Chain) Missing() []Missing {
	out := make([]Missing, 0, len(c.missing))
	for r, n := range c.missing {
		out = append(out, Missing{Rune: r, Count: n})
	}
	slices.SortFunc(out, func(a, b Missing) int { return cmp.Compare(a.Rune, b.Rune) })
	return out
}

func (c *Chain) choose(r rune) Choice {
	if len(c.links) == 0 || ignorable(r) {
		return Choice{Drawn: r, Ignored: true}
	}
	if choice, ok := c.find(r); ok {
		return choice
	}
	if unicode.IsSpace(r) { // U+2003 and its like: any space will do
		if choice, ok := c.find(' '); ok {
			return choice
		}
	}
	choice, ok := c.find(Replacement)
	if !ok { // a chain without 〓 shows the first face's own sign for "missing"
		choice = c.notdef()
	}
	choice.Missing = true
	return choice
}

func (c *Chain) find(r rune) (Choice, bool) {
	for i := range c.links {
		if f := c.face(i); f != nil && f.Draws(r) {
			g, _ := f.Glyph(r)
			return Choice{Face: f, Index: i, Glyph: g, Advance: f.Advance(g), Drawn: r}, true
		}
	}
	return Choice{}, false
}

// face returns the face at position i, loading it if that is still to be done.
func (c *Chain) face(i int) *Face {
	l := &c.links[i]
	if l.load != nil {
		l.face, l.load = l.load(), nil
	}
	return l.face
}

func (c *Chain) notdef() Choice {
	for i := range c.links {
		if f := c.face(i); f != nil {
			return Choice{Face: f, Index: i, Advance: f.Advance(0), Drawn: Replacement}
		}
	}
	return Choice{Drawn: Replacement, Ignored: true}
}

// Draws reports whether the face maps r to a glyph that draws something, or,
// for a space, to any glyph.
func (f *Face) Draws(r rune) bool {
	g, ok := f.Glyph(r)
	return ok && (unicode.IsSpace(r) || f.HasOutline(g))
}

// ignorable tells runes that are meant to be invisible: controls, format
// characters and variation selectors (Unicode, Default_Ignorable_Code_Point).
// Fonts disagree about them, so they are settled here.
func ignorable(r rune) bool {
	return unicode.Is(unicode.Variation_Selector, r) ||
		unicode.In(r, unicode.Cf, unicode.Cc, unicode.Zl, unicode.Zp)
}
