//go:build e2e

package main

import (
	"context"
	"path/filepath"
	"strconv"
	"testing"

	"zhunsheng/app/desk"
)

// onlyMatch returns the one file of a folder that fits a pattern.
func onlyMatch(t *testing.T, folder, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s in %s: %q (%v)", pattern, folder, found, err)
	}
	return found[0]
}

// callPanel begins a panel of two and writes the form of each into a folder.
func (p *person) callPanel(t *testing.T, folder string) {
	t.Helper()
	p.xdo(t, "key", "ctrl+shift+n")
	p.waitFor(t, "Button", "组织评分")
	p.say(t, "天桥")
	p.xdo(t, "key", "Tab", "Tab") // over the list to the names
	p.waitEmpty(t)
	p.say(t, "赵专家")
	p.xdo(t, "key", "Return")
	p.say(t, "王审")
	p.shot(t, "80-panel")
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "cell", "0/2")
	p.shot(t, "81-panel-begun")
	p.xdo(t, "key", "ctrl+shift+l")
	p.folder(t, folder)
	p.waitFor(t, "Text", "已写出 2 份评分表")
	p.shot(t, "82-called")
}

// score takes a call, gives points to every indicator from the keyboard, submits them and writes the answer.
func (p *person) score(t *testing.T, call, to, comment string, points ...string) {
	t.Helper()
	p.xdo(t, "key", "ctrl+o")
	p.file(t, "选择", call)
	p.waitFor(t, "cell", "待评分")
	p.waitFor(t, "Text", "还有 5 项未评分")
	for _, text := range points {
		p.xdo(t, "type", "--delay", "30", text)
		p.xdo(t, "key", "Return")
	}
	p.waitFor(t, "Text", "已全部评分")
	p.fillCell(t, "i4/意见", comment)
	for _, theirs := range []string{"18", "25"} {
		if points[0] != "18" && p.shows("cell", theirs) != 0 {
			t.Errorf("the points of another evaluator are on the screen: %s", theirs)
		}
	}
	p.shot(t, "83-scored-"+points[0])
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "Label", "提交后不能再改")
	p.press(t, "提交评分表")
	p.file(t, "保存", to)
	waitFile(t, to)
	p.waitFor(t, "cell", "已提交")
	p.shot(t, "84-submitted-"+points[0])
}

// arbitrate takes the answers in, sees where the evaluators are apart, and decides.
func (p *person) arbitrate(t *testing.T, answers ...string) {
	t.Helper()
	for i, path := range answers {
		p.xdo(t, "key", "ctrl+o")
		p.file(t, "选择", path)
		p.waitFor(t, "Text", "已交回 "+strconv.Itoa(i+1)+"/2")
		p.shot(t, "85-answer-"+strconv.Itoa(i+1))
	}
	p.waitFor(t, "Text", "待仲裁 1 项")
	p.shot(t, "85-apart")
	p.clickAt(t, "i4/指标")
	p.waitFor(t, "Label", "分歧较大：最低 12 分，最高 25 分")
	p.xdo(t, "key", "F4")
	p.waitFocus(t, "Entry")
	p.replace(t, "20")
	p.xdo(t, "key", "Tab")
	p.waitEmpty(t)
	p.say(t, "会商：以通行人次统计口径为准。")
	p.shot(t, "86-arbitrate")
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "Text", "待仲裁 0 项")
	p.waitFor(t, "Label", "仲裁 20 分　王审：会商")
	p.waitRested(t)
	p.shot(t, "87-arbitrated")
}

// checkPanel asks a store what it holds of the panel.
func checkPanel(t *testing.T, ctx context.Context, d *desk.Desk) {
	t.Helper()
	panels, err := d.Panels(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range panels {
		if i.Evaluator != "" {
			continue
		}
		_, result, err := d.PanelResult(ctx, i.Key)
		if err != nil {
			t.Fatal(err)
		}
		row := result.Rows[3]
		if !result.Complete || result.Disagreed != 0 || row.Arbitrated == nil || row.Final.Decimal.String() != "20" || len(row.Given) != 2 {
			t.Errorf("%+v, %+v", result, row)
		}
		return
	}
	t.Error("no panel")
}
