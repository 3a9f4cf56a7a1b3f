package storage

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/storage/keyring"
	"zhunsheng/storage/place"
)

// Format is the format of the stores that this program writes. It reads this one and all earlier ones.
const Format = 2

// Options are what a store needs from outside. The zero Options are usable.
type Options struct {
	// Schemes finds the scheme that an evaluation refers to, for the totals in headers; safe for concurrent use, and without calls
	// to the store. Where it is nil, or does not know the scheme, headers have no total.
	Schemes func(scoring.SchemeRef) (*scoring.Scheme, bool)
	// Logger gets the database's warnings, without the user's data. Nil: silence.
	Logger *slog.Logger
	// MustExist makes [Open] refuse a folder without a store ([ErrNoStore]) instead of creating one.
	MustExist bool
	// Actor is who acts, for the history; [Store.SetActor] changes it.
	Actor string
	// Now tells the time, for the history and the age of snapshots; nil: time.Now.
	Now func() time.Time
	// Password opens the key of a store that is protected by one, and protects that of a store which is created.
	Password []byte
	// Cost is what a try of a new password takes; zero: [keyring.DefaultCost].
	Cost keyring.Cost
	// SessionKeyring lets the keyring of a Linux desktop session protect the key of a store that has no password, where there is one.
	// A store that is protected so already is opened by it in any case.
	SessionKeyring bool
	// Carried says that the folder goes from machine to machine. Without a password its key then lies beside the data: where the system
	// protected it, as it does on Windows, the store would open on this machine only.
	Carried bool
	// Progress, if set, is called now and then while actions are replayed, with how many were and how many there are.
	Progress func(done, total uint64)
	// AnyPlace allows folders that [place.Check] refuses: network, removable and synchronised ones.
	AnyPlace bool
	// Host says which machine and start this is; nil: [place.System]. Free says how much room a disk has; nil: [place.Free].
	Host func() place.Host
	Free func(dir string) (uint64, error)
}

func (o Options) withDefaults() Options {
	if o.Schemes == nil {
		o.Schemes = func(scoring.SchemeRef) (*scoring.Scheme, bool) { return nil, false }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Cost == (keyring.Cost{}) {
		o.Cost = keyring.DefaultCost
	}
	if o.Host == nil {
		o.Host = place.System
	}
	if o.Free == nil {
		o.Free = place.Free
	}
	return o
}

// Store keeps years, evaluations and what belongs to them, and the history of all that. Its methods may be called from any goroutine;
// functions that are handed to it must not call it. A context that ends keeps a change from starting; one that has started is carried
// through. After [Store.Close] all methods return [ErrClosed].
type Store struct {
	engine   engine
	ledger   ledger
	folder   *folder // nil in memory
	ring     *keyring.Ring
	device   *device
	schemes  func(scoring.SchemeRef) (*scoring.Scheme, bool)
	now      func() time.Time
	log      *slog.Logger
	actor    atomic.Value // string
	anyPlace bool         // as in [Options], like the next
	carried  bool
	recovery Recovery
	session  *session

	gate   sync.RWMutex // held for reading by every method, for writing by Close
	closed bool

	token    chan struct{}       // holds one token: the right to prepare, and to touch the four below
	sequence uint64              // number of the last change prepared
	overlay  map[string]overlaid // values prepared and not yet in the engine
	batch    *batch              // changes prepared and not yet being flushed
	failed   error               // why no more changes are accepted
	// openYears are the years that were found open since a year was changed last; held by the token too.
	openYears map[int]bool
	flushing  sync.Mutex

	holding sync.RWMutex
	held    *heldState // what readers are shown while an action is made that is too large for one step; nil: the state itself

	spares   spares
	recent   memo[Header]
	lists    lists
	since    atomic.Int64 // actions since the newest snapshot
	files    memoryFiles  // of evidence, in memory
	adding   sync.RWMutex // held for reading while a file of evidence and its action are written
	trail    trail
	progress func(done, total uint64)

	background  context.CancelFunc
	maintaining sync.Mutex // held while files change their names
	working     sync.WaitGroup
}

// Open opens the store in a folder and creates folder and store where there is none. What was broken is mended from the journal and
// the snapshots; [Store.Recovery] says what happened. It returns a [*FolderError] wrapping [ErrInUse], [ErrNoStore], [ErrNotFolder],
// [ErrNotWritable] or [ErrForeign]; a [*FormatError] for a newer format; a [*KeyError] where the key cannot be opened; a [*SpaceError];
// a [*PlaceError] for a folder that is no place for a store; or a [*DamagedError] where nothing can be mended. Nothing is deleted then
// that could hold data.
func Open(dir string, opts Options) (*Store, error) {
	return open(dir, opts, nil)
}

// OpenMemory makes an empty store that keeps everything in memory only.
func OpenMemory(opts Options) *Store {
	s := newStore(newMemoryEngine(), &memoryLedger{}, nil, opts.withDefaults())
	var err error
	if s.device, err = newDevice(); err == nil {
		err = s.prepare()
	}
	s.failed = err // an empty memory engine has nothing to fail on but the source of random bytes
	return s
}

func newStore(e engine, l ledger, f *folder, opts Options) *Store {
	s := &Store{
		engine: e, ledger: l, folder: f, schemes: opts.Schemes, now: opts.Now, token: make(chan struct{}, 1), overlay: map[string]overlaid{}, openYears: map[int]bool{},
	}
	s.actor.Store(opts.Actor)
	s.log, s.progress = opts.Logger, opts.Progress
	s.anyPlace, s.carried = opts.AnyPlace, opts.Carried
	s.token <- struct{}{}
	return s
}

// Actor is who acts, as the history will say.
func (s *Store) Actor() string { return s.actor.Load().(string) }

// SetActor sets who acts from now on.
func (s *Store) SetActor(name string) { s.actor.Store(name) }

// Recovery says what had to be mended when the store was opened.
func (s *Store) Recovery() Recovery { return s.recovery }

// Close waits for what is under way, brings everything to its place on disk, writes a snapshot where much was changed, and lets go of
// the folder. A second call does nothing. The error of a store in a folder is a [*FolderError]; it is
// closed all the same.
func (s *Store) Close() error {
	if s.background != nil {
		s.background()
	}
	s.working.Wait()
	s.gate.Lock()
	defer s.gate.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	if s.folder == nil {
		return errors.Join(s.engine.close(), s.ledger.Close())
	}
	if err := s.closeFolder(); err != nil {
		return &FolderError{Dir: s.folder.dir, Err: err}
	}
	return nil
}

// Revision returns the number of the last change, 0 for a new store.
func (s *Store) Revision(ctx context.Context) (uint64, error) {
	var last uint64
	err := s.view(ctx, func(tx reader) error {
		head, err := readHead(tx)
		last = head.Seq
		return err
	})
	return last, err
}

// view runs fn on a consistent state of the store.
func (s *Store) view(ctx context.Context, fn func(reader) error) error {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.read(fn)
}

// prepare makes a state that was just opened ready for use: it checks or writes the format, finds the last change, and brings derived
// records up to date.
func (s *Store) prepare() error {
	format, err := s.readNumber(metaFormat)
	if err != nil {
		return err
	}
	switch {
	case format > Format:
		return s.newerFormat(format)
	case format == 0:
		if err := s.writeNumbers(map[string]int{metaFormat: Format, metaDerivation: derivation}); err != nil {
			return err
		}
	}
	err = s.engine.view(func(tx reader) error {
		head, err := readHead(tx)
		s.sequence = head.Seq
		return errors.Join(err, s.device.find(tx))
	})
	if err != nil {
		return err
	}
	return s.refreshDerived()
}

func (s *Store) newerFormat(found int) error {
	e := &FormatError{Found: found, Known: Format}
	if s.folder != nil {
		e.Dir = s.folder.dir
	}
	return e
}

// readNumber reads a number of the store's bookkeeping, 0 where there is none.
func (s *Store) readNumber(name string) (int, error) {
	var n int
	err := s.engine.view(func(tx reader) error {
		key := metaKey(name)
		r, err := load(tx, key)
		if errors.Is(err, errAbsent) {
			return nil
		}
		if err != nil {
			return err
		}
		if n, err = strconv.Atoi(string(r.content)); err != nil || n < 1 {
			return &DamagedError{Place: keyPlace(key), Detail: "not a positive number"}
		}
		return nil
	})
	return n, err
}

func (s *Store) writeNumbers(numbers map[string]int) error {
	var changes []keyValue
	for name, n := range numbers {
		key := metaKey(name)
		changes = append(changes, keyValue{key: key, value: pack(key, record{content: []byte(strconv.Itoa(n))})})
	}
	return s.engine.apply(changes)
}
