package storage

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/storage/delta"
	"zhunsheng/storage/journal"
)

// History returns the actions that changed an evaluation or what belongs to it, oldest first, deleted evaluations included. Actions
// whose entries are damaged are left out and named by the error, which wraps [ErrDamaged]; the others are returned beside it.
func (s *Store) History(ctx context.Context, year int, id string) ([]Entry, error) {
	var traces []trace
	err := s.view(ctx, func(tx reader) (err error) {
		traces, err = traced(tx, year, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.traceEntries(traces, year, id)
}

// trace says which action touched an evaluation, and which entry holds its changes: of a large action one of its parts.
type trace struct{ seq, at uint64 }

// saveTrace notes that an action touched an evaluation.
func saveTrace(to writer, year int, id string, seq, at uint64) error {
	r := record{revision: seq}
	if at != seq {
		r.content = strconv.AppendUint(nil, at, 10)
	}
	return save(to, traceKey(year, id, seq), r)
}

// traced returns the actions that touched an evaluation, in order.
func traced(tx reader, year int, id string) ([]trace, error) {
	var traces []trace
	err := tx.scan(ofEvaluation(KindTrace, year, id), func(key, value []byte) error {
		seq, err := strconv.ParseUint(lastPart(key), 16, 64)
		if err != nil {
			return nil //nolint:nilerr // not one of ours
		}
		t := trace{seq: seq, at: seq}
		if r, err := unpack(key, value); err == nil && len(r.content) > 0 {
			if at, err := strconv.ParseUint(string(r.content), 10, 64); err == nil {
				t.at = at
			}
		}
		traces = append(traces, t)
		return nil
	})
	return traces, err
}

// traceEntries reads the actions on an evaluation. Of large ones only the changes of that evaluation are there.
func (s *Store) traceEntries(traces []trace, year int, id string) ([]Entry, error) {
	seqs := make([]uint64, 0, len(traces))
	for _, t := range traces {
		seqs = append(seqs, t.seq)
	}
	found, err := s.entries(seqs)
	at := map[uint64]uint64{}
	for _, t := range traces {
		at[t.seq] = t.at
	}
	whole := found[:0]
	for _, e := range found {
		if at[e.Seq] != e.Seq {
			parts, partErr := s.entries([]uint64{at[e.Seq]})
			if err = errors.Join(err, partErr); len(parts) == 0 {
				continue
			}
			e.Ops = slices.DeleteFunc(parts[0].Ops, func(op Op) bool {
				y, of, ok := ownerOf([]byte(op.Key))
				return !ok || y != year || of != id
			})
			e.Parts = nil
		}
		whole = append(whole, e)
	}
	return whole, err
}

// entries reads actions by their numbers, which are in order.
func (s *Store) entries(seqs []uint64) ([]Entry, error) {
	var found []Entry
	var damaged []error
	for len(seqs) > 0 {
		want := seqs[0]
		err := s.ledger.Each(want, func(item journal.Item) error {
			for len(seqs) > 0 && seqs[0] < item.Seq { // not in this segment any more
				damaged = append(damaged, lostEntry(seqs[0], "it is missing"))
				seqs = seqs[1:]
			}
			if len(seqs) == 0 {
				return errStop
			}
			if seqs[0] != item.Seq {
				return nil
			}
			seqs = seqs[1:]
			e, err := decodeEntry(item.Data)
			if err != nil {
				damaged = append(damaged, lostEntry(item.Seq, err.Error()))
				return nil
			}
			found = append(found, e)
			return nil
		})
		if err != nil && !errors.Is(err, errStop) && !journal.IsDamage(err) {
			return nil, err
		}
		if len(seqs) > 0 && seqs[0] == want {
			damaged = append(damaged, lostEntry(want, fmt.Sprint(err)))
			seqs = seqs[1:]
		}
	}
	return found, errors.Join(damaged...)
}

func lostEntry(seq uint64, detail string) error {
	return &DamagedError{Place: fmt.Sprintf("entry %d of the journal", seq), Detail: oneLine(detail, maxErrorLine)}
}

// FieldChange is the change of one field by an action.
type FieldChange struct {
	Entry  *Entry // with its time, actor and device
	Change delta.Change
}

// Timeline returns the changes of one field of an evaluation, and of all below it, oldest first. The path is that of package delta,
// such as /indicators/#i3/reason; the empty path is the whole evaluation. Errors are those of [Store.History].
func (s *Store) Timeline(ctx context.Context, year int, id, path string) ([]FieldChange, error) {
	entries, err := s.History(ctx, year, id)
	var found []FieldChange
	key := string(evaluationKey(year, id))
	for i := range entries {
		for _, op := range entries[i].Ops {
			if op.Key != key {
				continue
			}
			for _, c := range op.Changes {
				if under(c.Path, path) || under(path, c.Path) {
					found = append(found, FieldChange{Entry: &entries[i], Change: c})
				}
			}
		}
	}
	return found, err
}

// under reports whether a path is another one or below it.
func under(path, top string) bool {
	return path == top || strings.HasPrefix(path, top+"/")
}

// Version returns an evaluation as it was at a revision: after the last action up to that number. It is a [*RecordError] wrapping
// [ErrNotFound] where there was none then, and a [*DamagedError] where an entry on the way is damaged.
func (s *Store) Version(ctx context.Context, year int, id string, revision uint64) (*scoring.Evaluation, error) {
	content, err := s.versionContent(ctx, year, id, revision)
	if err != nil {
		return nil, err
	}
	return decodeEvaluation(evaluationKey(year, id), content)
}

// versionContent goes back from what is stored now, change by change.
func (s *Store) versionContent(ctx context.Context, year int, id string, revision uint64) ([]byte, error) {
	key := evaluationKey(year, id)
	var content []byte
	var traces []trace
	err := s.view(ctx, func(tx reader) error {
		r, err := load(tx, key)
		if err != nil && !errors.Is(err, errAbsent) {
			return err
		}
		content = r.content
		traces, err = traced(tx, year, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	traces = slices.DeleteFunc(traces, func(t trace) bool { return t.seq <= revision })
	entries, err := s.traceEntries(traces, year, id)
	if err != nil {
		return nil, err
	}
	for _, e := range slices.Backward(entries) {
		for _, op := range slices.Backward(e.Ops) {
			if op.Key != string(key) {
				continue
			}
			back := op.invert()
			if back.Gone {
				content = nil
				continue
			}
			if content, err = back.content(content); err != nil {
				return nil, lostEntry(e.Seq, err.Error())
			}
		}
	}
	if content == nil {
		return nil, &RecordError{Kind: KindEvaluation, Year: year, ID: id, Err: fmt.Errorf("%w at revision %d", ErrNotFound, revision)}
	}
	return content, nil
}

// Compare returns the field changes that lead from an evaluation at one revision to that at another.
func (s *Store) Compare(ctx context.Context, year int, id string, from, to uint64) ([]delta.Change, error) {
	before, err := s.versionContent(ctx, year, id, from)
	if err != nil {
		return nil, err
	}
	after, err := s.versionContent(ctx, year, id, to)
	if err != nil {
		return nil, err
	}
	return delta.Diff(before, after)
}

// RestoreVersion makes an evaluation what it was at a revision, as a new action; one that was deleted comes back. It returns the header
// as stored. Errors are those of [Store.Version] and [Store.Update].
func (s *Store) RestoreVersion(ctx context.Context, year int, id string, revision uint64) (Header, error) {
	e, err := s.Version(ctx, year, id, revision)
	if err != nil {
		return Header{}, err
	}
	content, err := encodeEvaluation(e)
	if err != nil {
		return Header{}, err
	}
	var h Header
	action := Entry{Action: ActionRestoreVersion, Year: year, ID: id, Reason: strconv.FormatUint(revision, 10)}
	err = s.change(ctx, action, func(tx *tx, now uint64) error {
		if err := s.mustBeOpen(tx, year); err != nil {
			return err
		}
		r, err := load(tx, evaluationKey(year, id))
		if err != nil && !errors.Is(err, errAbsent) && !errors.Is(err, ErrDamaged) {
			return err
		}
		if err == nil && bytes.Equal(r.content, content) {
			h = s.derive(e, r.revision)
			return errUnchanged
		}
		h, err = s.saveEvaluation(tx, e, record{revision: now, content: content})
		return err
	})
	return h, err
}

// Break is a place where the chain of the history does not hold.
type Break struct {
	After  uint64 `json:"after"` // last good entry before it
	Place  string `json:"place"` // segment, entry
	Detail string `json:"detail"`
}

// Verification is the result of checking the whole history.
type Verification struct {
	Entries uint64     `json:"entries"` // that could be read
	First   uint64     `json:"first"`   // number of the first one
	Head    SignedHead `json:"head"`
	Breaks  []Break    `json:"breaks,omitempty"` // in order; none in a whole history
}

// Whole reports whether the chain holds from the first entry to the head.
func (v Verification) Whole() bool { return len(v.Breaks) == 0 }

// Verify reads the whole history and checks that each entry follows from the one before. Progress is called now and then with the
// number of the entry read last; nil is allowed.
func (s *Store) Verify(ctx context.Context, progress func(seq uint64)) (Verification, error) {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return Verification{}, ErrClosed
	}
	var v Verification
	last := journal.Head{}
	if s.folder != nil {
		last.Seq = s.folder.marker.Base
	}
	end := s.ledger.Head()
	damage, err := s.ledger.Read(1, func(item journal.Item) error {
		if item.Seq > end.Seq {
			return errStop
		}
		if item.Seq%256 == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if progress != nil {
				progress(item.Seq)
			}
		}
		if v.Entries == 0 {
			v.First = item.Seq
		}
		v.Entries++
		v.check(item, last)
		last = journal.Head{Seq: item.Seq, Hash: item.Hash()}
		return nil
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	for _, d := range damage {
		v.Breaks = append(v.Breaks, Break{After: d.After, Place: d.File, Detail: oneLine(d.Detail, maxErrorLine)})
	}
	if err == nil && last != end {
		v.Breaks = append(v.Breaks, Break{After: last.Seq, Place: "head", Detail: fmt.Sprintf("the store is at %d, its history ends at %d", end.Seq, last.Seq)})
	}
	slices.SortStableFunc(v.Breaks, func(a, b Break) int { return int(int64(a.After) - int64(b.After)) })
	v.Head = s.signHead(end)
	return v, err
}

func (v *Verification) check(item journal.Item, last journal.Head) {
	add := func(detail string) {
		v.Breaks = append(v.Breaks, Break{After: last.Seq, Place: fmt.Sprintf("segment %d, entry %d", item.Segment, item.Seq), Detail: detail})
	}
	switch {
	case item.Seq != last.Seq+1:
		add(fmt.Sprintf("entries %d to %d are missing", last.Seq+1, item.Seq-1))
	case item.Prev != last.Hash:
		add("it does not follow from the entry before")
	default:
		e, err := decodeEntry(item.Data)
		if err != nil || e.Seq != item.Seq {
			add("it cannot be read")
		}
	}
}

// VerifyHead reports whether a head that was signed earlier, here or on another device, is part of this history: [ErrNotFound] where
// the history does not go so far, [ErrConflict] where it has another entry there, [ErrInvalid] where the signature is wrong.
func (s *Store) VerifyHead(ctx context.Context, h SignedHead) error {
	if !h.Verify() || len(h.Public) != ed25519.PublicKeySize {
		return fmt.Errorf("the signature of the head: %w", ErrInvalid)
	}
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	found := ErrNotFound
	err := s.ledger.Each(h.Seq, func(item journal.Item) error {
		if item.Seq < h.Seq {
			return nil
		}
		if found = nil; item.Seq != h.Seq || item.Hash().String() != h.Hash {
			found = ErrConflict
		}
		return errStop
	})
	if err != nil && !errors.Is(err, errStop) && !journal.IsDamage(err) {
		return err
	}
	if found != nil {
		return fmt.Errorf("entry %d of the history: %w", h.Seq, found)
	}
	return nil
}
