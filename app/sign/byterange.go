package sign

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"

	"zhunsheng/app/pdf"
)

var (
	// errRange means a /ByteRange that could leave something unsigned besides the signature itself.
	errRange = errors.New("byte range")
	// errBeyond means a /ByteRange that ends after the last byte of the file.
	errBeyond = errors.New("the signed range ends beyond the end of the file")
)

// byteRange is the value of /ByteRange: offset and length of the bytes before and after the signature.
type byteRange [4]int

func (r byteRange) end() int { return r[2] + r[3] }

// parts returns the signed bytes.
func (r byteRange) parts(file []byte) (before, after []byte) { return file[:r[1]], file[r[2]:r.end()] }

// readByteRange takes four whole numbers and checks that the range starts at the first byte and has one gap, in order.
func readByteRange(o pdf.Object) (byteRange, []int, error) {
	list, ok := o.(pdf.Array)
	if !ok {
		return byteRange{}, nil, fmt.Errorf("%w missing", errRange)
	}
	var r byteRange
	numbers := make([]int, 0, len(r))
	for i, item := range list[:min(len(list), 2*len(r))] {
		n, ok := item.(pdf.Int)
		if !ok || n < 0 || n > 1<<40 {
			return r, numbers, fmt.Errorf("%w: element %d is no offset", errRange, i)
		}
		numbers = append(numbers, int(n))
	}
	if len(list) != len(r) {
		return r, numbers, fmt.Errorf("%w of %d numbers, want 4", errRange, len(list))
	}
	copy(r[:], numbers)
	if r[0] != 0 || r[1] < 1 || r[2] < r[1]+2 || r[3] < 1 {
		return r, numbers, fmt.Errorf("%w %v does not start at the first byte or has no gap", errRange, numbers)
	}
	return r, numbers, nil
}

// checkGap makes sure that the gap is the hexadecimal string of /Contents, no byte more or less, and that it holds just the value
// that was read. It stands behind the key of that name, so no other string can take its place.
func (r byteRange) checkGap(file []byte, contents string) error {
	if r.end() > len(file) {
		return fmt.Errorf("%w: %d of %d bytes", errBeyond, r.end(), len(file))
	}
	gap := file[r[1]:r[2]]
	if gap[0] != '<' || gap[len(gap)-1] != '>' {
		return fmt.Errorf("%w: the gap is not exactly one hexadecimal string", errRange)
	}
	value := make([]byte, hex.DecodedLen(len(gap)-2))
	if _, err := hex.Decode(value, gap[1:len(gap)-1]); err != nil {
		return fmt.Errorf("%w: the gap holds other characters than hexadecimal digits", errRange)
	}
	if string(value) != contents {
		return fmt.Errorf("%w: the gap is not the value of /Contents", errRange)
	}
	if !bytes.HasSuffix(bytes.TrimRight(file[:r[1]], blank), []byte("/Contents")) {
		return fmt.Errorf("%w: the gap does not follow the key /Contents", errRange)
	}
	return nil
}

// endsAt tells whether the range ends with the revision: after its %%EOF, give or take line ends.
func (r byteRange) endsAt(file []byte, revision pdf.Revision) bool {
	end := r.end()
	low, high := min(end, revision.End), max(end, revision.End)
	return len(bytes.Trim(file[low:high], "\r\n")) == 0 &&
		bytes.HasSuffix(bytes.TrimRight(file[:end], "\r\n"), []byte("%%EOF"))
}
