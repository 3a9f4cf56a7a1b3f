package storage

import (
	"errors"
	"path/filepath"
	"testing"

	"zhunsheng/storage/keyring"
)

func TestStoreInUseIsTold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "数据")
	if err := CheckUnused(dir); err != nil {
		t.Errorf("where there is none: %v", err)
	}
	s, err := Open(dir, Options{Cost: keyring.Cost{Time: 1, Memory: 64, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	var refused *FolderError
	if err := CheckUnused(dir); !errors.Is(err, ErrInUse) || !errors.As(err, &refused) {
		t.Errorf("an open store: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := CheckUnused(dir); err != nil {
		t.Errorf("a closed store: %v", err)
	}
}
