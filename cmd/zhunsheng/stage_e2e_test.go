//go:build e2e

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patience is how long anything may take before a test fails: long, because it matters only then, and machines may be slow and loaded.
const patience = 3 * time.Minute

// stage is a display of its own, the built program, and a home folder.
type stage struct {
	display string
	binary  string
	home    string
	data    string
	shots   string
	wm      bool
	windows bool // the program is the one for Windows
}

// newStage starts a display of 1366 by 768 and builds the program, or takes the one that ZHUNSHENG_PROGRAM names.
func newStage(t testing.TB) *stage {
	t.Helper()
	dir := t.TempDir()
	s := &stage{binary: filepath.Join(dir, "zhunsheng"), shots: os.Getenv("ZHUNSHENG_SHOTS")}
	if s.shots == "" {
		s.shots = filepath.Join(dir, "shots")
	}
	if err := os.MkdirAll(s.shots, 0o755); err != nil {
		t.Fatal(err)
	}
	s.settleIn(t, "家", "zhang")
	if program := os.Getenv("ZHUNSHENG_PROGRAM"); program != "" { // built elsewhere, such as for another system
		s.binary, s.windows = program, strings.HasSuffix(os.Getenv("ZHUNSHENG_EXE"), ".exe")
	} else if out, err := exec.Command("go", "build", "-tags", "no_emoji,migrated_fynedo,x11,e2e", "-o", s.binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	s.startDisplay(t)
	return s
}

// settleIn makes the home folder of a person: in a temporary folder under the first name, or, where the documentation's pictures are taken,
// under the second one in the folder that ZHUNSHENG_HOMES names, because the pictures show the paths. It is gone when the test ends.
func (s *stage) settleIn(t testing.TB, name, pictured string) {
	t.Helper()
	homes := os.Getenv("ZHUNSHENG_HOMES")
	if homes == "" {
		homes = t.TempDir()
	} else {
		name = pictured
	}
	s.home = filepath.Join(homes, name)
	if err := os.Mkdir(s.home, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(s.home) }) // a program that was killed may be writing still
	s.data = filepath.Join(s.home, "数据")
	for _, folder := range []string{filepath.Join(s.home, "Documents"), s.data} {
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// bring puts a copy of a file into a folder of the documents, under a name, and returns its path.
func (s *stage) bring(t testing.TB, file, folder, name string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	folder = filepath.Join(s.home, "Documents", folder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// path is how the program names a path of this system.
func (s *stage) path(path string) string {
	if s.windows {
		return onWindows(path)
	}
	return path
}

func (s *stage) startDisplay(t testing.TB, options ...string) {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	// A key that a loaded machine is slow to let go of must not be typed again and again: -r.
	server := exec.Command("Xvfb", append([]string{"-displayfd", "3", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-r"}, options...)...)
	server.ExtraFiles = []*os.File{write}
	if err := server.Start(); err != nil {
		t.Fatalf("Xvfb is needed: %v", err)
	}
	end(t, server)
	write.Close()
	buffer := make([]byte, 16)
	n, err := read.Read(buffer)
	if err != nil {
		t.Fatalf("Xvfb did not say its display: %v", err)
	}
	s.display = ":" + strings.TrimSpace(string(buffer[:n]))
	if _, err := exec.LookPath("openbox"); err != nil {
		return
	}
	// With its own bindings it would take every key and click before the window does, and a key could overtake a click.
	config := filepath.Join(t.TempDir(), "openbox.xml")
	if err := os.WriteFile(config, []byte(`<openbox_config xmlns="http://openbox.org/3.4/rc"><keyboard/><mouse/></openbox_config>`), 0o600); err != nil {
		t.Fatal(err)
	}
	manager := exec.Command("openbox", "--config-file", config)
	manager.Env = s.environment()
	if err := manager.Start(); err != nil {
		t.Fatal(err)
	}
	s.wm = true
	end(t, manager)
}

// end ends a process when the test does.
func end(t testing.TB, command *exec.Cmd) {
	t.Cleanup(func() {
		_ = command.Process.Kill() // it may have ended by itself
		_ = command.Wait()
	})
}

func (s *stage) environment() []string {
	var env []string
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch {
		case name == "HOME" || name == "DISPLAY" || name == "WAYLAND_DISPLAY" || strings.HasPrefix(name, "XDG_") || strings.HasPrefix(name, "DBUS_"):
		default:
			env = append(env, v)
		}
	}
	// Without an address the toolkit would start a session bus of its own, which outlives the program.
	return append(env, "HOME="+s.home, "DISPLAY="+s.display, "ZHUNSHENG_OPEN=no", "DBUS_SESSION_BUS_ADDRESS=disabled:")
}

// onlyReport returns the path of the one report in the documents folder.
func (s *stage) onlyReport(t testing.TB) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(s.home, "Documents", "*.pdf"))
	if err != nil || len(found) != 1 {
		t.Fatalf("reports %q (%v), want one", found, err)
	}
	return found[0]
}

// log returns what the program has noted, "" where there is nothing.
func (s *stage) log() string {
	text, err := os.ReadFile(filepath.Join(s.data, logName))
	if err != nil {
		return ""
	}
	return string(text)
}

// eventually asks again and again, because another process has to get there.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	asked(t, 100*time.Millisecond, what, holds)
}

// quickly is how often is asked what mostly holds already, or at once.
const quickly = 10 * time.Millisecond

// asked asks every so often.
func asked(t testing.TB, every time.Duration, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(patience)
	ask := time.NewTicker(every)
	defer ask.Stop()
	for {
		if holds() {
			return
		}
		select {
		case <-deadline:
			t.Fatalf("did not happen: %s", what)
		case <-ask.C:
		}
	}
}
