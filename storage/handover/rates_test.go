package handover_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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

// filled makes a store of 2,000 evaluations with 1 GB of evidence, and puts the same content beside it as plain files.
func filled(t *testing.T, dir, plain string) {
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
		e := rateSample(i, digests[i%rateFiles])
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
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// rateSample is an evaluation of 30 indicators.
func rateSample(i int, digest string) *scoring.Evaluation {
	e := sample(fmt.Sprintf("p%04d", i))
	e.Narrative[0].Text = strings.Repeat(fmt.Sprintf("第%d项情况说明。", i), 100)
	for j := range 25 {
		e.Indicators = append(e.Indicators, scoring.Indicator{
			ID: fmt.Sprint("x", j), Level1: "产出指标", Level2: "数量指标", Name: fmt.Sprint("指标", i, j), Method: scoring.Method{Kind: "manual"},
			Reason: strings.Repeat("偏差原因", 10),
		})
	}
	e.Evidence = []scoring.Evidence{{ID: "e", Name: "证明.pdf", SHA256: digest}}
	return e
}

// measured is what one piece of work took, as the process that did nothing else says.
type measured struct {
	Seconds float64 `json:"seconds"` // of the work itself, without opening the store
	Memory  int64   `json:"memory"`  // greatest resident memory of the whole process in KB, 0 where the system does not tell
	CPU     float64 `json:"-"`       // seconds of the whole process
}

// timedChild does one piece of work on a store and prints how long it took.
func timedChild(work, dir, path string) error {
	s, err := storage.Open(dir, storage.Options{AnyPlace: true})
	if err != nil {
		return err
	}
	x := exchangeOf(s, work)
	ctx := context.Background()
	start := time.Now()
	switch work {
	case "rate-open":
	case "rate-note":
		_, err = x.Export(ctx, handover.Selection{Kind: bundle.KindYear})
	case "rate-export":
		var c bundle.Content
		if c, err = x.Export(ctx, handover.Selection{Kind: bundle.KindYear}); err == nil {
			c.Signers, c.Folder = []bundle.Signer{handover.SignerOf(s)}, filepath.Dir(path)
			_, err = bundle.WriteFile(ctx, path, c)
		}
	default:
		err = timedRead(ctx, work, x, path)
	}
	if err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(measured{Seconds: time.Since(start).Seconds(), Memory: greatestMemory()}); err != nil {
		return err
	}
	return s.Close()
}

// greatestMemory is the greatest resident memory that this process had, in KB; 0 where the system does not tell. What a parent learns
// of its children counts the parent's own memory, too.
func greatestMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		var kb int64
		if n, err := fmt.Sscanf(line, "VmHWM: %d kB", &kb); n == 1 && err == nil {
			return kb
		}
	}
	return 0
}

func timedRead(ctx context.Context, work string, x *handover.Exchange, path string) error {
	r, err := bundle.OpenFile(path, bundle.Options{})
	if err != nil {
		return err
	}
	defer r.Close()
	if work == "rate-preview" {
		_, err = x.Preview(ctx, r)
		return err
	}
	_, err = x.Import(ctx, r, handover.Choice{AnyOrigin: true})
	return err
}

// measure runs a command and tells what it took; that of a child of this test also how long the work itself was.
func measure(t *testing.T, c *exec.Cmd) measured {
	t.Helper()
	var out strings.Builder
	c.Stdout, c.Stderr = &out, os.Stderr
	start := time.Now()
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	m := measured{Seconds: time.Since(start).Seconds()}
	if text := out.String(); strings.HasPrefix(text, "{") {
		if err := json.NewDecoder(strings.NewReader(text)).Decode(&m); err != nil {
			t.Fatal(err)
		}
	}
	m.CPU = (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()
	return m
}

// TestRates measures export and import beside zip and tar on the same content, in one run, each in a process of its own. It prints what
// it finds; what was found is in docs/exchange-bundles.md.
func TestRates(t *testing.T) {
	if os.Getenv("ZS_TEST_ALL") != "1" {
		t.Skip("not run: rates of export and import on 1 GB (set ZS_TEST_ALL=1)")
	}
	dir := t.TempDir()
	plain, path := filepath.Join(dir, "plain"), filepath.Join(dir, "year.zsb")
	dirA, dirB := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	filled(t, dirA, plain)
	const size = rateFiles*rateFileSize + 30<<20
	report := func(name string, m measured) float64 {
		rate := float64(size) / 1e6 / m.Seconds
		t.Logf("%-14s %8.3f s %7.0f MB/s  processor %6.2f s  memory %4d MB", name, m.Seconds, rate, m.CPU, m.Memory>>10)
		return rate
	}
	work := func(name, dir string) float64 {
		c := exec.CommandContext(t.Context(), os.Args[0])
		c.Env = append(os.Environ(), "ZS_HANDOVER_CHILD="+name, "ZS_HANDOVER_STORE="+dir, "ZS_HANDOVER_BUNDLE="+path)
		return report(strings.TrimPrefix(name, "rate-"), measure(t, c))
	}
	peer := func(name string, args ...string) float64 {
		c := exec.CommandContext(t.Context(), args[0], args[1:]...)
		c.Stdout = io.Discard
		return report(name, measure(t, c))
	}
	work("rate-open", dirA)
	work("rate-note", dirA) // versions and sizes are noted once; a user hands over again and again
	zip0 := peer("zip -0", "zip", "-0", "-q", "-r", filepath.Join(dir, "0.zip"), plain)
	export := work("rate-export", dirA)
	zip6 := peer("zip -6", "zip", "-6", "-q", "-r", filepath.Join(dir, "6.zip"), plain)
	peer("tar | zstd -1", "sh", "-c", "tar -C "+plain+" -cf - . | zstd -1 -q -o "+filepath.Join(dir, "t.zst"))
	work("rate-open", dirB)
	work("rate-preview", dirB)
	work("rate-import", dirB)
	work("rate-preview", dirB)
	work("rate-import", dirB)
	t.Logf("export is %.2f times zip -0 and %.2f times zip -6", export/zip0, export/zip6)
}
