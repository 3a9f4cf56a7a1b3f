package pdf

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func fontDicts(t *testing.T, draw func(*Font, *Content)) (r *Reader, font, cid Dict) {
	t.Helper()
	w := NewWriter(Options{})
	f := w.AddFont(boxFace{name: "Box"}, FontMetrics{Ascent: 880, Serif: true, FixedPitch: true, ItalicAngle: -12})
	draw(f, w.AddPage(100, 100).Content)
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	r = mustRead(t, data)
	font, _, err = r.ResolveDict(f.Ref())
	if err != nil {
		t.Fatal(err)
	}
	cid, _, err = r.ResolveDict(font["DescendantFonts"].(Array)[0])
	if err != nil {
		t.Fatal(err)
	}
	return r, font, cid
}

func decodeOf(t *testing.T, r *Reader, o Object) string {
	t.Helper()
	o, err := r.Resolve(o)
	if err != nil {
		t.Fatal(err)
	}
	data, err := r.Decode(o.(*Stream))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestToUnicode(t *testing.T) {
	r, font, cid := fontDicts(t, func(f *Font, c *Content) {
		c.Text(f, 10, 0, 0, []Glyph{
			{ID: 0x4e00, Text: "一"},
			{ID: 0x5409, Text: "𠮷"},
			{ID: 7, Text: "ffi"},
			{ID: 8},
			{ID: 9, Text: "a\xff"},
		})
	})
	cmap := decodeOf(t, r, font["ToUnicode"])
	for _, want := range []string{"4 beginbfchar", "<0001> <4E00>", "<0002> <D842DFB7>", "<0003> <006600660069>", "<0005> <0061FFFD>"} {
		if !strings.Contains(cmap, want) {
			t.Errorf("%q is missing from\n%s", want, cmap)
		}
	}
	if strings.Contains(cmap, "<0004>") {
		t.Error("a glyph without text is mapped")
	}
	if want := (Array{Int(0), Array{Int(500)}, Int(3), Array{Int(500), Int(500), Int(500)}}); !reflect.DeepEqual(cid["W"], want) || cid["DW"] != Int(1000) {
		t.Errorf("%v; want %v", cid["W"], want)
	}
	if cid["CIDToGIDMap"] != Name("Identity") {
		t.Error(cid["CIDToGIDMap"])
	}
	descriptor, _, err := r.ResolveDict(cid["FontDescriptor"])
	if err != nil || descriptor["Flags"] != Int(4+1+2+64) || decodeOf(t, r, descriptor["CIDSet"]) != "\xfc" {
		t.Error(descriptor, err)
	}
	name := string(cid["BaseFont"].(Name))
	if len(name) != len("ABCDEF+Box") || name[6:] != "+Box" || descriptor["FontName"] != Name(name) || font["BaseFont"] != Name(name) {
		t.Error(name)
	}
}

// TestOneGlyphTwoTexts shows one glyph for 一 and for the radical ⼀: both must come back as written.
func TestOneGlyphTwoTexts(t *testing.T) {
	r, font, cid := fontDicts(t, func(f *Font, c *Content) {
		c.Text(f, 10, 0, 0, []Glyph{{ID: 300, Text: "一"}, {ID: 300, Text: "⼀"}, {ID: 301, Text: "二"}, {ID: 300, Text: "一"}})
	})
	cmap := decodeOf(t, r, font["ToUnicode"])
	if !strings.Contains(cmap, "<0001> <4E00>") || !strings.Contains(cmap, "<0002> <2F00>") {
		t.Error(cmap)
	}
	if got := decodeOf(t, r, cid["CIDToGIDMap"]); got != "\x00\x00\x00\x01\x00\x01\x00\x02" {
		t.Errorf("%q", got)
	}
}

func TestManyMappings(t *testing.T) {
	r, font, _ := fontDicts(t, func(f *Font, c *Content) {
		for i := range 250 {
			c.Text(f, 10, 0, 0, []Glyph{{ID: uint16(i + 1), Text: string(rune(0x4e00 + i))}})
		}
	})
	cmap := decodeOf(t, r, font["ToUnicode"])
	if strings.Count(cmap, "100 beginbfchar") != 2 || strings.Count(cmap, "\n50 beginbfchar") != 1 {
		t.Error(cmap)
	}
}

// face variants that break their promises.
type brokenFace struct {
	boxFace
	em      int
	program []byte
	numbers map[uint16]uint16
}

func (f brokenFace) UnitsPerEm() int { return f.em }

func (f brokenFace) Subset(glyphs []uint16) ([]byte, map[uint16]uint16, error) {
	if f.program != nil {
		return f.program, f.numbers, nil
	}
	program, _, err := f.boxFace.Subset(glyphs)
	return program, f.numbers, err
}

func TestBrokenFaces(t *testing.T) {
	program, _, _ := boxFace{}.Subset([]uint16{0})
	for name, f := range map[string]brokenFace{
		"no scale":      {em: 0},
		"empty":         {em: 1000, program: []byte{}},
		"short table":   {em: 1000, program: program[:200]},
		"no maxp":       {em: 1000, program: append([]byte{0, 1, 0, 0, 0, 0}, make([]byte, 10)...)},
		"glyph missing": {em: 1000, numbers: map[uint16]uint16{0: 0}},
		"number beyond": {em: 1000, numbers: map[uint16]uint16{0: 0, 97: 2}},
		"zero moved":    {em: 1000, numbers: map[uint16]uint16{0: 1, 97: 0}},
	} {
		w := NewWriter(Options{})
		w.AddPage(9, 9).Content.Text(w.AddFont(f, FontMetrics{}), 1, 0, 0, run("a"))
		if _, err := w.Bytes(); !errors.Is(err, ErrFont) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTooManyGlyphs(t *testing.T) {
	w := NewWriter(Options{})
	f := w.AddFont(boxFace{name: "B"}, FontMetrics{})
	c := w.AddPage(9, 9).Content
	for i := range 0x10000 {
		c.Text(f, 1, 0, 0, []Glyph{{ID: 1, Text: string(rune(0x10000 + i))}})
	}
	if _, err := w.Bytes(); !errors.Is(err, ErrFont) {
		t.Error(err)
	}
}
