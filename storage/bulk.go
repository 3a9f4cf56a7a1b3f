package storage

import (
	"context"
	"errors"
	"fmt"

	"zhunsheng/storage/journal"
)

// An action that is too large for one entry of the journal is staged: its changes are written in parts, entries that have no effect by
// themselves, and the entry that gathers them makes all of them at once. Until that one is on disk nothing has happened, whatever ends
// the process; from then on all of it has. Memory holds a part, and of each record its key, its revision and its header.

// bulk is such an action while it is prepared. It is used by one goroutine.
type bulk struct {
	store   *Store
	action  Entry
	was     map[string]uint64 // revision of each record before, by key
	headers map[string]Header // of evaluations, by key, where they are known
	years   map[int]bool
	dropped []int // years that it removes
}

func (s *Store) newBulk(action Entry) *bulk {
	return &bulk{store: s, action: action, was: map[string]uint64{}, headers: map[string]Header{}, years: map[int]bool{}}
}

// holds reports whether the action changes a record already.
func (b *bulk) holds(key []byte) bool {
	_, ok := b.was[string(key)]
	return ok
}

// stage adds a part: the primary records that fn changes, which must not be in an earlier part. It is on disk when stage returns.
func (b *bulk) stage(ctx context.Context, fn func(t *tx) error) error {
	part := Entry{Action: b.action.Action, Year: b.action.Year, Staged: true}
	var ops []Op
	err := b.store.change(ctx, part, func(t *tx, revision uint64) error {
		t.bulk = b
		if err := fn(t); err != nil {
			return err
		}
		var err error
		if ops, err = t.ops(); err != nil {
			return err
		}
		if len(ops) == 0 {
			return errUnchanged
		}
		for _, op := range ops {
			if b.holds([]byte(op.Key)) {
				return &DamagedError{Place: op.Place(), Detail: "one action changes it twice"}
			}
		}
		part.Seq = revision
		return nil
	})
	if err != nil || len(ops) == 0 {
		return err
	}
	b.action.Parts = append(b.action.Parts, part.Seq)
	for _, op := range ops {
		b.was[op.Key] = op.Was
		if op.Gone && op.Kind() == KindYear {
			b.dropped = append(b.dropped, yearOfKey([]byte(op.Key)))
		}
		if year, _, ok := ownerOf([]byte(op.Key)); ok {
			b.years[year] = true
			if op.Kind() == KindEvaluation {
				b.action.Count++
			}
		}
	}
	return nil
}

// commit makes the action happen. It returns an error wrapping [ErrConflict] or [ErrYearClosed], and nothing has happened, where a record
// was changed by somebody else since it was staged. No other change is made meanwhile, and readers see all of the action or nothing.
func (b *bulk) commit(ctx context.Context) error {
	s := b.store
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return ErrClosed
	}
	if len(b.action.Parts) == 0 {
		return nil
	}
	if err := s.alone(ctx); err != nil {
		return err
	}
	defer s.flushing.Unlock()
	defer func() { s.token <- struct{}{} }()
	if err := errors.Join(s.failed, ctx.Err()); err != nil {
		return err
	}
	if err := s.checkSpace(); err != nil {
		return err
	}
	if err := s.engine.view(b.unmoved); err != nil {
		return err
	}
	e := b.action
	e.Seq, e.Time, e.Actor, e.Device, e.Ops = s.sequence+1, s.now().UTC(), s.Actor(), s.device.ID, []Op{}
	entry, err := encodeEntry(e)
	if err != nil {
		return unstorable(err)
	}
	release, err := s.hold()
	if err != nil {
		return err
	}
	head, err := s.ledger.Append(entry)
	if err == nil {
		s.sequence = e.Seq
		err = s.applyParts(e, head, b.headers)
	}
	release()
	s.lists.forget() // not before: who reads what was held must not have it kept
	clear(s.openYears)
	if err != nil {
		s.failed = s.writeFailed(err)
		return s.failed
	}
	s.noteBulk(b, &e)
	s.since.Add(1)
	return nil
}

// noteBulk tells undoing of the action.
func (s *Store) noteBulk(b *bulk, e *Entry) {
	m := markOf(e)
	m.parts = map[Scope]bool{}
	for key := range b.was {
		if year, id, ok := ownerOf([]byte(key)); ok {
			m.parts[Scope{year, id}] = true
		}
	}
	s.trail.add(m)
}

// alone waits until no change is under way, and keeps others from starting: it takes flushing and the token.
func (s *Store) alone(ctx context.Context) error {
	s.flushing.Lock()
	for {
		select {
		case <-s.token:
		case <-ctx.Done():
			s.flushing.Unlock()
			return ctx.Err()
		}
		waiting := s.batch
		if waiting == nil {
			return nil
		}
		s.token <- struct{}{}
		if err := s.finish(waiting); err != nil {
			s.flushing.Unlock()
			return err
		}
	}
}

// unmoved makes sure that every record is at the revision at which it was staged, and every year open.
func (b *bulk) unmoved(tx reader) error {
	for year := range b.years {
		if b.holds(yearKey(year)) { // it is added by this action
			continue
		}
		if err := b.store.mustBeOpen(tx, year); err != nil {
			return err
		}
	}
	for _, year := range b.dropped {
		if err := b.emptied(tx, year); err != nil {
			return err
		}
	}
	for key, was := range b.was {
		r, err := load(tx, []byte(key))
		if err != nil && !errors.Is(err, errAbsent) {
			return err
		}
		if r.revision == was {
			continue
		}
		year, id, _ := ownerOf([]byte(key))
		return &ConflictError{Kind: kindOf([]byte(key)), Year: year, ID: id, Expected: was, Found: r.revision}
	}
	return nil
}

// emptied makes sure that a year that is removed holds nothing but what goes with it: something may have been added since it was staged.
func (b *bulk) emptied(tx reader, year int) error {
	return tx.scan(ofYear(KindHeader, year), func(key, _ []byte) error {
		id := lastPart(key)
		if b.holds(evaluationKey(year, id)) {
			return nil
		}
		return &RecordError{Kind: KindEvaluation, Year: year, ID: id, Err: fmt.Errorf("%w: it was added meanwhile", ErrConflict)}
	})
}

// applyParts brings the changes of an action that was staged into the state, which says so only when the last of them is there.
func (s *Store) applyParts(e Entry, head journal.Head, headers map[string]Header) error {
	return partsOf(s.ledger, e, func(part Entry) error {
		var changes []keyValue
		err := s.engine.view(func(base reader) error {
			t := newTx(base, nil)
			for _, op := range part.Ops {
				if err := s.applyOp(t, op, e.Seq, part.Seq, headers); err != nil {
					return err
				}
			}
			changes = t.changes()
			return nil
		})
		if err != nil {
			return err
		}
		if part.Seq == e.Parts[len(e.Parts)-1] {
			changes = append(changes, headRecord(head))
		}
		return s.engine.apply(changes)
	})
}

// applyOp makes the change of one record, with what follows from it.
func (s *Store) applyOp(t *tx, op Op, revision, at uint64, headers map[string]Header) error {
	key := []byte(op.Key)
	year, id, owned := ownerOf(key)
	if owned {
		if err := saveTrace(t, year, id, revision, at); err != nil {
			return err
		}
	}
	if op.Gone {
		return s.applyRemoval(t, op, revision)
	}
	before, err := load(t, key)
	if err != nil && !errors.Is(err, errAbsent) {
		return err
	}
	content, err := op.content(before.content)
	if err != nil {
		return &DamagedError{Place: op.Place(), Detail: oneLine(err.Error(), maxErrorLine)}
	}
	if err := save(t, key, record{revision: revision, content: content}); err != nil || op.Kind() != KindEvaluation {
		return err
	}
	h, known := headers[op.Key]
	if !known {
		e, err := decodeEvaluation(key, content)
		if err != nil {
			return err
		}
		h = s.derive(e, revision)
	}
	h.Revision = revision
	return s.saveDerived(t, h)
}

// applyRemoval removes a record, with what was derived from it.
func (s *Store) applyRemoval(t *tx, op Op, revision uint64) error {
	key := []byte(op.Key)
	var err error
	switch op.Kind() {
	case KindEvaluation:
		year, id, _ := ownerOf(key)
		err = s.removeDerived(t, year, id, revision)
	case KindYear:
		err = t.remove(summaryKey(yearOfKey(key)))
	}
	return errors.Join(err, t.remove(key))
}

// partsOf visits the parts of an action that was staged, in their order. One that cannot be read is a [*DamagedError].
func partsOf(l ledger, e Entry, visit func(part Entry) error) error {
	left := e.Parts
	if len(left) == 0 {
		return nil
	}
	damage, err := l.Read(left[0], func(item journal.Item) error {
		if item.Seq < left[0] {
			return nil
		}
		if item.Seq > left[0] {
			return errStop // it is missing
		}
		part, err := decodeEntry(item.Data)
		if err != nil {
			return lostEntry(item.Seq, err.Error())
		}
		if left = left[1:]; part.Staged {
			err = visit(part)
		}
		if err == nil && len(left) == 0 {
			err = errStop
		}
		return err
	})
	if err != nil && !errors.Is(err, errStop) {
		return err
	}
	if len(left) > 0 {
		return lostEntry(left[0], fmt.Sprint("a part of action ", e.Seq, " is missing ", damage))
	}
	return nil
}
