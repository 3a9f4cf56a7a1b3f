package pdf

import "slices"

// XrefKind says how a cross-reference section is written.
type XrefKind int

// The kinds of cross-reference sections.
const (
	XrefTable  XrefKind = iota // a classic table
	XrefStream                 // a stream
	XrefHybrid                 // a table with a stream beside it
)

// Entry says where an object lies.
type Entry struct {
	Ref    Ref
	Free   bool // the number is not in use (any more)
	Offset int  // of the object in the file; 0 when it lies in an object stream
	Stream int  // the number of the object stream that holds it, or 0
	Index  int  // its place in that stream
}

// Revision is what one saving of the file added: the original or an incremental update.
type Revision struct {
	Start     int // the end of the revision before; 0 for the first
	EOF       int // one past its %%EOF; what a program that wrote no line end there may have signed
	End       int // one past its %%EOF and the line end after it, if there is one
	Xref      int // offset of its cross-reference section (for a linearized file, of the one that startxref names)
	XrefEnd   int // one past that section with its trailer
	Startxref int // offset of its startxref keyword
	Kind      XrefKind
	Trailer   Dict
	Entries   []Entry // what it defines and frees, in order of object numbers
	spans     []span  // bytes of its cross-reference sections and file ends
}

// section is one cross-reference section as read.
type section struct {
	kind      XrefKind
	start     int
	end       int
	startxref int
	value     int   // what its startxref says
	eof       int   // one past %%EOF
	eol       int   // one past the line end after %%EOF
	endErr    error // why no file end follows; the first of the two sections of a linearized file may lack one
	trailer   Dict
	entries   []Entry
	spans     []span
}

// assembleRevisions turns the chain, newest first, into revisions, oldest first, and checks that they follow one another.
func assembleRevisions(chain []section) ([]Revision, error) {
	slices.Reverse(chain)
	revisions := make([]Revision, 0, len(chain))
	if len(chain) > 1 && chain[0].start > chain[1].start {
		// A linearized file: its first-page section stands at the front and points to the main one at the end.
		first, err := linearized(chain[0], chain[1])
		if err != nil {
			return nil, err
		}
		revisions = append(revisions, first)
		chain = chain[2:]
	}
	for i := range chain {
		s := &chain[i]
		if s.endErr != nil {
			return nil, s.endErr
		}
		if s.value != s.start {
			return nil, failAt(ErrXref, s.startxref, "startxref says %d, its section begins at %d", s.value, s.start)
		}
		revisions = append(revisions, s.revision())
	}
	for i := range revisions {
		if i > 0 {
			revisions[i].Start = revisions[i-1].End
		}
		if err := revisions[i].check(); err != nil {
			return nil, err
		}
	}
	return revisions, checkObjectStreams(revisions)
}

// checkObjectStreams refuses a revision that replaces an object stream while objects of earlier revisions lie in it: they would all
// change without being listed.
func checkObjectStreams(revisions []Revision) error {
	current := map[int]Entry{}
	holds := map[int]int{} // how many objects lie in a stream
	for _, rev := range revisions {
		for _, e := range rev.Entries {
			if old := current[e.Ref.Num]; old != e && old.Stream > 0 {
				holds[old.Stream]--
			}
		}
		for _, e := range rev.Entries {
			if holds[e.Ref.Num] > 0 && current[e.Ref.Num] != e {
				return failAt(ErrXref, rev.Xref, "object stream %d is replaced under objects that lie in it", e.Ref.Num)
			}
		}
		for _, e := range rev.Entries {
			if old := current[e.Ref.Num]; old != e && e.Stream > 0 {
				holds[e.Stream]++
			}
			current[e.Ref.Num] = e
		}
	}
	return nil
}

func (sec *section) revision() Revision {
	return Revision{
		EOF: sec.eof, End: sec.eol, Xref: sec.start, XrefEnd: sec.end, Startxref: sec.startxref,
		Kind: sec.kind, Trailer: sec.trailer, Entries: sec.entries, spans: sec.spans,
	}
}

// linearized joins the two sections of a linearized file.
func linearized(main, front section) (Revision, error) {
	if main.endErr != nil {
		return Revision{}, main.endErr
	}
	if main.value != front.start {
		return Revision{}, failAt(ErrXref, front.start, "cross-reference section that leads forward, to %d", main.start)
	}
	r := front.revision()
	r.EOF, r.End, r.Startxref = main.eof, main.eol, main.startxref
	r.spans = append(r.spans, main.spans...)
	r.Entries = mergeEntries(main.entries, front.entries)
	return r, nil
}

// mergeEntries returns the entries of both, sorted; over wins.
func mergeEntries(under, over []Entry) []Entry {
	merged := slices.Clone(over)
	defined := make(map[int]bool, len(over))
	for _, e := range over {
		defined[e.Ref.Num] = true
	}
	for _, e := range under {
		if !defined[e.Ref.Num] {
			merged = append(merged, e)
		}
	}
	slices.SortFunc(merged, func(x, y Entry) int { return x.Ref.Num - y.Ref.Num })
	return merged
}

// check refuses sections and objects that lie outside the bytes their revision can know of.
func (r *Revision) check() error {
	if r.Xref < r.Start || r.End <= r.Start {
		return failAt(ErrXref, r.Xref, "cross-reference section inside an earlier revision, which ends at %d", r.Start)
	}
	for _, e := range r.Entries {
		if !e.Free && e.Stream == 0 && e.Offset >= r.End {
			return failAt(ErrXref, r.Xref, "object %d at %d, beyond the end of its revision at %d", e.Ref.Num, e.Offset, r.End)
		}
	}
	return nil
}
