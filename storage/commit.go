package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"zhunsheng/storage/journal"
)

// A change goes through two steps. It is prepared while it holds the token: its function runs on the latest state, those changes
// included that others have prepared, and its journal entry is made. Then it is flushed together with all that were prepared
// meanwhile: one frame in the journal, one flush to disk, then the state. Only after that it is seen by readers and acknowledged.

// batch is a group of prepared changes.
type batch struct {
	entries  [][]byte
	writes   []keyValue
	headers  []headerChange
	last     uint64
	finished bool // owned by who holds Store.flushing
	err      error
}

// change runs fn as the next change of the store. It is handed the change's revision, and returns errUnchanged when there is
// nothing to write after all. What fn set is on disk when change returns nil.
func (s *Store) change(ctx context.Context, a Entry, fn func(t *tx, revision uint64) error) error {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return ErrClosed
	}
	b, err := s.prepareChange(ctx, a, fn)
	if err != nil || b == nil {
		return err
	}
	return s.flush(b)
}

// prepareChange returns the batch that the change waits for.
func (s *Store) prepareChange(ctx context.Context, a Entry, fn func(t *tx, revision uint64) error) (*batch, error) {
	select {
	case <-s.token:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { s.token <- struct{}{} }()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.failed != nil {
		return nil, s.failed
	}
	if err := s.checkSpace(); err != nil {
		return nil, err
	}
	a.Seq = s.sequence + 1
	err := s.engine.view(func(base reader) error {
		t := newTx(base, s.overlay)
		if err := fn(t, a.Seq); err != nil {
			return err
		}
		return s.enter(t, a)
	})
	if errors.Is(err, errUnchanged) {
		return s.batch, nil // what it found may be prepared only, so it waits for that
	}
	if err != nil {
		return nil, err
	}
	return s.batch, nil
}

var errUnchanged = errors.New("unchanged")

// enter makes the journal entry of a prepared change and adds the change to the batch.
func (s *Store) enter(t *tx, a Entry) error {
	if !a.Staged {
		if err := s.registerDevice(t, a.Seq); err != nil {
			return err
		}
	}
	var err error
	if a.Ops, err = t.ops(); err != nil {
		return err
	}
	if err := traceOwners(t, a); err != nil {
		return err
	}
	a.Time, a.Actor, a.Device = s.now().UTC(), s.Actor(), s.device.ID
	entry, err := encodeEntry(a)
	if err != nil {
		return unstorable(err)
	}
	if len(entry) > maxEntry {
		return &InvalidError{Kind: KindEvaluation, Field: "size", Found: fmt.Sprint(len(entry), " bytes"), Err: ErrTooLarge, Allowed: "less in one action"}
	}
	s.queue(t, a, entry)
	return nil
}

// traceOwners writes into the traces of the evaluations that an entry is about that it is there. A staged part has no effect yet.
func traceOwners(t *tx, a Entry) error {
	if a.Staged {
		return nil
	}
	for _, op := range a.Ops {
		if year, id, ok := ownerOf([]byte(op.Key)); ok {
			if err := saveTrace(t, year, id, a.Seq, a.Seq); err != nil {
				return err
			}
		}
	}
	return nil
}

// queue adds an encoded entry, and the writes that it stands for, to the batch, and shows them to the changes prepared next.
func (s *Store) queue(t *tx, a Entry, entry []byte) {
	if s.batch == nil {
		s.batch = new(batch)
	}
	s.batch.entries = append(s.batch.entries, entry)
	s.batch.last, s.sequence = a.Seq, a.Seq
	if a.Staged {
		return
	}
	writes := t.changes()
	s.batch.writes = append(s.batch.writes, writes...)
	s.batch.headers = append(s.batch.headers, t.headers...)
	s.trail.note(a, len(entry))
	for _, w := range writes {
		if kindOf(w.key) == KindYear {
			clear(s.openYears)
		}
		s.overlay[string(w.key)] = overlaid{value: w.value, revision: a.Seq}
	}
}

// flush puts a batch on disk and into the state, unless another change of the batch did.
func (s *Store) flush(b *batch) error {
	s.flushing.Lock()
	defer s.flushing.Unlock()
	return s.finish(b)
}

// finish does so for who holds flushing.
func (s *Store) finish(b *batch) error {
	if b.finished {
		return b.err
	}
	<-s.token
	if s.batch == b {
		s.batch = nil
	}
	failed := s.failed
	s.token <- struct{}{}
	if failed == nil {
		failed = s.write(b)
	}
	b.err, b.finished = failed, true
	<-s.token
	defer func() { s.token <- struct{}{} }()
	if failed != nil {
		// After a failed flush nobody knows what the disk holds, so nothing may be built upon it.
		s.failed = failed
		return failed
	}
	for _, w := range b.writes {
		if o, ok := s.overlay[string(w.key)]; ok && o.revision <= b.last {
			delete(s.overlay, string(w.key))
		}
	}
	return nil
}

// maxGroup is how many bytes of entries go into one frame.
const maxGroup = 8 << 20

func (s *Store) write(b *batch) error {
	var head journal.Head
	for from := 0; from < len(b.entries); {
		to, size := from, 0
		for to < len(b.entries) && (to == from || size+len(b.entries[to]) < maxGroup) {
			size += len(b.entries[to])
			to++
		}
		var err error
		if head, err = s.ledger.Append(b.entries[from:to]...); err != nil {
			return s.writeFailed(err)
		}
		from = to
	}
	if err := s.engine.apply(append(b.writes, headRecord(head))); err != nil {
		return s.writeFailed(err)
	}
	s.lists.update(b.headers)
	s.since.Add(int64(len(b.entries)))
	return nil
}

func (s *Store) writeFailed(err error) error {
	if !errors.Is(err, ErrWriteFailed) {
		err = fmt.Errorf("%w: %w", ErrWriteFailed, err)
	}
	if s.folder != nil {
		if why := s.folder.writable(); why != nil {
			err = fmt.Errorf("%w; %w", why, err)
		}
		err = &FolderError{Dir: s.folder.dir, Err: err}
	}
	return err
}

// writable returns an error wrapping [ErrNotWritable] where no file can be made in the folder any more, whatever the reason that the
// database gave.
func (f *folder) writable() error {
	probe, err := os.CreateTemp(f.state(), ".probe.*.tmp")
	switch {
	case err == nil:
		return errors.Join(probe.Close(), os.Remove(probe.Name()))
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	return nil
}

// headRecord is the record that says up to which entry the state goes.
func headRecord(head journal.Head) keyValue {
	key := metaKey(metaSequence)
	return keyValue{key: key, value: pack(key, record{revision: head.Seq, content: head.Hash[:]})}
}

func readHead(from getter) (journal.Head, error) {
	r, err := load(from, metaKey(metaSequence))
	if errors.Is(err, errAbsent) {
		return journal.Head{}, nil
	}
	head := journal.Head{Seq: r.revision}
	copy(head.Hash[:], r.content)
	return head, err
}

// minFree is how much room must be on the disk for a change to begin: Badger writes through memory maps, where a full disk ends the
// process, and makes room for a table in advance.
const minFree = 64 << 20

// checkSpace returns an error wrapping [ErrDiskFull] where the disk has too little room for any change.
func (s *Store) checkSpace() error {
	if s.folder == nil {
		return nil
	}
	return s.folder.checkSpace()
}

func (f *folder) checkSpace() error {
	dir := f.dir
	if _, err := os.Stat(dir); err != nil {
		return nil //nolint:nilerr // opening or writing will say what is wrong
	}
	free, err := f.free(dir)
	if err != nil || free >= minFree {
		return nil //nolint:nilerr // a system that does not tell is not a full disk
	}
	return &SpaceError{Dir: f.dir, Free: free, Needed: minFree}
}
