//go:build e2e

package main

import (
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/app/desk"
	"zhunsheng/storage"
	"zhunsheng/storage/keyring"
)

// TestBackupIsRestoredWhereTheDataCannotBeOpened loses the key of the data and goes on from a backup, without a command line; what could
// not be opened is kept.
func TestBackupIsRestoredWhereTheDataCannotBeOpened(t *testing.T) {
	s := newStage(t)
	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.post(t, "/run", "id", "place.settings")
	p.waitFor(t, "Text", "单位名称")
	p.post(t, "/run", "id", "settings.backup")
	p.waitFor(t, "Button", "选择位置")
	p.xdo(t, "key", "ctrl+Return")
	p.save(t, filepath.Join(s.home, "Documents", "我的 备份"+storage.BackupExtension))
	p.waitFor(t, "Text", "已备份并核对")
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
	made, err := filepath.Glob(filepath.Join(s.home, "Documents", "*"+storage.BackupExtension))
	if err != nil || len(made) != 1 {
		t.Fatalf("backups %q (%v), want one", made, err)
	}
	for _, name := range keyring.Names {
		if err := os.Remove(filepath.Join(s.data, desk.StoreFolder, name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}

	p = s.start(t, "--lang", "zh")
	p.waitFor(t, "Text", "数据没有打开")
	p.shot(t, "71-not-opened")
	p.clickText(t, "Button", "从备份恢复")
	p.choose(t, made[0])
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	kept, err := filepath.Glob(filepath.Join(s.data, desk.StoreFolder+".*"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("what could not be opened is kept as %q (%v)", kept, err)
	}
	p.waitFor(t, "Text", s.path(kept[0])) // the window says where
	p.shot(t, "72-kept")
	p.clickText(t, "Button", "知道了")
	p.waitGone(t, "Text", s.path(kept[0]))
	p.post(t, "/run", "id", "place.settings")
	p.waitFor(t, "Text", "单位名称")
	p.post(t, "/run", "id", "settings.section.data")
	p.waitFor(t, "Label", s.path(kept[0])) // and so do the settings, for good
	p.shot(t, "73-kept-in-settings")
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}
