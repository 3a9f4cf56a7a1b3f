//go:build e2e && trouble

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDocumentsMovedIntoACloudTakeReportsButNoData moves the user's Documents into a folder that OneDrive synchronises, as Windows does it:
// reports go there, the data do not.
func TestDocumentsMovedIntoACloudTakeReportsButNoData(t *testing.T) {
	s := newStage(t)
	documents := filepath.Join(s.home, "OneDrive - 市财政局", "我的 文档")
	if err := os.MkdirAll(documents, 0o755); err != nil {
		t.Fatal(err)
	}
	s.moveDocuments(t, documents)
	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	p.xdo(t, "key", "ctrl+e")
	p.waitFor(t, "Entry", s.path(documents))
	p.waitFocus(t, "Entry")
	p.xdo(t, "type", "--delay", "30", "correct horse")
	p.xdo(t, "key", "Return")
	p.xdo(t, "type", "--delay", "30", "correct horse")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "Label", "已导出并签名")
	p.shot(t, "65-onedrive")
	checkSigned(t, files(t, documents, 1)[0])
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)

	s.data = filepath.Join(documents, "数据")
	if err := os.Mkdir(s.data, 0o755); err != nil {
		t.Fatal(err)
	}
	p = s.start(t, "--lang", "zh")
	p.waitFor(t, "Label", "由网盘同步（OneDrive - 市财政局）")
	p.shot(t, "66-onedrive-data")
	p.post(t, "/tap", "text", "退出")
	if code := p.exitCode(t); code != exitUnusable {
		t.Errorf("exit code %d, want %d", code, exitUnusable)
	}
	if _, err := os.Stat(filepath.Join(s.data, "store")); err == nil {
		t.Error("the data are in the cloud")
	}
}

// moveDocuments makes another folder the user's Documents.
func (s *stage) moveDocuments(t *testing.T, folder string) {
	t.Helper()
	if !s.windows {
		config := filepath.Join(s.home, ".config")
		line := `XDG_DOCUMENTS_DIR="$HOME` + strings.TrimPrefix(folder, s.home) + "\"\n"
		if err := os.MkdirAll(config, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(config, "user-dirs.dirs"), []byte(line), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	const key, value = `HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders`, "Personal"
	set := func(folder string) {
		if out, err := exec.Command("wine", "reg", "add", key, "/v", value, "/t", "REG_EXPAND_SZ", "/d", folder, "/f").CombinedOutput(); err != nil {
			t.Errorf("reg add: %v\n%s", err, out)
		}
	}
	set(s.path(folder))
	t.Cleanup(func() { set(`%USERPROFILE%\Documents`) })
}

// exitCode waits until the program has ended.
func (p *player) exitCode(t *testing.T) int {
	t.Helper()
	ended := make(chan struct{})
	go func() {
		_ = p.command.Wait() // the code says it
		close(ended)
	}()
	eventually(t, "the program ends", func() bool {
		select {
		case <-ended:
			return true
		default:
			return false
		}
	})
	return p.command.ProcessState.ExitCode()
}
