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

// pack moves the objects that may be packed into object streams (ISO 32000-1, 7.5.7) and returns where each went. Only the tag tree is
// packed: it is many small objects that no later revision touches.
func (w *Writer) pack() map[Ref]packedAt {
	at := make(map[Ref]packedAt, len(w.packable))
	for group := range slices.Chunk(w.packable, packFan) {
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
	for v := start; v > 0xff; v >>= 8 {
		width++
	}
	row := func(kind byte, value, last int) []byte {
		r := []byte{kind}
		for shift := 8 * (width - 1); shift >= 0; shift -= 8 {
			r = append(r, byte(value>>shift))
		}
		return append(r, byte(last>>8), byte(last))
	}
	rows := row(0, 0, 0xffff)
	for num := 1; num < self; num++ {
		ref := Ref{Num: num}
		if p, ok := packed[ref]; ok {
			rows = append(rows, row(2, p.stream.Num, p.index)...)
			continue
		}
		rows = append(rows, row(1, offsets[ref], 0)...)
	}
	rows = append(rows, row(1, start, 0)...)
	id := HexString(w.options.ID[:])
	d := Dict{
		"Type": Name("XRef"), "Size": Int(w.next), "W": Array{Int(1), Int(width), Int(2)}, "Root": w.root, "Info": info, "ID": Array{id, id},
	}
	if small, err := deflate(rows); err != nil {
		w.fail(err)
	} else {
		d["Filter"] = Name("FlateDecode")
		rows = small
	}
	e.out = fmt.Appendf(e.out, "%d 0 obj\n", self)
	e.object(&Stream{Dict: d, Data: rows}, 0)
	e.out = fmt.Appendf(e.out, "\nendobj\nstartxref\n%d\n%%%%EOF\n", start)
}
