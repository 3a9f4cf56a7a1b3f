package storage_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/keyring"
	"zhunsheng/storage/storagetest"
)

// stage is something that a store does on a disk that is full, or fills up meanwhile.
type stage struct {
	name    string
	prepare func(t *testing.T, dir string)                                      // before the disk is full, while the store is closed
	opens   bool                                                                // it opens the store itself
	run     func(ctx context.Context, s *storage.Store, dir string) (err error) // on the full disk
}

func init() { roles["stage"] = runStage }

const stageVariable = "STORAGE_TEST_STAGE"

func stages() []stage {
	reopen := func(_ context.Context, _ *storage.Store, dir string) error {
		s, err := storage.OpenSmall(dir, options)
		if err != nil {
			return err
		}
		return s.Close()
	}
	return []stage{
		{name: "create", run: func(ctx context.Context, s *storage.Store, _ string) error {
			e := storagetest.Evaluation(2022, "new", 1)
			e.Narrative[0].Text = strings.Repeat("长", 1<<18)
			_, err := s.Create(ctx, e)
			return err
		}},
		{name: "edit until it fails", run: func(ctx context.Context, s *storage.Store, _ string) error {
			for i := range 3000 {
				_, err := s.Update(ctx, 2022, "a", func(e *scoring.Evaluation) error { e.Narrative[0].Text = filling(i + 1); return nil })
				if err != nil {
					return err
				}
			}
			return nil
		}},
		{name: "import", run: func(ctx context.Context, s *storage.Store, _ string) error {
			_, err := s.Import(ctx, func(yield func(*scoring.Evaluation, error) bool) {
				for e := range batchOf("i", 600) {
					e.Narrative[0].Text = strings.Repeat(e.ID, 3000)
					if !yield(e, nil) {
						return
					}
				}
			}, nil)
			return err
		}},
		{name: "snapshot", run: func(ctx context.Context, s *storage.Store, _ string) error { return s.Snapshot(ctx) }},
		{name: "maintain", run: func(ctx context.Context, s *storage.Store, _ string) error { return s.Maintain(ctx) }},
		{name: "close a year", run: func(ctx context.Context, s *storage.Store, _ string) error {
			_, err := s.CloseYear(ctx, 2022, "")
			return err
		}},
		{name: "backup", run: func(ctx context.Context, s *storage.Store, dir string) error {
			_, err := s.Backup(ctx, filepath.Join(filepath.Dir(dir), "b.zsbackup"), nil)
			return err
		}},
		{name: "evidence", run: func(ctx context.Context, s *storage.Store, _ string) error {
			random, err := os.Open("/dev/urandom")
			if err != nil {
				return err
			}
			defer random.Close()
			_, err = s.AddEvidence(ctx, 2022, "a", storage.EvidenceRecord{ID: "x"}, io.LimitReader(random, 80<<20))
			return err
		}},
		{name: "password", run: func(_ context.Context, s *storage.Store, _ string) error { return s.SetPassword([]byte("口令")) }},
		{name: "close", run: func(context.Context, *storage.Store, string) error { return nil }},
		{name: "open", opens: true, run: reopen},
		{name: "rebuild", opens: true, run: reopen, prepare: func(t *testing.T, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, "state")); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "migrate", opens: true, run: reopen, prepare: func(t *testing.T, dir string) {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
			if err := os.CopyFS(dir, os.DirFS(unpack(t, "format1.zip"))); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "restore", opens: true, prepare: func(t *testing.T, dir string) {
			s := mustOpen(t, dir)
			if _, err := s.Backup(t.Context(), filepath.Join(filepath.Dir(dir), "b.zsbackup"), nil); err != nil {
				t.Fatal(err)
			}
			mustClose(t, s)
		}, run: func(_ context.Context, _ *storage.Store, dir string) error {
			_, err := storage.Restore(filepath.Join(filepath.Dir(dir), "b.zsbackup"), dir+"-restored", options)
			return err
		}},
	}
}

// In this role the test binary does one thing once it is told that the disk is full.
func runStage(dir string) error {
	for _, st := range stages() {
		if st.name != os.Getenv(stageVariable) {
			continue
		}
		var s *storage.Store
		if !st.opens {
			var err error
			o := options
			o.Cost = keyring.Cost{Time: 1, Memory: 64, Threads: 1}
			if s, err = storage.OpenSmall(dir, o); err != nil {
				return err
			}
		}
		fmt.Println("ready")
		if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
			return err
		}
		err := st.run(context.Background(), s, dir)
		var closing error
		if s != nil {
			closing = s.Close()
		}
		for _, e := range []error{err, closing} {
			switch {
			case e == nil:
				fmt.Println("done")
			case errors.Is(e, storage.ErrDiskFull), errors.Is(e, syscall.ENOSPC), errors.Is(e, storage.ErrWriteFailed):
				fmt.Println("full:", e)
			default:
				fmt.Println("failed:", e)
			}
		}
		return nil
	}
	return errors.New("no such stage")
}

// Whatever a store is doing when its disk is full: the process lives on, the error says that the disk is full, and with room again
// everything is there.
func TestFullDiskAtEveryStage(t *testing.T) {
	wantTorture(t)
	for _, st := range stages() {
		for _, leave := range []int64{0, 3, 33, 70} {
			t.Run(fmt.Sprint(st.name, ", ", leave, " MB left"), func(t *testing.T) {
				d := newDisk(t, 320, "rw")
				defer d.unmount()
				dir := filepath.Join(d.dir, "store")
				fill(t, dir)
				if st.prepare != nil {
					st.prepare(t, dir)
				}
				said := fullDisk(t, d, dir, st.name, leave)
				for _, line := range said {
					if strings.HasPrefix(line, "failed") {
						t.Errorf("not the disk is to blame, but %s", line)
					}
				}
				if err := os.Remove(filepath.Join(d.dir, "filler")); err != nil {
					t.Fatal(err)
				}
				afterFullDisk(t, st.name, dir, said)
			})
		}
	}
}

func fullDisk(t *testing.T, d disk, dir, name string, leave int64) (said []string) {
	t.Helper()
	c := child(t, "stage", dir)
	c.Env = append(c.Env, stageVariable+"="+name)
	input, lines := holding(t, c, "ready")
	fillDisk(t, d.dir, leave)
	if _, err := io.WriteString(input, "go\n"); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		said = append(said, lines.Text())
	}
	var exit *exec.ExitError
	if err := c.Wait(); errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signaled() || len(said) == 0 {
		t.Errorf("the process ended with %v, said %q", err, said)
	}
	return said
}

func afterFullDisk(t *testing.T, name, dir string, said []string) {
	t.Helper()
	o := options
	if name == "password" && len(said) > 0 && said[0] == "done" {
		o.Password = []byte("口令")
	}
	s, err := storage.OpenSmall(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	if r := s.Recovery(); r.Lost() {
		t.Errorf("%+v", r)
	}
	if name == "migrate" {
		wantFormat1(t, s)
	} else if _, _, err := s.Evaluation(t.Context(), 2022, "a"); err != nil {
		t.Error(err)
	}
	if n := countOf(t, s, "i"); name == "import" && (n != 0 || said[0] == "done") && (n != 600 || said[0] != "done") {
		t.Errorf("%d evaluations of an import of which was said %q", n, said[0])
	}
	if r, err := s.Check(t.Context(), nil); err != nil || len(r.Findings) > 0 {
		t.Errorf("%+v, %v", r.Findings, err)
	}
	mustClose(t, s)
	if _, err := os.Stat(dir + "-restored"); name == "restore" && said[0] != "done" && !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half of a restored store is there: %v", err)
	}
}
