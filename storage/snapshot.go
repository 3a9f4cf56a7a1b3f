package storage

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"

	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/journal"
	"zhunsheng/storage/keyring"
	"zhunsheng/storage/seal"
)

// A snapshot is a sealed stream (package seal): a head as JSON, then the records by key, each part behind its length (4 bytes); an
// empty key ends them, and the SHA-256 of all that comes before it follows. It holds everything that cannot be made from the rest.

// snapshotHead begins a snapshot.
type snapshotHead struct {
	Format string     `json:"format"`
	Head   SignedHead `json:"head"`
}

const snapshotFormat = "zhunsheng/snapshot/1"

// snapshotInfo is a snapshot by its name.
type snapshotInfo struct {
	name string
	seq  uint64
	year int // closed by it; 0: an ordinary one
	time time.Time
}

var snapshotPattern = regexp.MustCompile(`^(?:year-(\d{4})-)?(\d{16})\.snapshot$`)

// listSnapshots returns the snapshots of a folder by the change they were taken at.
func listSnapshots(f *folder) []snapshotInfo {
	entries, err := os.ReadDir(f.path(snapshotName))
	if err != nil {
		return nil
	}
	var found []snapshotInfo
	for _, entry := range entries {
		m := snapshotPattern.FindStringSubmatch(entry.Name())
		if m == nil {
			continue
		}
		info := snapshotInfo{name: entry.Name()}
		info.year, _ = strconv.Atoi(m[1])
		if info.seq, err = strconv.ParseUint(m[2], 10, 64); err != nil {
			continue
		}
		if stat, err := entry.Info(); err == nil {
			info.time = stat.ModTime()
		}
		found = append(found, info)
	}
	slices.SortFunc(found, func(a, b snapshotInfo) int {
		if a.seq != b.seq {
			return int(int64(a.seq) - int64(b.seq))
		}
		return b.year - a.year
	})
	return found
}

// inSnapshot reports whether records of a kind are kept in snapshots.
func inSnapshot(kind Kind) bool { return natures[kind].primary || kind == KindTrace }

// Snapshot writes a verified snapshot of the whole store now. It is what a broken database is rebuilt from, together with the journal.
// In memory it does nothing.
func (s *Store) Snapshot(ctx context.Context) error {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return ErrClosed
	}
	return s.snapshot(ctx, "%016d.snapshot")
}

func (s *Store) snapshotOfYear(ctx context.Context, year int) error {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return ErrClosed
	}
	return s.snapshot(ctx, fmt.Sprintf("year-%04d-", year)+"%016d.snapshot")
}

// snapshot writes a snapshot under a name that takes its number.
func (s *Store) snapshot(ctx context.Context, name string) error {
	if s.folder == nil {
		return nil
	}
	if err := s.folder.checkSpace(); err != nil {
		return err
	}
	dir := s.folder.path(snapshotName)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	since := s.since.Load()
	err := s.read(func(tx reader) error {
		head, err := readHead(tx)
		if err != nil {
			return err
		}
		path := filepath.Join(dir, fmt.Sprintf(name, head.Seq))
		if _, err := os.Stat(path); err == nil {
			if _, err := readSnapshot(path, s.ring, nil); err == nil {
				return nil
			}
		}
		return writeSnapshot(ctx, path, s.ring, s.signHead(head), tx)
	})
	if err != nil {
		return err
	}
	s.since.Add(-since)
	return s.dropSnapshots()
}

// writeSnapshot writes a snapshot and reads it back before it gets its name.
func writeSnapshot(ctx context.Context, path string, ring *keyring.Ring, head SignedHead, from reader) error {
	return atomicfile.Stream(path, 0o600, func(file *os.File) error {
		sealed, err := seal.NewWriter(file, ring.Key(), snapshotPurpose(ring))
		if err != nil {
			return err
		}
		w := &partWriter{to: bufio.NewWriterSize(sealed, 64<<10), digest: sha256.New()}
		if err := w.all(ctx, head, from); err != nil {
			return err
		}
		if err := errors.Join(w.to.Flush(), sealed.Close()); err != nil {
			return err
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		_, err = readParts(file, ring, nil)
		return err
	})
}

func snapshotPurpose(ring *keyring.Ring) string { return "snapshot/" + ring.Store() }

type partWriter struct {
	to     *bufio.Writer
	digest hash.Hash
}

func (w *partWriter) part(data []byte) error {
	var length [4]byte
	binary.BigEndian.PutUint32(length[:], uint32(len(data)))
	w.digest.Write(length[:])
	w.digest.Write(data)
	if _, err := w.to.Write(length[:]); err != nil {
		return err
	}
	_, err := w.to.Write(data)
	return err
}

func (w *partWriter) all(ctx context.Context, head SignedHead, from reader) error {
	data, err := json.Marshal(snapshotHead{Format: snapshotFormat, Head: head})
	if err != nil {
		return err
	}
	if err := w.part(data); err != nil {
		return err
	}
	count := 0
	err = from.scan(nil, func(key, value []byte) error {
		if count++; count%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !inSnapshot(kindOf(key)) {
			return nil
		}
		return errors.Join(w.part(key), w.part(value))
	})
	if err != nil {
		return err
	}
	if err := w.part(nil); err != nil {
		return err
	}
	_, err = w.to.Write(w.digest.Sum(nil))
	return err
}

// readSnapshot reads and verifies a snapshot and visits its records; the slices are valid during the visit only.
func readSnapshot(path string, ring *keyring.Ring, visit func(key, value []byte) error) (journal.Head, error) {
	file, err := os.Open(path)
	if err != nil {
		return journal.Head{}, err
	}
	defer file.Close()
	return readParts(file, ring, visit)
}

func readParts(file io.Reader, ring *keyring.Ring, visit func(key, value []byte) error) (journal.Head, error) {
	var head journal.Head
	sealed, err := seal.NewReader(bufio.NewReaderSize(file, 256<<10), ring.Key(), snapshotPurpose(ring))
	if err != nil {
		return head, err
	}
	defer sealed.Close()
	r := &partReader{from: bufio.NewReaderSize(sealed, 64<<10), digest: sha256.New()}
	first, err := r.part(nil)
	if err != nil {
		return head, err
	}
	if head, err = parseSnapshotHead(first); err != nil {
		return head, err
	}
	var key, value []byte
	for {
		if key, err = r.part(key[:0]); err != nil {
			return head, err
		}
		if len(key) == 0 {
			return head, r.end()
		}
		if value, err = r.part(value[:0]); err != nil {
			return head, err
		}
		if visit != nil {
			if err := visit(key, value); err != nil {
				return head, err
			}
		}
	}
}

func parseSnapshotHead(data []byte) (journal.Head, error) {
	var first snapshotHead
	var head journal.Head
	if err := json.Unmarshal(data, &first); err != nil || first.Format != snapshotFormat {
		return head, fmt.Errorf("%w: it does not begin as a snapshot", seal.ErrDamaged)
	}
	head.Seq = first.Head.Seq
	return head, head.Hash.UnmarshalText([]byte(first.Head.Hash))
}

type partReader struct {
	from   *bufio.Reader
	digest hash.Hash
}

// maxPart bounds a part: a record, or a key.
const maxPart = MaxRecord + 1<<10

func (r *partReader) part(into []byte) ([]byte, error) {
	var length [4]byte
	if _, err := io.ReadFull(r.from, length[:]); err != nil {
		return nil, cutOff(err)
	}
	n := binary.BigEndian.Uint32(length[:])
	if n > maxPart {
		return nil, fmt.Errorf("%w: a part says that it has %d bytes", seal.ErrDamaged, n)
	}
	into = slices.Grow(into, int(n))[:n]
	if _, err := io.ReadFull(r.from, into); err != nil {
		return nil, cutOff(err)
	}
	r.digest.Write(length[:])
	r.digest.Write(into)
	return into, nil
}

func (r *partReader) end() error {
	want := r.digest.Sum(nil)
	got := make([]byte, len(want))
	if _, err := io.ReadFull(r.from, got); err != nil {
		return cutOff(err)
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("%w: its checksum is wrong", seal.ErrDamaged)
	}
	_, err := r.from.ReadByte()
	if errors.Is(err, io.EOF) {
		return nil
	}
	return errors.Join(seal.ErrDamaged, err)
}

func cutOff(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: it is cut off", seal.ErrDamaged)
	}
	return err
}

// keptSnapshots is how many ordinary snapshots are kept; those of closed years are kept for ever.
const keptSnapshots = 4

func (s *Store) dropSnapshots() error {
	var ordinary []snapshotInfo
	for _, info := range listSnapshots(s.folder) {
		if info.year == 0 {
			ordinary = append(ordinary, info)
		}
	}
	for len(ordinary) > keptSnapshots {
		if err := atomicfile.Remove(filepath.Join(s.folder.path(snapshotName), ordinary[0].name)); err != nil {
			return err
		}
		ordinary = ordinary[1:]
	}
	return nil
}
