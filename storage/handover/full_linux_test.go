package handover_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// smallDisk mounts a file system of its own and returns its folder.
func smallDisk(t *testing.T, megabytes int64) string {
	t.Helper()
	base := t.TempDir()
	image, dir := filepath.Join(base, "image"), filepath.Join(base, "disk")
	if err := errors.Join(os.WriteFile(image, nil, 0o600), os.Truncate(image, megabytes<<20), os.Mkdir(dir, 0o700)); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][]string{{"mkfs.ext4", "-q", "-F", "-m", "0", image}, {"mount", "-o", "loop", image, dir}} {
		if out, err := exec.CommandContext(t.Context(), c[0], c[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", c, err, out)
		}
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v\n%s", err, out)
		}
	})
	return dir
}

// fillUp leaves so many bytes free on a disk.
func fillUp(t *testing.T, dir string, free int64) {
	t.Helper()
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if size := int64(s.Bavail)*s.Bsize - free; size > 0 {
		if err := syscall.Fallocate(int(file.Fd()), 0, 0, size); err != nil {
			t.Fatal(err)
		}
	}
}

// large is a bundle with a file of evidence that is larger than the room a store wants to have before it begins anything, so that the
// disk is really full in the middle.
func large(t *testing.T) []byte {
	t.Helper()
	a := openStore(t, filepath.Join(t.TempDir(), "a"))
	defer a.Close()
	if _, err := a.CreateYear(t.Context(), storage.Year{Year: 2022}); err != nil {
		t.Fatal(err)
	}
	content := make([]byte, 90<<20)
	if _, err := rand.NewChaCha8([32]byte{7}).Read(content); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	digest := hex.EncodeToString(sum[:])
	if err := a.KeepEvidence(t.Context(), digest, bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		e := sample("p" + strings.Repeat("x", i+1))
		e.Evidence = []scoring.Evidence{{ID: "e", Name: "证明.bin", SHA256: digest}}
		if _, err := a.Create(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	return export(t, a, exchangeOf(a, "a"))
}

// TestDiskFull imports onto disks with less and less room. The store stays open to reading, nothing of the bundle is to be seen unless
// the import is pending, nothing half is left behind; with room again the import ends.
func TestDiskFull(t *testing.T) {
	if os.Getenv("ZS_TORTURE") != "1" {
		t.Skip("not run: disks that are really full (set ZS_TORTURE=1, as the superuser)")
	}
	data := large(t)
	disk := smallDisk(t, 400)
	full := 0
	for i, free := range []int64{40 << 20, 66 << 20, 80 << 20, 100 << 20, 130 << 20, 150 << 20, 158 << 20} {
		dir := filepath.Join(disk, "store")
		b := openStore(t, dir)
		x := exchangeOf(b, "b")
		fillUp(t, disk, free)
		err := importInto(t, x, data)
		if err != nil {
			full++
			if !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, storage.ErrDiskFull) {
				t.Errorf("%d MB free: %v", free>>20, err)
			}
		}
		pending, pendingErr := x.Pending(t.Context())
		headers, headersErr := b.Headers(t.Context(), 2022)
		if errors.Is(headersErr, storage.ErrNotFound) {
			headersErr = nil
		}
		if err := errors.Join(pendingErr, headersErr); err != nil {
			t.Fatalf("%d MB free: reading failed: %v", free>>20, err)
		}
		if err != nil && pending == "" && len(headers) > 0 {
			t.Errorf("%d MB free: %d evaluations are there without the import being pending", free>>20, len(headers))
		}
		for path := range leftovers(t, dir) {
			if strings.HasSuffix(path, ".tmp") {
				t.Errorf("%d MB free: %s is left behind", free>>20, path)
			}
		}
		if err := os.Remove(filepath.Join(disk, "filler")); err != nil {
			t.Fatal(err)
		}
		if err := importInto(t, x, data); err != nil {
			t.Fatalf("%d MB free, with room again: %v", free>>20, err)
		}
		if headers, err := b.Headers(t.Context(), 2022); err != nil || len(headers) != 40 {
			t.Errorf("%d: %d evaluations, %v", i, len(headers), err)
		}
		if err := errors.Join(b.Close(), os.RemoveAll(dir)); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("the disk was full %d times", full)
	if full < 3 {
		t.Error("the disk was hardly ever full")
	}
}

func importInto(t *testing.T, x *handover.Exchange, data []byte) error {
	t.Helper()
	r, err := bundle.Open(bytes.NewReader(data), int64(len(data)), bundle.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = x.Import(t.Context(), r, handover.Choice{AnyOrigin: true})
	return err
}

// TestDiskFullWhileWriting writes a bundle onto a disk that has no room for it. The bundle that was there stays, and nothing else.
func TestDiskFullWhileWriting(t *testing.T) {
	if os.Getenv("ZS_TORTURE") != "1" {
		t.Skip("not run: disks that are really full (set ZS_TORTURE=1, as the superuser)")
	}
	data := large(t)
	disk := smallDisk(t, 60)
	b := openStore(t, filepath.Join(t.TempDir(), "b"))
	defer b.Close()
	x := exchangeOf(b, "b")
	if err := importInto(t, x, data); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(disk, "year.zsb")
	if err := os.WriteFile(path, []byte("the bundle before"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := x.Export(t.Context(), handover.Selection{Kind: bundle.KindYear})
	if err != nil {
		t.Fatal(err)
	}
	c.Folder = disk
	if _, err := bundle.WriteFile(t.Context(), path, c); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
	kept, err := os.ReadFile(path)
	entries, dirErr := os.ReadDir(disk)
	if err := errors.Join(err, dirErr); err != nil || string(kept) != "the bundle before" || len(entries) != 2 { // and lost+found
		t.Errorf("%q, %v, %v", kept, entries, err)
	}
}
