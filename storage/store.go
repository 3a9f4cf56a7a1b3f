package storage

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"sync"

	"zhunsheng/scoring"
)

// Format is the format of the stores that this program writes. It reads this one and all earlier ones.
const Format = 1

// Options are what a store needs from outside. The zero Options are usable.
type Options struct {
	// Schemes finds the scheme that an evaluation refers to, for the totals in headers; safe for concurrent use, and without calls
	// to the store. Where it is nil, or does not know the scheme, headers have no total.
	Schemes func(scoring.SchemeRef) (*scoring.Scheme, bool)
	// Logger gets the database's warnings, without the user's data. Nil: silence.
	Logger *slog.Logger
	// MustExist makes [Open] refuse a folder without a store ([ErrNoStore]) instead of creating one.
	MustExist bool
}

// Store keeps years, evaluations, the identity and settings. Its methods may be called from any goroutine; functions that are
// handed to it must not call it. A context that ends keeps a change from starting; one that has started is carried through.
// After [Store.Close] all methods return [ErrClosed].
type Store struct {
	engine  engine
	folder  *folder // nil in memory
	schemes func(scoring.SchemeRef) (*scoring.Scheme, bool)

	gate   sync.RWMutex // held for reading by every method, for writing by Close
	closed bool

	writing  chan struct{} // holds one token: the right to write
	sequence uint64        // number of the last change; owned by who holds the token
	failed   error         // why no more changes are accepted; owned by who holds the token
}

// Open opens the store in a folder and creates folder and store where there is none. It returns a [*FolderError] wrapping
// [ErrInUse], [ErrNoStore], [ErrNotFolder], [ErrNotWritable] or [ErrForeign], a [*FormatError] for a newer format, or a
// [*DamagedError] where files are missing or unreadable; nothing is deleted then that could hold data.
func Open(dir string, opts Options) (*Store, error) {
	return open(dir, opts, nil)
}

// OpenMemory makes an empty store that keeps everything in memory only.
func OpenMemory(opts Options) *Store {
	s := newStore(newMemoryEngine(), nil, opts)
	s.mustPrepare()
	return s
}

func newStore(e engine, f *folder, opts Options) *Store {
	s := &Store{engine: e, folder: f, schemes: opts.Schemes, writing: make(chan struct{}, 1)}
	if s.schemes == nil {
		s.schemes = func(scoring.SchemeRef) (*scoring.Scheme, bool) { return nil, false }
	}
	s.writing <- struct{}{}
	return s
}

// Close waits for what is under way, brings everything to its place on disk and lets go of the folder. A second call does
// nothing.
func (s *Store) Close() error {
	s.gate.Lock()
	defer s.gate.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	err := s.engine.close()
	if s.folder == nil {
		return err
	}
	if err = errors.Join(err, s.folder.release()); err != nil {
		return &FolderError{Dir: s.folder.dir, Err: err}
	}
	return nil
}

// Revision returns the number of the last change, 0 for a new store.
func (s *Store) Revision(ctx context.Context) (uint64, error) {
	var last uint64
	err := s.view(ctx, func(tx reader) error {
		var err error
		last, err = readSequence(tx)
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
	return s.engine.view(fn)
}

// change runs fn as the next change of the store. It is handed the change's revision, and returns errUnchanged when there is
// nothing to write after all. What fn set is on disk when change returns nil.
func (s *Store) change(ctx context.Context, fn func(tx writer, revision uint64) error) error {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return ErrClosed
	}
	select {
	case <-s.writing:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.writing <- struct{}{} }()
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.failed != nil {
		return s.failed
	}
	next := s.sequence + 1
	err := s.engine.update(func(tx writer) error {
		if err := fn(tx, next); err != nil {
			return err
		}
		return save(tx, metaKey(metaSequence), record{revision: next})
	})
	switch {
	case err == nil:
		s.sequence = next
	case errors.Is(err, errUnchanged):
		return nil
	case errors.Is(err, ErrWriteFailed):
		// After a failed flush nobody knows what the disk holds, so nothing may be built upon it.
		s.failed = err
		if s.folder != nil {
			s.failed = &FolderError{Dir: s.folder.dir, Err: err}
		}
		return s.failed
	}
	return err
}

var errUnchanged = errors.New("unchanged")

func readSequence(from getter) (uint64, error) {
	r, err := load(from, metaKey(metaSequence))
	if errors.Is(err, errAbsent) {
		return 0, nil
	}
	return r.revision, err
}

// prepare makes a database that was just opened ready for use: it checks or writes the format, finds the last change, and brings
// headers up to date.
func (s *Store) prepare() error {
	format, err := s.readNumber(metaFormat)
	if err != nil {
		return err
	}
	switch {
	case format > Format:
		return s.newerFormat(format)
	case format == 0 && s.folder != nil && s.folder.marked:
		return &DamagedError{Place: keyPlace(metaKey(metaFormat)), Detail: "the database is empty", Remedy: restoreCopy}
	case format == 0:
		if err := s.writeNumbers(map[string]int{metaFormat: Format, metaDerivation: headerDerivation}); err != nil {
			return err
		}
	}
	err = s.engine.view(func(tx reader) error {
		s.sequence, err = readSequence(tx)
		return err
	})
	if err != nil {
		return err
	}
	return s.refreshHeaders()
}

// mustPrepare is prepare for an empty memory engine, which has nothing to fail on.
func (s *Store) mustPrepare() {
	if err := s.prepare(); err != nil {
		s.failed = err
	}
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
	return s.engine.update(func(tx writer) error {
		for name, n := range numbers {
			if err := save(tx, metaKey(name), record{content: []byte(strconv.Itoa(n))}); err != nil {
				return err
			}
		}
		return nil
	})
}
