package pdf

import (
	"encoding/hex"
	"fmt"
	"strconv"
)

// Range is the half-open range of bytes [Start, End).
type Range struct{ Start, End int }

// reservedContents and reservedRange are written as places that the signer fills after the file is laid out.
type (
	reservedContents struct{ size int }
	reservedRange    struct{}
)

func (reservedContents) pdfObject() {}
func (reservedRange) pdfObject()    {}

// SetSignature sets ref to a signature dictionary: d with a /Contents of size zero bytes (written as twice as many digits) and a
// /ByteRange that covers the rest of the file. An update can hold one.
func (u *Update) SetSignature(ref Ref, d Dict, size int) {
	if u.signature != (Ref{}) || size <= 0 {
		u.fail(fmt.Errorf("%w: an update holds one signature of at least one byte", ErrObject))
		return
	}
	u.signature = ref
	full := Dict{"Contents": reservedContents{size}, "ByteRange": reservedRange{}}
	for key, value := range d {
		if key != "Contents" && key != "ByteRange" {
			full[key] = value
		}
	}
	u.Set(ref, full)
}

// reserved writes a place and notes where it is.
func (e *encoder) reserved(o Object) {
	start := len(e.out)
	if c, ok := o.(reservedContents); ok {
		e.out = append(e.out, '<')
		for range 2 * c.size {
			e.out = append(e.out, '0')
		}
		e.out = append(e.out, '>')
		e.contents = append(e.contents, span{start, len(e.out)})
		return
	}
	e.out = append(e.out, "[0"...)
	for range 3 {
		e.out = append(e.out, " **********"...)
	}
	e.out = append(e.out, ']')
	e.byteRange = append(e.byteRange, span{start, len(e.out)})
}

// Placement tells where a reserved signature lies in a file.
type Placement struct {
	Contents  Range  // from the '<' of /Contents to one past its '>'
	ByteRange Range  // from the '[' of /ByteRange to one past its ']'
	Signed    [4]int // the value of /ByteRange: start and length of what stands before and after Contents
}

// place fills the /ByteRange, now that the length of the file is known.
func (u *Update) place(e *encoder) (*Placement, error) {
	if u.signature == (Ref{}) {
		return nil, nil
	}
	if len(e.contents) != 1 || len(e.byteRange) != 1 {
		return nil, fmt.Errorf("%w: the signature's object %d was replaced", ErrObject, u.signature.Num)
	}
	c, b := e.contents[0], e.byteRange[0]
	p := &Placement{
		Contents: Range{c.start, c.end}, ByteRange: Range{b.start, b.end},
		Signed: [4]int{0, c.start, c.end, len(e.out) - c.end},
	}
	text := []byte("[0")
	for _, n := range p.Signed[1:] {
		text = append(text, ' ')
		digits := strconv.Itoa(n)
		text = append(text, digits...)
	}
	text = append(text, ']')
	if len(text) > b.end-b.start {
		return nil, fmt.Errorf("%w: /ByteRange needs %d bytes", ErrObject, len(text))
	}
	for i := range b.end - b.start { // the room that is left over stays blank before the bracket
		switch {
		case i < len(text)-1:
			e.out[b.start+i] = text[i]
		case i == b.end-b.start-1:
			e.out[b.start+i] = ']'
		default:
			e.out[b.start+i] = ' '
		}
	}
	return p, nil
}

// SignedBytes returns the two parts of the file that the signature covers.
func (p *Placement) SignedBytes(file []byte) (before, after []byte) {
	return file[p.Signed[0] : p.Signed[0]+p.Signed[1]], file[p.Signed[2] : p.Signed[2]+p.Signed[3]]
}

// Fill writes the signature into its place in the file. The error wraps [ErrObject] when it is longer than the room reserved.
func (p *Placement) Fill(file, signature []byte) error {
	room := (p.Contents.End - p.Contents.Start - 2) / 2
	if len(signature) > room {
		return fmt.Errorf("%w: signature of %d bytes, room for %d", ErrObject, len(signature), room)
	}
	hex.Encode(file[p.Contents.Start+1:], signature)
	return nil
}
