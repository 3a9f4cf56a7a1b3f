package handover_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// stick is a file on a stick that is pulled out after so many bytes were read.
type stick struct {
	*bytes.Reader
	left int64
}

var errPulled = errors.New("input/output error")

func (s *stick) ReadAt(into []byte, at int64) (int, error) {
	if s.left -= int64(len(into)); s.left < 0 {
		return 0, errPulled
	}
	return s.Reader.ReadAt(into, at)
}

// withEvidence fills a store with evaluations that have a file of evidence each, and returns the bundle of it.
func withEvidence(t *testing.T, count, size int) []byte {
	t.Helper()
	a := openStore(t, filepath.Join(t.TempDir(), "a"))
	defer a.Close()
	if _, err := a.CreateYear(t.Context(), storage.Year{Year: 2022}); err != nil {
		t.Fatal(err)
	}
	for i := range count {
		content := strings.Repeat(fmt.Sprintf("证明材料 %d ", i), size/20)
		sum := sha256.Sum256([]byte(content))
		e := sample(fmt.Sprintf("p%02d", i))
		e.Evidence = []scoring.Evidence{{ID: "e", Name: "证明.pdf", SHA256: hex.EncodeToString(sum[:])}}
		if err := a.KeepEvidence(t.Context(), e.Evidence[0].SHA256, strings.NewReader(content)); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Create(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	return export(t, a, exchangeOf(a, "a"))
}

// leftovers are the files in the evidence folder of a store.
func leftovers(t *testing.T, dir string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(filepath.Join(dir, "evidence"), func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil && d.Type().IsRegular() {
			found[path] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestStickPulledOnDisk pulls the stick at every stage of an import. Nothing is to be seen of the bundle then, nothing is left behind, or the
// import is pending; with the stick back it ends as if nothing had happened.
func TestStickPulledOnDisk(t *testing.T) {
	data := withEvidence(t, 12, 100000)
	dir := filepath.Join(t.TempDir(), "b")
	b := openStore(t, dir)
	defer b.Close()
	x := exchangeOf(b, "b")
	pulled := 0
	for left := int64(0); ; left += int64(len(data)) / 25 {
		r, err := bundle.Open(&stick{bytes.NewReader(data), left}, int64(len(data)), bundle.Options{})
		if err == nil {
			_, err = x.Import(t.Context(), r, handover.Choice{AnyOrigin: true})
		}
		if err == nil {
			break
		}
		if !errors.Is(err, errPulled) {
			t.Fatalf("after %d bytes: %v", left, err)
		}
		pulled++
		pending, err := x.Pending(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for path := range maps.Keys(leftovers(t, dir)) {
			if strings.HasSuffix(path, ".tmp") {
				t.Fatalf("after %d bytes %s is left behind", left, path)
			}
		}
		if headers, err := b.Headers(t.Context(), 2022); pending == "" && err == nil && len(headers) > 0 {
			t.Fatalf("after %d bytes %d evaluations are there without the import being pending", left, len(headers))
		}
	}
	if pulled < 10 {
		t.Errorf("pulled %d times only", pulled)
	}
	if headers, err := b.Headers(t.Context(), 2022); err != nil || len(headers) != 12 {
		t.Errorf("%d evaluations, %v", len(headers), err)
	}
	if files := leftovers(t, dir); len(files) != 12 {
		t.Errorf("%d files of evidence", len(files))
	}
	if pending, err := x.Pending(t.Context()); err != nil || pending != "" {
		t.Errorf("%s is pending, %v", pending, err)
	}
}

// TestWrongEvidenceLeavesNothing refuses a bundle whose last file is another one than its name says.
func TestWrongEvidenceLeavesNothing(t *testing.T) {
	data := withEvidence(t, 4, 50000)
	at := bytes.LastIndex(data, []byte("证明材料"))
	data[at] ^= 1
	dir := filepath.Join(t.TempDir(), "b")
	b := openStore(t, dir)
	defer b.Close()
	r, err := bundle.Open(bytes.NewReader(data), int64(len(data)), bundle.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exchangeOf(b, "b").Import(t.Context(), r, handover.Choice{AnyOrigin: true}); err == nil {
		t.Fatal("accepted")
	}
	if files := leftovers(t, dir); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
	if years, err := b.Years(t.Context()); err != nil || len(years) != 0 {
		t.Errorf("%v %v", years, err)
	}
}
