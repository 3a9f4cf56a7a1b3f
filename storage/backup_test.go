package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/keyring"
)

// backedUp makes a store with history and evidence and a backup of it.
func backedUp(t testing.TB, password string) (file string, want map[string]string, digest string) {
	t.Helper()
	dir := filepath.Join(newDir(t), "store")
	grow(t, dir)
	s := mustOpen(t, dir)
	e, err := s.AddEvidence(t.Context(), 2022, "e1", storage.EvidenceRecord{ID: "x", Name: "合同"}, strings.NewReader(strings.Repeat("证据", 1000)))
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(newDir(t), storage.BackupName(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)))
	if last, changes := s.BackupStatus(); !last.IsZero() || changes == 0 {
		t.Errorf("before the first backup: %s, %d changes", last, changes)
	}
	info, err := s.Backup(t.Context(), file, []byte(password))
	if err != nil || info.Seq == 0 || info.Files < 5 || info.Records == 0 {
		t.Fatalf("backup %+v (%v)", info, err)
	}
	if last, changes := s.BackupStatus(); last.IsZero() || changes != 0 {
		t.Errorf("right after a backup: %s, %d changes", last, changes)
	}
	want = contents(t, s)
	mustClose(t, s)
	return file, want, e.Digest
}

func TestBackupIsRestored(t *testing.T) {
	for _, password := range []string{"", "口令"} {
		file, want, digest := backedUp(t, password)
		if _, err := storage.CheckBackup(file); err != nil {
			t.Fatal(err)
		}
		o := options
		o.Password = []byte(password)
		o.Cost = keyring.Cost{Time: 1, Memory: 64, Threads: 1}
		dir := filepath.Join(newDir(t), "restored")
		info, err := storage.Restore(file, dir, o)
		if err != nil || (info.Protection == keyring.ByPassword) != (password != "") {
			t.Fatalf("restored %+v (%v)", info, err)
		}
		s, err := storage.Open(dir, o)
		if err != nil || !s.Recovery().IsZero() {
			t.Fatalf("opened with %+v (%v)", s.Recovery(), err)
		}
		got := contents(t, s)
		for id, w := range want {
			if got[id] != w {
				t.Errorf("%s is %q, want %q", id, got[id], w)
			}
		}
		if r, err := s.Evidence(t.Context(), digest); err != nil {
			t.Error(err)
		} else {
			r.Close()
		}
		if v, err := s.Verify(t.Context(), nil); err != nil || !v.Whole() || v.Entries != info.Seq {
			t.Errorf("history %+v (%v)", v, err)
		}
		if _, err := s.Undo(t.Context(), 2022, "e0"); err != nil {
			t.Error(err)
		}
		if r, err := s.Check(t.Context(), nil); err != nil || len(r.Findings) > 0 || r.Evidence != 1 {
			t.Errorf("check %+v (%v)", r, err)
		}
		mustClose(t, s)
		if _, err := storage.Restore(file, dir, o); !errors.Is(err, storage.ErrForeign) {
			t.Errorf("restored over a store: %v", err)
		}
	}
}

func TestDamagedBackupIsRefused(t *testing.T) {
	file, _, _ := backedUp(t, "")
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	try := func(name string, data []byte) {
		t.Helper()
		bad := filepath.Join(newDir(t), "bad.zsbackup")
		if err := os.WriteFile(bad, data, 0o600); err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(filepath.Dir(bad), "restored")
		_, err := storage.Restore(bad, dir, options)
		var refused *storage.BackupError
		if !errors.As(err, &refused) {
			t.Errorf("%s: restored (%v)", name, err)
		}
		left, _ := os.ReadDir(filepath.Dir(bad))
		if len(left) != 1 {
			t.Errorf("%s: the refusal left %v", name, left)
		}
	}
	for i := range 16 {
		at := len(good) * i / 16
		try("cut", good[:at])
		bad := append([]byte(nil), good...)
		bad[at+3] ^= 1
		if string(bad[at:at+8]) == string(good[at:at+8]) {
			continue
		}
		if _, err := storage.CheckBackup(file); err != nil {
			t.Fatal(err)
		}
		try("flipped", bad)
	}
}

func TestCheckFindsWhatIsWrong(t *testing.T) {
	dir := filepath.Join(newDir(t), "store")
	grow(t, dir)
	s := mustOpen(t, dir)
	e, err := s.AddEvidence(t.Context(), 2022, "e1", storage.EvidenceRecord{ID: "x"}, strings.NewReader("proof"))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := s.Check(t.Context(), nil); err != nil || len(r.Findings) > 0 || r.Records == 0 || r.Snapshots == 0 {
		t.Fatalf("check of a whole store: %+v (%v)", r, err)
	}
	rewrite(t, filepath.Join(dir, "evidence", e.Digest[:2], e.Digest), func(d []byte) []byte { return flipAt(d, len(d)-3) })
	snapshots, _ := filepath.Glob(filepath.Join(dir, "snapshots", "*"))
	rewrite(t, snapshots[0], func(d []byte) []byte { return flipAt(d, len(d)/2) })
	storage.PutBehind(s, storage.KindEvaluation, 2022, "e2", func(e *scoring.Evaluation) { e.Project.Name = "forged" })
	r, err := s.Check(t.Context(), nil)
	if err != nil || len(r.Findings) != 3 {
		t.Errorf("check: %+v (%v)", r, err)
	}
	mustClose(t, s)
}
