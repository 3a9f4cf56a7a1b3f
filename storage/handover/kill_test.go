package handover_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// TestMain lets a test run this binary as the process that is killed.
func TestMain(m *testing.M) {
	if work := os.Getenv("ZS_HANDOVER_CHILD"); work != "" {
		if err := child(work, os.Getenv("ZS_HANDOVER_STORE"), os.Getenv("ZS_HANDOVER_BUNDLE")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child imports a bundle into a store, or writes a bundle of it.
func child(work, dir, path string) (err error) {
	if strings.HasPrefix(work, "rate-") {
		return timedChild(work, dir, path)
	}
	s, err := storage.Open(dir, storage.Options{AnyPlace: true})
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := s.Close(); err == nil {
			err = closeErr
		}
	}()
	ctx := context.Background()
	if work == "export" {
		c, err := exchangeOf(s, "a").Export(ctx, handover.Selection{Kind: bundle.KindYear})
		if err == nil {
			_, err = bundle.WriteFile(ctx, path, c)
		}
		return err
	}
	r, err := bundle.OpenFile(path, bundle.Options{})
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = exchangeOf(s, "b").Import(ctx, r, handover.Choice{AnyOrigin: true})
	return err
}

// killed runs a child and kills it after a while; it reports whether the child had finished.
func killed(t *testing.T, work, dir, path string, after time.Duration) bool {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "ZS_HANDOVER_CHILD="+work, "ZS_HANDOVER_STORE="+dir, "ZS_HANDOVER_BUNDLE="+path)
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- c.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Fatalf("%s: %v", work, err)
		}
		return true
	case <-time.After(after):
		if err := c.Process.Kill(); err != nil && err != os.ErrProcessDone {
			t.Fatal(err)
		}
		return <-done == nil
	}
}

// TestKilled kills exports and imports at random moments. A bundle is whole or absent; an import goes on where it was, and in the end
// the store has everything.
func TestKilled(t *testing.T) {
	const evaluations = 150
	dir := t.TempDir()
	dirA, dirB, path := filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, "year.zsb")
	a := openStore(t, dirA)
	if _, err := a.CreateYear(t.Context(), storage.Year{Year: 2022, Unit: "市财政局"}); err != nil {
		t.Fatal(err)
	}
	for i := range evaluations {
		if _, err := a.Create(t.Context(), sample(fmt.Sprintf("p%03d", i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	kills, pause := 0, 20*time.Millisecond
	for ; !killed(t, "export", dirA, path, pause+rand.N(pause)); kills++ {
		if r, err := bundle.OpenFile(path, bundle.Options{}); err == nil {
			if err := r.Verify(t.Context(), nil); err != nil {
				t.Fatalf("half a bundle: %v", err)
			}
			r.Close()
		} else if !os.IsNotExist(err) {
			t.Fatalf("half a bundle: %v", err)
		}
		pause += pause / 2 // so that it comes to an end on a slow machine
	}
	exports := kills
	for pause = 20 * time.Millisecond; !killed(t, "import", dirB, path, pause+rand.N(pause)); kills++ {
		pause += pause / 2
	}
	t.Logf("killed %d exports and %d imports", exports, kills-exports)
	b := openStore(t, dirB)
	defer b.Close()
	headers, err := b.Headers(t.Context(), 2022)
	if err != nil || len(headers) != evaluations {
		t.Fatalf("%d evaluations, %v", len(headers), err)
	}
	if pending, err := exchangeOf(b, "b").Pending(t.Context()); err != nil || pending != "" {
		t.Errorf("still pending: %q %v", pending, err)
	}
}
