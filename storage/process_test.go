package storage_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"

	"zhunsheng/storage"
)

// In this role the test binary is another process that has a store open, until its input ends.
func holdStore(dir string) error {
	s, err := storage.Open(dir, options)
	if err != nil {
		return err
	}
	fmt.Println("open")
	io.Copy(io.Discard, os.Stdin)
	return s.Close()
}

func TestStoreInUseByAnotherProcess(t *testing.T) {
	dir := newDir(t)
	fill(t, dir)
	other := child(t, "hold", dir)
	input, _ := holding(t, other, "open")
	_, err := storage.Open(dir, options)
	var folder *storage.FolderError
	if !errors.Is(err, storage.ErrInUse) || !errors.As(err, &folder) || folder.Dir != dir || folder.Remedy() == "" {
		t.Errorf("error is %v", err)
	}
	if err := input.Close(); err != nil {
		t.Fatal(err)
	}
	if err := other.Wait(); err != nil {
		t.Fatal(err)
	}
	wantFilled(t, dir)
}

func TestStoreInUseByThisProcess(t *testing.T) {
	dir := newDir(t)
	s := mustOpen(t, dir)
	if _, err := storage.Open(dir, options); !errors.Is(err, storage.ErrInUse) {
		t.Errorf("error is %v", err)
	}
	mustClose(t, s)
	mustClose(t, mustOpen(t, dir))
}

// child makes a command that runs this test binary in another role, see TestMain.
func child(t testing.TB, role, dir string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self)
	c.Env = append(os.Environ(), roleVariable+"="+role, dirVariable+"="+dir)
	c.Stderr = os.Stderr
	return c
}

// started starts a child and returns what it says, line by line.
func started(t testing.TB, c *exec.Cmd) *bufio.Scanner {
	t.Helper()
	output, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return bufio.NewScanner(output)
}

// holding starts a child that waits for its input once it has said a word.
func holding(t testing.TB, c *exec.Cmd, word string) (input io.WriteCloser, said *bufio.Scanner) {
	t.Helper()
	input, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	said = started(t, c)
	if !said.Scan() || said.Text() != word {
		t.Fatalf("the child says %q, want %q", said.Text(), word)
	}
	return input, said
}

const (
	roleVariable = "STORAGE_TEST_ROLE"
	dirVariable  = "STORAGE_TEST_DIR"
	bootVariable = "STORAGE_TEST_BOOT" // which start of the machine this is, "" for what the system says
)

// roles are what this test binary can be as another process.
var roles = map[string]func(dir string) error{"hold": holdStore, "edit": editStore, "open": openStore, "import": importInto, "snap": snapStore, "edit only": editOnly, "password": changePassword, "large": fillLarge}

func TestMain(m *testing.M) {
	role, isChild := roles[os.Getenv(roleVariable)]
	if !isChild {
		os.Exit(m.Run())
	}
	if err := role(os.Getenv(dirVariable)); err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
}
