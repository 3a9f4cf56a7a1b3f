package typeface

import "fmt"

// Flags of a composite glyph's component (OpenType specification, glyf).
const (
	compWords    = 0x0001
	compScale    = 0x0008
	compMore     = 0x0020
	compXYScale  = 0x0040
	compTwoByTwo = 0x0080
)

// maxParts bounds the glyphs looked at to see whether a composite draws
// anything; the first one mostly does.
const maxParts = 64

// maxComponents bounds the parts of one composite glyph.
const maxComponents = 256

// outline returns a glyph's entry in glyf, nil when it is empty or lies
// outside of the table.
func (f *Face) outline(g GlyphID) []byte {
	i := int(g)
	if i >= f.glyphs {
		return nil
	}
	var from, to int
	if f.wide {
		from, to = view(f.loca).int32(4*i), view(f.loca).int32(4*i+4)
	} else {
		from, to = 2*view(f.loca).int16(2*i), 2*view(f.loca).int16(2*i+2)
	}
	if to > len(f.glyf) { // some fonts round the last offset up
		to = len(f.glyf)
	}
	if to-from < 10 { // the header alone has ten bytes
		return nil
	}
	return f.glyf[from:to]
}

// HasOutline reports whether a glyph draws anything.
func (f *Face) HasOutline(g GlyphID) bool {
	budget := maxParts
	return f.hasOutline(g, &budget)
}

// hasOutline looks into composites, at most budget glyphs in all: a damaged
// font may hold composites of themselves.
func (f *Face) hasOutline(g GlyphID, budget *int) bool {
	if *budget--; *budget < 0 {
		return false
	}
	body := f.outline(g)
	if body == nil {
		return false
	}
	contours := view(body).signed16(0)
	if contours >= 0 {
		return contours > 0
	}
	parts, err := components(body)
	if err != nil {
		return false
	}
	for _, at := range parts {
		if f.hasOutline(GlyphID(view(body).int16(at)), budget) {
			return true
		}
	}
	return false
}

// components returns where in a composite glyph's entry the indices of its
// parts stand; nothing for a simple glyph.
func components(body []byte) ([]int, error) {
	v := view(body)
	if v.signed16(0) >= 0 {
		return nil, nil
	}
	var at []int
	for pos := 10; ; {
		if pos+4 > len(v) || len(at) == maxComponents {
			return nil, &TableError{Table: "glyf", Reason: fmt.Sprintf("composite glyph cut short or of more than %d parts", maxComponents)}
		}
		flags := v.int16(pos)
		at = append(at, pos+2)
		if flags&compMore == 0 {
			return at, nil
		}
		pos += 4 + componentTail(flags)
	}
}

// componentTail returns the bytes after a component's flags and index.
func componentTail(flags int) int {
	n := 2
	if flags&compWords != 0 {
		n = 4
	}
	switch {
	case flags&compScale != 0:
		n += 2
	case flags&compXYScale != 0:
		n += 4
	case flags&compTwoByTwo != 0:
		n += 8
	}
	return n
}
