package typeface

import (
	"sort"
	"unicode/utf8"
)

// charMap maps runes to glyphs by one subtable of cmap.
type charMap struct {
	format int
	body   view // the subtable with its header
}

// readCharMap picks the widest Unicode subtable: format 12 before 4 before the
// small formats. A font without one cannot be used by character.
func readCharMap(data []byte) (charMap, error) {
	cmap := view(data)
	var best charMap
	rank := 0
	for i := range cmap.int16(2) {
		at := 4 + 8*i
		if at+8 > len(cmap) {
			break
		}
		body := cmap.from(cmap.int32(at + 4))
		format := body.int16(0)
		if r := subtableRank(cmap.int16(at), cmap.int16(at+2), format); r > rank && len(body) >= 6 {
			best, rank = charMap{format: format, body: body}, r
		}
	}
	if rank == 0 {
		return charMap{}, &TableError{Table: "cmap", Reason: "no Unicode subtable of format 0, 4, 6 or 12"}
	}
	return best, nil
}

// subtableRank orders subtables by how much of Unicode they can reach; 0 is
// unusable.
func subtableRank(platform, encoding, format int) int {
	unicode := platform == 0 || platform == 3 && (encoding == 1 || encoding == 10)
	switch {
	case !unicode && platform == 1 && encoding == 0 && (format == 0 || format == 6):
		return 1 // Macintosh Roman: right for ASCII at least
	case !unicode:
		return 0
	}
	switch format {
	case 12:
		return 5
	case 4:
		return 4
	case 6:
		return 3
	case 0:
		return 2
	}
	return 0
}

func (c charMap) glyph(r rune) GlyphID {
	if r < 0 || r > utf8.MaxRune {
		return 0
	}
	switch c.format {
	case 12:
		return c.glyph12(r)
	case 4:
		if r > 0xffff {
			return 0
		}
		return c.glyph4(int(r))
	case 6:
		first, count := rune(c.body.int16(6)), rune(c.body.int16(8))
		if r < first || r >= first+count {
			return 0
		}
		return GlyphID(c.body.int16(10 + 2*int(r-first)))
	case 0:
		if at := 6 + int(r); r < 256 && at < len(c.body) {
			return GlyphID(c.body[at])
		}
	}
	return 0
}

// groups12 is the number of groups that truly lie within the subtable.
func (c charMap) groups12() int {
	return max(min(c.body.int32(12), (len(c.body)-16)/12), 0)
}

func (c charMap) glyph12(r rune) GlyphID {
	n := c.groups12()
	i := sort.Search(n, func(i int) bool { return c.body.int32(16+12*i+4) >= int(r) })
	if i == n {
		return 0
	}
	first := c.body.int32(16 + 12*i)
	if int(r) < first {
		return 0
	}
	return narrow(c.body.int32(16+12*i+8) + int(r) - first)
}

func (c charMap) segments4() int {
	return max(min(c.body.int16(6)/2, (len(c.body)-16)/8), 0)
}

func (c charMap) glyph4(r int) GlyphID {
	n := c.segments4()
	i := sort.Search(n, func(i int) bool { return c.body.int16(14+2*i) >= r })
	if i == n {
		return 0
	}
	return c.inSegment4(n, i, r)
}

// inSegment4 reads segment i of n for a rune that is not beyond its end.
func (c charMap) inSegment4(n, i, r int) GlyphID {
	starts := 16 + 2*n
	deltas := starts + 2*n
	ranges := deltas + 2*n
	first := c.body.int16(starts + 2*i)
	if r < first {
		return 0
	}
	delta := c.body.int16(deltas + 2*i)
	offset := c.body.int16(ranges + 2*i)
	if offset == 0 {
		return GlyphID((r + delta) & 0xffff)
	}
	g := c.body.int16(ranges + 2*i + offset + 2*(r-first))
	if g == 0 {
		return 0
	}
	return GlyphID((g + delta) & 0xffff)
}

// each calls f for every rune of the map, ascending except in damaged fonts.
func (c charMap) each(f func(rune, GlyphID)) {
	switch c.format {
	case 12:
		c.each12(f)
	case 4:
		c.each4(f)
	default:
		for r := range rune(0x10000) {
			f(r, c.glyph(r))
		}
	}
}

func (c charMap) each4(f func(rune, GlyphID)) {
	n := c.segments4()
	next := 0 // segments must ascend; this bounds the walk in a damaged font
	for i := range n {
		last := min(c.body.int16(14+2*i), 0xfffe)
		for r := max(c.body.int16(16+2*n+2*i), next); r <= last; r++ {
			f(rune(r), c.inSegment4(n, i, r))
		}
		next = max(next, last+1)
	}
}

func (c charMap) each12(f func(rune, GlyphID)) {
	next := 0 // bounds the walk as in each4
	for i := range c.groups12() {
		first, last := c.body.int32(16+12*i), c.body.int32(16+12*i+4)
		glyph := c.body.int32(16 + 12*i + 8)
		for r := max(first, next); r <= min(last, utf8.MaxRune); r++ {
			f(rune(r), narrow(glyph+r-first))
		}
		next = max(next, last+1)
	}
}

func narrow(g int) GlyphID {
	if g > 0xffff {
		return 0
	}
	return GlyphID(g)
}
