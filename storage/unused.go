package storage

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// CheckUnused returns a [*FolderError] wrapping [ErrInUse] where a process has the store in a folder open, this one included, and nil where
// none has, or where there is no store. It is for those who mean to move the folder: on some systems an open one can be moved.
func CheckUnused(dir string) error {
	path := filepath.Join(dir, lockName)
	if _, err := os.Stat(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	lock, err := lockFile(path)
	if err != nil {
		return (&folder{dir: dir}).explain(err)
	}
	return lock.Close()
}
