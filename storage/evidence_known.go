package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/seal"
)

// HasEvidence reports whether a file of evidence is kept, without reading it.
func (s *Store) HasEvidence(ctx context.Context, digest string) (bool, error) {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return false, ErrClosed
	}
	if err := ctx.Err(); err != nil || !digestPattern.MatchString(digest) {
		return false, err
	}
	if s.folder == nil {
		_, ok := s.files.get(digest)
		return ok, nil
	}
	_, err := os.Stat(s.evidencePath(digest))
	if os.IsNotExist(err) {
		return false, nil
	}
	return err == nil, err
}

// KeepEvidence keeps a file of evidence whose digest is known before it is read, such as one that was handed over. What evaluations say
// about it is theirs. A file that is not what its digest says is an [*InvalidError], and nothing is kept.
func (s *Store) KeepEvidence(ctx context.Context, digest string, content io.Reader) error {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return ErrClosed
	}
	if !digestPattern.MatchString(digest) {
		return wrongDigest(digest, "no SHA-256")
	}
	content = io.LimitReader(ending{ctx, content}, MaxEvidence+1)
	if s.folder == nil {
		data, err := io.ReadAll(content)
		if err != nil {
			return err
		}
		if found := digestOf(data); found != digest {
			return wrongDigest(digest, found)
		}
		s.files.keep(digest, data)
		return nil
	}
	if err := s.folder.checkSpace(); err != nil {
		return err
	}
	return s.keepKnownOnDisk(digest, content)
}

func wrongDigest(digest, found string) error {
	return &InvalidError{Kind: KindEvidence, Field: "digest", Found: found, Err: ErrInvalid, Allowed: digest}
}

// keepKnownOnDisk seals a file under its digest at once, and gives it up where the content turns out to have another one.
func (s *Store) keepKnownOnDisk(digest string, content io.Reader) error {
	path := s.evidencePath(digest)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return atomicfile.Stream(path, 0o600, func(file *os.File) error {
		w, err := seal.NewWriter(file, s.ring.Key(), evidencePurpose(digest))
		if err != nil {
			return err
		}
		sum := sha256.New()
		buffer := make([]byte, 256<<10)
		size, err := io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(w, sum)}, struct{ io.Reader }{content}, buffer)
		if err != nil {
			return err
		}
		if found := hex.EncodeToString(sum.Sum(nil)); found != digest || size > MaxEvidence {
			return wrongDigest(digest, fmt.Sprintf("%s, %d bytes", found, size))
		}
		return w.Close()
	})
}
