package pdf

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"strconv"
)

// Face is a TrueType face as this package needs it. Glyph numbers are the face's own.
type Face interface {
	// PostScriptName is the name without any subset prefix.
	PostScriptName() string
	// UnitsPerEm is the scale of Advance, usually 1000 or 2048.
	UnitsPerEm() int
	// Advance is the advance width of a glyph in font units.
	Advance(glyph uint16) int
	// Subset returns a complete TrueType program of the given glyphs and the number that each has in it. The first glyph asked
	// for is always 0, the missing glyph; none is asked for twice. Parts of composite glyphs may be added.
	Subset(glyphs []uint16) (program []byte, numbers map[uint16]uint16, err error)
}

// FontMetrics describe a face to viewers that cannot use the embedded program, in thousandths of an em.
type FontMetrics struct {
	Ascent, Descent, CapHeight int // Descent is negative
	StemV                      int // width of vertical stems, about 80 for regular and 140 for bold weights
	ItalicAngle                float64
	BBox                       [4]int // x0 y0 x1 y1
	Serif                      bool
	FixedPitch                 bool
}

// Font is a face embedded in the document. It holds the glyphs that are shown and no others.
type Font struct {
	body    *Body
	ref     Ref
	name    Name // in resource dictionaries
	face    Face
	metrics FontMetrics
	codes   map[shown]uint16
	glyphs  []uint16 // by code; code 0 is the missing glyph
	texts   []string // what each code stands for
}

// shown is a glyph with the text it stands for. A glyph that stands for two texts (⼀ U+2F00 and 一) gets two codes, so that both
// come out as written.
type shown struct {
	glyph uint16
	text  string
}

// AddFont embeds a face. The error of the final call wraps [ErrFont] when the face cannot be subset or has more than 65,535
// glyphs shown.
func (b *Body) AddFont(face Face, metrics FontMetrics) *Font {
	b.fonts++
	f := &Font{
		body: b, ref: b.Alloc(), name: Name("F" + strconv.Itoa(b.fonts)), face: face, metrics: metrics,
		codes: map[shown]uint16{}, glyphs: []uint16{0}, texts: []string{""},
	}
	b.atEnd(f.write)
	return f
}

// Ref returns the reference of the font dictionary.
func (f *Font) Ref() Ref { return f.ref }

// appendCode appends the four hexadecimal digits of a glyph's code.
func (f *Font) appendCode(dst []byte, g Glyph) []byte {
	c := f.code(g)
	return append(dst, hexDigits[c>>12], hexDigits[c>>8&15], hexDigits[c>>4&15], hexDigits[c&15])
}

func (f *Font) code(g Glyph) uint16 {
	if g.ID == 0 && g.Text == "" {
		return 0
	}
	key := shown{g.ID, g.Text}
	if code, ok := f.codes[key]; ok {
		return code
	}
	if len(f.glyphs) > 0xffff {
		f.body.fail(fmt.Errorf("%w: %s shows more than 65535 glyphs", ErrFont, f.face.PostScriptName()))
		return 0
	}
	code := uint16(len(f.glyphs))
	f.codes[key] = code
	f.glyphs = append(f.glyphs, g.ID)
	f.texts = append(f.texts, g.Text)
	return code
}

// write adds the font program and the dictionaries around it.
func (f *Font) write() {
	b := f.body
	if f.face.UnitsPerEm() <= 0 {
		b.fail(fmt.Errorf("%w: %s has %d units per em", ErrFont, f.face.PostScriptName(), f.face.UnitsPerEm()))
		return
	}
	program, numbers, err := f.face.Subset(f.unique())
	if err != nil {
		b.fail(fmt.Errorf("%w: %s: %w", ErrFont, f.face.PostScriptName(), err))
		return
	}
	codes, err := f.codeMap(program, numbers)
	if err != nil {
		b.fail(fmt.Errorf("%w: subset of %s: %w", ErrFont, f.face.PostScriptName(), err))
		return
	}
	base := Name(f.tag() + "+" + f.face.PostScriptName())
	descriptor := f.descriptor(base, codes.used)
	descriptor["FontFile2"] = b.AddStream(Dict{"Length1": Int(len(program))}, program)
	cid := b.Add(Dict{
		"Type": Name("Font"), "Subtype": Name("CIDFontType2"), "BaseFont": base,
		"CIDSystemInfo":  Dict{"Registry": String("Adobe"), "Ordering": String("Identity"), "Supplement": Int(0)},
		"FontDescriptor": b.Add(descriptor), "CIDToGIDMap": codes.object,
		"DW": Int(1000), "W": f.widths(),
	})
	b.Set(f.ref, Dict{
		"Type": Name("Font"), "Subtype": Name("Type0"), "BaseFont": base, "Encoding": Name("Identity-H"),
		"DescendantFonts": Array{cid}, "ToUnicode": b.AddStream(nil, f.toUnicode()),
	})
}

// unique lists each glyph shown once, in order of first use.
func (f *Font) unique() []uint16 {
	seen := make(map[uint16]bool, len(f.glyphs))
	list := make([]uint16, 0, len(f.glyphs))
	for _, g := range f.glyphs {
		if !seen[g] {
			seen[g] = true
			list = append(list, g)
		}
	}
	return list
}

// codeMap is how codes lead to glyphs of the program: /Identity, or a stream when a glyph has two codes.
type codeMap struct {
	object Object
	used   int // codes that draw a glyph, from 0 without holes
}

func (f *Font) codeMap(program []byte, numbers map[uint16]uint16) (codeMap, error) {
	count, err := glyphCount(program)
	if err != nil {
		return codeMap{}, err
	}
	identity := true
	table := make([]byte, 0, 2*len(f.glyphs))
	for code, glyph := range f.glyphs {
		number, ok := numbers[glyph]
		if !ok || int(number) >= count || glyph == 0 && number != 0 {
			return codeMap{}, fmt.Errorf("glyph %d has number %d of %d", glyph, number, count)
		}
		identity = identity && int(number) == code
		table = append(table, byte(number>>8), byte(number))
	}
	if identity {
		return codeMap{object: Name("Identity"), used: count}, nil
	}
	return codeMap{object: f.body.AddStream(nil, table), used: len(f.glyphs)}, nil
}

// descriptor describes the face; codes is how many of them are in use.
func (f *Font) descriptor(base Name, codes int) Dict {
	m := f.metrics
	flags := 4 // symbolic: the codes are the document's own
	if m.FixedPitch {
		flags |= 1
	}
	if m.Serif {
		flags |= 2
	}
	if m.ItalicAngle != 0 {
		flags |= 64
	}
	present := make([]byte, (codes+7)/8)
	for i := range codes {
		present[i/8] |= 0x80 >> (i % 8)
	}
	return Dict{
		"Type": Name("FontDescriptor"), "FontName": base, "Flags": Int(flags),
		"Ascent": Int(m.Ascent), "Descent": Int(m.Descent), "CapHeight": Int(m.CapHeight), "StemV": Int(m.StemV),
		"ItalicAngle": Num(m.ItalicAngle),
		"FontBBox":    Array{Int(m.BBox[0]), Int(m.BBox[1]), Int(m.BBox[2]), Int(m.BBox[3])},
		"CIDSet":      f.body.AddStream(nil, present),
	}
}

// tag is the subset prefix of six letters, made of the glyphs, so that the same subset has the same name.
func (f *Font) tag() string {
	h := fnv.New64a()
	for _, g := range f.glyphs {
		h.Write([]byte{byte(g >> 8), byte(g)})
	}
	sum := h.Sum64()
	var tag [6]byte
	for i := range tag {
		tag[i] = byte('A' + sum%26)
		sum /= 26
	}
	return string(tag[:])
}

// widths is the /W array; glyphs one em wide are left to /DW.
func (f *Font) widths() Array {
	em := float64(f.face.UnitsPerEm())
	w := Array{}
	var group Array
	for code, glyph := range f.glyphs {
		width := float64(f.face.Advance(glyph)) * 1000 / em
		if width == 1000 {
			group = nil
			continue
		}
		if group == nil {
			w = append(w, Int(code), Array{})
		}
		group = append(group, Num(width))
		w[len(w)-1] = group
	}
	return w
}

// glyphCount reads the number of glyphs from the maxp table of a TrueType program.
func glyphCount(program []byte) (int, error) {
	if len(program) < 12 {
		return 0, fmt.Errorf("program of %d bytes", len(program))
	}
	for i := range int(binary.BigEndian.Uint16(program[4:])) {
		record := 12 + 16*i
		if record+16 > len(program) {
			break
		}
		if string(program[record:record+4]) != "maxp" {
			continue
		}
		offset := int(binary.BigEndian.Uint32(program[record+8:]))
		if offset+6 > len(program) {
			break
		}
		return int(binary.BigEndian.Uint16(program[offset+4:])), nil
	}
	return 0, fmt.Errorf("no maxp table")
}
