// Package atomicfile writes whole files so that a reader, a crash or a full disk never meets half of one.
package atomicfile

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Write puts data into the file at path: into a temporary file beside it first, flushed to disk, then renamed over it. On failure the
// file that was there stays as it was and nothing else is left behind. Errors name the path and wrap those of package os.
func Write(path string, data []byte, mode fs.FileMode) error {
	return Stream(path, mode, func(file *os.File) error {
		_, err := file.Write(data)
		return err
	})
}

// Stream is [Write] for content that fill writes to the temporary file, and may read again before the file gets its name.
func Stream(path string, mode fs.FileMode, fill func(*os.File) error) (err error) {
	folder := filepath.Dir(path)
	file, err := os.CreateTemp(folder, "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(file.Name())
			err = fmt.Errorf("write %s: %w", path, err)
		}
	}()
	if err = fill(file); err != nil {
		return err
	}
	if err = file.Chmod(mode); err != nil && runtime.GOOS != "windows" {
		return err
	}
	if err = file.Sync(); err != nil {
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	if err = os.Rename(file.Name(), path); err != nil {
		return err
	}
	return SyncFolder(folder)
}

// SyncFolder makes new names in a folder durable. Windows has no such call and needs none: names are journaled with the file system.
func SyncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	err = d.Sync()
	if closeErr := d.Close(); err == nil {
		err = closeErr
	}
	return err
}
