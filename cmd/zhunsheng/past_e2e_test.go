//go:build e2e

package main

import (
	"path/filepath"
	"testing"

	"zhunsheng/app/desk"
	"zhunsheng/storage"
)

// TestUndoAndHistorySurviveAKill edits, is killed with kill -9 in the middle, says so at the next start, undoes there what was done before,
// and shows it all in the history; then the help and the tour.
func TestUndoAndHistorySurviveAKill(t *testing.T) {
	s := newStage(t)
	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "Text", "第一次使用？")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	for _, value := range []string{"1500", "1400"} {
		p.clickCell(t, "hi-stock/实际完成值")
		p.xdo(t, "key", "F2")
		p.waitFocus(t, "cellEditor")
		p.xdo(t, "key", "ctrl+a")
		p.xdo(t, "type", "--delay", "30", value)
		p.xdo(t, "key", "Return")
	}
	p.waitFor(t, "Text", "97.50")
	p.waitFor(t, "Text", "已保存")
	p.kill(t)

	p = s.start(t, "--lang", "zh")
	p.waitFor(t, "Text", "上次程序没有正常关闭")
	p.waitFor(t, "cell", "97.50")
	p.shot(t, "20-recovered")
	p.post(t, "/tap", "text", "知道了")
	p.waitGone(t, "Text", "上次程序没有正常关闭")
	p.xdo(t, "key", "ctrl+z") // on the list: the last edit, of the process before
	p.waitFor(t, "Text", "已撤销：修改")
	p.waitFor(t, "cell", "97.75")
	p.shot(t, "21-undone")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "cell", "1500")
	p.xdo(t, "key", "ctrl+z") // in the guide: the one before
	p.waitGone(t, "cell", "1500")
	p.waitFor(t, "Text", "99.00")
	p.xdo(t, "key", "ctrl+shift+z")
	p.waitFor(t, "Text", "97.75")
	p.xdo(t, "key", "ctrl+shift+h")
	p.waitFor(t, "cell", "1500 → 1400")
	p.shot(t, "22-history-of-one")
	p.post(t, "/run", "id", "history.verify")
	p.waitFor(t, "Text", "历史完整")
	p.shot(t, "23-verified")
	p.xdo(t, "key", "Escape")
	p.xdo(t, "key", "shift+F1")
	p.waitFor(t, "Text", "撤销与历史")
	p.shot(t, "24-help")
	p.xdo(t, "key", "alt+Left")
	p.waitFor(t, "cell", "1500 → 1400")
	p.post(t, "/run", "id", "tour")
	p.waitFor(t, "Text", "欢迎使用准绳")
	for _, title := range []string{"一个年度的全部评价", "各个页面", "按步骤填写", "像电子表格一样填"} {
		p.xdo(t, "key", "Return")
		p.waitFor(t, "Text", title)
	}
	p.shot(t, "25-tour")
	p.xdo(t, "key", "Escape")
	p.waitFor(t, "step", "指标")
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// TestPasswordOfTheDataIsAskedFor protects the store by a password: the program asks for it, takes no wrong one, and opens with the right
// one, from the keyboard alone.
func TestPasswordOfTheDataIsAskedFor(t *testing.T) {
	s := newStage(t)
	store, err := storage.Open(filepath.Join(s.data, desk.StoreFolder), storage.Options{AnyPlace: true, Password: []byte("correct horse")})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "Text", "请输入数据密码")
	p.waitFocus(t, "Entry")
	p.xdo(t, "type", "--delay", "30", "Wrong")
	p.shot(t, "30-password")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "Label", "密码不对")
	p.waitFocus(t, "Entry")
	p.xdo(t, "type", "--delay", "30", "correct horse")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}
