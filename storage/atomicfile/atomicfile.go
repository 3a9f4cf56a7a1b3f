// Package atomicfile writes whole files so that a reader, a crash or a full disk never meets half of one, and opens regular files
// only, so that nothing waits for a pipe.
package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"zhunsheng/scoring"
)

// NotRegularError says that the path is taken by something that is no regular file: a folder, a device, a pipe. It is left alone.
type NotRegularError struct{ Path string }

// Error names the path.
func (e *NotRegularError) Error() string { return e.Path + ": not a regular file" }

// Message names the sentence for the user.
func (e *NotRegularError) Message() scoring.Message {
	return scoring.Message{Key: "error.not-a-file", Args: scoring.Args{"path": e.Path}}
}

// FolderError says that a file cannot be written because the folder it is to be in is not there.
type FolderError struct{ Path, Folder string }

// Error names both.
func (e *FolderError) Error() string { return e.Path + ": there is no folder " + e.Folder }

// Message names the sentence for the user.
func (e *FolderError) Message() scoring.Message {
	return scoring.Message{Key: "error.no-folder", Args: scoring.Args{"path": e.Path, "folder": e.Folder}}
}

// Unwrap returns [fs.ErrNotExist].
func (e *FolderError) Unwrap() error { return fs.ErrNotExist }

// Write puts data into the file at path: into a temporary file beside it first, flushed to disk, then renamed over it. On failure the
// file that was there stays as it was and nothing else is left behind. A symbolic link is followed: the file it names is replaced. Errors
// name the path and wrap those of package os, or are a [*NotRegularError] or [*FolderError].
func Write(path string, data []byte, mode fs.FileMode) error {
	return Stream(path, mode, func(file *os.File) error {
		_, err := file.Write(data)
		return err
	})
}

// Stream is [Write] for content that fill writes to the temporary file, and may read again before the file gets its name.
func Stream(path string, mode fs.FileMode, fill func(*os.File) error) (err error) {
	place, err := target(path)
	if err != nil {
		return err
	}
	folder := filepath.Dir(place)
	file, err := os.CreateTemp(folder, "."+filepath.Base(place)+".*.tmp")
	if err != nil {
		if missing := CheckFolder(place); missing != nil {
			return missing
		}
		var at *fs.PathError
		if errors.As(err, &at) {
			at.Path = path // the temporary name would only puzzle
		}
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
	if err = Rename(file.Name(), place); err != nil {
		return err
	}
	return SyncFolder(folder)
}

// CheckFolder returns a [*FolderError] where the folder that a file is to be in is not there: for who asks for something before writing. A
// whole drive that is not there is left to writing to it, because making the folder would not help.
func CheckFolder(path string) error {
	folder := filepath.Dir(path)
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if volume := filepath.VolumeName(folder); volume != "" {
		if _, err := os.Stat(volume + string(filepath.Separator)); err != nil {
			return nil //nolint:nilerr // writing will say what is wrong with the drive
		}
	}
	return &FolderError{Path: path, Folder: folder}
}

// Open opens a regular file for reading. Anything else is a [*NotRegularError] and is not opened: to open a pipe would wait for its
// writer, and a device never ends. Other errors are those of package os.
func Open(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !Regular(info.Mode()) {
		return nil, &NotRegularError{Path: path}
	}
	return os.Open(path)
}

// target is the file that path stands for, at the end of symbolic links. What is there must be a regular file, or nothing.
func target(path string) (string, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return path, nil
	case err != nil:
		return "", fmt.Errorf("write %s: %w", path, err)
	case !Regular(info.Mode()):
		return "", &NotRegularError{Path: path}
	}
	// Only a link is followed: on Windows that asks every folder on the way, and not all on a server may be listed.
	if own, err := os.Lstat(path); err == nil && own.Mode()&fs.ModeSymlink == 0 {
		return path, nil
	}
	return filepath.EvalSymlinks(path)
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
