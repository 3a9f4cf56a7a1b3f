package pdf

import "bytes"

// readChain follows the cross-reference sections from the last startxref back to the first; the newest comes first.
func (r *Reader) readChain() ([]section, error) {
	r.startxref = bytes.LastIndex(r.data, []byte("startxref"))
	if r.startxref < 0 {
		return nil, failAt(ErrXref, len(r.data), "no startxref")
	}
	s := &scanner{data: r.data, pos: r.startxref}
	s.keyword("startxref")
	offset, ok := s.uint()
	if !ok {
		return nil, failAt(ErrXref, r.startxref, "startxref without an offset")
	}
	var chain []section
	seen := map[int]bool{}
	budget := r.limits.Objects
	for {
		if seen[offset] {
			return nil, failAt(ErrLoop, offset, "cross-reference sections lead back to this one")
		}
		if len(chain) >= r.limits.Sections {
			return nil, failAt(ErrLimit, offset, "more than %d cross-reference sections", r.limits.Sections)
		}
		seen[offset] = true
		sec, err := r.readSection(offset, &budget)
		if err != nil {
			return nil, err
		}
		chain = append(chain, sec)
		prev, given := sec.trailer["Prev"]
		if !given {
			return chain, nil
		}
		n, ok := prev.(Int)
		if !ok || n <= 0 || n >= Int(len(r.data)) {
			return nil, failAt(ErrXref, offset, "/Prev is no offset in the file")
		}
		if len(chain) > 1 && offset > chain[len(chain)-2].start {
			return nil, failAt(ErrXref, offset, "cross-reference chain that leads forward goes on")
		}
		offset = int(n)
	}
}

// readSection reads a section of either kind, with the file end that follows it.
func (r *Reader) readSection(offset int, budget *int) (section, error) {
	if offset <= 0 || offset >= len(r.data) {
		return section{}, failAt(ErrXref, offset, "cross-reference section outside the file")
	}
	s := &scanner{data: r.data, pos: offset, refs: true, nodes: maxNodes}
	read := r.readXrefStream
	if bytes.HasPrefix(r.data[offset:], []byte("xref")) && s.keyword("xref") {
		read = r.readTable
	}
	sec, err := read(s, offset, budget)
	if err != nil {
		return section{}, err
	}
	sec.start = offset
	if _, encrypted := sec.trailer["Encrypt"]; encrypted {
		return section{}, failAt(ErrEncrypted, offset, "the trailer names an encryption dictionary")
	}
	sec.spans = append(sec.spans, span{sec.start, sec.end})
	if sec.endErr = sec.readEnd(r.data); sec.endErr == nil {
		sec.spans = append(sec.spans, span{sec.startxref, sec.eol})
	}
	return sec, nil
}

// readTable reads the subsections of a classic table and its trailer; the keyword xref has been taken.
func (r *Reader) readTable(s *scanner, offset int, budget *int) (section, error) {
	sec := section{kind: XrefTable}
	seen := map[int]bool{}
	for !s.keyword("trailer") {
		if err := r.readSubsection(s, &sec, seen, budget); err != nil {
			return sec, err
		}
	}
	o, err := s.object(0)
	if err != nil {
		return sec, err
	}
	trailer, ok := o.(Dict)
	if !ok {
		return sec, s.fail(ErrXref, "trailer without a dictionary")
	}
	sec.trailer, sec.end = trailer, s.pos
	r.cost.scanned += s.pos - offset
	if err := r.cost.check(offset); err != nil {
		return sec, err
	}
	if err := checkSize(trailer, sec.entries, offset); err != nil {
		return sec, err
	}
	sec.entries = mergeEntries(nil, sec.entries)
	return sec, r.addHybrid(&sec, offset, budget)
}

// readSubsection reads the entries of consecutive objects of a classic table. seen are the objects that the table has named before.
func (r *Reader) readSubsection(s *scanner, sec *section, seen map[int]bool, budget *int) error {
	first, okFirst := s.uint()
	count, okCount := s.uint()
	if !okFirst || !okCount {
		return s.fail(ErrXref, "subsection or trailer expected")
	}
	if first > maxObjectNumber || count > maxObjectNumber+1-first {
		return s.fail(ErrLimit, "subsection of %d objects from %d", count, first)
	}
	for num := first; num < first+count; num++ {
		if *budget--; *budget < 0 {
			return s.fail(ErrLimit, "more than %d cross-reference entries", r.limits.Objects)
		}
		e, err := s.tableEntry(num)
		if err != nil {
			return err
		}
		if seen[num] {
			return s.fail(ErrXref, "object %d twice in a section", num)
		}
		seen[num] = true
		if num > 0 {
			sec.entries = append(sec.entries, e)
		}
	}
	return nil
}

func (s *scanner) tableEntry(num int) (Entry, error) {
	at, okAt := s.uint()
	gen, okGen := s.uint()
	s.skipSpace()
	if !okAt || !okGen || gen > maxGeneration || s.pos >= len(s.data) {
		return Entry{}, s.fail(ErrXref, "damaged entry of object %d", num)
	}
	e := Entry{Ref: Ref{Num: num, Gen: gen}}
	switch {
	case s.keyword("n"):
		e.Offset = at
	case s.keyword("f"):
		e.Free = true
	default:
		return Entry{}, s.fail(ErrXref, "entry of object %d is neither in use nor free", num)
	}
	return e, nil
}

// addHybrid adds the entries of the stream beside a table (/XRefStm); those of the table win, but for its free ones.
func (r *Reader) addHybrid(sec *section, offset int, budget *int) error {
	at, given := sec.trailer["XRefStm"]
	if !given {
		return nil
	}
	n, ok := at.(Int)
	if !ok || n <= 0 || n >= Int(len(r.data)) {
		return failAt(ErrXref, offset, "/XRefStm is no offset in the file")
	}
	s := &scanner{data: r.data, pos: int(n)}
	extra, err := r.readXrefStream(s, int(n), budget)
	if err != nil {
		return err
	}
	if _, encrypted := extra.trailer["Encrypt"]; encrypted {
		return failAt(ErrEncrypted, int(n), "the cross-reference stream names an encryption dictionary")
	}
	used := sec.entries[:0:0]
	free := sec.entries[:0:0]
	for _, e := range sec.entries {
		if e.Free {
			free = append(free, e)
		} else {
			used = append(used, e)
		}
	}
	sec.entries = mergeEntries(free, mergeEntries(extra.entries, used))
	sec.kind = XrefHybrid
	sec.spans = append(sec.spans, span{int(n), extra.end})
	return nil
}

// checkSize refuses a missing or giant /Size and entries beyond it.
func checkSize(trailer Dict, entries []Entry, offset int) error {
	size, ok := trailer["Size"].(Int)
	if !ok || size < 1 {
		return failAt(ErrXref, offset, "trailer without a /Size")
	}
	if size > maxObjectNumber+1 {
		return failAt(ErrLimit, offset, "/Size %d", size)
	}
	for _, e := range entries {
		if Int(e.Ref.Num) >= size {
			return failAt(ErrXref, offset, "object %d beyond /Size %d", e.Ref.Num, size)
		}
	}
	return nil
}

// readEnd reads the startxref, offset and %%EOF after a section.
func (sec *section) readEnd(data []byte) error {
	s := &scanner{data: data, pos: sec.end}
	s.skipSpace()
	sec.startxref = s.pos
	if !s.keyword("startxref") {
		return s.fail(ErrXref, "cross-reference section without a startxref after it")
	}
	value, ok := s.uint()
	if !ok {
		return s.fail(ErrXref, "startxref without an offset")
	}
	sec.value = value
	for s.pos < len(data) && isSpace(data[s.pos]) {
		s.pos++
	}
	if !bytes.HasPrefix(data[s.pos:], []byte("%%EOF")) {
		return s.fail(ErrXref, "%%%%EOF expected")
	}
	s.pos += len("%%EOF")
	sec.eof = s.pos
	if s.pos < len(data) && data[s.pos] == '\r' {
		s.pos++
	}
	if s.pos < len(data) && data[s.pos] == '\n' {
		s.pos++
	}
	sec.eol = s.pos
	return nil
}
