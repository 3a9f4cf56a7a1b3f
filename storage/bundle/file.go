package bundle

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// WriteFile writes a bundle to a path: into a temporary file beside it first, flushed to disk, then renamed over it. What was there
// stays when it fails or is interrupted.
func WriteFile(ctx context.Context, path string, c Content) (m *Manifest, err error) {
	folder := filepath.Dir(path)
	file, err := os.CreateTemp(folder, "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(file.Name())
			err = fmt.Errorf("write %s: %w", path, err)
		}
	}()
	if m, err = Write(ctx, file, c); err != nil {
		return nil, err
	}
	if err = file.Chmod(0o644); err != nil && runtime.GOOS != "windows" {
		return nil, err
	}
	if err = file.Sync(); err != nil {
		return nil, err
	}
	if err = file.Close(); err != nil {
		return nil, err
	}
	if err = os.Rename(file.Name(), path); err != nil {
		return nil, err
	}
	return m, syncFolder(folder)
}

// syncFolder makes the new name durable. Windows has no such call and needs none: a rename is journaled with the file system.
func syncFolder(folder string) error {
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
