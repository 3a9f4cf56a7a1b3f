package storage_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

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
	const cuts = 50
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	edits := 0
	for cut := range cuts {
		d := newDisk(t, 192, "commit=300")
		edits += cutPower(t, d, random, 1+random.IntN(250))
		d.unmount()
		if t.Failed() {
			t.Fatalf("cut %d", cut)
		}
	}
	t.Logf("%d cuts, %d edits saved", cuts, edits)
}

func cutPower(t *testing.T, d disk, random *rand.Rand, edits int) int {
	t.Helper()
	c := child(t, "edit", filepath.Join(d.dir, "store"))
	output, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	saved := make([]int, editedInTurn)
	total := 0
	lines := bufio.NewScanner(output)
	for total < edits && lines.Scan() {
		word, i, edit := parseLine(t, lines.Text())
		if word == "saved" || word == "have" {
			saved[i] = edit
		}
		if word == "saved" {
			total++
		}
	}
	time.Sleep(time.Duration(random.IntN(3000)) * time.Microsecond)
	if err := c.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	after := disk{image: d.image + ".cut", dir: d.dir + ".cut"}
	run(t, "cp", "--sparse=always", d.image, after.image)
	c.Process.Kill()
	for lines.Scan() { // what was reported before it was stopped counts too
		if word, i, edit := parseLine(t, lines.Text()); word == "saved" {
			saved[i] = edit
			total++
		}
	}
	_ = c.Wait()
	after.mount(t, "rw")
	defer after.unmount()
	o := options
	o.Host = func() place.Host { return place.Host{Machine: "m", Boot: "after the cut"} }
	s, err := storage.OpenSmall(filepath.Join(after.dir, "store"), o)
	if err != nil {
		t.Fatalf("after %d edits: %v", total, err)
	}
	if r := s.Recovery(); r.Lost() {
		t.Errorf("recovery is %+v", r)
	}
	k := &killer{saved: saved}
	for i := range saved {
		edit, err := firstState(t.Context(), s, strconv.Itoa(i))
		if err != nil {
			t.Fatal(err)
		}
		k.check(t, i, edit)
	}
	if v, err := s.Verify(t.Context(), nil); err != nil || !v.Whole() {
		t.Errorf("history %+v (%v)", v.Breaks, err)
	}
	mustClose(t, s)
	return total
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
			output, err := c.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(output)
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
			for i := range k.saved {
				edit, err := firstState(t.Context(), s, strconv.Itoa(i))
				if err != nil {
					t.Fatal(err)
				}
				k.check(t, i, edit)
			}
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
	input, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(output).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
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
