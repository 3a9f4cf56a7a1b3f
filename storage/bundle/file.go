package bundle

import (
	"context"
	"os"

	"zhunsheng/storage/atomicfile"
)

// WriteFile writes a bundle to a path, whole or not at all. What was there stays when it fails or is interrupted.
func WriteFile(ctx context.Context, path string, c Content) (m *Manifest, err error) {
	err = atomicfile.Stream(path, 0o644, func(file *os.File) error {
		m, err = Write(ctx, file, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	return m, nil
}
