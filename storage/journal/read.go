package journal

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/seal"
)

// Read visits the entries from a number on, in order. Places that cannot be read are passed over and returned; an error is that of visit
// or of the file system.
func (j *Journal) Read(from uint64, visit func(Item) error) ([]Damage, error) {
	j.mu.Lock()
	segments := slices.Clone(j.segments)
	j.mu.Unlock()
	var damage []Damage
	last := uint64(0)
	for _, s := range segments {
		if s.last < from || s.last < s.first {
			continue
		}
		var visitErr error
		err := j.readSegment(s, from, func(item Item) error {
			last = item.Seq
			visitErr = visit(item)
			return visitErr
		})
		switch {
		case visitErr != nil:
			return damage, visitErr
		case err == nil:
		case isDamage(err):
			damage = append(damage, Damage{File: s.name(), After: last, Detail: err.Error()})
		default:
			return damage, err
		}
	}
	return damage, nil
}

// Each visits the entries of one segment that holds the given number, for looking at a few.
func (j *Journal) Each(seq uint64, visit func(Item) error) error {
	j.mu.Lock()
	segments := slices.Clone(j.segments)
	j.mu.Unlock()
	for _, s := range segments {
		if seq >= s.first && seq <= s.last {
			return j.readSegment(s, s.first, visit)
		}
	}
	return fmt.Errorf("%w: entry %d is missing", errDamaged, seq)
}

var errDamaged = errors.New("the journal is damaged")

func isDamage(err error) bool {
	return errors.Is(err, errDamaged) || errors.Is(err, seal.ErrDamaged) || errors.Is(err, seal.ErrKey) || errors.Is(err, os.ErrNotExist)
}

// IsDamage reports whether an error of [Journal.Each] or [Journal.Read] means that entries cannot be read.
func IsDamage(err error) bool { return isDamage(err) }

// readSegment visits the entries of a segment from a number on. Unreadable frames are passed over and reported at the end.
func (j *Journal) readSegment(s segment, from uint64, visit func(Item) error) error {
	if s.sealed {
		return j.readSealed(s, from, visit)
	}
	data, err := os.ReadFile(filepath.Join(j.dir, s.name()))
	if errors.Is(err, os.ErrNotExist) { // it may have been sealed since
		s.sealed = true
		return j.readSealed(s, from, visit)
	}
	if err != nil {
		return err
	}
	var faults []error
	log := scanLog(data, s.number, j.config.Store, s.first-1)
	for _, d := range log.damage {
		faults = append(faults, fmt.Errorf("%w: byte %d: %s", errDamaged, d.Offset, d.Detail))
	}
	for _, f := range log.frames {
		if f.last < from || f.first > s.last { // frames behind s.last were appended since
			continue
		}
		items, err := j.items(f)
		if err != nil {
			faults = append(faults, fmt.Errorf("%w: byte %d: %w", errDamaged, f.offset, err))
			continue
		}
		if err := s.visit(items, from, visit); err != nil {
			return err
		}
	}
	return errors.Join(faults...)
}

// visit visits those of the items that belong to the segment, from a number on.
func (s segment) visit(items []Item, from uint64, visit func(Item) error) error {
	for _, item := range items {
		item.Segment = s.number
		if item.Seq < from || item.Seq > s.last {
			continue
		}
		if err := visit(item); err != nil {
			return err
		}
	}
	return nil
}

func (j *Journal) readSealed(s segment, from uint64, visit func(Item) error) error {
	file, err := os.Open(filepath.Join(j.dir, s.name()))
	if err != nil {
		return err
	}
	defer file.Close()
	return j.readStream(file, s, from, visit)
}

func (j *Journal) readStream(file io.Reader, s segment, from uint64, visit func(Item) error) error {
	r, err := seal.NewReader(bufio.NewReaderSize(file, 256<<10), j.config.Key, j.purpose(s))
	if err != nil {
		return err
	}
	defer r.Close()
	in := bufio.NewReaderSize(r, 64<<10)
	for seq := s.first; seq <= s.last; seq++ {
		item, err := readItem(in)
		if err != nil {
			return err
		}
		item.Seq, item.Segment = seq, s.number
		if seq < from {
			continue
		}
		if err := visit(item); err != nil {
			return err
		}
	}
	if _, err := in.ReadByte(); !errors.Is(err, io.EOF) {
		return errors.Join(errDamaged, err)
	}
	return nil
}

func readItem(in io.Reader) (Item, error) {
	var item Item
	var head [itemHead]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return item, cut(err)
	}
	size := binary.BigEndian.Uint32(head[:])
	copy(item.Prev[:], head[4:])
	if size > MaxFrame {
		return item, fmt.Errorf("%w: an entry says that it has %d bytes", errDamaged, size)
	}
	item.Data = make([]byte, size)
	_, err := io.ReadFull(in, item.Data)
	return item, cut(err)
}

func cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", errDamaged, errCut)
	}
	return err
}

// purpose binds a sealed segment to its place.
func (j *Journal) purpose(s segment) string {
	return fmt.Sprintf("journal/%s/%d/%d/%d", j.config.Store, s.number, s.first, s.last)
}

// Seal compresses the segments that are complete. Each is verified before it takes the place of the log; those with damage stay as they
// are. It can be interrupted at any point.
func (j *Journal) Seal(ctx context.Context) error {
	j.mu.Lock()
	segments := slices.Clone(j.segments)
	j.mu.Unlock()
	for i := range len(segments) - 1 {
		s := segments[i]
		if s.sealed || s.damaged || s.last < s.first {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := j.sealSegment(s); err != nil {
			return err
		}
		j.mu.Lock()
		j.segments[i].sealed = true
		j.mu.Unlock()
		if err := atomicfile.Remove(filepath.Join(j.dir, s.name())); err != nil {
			return err
		}
	}
	return nil
}

func (j *Journal) sealSegment(s segment) error {
	done := s
	done.sealed = true
	return atomicfile.Stream(filepath.Join(j.dir, done.name()), 0o600, func(file *os.File) error {
		w, err := seal.NewWriter(file, j.config.Key, j.purpose(s))
		if err != nil {
			return err
		}
		count := uint64(0)
		err = j.readSegment(s, s.first, func(item Item) error {
			count++
			_, err := w.Write(appendItem(nil, item.Prev, item.Data))
			return err
		})
		if err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		again := uint64(0)
		if err := j.readStream(file, s, s.first, func(Item) error { again++; return nil }); err != nil {
			return err
		}
		if count != s.last-s.first+1 || again != count {
			return fmt.Errorf("%w: segment %d has %d entries, sealed %d", errDamaged, s.number, count, again)
		}
		return nil
	})
}

// Files returns the names of the journal's files and the content of the last one as far as it was written, which nobody may append to
// meanwhile.
func (j *Journal) Files() (names []string, last []byte, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, s := range j.segments {
		names = append(names, s.name())
	}
	if len(names) == 0 || j.segments[len(names)-1].sealed {
		return names, nil, nil
	}
	last, err = os.ReadFile(filepath.Join(j.dir, names[len(names)-1]))
	if err == nil && j.file != nil && j.offset < int64(len(last)) {
		last = last[:j.offset]
	}
	return names, last, err
}
