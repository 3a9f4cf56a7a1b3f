// Package journal keeps a numbered, hash-chained list of entries that only grows, so that what was appended is on disk when [Journal.Append]
// returns. What an entry means is the caller's.
//
// # Files
//
// The list is cut into segments: <number>.log while it is written, <number>-<first>-<last>.sealed once it was compressed by
// [Journal.Seal]. A log begins with a head of 128 bytes and goes on with frames, each at a multiple of 16 bytes; behind the last one
// it is zeros, because room is made in advance: a flush of bytes that exist already costs half.
//
//	head   "ZSJRNL" 0 1, number (8), first entry (8), hash before it (32), id of the store (32, hexadecimal), CRC-32C of these (4), zeros
//	frame  "ZSFR", length of the box (4), first entry (8), last entry (8), flags (4, 1: zstd), CRC-32C of these and the box (4), box
//	box    sealed (package seal); in it for each entry: length (4), hash of the entry before (32), the entry
//
// Numbers are big-endian. The hash of an entry is SHA-256 over the hash before it and its bytes. One call of Append is one frame, so
// a frame that is not whole at the end was never acknowledged; a frame that is not whole with others behind it was damaged later.
package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/seal"
)

// Hash identifies an entry together with all that came before it.
type Hash [sha256.Size]byte

// String returns the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// UnmarshalText reads what String returns.
func (h *Hash) UnmarshalText(text []byte) error {
	if len(text) != 2*len(h) {
		return errors.New("not a hash")
	}
	_, err := hex.Decode(h[:], text)
	return err
}

// IsZero reports whether h is the hash before the first entry.
func (h Hash) IsZero() bool { return h == Hash{} }

// Head is the last entry of a list: its number, from 1, and hash. The zero Head is that of an empty list.
type Head struct {
	Seq  uint64
	Hash Hash
}

// Next returns the head after one more entry.
func (h Head) Next(data []byte) Head {
	digest := sha256.New()
	digest.Write(h.Hash[:])
	digest.Write(data)
	next := Head{Seq: h.Seq + 1}
	digest.Sum(next.Hash[:0])
	return next
}

// Item is an entry as it was read.
type Item struct {
	Seq     uint64
	Prev    Hash // of the entry before
	Data    []byte
	Segment int
}

// Hash returns the entry's hash.
func (i Item) Hash() Hash { return Head{Hash: i.Prev}.Next(i.Data).Hash }

// Damage is a place that cannot be read.
type Damage struct {
	File   string // name in the journal's folder
	Offset int64
	After  uint64 // last readable entry before it
	Before uint64 // first readable entry behind it, 0: none
	Detail string
}

// String says where and what.
func (d Damage) String() string {
	return fmt.Sprintf("%s at byte %d: %s (entries after %d, before %d)", d.File, d.Offset, d.Detail, d.After, d.Before)
}

// File is an open segment. Sync must not return before the content is on disk.
type File interface {
	io.WriterAt
	Sync() error
	Close() error
}

// Config says how a journal is kept.
type Config struct {
	Key   seal.Key
	Store string // id of the store; a segment of another one is refused
	// Create and Reopen open a segment for writing; nil: on disk, with the system's real flush.
	Create func(path string) (File, error)
	Reopen func(path string) (File, error)
	// Base is the number before the first entry that there ever was.
	Base uint64
	// SegmentSize is after how many bytes a new segment begins, 0: 8 MiB.
	SegmentSize int64
	// Room is how many bytes are made in advance, 0: 512 KiB.
	Room int64
}

// Journal is an open list. Append, Restart, Seal and Close are called by one goroutine at a time; the rest by any.
type Journal struct {
	dir    string
	config Config
	box    *seal.Box

	mu       sync.Mutex // for what follows
	segments []segment
	head     Head
	damage   []Damage
	torn     int64 // bytes behind the last frame that are no frame, and no zeros
	file     File  // of the last segment, nil until something is appended
	offset   int64 // where the next frame goes
	room     int64 // size of the file
	failed   error
}

// segment is a file of the list.
type segment struct {
	number      int
	first, last uint64 // last is first-1 in an empty one
	sealed      bool
	damaged     bool
}

func (s segment) name() string {
	if s.sealed {
		return fmt.Sprintf("%08d-%d-%d.sealed", s.number, s.first, s.last)
	}
	return fmt.Sprintf("%08d.log", s.number)
}

// ErrFailed is returned by Append after writing failed once: nobody knows then what is on disk.
var ErrFailed = errors.New("writing to the journal failed")

// Open opens the list in a folder, which is created where it is missing. What cannot be read is in [Journal.Damage]; an error means
// that the folder itself cannot be used.
func Open(dir string, c Config) (*Journal, error) {
	if c.SegmentSize == 0 {
		c.SegmentSize = 8 << 20
	}
	if c.Room == 0 {
		c.Room = 512 << 10
	}
	if c.Create == nil {
		c.Create = createOnDisk
	}
	if c.Reopen == nil {
		c.Reopen = reopenOnDisk
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	j := &Journal{dir: dir, config: c, box: c.Key.Box("journal")}
	return j, j.scan()
}

// Head returns the last entry.
func (j *Journal) Head() Head {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.head
}

// Damage returns the places that could not be read when the journal was opened.
func (j *Journal) Damage() []Damage {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]Damage(nil), j.damage...)
}

// Torn reports how many bytes of an unfinished frame stand at the end. The next Append clears them away.
func (j *Journal) Torn() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.torn
}

// Segments returns how many segments there are, and how many of them are sealed.
func (j *Journal) Segments() (all, sealed int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, s := range j.segments {
		if s.sealed {
			sealed++
		}
	}
	return len(j.segments), sealed
}

// Append adds entries behind the head, as one frame, and returns the new head when they are on disk.
func (j *Journal) Append(entries ...[]byte) (Head, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.failed != nil {
		return j.head, j.failed
	}
	frame, head, err := j.makeFrame(entries)
	if err != nil {
		return j.head, err
	}
	if err := j.write(frame); err != nil {
		j.failed = fmt.Errorf("%w: %w", ErrFailed, err)
		return j.head, j.failed
	}
	j.head = head
	j.segments[len(j.segments)-1].last = head.Seq
	return head, nil
}

func (j *Journal) write(frame []byte) error {
	if err := j.ready(); err != nil {
		return err
	}
	end := j.offset + int64(len(frame))
	if end > j.room {
		if err := j.makeRoom(end); err != nil {
			return err
		}
	}
	if _, err := j.file.WriteAt(frame, j.offset); err != nil {
		return err
	}
	if err := j.file.Sync(); err != nil {
		return err
	}
	j.offset = end
	return nil
}

// ready makes sure that there is a segment to write to.
func (j *Journal) ready() error {
	if j.file != nil && j.offset < j.config.SegmentSize {
		return nil
	}
	last := len(j.segments) - 1
	if last < 0 || j.segments[last].sealed || j.offset >= j.config.SegmentSize {
		return j.begin(j.head)
	}
	file, err := j.config.Reopen(filepath.Join(j.dir, j.segments[last].name()))
	if err != nil {
		return err
	}
	j.file = file
	if j.torn > 0 {
		if err := zero(file, j.offset, j.offset+j.torn); err != nil {
			return err
		}
		j.torn = 0
		return file.Sync()
	}
	return nil
}

// begin starts a new segment behind a head.
func (j *Journal) begin(after Head) error {
	if err := j.closeFile(); err != nil {
		return err
	}
	s := segment{number: 1, first: after.Seq + 1, last: after.Seq}
	if len(j.segments) > 0 {
		s.number = j.segments[len(j.segments)-1].number + 1
	}
	file, err := j.config.Create(filepath.Join(j.dir, s.name()))
	if err != nil {
		return err
	}
	j.file, j.offset, j.room, j.torn = file, headSize, headSize, 0
	if _, err := file.WriteAt(encodeHead(s, after.Hash, j.config.Store), 0); err != nil {
		return err
	}
	if err := j.makeRoom(headSize); err != nil {
		return err
	}
	if err := atomicfile.SyncFolder(j.dir); err != nil {
		return err
	}
	j.segments = append(j.segments, s)
	return nil
}

// makeRoom writes zeros behind the end, so that flushing a frame changes no length and no map of blocks.
func (j *Journal) makeRoom(need int64) error {
	size := (need/j.config.Room + 1) * j.config.Room
	if err := zero(j.file, j.room, size); err != nil {
		return err
	}
	if err := j.file.Sync(); err != nil {
		return err
	}
	j.room = size
	return nil
}

func zero(file File, from, to int64) error {
	zeros := make([]byte, min(to-from, 64<<10))
	for from < to {
		n, err := file.WriteAt(zeros[:min(int64(len(zeros)), to-from)], from)
		if err != nil {
			return err
		}
		from += int64(n)
	}
	return nil
}

// Restart goes on behind a head that is not the one of the files, as when its last entries were damaged or the files are gone. The old
// files stay; the gap between is visible to every reader.
func (j *Journal) Restart(after Head) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.begin(after); err != nil {
		return err
	}
	j.head = after
	return nil
}

// Close lets go of the files. What was appended is on disk already.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.closeFile()
}

func (j *Journal) closeFile() error {
	if j.file == nil {
		return nil
	}
	err := j.file.Close()
	j.file = nil
	return err
}
