package typeface

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
)

// Subset writes a TrueType font that holds only the given glyphs, for
// embedding in a PDF as the FontFile2 of a CIDFontType2 font. Glyph 0, the
// face's sign for "missing", comes first; the others follow in the order given,
// repeats dropped, then the parts that composite glyphs need. numbers leads
// from every glyph in it, by its number in the face, to its number in the
// subset. The font has no cmap and no names: the PDF addresses glyphs by
// number. Errors are [*TableError] for a glyph that does not exist or a damaged
// composite.
func (f *Face) Subset(glyphs []GlyphID) (program []byte, numbers map[GlyphID]GlyphID, err error) {
	order, numbers, err := f.closure(glyphs)
	if err != nil {
		return nil, nil, err
	}
	tables, err := f.coreTables(order, numbers)
	if err != nil {
		return nil, nil, err
	}
	return writeFont(tagTrueType, tables), numbers, nil
}

// closure lists the glyphs of a subset in their new order, with the parts of
// composites at the end, and numbers them.
func (f *Face) closure(glyphs []GlyphID) ([]GlyphID, map[GlyphID]GlyphID, error) {
	order := make([]GlyphID, 0, len(glyphs)+1)
	numbers := make(map[GlyphID]GlyphID, len(glyphs)+1)
	add := func(g GlyphID) error {
		if int(g) >= f.glyphs {
			return &TableError{Table: "glyf", Reason: fmt.Sprintf("no glyph %d among %d", g, f.glyphs)}
		}
		if _, seen := numbers[g]; !seen {
			numbers[g] = GlyphID(len(order)) // at most as many as the face has
			order = append(order, g)
		}
		return nil
	}
	for _, g := range slices.Concat([]GlyphID{0}, glyphs) {
		if err := add(g); err != nil {
			return nil, nil, err
		}
	}
	for i := 0; i < len(order); i++ { // order grows as parts are found
		body := f.outline(order[i])
		parts, err := components(body)
		if err != nil {
			return nil, nil, err
		}
		for _, at := range parts {
			if err := add(GlyphID(view(body).int16(at))); err != nil {
				return nil, nil, err
			}
		}
	}
	return order, numbers, nil
}

// coreTables builds the tables that every TrueType font in a PDF needs.
func (f *Face) coreTables(order []GlyphID, numbers map[GlyphID]GlyphID) ([]table, error) {
	glyf, loca, wide, err := f.cutOutlines(order, numbers)
	if err != nil {
		return nil, err
	}
	hmtx, longs := f.cutWidths(order)
	head := bytes.Clone(f.tables.get("head")[:54])
	binary.BigEndian.PutUint32(head[8:], 0) // checkSumAdjustment, set by writeFont
	binary.BigEndian.PutUint16(head[50:], 0)
	if wide {
		binary.BigEndian.PutUint16(head[50:], 1)
	}
	hhea := bytes.Clone(f.tables.get("hhea")[:36])
	binary.BigEndian.PutUint16(hhea[34:], uint16(longs))
	maxp := bytes.Clone(f.tables.get("maxp"))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(order)))

	tables := []table{
		{"head", head},
		{"hhea", hhea},
		{"hmtx", hmtx},
		{"maxp", maxp},
		{"loca", loca},
		{"glyf", glyf},
		{"post", f.cutPost()},
	}
	// The instructions that glyphs refer to travel unchanged.
	for _, tag := range []string{"cvt ", "fpgm", "prep"} {
		if data := f.tables.get(tag); len(data) > 0 {
			tables = append(tables, table{tag, data})
		}
	}
	return tables, nil
}

// cutOutlines copies the outlines in their new order, with the indices inside
// composites numbers, and reports whether loca needs 32-bit offsets.
func (f *Face) cutOutlines(order []GlyphID, numbers map[GlyphID]GlyphID) (glyf, loca []byte, wide bool, err error) {
	size := 0
	for _, g := range order {
		size += (len(f.outline(g)) + 3) &^ 3
	}
	wide = size > 2*0xffff
	glyf = make([]byte, 0, size)
	loca = appendOffset(nil, 0, wide)
	for _, g := range order {
		body := f.outline(g)
		parts, err := components(body)
		if err != nil {
			return nil, nil, false, err
		}
		start := len(glyf)
		glyf = append(glyf, body...)
		for _, at := range parts {
			part := numbers[GlyphID(view(body).int16(at))]
			binary.BigEndian.PutUint16(glyf[start+at:], part)
		}
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		loca = appendOffset(loca, len(glyf), wide)
	}
	return glyf, loca, wide, nil
}

func appendOffset(loca []byte, offset int, wide bool) []byte {
	if wide {
		return binary.BigEndian.AppendUint32(loca, uint32(offset))
	}
	return binary.BigEndian.AppendUint16(loca, uint16(offset/2))
}

// cutWidths writes hmtx. Glyphs at the end that share one width, as nearly all
// Chinese ones do, need it only once.
func (f *Face) cutWidths(order []GlyphID) (hmtx []byte, longs int) {
	longs = len(order)
	for longs > 1 && f.Advance(order[longs-2]) == f.Advance(order[longs-1]) {
		longs--
	}
	for i, g := range order {
		if i < longs {
			hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.Advance(g)))
		}
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.leftBearing(g)))
	}
	return hmtx, longs
}

// cutPost keeps the header of post and drops the glyph names (version 3.0).
func (f *Face) cutPost() []byte {
	post := make([]byte, 32)
	copy(post, f.tables.get("post"))
	binary.BigEndian.PutUint32(post, 0x00030000)
	clear(post[16:]) // memory hints for printers of old
	return post
}

// writeFont lays tables out as a font file, ordered by tag, with check sums.
func writeFont(kind string, tables []table) []byte {
	slices.SortFunc(tables, func(a, b table) int { return bytes.Compare([]byte(a.tag), []byte(b.tag)) })
	size := 12 + 16*len(tables)
	for _, t := range tables {
		size += (len(t.data) + 3) &^ 3
	}
	out := make([]byte, 0, size)
	out = append(out, kind...)
	count, log := len(tables), 0
	for 2<<log <= count {
		log++
	}
	for _, n := range []int{count, 16 << log, log, 16*count - 16<<log} {
		out = binary.BigEndian.AppendUint16(out, uint16(n))
	}
	offset := 12 + 16*count
	head := 0
	for _, t := range tables {
		if t.tag == "head" {
			head = offset
		}
		out = append(out, t.tag...)
		for _, n := range []uint32{checksum(t.data), uint32(offset), uint32(len(t.data))} {
			out = binary.BigEndian.AppendUint32(out, n)
		}
		offset += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	// OpenType specification, head: the whole file sums up to 0xB1B0AFBA.
	binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	return out
}

// checksum adds up a table as big-endian 32-bit numbers, padded with zeros.
func checksum(data []byte) uint32 {
	var sum uint32
	for len(data) >= 4 {
		sum += binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	var tail [4]byte
	copy(tail[:], data)
	return sum + binary.BigEndian.Uint32(tail[:])
}
