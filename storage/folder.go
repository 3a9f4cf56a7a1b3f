package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/dgraph-io/badger/v4"

	"zhunsheng/storage/atomicfile"
)

// Names in the folder of a store.
const (
	markerName = "store.json"
	lockName   = "lock"
	stateName  = "state"
)

// folder is the folder of a store, locked for this process.
type folder struct {
	dir    string // absolute
	lock   *os.File
	marked bool // store.json is there: creating the store was completed
}

func (f *folder) state() string { return filepath.Join(f.dir, stateName) }

func (f *folder) release() error { return f.lock.Close() }

// marker is the content of store.json. It is written last when a store is created, so its presence promises a complete database.
type marker struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
}

const markerFormat = "zhunsheng/store"

// open is [Open] with a hook for tests of other database options.
func open(dir string, opts Options, tune func(*badger.Options)) (*Store, error) {
	f, err := openFolder(dir, opts.MustExist)
	if err != nil {
		return nil, err
	}
	s, err := openState(f, opts, tune)
	if err != nil {
		return nil, errors.Join(err, f.release())
	}
	return s, nil
}

func openState(f *folder, opts Options, tune func(*badger.Options)) (*Store, error) {
	if err := preflight(f.state(), f.marked); err != nil {
		return nil, f.explain(err)
	}
	o := badgerOptions(f.state())
	if opts.Logger != nil {
		o.Logger = engineLog{log: opts.Logger, dir: f.dir}
	}
	if tune != nil {
		tune(&o)
	}
	e, err := openBadger(o)
	if err != nil {
		return nil, f.explain(err)
	}
	s := newStore(e, f, opts)
	err = s.prepare()
	if err == nil && !f.marked {
		err = f.writeMarker()
	}
	if err != nil {
		return nil, f.explain(errors.Join(err, e.close()))
	}
	return s, nil
}

// openFolder checks that a folder is, or may become, a store, and locks it. The lock comes before anything is touched: another
// process may be in the middle of creating files there.
func openFolder(dir string, mustExist bool) (*folder, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, &FolderError{Dir: dir, Err: err}
	}
	f := &folder{dir: abs}
	if err := f.claim(mustExist); err != nil {
		return nil, f.explain(err)
	}
	if f.lock, err = lockFile(filepath.Join(abs, lockName)); err != nil {
		return nil, f.explain(err)
	}
	if f.marked, err = f.readMarker(); err != nil {
		return nil, errors.Join(f.explain(err), f.release())
	}
	return f, nil
}

// claim makes sure that the folder exists and holds nothing but a store.
func (f *folder) claim(mustExist bool) error {
	entries, err := os.ReadDir(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		if mustExist {
			return ErrNoStore
		}
		return os.MkdirAll(f.dir, 0o700)
	}
	if err != nil {
		return err
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if slices.Contains(names, markerName) {
		return nil
	}
	for _, name := range names {
		if name != lockName && name != stateName && !isLeftover(name) {
			return fmt.Errorf("%w: it has %s and no %s", ErrForeign, strconv.Quote(oneLine(name, 60)), markerName)
		}
	}
	if mustExist {
		return ErrNoStore
	}
	return nil
}

// isLeftover recognises the temporary name under which store.json is written.
func isLeftover(name string) bool { return strings.HasPrefix(name, "."+markerName+".") }

// explain turns an error into the one that [Open] promises.
func (f *folder) explain(err error) error {
	var (
		format  *FormatError
		damaged *DamagedError
	)
	switch {
	case errors.As(err, &format), errors.As(err, &damaged):
		return err
	case errors.Is(err, ErrInUse):
		err = ErrInUse
	case errors.Is(err, syscall.ENOTDIR), f.isFile():
		err = ErrNotFolder
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		err = fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	return &FolderError{Dir: f.dir, Err: err}
}

func (f *folder) isFile() bool {
	info, err := os.Stat(f.dir)
	return err == nil && !info.IsDir()
}

// maxMarker bounds what is read of store.json.
const maxMarker = 64 << 10

// readMarker reports whether store.json is there. Members that it does not know are of newer formats, which it refuses anyway.
func (f *folder) readMarker() (bool, error) {
	path := filepath.Join(f.dir, markerName)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	damaged := func(detail string) error {
		return &DamagedError{Place: markerName, Detail: detail, Remedy: "restore the folder from a copy"}
	}
	if info.Size() > maxMarker {
		return false, damaged("it is " + strconv.FormatInt(info.Size(), 10) + " bytes long")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	var m marker
	if err := json.Unmarshal(data, &m); err != nil {
		return false, damaged(oneLine(err.Error(), maxErrorLine))
	}
	switch {
	case m.Format != markerFormat:
		return false, fmt.Errorf("%w: its %s says %s", ErrForeign, markerName, strconv.Quote(oneLine(m.Format, 60)))
	case m.Version < 1:
		return false, damaged("version " + strconv.Itoa(m.Version))
	case m.Version > Format:
		return false, &FormatError{Dir: f.dir, Found: m.Version, Known: Format}
	}
	return true, nil
}

// writeMarker writes store.json, the last step of creating a store.
func (f *folder) writeMarker() error {
	data, err := json.Marshal(marker{Format: markerFormat, Version: Format})
	if err != nil {
		return err
	}
	if err := atomicfile.Write(filepath.Join(f.dir, markerName), append(data, '\n'), 0o600); err != nil {
		return err
	}
	f.marked = true
	return nil
}
