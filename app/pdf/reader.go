package pdf

import (
	"bytes"
	"maps"
	"slices"
)

// Limits bound what reading one file may cost. The zero value of a field means its default.
type Limits struct {
	File     int // bytes of the file; default 512 MiB
	Objects  int // entries over all cross-reference sections; default 1 Mi
	Sections int // cross-reference sections; default 1024
	Decoded  int // bytes one stream may decode to, and object and cross-reference streams together; default 64 MiB
	Pages    int // default 100,000
}

func (l Limits) withDefaults() Limits {
	for _, f := range []struct {
		field *int
		value int
	}{{&l.File, 512 << 20}, {&l.Objects, 1 << 20}, {&l.Sections, 1024}, {&l.Decoded, 64 << 20}, {&l.Pages, 100_000}} {
		if *f.field <= 0 {
			*f.field = f.value
		}
	}
	return l
}

// Reader gives access to the objects of a file, as its last revision (or the one chosen by [Reader.At]) defines them.
// It is not safe for use by several goroutines. Objects it returns are shared: do not change them.
type Reader struct {
	data      []byte
	limits    Limits
	revisions []Revision
	entries   map[int]Entry
	startxref int
	cost      *cost
	kept      int                    // objects in loaded, with all they hold
	loaded    map[int]loaded         // by offset of the object
	loading   map[int]bool           // by offset, to notice loops
	packed    map[int]*objectsStream // object streams, by object number
	unpacked  map[int]Object         // objects out of them, by object number
}

// cost is what reading has spent so far, shared by all views of a file.
type cost struct {
	scanned, scanLimit int // bytes read as objects
	decoded            int // bytes of object and cross-reference streams
}

// check refuses to go on when a file makes the same bytes be read again and again.
func (c *cost) check(offset int) error {
	if c.scanned > c.scanLimit {
		return failAt(ErrLimit, offset, "objects overlap so much that reading them would take too long")
	}
	return nil
}

// loaded is an indirect object as it stands in the file.
type loaded struct {
	ref    Ref
	object Object
	end    int // one past endobj
	size   int // objects in it
}

// Read opens a file with default limits. See [ReadLimited].
func Read(data []byte) (*Reader, error) { return ReadLimited(data, Limits{}) }

// ReadLimited opens a file: it checks the header, follows the chain of cross-reference sections and finds the catalog. It does not
// look at other objects yet. Bytes after the last revision are no error: see [Reader.Trailing].
// data is kept and must not change. Every error is an [*Error]; an encrypted file gives one that wraps [ErrEncrypted].
func ReadLimited(data []byte, limits Limits) (*Reader, error) {
	limits = limits.withDefaults()
	if len(data) > limits.File {
		return nil, failAt(ErrLimit, 0, "file of %d bytes, at most %d", len(data), limits.File)
	}
	r := &Reader{data: data, limits: limits, cost: &cost{scanLimit: 64<<20 + 16*len(data)}}
	if err := r.checkHeader(); err != nil {
		return nil, err
	}
	sections, err := r.readChain()
	if err != nil {
		return nil, err
	}
	if r.revisions, err = assembleRevisions(sections); err != nil {
		return nil, err
	}
	r.view(r.revisions)
	if _, err := r.Catalog(); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Reader) checkHeader() error {
	if !bytes.HasPrefix(r.data, []byte("%PDF-")) || len(r.data) < 8 {
		return &Error{Kind: ErrSyntax, Detail: "no %PDF- header", headless: true, empty: len(r.data) == 0}
	}
	if v := r.data[5:8]; !isDigit(v[0]) || v[1] != '.' || !isDigit(v[2]) {
		return failAt(ErrSyntax, 5, "version %q", v)
	}
	return nil
}

// view merges the entries of revisions: later ones win.
func (r *Reader) view(revisions []Revision) {
	r.revisions = revisions
	r.entries = map[int]Entry{}
	for _, rev := range revisions {
		for _, e := range rev.Entries {
			r.entries[e.Ref.Num] = e
		}
	}
	r.loaded, r.loading = map[int]loaded{}, map[int]bool{}
	r.packed, r.unpacked = map[int]*objectsStream{}, map[int]Object{}
}

// At returns the file as it was after revision i (0 is the first), with only the bytes it then had.
func (r *Reader) At(i int) (*Reader, error) {
	if i < 0 || i >= len(r.revisions) {
		return nil, failAt(ErrStructure, 0, "revision %d of %d", i, len(r.revisions))
	}
	v := &Reader{data: r.data[:r.revisions[i].End], limits: r.limits, cost: r.cost, startxref: r.revisions[i].Startxref}
	for _, rev := range r.revisions[:i+1] {
		r.cost.scanned += 16 * len(rev.Entries)
	}
	if err := r.cost.check(r.revisions[i].Xref); err != nil {
		return nil, err
	}
	v.view(slices.Clone(r.revisions[:i+1]))
	if _, err := v.Catalog(); err != nil {
		return nil, err
	}
	return v, nil
}

// Data returns the bytes of the file, or of the revision chosen by At.
func (r *Reader) Data() []byte { return r.data }

// Version returns the version of the header, such as 1.7.
func (r *Reader) Version() string { return string(r.data[5:8]) }

// Revisions returns the revisions, the oldest first; there is always at least one.
func (r *Reader) Revisions() []Revision { return r.revisions }

// Startxref returns the offset of the last startxref keyword of the file. It belongs to the last revision unless somebody
// appended another: then it lies beyond that revision's end.
func (r *Reader) Startxref() int { return r.startxref }

// Trailing returns the bytes after the last revision: nothing in a sound file.
func (r *Reader) Trailing() []byte { return r.data[r.last().End:] }

func (r *Reader) last() *Revision { return &r.revisions[len(r.revisions)-1] }

// Trailer returns the trailer dictionary of the last revision.
func (r *Reader) Trailer() Dict { return r.last().Trailer }

// Root returns the reference of the catalog.
func (r *Reader) Root() Ref {
	ref, _ := r.Trailer()["Root"].(Ref)
	return ref
}

// Catalog returns the document catalog.
func (r *Reader) Catalog() (Dict, error) {
	root := r.Root()
	if root == (Ref{}) {
		return nil, failAt(ErrStructure, r.last().Xref, "trailer without a reference to the catalog")
	}
	o, err := r.Object(root)
	if err != nil {
		return nil, err
	}
	catalog, ok := o.(Dict)
	if !ok || catalog["Type"] != Name("Catalog") {
		return nil, failAt(ErrStructure, r.offsetOf(root), "the trailer's /Root is no catalog")
	}
	return catalog, nil
}

// Size returns the number one above the largest object number in use, or what the trailer declares as that where it is more.
func (r *Reader) Size() int {
	size := 1
	if declared, ok := r.Trailer()["Size"].(Int); ok && declared <= maxObjectNumber+1 {
		size = max(size, int(declared))
	}
	for num := range r.entries {
		size = max(size, num+1)
	}
	return size
}

// Entries returns where every object that is not free lies, in order of their numbers.
func (r *Reader) Entries() []Entry {
	var all []Entry
	for _, num := range slices.Sorted(maps.Keys(r.entries)) {
		if e := r.entries[num]; !e.Free {
			all = append(all, e)
		}
	}
	return all
}

// Entry returns where an object lies; the second result is false when it is not defined, or free.
func (r *Reader) Entry(ref Ref) (Entry, bool) {
	e, ok := r.entries[ref.Num]
	if !ok || e.Free || e.Ref.Gen != ref.Gen {
		return Entry{}, false
	}
	return e, true
}

// offsetOf is the best offset to report for an object.
func (r *Reader) offsetOf(ref Ref) int {
	e, ok := r.Entry(ref)
	if ok && e.Stream > 0 {
		e = r.entries[e.Stream]
	}
	return e.Offset
}

// Object returns an indirect object. One that is not defined is [Null], as the format has it.
func (r *Reader) Object(ref Ref) (Object, error) {
	if r.entries == nil {
		return nil, failAt(ErrXref, r.startxref, "a cross-reference stream needs object %d to be read", ref.Num)
	}
	e, ok := r.Entry(ref)
	if !ok {
		return Null{}, nil
	}
	if e.Stream > 0 {
		return r.packedObject(e)
	}
	l, err := r.load(e.Offset)
	if err != nil {
		return nil, err
	}
	if l.ref != ref {
		return nil, failAt(ErrXref, e.Offset, "object %d %d where %d %d should be", l.ref.Num, l.ref.Gen, ref.Num, ref.Gen)
	}
	return l.object, nil
}

// Resolve returns o itself, or the object it refers to, through any number of steps up to 64.
func (r *Reader) Resolve(o Object) (Object, error) {
	first := o
	for range maxDepth {
		ref, ok := o.(Ref)
		if !ok {
			return o, nil
		}
		var err error
		if o, err = r.Object(ref); err != nil {
			return nil, err
		}
	}
	return nil, failAt(ErrLoop, r.offsetOf(first.(Ref)), "references lead nowhere after %d steps", maxDepth)
}

// ResolveDict resolves o to a dictionary; that of a stream counts. The second result is false when it is none.
func (r *Reader) ResolveDict(o Object) (Dict, bool, error) {
	o, err := r.Resolve(o)
	if err != nil {
		return nil, false, err
	}
	switch v := o.(type) {
	case Dict:
		return v, true, nil
	case *Stream:
		return v.Dict, true, nil
	}
	return nil, false, nil
}

// Extent returns the bytes [start, end) of an indirect object in the file, from its number to its endobj. For an object inside an
// object stream these are the stream's.
func (r *Reader) Extent(ref Ref) (start, end int, err error) {
	e, ok := r.Entry(ref)
	if ok && e.Stream > 0 {
		e, ok = r.entries[e.Stream]
		ok = ok && !e.Free && e.Stream == 0
	}
	if !ok {
		return 0, 0, failAt(ErrStructure, 0, "object %d %d is not defined", ref.Num, ref.Gen)
	}
	l, err := r.load(e.Offset)
	if err != nil {
		return 0, 0, err
	}
	return e.Offset, l.end, nil
}
