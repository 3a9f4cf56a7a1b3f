package pdf

import (
	"bytes"
	"slices"
)

// maxKept is how many objects a Reader remembers before it forgets them all and reads anew.
const maxKept = 2 << 20

// load reads the indirect object that begins at offset and remembers it.
func (r *Reader) load(offset int) (loaded, error) {
	if l, ok := r.loaded[offset]; ok {
		return l, nil
	}
	if offset <= 0 || offset >= len(r.data) {
		return loaded{}, failAt(ErrXref, offset, "object offset outside the file")
	}
	if r.loading[offset] {
		return loaded{}, failAt(ErrLoop, offset, "object needs itself to be read")
	}
	if len(r.loading) >= maxDepth {
		return loaded{}, failAt(ErrLimit, offset, "objects need each other deeper than %d", maxDepth)
	}
	r.loading[offset] = true
	defer delete(r.loading, offset)
	l, err := r.indirect(offset)
	if err != nil {
		return loaded{}, err
	}
	r.keep(l.size)
	r.loaded[offset] = l
	return l, nil
}

// keep makes room for so many more objects to be remembered.
func (r *Reader) keep(objects int) {
	if r.kept += objects; r.kept > maxKept {
		clear(r.loaded)
		clear(r.unpacked)
		r.kept = objects
	}
}

// indirect reads "num gen obj … endobj".
func (r *Reader) indirect(offset int) (loaded, error) {
	if err := r.cost.check(offset); err != nil {
		return loaded{}, err
	}
	s := &scanner{data: r.data, pos: offset, refs: true, nodes: maxNodes}
	begin := s.pos
	skipped := 0 // stream data costs no scanning
	defer func() { r.cost.scanned += s.pos - begin - skipped }()
	ref, err := s.indirectHead()
	if err != nil {
		return loaded{}, err
	}
	o, err := s.object(0)
	if err != nil {
		return loaded{}, err
	}
	if s.keyword("stream") {
		d, ok := o.(Dict)
		if !ok {
			return loaded{}, s.fail(ErrSyntax, "stream without a dictionary")
		}
		stream, err := r.streamData(s, d)
		if err != nil {
			return loaded{}, err
		}
		o, skipped = stream, len(stream.Data)
	}
	if !s.keyword("endobj") {
		return loaded{}, s.fail(ErrSyntax, "endobj expected")
	}
	return loaded{ref: ref, object: o, end: s.pos, size: maxNodes - s.nodes}, nil
}

// indirectHead reads "num gen obj", which must begin right at the position.
func (s *scanner) indirectHead() (Ref, error) {
	start := s.pos
	if !isDigit(s.data[start]) {
		return Ref{}, s.fail(ErrXref, "no object begins here")
	}
	num, okNum := s.uint()
	gen, okGen := s.uint()
	if !okNum || !okGen || !s.keyword("obj") || num == 0 || num > maxObjectNumber || gen > maxGeneration {
		return Ref{}, s.failAt(start, ErrXref, "no object begins here")
	}
	return Ref{Num: num, Gen: gen}, nil
}

// streamData takes the data after the stream keyword. /Length must be right.
func (r *Reader) streamData(s *scanner, d Dict) (*Stream, error) {
	switch rest := s.data[s.pos:]; {
	case bytes.HasPrefix(rest, []byte("\r\n")):
		s.pos += 2
	case bytes.HasPrefix(rest, []byte("\n")):
		s.pos++
	default:
		return nil, s.fail(ErrSyntax, "stream keyword without a line end")
	}
	length, err := r.streamLength(d["Length"])
	if err != nil {
		return nil, err
	}
	if length < 0 || length > len(s.data)-s.pos {
		return nil, s.fail(ErrSyntax, "stream of %d bytes does not fit the file", length)
	}
	data := s.data[s.pos : s.pos+length : s.pos+length]
	s.pos += length
	at := s.pos
	for s.pos < len(s.data) && (s.data[s.pos] == '\r' || s.data[s.pos] == '\n') && s.pos < at+2 {
		s.pos++
	}
	if !bytes.HasPrefix(s.data[s.pos:], []byte("endstream")) || !s.keyword("endstream") {
		return nil, s.failAt(at, ErrSyntax, "endstream expected after %d bytes", length)
	}
	return &Stream{Dict: d, Data: data}, nil
}

// streamLength resolves /Length; -1 when it is no length at all.
func (r *Reader) streamLength(o Object) (int, error) {
	o, err := r.Resolve(o)
	if err != nil {
		return 0, err
	}
	n, ok := o.(Int)
	if !ok || n < 0 || n > Int(len(r.data)) {
		return -1, nil
	}
	return int(n), nil
}

// objectsStream is a decoded object stream: where each object begins, by its index.
type objectsStream struct {
	data    []byte
	numbers []int
	starts  []int
	offset  int   // of the stream in the file
	err     error // why it could not be decoded; remembered, because trying costs
}

// packedObject reads an object out of its object stream.
func (r *Reader) packedObject(e Entry) (Object, error) {
	if o, ok := r.unpacked[e.Ref.Num]; ok {
		return o, nil
	}
	o, err := r.objectStream(e)
	if err != nil {
		return nil, err
	}
	if e.Index >= len(o.numbers) || o.numbers[e.Index] != e.Ref.Num {
		return nil, failAt(ErrXref, o.offset, "object %d is not at index %d of object stream %d", e.Ref.Num, e.Index, e.Stream)
	}
	if err := r.cost.check(o.offset); err != nil {
		return nil, err
	}
	s := &scanner{data: o.data, pos: o.starts[e.Index], base: o.offset, fixed: true, refs: true, nodes: maxNodes}
	object, err := s.object(0)
	r.cost.scanned += s.pos - o.starts[e.Index]
	if err != nil {
		return nil, err
	}
	r.keep(maxNodes - s.nodes)
	r.unpacked[e.Ref.Num] = object
	return object, nil
}

// objectStream decodes the object stream that holds e, once.
func (r *Reader) objectStream(e Entry) (*objectsStream, error) {
	if o, ok := r.packed[e.Stream]; ok {
		return o, o.err
	}
	o := &objectsStream{}
	o.err = r.unpack(o, e)
	r.packed[e.Stream] = o
	return o, o.err
}

// unpack decodes the object stream that holds e.
func (r *Reader) unpack(o *objectsStream, e Entry) error {
	holder, ok := r.entries[e.Stream]
	if !ok || holder.Free || holder.Stream > 0 || holder.Ref.Gen != 0 {
		return failAt(ErrXref, 0, "object %d lies in object stream %d, which is not defined", e.Ref.Num, e.Stream)
	}
	l, err := r.load(holder.Offset)
	if err != nil {
		return err
	}
	s, ok := l.object.(*Stream)
	if !ok || l.ref != holder.Ref || s.Dict["Type"] != Name("ObjStm") {
		return failAt(ErrXref, holder.Offset, "object %d is no object stream", e.Stream)
	}
	for _, key := range []Name{"Length", "Filter", "DecodeParms"} {
		if hasRef(s.Dict[key]) {
			return failAt(ErrUnsupported, holder.Offset, "object stream %d whose /%s is indirect", e.Stream, key)
		}
	}
	data, err := r.decode(s, holder.Offset, r.limits.Decoded-r.cost.decoded)
	if err != nil {
		return err
	}
	r.cost.decoded += len(data)
	r.cost.scanLimit += 16 * len(data)
	return o.split(s.Dict, data, holder.Offset)
}

// hasRef tells whether a reference stands anywhere in o. What an object stream needs to be read must be direct: no path from the
// catalog leads there, so a later revision could change it, and with it every object inside, without touching one of them.
func hasRef(o Object) bool {
	switch v := o.(type) {
	case Ref:
		return true
	case Array:
		return slices.ContainsFunc(v, hasRef)
	case Dict:
		for _, value := range v {
			if hasRef(value) {
				return true
			}
		}
	}
	return false
}

// split reads the pairs of number and offset at the head of an object stream.
func (o *objectsStream) split(d Dict, data []byte, offset int) error {
	count, okCount := d["N"].(Int)
	first, okFirst := d["First"].(Int)
	if !okCount || !okFirst || count < 0 || first < 0 || first > Int(len(data)) || count > first {
		return failAt(ErrSyntax, offset, "object stream with a wrong /N or /First")
	}
	o.data, o.offset = data, offset
	s := &scanner{data: data[:first]}
	for range count {
		num, okNum := s.uint()
		at, okAt := s.uint()
		if !okNum || !okAt || at >= len(data)-int(first) {
			return failAt(ErrSyntax, offset, "damaged head of an object stream")
		}
		o.numbers = append(o.numbers, num)
		o.starts = append(o.starts, int(first)+at)
	}
	return nil
}
