package sign

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"

	"zhunsheng/app/pdf"
)

// rawRange finds the range of a signature by its bytes.
var rawRange = regexp.MustCompile(`/ByteRange\s*\[\s*0\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]`)

// addRaw judges whatever looks like a signature but was not found by following the structure: the structure is damaged, or
// somebody cut the signature off from the form. It can only make a verdict worse, hence the kind every such signature is blamed
// with. A document attached to the file, with a range of its own, does not fit here and is passed over.
func (v *Verdict) addRaw(file []byte, blame Kind, detail string, options VerifyOptions) {
	const most = 64
	for _, m := range rawRange.FindAllSubmatch(file, most) {
		signed, numbers, ok := rawNumbers(m)
		if !ok || slices.ContainsFunc(v.Signatures, func(s Signature) bool { return slices.Equal(s.ByteRange, numbers) }) {
			continue
		}
		contents, ok := rawContents(file, signed)
		if !ok {
			continue
		}
		s := newSignature("", pdf.Dict{})
		s.ByteRange = numbers
		s.blame(blame, detail)
		if signed.end() > len(file) {
			s.blame(KindTruncated, errBeyond.Error())
		} else {
			s.judgeContents(contents, signed, file, options)
		}
		s.settle()
		v.Signatures = append(v.Signatures, s)
	}
}

func rawNumbers(match [][]byte) (byteRange, []int, bool) {
	list := pdf.Array{pdf.Int(0)}
	for _, digits := range match[1:] {
		n, _ := strconv.Atoi(string(digits)) // at most 12 digits
		list = append(list, pdf.Int(n))
	}
	signed, numbers, err := readByteRange(list)
	return signed, numbers, err == nil
}

// rawContents takes the gap when it is a hexadecimal string behind the key /Contents.
func rawContents(file []byte, signed byteRange) ([]byte, bool) {
	if signed[2] > len(file) || signed[2]-signed[1] > 2*maxCMS+2 || !bytes.HasSuffix(bytes.TrimRight(file[:signed[1]], blank), []byte("/Contents")) {
		return nil, false
	}
	o, err := pdf.Parse(file[signed[1]:signed[2]])
	if err != nil {
		return nil, false
	}
	contents, ok := o.(pdf.HexString)
	return []byte(contents), ok
}
