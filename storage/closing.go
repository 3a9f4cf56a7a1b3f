package storage

import (
	"context"
	"errors"
	"time"

	"zhunsheng/storage/journal"
)

// closeFolder closes a store on disk: what it must, and what it can within a moment.
func (s *Store) closeFolder() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	err := s.failed
	if err == nil {
		err = s.snapshotIfDue(ctx, changesAtClose)
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrDiskFull) {
		err = nil // the next session makes up for it
	}
	if why := s.unclosable(); why != nil {
		// The journal has all; the next session makes up for it.
		return errors.Join(err, why, s.ledger.Close(), s.folder.release())
	}
	head := s.ledger.Head()
	var last journal.Head
	readErr := s.engine.view(func(tx reader) (err error) {
		last, err = readHead(tx)
		return err
	})
	err = errors.Join(err, s.engine.close(), s.ledger.Close())
	if err == nil && readErr == nil && last == head {
		err = s.folder.closeSession(*s.session, head)
	}
	return errors.Join(err, s.folder.release())
}

// unclosable says why the database cannot be closed: writing its last table through a memory map on a full disk would end the process, in
// a folder that takes no files wait for ever.
func (s *Store) unclosable() error {
	if free, err := s.folder.free(s.folder.dir); err == nil && free < closeFree {
		return &SpaceError{Dir: s.folder.dir, Free: free, Needed: closeFree}
	}
	return s.folder.writable()
}

const (
	// changesAtClose is how many actions make a snapshot at close worth its time.
	changesAtClose = 200
	// closeFree is how much room the database needs to be closed.
	closeFree = 32 << 20
	// closeTime is how long closing may work on a snapshot.
	closeTime = 400 * time.Millisecond
)
