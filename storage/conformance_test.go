package storage_test

import (
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/storage"
	"zhunsheng/storage/storagetest"
)

var options = storage.Options{Schemes: storagetest.Schemes}

// newDir makes an empty folder. Unlike t.TempDir it tolerates files that cannot be removed at once, as under Wine.
func newDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "storage-test-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func mustOpen(t testing.TB, dir string) *storage.Store {
	t.Helper()
	s, err := storage.Open(dir, options)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustClose(t testing.TB, s *storage.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func memory() storagetest.Maker {
	return storagetest.Maker{Open: func(testing.TB) storagetest.Store { return storage.OpenMemory(options) }}
}

// onDisk makes stores in folders of their own.
func onDisk(open func(string, storage.Options) (*storage.Store, error)) storagetest.Maker {
	dirs := map[storagetest.Store]string{}
	openIn := func(t testing.TB, dir string) storagetest.Store {
		t.Helper()
		s, err := open(dir, options)
		if err != nil {
			t.Fatal(err)
		}
		dirs[s] = dir
		return s
	}
	return storagetest.Maker{
		Open: func(t testing.TB) storagetest.Store { return openIn(t, filepath.Join(newDir(t), "年度 store")) },
		Reopen: func(t testing.TB, s storagetest.Store) storagetest.Store {
			t.Helper()
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			return openIn(t, dirs[s])
		},
	}
}

func TestBadgerKeepsTheContract(t *testing.T) { storagetest.Run(t, onDisk(storage.Open)) }
func TestMemoryKeepsTheContract(t *testing.T) { storagetest.Run(t, memory()) }
func TestBadgerFollowsTheModel(t *testing.T)  { storagetest.RunModel(t, onDisk(storage.OpenSmall)) }
func TestMemoryFollowsTheModel(t *testing.T)  { storagetest.RunModel(t, memory()) }
