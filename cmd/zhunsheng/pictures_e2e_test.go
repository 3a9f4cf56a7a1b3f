//go:build e2e

package main

import (
	"path/filepath"
	"strconv"
	"testing"

	"zhunsheng/storage"
)

// TestEveryScreenShowsItself goes to every screen on the example's data and takes the pictures of the documentation, under the names that
// docs/images has.
func TestEveryScreenShowsItself(t *testing.T) {
	s := newStage(t)
	folder := filepath.Dir(s.bring(t, foreignReport(t), "收到的报告", "来件.pdf"))
	s.prepare(t, storage.Profile{
		Name: "江门市科学技术局", Department: "江门市科学技术局", Region: "广东省江门市", Contact: "张丽", Phone: "0750-0000000",
	})
	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.post(t, "/tap", "text", "不用了")
	p.waitGone(t, "Text", "第一次使用")
	p.shot(t, "year")
	p.compareParts(t)
	p.verifyFolder(t, folder)
	p.handOver(t)
	p.judge(t)
	p.collectFolder(t, folder)
	for _, screen := range []string{"schemes", "history", "settings"} {
		p.post(t, "/run", "id", "place."+screen)
		if screen == "history" {
			p.clickText(t, "cell", "新建") // which filled in fields
		}
		p.shot(t, screen)
	}
	p.post(t, "/run", "id", "help.page")
	p.shot(t, "help")
	p.post(t, "/run", "id", "place.year")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.guideScreens(t)
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// compareParts puts two parts of the example side by side.
func (p *player) compareParts(t *testing.T) {
	t.Helper()
	p.post(t, "/run", "id", "place.compare")
	for i, part := range []string{"高企发展补助", "科技创新平台"} {
		p.waitFor(t, "Text", "并排对比")
		p.xdo(t, "key", "ctrl+"+strconv.Itoa(i+1))
		p.clickText(t, "cell", part)
		p.xdo(t, "key", "ctrl+Return")
		p.waitFor(t, "Text", part)
	}
	p.waitFor(t, "cell", "高新技术企业存量")
	p.shot(t, "compare")
}

// clickText clicks with the mouse on the first thing of a type that shows a text.
func (p *player) clickText(t testing.TB, kind, text string) {
	t.Helper()
	p.point(t, kind, text)
	p.xdo(t, "click", "1")
}

// verifyFolder opens a report that came from another machine.
func (p *player) verifyFolder(t *testing.T, folder string) {
	t.Helper()
	p.post(t, "/run", "id", "place.verify")
	p.waitFor(t, "Text", "把要验证的文件拖到这里")
	p.xdo(t, "key", "ctrl+o")
	p.choose(t, filepath.Join(folder, "来件.pdf"))
	p.waitFor(t, "cell", "完好")
	p.shot(t, "verify")
}

// handOver shows what can be handed over as a bundle.
func (p *player) handOver(t *testing.T) {
	t.Helper()
	p.post(t, "/run", "id", "place.exchange")
	p.waitFor(t, "Text", "把数据包拖到这里")
	p.xdo(t, "key", "alt+2")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.shot(t, "exchange")
}

// judge begins a review of the example.
func (p *player) judge(t *testing.T) {
	t.Helper()
	p.post(t, "/run", "id", "place.review")
	p.waitFor(t, "Text", "还没有审核")
	p.xdo(t, "key", "ctrl+n")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "cell", "审核中")
	p.waitFor(t, "cell", "启动研发项目数")
	p.shot(t, "review")
}

// collectFolder puts what a folder holds into one picture.
func (p *player) collectFolder(t *testing.T, folder string) {
	t.Helper()
	p.post(t, "/run", "id", "place.collect")
	p.waitFor(t, "Text", "还没有选择文件夹")
	p.xdo(t, "key", "ctrl+o")
	p.chooseFolder(t, folder)
	p.xdo(t, "key", "F5")
	p.shot(t, "collect")
}

// guideScreens opens the example and goes through its steps, the preview of its report, and the other language and colours.
func (p *player) guideScreens(t *testing.T) {
	t.Helper()
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	p.clickCell(t, "lab-researchers/三级指标")
	p.shot(t, "guide")
	for _, step := range []string{"basics", "money", "goals", "narrative", "evidence", "checks", "export"} {
		p.post(t, "/run", "id", "step."+step)
		if step == "narrative" {
			p.clickText(t, "cell", "资金安排") // which states rates that can be recomputed
		}
		p.shot(t, step)
	}
	p.post(t, "/tap", "text", "预览、签署与打印")
	p.waitFor(t, "Button", "打印")
	p.waitDrawn(t)
	p.shot(t, "preview")
	p.xdo(t, "key", "alt+Left")
	p.waitFor(t, "step", "签名与导出")
	p.commandsThenEnglishDark(t, "commands", "english-dark")
}
