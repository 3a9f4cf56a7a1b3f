package pdf

import (
	"encoding/binary"
)

// boxFace is a TrueType face made up for tests: every glyph is a box, 1000 units per em, glyphs below 256 half an em wide.
type boxFace struct {
	name string
	err  error
}

func (f boxFace) PostScriptName() string { return f.name }
func (boxFace) UnitsPerEm() int          { return 1000 }

func (boxFace) Advance(glyph uint16) int {
	if glyph < 256 {
		return 500
	}
	return 1000
}

func (f boxFace) Subset(glyphs []uint16) ([]byte, map[uint16]uint16, error) {
	if f.err != nil {
		return nil, nil, f.err
	}
	numbers := map[uint16]uint16{}
	var glyf, loca, hmtx []byte
	for i, g := range glyphs {
		numbers[g] = uint16(i)
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, boxOutline(int16(f.Advance(g)-60))...)
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.Advance(g)))
		hmtx = binary.BigEndian.AppendUint16(hmtx, 30)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	count := uint16(len(glyphs))
	head := make([]byte, 54)
	binary.BigEndian.PutUint32(head, 0x10000)
	binary.BigEndian.PutUint32(head[12:], 0x5F0F3CF5)
	binary.BigEndian.PutUint16(head[18:], 1000)
	binary.BigEndian.PutUint16(head[50:], 1) // long loca
	hhea := make([]byte, 36)
	binary.BigEndian.PutUint32(hhea, 0x10000)
	binary.BigEndian.PutUint16(hhea[4:], 880)
	binary.BigEndian.PutUint16(hhea[34:], count)
	maxp := make([]byte, 32)
	binary.BigEndian.PutUint32(maxp, 0x10000)
	binary.BigEndian.PutUint16(maxp[4:], count)
	binary.BigEndian.PutUint16(maxp[6:], 4)
	binary.BigEndian.PutUint16(maxp[8:], 1)
	return assemble([]table{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}}), numbers, nil
}

func boxOutline(width int16) []byte {
	var b []byte
	put := func(values ...int16) {
		for _, v := range values {
			b = binary.BigEndian.AppendUint16(b, uint16(v))
		}
	}
	put(1, 30, 0, 30+width, 700, 3, 0) // one contour, box, last point, no instructions
	b = append(b, 1, 1, 1, 1)
	put(30, width, 0, -width, 0, 0, 700, 0)
	return b
}

type table struct {
	tag  string
	data []byte
}

func assemble(tables []table) []byte {
	out := []byte{0, 1, 0, 0, 0, byte(len(tables)), 0, 64, 0, 2, 0, 32}
	offset := 12 + 16*len(tables)
	var body []byte
	for _, t := range tables {
		out = append(out, t.tag...)
		out = binary.BigEndian.AppendUint32(out, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(offset+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.data)))
		body = append(body, t.data...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	return append(out, body...)
}

// run makes glyphs of a text, one a character; the low 16 bits of a character are its glyph.
func run(text string) []Glyph {
	var glyphs []Glyph
	for _, r := range text {
		glyphs = append(glyphs, Glyph{ID: uint16(r), Text: string(r)})
	}
	return glyphs
}
