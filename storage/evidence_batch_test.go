package storage

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file that comes twice in a batch leaves the first one alone, which may be on its way to the disk: an open file cannot be removed
// everywhere.
func TestSameEvidenceTwiceInABatch(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "store"), Options{AnyPlace: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	sum := sha256.Sum256([]byte("证明"))
	digest := hex.EncodeToString(sum[:])
	b, err := s.BeginEvidence()
	if err != nil {
		t.Fatal(err)
	}
	keep := func() string {
		if err := b.Keep(t.Context(), digest, strings.NewReader("证明")); err != nil {
			t.Fatal(err)
		}
		return b.drafts[digest]
	}
	if first := keep(); keep() != first {
		t.Error("the second file took the place of the first")
	}
	if left, err := filepath.Glob(filepath.Join(s.folder.path(evidenceName), ".batch.*.tmp")); err != nil || len(left) != 1 {
		t.Errorf("drafts: %v, %v", left, err)
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.evidencePath(digest)); err != nil {
		t.Error(err)
	}
}
