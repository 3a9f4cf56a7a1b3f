package storage

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"zhunsheng/storage/journal"
)

// Finding is something wrong that a check found.
type Finding struct {
	Place  string
	Detail string
}

// Report is the result of [Store.Check].
type Report struct {
	Records      int // read and found whole
	Evidence     int // files read and found whole
	Snapshots    int // read and found whole
	Verification Verification
	Findings     []Finding // none in a whole store
}

// Check reads everything: each record and its checksum, the chain of the history, each snapshot, each file of evidence; and it
// replays the history on the newest snapshot and compares the result with the database. Progress is called with what is being
// read; nil is allowed.
func (s *Store) Check(ctx context.Context, progress func(what string)) (Report, error) {
	if progress == nil {
		progress = func(string) {}
	}
	var r Report
	progress("history")
	var err error
	if r.Verification, err = s.Verify(ctx, nil); err != nil {
		return r, err
	}
	for _, b := range r.Verification.Breaks {
		r.add(b.Place, b.Detail)
	}
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return r, ErrClosed
	}
	progress("records")
	digests, err := s.checkRecords(ctx, &r)
	if err != nil || s.folder == nil {
		return r, err
	}
	progress("snapshots")
	if err := s.checkSnapshots(ctx, &r); err != nil {
		return r, err
	}
	progress("evidence")
	for _, digest := range digests {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		if err := s.checkFile(digest); err != nil {
			r.add(evidenceName+"/"+digest, oneLine(err.Error(), maxErrorLine))
			continue
		}
		r.Evidence++
	}
	progress("replay")
	return r, s.checkReplay(ctx, &r)
}

func (r *Report) add(place, detail string) {
	r.Findings = append(r.Findings, Finding{Place: place, Detail: detail})
}

// checkRecords reads every record, and returns the digests of the evidence that evaluations refer to.
func (s *Store) checkRecords(ctx context.Context, r *Report) (digests []string, err error) {
	seen := map[string]bool{}
	err = s.read(func(tx reader) error {
		return tx.scan(nil, func(key, value []byte) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			detail := checkRecord(key, value)
			if detail != "" {
				r.add(keyPlace(key), detail)
				return nil
			}
			r.Records++
			if kindOf(key) == KindEvidence {
				if e, err := readJSON[EvidenceRecord](key, value); err == nil && !seen[e.Digest] && digestPattern.MatchString(e.Digest) {
					seen[e.Digest] = true
					digests = append(digests, e.Digest)
				}
			}
			return nil
		})
	})
	return digests, err
}

func checkRecord(key, value []byte) string {
	r, err := unpack(key, value)
	if err == nil {
		switch kindOf(key) {
		case KindEvaluation:
			_, err = decodeEvaluation(key, r.content)
		case KindYear:
			_, err = readYear(key, value)
		case KindHeader:
			_, err = unpackHeader(key, value)
		}
	}
	if err == nil {
		return ""
	}
	return oneLine(err.Error(), maxErrorLine)
}

func (s *Store) checkSnapshots(ctx context.Context, r *Report) error {
	for _, info := range listSnapshots(s.folder) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := readSnapshot(filepath.Join(s.folder.path(snapshotName), info.name), s.ring, nil); err != nil {
			r.add(snapshotName+"/"+info.name, oneLine(err.Error(), maxErrorLine))
			continue
		}
		r.Snapshots++
	}
	return nil
}

// checkReplay builds the state from snapshot and journal in memory and compares it with the database, while no change is being written.
func (s *Store) checkReplay(ctx context.Context, r *Report) error {
	s.flushing.Lock()
	defer s.flushing.Unlock()
	var report Recovery
	built := newMemoryEngine()
	o := &opening{folder: s.folder, ring: s.ring, report: report}
	head, err := o.load(&Store{engine: built})
	if err != nil {
		return err
	}
	again := &replay{store: &Store{engine: built, ledger: s.ledger}, report: &report, head: head}
	if err := again.run(head.Seq + 1); err != nil {
		r.add(journalName, oneLine(err.Error(), maxErrorLine))
		return nil
	}
	return s.read(func(tx reader) error {
		count := 0
		err := tx.scan(nil, func(key, value []byte) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if !natures[kindOf(key)].primary {
				return nil
			}
			count++
			if !bytes.Equal(built.values[string(key)], value) {
				r.add(keyPlace(key), "the database holds something else than its history says")
			}
			return nil
		})
		for key := range built.values {
			if natures[kindOf([]byte(key))].primary {
				count--
			}
		}
		if err == nil && count < 0 {
			r.add(stateName, fmt.Sprintf("%d records of the history are not in the database", -count))
		}
		return err
	})
}

// Info is what a store is, for "zs store info".
type Info struct {
	Dir        string `json:"dir"`
	Store      string `json:"store"`
	Device     string `json:"device"`
	Protection string `json:"protection"`
	Revision   uint64 `json:"revision"`
	Years      int    `json:"years"`
	Segments   int    `json:"segments"`
	Sealed     int    `json:"sealed"`
	Snapshots  int    `json:"snapshots"`
	Evidence   int    `json:"evidence"`
	Since      int64  `json:"since"` // actions since the newest snapshot
}

// Info says what the store is.
func (s *Store) Info(ctx context.Context) (Info, error) {
	years, err := s.Years(ctx)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return Info{}, err
	}
	info := Info{Device: s.device.ID, Protection: string(s.Protection()), Revision: s.ledger.Head().Seq, Years: len(years), Since: s.since.Load()}
	if s.folder == nil {
		return info, nil
	}
	info.Dir, info.Store = s.folder.dir, s.ring.Store()
	if j, ok := s.ledger.(interface{ Segments() (all, sealed int) }); ok {
		info.Segments, info.Sealed = j.Segments()
	}
	info.Snapshots = len(listSnapshots(s.folder))
	digests, err := s.evidenceFiles()
	info.Evidence = len(digests)
	return info, err
}

func discard() *bufio.Writer { return bufio.NewWriter(io.Discard) }

// Entries visits the actions of the whole history from a number on, oldest first. Entries that cannot be read are passed over;
// [Store.Verify] names them. Of large actions, such as an import, [Entry.Count] tells how many evaluations they changed, and
// [Store.EntriesAndParts] how.
func (s *Store) Entries(ctx context.Context, from uint64, visit func(Entry) error) error {
	return s.EntriesAndParts(ctx, from, func(e Entry) error {
		if e.Staged {
			return nil
		}
		return visit(e)
	})
}

// EntriesAndParts is [Store.Entries] with the parts of large actions, which are staged before the action that names them, and those that
// no action names because the process ended.
func (s *Store) EntriesAndParts(ctx context.Context, from uint64, visit func(Entry) error) error {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return ErrClosed
	}
	_, err := s.ledger.Read(from, func(item journal.Item) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		e, err := decodeEntry(item.Data)
		if err != nil {
			return nil //nolint:nilerr // as said above
		}
		return visit(e)
	})
	return err
}
