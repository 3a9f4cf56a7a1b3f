package handover

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
)

// Folder keeps evidence as files named by their hash, in a folder for each first two digits.
type Folder struct{ Dir string }

var _ Evidence = Folder{}

var hashName = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (f Folder) path(sha string) (string, error) {
	if !hashName.MatchString(sha) {
		return "", fmt.Errorf("evidence %.80q: not a hash", sha)
	}
	return filepath.Join(f.Dir, sha[:2], sha), nil
}

// Has implements [Evidence].
func (f Folder) Has(_ context.Context, sha string) (bool, error) {
	path, err := f.path(sha)
	if err != nil {
		return false, err
	}
	_, err = os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Size implements [Evidence].
func (f Folder) Size(_ context.Context, sha string) (int64, error) {
	path, err := f.path(sha)
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("evidence %s: %w", sha, ErrAbsent)
	}
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Open implements [Evidence].
func (f Folder) Open(_ context.Context, sha string) (io.ReadCloser, error) {
	path, err := f.path(sha)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("evidence %s: %w", sha, ErrAbsent)
	}
	if err != nil {
		return nil, err
	}
	return file, nil
}

// Put implements [Evidence]. A file that is not what its name says is refused.
func (f Folder) Put(_ context.Context, sha string, from io.Reader) (err error) {
	path, err := f.path(sha)
	if err != nil {
		return err
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, ".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(file.Name())
			err = fmt.Errorf("evidence %s: %w", sha, err)
		}
	}()
	sum := sha256.New()
	buffer := make([]byte, 256<<10)
	if _, err = io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(file, sum)}, struct{ io.Reader }{from}, buffer); err != nil {
		return err
	}
	if found := hex.EncodeToString(sum.Sum(nil)); found != sha {
		return fmt.Errorf("the file has the hash %s", found)
	}
	if err = file.Sync(); err != nil {
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	if err = os.Rename(file.Name(), path); err != nil || runtime.GOOS == "windows" {
		return err
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
