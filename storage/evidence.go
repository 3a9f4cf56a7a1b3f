package storage

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/journal"
	"zhunsheng/storage/seal"
)

// Evidence files lie beside the database, sealed, each under the SHA-256 of its content: evidence/ab/abcd….

// MaxEvidence is the greatest size of one file of evidence, in bytes.
const MaxEvidence = 4 << 30

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// AddEvidence keeps the content of a file and adds the record that says what it proves to an evaluation, as one action; Digest and Size
// of the record are set. The same content is kept once, however often it is added. It returns the record as stored. Errors are those
// of [Attach], or of reading and writing files.
func (s *Store) AddEvidence(ctx context.Context, year int, evaluation string, record EvidenceRecord, content io.Reader) (EvidenceRecord, error) {
	s.adding.RLock()
	defer s.adding.RUnlock()
	digest, size, err := s.keepFile(ctx, content)
	if err != nil {
		return EvidenceRecord{}, err
	}
	record.Digest, record.Size = digest, size
	return record, Attach(ctx, s, year, evaluation, record)
}

// memoryFiles are the files of a store without a disk.
type memoryFiles struct {
	mu    sync.Mutex
	files map[string][]byte // by digest
}

func (m *memoryFiles) keep(digest string, data []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.files == nil {
		m.files = map[string][]byte{}
	}
	m.files[digest] = data
}

func (m *memoryFiles) get(digest string) (data []byte, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok = m.files[digest]
	return data, ok
}

func (s *Store) evidencePath(digest string) string {
	return filepath.Join(s.folder.path(evidenceName), digest[:2], digest)
}

func evidencePurpose(digest string) string { return "evidence/" + digest }

// keepFile writes a file whole, before anything refers to it.
func (s *Store) keepFile(ctx context.Context, content io.Reader) (digest string, size int64, err error) {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return "", 0, ErrClosed
	}
	content = io.LimitReader(ending{ctx, content}, MaxEvidence+1)
	if s.folder == nil {
		data, err := io.ReadAll(content)
		if err != nil {
			return "", 0, err
		}
		digest := digestOf(data)
		s.files.keep(digest, data)
		return digest, int64(len(data)), nil
	}
	if err := s.folder.checkSpace(); err != nil {
		return "", 0, err
	}
	return s.keepOnDisk(content)
}

// keepOnDisk seals a file under a key that its digest takes part in, so the content is first sealed under a name of its own, and read
// once more from there.
func (s *Store) keepOnDisk(content io.Reader) (digest string, size int64, err error) {
	dir := s.folder.path(evidenceName)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", 0, err
	}
	draft, err := os.CreateTemp(dir, ".evidence.*.tmp")
	if err != nil {
		return "", 0, err
	}
	defer func() {
		draft.Close()
		os.Remove(draft.Name())
	}()
	key, err := seal.NewKey()
	if err != nil {
		return "", 0, err
	}
	if digest, size, err = sealDraft(draft, key, content); err != nil {
		return "", 0, err
	}
	if s.checkFile(digest) == nil {
		return digest, size, nil
	}
	if err := os.MkdirAll(filepath.Dir(s.evidencePath(digest)), 0o700); err != nil {
		return "", 0, err
	}
	if _, err := draft.Seek(0, io.SeekStart); err != nil {
		return "", 0, err
	}
	from, err := seal.NewReader(bufio.NewReader(draft), key, draftPurpose)
	if err != nil {
		return "", 0, err
	}
	defer from.Close()
	return digest, size, s.sealEvidence(digest, from)
}

// draftPurpose is what a file is sealed for as long as its digest is not known.
const draftPurpose = "draft"

// sealDraft writes content, sealed, and returns its digest and size in bytes.
func sealDraft(draft io.Writer, key seal.Key, content io.Reader) (digest string, size int64, err error) {
	sum := sha256.New()
	w, err := seal.NewWriter(draft, key, draftPurpose)
	if err != nil {
		return "", 0, err
	}
	if size, err = io.Copy(io.MultiWriter(w, sum), content); err == nil {
		err = w.Close()
	}
	if err != nil {
		return "", 0, err
	}
	if size > MaxEvidence {
		return "", 0, &InvalidError{Kind: KindEvidence, Field: "size", Found: "more", Err: ErrTooLarge, Allowed: fmt.Sprint("at most ", int64(MaxEvidence), " bytes")}
	}
	return hex.EncodeToString(sum.Sum(nil)), size, nil
}

// sealEvidence writes a file of evidence whole, under its digest.
func (s *Store) sealEvidence(digest string, content io.Reader) error {
	return atomicfile.Stream(s.evidencePath(digest), 0o600, func(file *os.File) error {
		w, err := seal.NewWriter(file, s.ring.Key(), evidencePurpose(digest))
		if err != nil {
			return err
		}
		if _, err := io.Copy(w, content); err != nil {
			return err
		}
		return w.Close()
	})
}

// ending stops reading when a context ends.
type ending struct {
	ctx  context.Context
	from io.Reader
}

func (e ending) Read(p []byte) (int, error) {
	if err := e.ctx.Err(); err != nil {
		return 0, err
	}
	return e.from.Read(p)
}

// Evidence opens the content of a file of evidence by its digest. Reading to the end verifies it: a file that is not whole gives a
// [*DamagedError] instead of io.EOF. A digest that is not there is a [*RecordError] wrapping [ErrNotFound].
func (s *Store) Evidence(ctx context.Context, digest string) (io.ReadCloser, error) {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return nil, ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	notFound := &RecordError{Kind: KindEvidence, ID: digest, Err: ErrNotFound}
	if !digestPattern.MatchString(digest) {
		return nil, notFound
	}
	if s.folder == nil {
		data, ok := s.files.get(digest)
		if !ok {
			return nil, notFound
		}
		return io.NopCloser(bytes.NewReader(data)), nil
	}
	file, err := os.Open(s.evidencePath(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound
	}
	if err != nil {
		return nil, err
	}
	r, err := seal.NewReader(bufio.NewReaderSize(file, 256<<10), s.ring.Key(), evidencePurpose(digest))
	if err != nil {
		return nil, errors.Join(evidenceDamaged(digest, err), file.Close())
	}
	return &evidenceReader{file: file, sealed: r, digest: digest, sum: sha256.New()}, nil
}

var digestPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)

func evidenceDamaged(digest string, err error) error {
	return &DamagedError{
		Place: strings.Join([]string{evidenceName, digest[:2], digest}, "/"), Detail: oneLine(err.Error(), maxErrorLine),
		Remedy: "add the file again, or restore it from a backup",
	}
}

type evidenceReader struct {
	file   *os.File
	sealed *seal.Reader
	digest string
	sum    interface {
		io.Writer
		Sum([]byte) []byte
	}
}

func (r *evidenceReader) Read(p []byte) (int, error) {
	n, err := r.sealed.Read(p)
	_, _ = r.sum.Write(p[:n]) // a hash takes everything
	switch {
	case err == nil:
		return n, nil
	case !errors.Is(err, io.EOF):
		return n, evidenceDamaged(r.digest, err)
	case hex.EncodeToString(r.sum.Sum(nil)) != r.digest:
		return n, evidenceDamaged(r.digest, errors.New("it is another file than its name says"))
	}
	return n, io.EOF
}

func (r *evidenceReader) Close() error {
	r.sealed.Close()
	return r.file.Close()
}

// checkFile reads a file of evidence to its end.
func (s *Store) checkFile(digest string) error {
	file, err := os.Open(s.evidencePath(digest))
	if err != nil {
		return err
	}
	defer file.Close()
	sealed, err := seal.NewReader(bufio.NewReaderSize(file, 256<<10), s.ring.Key(), evidencePurpose(digest))
	if err != nil {
		return evidenceDamaged(digest, err)
	}
	defer sealed.Close()
	r := &evidenceReader{file: file, sealed: sealed, digest: digest, sum: sha256.New()}
	_, err = io.Copy(io.Discard, r)
	return err
}

// evidenceFiles returns the digests of the files that are there.
func (s *Store) evidenceFiles() ([]string, error) {
	if s.folder == nil {
		return nil, nil
	}
	var digests []string
	err := filepath.WalkDir(s.folder.path(evidenceName), func(_ string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil && digestPattern.MatchString(d.Name()) {
			digests = append(digests, d.Name())
		}
		return err
	})
	return digests, err
}

// CollectEvidence removes the files that nothing in the whole history ever referred to, such as one whose action never came because
// the program was ended. It does nothing where a part of the history cannot be read, or came from a format that kept none. It returns how
// many were removed. No import may be under way: its files come before the action that refers to them.
func (s *Store) CollectEvidence(ctx context.Context) (int, error) {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return 0, ErrClosed
	}
	s.adding.Lock() // a file comes before the action that refers to it
	defer s.adding.Unlock()
	digests, err := s.evidenceFiles()
	if err != nil || len(digests) == 0 {
		return 0, err
	}
	referred, isWhole, err := s.everReferredTo(ctx, digests)
	if err != nil || !isWhole {
		return 0, err
	}
	removed := 0
	for _, digest := range digests {
		if referred[digest] {
			continue
		}
		if err := os.Remove(s.evidencePath(digest)); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// everReferredTo returns those of the digests that any action of the history names. isWhole is false where not all of the history could
// be read.
func (s *Store) everReferredTo(ctx context.Context, digests []string) (referred map[string]bool, isWhole bool, err error) {
	referred = map[string]bool{}
	count := uint64(0)
	damage, err := s.ledger.Read(1, func(item journal.Item) error {
		count++
		for _, digest := range digests {
			if !referred[digest] && bytes.Contains(item.Data, []byte(digest)) {
				referred[digest] = true
			}
		}
		return ctx.Err()
	})
	return referred, len(damage) == 0 && count >= s.ledger.Head().Seq, err
}
