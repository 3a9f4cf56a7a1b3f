package desk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestCopiesThatACrashLeftAreRemoved(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary) // on Windows
	d, other := newDesk(t), newDesk(t)
	source := filepath.Join(t.TempDir(), "证明.txt")
	if err := os.WriteFile(source, []byte("内容"), 0o600); err != nil {
		t.Fatal(err)
	}
	copied := func(d *Desk) string {
		kept, err := d.KeepEvidence(t.Context(), source, nil)
		if err != nil {
			t.Fatal(err)
		}
		path, err := d.CopyEvidence(t.Context(), kept.Digest, "证明.txt")
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	passed := func(d *Desk) string {
		folder, err := d.PassingFolder()
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, "打印.pdf")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	left, printed := copied(d), passed(d)
	d.sights.folder = "" // as after a crash
	elsewhere := copied(other)
	started := time.Now().Add(time.Hour)
	plain := filepath.Join(temporary, d.copiesPrefix()+"file")
	target := filepath.Join(t.TempDir(), "kept")
	if err := errors.Join(os.WriteFile(plain, nil, 0o600), os.MkdirAll(target, 0o700)); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(temporary, d.copiesPrefix()+"link")
	if err := os.Symlink(target, link); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		t.Logf("no links here: %v", err)
	}
	own, printing := copied(d), passed(d)
	if err := d.ForgetLeftCopies(time.Now().Add(-time.Hour)); err != nil || !isFile(left) {
		t.Fatalf("what is younger than the program was removed, %v", err)
	}
	if err := d.ForgetLeftCopies(started); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{left, printed, filepath.Dir(printed)} {
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("what a crash left is still there: %s, %v", path, err)
		}
	}
	for what, path := range map[string]string{"this run's": own, "what is being printed": printing, "another store's": elsewhere, "a file": plain} {
		if !isFile(path) {
			t.Errorf("%s is gone", what)
		}
	}
	if _, err := os.Stat(target); err != nil {
		t.Errorf("what a link leads to: %v", err)
	}
	if !strings.HasPrefix(own, temporary) {
		t.Errorf("copied to %s", own)
	}
	if err := errors.Join(d.ForgetCopies(), other.ForgetCopies()); err != nil {
		t.Error(err)
	}
}
