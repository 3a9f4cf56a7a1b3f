package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"

	"zhunsheng/storage/keyring"
)

// migration brings a store from one format to the next. It can be ended at any point and begun again.
type migration struct {
	From int
	Name string
	// Check makes sure, without changing anything, that Apply will find what it needs.
	Check func(*opening) error
	Apply func(*opening) error
}

// migrations are applied in order to stores of their format.
var migrations = []migration{
	{From: 1, Name: "journal, snapshots and encryption beside the database", Check: checkFormat1, Apply: migrateFormat1},
}

// migrate brings the folder to the present format.
func (o *opening) migrate() error {
	version := o.folder.marker.Version
	if !o.folder.marked {
		if !o.folder.has(stateName) || o.folder.has(keyring.FileName) || o.folder.has(keyring.CopyName) || o.folder.has(journalName) {
			return nil // new, or of the present format with its marker lost
		}
		if version = 1; !hasData(o.folder.state()) {
			return os.RemoveAll(o.folder.state()) // never completed
		}
	}
	for _, m := range migrations {
		if version != m.From {
			continue
		}
		if err := m.Check(o); err != nil {
			return err
		}
		if err := m.Apply(o); err != nil {
			return err
		}
		version++
		o.report = Recovery{Cause: CauseMigrated, Detail: m.Name}
	}
	return nil
}

// hasData reports whether the database of a store that was perhaps never completed holds anything.
func hasData(state string) bool {
	for _, name := range []string{badger.ManifestFilename, "*.sst"} {
		if found, err := filepath.Glob(filepath.Join(state, name)); err == nil && len(found) > 0 {
			return true
		}
	}
	return false
}

func checkFormat1(o *opening) error { return preflight(o.folder.state(), true, nil) }

// migrateFormat1 dumps the database of format 1, which was not encrypted and had no journal, into a snapshot, from which the new one is
// built. The marker of format 2 comes last; until then the old store is as it was.
func migrateFormat1(o *opening) error {
	f := o.folder
	for _, name := range []string{journalName, snapshotName} { // of a migration that was ended
		if err := os.RemoveAll(f.path(name)); err != nil {
			return err
		}
	}
	e, err := openBadger(badgerOptions(f.state(), nil))
	if err != nil {
		return err
	}
	err = dumpFormat1(o, e)
	if err = errors.Join(err, e.close()); err != nil {
		return err
	}
	// From here on the old database is not used any more, whatever happens.
	if err := os.WriteFile(f.path(openingName), nil, 0o600); err != nil {
		return err
	}
	return f.writeMarker()
}

func dumpFormat1(o *opening, e engine) error {
	f := o.folder
	var ring *keyring.Ring
	var err error
	if f.has(keyring.FileName) || f.has(keyring.CopyName) {
		ring, err = keyring.Open(f.dir, o.opts.Password)
	} else {
		ring, err = o.opts.newKey(f.dir)
	}
	if err != nil {
		return &KeyError{Dir: f.dir, Err: err}
	}
	host := o.opts.Host()
	device, err := openDevice(f, ring, fingerprint(host.Machine, f.dir, ring.Store()))
	if err != nil {
		return err
	}
	s := newStore(e, &memoryLedger{}, f, o.opts)
	s.ring, s.device = ring, device
	if format, err := s.readNumber(metaFormat); err != nil || format != 1 {
		return errors.Join(err, &DamagedError{Place: keyPlace(metaKey(metaFormat)), Detail: fmt.Sprintf("format %d instead of 1", format), Remedy: restoreCopy})
	}
	if err := os.MkdirAll(f.path(snapshotName), 0o700); err != nil {
		return err
	}
	return e.view(func(tx reader) error {
		head, err := readHead(tx)
		if err != nil {
			return err
		}
		f.marker.Base, f.marker.Store = head.Seq, ring.Store()
		path := filepath.Join(f.path(snapshotName), fmt.Sprintf("%016d.snapshot", head.Seq))
		if err := writeSnapshot(context.Background(), path, ring, s.signHead(head), tx); err != nil {
			return err
		}
		j, err := openJournal(f, ring)
		if err != nil {
			return err
		}
		if head.Seq == 0 {
			return j.Close()
		}
		return errors.Join(j.Restart(head), j.Close())
	})
}
