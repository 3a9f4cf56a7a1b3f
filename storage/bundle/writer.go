package bundle

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"slices"

	"github.com/klauspost/compress/flate"
)

// Record is one record to be written: what the manifest says about it, and its line. Size and SHA256 are filled in.
type Record struct {
	RecordInfo
	Data []byte // one line of JSON without line break
}

// Evidence is one file that records refer to. Open is nil where it is not to be delivered.
type Evidence struct {
	SHA256 string
	Size   int64
	Name   string
	Open   func() (io.ReadCloser, error)
}

// Content is what a bundle is made of.
type Content struct {
	// Manifest gives everything but Format, Schema, Reader, Counts, Entries, Records and Evidence, which follow from the rest.
	Manifest Manifest
	// Records hands over the records, sorted by kind and key, each once; it returns the first error of add.
	Records  func(add func(Record) error) error
	Evidence []Evidence
	Signers  []Signer
	// Lock encrypts; the zero Lock does not.
	Lock Lock
	// Folder is where compressed records wait, under a key of their own, until their sizes are known; "" is the system's.
	Folder string
	// Progress, if set, is called with bytes of evidence written and in all.
	Progress func(done, total int64)
}

// compression is the level of deflate for records: on JSON text twice as fast as the default, for a tenth more.
const compression = 4

// Write writes a bundle and returns its manifest. Evidence that is not what its hash says, and records that are not sorted, are an
// [*Error] wrapping [ErrContent]; what would be too large one wrapping [ErrTooLarge].
func Write(ctx context.Context, to io.Writer, c Content) (*Manifest, error) {
	s, err := newSpool(c.Folder)
	if err != nil {
		return nil, err
	}
	defer s.close()
	m := c.Manifest
	m.Format, m.Schema, m.Reader = Format, Schema, max(m.Reader, 1)
	m.Counts, m.Entries, m.Records, m.Evidence = map[string]int{}, []Entry{}, []RecordInfo{}, nil
	parts, err := c.collect(ctx, &m, s)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(c.Evidence, func(a, b Evidence) int { return bytes.Compare([]byte(a.SHA256), []byte(b.SHA256)) })
	c.list(&m)
	if err := m.check(); err != nil {
		return nil, &Error{Entry: nameManifest, Found: err.Error(), Err: ErrContent}
	}
	manifest, err := m.Encode()
	if err != nil {
		return nil, err
	}
	if len(manifest) > MaxManifest {
		return nil, &Error{Entry: nameManifest, Found: fmt.Sprintf("%d bytes", len(manifest)), Allowed: fmt.Sprint(MaxManifest), Err: ErrTooLarge}
	}
	signatures, err := seal(manifest, c.Signers)
	if err != nil {
		return nil, err
	}
	locked, err := c.Lock.writer(to)
	if err != nil {
		return nil, err
	}
	w := &container{to: bufio.NewWriterSize(locked, 1<<20)}
	err = c.write(ctx, w, manifest, signatures, parts, s)
	if err == nil {
		err = w.finish()
	}
	if closeErr := locked.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, err
	}
	return &m, nil
}

// collect compresses the records into the spool.
func (c *Content) collect(ctx context.Context, m *Manifest, s *spool) ([]spooled, error) {
	var parts []spooled
	var entry *packer
	finish := func() error {
		if entry == nil {
			return nil
		}
		p, err := entry.finish(s)
		parts = append(parts, p)
		m.Entries = append(m.Entries, Entry{Name: p.name, Size: int64(p.unpacked), SHA256: entry.sum()})
		return err
	}
	var err error
	if c.Records != nil {
		err = c.Records(func(r Record) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if len(r.Data) > MaxLine || len(m.Records) == MaxRecords {
				return &Error{
					Entry: recordsName(r.Kind), Found: fmt.Sprintf("%s of %d bytes, number %d", r.Key, len(r.Data), len(m.Records)+1),
					Allowed: fmt.Sprintf("%d bytes, %d records", MaxLine, MaxRecords), Err: ErrTooLarge,
				}
			}
			if bytes.IndexByte(r.Data, '\n') >= 0 {
				return &Error{Entry: recordsName(r.Kind), Found: r.Key + " with a line break", Err: ErrContent}
			}
			if entry == nil || entry.name != recordsName(r.Kind) {
				if err := finish(); err != nil {
					return err
				}
				entry = newPacker(recordsName(r.Kind), s)
			}
			sum := sha256.Sum256(r.Data)
			r.Size, r.SHA256 = len(r.Data), hex.EncodeToString(sum[:])
			m.Records = append(m.Records, r.RecordInfo)
			m.Counts[r.Kind]++
			return entry.line(r.Data)
		})
	}
	return parts, errors.Join(err, finish())
}

// list names the evidence.
func (c *Content) list(m *Manifest) {
	for _, e := range c.Evidence {
		m.Evidence = append(m.Evidence, EvidenceInfo{SHA256: e.SHA256, Size: e.Size, Name: e.Name, Delivered: e.Open != nil})
		if e.Open != nil {
			m.Entries = append(m.Entries, Entry{Name: evidenceName(e.SHA256), Size: e.Size, SHA256: e.SHA256})
		}
	}
}

func (c *Content) write(ctx context.Context, w *container, manifest, signatures []byte, parts []spooled, s *spool) error {
	if err := w.whole(nameMimeType, []byte(MimeType), stored); err != nil {
		return err
	}
	if err := w.whole(nameManifest, manifest, deflated); err != nil {
		return err
	}
	if signatures != nil {
		if err := w.whole(nameEnvelope, signatures, stored); err != nil {
			return err
		}
	}
	for _, p := range parts {
		if err := w.begin(&p.part); err != nil {
			return err
		}
		if err := s.copy(w.to, p.from, int64(p.packed)); err != nil {
			return err
		}
		w.end(p.part)
	}
	return c.writeEvidence(ctx, w)
}

// writeEvidence copies the files that go along, and tells how far it is.
func (c *Content) writeEvidence(ctx context.Context, w *container) error {
	var done, total int64
	for _, e := range c.Evidence {
		if e.Open != nil {
			total += e.Size
		}
	}
	for _, e := range c.Evidence {
		if e.Open == nil {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.evidence(e); err != nil {
			return err
		}
		if done += e.Size; c.Progress != nil {
			c.Progress(done, total)
		}
	}
	return nil
}

// container writes the zip structure.
type container struct {
	to    *bufio.Writer
	at    int64
	parts []part
}

func (w *container) begin(p *part) error {
	// The directory comes on top of the data; it is counted in advance so that no offset can overflow.
	if w.at+int64(p.packed)+int64(len(w.parts)+2)*2*(centralSize+maxName) > MaxBytes {
		return &Error{Entry: p.name, Found: fmt.Sprintf("%d bytes before it", w.at), Allowed: fmt.Sprintf("%d in all; make several bundles", int64(MaxBytes)), Err: ErrTooLarge}
	}
	p.offset = uint32(w.at)
	_, err := w.to.Write(p.local())
	return err
}

func (w *container) end(p part) {
	w.parts = append(w.parts, p)
	w.at = p.end()
}

// whole writes an entry that lies in memory.
func (w *container) whole(name string, data []byte, method uint16) error {
	p := part{name: name, method: method, crc: crc32.ChecksumIEEE(data), unpacked: uint32(len(data))}
	if method == deflated {
		var err error
		if data, err = shrink(data); err != nil {
			return err
		}
	}
	p.packed = uint32(len(data))
	if err := w.begin(&p); err != nil {
		return err
	}
	if _, err := w.to.Write(data); err != nil {
		return err
	}
	w.end(p)
	return nil
}

// shrink deflates data, by no more than readers allow.
func shrink(data []byte) ([]byte, error) {
	for _, level := range []int{compression, flate.HuffmanOnly} {
		var packed bytes.Buffer
		z, err := flate.NewWriter(&packed, level)
		if err != nil {
			return nil, err
		}
		if _, err := z.Write(data); err != nil {
			return nil, err
		}
		if err := z.Close(); err != nil {
			return nil, err
		}
		if !suspicious(int64(packed.Len()), int64(len(data))) || level == flate.HuffmanOnly {
			return packed.Bytes(), nil
		}
	}
	return nil, nil // not reached: the last level returns
}

// suspicious reports whether data inflates by more than records do.
func suspicious(packed, unpacked int64) bool {
	return unpacked > inflateFloor && unpacked/maxRatio > packed
}

// evidence copies a file and checks on the way that it is what its name says.
func (w *container) evidence(e Evidence) error {
	fault := func(found string) error {
		return &Error{Entry: evidenceName(e.SHA256), Found: found, Allowed: fmt.Sprintf("%d bytes with this hash", e.Size), Err: ErrContent}
	}
	file, err := e.Open()
	if err != nil {
		return &Error{Entry: evidenceName(e.SHA256), Err: err}
	}
	defer file.Close()
	p := part{name: evidenceName(e.SHA256), method: stored, trailing: true, packed: uint32(e.Size), unpacked: uint32(e.Size)}
	if err := w.begin(&p); err != nil {
		return err
	}
	sums := newSums()
	n, err := io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(w.to, sums)}, struct{ io.Reader }{io.LimitReader(file, e.Size+1)}, make([]byte, 256<<10))
	switch {
	case err != nil:
		return &Error{Entry: p.name, Err: err}
	case n != e.Size:
		return fault(fmt.Sprintf("%d bytes or more", n))
	case sums.sha() != e.SHA256:
		return fault("hash " + sums.sha())
	}
	p.crc = sums.crc
	if _, err := w.to.Write(p.descriptor()); err != nil {
		return err
	}
	w.end(p)
	return nil
}

func (w *container) finish() error {
	var directory []byte
	for i := range w.parts {
		directory = w.parts[i].central(directory)
	}
	if _, err := w.to.Write(directory); err != nil {
		return err
	}
	if _, err := w.to.Write(endRecord(len(w.parts), uint32(len(directory)), uint32(w.at))); err != nil {
		return err
	}
	return w.to.Flush()
}

// sums are the checksum and, unless it is nil, the hash of what is written to them.
type sums struct {
	crc  uint32
	hash hash.Hash
}

func newSums() *sums { return &sums{hash: sha256.New()} }

func (s *sums) Write(data []byte) (int, error) {
	s.crc = crc32.Update(s.crc, crc32.IEEETable, data)
	if s.hash == nil {
		return len(data), nil
	}
	return s.hash.Write(data)
}

func (s *sums) sha() string { return hex.EncodeToString(s.hash.Sum(nil)) }
