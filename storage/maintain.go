package storage

import (
	"context"
	"errors"
	"time"
)

// snapshotAge is after how long a changed store gets a new snapshot.
const snapshotAge = 24 * time.Hour

// changesInBackground is how many actions make a snapshot during work worth its time.
const changesInBackground = 2000

// Maintain does the work that can wait: a snapshot where one is due, compressing what the journal has finished, merging tables. A
// store does it by itself after it is opened; a program that stays open for days calls it once in a while. It can be interrupted at
// any point by its context or by the end of the process.
func (s *Store) Maintain(ctx context.Context) error {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return ErrClosed
	}
	if s.folder == nil {
		return nil
	}
	s.maintaining.Lock()
	defer s.maintaining.Unlock()
	if err := s.snapshotIfDue(ctx, changesInBackground); err != nil {
		return err
	}
	return s.ledger.Seal(ctx)
}

// snapshotIfDue writes a snapshot after so many changes, or a day after the last one if there was any change.
func (s *Store) snapshotIfDue(ctx context.Context, changes int64) error {
	since := s.since.Load()
	if since == 0 {
		return nil
	}
	age := snapshotAge
	if all := listSnapshots(s.folder); len(all) > 0 {
		age = s.now().Sub(all[len(all)-1].time)
	} else if since < changes {
		age = 0 // a small new store is safe in its journal
	}
	// A clock that was set back makes an age below zero; then the snapshot's time says nothing.
	if since < changes && age < snapshotAge && age >= 0 {
		return nil
	}
	return s.snapshot(ctx, "%016d.snapshot")
}

// startBackground begins the work that can wait.
func (s *Store) startBackground() {
	newest := s.folder.marker.Base
	if all := listSnapshots(s.folder); len(all) > 0 {
		newest = all[len(all)-1].seq
	}
	if head := s.ledger.Head().Seq; head > newest {
		s.since.Store(int64(head - newest))
	}
	if len(s.recovery.LostHistory) > 0 {
		s.since.Add(changesInBackground) // the journal alone would not do any more
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.background = cancel
	s.working.Go(func() {
		if err := s.Maintain(ctx); err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, ErrClosed) {
			s.backgroundFailed(err)
		}
	})
}

func (s *Store) backgroundFailed(err error) {
	if s.log != nil {
		s.log.Warn("maintenance of the store failed", "error", oneLine(err.Error(), maxErrorLine))
	}
}
