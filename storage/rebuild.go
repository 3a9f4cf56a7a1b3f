package storage

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"zhunsheng/storage/atomicfile"
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
	return atomicfile.Rename(o.folder.state(), filepath.Join(aside, stateName))
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
	ops    []replayedOp // that wait to be written
	size   int          // of ops, in bytes
}

// replayedOp is the change of one record by the action with a number; at is the entry that holds it.
type replayedOp struct {
	Op
	seq, at uint64
}

// replayBatch is how many bytes of changes are replayed before they are written.
const replayBatch = 1 << 20

// run replays from an entry on to the end.
func (r *replay) run(from uint64) error {
	before := r.report.Replayed
	damage, err := r.store.ledger.Read(from, r.entry)
	if err != nil {
		return err
	}
	for _, d := range damage {
		r.report.Detail += "; " + d.String()
	}
	if err := r.write(true); err != nil || r.report.Replayed == before {
		return err
	}
	// What is derived is made anew: it is not known which of it was written before.
	return r.store.engine.apply([]keyValue{{key: metaKey(metaDerivation)}})
}

// entry replays one entry. A part of a large action has no effect by itself.
func (r *replay) entry(item journal.Item) error {
	if item.Seq > r.head.Seq+1 {
		r.report.LostChanges = missing(r.report.LostChanges, r.head.Seq, item.Seq)
	}
	e, err := decodeEntry(item.Data)
	if err != nil {
		return &DamagedError{Place: fmt.Sprintf("entry %d of the journal", item.Seq), Detail: oneLine(err.Error(), maxErrorLine), Remedy: restoreCopy}
	}
	if !e.Staged {
		if err := r.add(e.Ops, item.Seq, item.Seq); err != nil {
			return err
		}
		err := partsOf(r.store.ledger, e, func(part Entry) error { return r.add(part.Ops, item.Seq, part.Seq) })
		if errors.Is(err, ErrDamaged) {
			r.report.Detail += "; " + err.Error()
			r.report.LostChanges = missing(r.report.LostChanges, item.Seq-1, item.Seq+1)
		} else if err != nil {
			return err
		}
	}
	r.head = journal.Head{Seq: item.Seq, Hash: item.Hash()}
	r.report.Replayed++
	if r.store.progress != nil && item.Seq%64 == 0 {
		r.store.progress(item.Seq, r.store.ledger.Head().Seq)
	}
	return r.write(false)
}

// add puts changes where they wait to be written.
func (r *replay) add(ops []Op, seq, at uint64) error {
	for _, op := range ops {
		r.ops = append(r.ops, replayedOp{Op: op, seq: seq, at: at})
		r.size += len(op.Key) + len(op.Old) + len(op.New)
		for _, c := range op.Changes {
			r.size += len(c.Path) + len(c.Old) + len(c.New)
		}
	}
	if r.size < replayBatch {
		return nil
	}
	return r.apply() // in the middle of an action: the head does not say so, and replaying it again does no harm
}

// write brings what waits into the database, where there is much of it or all is asked for, and notes the head.
func (r *replay) write(all bool) error {
	if !all && r.size < replayBatch/2 {
		return nil
	}
	if err := r.apply(); err != nil {
		return err
	}
	return r.store.engine.apply([]keyValue{headRecord(r.head)})
}

func (r *replay) apply() error {
	var changes []keyValue
	err := r.store.engine.view(func(base reader) error {
		t := newTx(base, nil)
		for _, op := range r.ops {
			if err := r.op(t, op); err != nil {
				return err
			}
		}
		changes = t.changes()
		return nil
	})
	r.ops, r.size = nil, 0
	if err != nil || len(changes) == 0 {
		return err
	}
	return r.store.engine.apply(changes)
}

// removeWithIndex removes a record, and an evaluation's header and words with it.
func (t *tx) removeWithIndex(key []byte) error {
	if kindOf(key) != KindEvaluation {
		return t.remove(key)
	}
	year, id, _ := ownerOf(key)
	return errors.Join(t.remove(headerKey(year, id)), t.remove(indexKey(year, id)), t.remove(key))
}

// op replays the change of one record. One that is there already, from a write that was cut off, is left as it is.
func (r *replay) op(t *tx, op replayedOp) error {
	key := []byte(op.Key)
	if !natures[kindOf(key)].primary {
		return nil // a kind of a newer program
	}
	before, err := load(t, key)
	if err != nil && !errors.Is(err, errAbsent) && !errors.Is(err, ErrDamaged) {
		return err
	}
	if year, id, ok := ownerOf(key); ok {
		if err := saveTrace(t, year, id, op.seq, op.at); err != nil {
			return err
		}
	}
	if before.revision >= op.seq {
		return nil
	}
	if op.Gone {
		return t.removeWithIndex(key)
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
	return save(t, key, record{revision: op.seq, content: content})
}

// readable reports whether a content that was pieced together is a record at all.
func readable(key, content []byte) bool {
	if kindOf(key) != KindEvaluation {
		return true
	}
	_, err := decodeEvaluation(key, content)
	return err == nil
}
