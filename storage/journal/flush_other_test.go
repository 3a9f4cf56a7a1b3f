//go:build !linux

package journal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Elsewhere a flush is os.File.Sync, which is FlushFileBuffers on Windows: its error names the call.
func TestFlushReachesTheSystem(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	if err := flush(f); err != nil {
		t.Error(err)
	}
	f.Close()
	var failed *fs.PathError
	if err := flush(f); !errors.As(err, &failed) || failed.Op != "sync" {
		t.Errorf("flushing a closed file: %v", err)
	}
}
