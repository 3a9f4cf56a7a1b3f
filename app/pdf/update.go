package pdf

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
)

// Update collects the objects of one incremental section. Set an existing reference to replace its object; allocate new ones.
// Dictionaries that came from the [Reader] must be copied (maps.Clone) before they are changed.
type Update struct {
	Body
	r         *Reader
	signature Ref
}

// NewUpdate begins an update of a file that was read. The error is an [*Error] when bytes follow its last revision that no revision
// owns: nobody should put their name to those.
func NewUpdate(r *Reader) (*Update, error) {
	if gap, found := trimSpace(r.data, r.last().End, len(r.data)); found {
		return nil, failAt(ErrStructure, gap.Start, "%d bytes after the last revision", gap.End-gap.Start)
	}
	u := &Update{Body: newBody(r.Size()), r: r}
	u.old = func(ref Ref) bool {
		_, ok := r.Entry(ref)
		return ok
	}
	return u, nil
}

// Section is a finished update.
type Section struct {
	// Data is the whole file: the original bytes and the new section.
	Data []byte
	// Start is where the new section begins, the length of the original.
	Start int
	// Offsets tells where each object of the section begins.
	Offsets map[Ref]int
	// Signature is where the reserved signature lies; nil without [Update.SetSignature].
	Signature *Placement
}

// Build returns the file with the section appended. The cross-reference is written in the kind of the file's last one. A second
// call returns [ErrFinished]; the error is otherwise the first fault of any call and wraps [ErrObject], [ErrContent], [ErrFont] or
// [ErrImage].
func (u *Update) Build() (Section, error) {
	if u.done {
		return Section{}, ErrFinished
	}
	u.runFinishers()
	u.done = true
	if u.err != nil {
		return Section{}, u.err
	}
	original := u.r.data
	e := encoder{out: make([]byte, 0, len(original)+len(original)/4+64<<10)}
	e.out = append(e.out, original...)
	if last := original[len(original)-1]; last != '\n' && last != '\r' {
		e.out = append(e.out, '\n')
	}
	offsets := u.write(&e)
	if u.err != nil {
		return Section{}, u.err
	}
	if u.r.last().Kind == XrefStream {
		u.writeXrefStream(&e, offsets)
	} else {
		u.writeTable(&e, offsets)
	}
	if e.err != nil {
		return Section{}, e.err
	}
	placement, err := u.place(&e)
	if err != nil {
		return Section{}, err
	}
	return Section{Data: e.out, Start: len(original), Offsets: offsets, Signature: placement}, nil
}

// newTrailer carries the entries of the last trailer over, without those that describe its own section.
func (u *Update) newTrailer(e *encoder) Dict {
	d := maps.Clone(u.r.Trailer())
	for _, key := range []Name{"XRefStm", "Type", "W", "Index", "Filter", "DecodeParms", "Length", "F", "FFilter", "FDecodeParms", "DL"} {
		delete(d, key)
	}
	d["Root"] = u.r.Root()
	d["Size"] = Int(u.next)
	d["Prev"] = Int(u.r.last().Xref)
	d["ID"] = u.id(e)
	return d
}

// id keeps the permanent half of /ID and makes the other from all bytes so far, so that equal updates have equal identifiers.
func (u *Update) id(e *encoder) Array {
	sum := sha256.Sum256(e.out)
	changing := HexString(sum[:16])
	permanent := changing
	if o, err := u.r.Resolve(orNull(u.r.Trailer()["ID"])); err == nil {
		if id, ok := o.(Array); ok && len(id) == 2 {
			if raw, ok := Bytes(id[0]); ok {
				permanent = HexString(raw)
			}
		}
	}
	return Array{permanent, changing}
}

func orNull(o Object) Object {
	if o == nil {
		return Null{}
	}
	return o
}

// runs groups references into runs of consecutive numbers.
func runs(offsets map[Ref]int) [][]Ref {
	refs := slices.SortedFunc(maps.Keys(offsets), func(x, y Ref) int { return x.Num - y.Num })
	var groups [][]Ref
	for i, ref := range refs {
		if i == 0 || ref.Num != refs[i-1].Num+1 {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], ref)
	}
	return groups
}

func (u *Update) writeTable(e *encoder, offsets map[Ref]int) {
	trailer := u.newTrailer(e)
	start := len(e.out)
	e.out = append(e.out, "xref\n"...)
	if len(offsets) == 0 {
		e.out = append(e.out, "0 1\n0000000000 65535 f \n"...)
	}
	for _, run := range runs(offsets) {
		e.out = fmt.Appendf(e.out, "%d %d\n", run[0].Num, len(run))
		for _, ref := range run {
			e.out = fmt.Appendf(e.out, "%010d %05d n \n", offsets[ref], ref.Gen)
		}
	}
	e.out = append(e.out, "trailer\n"...)
	e.object(trailer, 0)
	e.out = fmt.Appendf(e.out, "\nstartxref\n%d\n%%%%EOF\n", start)
}

// writeXrefStream writes the section as a stream, which lists itself.
func (u *Update) writeXrefStream(e *encoder, offsets map[Ref]int) {
	self := Ref{Num: u.next}
	u.next++
	d := u.newTrailer(e)
	start := len(e.out)
	offsets = maps.Clone(offsets)
	offsets[self] = start
	width := 1
	for v := start; v > 0xff; v >>= 8 {
		width++
	}
	var rows []byte
	index := Array{}
	for _, run := range runs(offsets) {
		index = append(index, Int(run[0].Num), Int(len(run)))
		for _, ref := range run {
			rows = append(rows, 1)
			for shift := 8 * (width - 1); shift >= 0; shift -= 8 {
				rows = append(rows, byte(offsets[ref]>>shift))
			}
			rows = append(rows, byte(ref.Gen>>8), byte(ref.Gen))
		}
	}
	d["Type"], d["Index"] = Name("XRef"), index
	d["W"] = Array{Int(1), Int(width), Int(2)}
	e.out = fmt.Appendf(e.out, "%d 0 obj\n", self.Num)
	e.object(&Stream{Dict: d, Data: rows}, 0)
	e.out = fmt.Appendf(e.out, "\nendobj\nstartxref\n%d\n%%%%EOF\n", start)
}

// trimSpace returns the part of [start, end) between its outer white space; false when there is none.
func trimSpace(data []byte, start, end int) (Range, bool) {
	for start < end && isSpace(data[start]) {
		start++
	}
	for end > start && isSpace(data[end-1]) {
		end--
	}
	return Range{start, end}, start < end
}
