package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"zhunsheng/storage"
)

// The superuser may write everywhere, so the file system is asked as somebody else, which holds for this thread only.
func TestFoldersThatCannotBeWritten(t *testing.T) {
	parent := newDir(t)
	if err := os.Chmod(parent, 0o755); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(parent, "readonly")
	if err := os.Mkdir(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const nobody = 65534
	self := unix.Geteuid()
	if self == 0 {
		if _, err := unix.SetfsuidRetUid(nobody); err != nil {
			t.Fatal(err)
		}
		defer unix.SetfsuidRetUid(self)
	}
	for _, path := range []string{dir, filepath.Join(dir, "below")} {
		s, err := storage.Open(path, options)
		if err == nil {
			s.Close()
			t.Fatalf("%s was opened", path)
		}
		var folder *storage.FolderError
		if !errors.As(err, &folder) || !errors.Is(err, storage.ErrNotWritable) || folder.Remedy() == "" {
			t.Errorf("error is %v", err)
		}
	}
}
