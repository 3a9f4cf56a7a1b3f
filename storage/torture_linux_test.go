package storage_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"zhunsheng/storage"
	"zhunsheng/storage/place"
)

// wantTorture leaves out what takes long or needs the superuser; "make torture" runs it.
func wantTorture(t *testing.T) {
	t.Helper()
	if !torture() {
		t.Skip("run by make torture")
	}
	if os.Geteuid() != 0 {
		t.Fatal("this test mounts file systems: it needs the superuser")
	}
}

// disk is a file system of its own in a file.
type disk struct {
	image, dir string
}

func run(t testing.TB, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}

func newDisk(t testing.TB, megabytes int, options string) disk {
	t.Helper()
	base := newDir(t)
	d := disk{image: filepath.Join(base, "image"), dir: filepath.Join(base, "mounted")}
	if err := os.WriteFile(d.image, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(d.image, int64(megabytes)<<20); err != nil {
		t.Fatal(err)
	}
	run(t, "mkfs.ext4", "-q", "-F", d.image)
	d.mount(t, options)
	return d
}

func (d disk) mount(t testing.TB, options string) {
	t.Helper()
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	run(t, "mount", "-o", "loop,"+options, d.image, d.dir)
	t.Cleanup(d.unmount)
}

func (d disk) unmount() { exec.Command("umount", "-l", d.dir).Run() }

// The writer is stopped at a random moment, and what is on its disk then, without what the system still keeps in memory, is mounted and
// opened, as after a power cut. No edit that was reported as saved may be missing.
func TestPowerCutsLoseNothing(t *testing.T) {
	wantTorture(t)
	cutPowerOften(t, 50, func(dir string) *exec.Cmd { return child(t, "edit", dir) })
}

// The same for the Windows build, which runs under Wine: its flush is FlushFileBuffers.
func TestPowerCutsOfTheWindowsBuildLoseNothing(t *testing.T) {
	wantTorture(t)
	wine, err := exec.LookPath("wine")
	if err != nil {
		t.Skip("Wine is not installed: make packages installs it")
	}
	// The shim that Wine lacks, and its folder.
	setup := exec.Command("sh", "-c", ". .ci/wine/env && env")
	setup.Dir = ".."
	prefix, err := setup.Output()
	if err != nil {
		t.Fatal(err)
	}
	exe := filepath.Join(newDir(t), "storage.test.exe")
	overlay := ""
	for _, line := range strings.Split(string(prefix), "\n") {
		if file, ok := strings.CutPrefix(line, "GO_OVERLAY="); ok {
			overlay = file
		}
	}
	build := exec.Command("go", "test", "-c", "-overlay", overlay, "-o", exe, ".")
	build.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cutPowerOften(t, 25, func(dir string) *exec.Cmd {
		c := child(t, "edit", `Z:`+strings.ReplaceAll(dir, "/", `\`))
		c.Path, c.Args = wine, []string{"wine", exe}
		for _, line := range strings.Split(string(prefix), "\n") {
			if strings.HasPrefix(line, "WINE") {
				c.Env = append(c.Env, line)
			}
		}
		c.Stderr = nil
		return c
	})
}

func cutPowerOften(t *testing.T, cuts int, writer func(dir string) *exec.Cmd) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	edits := 0
	for cut := range cuts {
		d := newDisk(t, 192, "commit=300")
		edits += cutPower(t, d, random, writer)
		d.unmount()
		if t.Failed() {
			t.Fatalf("cut %d", cut)
		}
	}
	t.Logf("%d cuts, %d edits saved", cuts, edits)
}

// watch notes what a writer reports, until it has saved so many edits, or to its end.
func (k *killer) watch(t *testing.T, lines *bufio.Scanner, edits int) {
	t.Helper()
	for n := 0; n < edits && lines.Scan(); {
		word, i, edit := parseLine(t, strings.TrimSpace(lines.Text()))
		switch word {
		case "have":
			k.check(t, i, edit)
			k.had++
		case "saved":
			k.saved[i] = edit
			k.edits++
			n++
		case "":
			t.Errorf("the writer says: %s", lines.Text())
			return
		}
	}
}

// stop stops a process and waits until all its threads have stopped: on a busy machine some go on working until the one that takes the
// signal has had its turn.
func stop(t *testing.T, c *exec.Cmd) {
	t.Helper()
	if err := c.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	if err := unix.Waitid(unix.P_PID, c.Process.Pid, nil, unix.WSTOPPED, nil); err != nil {
		t.Fatal(err)
	}
}

func cutPower(t *testing.T, d disk, random *rand.Rand, writer func(dir string) *exec.Cmd) int {
	t.Helper()
	k := &killer{saved: make([]int, editedInTurn)}
	start := func(dir, boot string) (*exec.Cmd, *bufio.Scanner) {
		c := writer(dir)
		c.Env = append(c.Env, bootVariable+"="+boot)
		return c, started(t, c)
	}
	c, lines := start(filepath.Join(d.dir, "store"), "before")
	k.watch(t, lines, 1+random.IntN(250))
	time.Sleep(time.Duration(random.IntN(3000)) * time.Microsecond)
	stop(t, c)
	after := disk{image: d.image + ".cut", dir: d.dir + ".cut"}
	run(t, "cp", "--sparse=always", d.image, after.image)
	c.Process.Kill()
	k.watch(t, lines, 1<<30) // what was reported before it was stopped counts too
	_ = c.Wait()
	after.mount(t, "rw")
	defer after.unmount()
	again, lines := start(filepath.Join(after.dir, "store"), "after")
	k.had = 0
	k.watch(t, lines, 1)
	again.Process.Kill()
	_ = again.Wait()
	if k.had != editedInTurn {
		t.Errorf("after the cut %d evaluations are reported", k.had)
	}
	return k.edits
}

// The disk fills up while a store on it is being edited. The process ends with an error, never by a signal, and nothing is lost.
func TestFullDiskLosesNothing(t *testing.T) {
	wantTorture(t)
	for _, leave := range []int64{70, 60, 40, 20, 8, 1, 0} {
		t.Run(fmt.Sprint(leave, " MB left"), func(t *testing.T) {
			d := newDisk(t, 256, "rw")
			dir := filepath.Join(d.dir, "store")
			k := &killer{dir: dir, saved: make([]int, editedInTurn)}
			c := child(t, "edit", dir)
			lines := started(t, c)
			filled := false
			for n := 0; lines.Scan(); {
				word, i, edit := parseLine(t, lines.Text())
				if word == "saved" || word == "have" {
					k.saved[i] = edit
					n++
				}
				if n == 40 && !filled {
					filled = true
					fillDisk(t, d.dir, leave)
				}
				if n > 400 { // there is room enough to go on
					c.Process.Signal(os.Interrupt)
				}
			}
			var exit *exec.ExitError
			if err := c.Wait(); errors.As(err, &exit) {
				if status := exit.Sys().(syscall.WaitStatus); status.Signaled() && status.Signal() != syscall.SIGINT {
					t.Errorf("the process was ended by %v", status.Signal())
				}
			}
			if s, err := storage.OpenSmall(dir, options); err == nil {
				mustClose(t, s)
			} else if !errors.Is(err, storage.ErrDiskFull) {
				t.Errorf("opening a full disk: %v", err)
			}
			if err := os.Remove(filepath.Join(d.dir, "filler")); err != nil {
				t.Fatal(err)
			}
			s, err := storage.OpenSmall(dir, options)
			if err != nil {
				t.Fatal(err)
			}
			k.checkAll(t, s)
			mustClose(t, s)
		})
	}
}

// fillDisk writes a file until only so many megabytes are left.
func fillDisk(t *testing.T, dir string, leave int64) {
	t.Helper()
	file, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	block := make([]byte, 1<<20)
	for {
		free, err := place.Free(dir)
		if err != nil {
			t.Fatal(err)
		}
		if int64(free)>>20 <= leave && leave > 0 {
			return
		}
		if _, err := file.Write(block); err != nil {
			return // full
		}
	}
}

// A store is closed while its disk is full.
func TestClosingOnAFullDisk(t *testing.T) {
	wantTorture(t)
	d := newDisk(t, 192, "rw")
	dir := filepath.Join(d.dir, "store")
	c := child(t, "hold", dir)
	input, _ := holding(t, c, "open")
	fillDisk(t, d.dir, 0)
	input.Close()
	var exit *exec.ExitError
	if err := c.Wait(); errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signaled() {
		t.Errorf("the process was ended by a signal: %v", err)
	}
	if err := os.Remove(filepath.Join(d.dir, "filler")); err != nil {
		t.Fatal(err)
	}
	mustClose(t, mustOpen(t, dir))
}
