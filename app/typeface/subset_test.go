package typeface

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/assets/fonts"
)

func TestSubsetBringsThePartsOfComposites(t *testing.T) {
	f := mustParse(t, fontOf(testTables()))
	data, numbers, err := f.Subset([]GlyphID{glyphC, glyphSpace, glyphC})
	if err != nil {
		t.Fatal(err)
	}
	// 0, as asked, then the parts: C is made of B and the box, B of A.
	want := []GlyphID{0, glyphC, glyphSpace, glyphB, glyphA}
	cut := reread(t, data)
	if cut.GlyphCount() != len(want) {
		t.Fatalf("%d glyphs, want %d", cut.GlyphCount(), len(want))
	}
	for i, old := range want {
		now := GlyphID(i)
		if numbers[old] != now {
			t.Errorf("glyph %d became %d, want %d", old, numbers[old], now)
		}
		if cut.Advance(now) != f.Advance(old) || cut.leftBearing(now) != f.leftBearing(old) {
			t.Errorf("glyph %d: width %d, was %d", now, cut.Advance(now), f.Advance(old))
		}
		if cut.HasOutline(now) != f.HasOutline(old) {
			t.Errorf("glyph %d: outline %v, was %v", now, cut.HasOutline(now), f.HasOutline(old))
		}
	}
	parts, err := components(cut.outline(1))
	if err != nil || len(parts) != 2 {
		t.Fatalf("parts of C: %v, %v", parts, err)
	}
	if first, second := view(cut.outline(1)).int16(parts[0]), view(cut.outline(1)).int16(parts[1]); first != 3 || second != 0 {
		t.Errorf("C is made of %d and %d, want 3 and 0", first, second)
	}
}

func TestSubsetRefuses(t *testing.T) {
	f := mustParse(t, fontOf(testTables()))
	spoilt := testTables()
	at := 2 * view(spoilt["loca"]).int16(2*glyphB)
	copy(spoilt["glyf"][at+12:], u16s(999))
	tests := []struct {
		name   string
		face   *Face
		glyphs []GlyphID
	}{
		{"a glyph that does not exist", f, []GlyphID{0, testGlyphs}},
		{"a composite of one that does not exist", mustParse(t, fontOf(spoilt)), []GlyphID{0, glyphB}},
	}
	for _, tt := range tests {
		var table *TableError
		if _, _, err := tt.face.Subset(tt.glyphs); !errors.As(err, &table) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestSubsetOfNothingHoldsTheMissingGlyph(t *testing.T) {
	data, _, err := mustParse(t, fontOf(testTables())).Subset(nil)
	if err != nil {
		t.Fatal(err)
	}
	if cut := reread(t, data); cut.GlyphCount() != 1 || !cut.HasOutline(0) {
		t.Errorf("%d glyphs", cut.GlyphCount())
	}
}

// reread gives a subset a character map so that Parse takes it.
func reread(t interface {
	Helper()
	Fatal(...any)
}, data []byte,
) *Face {
	t.Helper()
	dir, err := readDirectory(data, 0)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Parse(writeFont(tagTrueType, append(slices.Clone(dir), table{"cmap", buildCharMap(nil, nil)})))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSubsetKeepsGlyphsOfARealFace(t *testing.T) {
	f := mustParse(t, fonts.SansRegular())
	rapid.Check(t, func(t *rapid.T) {
		asked := rapid.SliceOfN(rapid.Uint16Range(0, uint16(f.GlyphCount()-1)), 1, 200).Draw(t, "glyphs")
		data, numbers, err := f.Subset(asked)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := f.Subset(asked)
		if err != nil || !bytes.Equal(data, again) {
			t.Fatal("the same glyphs gave other bytes")
		}
		if checksum(data) != 0xB1B0AFBA {
			t.Fatalf("check sum of the file %08x", checksum(data))
		}
		cut := reread(t, data)
		if cut.GlyphCount() != len(numbers) {
			t.Fatalf("%d glyphs, %d numbered", cut.GlyphCount(), len(numbers))
		}
		for _, old := range asked {
			now := numbers[old]
			if cut.Advance(now) != f.Advance(old) {
				t.Fatalf("glyph %d as %d: width %d, was %d", old, now, cut.Advance(now), f.Advance(old))
			}
			parts, _ := components(f.outline(old))
			if len(parts) == 0 && !bytes.Equal(bytes.TrimRight(cut.outline(now), "\x00"), bytes.TrimRight(f.outline(old), "\x00")) {
				t.Fatalf("glyph %d as %d: other outline", old, now)
			}
		}
	})
}

func TestPackIsACompleteSmallFont(t *testing.T) {
	f := mustParse(t, fonts.SerifRegular())
	names := map[NameID]string{NameFamily: "某 Family", NamePostScript: "Some-Family", NameVersion: ""}
	data, packed, err := f.Pack([]rune("效A绩𠅤 A\U0010FFFD"), names)
	if err != nil {
		t.Fatal(err)
	}
	want := []rune(" A效绩")
	if f.Draws('𠅤') {
		want = append(want, '𠅤')
	}
	if !slices.Equal(packed, want) {
		t.Fatalf("packed %q, want %q", packed, want)
	}
	small := mustParse(t, data)
	if got := small.Runes(); !slices.Equal(got, want) {
		t.Errorf("runes %q", got)
	}
	for _, r := range packed {
		old, _ := f.Glyph(r)
		now, _ := small.Glyph(r)
		if f.Advance(old) != small.Advance(now) || !small.Draws(r) {
			t.Errorf("%q: width %d, was %d", r, small.Advance(now), f.Advance(old))
		}
	}
	if small.Name(NameFamily) != "某 Family" || small.PostScriptName() != "Some-Family" {
		t.Errorf("names %q, %q", small.Name(NameFamily), small.PostScriptName())
	}
	if small.Metrics() != f.Metrics() {
		t.Errorf("metrics changed: %+v", small.Metrics())
	}
}

func TestPackBeyondTheBasicPlane(t *testing.T) {
	f := mustParse(t, fonts.Rare())
	data, _, err := f.Pack([]rune{'𠮷'}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !mustParse(t, data).Draws('𠮷') {
		t.Error("𠮷 is lost")
	}
}

func TestCharMapTooLargeForFormat4(t *testing.T) {
	var runes []rune
	var glyphs []GlyphID
	for i := range 9000 { // 9,000 segments need 72,000 bytes
		runes, glyphs = append(runes, rune(0x1000+2*i)), append(glyphs, GlyphID(i+1))
	}
	m, err := readCharMap(buildCharMap(runes, glyphs))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range runes {
		if g := m.glyph(r); g != glyphs[i] {
			t.Fatalf("%U: glyph %d, want %d", r, g, glyphs[i])
		}
	}
}

func BenchmarkSubset600(b *testing.B) {
	f := mustParse(b, fonts.SerifRegular())
	glyphs := make([]GlyphID, 600)
	for i := range glyphs {
		glyphs[i] = GlyphID(1 + 17*i)
	}
	size := 0
	for b.Loop() {
		data, _, err := f.Subset(glyphs)
		if err != nil {
			b.Fatal(err)
		}
		size = len(data)
	}
	b.ReportMetric(float64(size), "font-bytes")
}
