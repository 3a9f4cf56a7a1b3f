package sign

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"zhunsheng/app/pdf"
)

// VerifyOptions say against what a file is judged.
type VerifyOptions struct {
	// Trust lists certificates the user vouches for: signers' own ones, or authorities that issue such.
	Trust []*x509.Certificate
	// Now is the time at which certificates must be valid.
	Now time.Time
	// Required names the fields that must be signed for the document to be complete; may be empty.
	Required []string
	// Order names the fields in the order in which they are to be signed; may be empty.
	Order []string
}

// ErrNoTime means that a time which has to be given is zero.
var ErrNoTime = errors.New("no time given")

// blank is the white space of PDF.
const blank = " \t\r\n\f\x00"

// maxRevisions bounds for how many revisions the form is read; each saving of a file adds one.
const maxRevisions = 256

// Verify judges every signature of a file. Whatever the bytes are, the answer is a verdict; the only error is [ErrNoTime].
func Verify(file []byte, options VerifyOptions) (*Verdict, error) {
	if options.Now.IsZero() {
		return nil, fmt.Errorf("verify: %w", ErrNoTime)
	}
	v := &Verdict{Size: len(file), Signatures: []Signature{}, Unsigned: []string{}, Missing: []string{}, Misordered: []string{}}
	reader, err := readLongest(file, v)
	if err != nil {
		v.unreadable(file, err, options)
		return v, nil
	}
	in := inspection{file: file, reader: reader, options: options, verdict: v}
	if err := in.run(); err != nil {
		v.Problem = err.Error()
		v.Signatures = []Signature{}
		v.addRaw(file, KindDamaged, "the structure of the file cannot be followed", options)
		v.conclude(KindDamaged)
		return v, nil
	}
	v.conclude(KindValid)
	return v, nil
}

// readLongest opens the file, or the longest beginning of it that ends with a whole revision; the verdict notes what follows.
func readLongest(file []byte, v *Verdict) (*pdf.Reader, error) {
	const attempts = 8
	reader, err := pdf.Read(file)
	for i, rest := 0, file; err != nil && i < attempts; i++ {
		at := bytes.LastIndex(rest, []byte("%%EOF"))
		if at < 0 || errors.Is(err, pdf.ErrEncrypted) || errors.Is(err, pdf.ErrLimit) {
			break
		}
		rest = file[:at]
		end := at + len("%%EOF")
		end += len(file[end:]) - len(bytes.TrimLeft(file[end:], "\r\n"))
		if end == len(file) {
			continue // the whole file, which was tried
		}
		if shorter, shorterErr := pdf.Read(file[:end]); shorterErr == nil {
			reader, err = shorter, nil
		}
	}
	if err != nil {
		return nil, err
	}
	revisions := reader.Revisions()
	v.Revisions = len(revisions)
	tail := bytes.Trim(file[revisions[len(revisions)-1].End:], blank)
	v.TailBytes = len(tail)
	v.TailPDF = beginsRevision.Match(tail) && !bytes.HasSuffix(tail, []byte("%%EOF"))
	return reader, nil
}

// beginsRevision matches the head of an object or of a cross-reference table, also one cut off in its middle.
var beginsRevision = regexp.MustCompile(`^(\d{1,8}( \d{0,5}( (o(b(j)?)?)?)?)?$|\d{1,8} \d{1,5} obj\b|x(r(e(f)?)?)?$|xref\b)`)

// unreadable judges a file whose structure cannot be followed at all.
func (v *Verdict) unreadable(file []byte, err error, options VerifyOptions) {
	v.Problem = err.Error()
	switch {
	case !bytes.HasPrefix(file, []byte("%PDF-")):
		v.Kind = KindNotPDF
		return
	case errors.Is(err, pdf.ErrEncrypted):
		v.Kind = KindEncrypted
		return
	case errors.Is(err, pdf.ErrUnsupported):
		v.Kind = KindUnsupported
		return
	}
	v.addRaw(file, KindDamaged, "the structure of the file cannot be followed", options)
	if end := bytes.TrimRight(file, blank); !bytes.HasSuffix(end, []byte("%%EOF")) {
		v.Kind = KindTruncated
		return
	}
	v.conclude(KindDamaged)
}

// conclude takes the worst of the file and its signatures. A damaged structure with a digest that does not fit is the trace of
// tampering rather than of an odd program.
func (v *Verdict) conclude(kind Kind) {
	if len(v.Signatures) == 0 {
		kind = worse(kind, KindUnsigned)
	}
	tampered := false
	for i := range v.Signatures {
		kind = worse(kind, v.Signatures[i].Kind)
		tampered = tampered || slices.ContainsFunc(v.Signatures[i].Issues, func(i Issue) bool { return i.Kind == KindTampered })
	}
	if len(v.Missing) > 0 && len(v.Signatures) > 0 {
		kind = worse(kind, KindIncomplete)
	}
	if len(v.Misordered) > 0 {
		kind = worse(kind, KindMisordered)
	}
	switch {
	case v.TailPDF:
		kind = worse(kind, KindTruncated)
	case v.TailBytes > 0:
		kind = worse(kind, KindTrailingBytes)
	}
	if kind == KindDamaged && tampered {
		kind = KindTampered
	}
	v.Kind = kind
}

// readerState shows a reader as a state.
type readerState struct{ *pdf.Reader }

func (s readerState) object(ref pdf.Ref) (pdf.Object, error) { return s.Object(ref) }
func (s readerState) trailer() pdf.Dict                      { return s.Trailer() }

// inspection is one run of [Verify] over a file with a readable structure.
type inspection struct {
	file      []byte
	reader    *pdf.Reader
	options   VerifyOptions
	verdict   *Verdict
	revisions []pdf.Revision
	states    []state // of each revision
}

// found is a signature as the form of some revision shows it.
type found struct {
	field string
	dict  pdf.Dict
}

func (in *inspection) run() error {
	in.revisions = in.reader.Revisions()
	if len(in.revisions) > maxRevisions {
		return fmt.Errorf("%w: %d revisions, at most %d are checked", pdf.ErrLimit, len(in.revisions), maxRevisions)
	}
	signatures, last, err := in.collect()
	if err != nil {
		return err
	}
	in.noteFields(last)
	for _, s := range signatures {
		in.verdict.Signatures = append(in.verdict.Signatures, in.judge(s))
	}
	slices.SortStableFunc(in.verdict.Signatures, func(a, b Signature) int {
		return cmp.Or(cmp.Compare(a.Revision, b.Revision), cmp.Compare(a.Field, b.Field))
	})
	in.judgeLaterRevisions()
	in.judgeDecisions()
	for i := range in.verdict.Signatures {
		in.verdict.Signatures[i].settle()
	}
	in.verdict.addRaw(in.file, KindMalformed, "no field of the form shows this signature", in.options)
	return nil
}

// collect finds the signatures of all revisions, so that one which a later update removed is not overlooked.
func (in *inspection) collect() (signatures []found, last *form, err error) {
	for i := range in.revisions {
		view := in.reader
		if i < len(in.revisions)-1 {
			if view, err = in.reader.At(i); err != nil {
				return nil, nil, fmt.Errorf("revision %d: %w", i+1, err)
			}
		}
		in.states = append(in.states, readerState{view})
		if last, err = readForm(in.states[i]); err != nil {
			return nil, nil, fmt.Errorf("revision %d: %w", i+1, err)
		}
		for _, f := range last.signatures {
			if f.value == nil {
				continue
			}
			_, dict, err := dictAt(in.states[i], f.value)
			if err != nil {
				dict = pdf.Dict{} // judged as malformed
			}
			s := found{field: f.name, dict: dict}
			if !slices.ContainsFunc(signatures, func(other found) bool { return other.field == s.field && equal(other.dict, s.dict) }) {
				signatures = append(signatures, s)
			}
		}
	}
	return signatures, last, nil
}

func (in *inspection) noteFields(last *form) {
	signed := map[string]bool{}
	for _, f := range last.signatures {
		signed[f.name] = f.value != nil
		if f.value == nil {
			in.verdict.Unsigned = append(in.verdict.Unsigned, f.name)
		}
	}
	for _, name := range in.options.Required {
		if !signed[name] {
			in.verdict.Missing = append(in.verdict.Missing, name)
		}
	}
}

// judge looks at one signature by itself and at what was written after it.
func (in *inspection) judge(s found) Signature {
	result := newSignature(s.field, s.dict)
	if !result.judgeCMS(in.file, s.dict, in.options) {
		return result
	}
	revision := slices.IndexFunc(in.revisions, func(r pdf.Revision) bool {
		return result.ByteRange[1] >= r.Start && result.ByteRange[2] <= r.End
	})
	if revision < 0 {
		result.blame(KindMalformed, "the signature lies in no revision")
		return result
	}
	result.Revision = revision + 1
	signed := byteRange(result.ByteRange)
	result.CoversRevision = signed.endsAt(in.file, in.revisions[revision])
	result.CoversFile = result.CoversRevision && len(bytes.Trim(in.file[signed.end():], blank)) == 0
	if !result.CoversRevision {
		result.blame(KindMalformed, "the signed range does not end where its revision ends")
		return result
	}
	objects := writtenAfter(in.revisions, revision)
	if len(objects) == 0 {
		return result
	}
	changes, err := compareStates(in.states[revision], in.states[len(in.states)-1], objects)
	if err != nil {
		result.blame(KindDamaged, err.Error())
		return result
	}
	result.Changes = changes
	for _, change := range changes {
		if !change.Permitted {
			result.blame(KindChangedAfterSigning, fmt.Sprintf("object %d (%s) in revision %d: %s", change.Object, change.What,
				change.Revision, change.Detail))
		}
	}
	return result
}

// judgeLaterRevisions blames an update at the end that no sound signature covers, even one that changes nothing that can be seen.
func (in *inspection) judgeLaterRevisions() {
	covered := 0
	for _, s := range in.verdict.Signatures {
		if s.DigestOK && s.SignatureOK && s.CoversRevision {
			covered = max(covered, s.Revision)
		}
	}
	if covered == 0 || covered == len(in.revisions) {
		return
	}
	for i := range in.verdict.Signatures {
		in.verdict.Signatures[i].blame(KindChangedAfterSigning,
			fmt.Sprintf("revision %d was added without a signature", covered+1))
	}
}

// writtenAfter lists the objects that revisions after the given one define, replace or delete, in order of their numbers. To
// replace an object stream is to replace every object in it.
func writtenAfter(revisions []pdf.Revision, revision int) []written {
	current := map[int]pdf.Entry{}
	packed := map[int][]int{} // object numbers by the stream that ever held them
	last := map[int]int{}
	for i, r := range revisions {
		for _, e := range r.Entries {
			if i > revision && current[e.Ref.Num] != e {
				last[e.Ref.Num] = i + 1
				for _, inside := range packed[e.Ref.Num] {
					last[inside] = i + 1
				}
			}
			current[e.Ref.Num] = e
		}
		for _, e := range r.Entries {
			if e.Stream > 0 {
				packed[e.Stream] = append(packed[e.Stream], e.Ref.Num)
			}
		}
	}
	objects := make([]written, 0, len(last))
	for num, revision := range last {
		objects = append(objects, written{num, revision})
	}
	slices.SortFunc(objects, func(a, b written) int { return cmp.Compare(a.num, b.num) })
	return objects
}
