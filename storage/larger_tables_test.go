package storage_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/storagetest"
)

// manyLarge is how many evaluations of some 60 KB each more than fill a memory table as they are today.
const manyLarge = 200

// In this role the test binary is an older version, with memory tables of 16 MB, that has filled most of one.
func fillLarge(dir string) error {
	s, err := storage.OpenLarge(dir, options)
	if err != nil {
		return err
	}
	ctx := context.Background()
	if _, err := s.CreateYear(ctx, storage.Year{Year: 2022}); err != nil {
		return err
	}
	random := rand.NewChaCha8([32]byte{1})
	for i := range manyLarge {
		e := storagetest.Evaluation(2022, fmt.Sprint("e", i), 50)
		noise := make([]byte, 30_000)
		random.Read(noise) //nolint:errcheck // never fails
		e.Narrative = append(e.Narrative, scoring.Narrative{Section: "noise", Text: hex.EncodeToString(noise)})
		if _, err := s.Create(ctx, e); err != nil {
			return err
		}
	}
	fmt.Println("full")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// A killed process leaves its memory table in a file. One of a version whose tables were larger has to fit into one of today.
func TestMemoryTableOfALargerSize(t *testing.T) {
	dir := newDir(t)
	c := child(t, "large", dir)
	holding(t, c, "full")
	_ = c.Process.Kill()
	_ = c.Wait()
	if left, err := filepath.Glob(filepath.Join(dir, "state", "*.mem")); err != nil || len(left) == 0 {
		t.Fatalf("the killed process left no memory table (%v)", err)
	}
	s := mustOpen(t, dir)
	defer mustClose(t, s)
	if r := s.Recovery(); r.Lost() || r.Rebuilt {
		t.Errorf("recovery %+v", r)
	}
	headers, err := s.Headers(t.Context(), 2022)
	if err != nil || len(headers) != manyLarge {
		t.Errorf("%d evaluations, want %d (%v)", len(headers), manyLarge, err)
	}
}
