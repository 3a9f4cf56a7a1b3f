package storage_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"zhunsheng/storage"
)

// The superuser may write everywhere, so the file system is asked as somebody else, which holds for this thread only.
func TestFoldersThatCannotBeWritten(t *testing.T) {
	parent := newDir(t)
	if err := os.Chmod(parent, 0o755); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(parent, "readonly")
	if err := os.Mkdir(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const nobody = 65534
	self := unix.Geteuid()
	if self == 0 {
		if _, err := unix.SetfsuidRetUid(nobody); err != nil {
			t.Fatal(err)
		}
		defer unix.SetfsuidRetUid(self)
	}
	for _, path := range []string{dir, filepath.Join(dir, "below")} {
		s, err := storage.Open(path, options)
		if err == nil {
			s.Close()
			t.Fatalf("%s was opened", path)
		}
		var folder *storage.FolderError
		if !errors.As(err, &folder) || !errors.Is(err, storage.ErrNotWritable) || folder.Remedy() == "" {
			t.Errorf("error is %v", err)
		}
	}
}

// A folder is made read-only while its store is being edited. What was reported as saved stays; the next change that cannot be kept ends
// in an error that says why, not in a hanging or ended process.
func TestFolderMadeReadOnlyWhileOpen(t *testing.T) {
	c, dir := childOfNobody(t, "edit only")
	k := &killer{dir: dir, saved: make([]int, editedInTurn)}
	lines := started(t, c)
	hanging := time.AfterFunc(5*time.Minute, func() { c.Process.Kill() })
	said := ""
	for n := 0; lines.Scan(); {
		word, i, edit := parseLine(t, lines.Text())
		switch word {
		case "saved", "have":
			k.saved[i] = edit
			if n++; n == 40 {
				setWritable(t, dir, false)
			}
		case "":
			said = lines.Text()
		}
	}
	if !hanging.Stop() {
		t.Error("the process hung")
	}
	var exit *exec.ExitError
	if err := c.Wait(); !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signaled() || !strings.Contains(said, storage.ErrNotWritable.Error()) {
		t.Errorf("the process ended with %v and said %q", err, said)
	}
	setWritable(t, dir, true)
	s := mustOpen(t, dir)
	if r := s.Recovery(); r.Lost() {
		t.Errorf("%+v", r)
	}
	k.checkAll(t, s)
	mustClose(t, s)
	t.Log(said, k.saved)
}

// The same while the store is being closed: that ends, with an error that says why, and loses nothing.
func TestFolderMadeReadOnlyBeforeClosing(t *testing.T) {
	c, dir := childOfNobody(t, "hold")
	input, lines := holding(t, c, "open")
	setWritable(t, dir, false)
	hanging := time.AfterFunc(5*time.Minute, func() { c.Process.Kill() })
	input.Close()
	said := ""
	for lines.Scan() {
		said += lines.Text()
	}
	if !hanging.Stop() {
		t.Error("the process hung")
	}
	if err := c.Wait(); err == nil || !strings.Contains(said, storage.ErrNotWritable.Error()) {
		t.Errorf("the process ended with %v and said %q", err, said)
	}
	setWritable(t, dir, true)
	mustClose(t, mustOpen(t, dir))
}

// childOfNobody makes a child with a role and a store of its own that has no rights beyond its folder's.
func childOfNobody(t *testing.T, role string) (c *exec.Cmd, dir string) {
	t.Helper()
	parent := newDir(t)
	dir = filepath.Join(parent, "store")
	const nobody = 65534
	asRoot := unix.Geteuid() == 0
	for _, path := range []string{parent, dir} {
		if err := os.MkdirAll(path, 0o755); err != nil {
			t.Fatal(err)
		}
		if asRoot {
			if err := os.Chown(path, nobody, nobody); err != nil {
				t.Fatal(err)
			}
		}
	}
	c = child(t, role, dir)
	if asRoot {
		exe := filepath.Join(parent, "storage.test") // the one of go test lies where only the superuser may look
		copyFile(t, c.Path, exe)
		c.Path = exe
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return c, dir
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(to, data, 0o755), os.Chmod(to, 0o755)); err != nil { // whatever the umask is
		t.Fatal(err)
	}
}

// setWritable takes from, or gives to, its owner the right to change anything below a folder.
func setWritable(t *testing.T, dir string, may bool) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return nil // gone meanwhile
		}
		mode := os.FileMode(0o400)
		if d.IsDir() {
			mode = 0o500
		}
		if may {
			mode |= 0o200
		}
		if err := os.Chmod(path, mode); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
