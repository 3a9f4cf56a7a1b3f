package handover_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

const (
	rateEvaluations = 2000
	rateFiles       = 256
	rateFileSize    = 4 << 20
)

// peak watches the memory while something runs, and returns the most that the process held, in bytes.
func peak(run func()) uint64 {
	var most atomic.Uint64
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(10 * time.Millisecond)
		defer ticker.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.Sys-m.HeapReleased))
			select {
			case <-done:
				return
			case <-ticker.C:
			}
		}
	}()
	run()
	close(done)
	<-stopped
	return most.Load()
}

// filled makes a store of 2,000 evaluations with 1 GB of evidence, and puts the same content beside it as plain files.
func filled(t *testing.T, dir, plain string) *storage.Store {
	t.Helper()
	s := openStore(t, dir)
	if _, err := s.CreateYear(t.Context(), storage.Year{Year: 2022, Unit: "市财政局"}); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(plain, 0o700); err != nil {
		t.Fatal(err)
	}
	random := rand.NewChaCha8([32]byte{1})
	var digests []string
	data := make([]byte, rateFileSize)
	for range rateFiles {
		if _, err := random.Read(data); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		digest := hex.EncodeToString(sum[:])
		digests = append(digests, digest)
		if err := s.KeepEvidence(t.Context(), digest, strings.NewReader(string(data))); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(plain, digest), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := range rateEvaluations {
		e := sample(fmt.Sprintf("p%04d", i))
		e.Narrative[0].Text = strings.Repeat(fmt.Sprintf("第%d项情况说明。", i), 100)
		for j := range 25 {
			e.Indicators = append(e.Indicators, scoring.Indicator{
				ID: fmt.Sprint("x", j), Level1: "产出指标", Level2: "数量指标", Name: fmt.Sprint("指标", i, j), Method: scoring.Method{Kind: "manual"},
				Reason: strings.Repeat("偏差原因", 10),
			})
		}
		e.Evidence = []scoring.Evidence{{ID: "e", Name: "证明.pdf", SHA256: digests[i%rateFiles]}}
		content, err := e.Encode()
		if err == nil {
			_, err = s.Create(t.Context(), e)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(plain, e.ID+".json"), content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// TestRates measures export and import beside zip and tar on the same content, in one run. It prints what it finds; the bounds are in
// docs/exchange-bundles.md.
func TestRates(t *testing.T) {
	if os.Getenv("ZS_TEST_ALL") != "1" {
		t.Skip("not run: rates of export and import on 1 GB (set ZS_TEST_ALL=1)")
	}
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain")
	a := filled(t, filepath.Join(dir, "a"), plain)
	defer a.Close()
	path := filepath.Join(dir, "year.zsb")
	var size int64
	report := func(name string, took time.Duration, memory uint64) float64 {
		rate := float64(size) / 1e6 / took.Seconds()
		t.Logf("%-12s %8.2fs %7.0f MB/s %5d MB", name, took.Seconds(), rate, memory>>20)
		return rate
	}
	size = rateFiles*rateFileSize + 30<<20
	xa := exchangeOf(a, "a")
	timed := func(run func() error) (time.Duration, uint64) {
		var took time.Duration
		debug.FreeOSMemory()
		before := peak(func() {})
		memory := peak(func() {
			start := time.Now()
			if err := run(); err != nil {
				t.Fatal(err)
			}
			took = time.Since(start)
		})
		return took, memory - min(memory, before)
	}
	// Versions and sizes are noted once; a user hands over again and again.
	took, memory := timed(func() error {
		_, err := xa.Export(t.Context(), handover.Selection{Kind: bundle.KindYear})
		return err
	})
	report("first notes", took, memory)
	took, memory = timed(func() error {
		c, err := xa.Export(t.Context(), handover.Selection{Kind: bundle.KindYear})
		if err != nil {
			return err
		}
		c.Signers, c.Folder = []bundle.Signer{handover.SignerOf(a)}, dir
		_, err = bundle.WriteFile(t.Context(), path, c)
		return err
	})
	out := report("export", took, memory)
	b := openStore(t, filepath.Join(dir, "b"))
	defer b.Close()
	r, err := bundle.OpenFile(path, bundle.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	xb := exchangeOf(b, "b")
	took, memory = timed(func() error { _, err := xb.Preview(t.Context(), r); return err })
	report("preview", took, memory)
	took, memory = timed(func() error {
		_, err := xb.Import(context.Background(), r, handover.Choice{AnyOrigin: true})
		return err
	})
	report("import", took, memory)
	took, memory = timed(func() error { _, err := xb.Preview(t.Context(), r); return err })
	report("preview again", took, memory)
	var rates []float64
	for _, c := range [][]string{
		{"zip", "-0", "-q", "-r", filepath.Join(dir, "0.zip"), plain},
		{"zip", "-6", "-q", "-r", filepath.Join(dir, "6.zip"), plain},
		{"sh", "-c", "tar -C " + plain + " -cf - . | zstd -1 -q -o " + filepath.Join(dir, "t.zst")},
	} {
		took, _ := timed(func() error {
			command := exec.CommandContext(t.Context(), c[0], c[1:]...)
			command.Stdout, command.Stderr = io.Discard, os.Stderr
			return command.Run()
		})
		rates = append(rates, report(c[0]+" "+c[1], took, 0))
	}
	t.Logf("export is %.2f times zip -0 and %.2f times zip -6", out/rates[0], out/rates[1])
}
