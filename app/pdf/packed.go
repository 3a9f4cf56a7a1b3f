package pdf

import (
	"fmt"
	"slices"
)

// packFan is how many objects one object stream holds.
const packFan = 400

// packedAt is the place of an object in an object stream.
type packedAt struct {
	stream Ref
	index  int
}

// pack moves the objects that may be packed into object streams (ISO 32000-1, 7.5.7) and returns where each went. Streams cannot be
// packed; catalog, information, form and fields are not, because signing writes them anew and other programs look for them first.
func (w *Writer) pack(info Ref) map[Ref]packedAt {
	if !w.options.Pack || w.err != nil {
		return nil
	}
	var packable []Ref
	for ref, object := range w.objects {
		if ref == w.root || ref == info || ref == w.catalog["AcroForm"] {
			continue
		}
		dict, isDict := object.(Dict)
		if _, stream := object.(*Stream); !stream && (!isDict || dict["FT"] == nil) {
			packable = append(packable, ref)
		}
	}
	slices.SortFunc(packable, func(a, b Ref) int { return a.Num - b.Num })
	at := make(map[Ref]packedAt, len(packable))
	for group := range slices.Chunk(packable, packFan) {
		head, body := encoder{}, encoder{}
		stream := w.Alloc()
		for i, ref := range group {
			head.out = fmt.Appendf(head.out, "%d %d ", ref.Num, len(body.out))
			body.object(w.objects[ref], 0)
			body.out = append(body.out, '\n')
			at[ref] = packedAt{stream, i}
			delete(w.objects, ref)
		}
		if body.err != nil {
			w.fail(body.err)
			return nil
		}
		w.SetStream(stream, Dict{"Type": Name("ObjStm"), "N": Int(len(group)), "First": Int(len(head.out))}, append(head.out, body.out...))
	}
	return at
}

// writeXrefStream ends the file with a cross-reference stream (ISO 32000-1, 7.5.8), which packed objects need.
func (w *Writer) writeXrefStream(e *encoder, offsets map[Ref]int, packed map[Ref]packedAt, info Ref) {
	self := w.next
	w.next++
	start := len(e.out)
	width := 1
	for v := max(start, self); v > 0xff; v >>= 8 { // a place is an offset or the number of an object stream
		width++
	}
	row := func(kind byte, value, last int) []byte {
		r := []byte{kind}
		for shift := 8 * (width - 1); shift >= 0; shift -= 8 {
			r = append(r, byte(value>>shift))
		}
		return append(r, byte(last>>8), byte(last))
	}
	before := make([]byte, 3+width)
	var rows []byte
	// Rows are written as differences from the one before (PNG predictor "up"), which compresses to half.
	add := func(r []byte) {
		rows = append(rows, 2)
		for i := range r {
			rows = append(rows, r[i]-before[i])
		}
		before = r
	}
	add(row(0, 0, 0xffff))
	for num := 1; num < self; num++ {
		ref := Ref{Num: num}
		if p, ok := packed[ref]; ok {
			add(row(2, p.stream.Num, p.index))
			continue
		}
		add(row(1, offsets[ref], 0))
	}
	add(row(1, start, 0))
	id := HexString(w.options.ID[:])
	d := Dict{
		"Type": Name("XRef"), "Size": Int(w.next), "W": Array{Int(1), Int(width), Int(2)}, "Root": w.root, "Info": info, "ID": Array{id, id},
	}
	rows, err := deflate(rows)
	if err != nil {
		w.fail(err)
	}
	d["Filter"], d["DecodeParms"] = Name("FlateDecode"), Dict{"Predictor": Int(12), "Columns": Int(3 + width)}
	e.out = fmt.Appendf(e.out, "%d 0 obj\n", self)
	e.object(&Stream{Dict: d, Data: rows}, 0)
	e.out = fmt.Appendf(e.out, "\nendobj\nstartxref\n%d\n%%%%EOF\n", start)
}
