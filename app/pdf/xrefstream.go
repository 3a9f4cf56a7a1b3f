package pdf

// readXrefStream reads a cross-reference stream (ISO 32000-1, 7.5.8).
func (r *Reader) readXrefStream(s *scanner, offset int, budget *int) (section, error) {
	l, err := r.indirect(offset)
	if err != nil {
		return section{}, err
	}
	stream, ok := l.object.(*Stream)
	if !ok || stream.Dict["Type"] != Name("XRef") {
		return section{}, s.fail(ErrXref, "neither a cross-reference table nor a stream")
	}
	data, err := r.decode(stream, offset, r.limits.Decoded-r.cost.decoded)
	if err != nil {
		return section{}, err
	}
	r.cost.decoded += len(data)
	widths, err := fieldWidths(stream.Dict, offset)
	if err != nil {
		return section{}, err
	}
	rows := xrefRows{data: data, widths: widths, offset: offset, budget: budget, seen: map[int]bool{}}
	ranges, err := indexRanges(stream.Dict, offset)
	if err != nil {
		return section{}, err
	}
	for _, rg := range ranges {
		if err := rows.read(rg[0], rg[1]); err != nil {
			return section{}, err
		}
	}
	if err := checkSize(stream.Dict, rows.entries, offset); err != nil {
		return section{}, err
	}
	return section{kind: XrefStream, end: l.end, trailer: stream.Dict, entries: mergeEntries(nil, rows.entries)}, nil
}

func fieldWidths(d Dict, offset int) ([3]int, error) {
	var widths [3]int
	w, ok := d["W"].(Array)
	if !ok || len(w) < 3 {
		return widths, failAt(ErrXref, offset, "cross-reference stream without field widths")
	}
	for i := range widths {
		n, ok := w[i].(Int)
		if !ok || n < 0 || n > 7 {
			return widths, failAt(ErrXref, offset, "field width %v", w[i])
		}
		widths[i] = int(n)
	}
	if len(w) > 3 || widths[1] == 0 {
		return widths, failAt(ErrXref, offset, "field widths %v", w)
	}
	return widths, nil
}

// indexRanges returns pairs of first number and count.
func indexRanges(d Dict, offset int) ([][2]int, error) {
	index, given := d["Index"].(Array)
	if !given {
		size, _ := d["Size"].(Int)
		index = Array{Int(0), size}
	}
	if len(index)%2 != 0 {
		return nil, failAt(ErrXref, offset, "odd /Index")
	}
	var ranges [][2]int
	for i := 0; i < len(index); i += 2 {
		first, okFirst := index[i].(Int)
		count, okCount := index[i+1].(Int)
		if !okFirst || !okCount || first < 0 || count < 0 || first > maxObjectNumber || count > maxObjectNumber+1-first {
			return nil, failAt(ErrLimit, offset, "/Index out of range")
		}
		ranges = append(ranges, [2]int{int(first), int(count)})
	}
	return ranges, nil
}

// xrefRows reads the rows of a cross-reference stream.
type xrefRows struct {
	data    []byte
	widths  [3]int
	offset  int
	budget  *int
	seen    map[int]bool
	entries []Entry
}

// read reads the rows of consecutive objects.
func (x *xrefRows) read(first, count int) error {
	for num := first; num < first+count; num++ {
		if *x.budget--; *x.budget < 0 {
			return failAt(ErrLimit, x.offset, "too many cross-reference entries")
		}
		if len(x.data) < x.widths[0]+x.widths[1]+x.widths[2] {
			return failAt(ErrXref, x.offset, "cross-reference stream ends before object %d", num)
		}
		typ := 1 // the default when the field has no width
		if x.widths[0] > 0 {
			typ = x.field(0)
		}
		second, third := x.field(1), x.field(2)
		if x.seen[num] {
			return failAt(ErrXref, x.offset, "object %d twice in a section", num)
		}
		x.seen[num] = true
		e, err := x.entry(num, typ, second, third)
		if err != nil {
			return err
		}
		if num > 0 {
			x.entries = append(x.entries, e)
		}
	}
	return nil
}

// entry is what the fields of a row say about an object (ISO 32000-1, table 18).
func (x *xrefRows) entry(num, typ, second, third int) (Entry, error) {
	e := Entry{Ref: Ref{Num: num}}
	switch typ {
	case 0:
		e.Free, e.Ref.Gen = true, third
	case 1:
		e.Offset, e.Ref.Gen = second, third
	case 2:
		e.Stream, e.Index = second, third
	default:
		return e, failAt(ErrUnsupported, x.offset, "cross-reference entry of type %d", typ)
	}
	if e.Ref.Gen > maxGeneration || typ == 2 && (second == 0 || second > maxObjectNumber) {
		return e, failAt(ErrXref, x.offset, "damaged entry of object %d", num)
	}
	return e, nil
}

func (x *xrefRows) field(i int) int {
	v := 0
	for range x.widths[i] {
		v = v<<8 | int(x.data[0])
		x.data = x.data[1:]
	}
	return v
}
