package storage_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/storagetest"
)

// fill makes a store with one evaluation and closes it.
func fill(t testing.TB, dir string) {
	t.Helper()
	s := mustOpen(t, dir)
	if _, err := s.CreateYear(t.Context(), storage.Year{Year: 2022}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Create(t.Context(), storagetest.Evaluation(2022, "a", 50)); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
}

// wantFilled opens a store made by fill and looks whether all is there.
func wantFilled(t testing.TB, dir string) {
	t.Helper()
	s := mustOpen(t, dir)
	if _, _, err := s.Evaluation(t.Context(), 2022, "a"); err != nil {
		t.Error(err)
	}
	mustClose(t, s)
}

func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func tables(t testing.TB, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "state", "*.sst"))
	if err != nil || len(found) == 0 {
		t.Fatalf("no tables (%v)", err)
	}
	return found
}

func TestFoldersThatCannotBeOpened(t *testing.T) {
	cases := []struct {
		name    string
		options storage.Options
		prepare func(t *testing.T, dir string) (open string)
		want    error
		says    string
	}{
		{"a file", options, func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "file"), "text")
			return filepath.Join(dir, "file")
		}, storage.ErrNotFolder, "choose a folder"},
		{"below a file", options, func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "file"), "text")
			return filepath.Join(dir, "file", "store")
		}, storage.ErrNotFolder, "choose a folder"},
		{"somebody's documents", options, func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "报告.docx"), "text")
			return dir
		}, storage.ErrForeign, `"报告.docx"`},
		{"another program's database", options, func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "MANIFEST"), "Bdgr")
			return dir
		}, storage.ErrForeign, "MANIFEST"},
		{"another format's marker", options, func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "store.json"), `{"format":"other/store","version":1}`)
			return dir
		}, storage.ErrForeign, "other/store"},
		{"a newer store", options, func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "store.json"), `{"format":"zhunsheng/store","version":7,"keys":[{"wrapped":"x"}]}`)
			return dir
		}, storage.ErrNewerFormat, "format 7, this program knows formats up to 2"},
		{"a cut marker", options, func(t *testing.T, dir string) string {
			fill(t, dir)
			write(t, filepath.Join(dir, "store.json"), `{"form`)
			return dir
		}, storage.ErrDamaged, "store.json"},
		{"a marker of nonsense", options, func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "store.json"), strings.Repeat(" ", 1<<20))
			return dir
		}, storage.ErrDamaged, "store.json"},
		{"version 0", options, func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "store.json"), `{"format":"zhunsheng/store","version":0}`)
			return dir
		}, storage.ErrDamaged, "version 0"},
		{"no store to be created", storage.Options{MustExist: true}, func(_ *testing.T, dir string) string {
			return filepath.Join(dir, "nothing")
		}, storage.ErrNoStore, "check the path"},
		{"an empty folder, no store to be created", storage.Options{MustExist: true}, func(_ *testing.T, dir string) string {
			return dir
		}, storage.ErrNoStore, "check the path"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := c.prepare(t, newDir(t))
			before := listing(t, filepath.Dir(dir))
			s, err := storage.Open(dir, c.options)
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error is %q, want one that wraps %q and says %q", err, c.want, c.says)
			}
			if after := strings.ReplaceAll(listing(t, filepath.Dir(dir)), "lock\n", ""); after != strings.ReplaceAll(before, "lock\n", "") {
				t.Errorf("the refusal changed files:\nbefore %s\nafter %s", before, after)
			}
		})
	}
}

// listing names the files below this test's folder with their sizes.
func listing(t testing.TB, parent string) string {
	t.Helper()
	if filepath.Clean(parent) == filepath.Clean(os.TempDir()) {
		return ""
	}
	var b strings.Builder
	err := filepath.WalkDir(parent, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			fmt.Fprintf(&b, "%d %s\n", info.Size(), path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestDamagedDatabaseIsRebuilt(t *testing.T) {
	state := func(dir, name string) string { return filepath.Join(dir, "state", name) }
	cases := []struct {
		name   string
		damage func(t *testing.T, dir string)
	}{
		{"the database gone", func(t *testing.T, dir string) { os.RemoveAll(filepath.Join(dir, "state")) }},
		{"no manifest", func(t *testing.T, dir string) { os.Remove(state(dir, "MANIFEST")) }},
		{"no manifest and no marker", func(t *testing.T, dir string) {
			os.Remove(state(dir, "MANIFEST"))
			os.Remove(filepath.Join(dir, "store.json"))
		}},
		{"an empty manifest", func(t *testing.T, dir string) { write(t, state(dir, "MANIFEST"), "") }},
		{"a manifest of nonsense", func(t *testing.T, dir string) { write(t, state(dir, "MANIFEST"), strings.Repeat("nonsense", 100)) }},
		{"a manifest cut in its last entry", func(t *testing.T, dir string) { cutManifest(t, dir) }},
		{"a table gone", func(t *testing.T, dir string) { os.Remove(tables(t, dir)[0]) }},
		{"the session gone", func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "session.json")) }},
		{"died while opening", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "opening"), "") }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := newDir(t)
			fill(t, dir)
			c.damage(t, dir)
			s := mustOpen(t, dir)
			if r := s.Recovery(); !r.Rebuilt || r.Lost() || r.Replayed != 2 || r.Message().Key == "" {
				t.Errorf("recovery is %+v", r)
			}
			mustClose(t, s)
			wantFilled(t, dir)
			s = mustOpen(t, dir)
			if r := s.Recovery(); !r.IsZero() {
				t.Errorf("recovery once more: %+v", r)
			}
			mustClose(t, s)
		})
	}
}

// cutManifest cuts the manifest of a store inside its first entry behind the head, so that no table is listed any more.
func cutManifest(t testing.TB, dir string) {
	t.Helper()
	const head = 8
	if err := os.Truncate(filepath.Join(dir, "state", "MANIFEST"), head+5); err != nil {
		t.Fatal(err)
	}
}

func TestEmptyLeftoversAreRemoved(t *testing.T) {
	dir := newDir(t)
	fill(t, dir)
	for _, name := range []string{"00042.mem", "000042.vlog"} {
		write(t, filepath.Join(dir, "state", name), "")
	}
	wantFilled(t, dir)
	for _, name := range []string{"00042.mem", "000042.vlog"} {
		if _, err := os.Stat(filepath.Join(dir, "state", name)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there (%v)", name, err)
		}
	}
}

func TestInterruptedCreationIsCompleted(t *testing.T) {
	dir := newDir(t)
	fill(t, dir)
	if err := os.Remove(filepath.Join(dir, "store.json")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, ".store.json.123.tmp"), `{"for`)
	wantFilled(t, dir)
	if _, err := os.Stat(filepath.Join(dir, "store.json")); err != nil {
		t.Error(err)
	}
	for _, leftover := range []string{"lock", "state/KEYREGISTRY", "state/00001.mem"} {
		dir := newDir(t)
		write(t, filepath.Join(dir, filepath.FromSlash(leftover)), "")
		if strings.HasSuffix(leftover, "KEYREGISTRY") {
			os.Remove(filepath.Join(dir, filepath.FromSlash(leftover)))
		}
		fill(t, dir)
		wantFilled(t, dir)
	}
}

func TestCloseLeavesNoGoroutines(t *testing.T) {
	fill(t, newDir(t)) // whatever the libraries start once for the process is running now
	before := runtime.NumGoroutine()
	dir := newDir(t)
	for range 3 {
		mustClose(t, mustOpen(t, dir))
	}
	// Goroutines that were told to stop need a moment of the processor.
	for deadline := time.Now().Add(2 * time.Minute); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			var stacks bytes.Buffer
			pprof.Lookup("goroutine").WriteTo(&stacks, 1)
			t.Fatalf("%d goroutines, were %d:\n%s", runtime.NumGoroutine(), before, stacks.String())
		}
	}
}

func TestCloseWaitsForEdits(t *testing.T) {
	dir := newDir(t)
	fill(t, dir)
	s := mustOpen(t, dir)
	editing, closed := make(chan struct{}), make(chan error, 1)
	go func() {
		<-editing
		closed <- s.Close()
	}()
	_, err := s.Update(context.Background(), 2022, "a", func(e *scoring.Evaluation) error {
		close(editing)
		e.Project.Name = "saved"
		for range 1000 {
			runtime.Gosched()
		}
		return nil
	})
	if err != nil && !errors.Is(err, storage.ErrClosed) {
		t.Fatal(err)
	}
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, dir)
	e, _, readErr := s.Evaluation(t.Context(), 2022, "a")
	if readErr != nil || (e.Project.Name == "saved") != (err == nil) {
		t.Errorf("the edit ended with %v, the store holds %q (%v)", err, e.Project.Name, readErr)
	}
	mustClose(t, s)
}

func TestLogHoldsNoUserData(t *testing.T) {
	var lines bytes.Buffer
	logged := options
	logged.Logger = slog.New(slog.NewTextHandler(&lines, &slog.HandlerOptions{Level: slog.LevelDebug}))
	dir := filepath.Join(newDir(t), "张三")
	s, err := storage.OpenSmall(dir, logged)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.CreateYear(t.Context(), storage.Year{Year: 2022}); err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		e := storagetest.Evaluation(2022, fmt.Sprint("秘密-", i), i)
		e.Narrative[0].Text = strings.Repeat("秘密", 2000)
		if _, err := s.Create(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	mustClose(t, s)
	for _, secret := range []string{"秘密", "张三", "\\u"} {
		if strings.Contains(lines.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, lines.String())
		}
	}
}
