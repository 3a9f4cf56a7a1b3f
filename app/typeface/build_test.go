package typeface

import (
	"encoding/binary"
	"slices"
)

// The tests' own font: glyph 0 a box, 1 empty (space), 2 a triangle ('A'),
// 3 a composite of glyph 2 ('B'), 4 a composite of 3 and 0 ('C'), 5 blank
// though mapped ('D'), 6 an ideograph beyond the basic plane, 7 〓.
const (
	glyphBox = iota
	glyphSpace
	glyphA
	glyphB
	glyphC
	glyphBlank
	glyphRare
	glyphGeta
	testGlyphs
)

var testRunes = map[rune]GlyphID{
	' ': glyphSpace, 'A': glyphA, 'B': glyphB, 'C': glyphC, 'D': glyphBlank,
	'𠮷': glyphRare, Replacement: glyphGeta,
}

func simpleGlyph(size int) []byte {
	out := u16s(1, 0, 0, size, size) // one contour and its box
	out = append(out, u16s(2, 0)...) // last point 2, no instructions
	out = append(out, 1, 1, 1)       // three points on the curve, long deltas
	return append(out, u16s(0, size, 0, 0, 0, size)...)
}

func compositeGlyph(parts ...int) []byte {
	out := u16s(0xffff, 0, 0, 500, 500)
	for i, p := range parts {
		flags := compWords
		if i < len(parts)-1 {
			flags |= compMore | compScale
		}
		out = append(out, u16s(flags, p, 10, 20)...)
		if flags&compScale != 0 {
			out = append(out, u16s(0x4000)...)
		}
	}
	return out
}

// testTables returns the tables of the tests' font, for tests to spoil.
func testTables() map[string][]byte {
	outlines := [][]byte{
		simpleGlyph(500), nil, simpleGlyph(300), compositeGlyph(glyphA),
		compositeGlyph(glyphB, glyphBox), u16s(0, 0, 0, 0, 0, 0), simpleGlyph(900), simpleGlyph(800),
	}
	var glyf, hmtx []byte
	loca := u16s(0)
	for i, o := range outlines {
		glyf = append(glyf, o...)
		if len(glyf)%2 != 0 {
			glyf = append(glyf, 0)
		}
		loca = append(loca, u16s(len(glyf)/2)...)
		hmtx = append(hmtx, u16s(100*(i+1), i)...)
	}
	head := make([]byte, 54)
	binary.BigEndian.PutUint16(head[18:], 1000)
	hhea := make([]byte, 36)
	copy(hhea[4:], u16s(880, -120))
	copy(hhea[34:], u16s(testGlyphs))
	maxp := make([]byte, 32)
	copy(maxp, u16s(1, 0, testGlyphs))
	var runes []rune
	var glyphs []GlyphID
	for _, r := range sortedKeys(testRunes) {
		runes, glyphs = append(runes, r), append(glyphs, testRunes[r])
	}
	return map[string][]byte{
		"head": head, "hhea": hhea, "maxp": maxp, "hmtx": hmtx, "loca": loca, "glyf": glyf,
		"cmap": buildCharMap(runes, glyphs),
		"name": buildNames(map[NameID]string{NamePostScript: "Te st(1)", NameFamily: "测试 Test"}),
	}
}

func sortedKeys(m map[rune]GlyphID) []rune {
	var out []rune
	for r := range m {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}

func fontOf(tables map[string][]byte) []byte {
	var list []table
	for tag, data := range tables {
		list = append(list, table{tag, data})
	}
	return writeFont(tagTrueType, list)
}

// collectionOf puts fonts into a TrueType collection.
func collectionOf(fonts ...[]byte) []byte {
	out := append([]byte(tagCollection), u16s(1, 0, 0, len(fonts))...)
	start := len(out) + 4*len(fonts)
	for _, f := range fonts {
		out = binary.BigEndian.AppendUint32(out, uint32(start))
		start += len(f)
	}
	at := len(out)
	for _, f := range fonts {
		moved := slices.Clone(f)
		for i := range view(f).int16(4) { // offsets count from the start of the file
			field := moved[12+16*i+8:]
			binary.BigEndian.PutUint32(field, binary.BigEndian.Uint32(field)+uint32(at))
		}
		out = append(out, moved...)
		at += len(f)
	}
	return out
}
