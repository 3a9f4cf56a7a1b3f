package collect_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/collect"
	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// unit hands bundles over.
type unit struct {
	t       testing.TB
	name    string
	key     ed25519.PrivateKey
	made    int
	records map[string]*merge.Record

	evidence []bundle.Evidence // that goes along
	lock     bundle.Lock       // of what is written
}

func newUnit(t testing.TB, name string) *unit {
	seed := sha256.Sum256([]byte(name))
	return &unit{t: t, name: name, key: ed25519.NewKeyFromSeed(seed[:]), records: map[string]*merge.Record{}}
}

func (u *unit) device() string { return bundle.DeviceID(u.key.Public().(ed25519.PublicKey)) }

// example returns the embedded example as a project of the unit.
func (u *unit) example(id string) *scoring.Evaluation {
	u.t.Helper()
	e, err := scoring.ReadEvaluation(assets.Example())
	if err != nil {
		u.t.Fatal(err)
	}
	e.ID, e.Project.Unit, e.Project.Name = id, u.name, "项目 "+id
	return e
}

// write writes a bundle of evaluations; each has a version that has seen the unit's earlier ones.
func (u *unit) write(path string, day int, evaluations ...*scoring.Evaluation) {
	u.t.Helper()
	u.made++
	c := bundle.Content{
		Manifest: bundle.Manifest{
			Bundle: fmt.Sprintf("%x-%d", u.name, u.made), Store: u.name, Sequence: uint64(u.made), Kind: bundle.KindYear,
			Created: time.Date(2023, 3, day, 8, 0, 0, 0, time.UTC).Format(time.RFC3339), Creator: bundle.Creator{Device: u.device(), Unit: u.name},
		},
		Evidence: u.evidence, Lock: u.lock,
		Signers: []bundle.Signer{bundle.DeviceKey{Private: u.key}},
		Records: func(add func(bundle.Record) error) error {
			for _, e := range evaluations {
				if err := add(u.record(e, day)); err != nil {
					return err
				}
			}
			return nil
		},
	}
	if _, err := bundle.WriteFile(context.Background(), path, c); err != nil {
		u.t.Fatal(err)
	}
}

func (u *unit) record(e *scoring.Evaluation, day int) bundle.Record {
	u.t.Helper()
	data, err := e.Encode()
	if err != nil {
		u.t.Fatal(err)
	}
	var document bytes.Buffer
	if err := compactInto(&document, data); err != nil {
		u.t.Fatal(err)
	}
	key := fmt.Sprintf("%d/%s", e.FiscalYear, e.ID)
	r := u.records[key]
	if r == nil {
		r = merge.New()
		u.records[key] = r
	}
	if _, err := r.Update(merge.EvaluationShape, document.Bytes(), merge.Edit{Device: u.device(), Author: u.name, Time: fmt.Sprintf("2023-03-%02dT00:00:00Z", day)}); err != nil {
		u.t.Fatal(err)
	}
	line, err := r.Encode(merge.EvaluationShape)
	if err != nil {
		u.t.Fatal(err)
	}
	return bundle.Record{Data: line, RecordInfo: bundle.RecordInfo{
		Kind: bundle.RecordEvaluation, Key: key, Vector: r.Vector, Year: e.FiscalYear, Title: e.Project.Name, Unit: e.Project.Unit,
		Department: e.Project.Department, Status: string(e.Status),
	}}
}

func options(t testing.TB) collect.Options {
	t.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	return collect.Options{Schemes: schemes.For, Now: time.Date(2023, 4, 1, 0, 0, 0, 0, time.UTC)}
}

// peak watches the heap while something runs, and returns the most that was in use.
func peak(run func()) uint64 {
	var most atomic.Uint64
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(20 * time.Millisecond)
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

// processorTime is how much the processors have worked for this process, to a hundredth of a second; 0 where the system does not tell.
func processorTime(t testing.TB) time.Duration {
	t.Helper()
	data, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(data[bytes.LastIndexByte(data, ')')+1:])
	var ticks int64
	for _, at := range []int{11, 12} { // utime and stime, the 14th and 15th of all
		n, err := strconv.ParseInt(string(fields[at]), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// whole says which tests are left out, and why, where only the quick ones are asked for.
func whole(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("ZS_TEST_ALL") != "1" {
		t.Skipf("not run: %s (set ZS_TEST_ALL=1)", what)
	}
}

func damage(t *testing.T, from, to string, change func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, change(data), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func join(parts ...string) string { return filepath.Join(parts...) }

var errStop = errors.New("stop")
