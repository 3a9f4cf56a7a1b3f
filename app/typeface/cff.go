package typeface

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strconv"
)

// PostScript writes the whole face as a font with PostScript outlines (the CFF table of OpenType), with the same glyphs, characters and
// measures. Curves are within half a font unit of the original's, and hints are gone.
//
// It is for programs that take every point of a TrueType font into memory when they open it, which makes seven times the file; the
// outlines of a PostScript font they interpret when they draw.
func (f *Face) PostScript() []byte {
	tables := []table{{"CFF ", f.buildCFF()}}
	for _, tag := range []string{"GDEF", "GPOS", "GSUB", "OS/2", "cmap", "hhea", "hmtx", "kern", "name"} {
		if data := f.tables.get(tag); len(data) > 0 {
			tables = append(tables, table{tag, data})
		}
	}
	head := bytes.Clone(f.tables.get("head")[:54])
	binary.BigEndian.PutUint32(head[8:], 0) // checkSumAdjustment, set by writeFont
	binary.BigEndian.PutUint16(head[50:], 0)
	maxp := append([]byte{0, 0, 0x50, 0}, u16s(f.glyphs)...)
	tables = append(tables, table{"head", head}, table{"maxp", maxp}, table{"post", f.cutPost()})
	return writeFont(tagOpenType, tables)
}

// Operators of the dictionaries in a CFF table (Adobe Technical Note 5176); those from dictEscape on are written as two bytes.
const (
	dictEscape    = 12 << 8
	dictBox       = 5
	dictCharset   = 15
	dictOutlines  = 17
	dictPrivate   = 18
	dictWidth     = 20
	dictMatrix    = dictEscape | 7
	dictOrdering  = dictEscape | 30
	dictCount     = dictEscape | 34
	dictFontArray = dictEscape | 36
	dictFontOf    = dictEscape | 37
	firstString   = 391 // number of the first string that is not standard
)

// buildCFF writes the outlines of all glyphs. Glyphs have numbers and no names, as in fonts of ten thousand ideographs.
func (f *Face) buildCFF() []byte {
	width := f.commonWidth()
	outlines := f.charstrings(width)
	name := cmp.Or(f.Name(NamePostScript), "Unnamed")
	private := appendOperator(appendNumber(nil, width), dictWidth)

	// The offsets in the first dictionary have a fixed length, so it is built twice.
	var offsets struct{ charset, fontOf, outlines, fonts, private int }
	head := func() []byte {
		out := []byte{1, 0, 4, 4}
		out = appendIndex(out, []byte(name))
		top := appendNumber(appendNumber(appendNumber(nil, firstString), firstString+1), 0)
		top = appendOperator(top, dictOrdering)
		if f.metrics.UnitsPerEm != 1000 {
			top = appendOperator(appendMatrix(top, f.metrics.UnitsPerEm), dictMatrix)
		}
		for _, n := range []int{f.metrics.XMin, f.metrics.YMin, f.metrics.XMax, f.metrics.YMax} {
			top = appendNumber(top, n)
		}
		top = appendOperator(top, dictBox)
		for _, entry := range []struct{ value, operator int }{
			{f.glyphs, dictCount},
			{offsets.charset, dictCharset},
			{offsets.fontOf, dictFontOf},
			{offsets.outlines, dictOutlines},
			{offsets.fonts, dictFontArray},
		} {
			top = appendOperator(appendLong(top, entry.value), entry.operator)
		}
		out = appendIndex(out, top)
		out = appendIndex(out, []byte("Adobe"), []byte("Identity"))
		return appendIndex(out) // no subroutines
	}
	charset := slices.Concat([]byte{2}, u16s(1, max(f.glyphs-2, 0))) // numbered as they come
	fontOf := slices.Concat([]byte{3}, u16s(1, 0), []byte{0}, u16s(f.glyphs))
	font := func() []byte {
		return appendIndex(nil, appendOperator(appendLong(appendLong(nil, len(private)), offsets.private), dictPrivate))
	}
	offsets.charset = len(head())
	offsets.fontOf = offsets.charset + len(charset)
	offsets.outlines = offsets.fontOf + len(fontOf)
	offsets.fonts = offsets.outlines + len(outlines)
	offsets.private = offsets.fonts + len(font())
	return slices.Concat(head(), charset, fontOf, outlines, font(), private)
}

// commonWidth returns the width that most glyphs have.
func (f *Face) commonWidth() int {
	count, best := make(map[int]int), 0
	for g := range f.glyphs {
		w := f.Advance(GlyphID(g))
		count[w]++
		if count[w] > count[best] || count[w] == count[best] && w < best {
			best = w
		}
	}
	return best
}

// charstrings writes the outlines of all glyphs as a list.
func (f *Face) charstrings(width int) []byte {
	first := indexStart(f.glyphs)
	var pen charstring
	var t tracer
	pen.out = make([]byte, first, first+len(f.glyf)*4/3)
	ends := make([]int, f.glyphs)
	for g := range ends {
		pen.begin(f.Advance(GlyphID(g)) - width)
		t.trace(f, GlyphID(g), &pen)
		pen.end()
		ends[g] = len(pen.out) - first
	}
	putIndexStart(pen.out, ends)
	return pen.out
}

// appendIndex writes a list of byte strings.
func appendIndex(out []byte, items ...[]byte) []byte {
	ends := make([]int, len(items))
	size := 0
	for i, item := range items {
		size += len(item)
		ends[i] = size
	}
	start := make([]byte, indexStart(len(items)))
	putIndexStart(start, ends)
	return slices.Concat(out, start, slices.Concat(items...))
}

// indexStart is how many bytes of a list stand before the first item.
func indexStart(count int) int {
	if count == 0 {
		return 2
	}
	return 3 + 4*(count+1)
}

// putIndexStart writes what stands before the items: their number, and where each ends among their bytes, counted from 1.
func putIndexStart(out []byte, ends []int) {
	binary.BigEndian.PutUint16(out, uint16(len(ends)))
	if len(ends) == 0 {
		return
	}
	out[2] = 4
	binary.BigEndian.PutUint32(out[3:], 1)
	for i, end := range ends {
		binary.BigEndian.PutUint32(out[7+4*i:], uint32(end+1))
	}
}

// appendLong writes an integer of a dictionary in five bytes.
func appendLong(out []byte, v int) []byte {
	return binary.BigEndian.AppendUint32(append(out, 29), uint32(v))
}

func appendOperator(out []byte, op int) []byte {
	if op >= dictEscape {
		out = append(out, dictEscape>>8)
	}
	return append(out, byte(op))
}

// appendMatrix writes what turns font units into ems.
func appendMatrix(out []byte, unitsPerEm int) []byte {
	unit := appendReal(nil, strconv.FormatFloat(1/float64(unitsPerEm), 'f', -1, 64))
	return slices.Concat(out, unit, appendNumber(appendNumber(nil, 0), 0), unit, appendNumber(appendNumber(nil, 0), 0))
}

// appendReal writes a positive decimal number without exponent, a digit in half a byte.
func appendReal(out []byte, text string) []byte {
	const point, end = 0xa, 0xf
	out = append(out, 30)
	half, full := byte(0), false
	put := func(nibble byte) {
		if full {
			out = append(out, half<<4|nibble)
		}
		half, full = nibble, !full
	}
	for _, char := range []byte(text) {
		if char == '.' {
			put(point)
		} else {
			put(char - '0')
		}
	}
	put(end)
	if full {
		put(end)
	}
	return out
}
