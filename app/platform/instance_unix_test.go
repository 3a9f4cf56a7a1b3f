//go:build !windows

package platform

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// long is more patience than any machine needs.
const long = 3 * time.Minute

// claimed makes a claim that is the first on a folder; what is handed over comes in the channel.
func claimed(t *testing.T, folder string) (*Instance, chan string) {
	t.Helper()
	got := make(chan string, 64)
	first, err := claimInstance(folder, "/first", func(path string) { got <- path }, long)
	if err != nil || first == nil || first.heard == nil {
		t.Fatalf("the first claim: %v, %v", first, err)
	}
	t.Cleanup(first.Close)
	return first, got
}

// later starts once more on a folder that is claimed.
func later(t *testing.T, folder, path string) {
	t.Helper()
	second, err := claimInstance(folder, path, func(path string) { t.Errorf("the second received %q", path) }, long)
	if err != nil || second != nil {
		t.Fatalf("a later claim: %v, %v", second, err)
	}
}

// namedRoom gives the test a short folder for sockets, and a temporary folder that is not the system's.
func namedRoom(t *testing.T) string {
	t.Helper()
	room, err := os.MkdirTemp("/tmp", "z")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(room) })
	t.Setenv("XDG_RUNTIME_DIR", room)
	return room
}

func TestLaterStartHandsItsFileOver(t *testing.T) {
	room := namedRoom(t)
	for name, folder := range map[string]string{
		"in the data":       filepath.Join(room, "数据"),
		"path of data long": filepath.Join(room, strings.Repeat("很长的文件夹", 10), "数据"),
	} {
		t.Run(name, func(t *testing.T) {
			first, got := claimed(t, folder)
			for _, path := range []string{"/移动 盘/部门.zsb", "", "/gbk/\xb1\xa8\xb1\xed.xlsx", "/" + strings.Repeat("x", longestHanded-1)} {
				later(t, folder, path)
				if handed := <-got; handed != path {
					t.Errorf("got %q, want %q", handed, path)
				}
			}
			address := first.heard.listener.Addr().String()
			if in := strings.HasPrefix(address, folder); in != (len(folder) < 80) || !strings.HasPrefix(address, room) {
				t.Errorf("the socket lies in %s", address)
			}
			for path, want := range map[string]fs.FileMode{address: fs.ModeSocket | 0o600, filepath.Dir(address): fs.ModeDir | 0o700} {
				if info, err := os.Lstat(path); err != nil || info.Mode() != want {
					t.Errorf("%s: %v (%v), want %v", path, info.Mode(), err, want)
				}
			}
			first.Close()
			if _, err := os.Lstat(address); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the socket is left behind: %v", err)
			}
		})
	}
}

// Who is started while the one before is ending is not told to it, but takes its place.
func TestStartWhileTheOneBeforeEndsTakesItsPlace(t *testing.T) {
	folder := t.TempDir()
	first, got := claimed(t, folder)
	first.Deafen()
	first.Deafen()
	second := make(chan *Instance)
	go func() {
		instance, err := claimInstance(folder, "/部门.zsb", func(string) {}, long)
		if err != nil {
			t.Error(err)
		}
		second <- instance
	}()
	first.Close()
	instance := <-second
	if instance == nil {
		t.Fatal("the second claim was handed over")
	}
	instance.Close()
	if len(got) > 0 {
		t.Errorf("%q was handed to a process that ends", <-got)
	}
	var none *Instance
	none.Deafen()
	none.Close()
}

// A process that was killed leaves its socket, and the system takes its lock back.
func TestClaimAfterAKill(t *testing.T) {
	folder := t.TempDir()
	killed, _ := claimed(t, folder)
	address := killed.heard.listener.Addr().String()
	killed.heard.listener.SetUnlinkOnClose(false)
	killed.Close()
	if _, err := os.Lstat(address); err != nil {
		t.Fatal(err)
	}
	_, got := claimed(t, folder)
	later(t, folder, "/after")
	if path := <-got; path != "/after" {
		t.Errorf("got %q", path)
	}
}

// A program that hangs is not waited for without end: the second one says that the data are in use.
func TestClaimWhereTheOtherHangs(t *testing.T) {
	folder := t.TempDir()
	first, got := claimed(t, folder)
	first.Deafen()
	hanging, err := listenNear(folder, os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	defer hanging.Close()
	for what, folder := range map[string]string{"nobody answers": folder, "nobody hears": func() string {
		folder := t.TempDir()
		deaf, _ := claimed(t, folder)
		deaf.Deafen()
		return folder
	}()} {
		second, err := claimInstance(folder, "/部门.zsb", func(string) {}, 2*claimPace)
		if second != nil || err == nil {
			t.Errorf("%s: %v, %v", what, second, err)
		}
	}
	if len(got) > 0 {
		t.Errorf("%q was handed over", <-got)
	}
}

// Many that start at once end up with one that has the folder and has heard all others.
func TestClaimsAtOnce(t *testing.T) {
	folder := t.TempDir()
	const processes = 8
	got, instances := make(chan string, processes), make(chan *Instance)
	for i := range processes {
		go func() {
			instance, err := claimInstance(folder, fmt.Sprintf("/%d", i), func(path string) { got <- path }, long)
			if err != nil {
				t.Error(err)
			}
			instances <- instance
		}()
	}
	var first *Instance
	for range processes {
		instance := <-instances
		if instance != nil && first != nil {
			t.Error("two have the folder")
		}
		if instance != nil {
			first = instance
		}
	}
	if first == nil {
		t.Fatal("nobody has the folder")
	}
	var heard []string
	for range processes - 1 {
		heard = append(heard, <-got)
	}
	first.Close()
	slices.Sort(heard)
	if len(slices.Compact(heard)) != processes-1 || len(got) > 0 {
		t.Errorf("heard %q and %d more", heard, len(got))
	}
}

func TestClaimsOnOtherFoldersAreIndependent(t *testing.T) {
	one, other := t.TempDir(), t.TempDir()
	_, first := claimed(t, one)
	_, second := claimed(t, other)
	later(t, other, "/other")
	if path := <-second; path != "/other" || len(first) > 0 {
		t.Errorf("got %q, and %d in the first", path, len(first))
	}
}

// What is no request is not heard, and does no harm to those that come after it; nor does one who says nothing.
func TestWhatIsNoRequestIsNotHeard(t *testing.T) {
	folder := t.TempDir()
	first, got := claimed(t, folder)
	address := first.heard.listener.Addr().(*net.UnixAddr)
	silent, err := net.DialUnix("unix", nil, address)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for _, bad := range []string{
		"", "\n", "{}x\n", `{"open":"L3g="`, `{"open":"/x"}` + "\n", `{"open":"eA=="}` + "\n", `{"run":"L3g="}` + "\n",
		`[]` + "\n", "\x00\xff\n", strings.Repeat("[", longestRequest*2), strings.Repeat("x", 1<<20) + "\n",
	} {
		conn, err := net.DialUnix("unix", nil, address)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = conn.Write([]byte(bad)) // nobody need read all of it
		_ = conn.Close()
	}
	later(t, folder, "/good")
	if path := <-got; path != "/good" || len(got) > 0 {
		t.Errorf("got %q and %d more", path, len(got))
	}
}

// Who has gone without waiting for the answer was told that the data are in use, so its file is not opened any more.
func TestWhoHasGoneIsNotHeard(t *testing.T) {
	folder := t.TempDir()
	first, got := claimed(t, folder)
	first.Deafen()
	listener, err := listenNear(folder, os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	gone, err := net.DialUnix("unix", nil, listener.Addr().(*net.UnixAddr))
	if err != nil {
		t.Fatal(err)
	}
	line, err := writeRequest("/gone")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gone.Write(line); err != nil {
		t.Fatal(err)
	}
	_ = gone.Close()
	heard := hear(listener, func(path string) { got <- path })
	defer heard.close()
	later(t, folder, "/good")
	if path := <-got; path != "/good" {
		t.Errorf("got %q", path)
	}
}

func TestProcessesOfOthersAreStrangers(t *testing.T) {
	listener, err := listenNear(t.TempDir(), os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	conn, err := net.DialUnix("unix", nil, listener.Addr().(*net.UnixAddr))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := checkPeer(conn, os.Geteuid()); err != nil {
		t.Error(err)
	}
	if err := checkPeer(conn, os.Geteuid()+1); !errors.Is(err, errStranger) {
		t.Errorf("another user: %v", err)
	}
}

// The folder of the socket is one that others do not enter; where it cannot be, another place is taken.
func TestSocketLiesWhereOthersDoNotEnter(t *testing.T) {
	room := namedRoom(t)
	for name, prepare := range map[string]func(own string) error{
		"open to all":     func(own string) error { return errors.Join(os.Mkdir(own, 0o700), os.Chmod(own, 0o777)) },
		"a link":          func(own string) error { return os.Symlink(room, own) },
		"a file":          func(own string) error { return os.WriteFile(own, nil, 0o600) },
		"a file in it":    func(own string) error { return os.MkdirAll(filepath.Join(own, socketName, "x"), 0o700) },
		"not made before": func(string) error { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(room, name)
			own := filepath.Join(folder, instanceFolder)
			if err := errors.Join(os.MkdirAll(folder, 0o755), prepare(own)); err != nil {
				t.Fatal(err)
			}
			listener, err := listenNear(folder, os.Getenv)
			if err != nil {
				t.Fatal(err)
			}
			defer listener.Close()
			in := filepath.Dir(listener.Addr().String())
			if info, err := os.Lstat(in); err != nil || info.Mode() != fs.ModeDir|0o700 {
				t.Errorf("%s: %v, %v", in, info, err)
			}
			if want := name == "open to all" || name == "not made before"; want != (in == own) {
				t.Errorf("the socket lies in %s", in)
			}
		})
	}
}

// Where a folder cannot be claimed, the program goes on without: the lock of the store is what keeps data safe.
func TestFolderThatCannotBeClaimed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if instance, err := ClaimInstance(file, "", func(string) {}); instance != nil || err == nil {
		t.Errorf("%v, %v", instance, err)
	}
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, instanceFolder, instanceLock), 0o700); err != nil {
		t.Fatal(err)
	}
	if instance, err := ClaimInstance(folder, "", func(string) {}); instance != nil || err == nil {
		t.Errorf("%v, %v", instance, err)
	}
	claimed(t, file+"2")
	if instance, err := ClaimInstance(file+"2", "relative", func(string) {}); instance != nil || !errors.Is(err, errRequest) {
		t.Errorf("%v, %v", instance, err)
	}
}
