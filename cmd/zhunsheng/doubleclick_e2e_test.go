//go:build e2e && wine

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestDoubleClickedFilesGoToTheirScreens opens files as the desktop of Windows does, with the program that the installer has registered: a
// bundle while the program is closed, another while it is open, then a report, a table and another bundle as arguments of further starts.
// ZHUNSHENG_INSTALLED is the program's place after the installer; it is replaced by the one that tests can drive.
func TestDoubleClickedFilesGoToTheirScreens(t *testing.T) {
	s := newStage(t)
	installed := os.Getenv("ZHUNSHENG_INSTALLED")
	if installed == "" {
		t.Fatal("ZHUNSHENG_INSTALLED names no program")
	}
	place := filepath.Join(s.home, "收到的 文件")
	if err := os.Mkdir(place, 0o755); err != nil {
		t.Fatal(err)
	}
	report, table := filepath.Join(place, "来件 报告.pdf"), filepath.Join(place, "自评 表.xlsx")
	for from, to := range map[string]string{foreignReport(t): report, roadTable(t): table} {
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	first, second := bundleOf(t, filepath.Join(place, "第一 个.zsb"), "甲"), bundleOf(t, filepath.Join(place, "第二 个.zsb"), "乙")
	s.data = filepath.Join(filepath.Dir(installed), "..", "..", "Zhunsheng")
	if err := os.RemoveAll(s.data); err != nil {
		t.Fatal(err)
	}

	p := &player{stage: s, command: s.double(t, first)}
	t.Cleanup(func() {
		if t.Failed() {
			p.screen(t, "failed-"+t.Name())
		}
	})
	eventually(t, "the program can be driven", func() bool {
		address, err := os.ReadFile(filepath.Join(s.data, "drive"))
		p.address = "http://" + string(address)
		return err == nil && len(address) > 0
	})
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.waitFor(t, "Text", "来自 甲")
	p.shot(t, "70-double-click-closed")
	opens := func(what string, command *exec.Cmd, kind, text string) {
		t.Helper()
		p.waitFor(t, kind, text)
		p.shot(t, what)
		if err := command.Wait(); err != nil {
			t.Errorf("%s: the second start ended with %v", what, err)
		}
	}
	opens("71-double-click-open", s.double(t, second), "Text", "来自 乙")
	opens("72-report-as-argument", s.again(t, installed, report), "cell", "完好")
	opens("73-table-as-argument", s.again(t, installed, table), "cell", "城区道路维修")
	third := s.again(t, installed, first) // waits for the dialog about the table
	p.post(t, "/key", "name", "Escape")
	opens("74-bundle-as-argument", third, "Text", "来自 甲")
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// double opens a file as a double click does; the process ends when the program has taken the file or, if it was the first, has ended.
func (s *stage) double(t *testing.T, path string) *exec.Cmd {
	t.Helper()
	return s.again(t, "start", "/wait", s.path(path))
}

// again starts a program of Windows with further arguments, of which a path of this system is renamed.
func (s *stage) again(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	for i, arg := range args[1:] {
		if filepath.IsAbs(arg) && filepath.Ext(arg) != "" {
			args[i+1] = s.path(arg)
		}
	}
	command := exec.Command("wine", args...)
	command.Env = s.environment()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	return command
}
