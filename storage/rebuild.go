package storage

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"zhunsheng/storage/journal"
)

// rebuild makes the database again from the newest good snapshot and the journal. The broken one is set aside.
func (o *opening) rebuild(why fault) (*Store, error) {
	o.report = Recovery{Cause: why.cause, Detail: why.detail, Rebuilt: true, Torn: o.journal.Torn() > 0}
	if err := o.setAside(); err != nil {
		return nil, err
	}
	e, err := o.openEngine()
	if err != nil {
		return nil, err
	}
	s := o.newStore(e)
	if err := o.fill(s); err != nil {
		return nil, errors.Join(err, e.close())
	}
	// Only now: a database that is half full must not be mistaken for one.
	if err := errors.Join(s.prepare(), o.opened()); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return s, nil
}

// setAside moves the broken database away; the one that was set aside before is dropped.
func (o *opening) setAside() error {
	if !o.folder.has(stateName) {
		return nil
	}
	aside := o.folder.path(asideName)
	if o.report.Cause == CauseMigrated || o.report.Cause == CausePower || o.report.Cause == CauseOpening {
		// It says nothing that the journal does not, and one of an older format is not encrypted.
		return os.RemoveAll(o.folder.state())
	}
	if err := os.RemoveAll(aside); err != nil {
		return err
	}
	if err := os.MkdirAll(aside, 0o700); err != nil {
		return err
	}
	o.report.Aside = asideName + "/" + stateName
	return os.Rename(o.folder.state(), filepath.Join(aside, stateName))
}

// fill loads a snapshot and replays the journal into an empty database.
func (o *opening) fill(s *Store) error {
	head, err := o.load(s)
	if err != nil {
		return err
	}
	o.report.Snapshot = head.Seq
	r := &replay{store: s, report: &o.report, head: head}
	end := o.journal.Head()
	if head.Seq < end.Seq {
		if err := r.run(head.Seq + 1); err != nil {
			return err
		}
	}
	for _, d := range o.journal.Damage() {
		o.report.LostHistory = missing(o.report.LostHistory, d.After, d.Before)
		o.report.Detail += "; " + d.String()
	}
	if head.Seq > end.Seq {
		o.report.LostHistory = missing(o.report.LostHistory, end.Seq, head.Seq+1)
	}
	final := r.head
	if o.lastErr == nil && o.last.Seq > final.Seq {
		// The store went further when it was closed last. That number must not be used again.
		o.report.LostChanges = missing(o.report.LostChanges, final.Seq, o.last.Seq+1)
		final.Seq = o.last.Seq
	}
	if final != end {
		if err := o.journal.Restart(final); err != nil {
			return err
		}
	}
	if err := s.engine.apply([]keyValue{headRecord(final)}); err != nil {
		return err
	}
	return s.writeNumbers(map[string]int{metaFormat: Format}) // and nothing is derived yet
}

// load fills the database from the newest snapshot that is whole, and returns the head it was taken at. Without one everything is
// replayed.
func (o *opening) load(s *Store) (journal.Head, error) {
	for _, info := range slices.Backward(listSnapshots(o.folder)) {
		path := filepath.Join(o.folder.path(snapshotName), info.name)
		if _, err := readSnapshot(path, o.ring, nil); err != nil { // all of it is looked at before any of it is used
			o.report.Detail += fmt.Sprintf("; %s/%s: %v", snapshotName, info.name, err)
			continue
		}
		var changes []keyValue
		size := 0
		head, err := readSnapshot(path, o.ring, func(key, value []byte) error {
			changes = append(changes, keyValue{key: bytes.Clone(key), value: bytes.Clone(value)})
			if size += len(key) + len(value); size < maxTransaction {
				return nil
			}
			err := s.engine.apply(changes)
			changes, size = nil, 0
			return err
		})
		if err != nil {
			return head, err
		}
		return head, s.engine.apply(changes)
	}
	return journal.Head{}, nil
}

// replay makes the changes of journal entries in a database.
type replay struct {
	store  *Store
	report *Recovery
	head   journal.Head // of what was replayed
	tx     *tx
}

// replayBatch is how many bytes of entries are replayed before they are written.
const replayBatch = 1 << 20

// run replays from an entry on to the end.
func (r *replay) run(from uint64) error {
	s := r.store
	before := r.report.Replayed
	items, damage, err := r.read(from)
	if err != nil {
		return err
	}
	for _, d := range damage {
		r.report.Detail += "; " + d.String()
	}
	for len(items) > 0 {
		n, size := 0, 0
		for n < len(items) && size < replayBatch {
			size += len(items[n].Data)
			n++
		}
		var changes []keyValue
		err := s.engine.view(func(base reader) error {
			r.tx = newTx(base, nil)
			for _, item := range items[:n] {
				if err := r.entry(item); err != nil {
					return err
				}
			}
			changes = r.tx.changes()
			return nil
		})
		if err != nil {
			return err
		}
		if err := s.engine.apply(append(changes, headRecord(r.head))); err != nil {
			return err
		}
		items = items[n:]
	}
	if r.report.Replayed == before {
		return nil
	}
	// What is derived is made anew: it is not known which of it was written before.
	return s.engine.apply([]keyValue{{key: metaKey(metaDerivation)}})
}

func (r *replay) read(from uint64) (items []journal.Item, damage []journal.Damage, err error) {
	damage, err = r.store.ledger.Read(from, func(item journal.Item) error {
		items = append(items, item)
		return nil
	})
	return items, damage, err
}

// entry replays one entry.
func (r *replay) entry(item journal.Item) error {
	if item.Seq > r.head.Seq+1 {
		r.report.LostChanges = missing(r.report.LostChanges, r.head.Seq, item.Seq)
	}
	e, err := decodeEntry(item.Data)
	if err != nil {
		return &DamagedError{Place: fmt.Sprintf("entry %d of the journal", item.Seq), Detail: oneLine(err.Error(), maxErrorLine), Remedy: restoreCopy}
	}
	for _, op := range e.Ops {
		if err := r.op(op, item.Seq); err != nil {
			return err
		}
	}
	r.head = journal.Head{Seq: item.Seq, Hash: item.Hash()}
	r.report.Replayed++
	return nil
}

// op replays the change of one record. One that is there already, from a write that was cut off, is left as it is.
func (r *replay) op(op Op, seq uint64) error {
	key := []byte(op.Key)
	if !natures[kindOf(key)].primary {
		return nil // a kind of a newer program
	}
	before, err := load(r.tx, key)
	if err != nil && !errors.Is(err, errAbsent) && !errors.Is(err, ErrDamaged) {
		return err
	}
	if year, id, ok := ownerOf(key); ok {
		if err := save(r.tx, traceKey(year, id, seq), record{revision: seq}); err != nil {
			return err
		}
	}
	if before.revision >= seq {
		return nil
	}
	if op.Gone {
		if kindOf(key) == KindEvaluation {
			year, id, _ := ownerOf(key)
			if err := errors.Join(r.tx.remove(headerKey(year, id)), r.tx.remove(indexKey(year, id))); err != nil {
				return err
			}
		}
		return r.tx.remove(key)
	}
	content, err := op.content(before.content)
	if errors.Is(err, errLoose) {
		r.report.Affected = append(r.report.Affected, op.Place())
		if len(content) == 0 || !readable(key, content) {
			return nil // nothing sensible can be made of it; what is there stays
		}
	} else if err != nil {
		return err
	}
	return save(r.tx, key, record{revision: seq, content: content})
}

// readable reports whether a content that was pieced together is a record at all.
func readable(key, content []byte) bool {
	if kindOf(key) != KindEvaluation {
		return true
	}
	_, err := decodeEvaluation(key, content)
	return err == nil
}
