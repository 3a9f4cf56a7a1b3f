package storage_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/storagetest"
)

// grow makes a store with history: snapshots, a closed year, evidence, edits. It returns what its evaluations must hold.
func grow(t testing.TB, dir string) map[string]string {
	t.Helper()
	s := mustOpen(t, dir)
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.CreateYear(ctx, storage.Year{Year: 2022, Unit: "江门市科学技术局"})
	must(err)
	for i := range 6 {
		_, err := s.Create(ctx, storagetest.Evaluation(2022, fmt.Sprint("e", i), 10*i))
		must(err)
	}
	must(s.Snapshot(ctx))
	for i := range 6 {
		_, err := s.Update(ctx, 2022, fmt.Sprint("e", i), func(e *scoring.Evaluation) error {
			e.Project.Name, e.Narrative[0].Text = fmt.Sprint("edited ", i), strings.Repeat("说明", 20*i+1)
			return nil
		})
		must(err)
	}
	must(s.Snapshot(ctx))
	for i := range 3 {
		_, err := s.Update(ctx, 2022, fmt.Sprint("e", i), func(e *scoring.Evaluation) error {
			e.Project.Period = "again"
			return nil
		})
		must(err)
	}
	want := contents(t, s)
	mustClose(t, s)
	return want
}

// contents returns the evaluations of 2022 as text.
func contents(t testing.TB, s *storage.Store) map[string]string {
	t.Helper()
	headers, err := s.Headers(t.Context(), 2022)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, h := range headers {
		e, revision, err := s.Evaluation(t.Context(), 2022, h.ID)
		if err != nil {
			t.Fatal(err)
		}
		found[h.ID] = fmt.Sprint(revision, e.Project.Name, e.Project.Period, len(e.Narrative[0].Text))
	}
	return found
}

// copyFolder copies a store, also one that is open. On Windows nobody may read the database's lock then, which says nothing.
func copyFolder(t testing.TB, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() == "LOCK" {
			return err
		}
		rest, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(to, rest), 0o755)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rest), data, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func rewrite(t testing.TB, path string, change func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

var damages = []struct {
	name   string
	change func([]byte) []byte
}{
	{"deleted", nil},
	{"emptied", func([]byte) []byte { return nil }},
	{"cut in half", func(d []byte) []byte { return d[:len(d)/2] }},
	{"last byte cut", func(d []byte) []byte { return d[:max(len(d)-1, 0)] }},
	{"zeroed", func(d []byte) []byte { return make([]byte, len(d)) }},
	{"zeroed in part", func(d []byte) []byte { clear(d[len(d)/3 : len(d)/2]); return d }},
	{"flipped at the start", func(d []byte) []byte { return flipAt(d, 5) }},
	{"flipped early", func(d []byte) []byte { return flipAt(d, len(d)/5) }},
	{"flipped late", func(d []byte) []byte { return flipAt(d, len(d)*4/5) }},
	{"flipped at 3000", func(d []byte) []byte { return flipAt(d, 3000) }},
	{"zeroed from 2000", func(d []byte) []byte { clear(d[min(2000, len(d)):min(2600, len(d))]); return d }},
	{"garbage", func(d []byte) []byte { return bytes.Repeat([]byte("garbage!"), len(d)/8+1) }},
	{"garbage behind", func(d []byte) []byte { return append(d, "garbage"...) }},
}

func flipAt(d []byte, at int) []byte {
	if at < len(d) {
		d[at] ^= 0x20
	}
	return d
}

// One file of a closed store is damaged, each in each way. The store opens with everything in it, or says what is lost, or refuses with
// a remedy; what it holds afterwards is never something that was never there.
func TestDamageToEachFile(t *testing.T) {
	origin := filepath.Join(newDir(t), "store")
	want := grow(t, origin)
	var files []string
	err := filepath.WalkDir(origin, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != "lock" && d.Name() != "LOCK" {
			rel, _ := filepath.Rel(origin, path)
			files = append(files, rel)
		}
		return err
	})
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files (%v)", len(files), err)
	}
	outcomes := map[string]int{}
	for _, file := range files {
		for _, damage := range damages {
			t.Run(file+" "+damage.name, func(t *testing.T) {
				dir := filepath.Join(newDir(t), "store")
				copyFolder(t, origin, dir)
				path := filepath.Join(dir, file)
				if damage.change == nil {
					if err := os.Remove(path); err != nil {
						t.Fatal(err)
					}
				} else {
					rewrite(t, path, damage.change)
				}
				outcomes[judge(t, dir, want)]++
			})
		}
	}
	t.Logf("outcomes: %v", outcomes)
}

// judge opens a damaged store and looks whether what it says is true.
func judge(t *testing.T, dir string, want map[string]string) string {
	t.Helper()
	s, err := storage.Open(dir, options)
	if err != nil {
		var key *storage.KeyError
		var damaged *storage.DamagedError
		var folder *storage.FolderError
		var format *storage.FormatError
		switch {
		case errors.As(err, &key), errors.As(err, &damaged) && damaged.Remedy != "", errors.As(err, &format):
		case errors.As(err, &folder) && folder.Remedy() != "":
		default:
			t.Errorf("refused without a remedy: %v", err)
		}
		return "refused"
	}
	r := s.Recovery()
	got := contents(t, s)
	for id, w := range want {
		if got[id] != w && len(r.LostChanges) == 0 {
			t.Errorf("%s holds %q, want %q; recovery is %+v", id, got[id], w, r)
		}
	}
	if _, err := s.Update(t.Context(), 2022, "e5", func(e *scoring.Evaluation) error { e.Project.Period += "!"; return nil }); err != nil {
		if got["e5"] != "" {
			t.Errorf("an edit afterwards: %v", err)
		}
	}
	after := contents(t, s)
	mustClose(t, s)
	again := mustOpen(t, dir)
	if r := again.Recovery(); len(r.LostChanges) > 0 {
		t.Errorf("opened again it has lost more: %+v", r)
	}
	if now := contents(t, again); fmt.Sprint(now) != fmt.Sprint(after) {
		t.Errorf("opened again it holds %v, was %v", now, after)
	}
	mustClose(t, again)
	switch {
	case len(r.LostChanges) > 0:
		return "changes lost"
	case len(r.LostHistory) > 0:
		return "history lost"
	case r.IsZero():
		return "unaffected"
	}
	return "recovered"
}

// Journal and database are both damaged: what the snapshots hold is there, and what is lost is said.
func TestDamageToJournalAndDatabase(t *testing.T) {
	for _, damage := range damages {
		t.Run(damage.name, func(t *testing.T) {
			dir := filepath.Join(newDir(t), "store")
			want := grow(t, dir)
			if err := os.RemoveAll(filepath.Join(dir, "state")); err != nil {
				t.Fatal(err)
			}
			logs, err := filepath.Glob(filepath.Join(dir, "journal", "*.log"))
			if err != nil || len(logs) != 1 {
				t.Fatal(logs, err)
			}
			if damage.change == nil {
				if err := os.Remove(logs[0]); err != nil {
					t.Fatal(err)
				}
			} else {
				rewrite(t, logs[0], damage.change)
			}
			judge(t, dir, want)
		})
	}
}
