package typeface

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"testing"

	"zhunsheng/assets/fonts"
)

func mustParse(t testing.TB, data []byte) *Face {
	t.Helper()
	f, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestParseReadsGlyphsAndWidths(t *testing.T) {
	f := mustParse(t, fontOf(testTables()))
	for r, want := range testRunes {
		if g, ok := f.Glyph(r); !ok || g != want {
			t.Errorf("Glyph(%q) = %d, %v; want %d", r, g, ok, want)
		}
	}
	for _, r := range []rune{'E', 0, -1, 0x10FFFF, 0x110000, '丁', math.MaxInt32, math.MinInt32} {
		if g, ok := f.Glyph(r); ok || g != 0 {
			t.Errorf("Glyph(%U) = %d, %v; the face does not map it", r, g, ok)
		}
	}
	for g := range GlyphID(testGlyphs) {
		if got := f.Advance(g); got != 100*(int(g)+1) {
			t.Errorf("Advance(%d) = %d", g, got)
		}
	}
	if got := f.Advance(testGlyphs); got != 0 {
		t.Errorf("a glyph that does not exist is %d wide", got)
	}
	if f.GlyphCount() != testGlyphs || len(f.Runes()) != len(testRunes) {
		t.Errorf("%d glyphs, runes %q", f.GlyphCount(), f.Runes())
	}
}

func TestWidthsBeyondTheLastFullEntryRepeatIt(t *testing.T) {
	tables := testTables()
	binary.BigEndian.PutUint16(tables["hhea"][34:], 3)
	f := mustParse(t, fontOf(tables))
	if got := f.Advance(glyphGeta); got != 300 {
		t.Errorf("Advance = %d, want 300 of the last entry", got)
	}
}

func TestHasOutline(t *testing.T) {
	f := mustParse(t, fontOf(testTables()))
	want := map[GlyphID]bool{
		glyphBox: true, glyphSpace: false, glyphA: true, glyphB: true,
		glyphC: true, glyphBlank: false, glyphRare: true, testGlyphs: false,
	}
	for g, outlined := range want {
		if f.HasOutline(g) != outlined {
			t.Errorf("HasOutline(%d) = %v", g, !outlined)
		}
	}
	if f.Draws('D') || !f.Draws(' ') || f.Draws('\u3000') {
		t.Error("a mapped blank is drawn only when it is a space that the face has")
	}
}

func TestCompositeThatHoldsItselfHasNoOutline(t *testing.T) {
	tables := testTables()
	parts := make([]int, maxComponents) // each looked into would never end
	for i := range parts {
		parts[i] = glyphA
	}
	glyf := compositeGlyph(parts...)
	tables["glyf"] = glyf
	tables["loca"] = u16s(0, 0, 0, len(glyf)/2, len(glyf)/2, len(glyf)/2, len(glyf)/2, len(glyf)/2, len(glyf)/2)
	f := mustParse(t, fontOf(tables))
	if f.HasOutline(glyphA) {
		t.Error("a glyph made of itself draws nothing")
	}
	data, _, err := f.Subset([]GlyphID{glyphA})
	if err != nil {
		t.Fatal(err)
	}
	if n := reread(t, data).GlyphCount(); n != 2 {
		t.Errorf("a subset of %d glyphs", n)
	}
}

func TestParseRefuses(t *testing.T) {
	spoil := func(change func(map[string][]byte)) []byte {
		tables := testTables()
		change(tables)
		return fontOf(tables)
	}
	otto := fontOf(testTables())
	copy(otto, tagOpenType)
	tests := []struct {
		name  string
		data  []byte
		want  error
		table string
	}{
		{name: "nothing", data: nil, want: ErrNotFont},
		{name: "text", data: []byte("not a font at all"), want: ErrNotFont},
		{name: "CFF", data: otto, want: ErrCFF},
		{name: "CFF table under a TrueType head", data: spoil(func(m map[string][]byte) { delete(m, "glyf"); m["CFF "] = []byte{1} }), want: ErrCFF},
		{name: "collection", data: collectionOf(fontOf(testTables())), want: ErrCollection},
		{name: "no outlines", data: spoil(func(m map[string][]byte) { delete(m, "glyf") }), table: "glyf"},
		{name: "no head", data: spoil(func(m map[string][]byte) { m["head"] = m["head"][:20] }), table: "head"},
		{name: "no hhea", data: spoil(func(m map[string][]byte) { delete(m, "hhea") }), table: "hhea"},
		{name: "no maxp", data: spoil(func(m map[string][]byte) { delete(m, "maxp") }), table: "maxp"},
		{name: "no glyphs", data: spoil(func(m map[string][]byte) { clear(m["maxp"]) }), table: "maxp"},
		{name: "short loca", data: spoil(func(m map[string][]byte) { m["loca"] = m["loca"][:4] }), table: "loca"},
		{name: "short hmtx", data: spoil(func(m map[string][]byte) { m["hmtx"] = m["hmtx"][:4] }), table: "hmtx"},
		{name: "more widths than glyphs", data: spoil(func(m map[string][]byte) { copy(m["hhea"][34:], u16s(9999)) }), table: "hhea"},
		{name: "no cmap", data: spoil(func(m map[string][]byte) { delete(m, "cmap") }), table: "cmap"},
		{name: "units per em", data: spoil(func(m map[string][]byte) { copy(m["head"][18:], u16s(0)) }), table: "head"},
		{name: "cut file", data: fontOf(testTables())[:300], table: "glyf"},
		{name: "cut directory", data: fontOf(testTables())[:50], table: "cmap"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.data)
			if err == nil {
				t.Fatal("accepted")
			}
			if tt.want != nil {
				if !errors.Is(err, tt.want) {
					t.Fatalf("%v, want %v", err, tt.want)
				}
				return
			}
			var table *TableError
			if !errors.As(err, &table) {
				t.Fatalf("%v, want a TableError", err)
			}
			if table.Table != tt.table && tt.name[:3] != "cut" {
				t.Errorf("%v blames the wrong table, want %s", err, tt.table)
			}
		})
	}
}

func TestMembersOfACollection(t *testing.T) {
	second := testTables()
	copy(second["head"][18:], u16s(2048))
	data := collectionOf(fontOf(testTables()), fontOf(second))
	if n := MemberCount(data); n != 2 {
		t.Fatalf("MemberCount = %d", n)
	}
	for i, units := range []int{1000, 2048} {
		f, err := ParseMember(data, i)
		if err != nil {
			t.Fatal(err)
		}
		if f.UnitsPerEm() != units || !f.Draws('B') {
			t.Errorf("member %d: %d units, draws B %v", i, f.UnitsPerEm(), f.Draws('B'))
		}
	}
	for _, i := range []int{-1, 2} {
		var table *TableError
		if _, err := ParseMember(data, i); !errors.As(err, &table) {
			t.Errorf("member %d: %v", i, err)
		}
	}
	if _, err := ParseMember(fontOf(testTables()), 0); err != nil {
		t.Errorf("a single font is its own member 0: %v", err)
	}
}

func TestEmbeddable(t *testing.T) {
	// OpenType specification, OS/2 fsType.
	for fsType, want := range map[uint16]bool{
		0: true, fsRestricted: false, fsPreview: true, fsEditable: true,
		fsRestricted | fsEditable: true, fsNoSubset: false, fsEditable | fsNoSubset: false, fsBitmapsOnly: false,
	} {
		os2 := make([]byte, 96)
		binary.BigEndian.PutUint16(os2[8:], fsType)
		tables := testTables()
		tables["OS/2"] = os2
		if got := mustParse(t, fontOf(tables)).Embeddable(); got != want {
			t.Errorf("fsType %04x: embeddable %v", fsType, got)
		}
	}
}

func TestMetricsOfARealFace(t *testing.T) {
	got := mustParse(t, fonts.SerifRegular()).Metrics()
	want := Metrics{
		UnitsPerEm: 1000, Ascent: 1151, Descent: -286, CapHeight: 729, XHeight: 514,
		XMin: -997, YMin: -1049, XMax: 2929, YMax: 1809, Weight: 400, Serif: true,
	}
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestScaledMetrics(t *testing.T) {
	m := Metrics{UnitsPerEm: 2048, Ascent: 1901, Descent: -483, CapHeight: 1493, Weight: 700}
	got := m.Scaled(1000)
	if got.Ascent != 928 || got.Descent != -236 || got.CapHeight != 729 || got.UnitsPerEm != 1000 {
		t.Errorf("got %+v", got)
	}
	if regular, bold := (Metrics{Weight: 400}).StemV(), m.StemV(); regular != 87 || bold != 165 {
		t.Errorf("stems %d and %d", regular, bold)
	}
}

func TestCapHeightIsMeasuredWithoutOS2(t *testing.T) {
	f := mustParse(t, fontOf(testTables())) // it has no H: seven tenths of 880
	if got := f.Metrics().CapHeight; got != 616 {
		t.Errorf("CapHeight = %d", got)
	}
}

func TestNames(t *testing.T) {
	f := mustParse(t, fontOf(testTables()))
	if got := f.PostScriptName(); got != "Test1" {
		t.Errorf("PostScriptName = %q, characters that a PDF name cannot hold must go", got)
	}
	if got := f.Name(NameFamily); got != "测试 Test" {
		t.Errorf("family %q", got)
	}
	if got := f.Name(NameTrademark); got != "" {
		t.Errorf("trademark %q", got)
	}
	tables := testTables()
	delete(tables, "name")
	if got := mustParse(t, fontOf(tables)).PostScriptName(); got != "Unnamed" {
		t.Errorf("PostScriptName without names = %q", got)
	}
}

// cmapOf wraps one subtable.
func cmapOf(platform, encoding int, body []byte) []byte {
	out := append(u16s(0, 1, platform, encoding), 0, 0, 0, 12)
	return append(out, body...)
}

func TestCharacterMapFormats(t *testing.T) {
	bytesMap := append(u16s(0, 262, 0), make([]byte, 256)...)
	bytesMap[6+'A'] = glyphA
	// Format 4 with a glyph array: the segment A..C leads through the array,
	// whose 0 for B means no glyph and whose others have a delta added.
	array := u16s(4, 0, 0, 4, 4, 1, 0, 'C', 0xffff, 0, 'A', 0xffff, 1, 1, 4, 0, glyphA-1, 0, glyphC-1)
	tests := []struct {
		name string
		cmap []byte
		want map[rune]GlyphID
	}{
		{"0", cmapOf(1, 0, bytesMap), map[rune]GlyphID{'A': glyphA, 'B': 0, 0x141: 0}},
		{"6", cmapOf(0, 3, u16s(6, 14, 0, 'A', 2, glyphA, glyphB)), map[rune]GlyphID{'@': 0, 'A': glyphA, 'B': glyphB, 'C': 0}},
		{"4 with an array", cmapOf(3, 1, array), map[rune]GlyphID{'A': glyphA, 'B': 0, 'C': glyphC, 'D': 0, 0xffff: 0, 0x10041: 0}},
		{"12", cmapOf(3, 10, buildFormat12([]run{{'A', 'B', glyphA}, {'𠮷', '𠮷', glyphRare}})), map[rune]GlyphID{'A': glyphA, 'B': glyphB, 'C': 0, '𠮷': glyphRare}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tables := testTables()
			tables["cmap"] = tt.cmap
			f := mustParse(t, fontOf(tables))
			mapped := 0
			for r, want := range tt.want {
				if g, _ := f.Glyph(r); g != want {
					t.Errorf("%U: glyph %d, want %d", r, g, want)
				}
				if want != 0 {
					mapped++
				}
			}
			if got := f.Runes(); len(got) != mapped {
				t.Errorf("Runes = %U", got)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(fontOf(testTables()), 'A')
	f.Add(collectionOf(fontOf(testTables())), '𠮷')
	for _, format := range [][]byte{
		cmapOf(1, 0, append(u16s(0, 262, 0), make([]byte, 256)...)),
		cmapOf(0, 3, u16s(6, 14, 0, 'A', 2, glyphA, glyphB)),
		cmapOf(3, 1, buildFormat4([]run{{'A', 'C', 1}})),
	} {
		tables := testTables()
		tables["cmap"] = format
		f.Add(fontOf(tables), 'B')
	}
	f.Fuzz(func(t *testing.T, data []byte, r rune) {
		face, err := ParseMember(data, 0)
		if err != nil {
			return
		}
		g, _ := face.Glyph(r)
		_ = fmt.Sprint(face.Advance(g), face.Draws(r), face.Metrics(), face.PostScriptName(), face.Embeddable())
		if face.GlyphCount() <= 64 { // writes all
			_ = face.PostScript()
		}
		glyphs := []GlyphID{g, GlyphID(r), GlyphID(face.GlyphCount() - 1)}
		cut, numbers, err := face.Subset(glyphs)
		if err != nil {
			return
		}
		again := reread(t, cut)
		for _, old := range glyphs {
			if got := again.Advance(numbers[old]); got != face.Advance(old) {
				t.Fatalf("glyph %d is %d wide in the subset, was %d", old, got, face.Advance(old))
			}
		}
		if len(data) < 4096 {
			face.Runes()
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse(fonts.SerifRegular()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGlyphAndAdvance(b *testing.B) {
	f := mustParse(b, fonts.SerifRegular())
	for b.Loop() {
		for _, r := range "绩效自评报告" {
			g, _ := f.Glyph(r)
			f.Advance(g)
		}
	}
}
