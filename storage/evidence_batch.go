package storage

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/seal"
)

// EvidenceBatch takes in many files of evidence whose digests are known, such as those of a bundle. Nothing of it is to be seen before
// [EvidenceBatch.Commit], which must be called, or [EvidenceBatch.Discard]; what a killed process leaves behind is swept away when the
// store is opened next.
type EvidenceBatch struct {
	store    *Store
	flushers chan struct{} // places for flushes that go on beside the writing

	mu      sync.Mutex
	drafts  map[string]string // path of the temporary file, by digest
	flushed sync.WaitGroup
	err     error // first one of a flush
}

// maxFlushes is how many files are flushed at the same time: flushes that wait together share the work of the file system.
const maxFlushes = 4

// BeginEvidence begins a batch. Errors are [ErrClosed], or a [*SpaceError] where the disk is nearly full.
func (s *Store) BeginEvidence() (*EvidenceBatch, error) {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return nil, ErrClosed
	}
	if err := s.checkSpace(); err != nil {
		return nil, err
	}
	if s.folder != nil {
		if err := os.MkdirAll(s.folder.path(evidenceName), 0o700); err != nil {
			return nil, err
		}
	}
	return &EvidenceBatch{store: s, flushers: make(chan struct{}, maxFlushes), drafts: map[string]string{}}, nil
}

// Keep writes one file. It may be called from several goroutines. A file that is not what its digest says is an [*InvalidError].
func (b *EvidenceBatch) Keep(ctx context.Context, digest string, content io.Reader) error {
	s := b.store
	if s.folder == nil {
		return s.KeepEvidence(ctx, digest, content)
	}
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return ErrClosed
	}
	if !digestPattern.MatchString(digest) {
		return &InvalidError{Kind: KindEvidence, Field: "digest", Found: "no SHA-256", Err: ErrInvalid, Allowed: "64 hexadecimal digits"}
	}
	if err := s.folder.checkSpace(); err != nil {
		return err
	}
	draft, err := os.CreateTemp(s.folder.path(evidenceName), ".batch.*.tmp")
	if err != nil {
		return err
	}
	if err := s.sealInto(draft, digest, io.LimitReader(ending{ctx, content}, MaxEvidence+1)); err != nil {
		return errors.Join(err, draft.Close(), os.Remove(draft.Name()))
	}
	b.mu.Lock()
	_, again := b.drafts[digest]
	if !again {
		b.drafts[digest] = draft.Name()
	}
	b.mu.Unlock()
	if again { // the first one may be under way to the disk still, and Windows removes no open file
		return errors.Join(draft.Close(), os.Remove(draft.Name()))
	}
	b.flush(draft)
	return nil
}

// flush puts a file on disk beside the caller, who goes on unless too many flushes wait.
func (b *EvidenceBatch) flush(draft *os.File) {
	b.flushers <- struct{}{}
	b.flushed.Go(func() {
		defer func() { <-b.flushers }()
		err := errors.Join(draft.Sync(), draft.Close())
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.err == nil {
			b.err = err
		}
	})
}

// sealInto seals content into a file and makes sure that it is what its digest says.
func (s *Store) sealInto(file *os.File, digest string, content io.Reader) error {
	w, err := seal.NewWriter(file, s.ring.Key(), evidencePurpose(digest))
	if err != nil {
		return err
	}
	sum := sha256.New()
	buffer := copyBuffers.Get().(*[]byte)
	defer copyBuffers.Put(buffer)
	size, err := io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(w, sum)}, struct{ io.Reader }{content}, *buffer)
	if closeErr := w.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if found := hex.EncodeToString(sum.Sum(nil)); found != digest || size > MaxEvidence {
		return &InvalidError{Kind: KindEvidence, Field: "digest", Found: fmt.Sprintf("%s, %d bytes", found, size), Err: ErrInvalid, Allowed: digest}
	}
	return nil
}

// copyBuffers are buffers for copying files.
var copyBuffers = sync.Pool{New: func() any { buffer := make([]byte, 128<<10); return &buffer }}

// Commit waits until everything is on disk and gives the files their names. Where it fails some may have theirs, whole; the others are
// not there. Files that were there already are replaced by the same content.
func (b *EvidenceBatch) Commit() error {
	b.flushed.Wait()
	if b.err != nil {
		return errors.Join(b.err, b.Discard())
	}
	s := b.store
	folders := map[string]bool{}
	for digest, draft := range b.drafts {
		path := s.evidencePath(digest)
		folder := filepath.Dir(path)
		if !folders[folder] {
			if err := os.MkdirAll(folder, 0o700); err != nil {
				return errors.Join(err, b.Discard())
			}
			folders[folder] = true
		}
		if err := atomicfile.Rename(draft, path); err != nil {
			return errors.Join(err, b.Discard())
		}
		delete(b.drafts, digest)
	}
	if len(folders) == 0 {
		return nil
	}
	var err error
	for folder := range folders {
		err = errors.Join(err, atomicfile.SyncFolder(folder))
	}
	return errors.Join(err, atomicfile.SyncFolder(s.folder.path(evidenceName)))
}

// Discard removes what was not committed.
func (b *EvidenceBatch) Discard() error {
	b.flushed.Wait()
	var err error
	for digest, draft := range b.drafts {
		if removeErr := os.Remove(draft); !errors.Is(removeErr, fs.ErrNotExist) {
			err = errors.Join(err, removeErr)
		}
		delete(b.drafts, digest)
	}
	return err
}

// EvidenceContent opens the content of a file of evidence for a reader who compares it with the digest: unlike [Store.Evidence] it only
// makes sure that the file is as this store sealed it. A digest that is not there is a [*RecordError] wrapping [ErrNotFound].
func (s *Store) EvidenceContent(ctx context.Context, digest string) (io.ReadCloser, error) {
	if s.folder == nil || !digestPattern.MatchString(digest) {
		return s.Evidence(ctx, digest)
	}
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return nil, ErrClosed
	}
	file, err := os.Open(s.evidencePath(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &RecordError{Kind: KindEvidence, ID: digest, Err: ErrNotFound}
	}
	if err != nil {
		return nil, err
	}
	sealed, err := seal.NewReader(bufio.NewReaderSize(file, 64<<10), s.ring.Key(), evidencePurpose(digest))
	if err != nil {
		return nil, errors.Join(evidenceDamaged(digest, err), file.Close())
	}
	return &evidenceContent{file: file, sealed: sealed, digest: digest}, nil
}

type evidenceContent struct {
	file   *os.File
	sealed *seal.Reader
	digest string
}

// Read implements io.Reader.
func (c *evidenceContent) Read(p []byte) (int, error) {
	n, err := c.sealed.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = evidenceDamaged(c.digest, err)
	}
	return n, err
}

// Close implements io.Closer.
func (c *evidenceContent) Close() error {
	c.sealed.Close()
	return c.file.Close()
}

// EvidenceSizes returns the sizes of files of evidence by digest, in bytes. A sealed file does not tell its size, so each is read and
// decrypted, two at a time. Digests that are not there are left out; other errors are those of [Store.EvidenceContent].
func (s *Store) EvidenceSizes(ctx context.Context, digests []string) (map[string]int64, error) {
	sizes := make(map[string]int64, len(digests))
	var mu sync.Mutex
	var workers sync.WaitGroup
	errs := make([]error, 2)
	for w := range errs {
		workers.Go(func() {
			for i := w; i < len(digests) && errs[w] == nil; i += len(errs) {
				size, err := s.evidenceSize(ctx, digests[i])
				if errors.Is(err, ErrNotFound) {
					continue
				}
				errs[w] = err
				mu.Lock()
				sizes[digests[i]] = size
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	return sizes, errors.Join(slices.DeleteFunc(errs, func(err error) bool { return err == nil })...)
}

func (s *Store) evidenceSize(ctx context.Context, digest string) (int64, error) {
	content, err := s.EvidenceContent(ctx, digest)
	if err != nil {
		return 0, err
	}
	size, err := io.Copy(io.Discard, ending{ctx, content})
	return size, errors.Join(err, content.Close())
}
