package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"

	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/journal"
	"zhunsheng/storage/keyring"
	"zhunsheng/storage/place"
)

// opening is a store on its way to being open.
type opening struct {
	folder  *folder
	opts    Options
	tune    func(*badger.Options)
	ring    *keyring.Ring
	key     []byte // of the database
	journal *journal.Journal
	device  *device
	boot    string
	here    string // fingerprint
	last    session
	lastErr error
	report  Recovery
}

// open is [Open] with a hook for tests of other database options.
func open(dir string, opts Options, tune func(*badger.Options)) (*Store, error) {
	opts = opts.withDefaults()
	if !opts.AnyPlace {
		if err := place.Check(dir); err != nil {
			return nil, &PlaceError{Dir: dir, Err: err}
		}
	}
	f, err := openFolder(dir, opts)
	if err != nil {
		return nil, err
	}
	o := &opening{folder: f, opts: opts, tune: tune}
	s, err := o.run()
	if err != nil {
		if o.journal != nil {
			err = errors.Join(err, o.journal.Close())
		}
		return nil, errors.Join(f.explain(err), f.release())
	}
	s.startBackground()
	return s, nil
}

func (o *opening) run() (*Store, error) {
	if err := o.folder.checkSpace(); err != nil {
		return nil, err
	}
	o.folder.sweep()
	if err := o.migrate(); err != nil {
		return nil, err
	}
	if err := o.openKey(); err != nil {
		return nil, err
	}
	host := o.opts.Host()
	o.boot, o.here = host.Boot, fingerprint(host.Machine, o.folder.dir, o.ring.Store())
	var err error
	if o.device, err = openDevice(o.folder, o.ring, o.here); err != nil {
		return nil, err
	}
	if o.journal, err = openJournal(o.folder, o.ring); err != nil {
		return nil, err
	}
	o.last, o.lastErr = o.folder.readSession()
	s, err := o.openState()
	if err != nil {
		return nil, err
	}
	if !o.folder.marked {
		if err := o.folder.writeMarker(); err != nil {
			return nil, errors.Join(err, s.engine.close())
		}
	}
	s.recovery = o.report
	return s, nil
}

func openJournal(f *folder, ring *keyring.Ring) (*journal.Journal, error) {
	return journal.Open(f.path(journalName), journal.Config{Key: ring.Key(), Store: ring.Store(), Base: f.marker.Base})
}

// openKey opens the key of the folder, or makes one for a new store.
func (o *opening) openKey() error {
	var err error
	isNew := !o.folder.marked && !o.folder.has(journalName)
	if isNew && !o.folder.has(keyring.FileName) && !o.folder.has(keyring.CopyName) {
		o.ring, err = o.opts.newKey(o.folder.dir)
	} else {
		o.ring, err = keyring.Open(o.folder.dir, o.opts.Password)
	}
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			return err
		}
		return &KeyError{Dir: o.folder.dir, Err: err}
	}
	o.ring.UseSession(o.opts.SessionKeyring)
	if o.opts.Carried {
		o.ring.Carry()
	}
	if o.folder.marked && o.folder.marker.Store != o.ring.Store() {
		return &KeyError{Dir: o.folder.dir, Err: fmt.Errorf("%w: they are those of another store", keyring.ErrDamaged)}
	}
	o.folder.marker.Store = o.ring.Store()
	sub := o.ring.Key().Sub("database")
	o.key = sub[:]
	return nil
}

// fault is why a database cannot be used as it is.
type fault struct {
	cause  Cause
	detail string
}

func (f fault) none() bool { return f.cause == CauseNone }

// openState opens the database where it can be trusted, and builds it again where it cannot.
func (o *opening) openState() (*Store, error) {
	why, err := o.distrust()
	if err != nil {
		return nil, err
	}
	if why.none() {
		s, found, err := o.tryState()
		if err != nil || s != nil {
			return s, err
		}
		why = found
	}
	return o.rebuild(why)
}

// begin notes that the database is open from now on, before anything in it changes.
func (o *opening) begin() error {
	s := o.last
	if o.lastErr != nil {
		s = session{}
	}
	s.Closed, s.Boot, s.Place = false, o.boot, o.here
	o.last = s
	if err := o.folder.writeSession(s); err != nil {
		return err
	}
	return os.WriteFile(o.folder.path(openingName), nil, 0o600)
}

// openEngine opens the database. While it does, a file says so: should the process die in it, the next one does not try again.
func (o *opening) openEngine() (engine, error) {
	if err := o.begin(); err != nil {
		return nil, err
	}
	b := badgerOptions(o.folder.state(), o.key)
	if o.opts.Logger != nil {
		b.Logger = engineLog{log: o.opts.Logger, dir: o.folder.dir}
	}
	b.CompactL0OnClose = crowded(o.folder.state(), o.key)
	if o.tune != nil {
		o.tune(&b)
	}
	b.MemTableSize = max(b.MemTableSize, memoryTableLeft(o.folder.state()))
	e, err := openBadger(b)
	if err != nil {
		return nil, err
	}
	return newBehindEngine(e), nil
}

// opened takes back what begin put there: the database can be opened.
func (o *opening) opened() error { return atomicfile.Remove(o.folder.path(openingName)) }

// tryState opens the database and brings it up to the journal. It returns neither store nor error, but why, where the database cannot be
// used.
func (o *opening) tryState() (*Store, fault, error) {
	wasClean := o.lastErr == nil && o.last.Closed || o.lastErr != nil
	e, err := o.openEngine()
	switch {
	case errors.Is(err, ErrInUse), errors.Is(err, fs.ErrPermission):
		return nil, fault{}, err
	case err != nil:
		return nil, fault{CauseDamaged, oneLine(err.Error(), maxErrorLine)}, nil
	}
	if err := o.opened(); err != nil {
		return nil, fault{}, errors.Join(err, e.close())
	}
	s := o.newStore(e)
	why, err := o.catchUp(s, wasClean)
	if err == nil && why.none() {
		err = s.prepare()
	}
	var damaged *DamagedError
	if errors.As(err, &damaged) {
		why, err = fault{CauseDamaged, damaged.Error()}, nil
	}
	if err != nil || !why.none() {
		return nil, why, errors.Join(err, e.close())
	}
	return s, fault{}, nil
}

func (o *opening) newStore(e engine) *Store {
	s := newStore(e, o.journal, o.folder, o.opts)
	s.ring, s.device, s.session = o.ring, o.device, &o.last
	return s
}

// catchUp compares the head of the database with that of the journal and replays what is missing.
func (o *opening) catchUp(s *Store, wasClean bool) (fault, error) {
	var head journal.Head
	err := s.engine.view(func(tx reader) (err error) {
		head, err = readHead(tx)
		return err
	})
	if err != nil {
		return fault{CauseDamaged, oneLine(err.Error(), maxErrorLine)}, nil
	}
	end := o.journal.Head()
	if !wasClean {
		o.note(CauseEnded, "")
	}
	o.report.Torn = o.journal.Torn() > 0
	if head.Seq > end.Seq {
		o.note(CauseJournal, fmt.Sprintf("%s ends at %d, the database at %d", journalName, end.Seq, head.Seq))
		o.report.Torn = false
		o.report.LostHistory = missing(o.report.LostHistory, end.Seq, head.Seq+1)
		return fault{}, o.journal.Restart(head)
	}
	if o.report.Torn {
		o.note(CauseEnded, "")
	}
	if head.Seq < o.folder.marker.Base {
		return fault{CauseDamaged, fmt.Sprintf("the database ends at %d, before the journal begins", head.Seq)}, nil
	}
	follows, err := o.follows(head, end)
	if err != nil {
		return fault{}, err
	}
	if !follows {
		return fault{CauseDamaged, fmt.Sprintf("the database at %d does not belong to the journal", head.Seq)}, nil
	}
	for _, d := range o.journal.Damage() {
		o.note(CauseJournal, d.String())
		o.report.LostHistory = missing(o.report.LostHistory, d.After, d.Before)
	}
	r := &replay{store: s, report: &o.report, head: head}
	if err := r.run(head.Seq + 1); err != nil {
		return fault{}, err
	}
	if wasClean {
		return fault{}, nil
	}
	if why, err := o.checkTouched(s); err != nil || !why.none() {
		return why, err
	}
	// What was looked at need not be looked at again, should this session end like the last one.
	o.last.Seq, o.last.Hash = end.Seq, end.Hash.String()
	return fault{}, o.folder.writeSession(o.last)
}

// note keeps the first cause that matters: damage before a mere end of the program.
func (o *opening) note(cause Cause, detail string) {
	if o.report.Cause == CauseNone || o.report.Cause == CauseEnded && cause != CauseEnded {
		o.report.Cause, o.report.Detail = cause, detail
	}
}

// follows reports whether a head of the database is one of the journal's. Where the entry behind it is missing it cannot be told.
func (o *opening) follows(head, end journal.Head) (bool, error) {
	if head.Seq == end.Seq {
		return head.Hash == end.Hash, nil
	}
	follows := true
	_, err := o.journal.Read(head.Seq+1, func(item journal.Item) error {
		if item.Seq == head.Seq+1 {
			follows = item.Prev == head.Hash
		}
		return errStop
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	return follows, err
}

var errStop = errors.New("seen enough")

// checkTouched looks whether every record that was changed since the database was closed last has the revision that the journal says.
// The database writes its log through a memory map without checks of its own, so this is how a hole in it is found.
func (o *opening) checkTouched(s *Store) (fault, error) {
	want := map[string]uint64{}
	gone := map[string]bool{}
	_, err := o.journal.Read(o.last.Seq+1, func(item journal.Item) error {
		e, err := decodeEntry(item.Data)
		if err != nil {
			return nil //nolint:nilerr // an entry of a newer program says nothing here
		}
		look := func(part Entry) error {
			for _, op := range part.Ops {
				want[op.Key], gone[op.Key] = item.Seq, op.Gone
			}
			return nil
		}
		if e.Staged {
			return nil
		}
		if err := partsOf(o.journal, e, look); err != nil && !errors.Is(err, ErrDamaged) {
			return err
		}
		return look(e)
	})
	if err != nil {
		return fault{}, err
	}
	var why fault
	err = s.engine.view(func(tx reader) error {
		for key, revision := range want {
			r, err := load(tx, []byte(key))
			switch {
			case errors.Is(err, errAbsent) && gone[key]:
			case err != nil, gone[key], r.revision != revision:
				why = fault{CauseDamaged, fmt.Sprintf("%s is not at revision %d", keyPlace([]byte(key)), revision)}
				return nil
			}
		}
		return nil
	})
	return why, err
}

// crowded reports whether closing should merge the newest tables: each short session leaves one. Large ones are merged in the
// background.
func crowded(state string, key []byte) bool {
	file, err := os.Open(filepath.Join(state, badger.ManifestFilename))
	if err != nil {
		return false
	}
	defer file.Close()
	manifest, _, err := badger.ReplayManifestFile(file, 0, badgerOptions(state, key))
	if err != nil || len(manifest.Levels) == 0 || len(manifest.Levels[0].Tables) < 3 {
		return false
	}
	var size int64
	entries, err := os.ReadDir(state)
	if err != nil {
		return false
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && filepath.Ext(entry.Name()) == ".sst" {
			size += info.Size()
		}
	}
	return size < 16<<20
}
