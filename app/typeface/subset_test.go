package typeface

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/assets/fonts"
)

func TestSubsetBringsThePartsOfComposites(t *testing.T) {
	f := mustParse(t, fontOf(testTables()))
	data, renumbered, err := f.Subset([]GlyphID{glyphC, glyphSpace, glyphC})
	if err != nil {
		t.Fatal(err)
	}
	// 0 first, then as asked, then the parts: C is made of B and the box, B of A.
	want := map[GlyphID]GlyphID{glyphBox: 0, glyphC: 1, glyphSpace: 2, glyphB: 3, glyphA: 4}
	if !maps.Equal(renumbered, want) {
		t.Fatalf("renumbered %v, want %v", renumbered, want)
	}
	cut := reread(t, data)
	for old, now := range renumbered {
		if cut.Advance(now) != f.Advance(old) || cut.leftBearing(now) != f.leftBearing(old) {
			t.Errorf("glyph %d: width %d, was %d", now, cut.Advance(now), f.Advance(old))
		}
		if cut.HasOutline(now) != f.HasOutline(old) {
			t.Errorf("glyph %d lost its outline", now)
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

func TestSubsetRefusesGlyphsThatDoNotExist(t *testing.T) {
	f := mustParse(t, fontOf(testTables()))
	var table *TableError
	if _, _, err := f.Subset([]GlyphID{testGlyphs}); !errors.As(err, &table) {
		t.Errorf("got %v", err)
	}
	tables := testTables()
	at := 2 * view(tables["loca"]).int16(2*glyphB)
	copy(tables["glyf"][at+12:], u16s(999))
	if _, _, err := mustParse(t, fontOf(tables)).Subset([]GlyphID{glyphB}); !errors.As(err, &table) {
		t.Errorf("composite of a glyph that does not exist: %v", err)
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
	f, err := Parse(writeFont(append(slices.Clone(dir), table{"cmap", buildCharMap(nil, nil)})))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSubsetKeepsGlyphsOfARealFace(t *testing.T) {
	f := mustParse(t, fonts.SansRegular())
	rapid.Check(t, func(t *rapid.T) {
		asked := rapid.SliceOfN(rapid.Uint16Range(0, uint16(f.GlyphCount()-1)), 0, 200).Draw(t, "glyphs")
		data, renumbered, err := f.Subset(asked)
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
		if cut.GlyphCount() != len(renumbered) {
			t.Fatalf("%d glyphs, %d renumbered", cut.GlyphCount(), len(renumbered))
		}
		for _, old := range asked {
			now := renumbered[old]
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
