package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"zhunsheng/storage"
	"zhunsheng/storage/atomicfile"
)

// madeName is the file beside the store that lists the backups which were made by plan: only what it lists is ever removed.
const madeName = "automatic-backups.json"

const (
	// largestMade is more than the list needs, in bytes.
	largestMade = 4 << 20
	// tailSize is how much of the end of a backup tells that a file is it. The end holds sums of everything else.
	tailSize = 64 << 10
)

// made is a backup that was made by plan.
type made struct {
	Path  string    `json:"path"`
	Store string    `json:"store"`
	Seq   uint64    `json:"seq"` // number of the last action in it
	Time  time.Time `json:"time"`
	Size  int64     `json:"size"`
	Tail  string    `json:"tail"` // SHA-256 of its end
}

func newMade(info storage.BackupInfo, at time.Time) (made, error) {
	size, tail, err := tailOf(info.Path)
	return made{Path: info.Path, Store: info.Store, Seq: info.Seq, Time: at, Size: size, Tail: tail}, err
}

// tailOf returns the size of a file and the SHA-256 of its end.
func tailOf(path string) (size int64, tail string, err error) {
	file, err := atomicfile.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return 0, "", err
	}
	size = info.Size()
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(file, max(0, size-tailSize), tailSize)); err != nil {
		return 0, "", err
	}
	return size, hex.EncodeToString(sum.Sum(nil)), nil
}

// there reports whether the file is still the one that was made.
func (m made) there() bool {
	if info, err := os.Lstat(m.Path); err != nil || !info.Mode().IsRegular() { // not through a link that somebody put there
		return false
	}
	size, tail, err := tailOf(m.Path)
	return err == nil && size == m.Size && tail == m.Tail
}

// madeList are the backups that were made by plan, in the order in which they were made.
type madeList struct {
	path  string
	items []made
}

// openMade reads the list. One that is missing or damaged is empty: what it listed stays where it is then.
func openMade(data string) *madeList {
	l := &madeList{path: filepath.Join(data, madeName)}
	info, err := os.Stat(l.path)
	if err != nil || info.Size() > largestMade {
		return l
	}
	text, err := os.ReadFile(l.path)
	if err != nil || json.Unmarshal(text, &l.items) != nil {
		l.items = nil
	}
	return l
}

func (l *madeList) write() error {
	text, err := json.MarshalIndent(l.items, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.Write(l.path, append(text, '\n'), 0o600)
}

func (l *madeList) add(m made) { l.items = append(l.items, m) }

// newest returns the backup of a store that was made last in a folder.
func (l *madeList) newest(store, folder string) (made, bool) {
	for _, m := range slices.Backward(l.items) {
		if m.Store == store && filepath.Dir(m.Path) == filepath.Clean(folder) {
			return m, true
		}
	}
	return made{}, false
}

// prune removes the backups of a store in a folder but the newest ones, and forgets what is not there any more or was changed since it was
// made. Those in other folders stay, and what cannot be removed is tried again the next time.
func (l *madeList) prune(store, folder string, keep int) {
	var stay []made
	kept := 0
	for _, m := range slices.Backward(l.items) {
		switch {
		case m.Store != store || filepath.Dir(m.Path) != filepath.Clean(folder):
			stay = append(stay, m)
		case !m.there():
		case kept < keep:
			kept++
			stay = append(stay, m)
		default:
			if err := os.Remove(m.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				stay = append(stay, m)
			}
		}
	}
	slices.Reverse(stay)
	l.items = stay
}

// freePath is a path in a folder that nothing has: a backup never takes the place of another file.
func freePath(folder string, at time.Time) (string, error) {
	base := "准绳自动备份-" + at.Format("20060102-1504")
	for n := 1; ; n++ {
		name := base
		if n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		path := filepath.Join(folder, name+storage.BackupExtension)
		switch _, err := os.Lstat(path); {
		case errors.Is(err, fs.ErrNotExist):
			return path, nil
		case err != nil:
			return "", err
		}
	}
}
