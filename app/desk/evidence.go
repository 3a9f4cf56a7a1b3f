package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"zhunsheng/app/evidence"
	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/atomicfile"
)

// EvidenceFile is a file of evidence that is kept in the store.
type EvidenceFile struct {
	Name   string // of the file as it was
	Digest string // SHA-256, hexadecimal
	Size   int64  // bytes
	Seen   evidence.Sight
}

// A FolderError says that a folder cannot be evidence: only files can.
type FolderError struct{ Path string }

// Error names the folder.
func (e *FolderError) Error() string { return fmt.Sprintf("%s is a folder, not a file", e.Path) }

// Message names the sentence for the user.
func (e *FolderError) Message() scoring.Message {
	return scoring.Message{Key: "desk.evidence.folder", Args: scoring.Args{"path": e.Path}}
}

// sights keeps what was seen in files of evidence, by their digests, because looking into a scan of many pages takes a while, and the
// files that were written out to be opened by other programs.
type sights struct {
	mu     sync.Mutex
	known  map[string]EvidenceFile
	folder string // of the copies; "" while there are none
}

func (s *sights) get(digest string) (EvidenceFile, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	file, ok := s.known[digest]
	return file, ok
}

// mostSights bounds what is remembered; pictures weigh about a megabyte each.
const mostSights = 64

func (s *sights) put(file EvidenceFile) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil || len(s.known) >= mostSights {
		s.known = make(map[string]EvidenceFile)
	}
	s.known[file.Digest] = file
}

// KeepEvidence copies a file into the store and looks into it. The same content is kept once, however often it is handed over. The
// evaluation that the file proves something for refers to it by its digest; that is a change of its own. progress, if not nil, is
// called with bytes done and bytes in all. Errors are a [*FolderError] or those of the store and of the file system.
func (d *Desk) KeepEvidence(ctx context.Context, path string, progress func(done, total int64)) (EvidenceFile, error) {
	info, err := os.Stat(path)
	if err != nil {
		return EvidenceFile{}, err
	}
	if info.IsDir() {
		return EvidenceFile{}, &FolderError{Path: path}
	}
	count := counter{ctx: ctx, total: 2 * info.Size(), tell: progress}
	file := EvidenceFile{Name: filepath.Base(path), Size: info.Size()}
	sum := sha256.New()
	if err := count.readFile(path, func(r io.Reader) error {
		_, err := io.Copy(sum, r)
		return err
	}); err != nil {
		return EvidenceFile{}, err
	}
	file.Digest = hex.EncodeToString(sum.Sum(nil))
	has, err := d.store.HasEvidence(ctx, file.Digest)
	if err != nil {
		return EvidenceFile{}, err
	}
	if !has {
		if err := count.readFile(path, func(r io.Reader) error { return d.store.KeepEvidence(ctx, file.Digest, r) }); err != nil {
			return EvidenceFile{}, err
		}
	}
	kept, err := d.EvidenceFile(ctx, file.Digest)
	if err != nil {
		return EvidenceFile{}, err
	}
	kept.Name = file.Name
	return kept, nil
}

// EvidenceHere reports for each digest whether its file is kept in the store; the others are not delivered yet.
func (d *Desk) EvidenceHere(ctx context.Context, digests []string) (map[string]bool, error) {
	here := make(map[string]bool, len(digests))
	for _, digest := range digests {
		has, err := d.store.HasEvidence(ctx, digest)
		if err != nil {
			return nil, err
		}
		here[digest] = has
	}
	return here, nil
}

// EvidenceFile looks into a file of evidence; what was seen once costs nothing. Errors are those of [storage.Store.Evidence]: one that
// was not delivered wraps [storage.ErrNotFound].
func (d *Desk) EvidenceFile(ctx context.Context, digest string) (EvidenceFile, error) {
	if file, ok := d.sights.get(digest); ok {
		return file, nil
	}
	from, err := d.store.Evidence(ctx, digest)
	if err != nil {
		return EvidenceFile{}, err
	}
	defer from.Close()
	data, err := io.ReadAll(io.LimitReader(from, evidence.MaxRead+1))
	if err != nil {
		return EvidenceFile{}, err
	}
	file := EvidenceFile{Digest: digest, Size: int64(len(data)), Seen: evidence.Sight{Kind: evidence.Other}}
	if len(data) > evidence.MaxRead {
		rest, err := io.Copy(io.Discard, from)
		if err != nil {
			return EvidenceFile{}, err
		}
		file.Size += rest
	} else {
		file.Seen = evidence.Look(data)
	}
	d.sights.put(file)
	return file, nil
}

// CopyEvidence writes a file of evidence out under its name, to be opened by another program, and returns its path. Evidence is sealed
// in the store; the copy is not, so it lies in a temporary folder that only the user may enter, until [Desk.ForgetCopies], or after a crash
// until [Desk.ForgetLeftCopies]. It can be read only: what is changed in it would not reach the store. A file whose name ends like
// something that the system might run is an [*UnopenableError]; other errors are those of the store and of the file system.
func (d *Desk) CopyEvidence(ctx context.Context, digest, name string) (string, error) {
	if len(digest) != sha256.Size*2 {
		return "", &storage.RecordError{Kind: storage.KindEvidence, ID: digest, Err: storage.ErrNotFound}
	}
	ending := filepath.Ext(name)
	as := safeName(name[:len(name)-len(ending)]) + safeEnding(ending)
	if ending = filepath.Ext(as); ending != "" && !shown[strings.ToLower(ending)] {
		return "", &UnopenableError{Name: as}
	}
	from, err := d.store.Evidence(ctx, digest)
	if err != nil {
		return "", err
	}
	defer from.Close()
	folder, err := d.copies()
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, digest[:12], as)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	draft, err := os.CreateTemp(filepath.Dir(path), ".copy.*.tmp")
	if err != nil {
		return "", err
	}
	defer os.Remove(draft.Name()) // gone already when all went well
	_, err = io.Copy(draft, contextReader{ctx, from})
	if err = errors.Join(err, draft.Close()); err != nil {
		return "", err
	}
	if err := os.Chmod(draft.Name(), 0o400); err != nil {
		return "", err
	}
	if err := atomicfile.Rename(draft.Name(), path); err != nil && !isFile(path) { // an older copy may be open in a program
		return "", err
	}
	return path, nil
}

func safeEnding(ending string) string {
	if ending == "" {
		return ""
	}
	return "." + safeName(ending[1:])
}

// isFile reports whether a regular file lies at a path.
func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && atomicfile.Regular(info.Mode())
}

// counter reads files, says how far it is, and stops when its context ends.
type counter struct {
	ctx         context.Context
	done, total int64
	tell        func(done, total int64)
	from        io.Reader
}

func (c *counter) readFile(path string, read func(io.Reader) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	c.from = file
	return read(c)
}

// Read is part of the contract of io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.from.Read(p)
	if c.done += int64(n); c.tell != nil {
		c.tell(c.done, c.total)
	}
	return n, err
}

type contextReader struct {
	ctx  context.Context
	from io.Reader
}

// Read is part of the contract of io.Reader.
func (r contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}
