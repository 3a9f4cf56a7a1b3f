// Package typeface reads TrueType faces, cuts them down to the glyphs a
// document uses, and chooses a face for every character.
//
// # Reading
//
// [Parse] takes the bytes of a font with TrueType outlines and copies
// nothing: tables are read where they lie when a question needs them, so a
// ten-megabyte face is ready in microseconds. The caller must not change the
// bytes afterwards. Fonts come from users' machines too, so every offset is
// checked: a damaged font gives an error or an empty answer, never a panic.
// Fonts with CFF outlines are refused with [ErrCFF]; a font collection with
// [ErrCollection], its members are read by [ParseMember].
//
// # Measuring
//
// [Face.Glyph] maps a rune to a glyph, [Face.Advance] gives its width in font
// units ([Metrics.UnitsPerEm] to the em). [Face.HasOutline] tells a glyph that
// draws something from an empty one: some fonts map characters to blank
// glyphs, and a blank in an official document is worse than another typeface.
//
// # Choosing
//
// A [Chain] is an ordered list of faces for one document. For every rune it
// picks the first face that truly draws it; a rune that none draws becomes 〓
// and is counted, so that the report can say which characters are missing.
//
// # Cutting
//
// [Face.Subset] writes a compact font for embedding in a PDF (no cmap, glyphs
// renumbered); [Face.Pack] writes a complete small font with a cmap and names,
// for embedding in a program; [Face.PostScript] writes the whole face with
// PostScript outlines, for programs that keep those as bytes. Same input, same
// bytes.
package typeface

import (
	"fmt"
	"slices"
)

// GlyphID is the index of a glyph in a face; 0 is the face's ".notdef".
type GlyphID = uint16

// Face is a font with TrueType outlines. It is immutable and safe for use by
// several goroutines at once. The zero value is of no use: call [Parse].
type Face struct {
	tables  directory
	chars   charMap
	metrics Metrics
	glyphs  int  // number of glyphs, from maxp
	longs   int  // number of full entries in hmtx, from hhea
	wide    bool // loca holds 32-bit offsets
	loca    []byte
	glyf    []byte
	hmtx    []byte
}

// Parse reads a single TrueType font. It returns [ErrCFF], [ErrCollection],
// [ErrNotFont] or a [*TableError]; data is kept, not copied.
func Parse(data []byte) (*Face, error) {
	if len(data) >= 4 && string(data[:4]) == tagCollection {
		return nil, ErrCollection
	}
	return parseAt(data, 0)
}

// MemberCount returns how many fonts a TrueType collection holds, 1 for a
// single font, 0 for bytes that are neither.
func MemberCount(data []byte) int {
	v := view(data)
	switch v.tag(0) {
	case tagCollection:
		return min(v.int32(8), (len(data)-12)/4)
	case tagTrueType, tagTrue, tagOpenType:
		return 1
	}
	return 0
}

// ParseMember reads the font at index (from 0) of a TrueType collection, or
// the font itself when data holds a single one and index is 0. Errors are
// those of [Parse], with a [*TableError] for an index beyond the collection.
func ParseMember(data []byte, index int) (*Face, error) {
	if index < 0 || index >= max(MemberCount(data), 1) {
		return nil, &TableError{Table: tagCollection, Reason: fmt.Sprintf("no member %d of %d", index, MemberCount(data))}
	}
	v := view(data)
	if v.tag(0) != tagCollection {
		return parseAt(data, 0)
	}
	return parseAt(data, v.int32(12+4*index))
}

func parseAt(data []byte, start int) (*Face, error) {
	tables, err := readDirectory(data, start)
	if err != nil {
		return nil, err
	}
	f := &Face{tables: tables}
	for _, step := range []func() error{f.readCounts, f.readOutlineTables, f.readMetrics} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	f.chars, err = readCharMap(tables.get("cmap"))
	if err != nil {
		return nil, err
	}
	return f, nil
}

// readCounts reads what sizes the other tables: maxp, hhea and head.
func (f *Face) readCounts() error {
	head, hhea, maxp := view(f.tables.get("head")), view(f.tables.get("hhea")), view(f.tables.get("maxp"))
	switch {
	case len(head) < 54:
		return &TableError{Table: "head", Reason: "missing or shorter than 54 bytes"}
	case len(hhea) < 36:
		return &TableError{Table: "hhea", Reason: "missing or shorter than 36 bytes"}
	case len(maxp) < 6:
		return &TableError{Table: "maxp", Reason: "missing or shorter than 6 bytes"}
	}
	f.glyphs = maxp.int16(4)
	f.longs = hhea.int16(34)
	f.wide = head.int16(50) != 0
	if f.glyphs == 0 {
		return &TableError{Table: "maxp", Reason: "the font has no glyphs"}
	}
	if f.longs == 0 || f.longs > f.glyphs {
		return &TableError{Table: "hhea", Reason: fmt.Sprintf("%d widths for %d glyphs", f.longs, f.glyphs)}
	}
	return nil
}

func (f *Face) readOutlineTables() error {
	f.loca, f.glyf, f.hmtx = f.tables.get("loca"), f.tables.get("glyf"), f.tables.get("hmtx")
	entry := 2
	if f.wide {
		entry = 4
	}
	if len(f.loca) < entry*(f.glyphs+1) {
		return &TableError{Table: "loca", Reason: fmt.Sprintf("%d bytes for %d glyphs", len(f.loca), f.glyphs)}
	}
	if len(f.hmtx) < 4*f.longs {
		return &TableError{Table: "hmtx", Reason: fmt.Sprintf("%d bytes for %d widths", len(f.hmtx), f.longs)}
	}
	return nil
}

// GlyphCount returns the number of glyphs in the face.
func (f *Face) GlyphCount() int { return f.glyphs }

// Glyph returns the glyph for r and whether the face maps r at all. The glyph
// may still be blank: see [Face.Draws].
func (f *Face) Glyph(r rune) (GlyphID, bool) {
	g := f.chars.glyph(r)
	if g == 0 || int(g) >= f.glyphs {
		return 0, false
	}
	return g, true
}

// Advance returns the width of a glyph in font units; 0 for a glyph that the
// face does not have.
func (f *Face) Advance(g GlyphID) int {
	i := int(g)
	if i >= f.glyphs {
		return 0
	}
	return view(f.hmtx).int16(4 * min(i, f.longs-1))
}

// leftBearing returns the left side bearing of a glyph in font units.
func (f *Face) leftBearing(g GlyphID) int {
	i := int(g)
	if i < f.longs {
		return view(f.hmtx).signed16(4*i + 2)
	}
	return view(f.hmtx).signed16(4*f.longs + 2*(i-f.longs))
}

// Runes returns every rune that the face maps to a glyph, ascending. It walks
// the whole character map: meant for tools, not for layout.
func (f *Face) Runes() []rune {
	var out []rune
	f.chars.each(func(r rune, g GlyphID) {
		if g != 0 && int(g) < f.glyphs {
			out = append(out, r)
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}
