package typeface

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"
)

// Pack writes a complete small font that draws the given runes: the subset of
// [Face.Subset] with a cmap, OS/2 and a name table that holds the given texts
// in English. Runes that the face does not map are left out; the runes packed
// are returned, ascending. A font whose licence reserves its name must be
// given a new family, full and PostScript name by the caller.
func (f *Face) Pack(runes []rune, names map[NameID]string) ([]byte, []rune, error) {
	packed := make([]rune, 0, len(runes))
	glyphs := make([]GlyphID, 0, len(runes))
	for _, r := range slices.Compact(slices.Sorted(slices.Values(runes))) {
		if g, ok := f.Glyph(r); ok {
			packed = append(packed, r)
			glyphs = append(glyphs, g)
		}
	}
	order, numbers, err := f.closure(glyphs)
	if err != nil {
		return nil, nil, err
	}
	tables, err := f.coreTables(order, numbers)
	if err != nil {
		return nil, nil, err
	}
	for i, g := range glyphs {
		glyphs[i] = numbers[g]
	}
	tables = append(tables, table{"cmap", buildCharMap(packed, glyphs)}, table{"name", buildNames(names)})
	if os2 := f.tables.get("OS/2"); len(os2) >= 68 && len(packed) > 0 {
		os2 = slices.Clone(os2)
		binary.BigEndian.PutUint16(os2[64:], uint16(min(packed[0], 0xffff)))
		binary.BigEndian.PutUint16(os2[66:], uint16(min(packed[len(packed)-1], 0xffff)))
		tables = append(tables, table{"OS/2", os2})
	}
	return writeFont(tagTrueType, tables), packed, nil
}

// run is a stretch of runes whose glyphs follow one another too.
type run struct {
	first, last rune
	glyph       GlyphID
}

func runs(runes []rune, glyphs []GlyphID) []run {
	var out []run
	for i, r := range runes {
		if n := len(out) - 1; n >= 0 && out[n].last+1 == r && int(out[n].glyph)+int(r-out[n].first) == int(glyphs[i]) {
			out[n].last = r
			continue
		}
		out = append(out, run{first: r, last: r, glyph: glyphs[i]})
	}
	return out
}

// buildCharMap writes format 4, which every program reads, and format 12 when
// there are runes beyond the Basic Multilingual Plane or more of them than
// format 4 can hold.
func buildCharMap(runes []rune, glyphs []GlyphID) []byte {
	all := runs(runes, glyphs)
	short := buildFormat4(all)
	beyond := len(runes) > 0 && runes[len(runes)-1] > 0xffff
	if !beyond && short != nil {
		cmap := u16s(0, 1, platformWindows, 1)
		cmap = binary.BigEndian.AppendUint32(cmap, 12)
		return append(cmap, short...)
	}
	if short == nil {
		cmap := u16s(0, 1, platformWindows, 10)
		cmap = binary.BigEndian.AppendUint32(cmap, 12)
		return append(cmap, buildFormat12(all)...)
	}
	cmap := u16s(0, 2, platformWindows, 1)
	cmap = binary.BigEndian.AppendUint32(cmap, 20)
	cmap = append(cmap, u16s(platformWindows, 10)...)
	cmap = binary.BigEndian.AppendUint32(cmap, uint32(20+len(short)))
	return slices.Concat(cmap, short, buildFormat12(all))
}

// buildFormat4 returns nil when the segments do not fit the format's 16-bit
// length.
func buildFormat4(all []run) []byte {
	var segments []run
	for _, s := range all {
		if s.last < 0xffff {
			segments = append(segments, s)
		}
	}
	segments = append(segments, run{first: 0xffff, last: 0xffff, glyph: 0}) // the specification's end mark
	n := len(segments)
	length := 16 + 8*n
	if length > 0xffff {
		return nil
	}
	log := 0
	for 2<<log <= n {
		log++
	}
	out := u16s(4, length, 0, 2*n, 2<<log, log, 2*n-2<<log)
	for _, s := range segments {
		out = append(out, u16s(int(s.last))...)
	}
	out = append(out, 0, 0)
	for _, s := range segments {
		out = append(out, u16s(int(s.first))...)
	}
	for _, s := range segments {
		out = append(out, u16s(int(s.glyph)-int(s.first))...)
	}
	return append(out, make([]byte, 2*n)...)
}

func buildFormat12(all []run) []byte {
	out := u16s(12, 0)
	for _, n := range []int{16 + 12*len(all), 0, len(all)} {
		out = binary.BigEndian.AppendUint32(out, uint32(n))
	}
	for _, s := range all {
		for _, n := range []int{int(s.first), int(s.last), int(s.glyph)} {
			out = binary.BigEndian.AppendUint32(out, uint32(n))
		}
	}
	return out
}

// buildNames writes the name table with Windows Unicode records in English.
func buildNames(names map[NameID]string) []byte {
	ids := make([]NameID, 0, len(names))
	for id, text := range names {
		if text != "" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	out := u16s(0, len(ids), 6+12*len(ids))
	var texts []byte
	for _, id := range ids {
		start := len(texts)
		for _, unit := range utf16.Encode([]rune(names[id])) {
			texts = binary.BigEndian.AppendUint16(texts, unit)
		}
		out = append(out, u16s(platformWindows, 1, englishWindows, int(id), len(texts)-start, start)...)
	}
	return append(out, texts...)
}

func u16s(numbers ...int) []byte {
	out := make([]byte, 0, 2*len(numbers))
	for _, n := range numbers {
		out = binary.BigEndian.AppendUint16(out, uint16(n))
	}
	return out
}
