//go:build e2e && trouble

package main

import (
	"path/filepath"
	"strconv"
	"testing"
)

// TestQuittingWhileTheDiskHangs freezes the disk that the data lie on while a value is saved, and quits. The window says that it is still
// saving, then that the disk does not answer, and ends without it when the user wants that. What was saved before is there at the next start.
func TestQuittingWhileTheDiskHangs(t *testing.T) {
	for _, c := range []struct{ language, column, still, leave, waits, abandon string }{
		{"zh", "实际完成值", "仍在保存", "仍然离开", "还有内容没有写进磁盘", "不再等待，立即退出"},
		{"en", "Actual", "Still saving", "Leave anyway", "Something is not on the disk yet", "Quit without waiting"},
	} {
		t.Run(c.language, func(t *testing.T) {
			s := newStage(t)
			disk := filepath.Join(s.home, "disk")
			s.super(t, "fallocate", "-l", "400M", disk)
			s.super(t, "mkfs.ext4", "-q", disk)
			s.super(t, "mount", "-o", "loop", disk, s.data)
			t.Cleanup(func() { s.super(t, "umount", "--lazy", s.data) })
			s.super(t, "chmod", "777", s.data)

			p := s.start(t, "--demo", "--lang", c.language)
			p.waitFor(t, "cell", "江门市级扶持科技发展资金")
			p.xdo(t, "key", "Return")
			p.waitFor(t, "cell", "启动研发项目数")
			p.clickCell(t, "hi-stock/"+c.column)
			p.xdo(t, "key", "F2")
			p.waitFocus(t, "cellEditor")
			p.xdo(t, "key", "ctrl+a")
			p.xdo(t, "type", "--delay", "30", "1500")
			p.waitTyped(t, "1500")
			t.Cleanup(func() { _ = s.try("fsfreeze", "--unfreeze", s.data) }) // before the program is ended, which waits for the disk
			s.super(t, "fsfreeze", "--freeze", s.data)
			p.hasty = true // what is under way does not end
			p.xdo(t, "key", "Return")
			p.waitFor(t, "Text", "97.75")

			p.post(t, "/run", "id", "quit")
			p.waitFor(t, "Text", c.still)
			p.shot(t, "76-still-saving-"+c.language)
			p.clickText(t, "Button", c.leave)
			p.waitFor(t, "Label", c.waits)
			p.shot(t, "77-disk-hangs-"+c.language)
			p.clickText(t, "Button", c.abandon)
			eventually(t, "the window is gone", func() bool {
				out, err := p.tool("xdotool", "search", "--onlyvisible", "--pid", strconv.Itoa(p.command.Process.Pid)).Output()
				return err != nil && len(out) == 0
			})
			s.super(t, "fsfreeze", "--unfreeze", s.data)
			_ = p.command.Wait() // with the code of data that could not be used

			p = s.start(t, "--lang", c.language)
			p.waitFor(t, "cell", "江门市级扶持科技发展资金")
			p.shot(t, "78-after-the-disk-hung-"+c.language)
			p.post(t, "/run", "id", "quit")
			p.waitExit(t)
		})
	}
}
