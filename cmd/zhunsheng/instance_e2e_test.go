//go:build e2e

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"zhunsheng/app/desk"
	"zhunsheng/storage"
)

// TestSecondStartHandsItsFileToTheRunningWindow starts the program again with the files that people double-click: the window that is open
// shows each, after the dialog that may be open, and the second process ends well. So it is after the first was killed; a program on other
// data has a window of its own.
func TestSecondStartHandsItsFileToTheRunningWindow(t *testing.T) {
	s := newStage(t)
	table := s.bring(t, roadTable(t), "收到的 文件", "自评 表.xlsx")
	bundle := bundleOf(t, filepath.Join(filepath.Dir(table), "第一 个.zsb"), "甲")
	first := s.start(t, "--demo", "--lang", "zh")
	first.waitFor(t, "cell", "江门市级扶持科技发展资金")

	first.handed(t, table)
	first.waitFor(t, "cell", "城区道路维修")
	first.shot(t, "15-second-start")
	waits := s.launch(t, s.path(bundle)) // for the dialog about the table
	waits.waitExit(t)
	first.waitFor(t, "cell", "城区道路维修")
	first.post(t, "/key", "name", "Escape")
	first.waitFor(t, "Text", "来自 甲")
	first.shot(t, "16-second-start-after-a-dialog")
	if s.wm && !s.windows {
		first.xdo(t, "windowminimize", "--sync", first.window)
		first.handed(t, "")
		eventually(t, "the window is back", func() bool {
			out, err := first.tool("xdotool", "getactivewindow").Output()
			return err == nil && strings.TrimSpace(string(out)) == first.window
		})
	}
	first.kill(t)

	first = s.startAfterKill(t)
	first.handed(t, bundle)
	first.waitFor(t, "Text", "来自 甲")
	if !s.windows { // there each user has one display
		apart := *s
		apart.data = filepath.Join(s.home, "另一处")
		other := apart.start(t, "--demo", "--lang", "zh")
		other.waitFor(t, "cell", "江门市级扶持科技发展资金")
		other.handed(t, table)
		other.waitFor(t, "cell", "城区道路维修")
		other.kill(t)
		first.waitFor(t, "Text", "来自 甲")
	}
	first.post(t, "/run", "id", "quit")
	first.waitExit(t)
}

// handed starts the program again with a file, or "" for none, and waits until that process has ended well.
func (p *player) handed(t *testing.T, path string) {
	t.Helper()
	args := []string{"--lang", "zh"}
	if path != "" {
		args = append(args, p.stage.path(path))
	}
	p.stage.launch(t, args...).waitExit(t)
}

// TestSecondProcessSaysThatTheDataAreInUse starts the program where something else has the data, and where the program that has them
// hangs and does not answer.
func TestSecondProcessSaysThatTheDataAreInUse(t *testing.T) {
	s := newStage(t)
	if s.windows {
		return // a lock of this system is none there, nor can a process be made to hang
	}
	s.withDesk(t, func(context.Context, *desk.Desk, *storage.Store) {
		p := s.launch(t, "--lang", "zh")
		p.saysInUse(t, "13-in-use")
	})
	first := s.start(t, "--demo", "--lang", "zh")
	first.waitFor(t, "cell", "江门市级扶持科技发展资金")
	if err := os.Remove(filepath.Join(s.data, logName)); err != nil {
		t.Fatal(err)
	}
	first.signal(t, syscall.SIGSTOP)
	second := s.launch(t, "--lang", "zh", roadTable(t))
	second.saysInUse(t, "13-hangs")
	first.signal(t, syscall.SIGCONT)
	first.shot(t, "13-hung")
	first.waitFor(t, "cell", "江门市级扶持科技发展资金") // and not the file of the one that has gone
	first.post(t, "/run", "id", "quit")
	first.waitExit(t)
}

// saysInUse waits until the program says that the data are in use, and ends it.
func (p *player) saysInUse(t *testing.T, picture string) {
	t.Helper()
	eventually(t, "the log names the reason", func() bool { return strings.Contains(p.stage.log(), "another process") })
	p.settle(t)
	p.screen(t, picture)
	p.kill(t)
}

func (p *player) signal(t *testing.T, signal os.Signal) {
	t.Helper()
	if err := p.command.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}

// bundleOf makes a bundle of the example, from a person.
func bundleOf(t *testing.T, path, from string) string {
	t.Helper()
	zs, evaluation := filepath.Join(t.TempDir(), "zs"), filepath.Join(t.TempDir(), "e.json")
	build := exec.Command("go", "build", "-o", zs, "zhunsheng/cmd/zs")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	for _, command := range []*exec.Cmd{
		build, exec.Command(zs, "example", "-o", evaluation), exec.Command(zs, "bundle", "create", evaluation, "-o", path, "--name", from),
	} {
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%q: %v\n%s", command.Args, err, out)
		}
	}
	return path
}
