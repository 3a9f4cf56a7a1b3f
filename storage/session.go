package storage

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/journal"
)

// session is the content of session.json: whether the store was closed, and what the database's files were then. It decides how far
// the database can be trusted when the store is opened again.
type session struct {
	Closed bool               `json:"closed"`
	Seq    uint64             `json:"seq"`   // head when it was closed, or, while open, the head when it was closed last
	Hash   string             `json:"hash"`  // of that head
	Boot   string             `json:"boot"`  // start of the machine
	Place  string             `json:"place"` // fingerprint of machine, folder and store
	Files  map[string]fileSum `json:"files"` // of the database, as they were closed
	Sum    string             `json:"sum"`   // of this file with this member empty
}

// fileSum identifies the content of a file.
type fileSum struct {
	Size int64  `json:"size"`
	Sum  string `json:"sum"` // SHA-256
}

func (s session) sum() string {
	s.Sum = ""
	data, err := json.Marshal(s)
	if err != nil {
		return err.Error()
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func (f *folder) readSession() (session, error) {
	var s session
	data, err := os.ReadFile(f.path(sessionName))
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, err
	}
	if s.sum() != s.Sum {
		return s, errors.New("the checksum is wrong")
	}
	return s, nil
}

func (f *folder) writeSession(s session) error {
	s.Sum = s.sum()
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return atomicfile.Write(f.path(sessionName), append(data, '\n'), 0o600)
}

// closeSession puts the files of the closed database on disk and notes what they are.
func (f *folder) closeSession(open session, head journal.Head) error {
	files, err := sumFiles(f.state(), open.Files, true)
	if err != nil {
		return err
	}
	open.Closed, open.Seq, open.Hash, open.Files = true, head.Seq, head.Hash.String(), files
	return f.writeSession(open)
}

// sumFiles identifies the files of a database that is not open. Tables never change, so one that is known by name and size needs no
// second reading while the store is being closed.
func sumFiles(dir string, known map[string]fileSum, closing bool) (map[string]fileSum, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	sums := map[string]fileSum{}
	for _, entry := range entries {
		name := entry.Name()
		if name == "LOCK" || entry.IsDir() {
			continue
		}
		info, err := entry.Info()
		if err != nil {
			return nil, err
		}
		if had, ok := known[name]; ok && closing && filepath.Ext(name) == ".sst" && had.Size == info.Size() {
			sums[name] = had
			continue
		}
		if sums[name], err = sumFile(filepath.Join(dir, name), closing); err != nil {
			return nil, err
		}
	}
	if closing {
		return sums, atomicfile.SyncFolder(dir)
	}
	return sums, nil
}

func sumFile(path string, flush bool) (fileSum, error) {
	mode := os.O_RDONLY
	if flush {
		mode = os.O_RDWR // Windows flushes only what was opened for writing
	}
	file, err := os.OpenFile(path, mode, 0)
	if err != nil {
		return fileSum{}, err
	}
	defer file.Close()
	if flush {
		if err := file.Sync(); err != nil {
			return fileSum{}, err
		}
	}
	digest := sha256.New()
	size, err := io.Copy(digest, file)
	return fileSum{Size: size, Sum: hex.EncodeToString(digest.Sum(nil))}, err
}

// differences names the first file that is not as the session says.
func (s session) differences(found map[string]fileSum) string {
	for _, name := range slices.Sorted(maps.Keys(s.Files)) {
		now, ok := found[name]
		switch {
		case !ok:
			return inState(name) + " is missing"
		case now.Size != s.Files[name].Size:
			return fmt.Sprintf("%s has %d bytes instead of %d", inState(name), now.Size, s.Files[name].Size)
		case now != s.Files[name]:
			return inState(name) + " was changed"
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if _, ok := s.Files[name]; !ok {
			return inState(name) + " was added"
		}
	}
	return ""
}

// unchanged checks the tables that the session knows; others may have come and gone since.
func (s session) unchanged(dir string) (string, error) {
	for _, name := range slices.Sorted(maps.Keys(s.Files)) {
		if filepath.Ext(name) != ".sst" && name != "KEYREGISTRY" {
			continue
		}
		now, err := sumFile(filepath.Join(dir, name), false)
		switch {
		case errors.Is(err, fs.ErrNotExist) && name != "KEYREGISTRY": // merged into others; the manifest knows
		case err != nil:
			return "", err
		case now != s.Files[name]:
			return inState(name) + " was changed", nil
		}
	}
	return "", nil
}
