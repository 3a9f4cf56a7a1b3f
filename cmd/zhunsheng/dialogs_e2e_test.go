//go:build e2e

package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// choose gives the file dialog a path: the program's own, or the system's.
func (p *player) choose(t testing.TB, path string) {
	t.Helper()
	if p.stage.windows {
		p.answer(t, path)
		return
	}
	p.waitFor(t, "Button", "选择")
	p.waitFor(t, "cell", "上一级文件夹") // the folder was read
	p.xdo(t, "key", "shift+Tab", "shift+Tab")
	p.waitFocus(t, "Entry")
	p.replace(t, path)
	p.xdo(t, "key", "Return")
	p.waitGone(t, "Button", "选择")
}

// save takes the place and name that the program's own file dialog proposes; the system's, which may propose any, is given a path.
func (p *player) save(t testing.TB, path string) {
	t.Helper()
	if p.stage.windows {
		p.answer(t, path)
		return
	}
	p.waitFor(t, "Button", "保存")
	p.waitFocus(t, "Entry")
	p.xdo(t, "key", "Return")
	p.waitGone(t, "Button", "保存")
}

// chooseFolder gives the file dialog the path of a folder.
func (p *player) chooseFolder(t testing.TB, path string) {
	t.Helper()
	if p.stage.windows {
		p.answer(t, path)
		return
	}
	p.waitFor(t, "cell", "上一级文件夹")
	p.xdo(t, "key", "shift+Tab", "shift+Tab")
	p.waitFocus(t, "Entry")
	p.replace(t, path)
	p.post(t, "/tap", "text", "选择")
	p.waitGone(t, "cell", "上一级文件夹")
}

// answer types a path into the dialog of Windows and waits until the window has the keyboard again.
func (p *player) answer(t testing.TB, path string) {
	t.Helper()
	eventually(t, "the system's dialog takes "+path, func() bool {
		client := http.Client{Timeout: patience}
		answer, err := client.PostForm(p.address+"/answer", url.Values{"path": {onWindows(path)}})
		if err != nil {
			return false
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		return err == nil && string(text) == "ok"
	})
	focus := "getwindowfocus"
	if p.stage.wm {
		focus = "getactivewindow"
	}
	eventually(t, "the system's dialog is gone", func() bool {
		out, err := p.tool("xdotool", focus).Output()
		return err == nil && strings.TrimSpace(string(out)) == p.window
	})
}

// onWindows is how Windows names a path of this system.
func onWindows(path string) string { return "Z:" + strings.ReplaceAll(path, "/", `\`) }

// saveAs answers the dialog that asks where to save a file: the program's own, or the system's.
func (p *player) saveAs(t testing.TB, path string) {
	t.Helper()
	if p.stage.windows {
		p.answer(t, path)
		return
	}
	p.waitFor(t, "Button", "保存")
	p.waitFocus(t, "Entry")
	p.replace(t, path)
	p.xdo(t, "key", "Return")
	p.waitGone(t, "Button", "保存")
}
