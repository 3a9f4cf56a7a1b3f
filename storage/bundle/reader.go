package bundle

import (
	"bufio"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"io"

	"zhunsheng/storage/atomicfile"
)

// Options are what opening a bundle needs.
type Options struct {
	Key       Key
	Verifiers []Verifier // besides those of the devices' keys
	Devices   Devices    // trusted devices
}

// Reader is an opened bundle. Its structure, manifest and signatures have been checked, its content has not. Methods may be called
// from several goroutines.
type Reader struct {
	from        io.ReaderAt
	parts       map[string]*part
	manifest    *Manifest
	raw         []byte
	signatories []Signatory
	encrypted   bool
	close       func() error
}

// OpenFile opens the bundle at a path. Close the reader after use.
func OpenFile(path string, o Options) (*Reader, error) {
	file, err := atomicfile.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	var r *Reader
	if err == nil {
		r, err = Open(file, info.Size(), o)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	r.close = file.Close
	return r, nil
}

// Open reads structure, manifest and signatures of a bundle of so many bytes. Errors are [*Error] or [*NewerError] values.
func Open(from io.ReaderAt, size int64, o Options) (*Reader, error) {
	inside, length, encrypted, err := o.Key.unlock(from, size)
	if err != nil {
		return nil, err
	}
	parts, err := readParts(inside, length)
	if err != nil {
		return nil, foreign(inside, err)
	}
	r := &Reader{from: inside, parts: make(map[string]*part, len(parts)), encrypted: encrypted, close: func() error { return nil }}
	for i := range parts {
		r.parts[parts[i].name] = &parts[i]
	}
	if len(parts) < 2 || parts[0].name != nameMimeType || parts[1].name != nameManifest {
		return nil, structure("", "another first entry", nameMimeType+", "+nameManifest)
	}
	if err := r.readStart(); err != nil {
		return nil, err
	}
	rest := parts[2:]
	if len(rest) > 0 && rest[0].name == nameEnvelope {
		rest = rest[1:]
		if err := r.verifySignatures(o); err != nil {
			return nil, err
		}
	}
	return r, r.checkEntries(rest)
}

// readStart reads the two entries that every bundle begins with: what kind of file it is, and the manifest.
func (r *Reader) readStart() error {
	mime, err := r.small(nameMimeType, 100)
	if err != nil {
		return err
	}
	if string(mime) != MimeType {
		return &Error{Entry: nameMimeType, Found: string(mime), Allowed: MimeType, Err: ErrNotBundle}
	}
	if r.raw, err = r.small(nameManifest, MaxManifest); err != nil {
		return err
	}
	r.manifest, err = DecodeManifest(r.raw)
	return err
}

// foreign says of a file without any sign of a zip file that it is not a bundle.
func foreign(from io.ReaderAt, err error) error {
	head := make([]byte, 4)
	if readAt(from, head, 0) == nil && string(head) != "PK\x03\x04" {
		return &Error{Found: fmt.Sprintf("a file that begins with %q", head), Err: ErrNotBundle}
	}
	return err
}

func (r *Reader) verifySignatures(o Options) error {
	data, err := r.small(nameEnvelope, maxEnvelope)
	if err != nil {
		return err
	}
	verifiers := append([]Verifier{o.Devices}, o.Verifiers...)
	r.signatories, err = unseal(r.raw, data, r.manifest.Creator.Device, verifiers)
	return err
}

// checkEntries compares the entries there are with those of the manifest.
func (r *Reader) checkEntries(found []part) error {
	if len(found) != len(r.manifest.Entries) {
		return &Error{Found: fmt.Sprintf("%d entries", len(found)), Allowed: fmt.Sprint(len(r.manifest.Entries)), Err: ErrContent}
	}
	for i, e := range r.manifest.Entries {
		if found[i].name != e.Name || int64(found[i].unpacked) != e.Size {
			return &Error{
				Entry: found[i].name, Found: fmt.Sprintf("%d bytes", found[i].unpacked),
				Allowed: fmt.Sprintf("%s of %d bytes", e.Name, e.Size), Err: ErrContent,
			}
		}
	}
	return nil
}

// Close lets go of the file.
func (r *Reader) Close() error { return r.close() }

// Manifest returns what the bundle says of itself. It must not be changed.
func (r *Reader) Manifest() *Manifest { return r.manifest }

// ManifestBytes returns the manifest's exact bytes, which are what is signed.
func (r *Reader) ManifestBytes() []byte { return r.raw }

// Signatories returns who signed, in the order of the signatures.
func (r *Reader) Signatories() []Signatory { return r.signatories }

// Encrypted reports whether the file was encrypted.
func (r *Reader) Encrypted() bool { return r.encrypted }

// Trust says how far the bundle's origin is known.
func (r *Reader) Trust() Trust {
	if len(r.signatories) == 0 {
		return Unsigned
	}
	for _, s := range r.signatories {
		if s.Trusted {
			return Trusted
		}
	}
	return Unknown
}

// small reads a whole entry of at most so many bytes.
func (r *Reader) small(name string, most int64) ([]byte, error) {
	p, ok := r.parts[name]
	if !ok {
		return nil, structure(name, "nothing", "an entry of this name")
	}
	if int64(p.unpacked) > most {
		return nil, &Error{Entry: name, Found: fmt.Sprintf("%d bytes", p.unpacked), Allowed: fmt.Sprint(most), Err: ErrTooLarge}
	}
	e := r.entry(p)
	data := make([]byte, 0, min(int64(p.unpacked), 64<<10))
	buffer := bytes.NewBuffer(data)
	if _, err := io.Copy(buffer, e); err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

// entry reads one entry and fails at its end where size, checksum or compressed length are not what the directory says.
func (r *Reader) entry(p *part) *entryReader {
	section := io.NewSectionReader(r.from, p.start(), int64(p.packed))
	e := &entryReader{part: p, packed: bufio.NewReaderSize(section, 64<<10), left: int64(p.unpacked), sums: newSums()}
	e.from = e.packed
	if p.method == deflated {
		e.from = flate.NewReader(e.packed)
	}
	return e
}

type entryReader struct {
	part   *part
	packed *bufio.Reader
	from   io.Reader
	left   int64
	sums   *sums
	want   string // hash, "" where it is checked elsewhere
	done   error
}

// Read implements io.Reader.
func (e *entryReader) Read(into []byte) (int, error) {
	if e.done != nil {
		return 0, e.done
	}
	if int64(len(into)) > e.left+1 {
		into = into[:e.left+1] // one more, to notice what is too much
	}
	n, err := e.from.Read(into)
	if int64(n) > e.left {
		e.done = e.fault("more bytes than the directory says")
		return 0, e.done
	}
	e.left -= int64(n)
	if _, hashErr := e.sums.Write(into[:n]); hashErr != nil {
		return 0, hashErr
	}
	switch {
	case err == io.EOF:
		e.done = e.end()
	case err != nil:
		e.done = e.failed(err)
	}
	if e.done != nil && e.done != io.EOF {
		return 0, e.done
	}
	return n, e.done
}

// end checks what can be checked only at the end, and returns io.EOF where it is right.
func (e *entryReader) end() error {
	if e.left > 0 {
		return e.fault(fmt.Sprintf("%d bytes less than the directory says", e.left))
	}
	if _, err := e.packed.ReadByte(); err != io.EOF {
		return e.fault("bytes behind the compressed data")
	}
	if e.sums.crc != e.part.crc {
		return e.fault("a wrong checksum")
	}
	if e.want != "" && e.sums.sha() != e.want {
		return e.fault("hash " + e.sums.sha())
	}
	return io.EOF
}

func (e *entryReader) fault(found string) error {
	return &Error{Entry: e.part.name, Found: found, Err: ErrContent}
}

func (e *entryReader) failed(err error) error {
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) || errors.Is(err, io.ErrUnexpectedEOF) {
		return e.fault(err.Error())
	}
	return &Error{Entry: e.part.name, Err: err}
}

// Verify checks the whole content. Progress, if not nil, is called with bytes checked and in all.
func (r *Reader) Verify(ctx context.Context, progress func(done, total int64)) error {
	var done, total int64
	for _, e := range r.manifest.Entries {
		total += e.Size
	}
	report := func(n int64) {
		if done += n; progress != nil {
			progress(done, total)
		}
	}
	err := r.Records(ctx, func(info *RecordInfo, _ []byte) error {
		report(int64(info.Size) + 1)
		return nil
	})
	if err != nil {
		return err
	}
	buffer := make([]byte, 256<<10)
	for _, e := range r.manifest.Evidence {
		if !e.Delivered {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		file, err := r.Evidence(e.SHA256)
		if err != nil {
			return err
		}
		if _, err := io.CopyBuffer(io.Discard, struct{ io.Reader }{file}, buffer); err != nil {
			return err
		}
		report(e.Size)
	}
	return nil
}
