package typeface

import (
	"slices"
	"testing"
)

func chainFaces(t *testing.T) (without, with *Face) {
	t.Helper()
	tables := testTables()
	tables["cmap"] = buildCharMap([]rune(" AD"), []GlyphID{glyphSpace, glyphA, glyphBlank})
	return mustParse(t, fontOf(tables)), mustParse(t, fontOf(testTables()))
}

func TestChainTakesTheFirstFaceThatDraws(t *testing.T) {
	first, second := chainFaces(t)
	c := NewChain(nil, first, second)
	tests := []struct {
		r     rune
		index int
		glyph GlyphID
	}{{'A', 0, glyphA}, {' ', 0, glyphSpace}, {'B', 1, glyphB}, {'𠮷', 1, glyphRare}}
	for _, tt := range tests {
		got := c.Pick(tt.r)
		if got.Index != tt.index || got.Glyph != tt.glyph || got.Missing || got.Ignored || got.Drawn != tt.r {
			t.Errorf("Pick(%q) = %+v", tt.r, got)
		}
		if want := 100 * (int(tt.glyph) + 1); got.Advance != want {
			t.Errorf("Pick(%q) is %d wide, want %d", tt.r, got.Advance, want)
		}
	}
	if got := c.Missing(); len(got) != 0 {
		t.Errorf("missing %v", got)
	}
}

func TestMissingRunesAreDrawnAsGetaAndCounted(t *testing.T) {
	first, second := chainFaces(t)
	c := NewChain(first, second)
	for _, r := range "缺D缺" { // D is mapped, but to a blank glyph
		got := c.Pick(r)
		if !got.Missing || got.Drawn != Replacement || got.Glyph != glyphGeta || got.Index != 1 {
			t.Errorf("Pick(%q) = %+v", r, got)
		}
	}
	c.Look('失')
	if want := []Missing{{'D', 1}, {'缺', 2}}; !slices.Equal(c.Missing(), want) {
		t.Errorf("missing %v, want %v", c.Missing(), want)
	}
}

func TestChainWithoutGetaDrawsTheFacesOwnSign(t *testing.T) {
	first, _ := chainFaces(t)
	got := NewChain(first).Pick('缺')
	if !got.Missing || got.Glyph != 0 || got.Face != first || got.Advance != 100 {
		t.Errorf("got %+v", got)
	}
}

func TestSpacesAndInvisibleRunes(t *testing.T) {
	first, _ := chainFaces(t)
	c := NewChain(first)
	for _, r := range "\u3000\u2003\u00a0" {
		if got := c.Pick(r); got.Drawn != ' ' || got.Missing {
			t.Errorf("Pick(%U) = %+v, want a plain space", r, got)
		}
	}
	for _, r := range "\u200b\ufeff\ufe0f\U000e0100\u00ad\u2028\n\x00" {
		if got := c.Pick(r); !got.Ignored || got.Advance != 0 {
			t.Errorf("Pick(%U) = %+v, want it ignored", r, got)
		}
	}
	if got := NewChain().Pick('A'); !got.Ignored {
		t.Errorf("a chain without faces: %+v", got)
	}
}

func TestLastFacesAreLoadedWhenNeeded(t *testing.T) {
	first, second := chainFaces(t)
	loads := 0
	c := NewChain(first).Then(func() *Face { loads++; return second }).Then(func() *Face { return nil })
	c.Pick('A')
	if loads != 0 {
		t.Error("loaded for a rune that the first face draws")
	}
	if got := c.Pick('B'); got.Face != second || got.Index != 1 {
		t.Errorf("Pick(B) = %+v", got)
	}
	if got := c.Pick('缺'); !got.Missing || got.Face != second {
		t.Errorf("Pick(缺) = %+v", got)
	}
	if loads != 1 {
		t.Errorf("loaded %d times", loads)
	}
	if got := NewChain().Then(func() *Face { return nil }).Pick('A'); !got.Ignored {
		t.Errorf("a chain whose only face cannot be had: %+v", got)
	}
}
