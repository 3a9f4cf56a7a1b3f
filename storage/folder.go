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

	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/keyring"
)

// Names in the folder of a store.
const (
	markerName   = "store.json"
	lockName     = "lock"
	stateName    = "state"
	journalName  = "journal"
	snapshotName = "snapshots"
	evidenceName = "evidence"
	asideName    = "aside"
	deviceName   = "device.json"
	sessionName  = "session.json"
	openingName  = "opening"
)

var folderNames = append([]string{
	lockName, stateName, journalName, snapshotName, evidenceName, asideName, deviceName, sessionName, openingName, backupsName,
}, keyring.Names...)

// folder is the folder of a store, locked for this process.
type folder struct {
	dir    string // absolute
	free   func(string) (uint64, error)
	lock   *os.File
	marker marker
	marked bool // store.json is there: creating the store was completed
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, name) }

func (f *folder) state() string { return f.path(stateName) }

func (f *folder) has(name string) bool {
	_, err := os.Stat(f.path(name))
	return err == nil
}

func (f *folder) release() error { return f.lock.Close() }

// marker is the content of store.json. It is written last when a store is created, so its presence promises that the rest is there.
type marker struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	Store   string `json:"store,omitempty"` // id, that of the key
	Base    uint64 `json:"base,omitempty"`  // number of the last change before the journal began, in a store that is older than journals
}

const markerFormat = "zhunsheng/store"

// openFolder checks that a folder is, or may become, a store, and locks it. The lock comes before anything is touched: another
// process may be in the middle of creating files there.
func openFolder(dir string, opts Options) (*folder, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, &FolderError{Dir: dir, Err: err}
	}
	f := &folder{dir: abs, free: opts.Free}
	if err := f.claim(opts.MustExist); err != nil {
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
		if !slices.Contains(folderNames, name) && !isLeftover(name) {
			return fmt.Errorf("%w: it has %s and no %s", ErrForeign, strconv.Quote(oneLine(name, 60)), markerName)
		}
	}
	if mustExist && !slices.Contains(names, journalName) && !slices.Contains(names, stateName) {
		return ErrNoStore
	}
	return nil
}

// isLeftover recognises the temporary names under which whole files are written.
func isLeftover(name string) bool {
	return strings.HasPrefix(name, ".") && strings.HasSuffix(name, ".tmp")
}

// sweep removes the temporary files of a process that was ended.
func (f *folder) sweep() {
	for _, dir := range []string{f.dir, f.path(journalName), f.path(snapshotName), f.path(evidenceName)} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			if isLeftover(entry.Name()) {
				_ = os.Remove(filepath.Join(dir, entry.Name())) // one that stays is in nobody's way
			}
		}
	}
}

// explain turns an error into the one that [Open] promises.
func (f *folder) explain(err error) error {
	switch {
	case speaksForItself(err):
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
		return &DamagedError{Place: markerName, Detail: detail, Remedy: "delete this file; the store is recognised by its other files"}
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
	f.marker = m
	return true, nil
}

// writeMarker writes store.json, the last step of creating a store.
func (f *folder) writeMarker() error {
	f.marker.Format, f.marker.Version = markerFormat, Format
	data, err := json.Marshal(f.marker)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(filepath.Join(f.dir, markerName), append(data, '\n'), 0o600); err != nil {
		return err
	}
	f.marked = true
	return nil
}
