package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"zhunsheng/app/locale"
	"zhunsheng/assets"
	"zhunsheng/scoring"
)

func TestDocumentInUseGoesToAnotherName(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "自评报告.pdf")
	if err := os.WriteFile(filepath.Join(folder, "自评报告 (2).pdf"), []byte("older"), 0o600); err != nil {
		t.Fatal(err)
	}
	var busy error = syscall.EBUSY
	if runtime.GOOS == "windows" {
		busy = syscall.Errno(32) // ERROR_SHARING_VIOLATION
	}
	held := map[string]bool{path: true, filepath.Join(folder, "自评报告 (3).pdf"): true}
	written := ""
	write := func(path string, _ []byte, _ fs.FileMode) error {
		if held[path] {
			return &os.LinkError{Op: "rename", Old: "x", New: path, Err: busy}
		}
		written = path
		return nil
	}
	got, err := writeDocument(path, []byte("x"), write)
	if want := filepath.Join(folder, "自评报告 (4).pdf"); err != nil || got != want || written != want {
		t.Errorf("written to %q (%q), %v", got, written, err)
	}
	always := func(path string, _ []byte, _ fs.FileMode) error {
		return &fs.PathError{Op: "open", Path: path, Err: busy}
	}
	var inUse *InUseError
	if _, err := writeDocument(path, nil, always); !errors.As(err, &inUse) || inUse.Path != path {
		t.Errorf("got %v", err)
	}
	denied := func(string, []byte, fs.FileMode) error { return fs.ErrPermission }
	if got, err := writeDocument(path, nil, denied); !errors.Is(err, fs.ErrPermission) || got != path {
		t.Errorf("got %q, %v", got, err)
	}
}

func batch(t testing.TB, n int) []BatchJob {
	t.Helper()
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	schemes, err := OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	jobs := make([]BatchJob, n)
	for i := range jobs {
		jobs[i] = BatchJob{Name: string(rune('a' + i%26)), Path: filepath.Join(folder, "r"+strconv.Itoa(i)+".pdf"), Prepare: func() (Publication, error) {
			e, err := scoring.ReadEvaluation(assets.Example())
			if err != nil {
				return Publication{}, err
			}
			s, err := schemes.For(e.Scheme)
			return Publication{Assessment: Assess(s, e), Words: catalogue.Printer(locale.Chinese), Now: time.Date(2023, 3, 20, 9, 0, 0, 0, time.UTC)}, err
		}}
	}
	return jobs
}

func TestBatchGoesOnAfterAFailure(t *testing.T) {
	jobs := batch(t, 5)
	broken := errors.New("broken")
	jobs[1].Prepare = func() (Publication, error) { return Publication{}, broken }
	jobs[3].Path = filepath.Join(jobs[3].Path, "missing", "x.pdf")
	last := -1
	got := PublishAll(t.Context(), jobs, func(done, total int) {
		if done != last+1 || total != 5 {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last = done
	})
	if got.Failed != 2 || got.Cancelled != 0 || len(got.Outcomes) != 5 || last != 5 {
		t.Fatalf("%d failed, %d cancelled, %d outcomes, progress %d", got.Failed, got.Cancelled, len(got.Outcomes), last)
	}
	if !errors.Is(got.Outcomes[1].Err, broken) || !errors.Is(got.Outcomes[3].Err, fs.ErrNotExist) {
		t.Errorf("outcomes %v, %v", got.Outcomes[1].Err, got.Outcomes[3].Err)
	}
	for _, i := range []int{0, 2, 4} {
		if info, err := os.Stat(jobs[i].Path); err != nil || info.Size() != int64(got.Outcomes[i].Bytes) || got.Outcomes[i].Pages == 0 {
			t.Errorf("%d: %+v, %v", i, got.Outcomes[i], err)
		}
	}
}

func TestBatchIsCancelled(t *testing.T) {
	jobs := batch(t, 12)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	got := PublishAll(ctx, jobs, func(done, _ int) {
		if done == 2 {
			cancel()
		}
	})
	if got.Cancelled == 0 || got.Failed != 0 || len(got.Outcomes) < 2 || len(got.Outcomes)+got.Cancelled != len(jobs) {
		t.Errorf("%d outcomes, %d failed, %d cancelled", len(got.Outcomes), got.Failed, got.Cancelled)
	}
	for _, o := range got.Outcomes {
		if _, err := os.Stat(o.Path); err != nil {
			t.Error(err)
		}
	}
}
