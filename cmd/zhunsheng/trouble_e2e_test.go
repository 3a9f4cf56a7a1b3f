//go:build e2e && trouble

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"zhunsheng/app/platform"
)

// What goes wrong with disks, in the real window, on disks made for it: the superuser is needed to mount them, or sudo.

// TestTypingOnAFullDriveIsKeptAndSavedLater fills the drive that the data lie on while a value is typed: the window says that it was not
// saved and why, keeps what was typed, and saves it when there is room again.
func TestTypingOnAFullDriveIsKeptAndSavedLater(t *testing.T) {
	s := newStage(t)
	s.mount(t, s.data, "400m")
	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	p.typeStock(t, "1500")
	p.waitFor(t, "Text", "97.75")
	p.waitFor(t, "Text", "已保存")

	filler := filepath.Join(s.data, "另一个程序的文件")
	fill(t, filler, "350m")
	p.typeStock(t, "1400")
	p.waitFor(t, "Label", "所在磁盘只剩")
	p.shot(t, "61-drive-full")
	p.xdo(t, "key", "Escape")
	p.waitFor(t, "Text", "保存失败，内容仍在本页")
	p.waitFor(t, "Text", "97.50")
	p.waitFor(t, "cell", "1400")

	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	p.post(t, "/tap", "text", "重试")
	p.waitFor(t, "Text", "已保存")
	p.kill(t)

	p = s.start(t, "--lang", "zh")
	p.waitFor(t, "cell", "97.50")
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// TestReportsGoNowhereThatTakesNone exports the report onto a full drive, onto one that is read only, and onto one that has vanished: each
// is said in words, with nothing half written; then into a folder with blanks, Chinese and over 260 characters.
func TestReportsGoNowhereThatTakesNone(t *testing.T) {
	s := newStage(t)
	places := t.TempDir()
	full, locked, gone := filepath.Join(places, "满的 盘"), filepath.Join(places, "只读 盘"), filepath.Join(places, "网络 盘")
	for _, place := range []string{full, locked, gone} {
		if err := os.Mkdir(place, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s.mount(t, full, "100k")
	s.mount(t, locked, "10m")
	s.super(t, "mount", "-o", "remount,ro", locked)
	s.letter(t, "s", full)
	s.letter(t, "r", locked)
	s.letter(t, "n", gone)

	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	p.xdo(t, "key", "ctrl+e")
	p.waitFocus(t, "Entry")
	p.post(t, "/type", "text", "correct horse")
	p.xdo(t, "key", "Return")
	eventually(t, "the passwords are typed", func() bool {
		var n seen
		return p.get("/focus", &n) == nil && n.Text == ""
	})
	p.post(t, "/type", "text", "correct horse")
	if err := os.Remove(gone); err != nil { // the drive vanishes when the program knows it already
		t.Fatal(err)
	}
	readOnly := "是只读的"
	if s.windows {
		readOnly = "没有读写" // Wine takes a disk that is read only for a folder that is
	}
	for _, c := range []struct{ dir, letter, says string }{{full, "S", "磁盘空间已满"}, {locked, "R", readOnly}, {gone, "N", "已经断开"}} {
		folder := filepath.Join(c.dir, "部门 报告")
		if s.windows {
			folder = c.letter + `:\部门 报告`
		} else if c.dir == gone {
			continue // here a folder that is not there is simply made
		}
		p.folder(t, folder)
		p.post(t, "/tap", "text", "导出报告")
		p.waitFor(t, "Label", c.says)
		p.shot(t, "63-"+strings.ToLower(c.letter))
		p.xdo(t, "key", "Escape")
		p.waitFor(t, "step", "签名与导出")
		files(t, c.dir, 0)
	}
	long := filepath.Join(s.home, "Documents", "很长 的路径", strings.Repeat("很长的文件夹名称", 8), strings.Repeat("再长一些的名称", 9), strings.Repeat("a", 150))
	p.folder(t, s.path(long))
	p.post(t, "/tap", "text", "导出报告")
	p.waitFor(t, "Label", "已导出并签名")
	p.shot(t, "64-long-path")
	found := files(t, long, 1)
	checkSigned(t, found[0])
	s.namesNobody(t)

	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// TestBackupsAndBundlesGoNowhereThatTakesNone writes a backup and a bundle onto a full drive and onto one that is read only, with the dialogs
// for files: each is said in words, with nothing half written, and then both go to a drive that has room.
func TestBackupsAndBundlesGoNowhereThatTakesNone(t *testing.T) {
	s := newStage(t)
	places := t.TempDir()
	full, locked, good := filepath.Join(places, "满的 盘"), filepath.Join(places, "只读 盘"), filepath.Join(places, "好的 盘")
	for _, place := range []string{full, locked, good} {
		if err := os.Mkdir(place, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s.mount(t, full, "4k")
	fill(t, filepath.Join(full, "filler"), "4k")
	s.mount(t, locked, "10m")
	s.super(t, "mount", "-o", "remount,ro", locked)
	readOnly := "是只读的"
	if s.windows {
		readOnly = "没有读写"
	}

	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	for _, c := range []struct{ dir, says string }{{full, "磁盘空间已满"}, {locked, readOnly}, {good, ""}} {
		p.post(t, "/run", "id", "place.settings")
		p.waitFor(t, "step", "单位信息")
		p.xdo(t, "key", "alt+3")
		p.xdo(t, "key", "ctrl+b")
		p.waitFor(t, "Button", "选择位置…")
		p.xdo(t, "key", "Return", "Return") // no password
		p.saveAs(t, filepath.Join(c.dir, "备份.zsbackup"))
		p.refusedOr(t, c.says, "Label", "之后没有修改")

		p.post(t, "/run", "id", "place.exchange")
		p.waitFor(t, "Text", "把数据包拖到这里")
		p.xdo(t, "key", "alt+2")
		p.waitFor(t, "cell", "江门市级扶持科技发展资金")
		p.clickText(t, "cell", "江门市级扶持科技发展资金")
		p.xdo(t, "key", "ctrl+a")
		p.xdo(t, "key", "ctrl+s")
		p.saveAs(t, filepath.Join(c.dir, "数据包.zsb"))
		p.refusedOr(t, c.says, "Text", "已制作")
	}
	files(t, full, 1) // what fills it
	files(t, locked, 0)
	files(t, good, 2)
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// refusedOr waits for a refusal and closes it, or, where none is meant to come, for what tells of success.
func (p *player) refusedOr(t *testing.T, says, kind, success string) {
	t.Helper()
	if says == "" {
		p.waitFor(t, kind, success)
		return
	}
	p.waitFor(t, "Label", says)
	p.xdo(t, "key", "Escape")
	p.waitGone(t, "Label", says)
}

// namesNobody reads what the program leaves for those who help: no name of a person, a unit, a project or a folder of the user.
func (s *stage) namesNobody(t *testing.T) {
	t.Helper()
	log, err := os.ReadFile(filepath.Join(s.data, logName))
	if err != nil || len(log) == 0 {
		t.Fatalf("the log has nothing about what went wrong: %v", err)
	}
	crash, err := os.ReadFile(filepath.Join(s.data, platform.CrashFile))
	if err != nil || len(crash) > 0 {
		t.Errorf("a crash: %s, %v", crash, err)
	}
	foreign := func(r rune) bool { return r > unicode.MaxASCII }
	for line := range strings.Lines(string(log)) {
		if strings.ContainsFunc(strings.ReplaceAll(line, leftOut, ""), foreign) || strings.Contains(line, t.Name()) {
			t.Errorf("the log names something: %s", line)
		}
	}
}

// typeStock types the actual value of an indicator.
func (p *player) typeStock(t *testing.T, value string) {
	t.Helper()
	p.clickCell(t, "hi-stock/实际完成值")
	p.xdo(t, "key", "F2")
	p.waitFocus(t, "cellEditor")
	p.xdo(t, "key", "ctrl+a")
	p.xdo(t, "type", "--delay", "30", value)
	p.xdo(t, "key", "Return")
}

// folder types where the report goes.
func (p *player) folder(t *testing.T, folder string) {
	t.Helper()
	var at seen
	eventually(t, "the field of the folder", func() bool {
		var tree []seen
		if p.get("/tree", &tree) != nil {
			return false
		}
		for _, n := range tree {
			if strings.HasSuffix(n.Type, "widget.Entry") && strings.ContainsAny(n.Text, `/\`) {
				at = n
				return true
			}
		}
		return false
	})
	p.mouse(t, at.X+at.W/2, at.Y+at.H/2)
	p.xdo(t, "click", "1")
	p.waitFocus(t, "Entry")
	p.replace(t, folder)
}

// letter gives a folder the letter of a drive under Wine.
func (s *stage) letter(t *testing.T, letter, folder string) {
	t.Helper()
	if !s.windows {
		return
	}
	link := filepath.Join(os.Getenv("WINEPREFIX"), "dosdevices", letter+":")
	_ = os.Remove(link) // of a test that was broken off
	if err := os.Symlink(folder, link); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(link) })
}

// mount makes a folder a disk of its own.
func (s *stage) mount(t *testing.T, folder, size string) {
	t.Helper()
	s.super(t, "mount", "-t", "tmpfs", "-o", "mode=777,size="+size, "tmpfs", folder)
	t.Cleanup(func() {
		for range 300 { // a program that was just ended may still hold it
			if s.try("umount", folder) == nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Errorf("%s is still mounted", folder)
	})
}

// super runs a program as the superuser.
func (s *stage) super(t *testing.T, args ...string) {
	t.Helper()
	if err := s.try(args...); err != nil {
		t.Fatalf("%q: %v", args, err)
	}
}

func (s *stage) try(args ...string) error {
	if os.Geteuid() != 0 {
		args = append([]string{"sudo", "-n"}, args...)
	}
	return exec.Command(args[0], args[1:]...).Run()
}

// fill writes a file that takes room.
func fill(t *testing.T, path, size string) {
	t.Helper()
	if out, err := exec.Command("fallocate", "-l", size, path).CombinedOutput(); err != nil {
		t.Fatalf("fallocate: %v\n%s", err, out)
	}
}

// files counts all files below a folder.
func files(t *testing.T, folder string, want int) (found []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			found = append(found, path)
		}
		return nil //nolint:nilerr // a folder that is not there holds no files
	})
	if err != nil || len(found) != want {
		t.Errorf("files in %s: %q, want %d", folder, found, want)
	}
	return found
}
