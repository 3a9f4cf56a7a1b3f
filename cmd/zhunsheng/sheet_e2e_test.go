//go:build e2e

package main

import (
	"strings"
	"testing"
)

// The example's cells that the tests of the tables work on, from above: proportional indicators, and one that is answered.
const (
	growth, stock, recommended = "hi-growth/实际完成值", "hi-stock/实际完成值", "hi-recommended/实际完成值"
	grown, stocked             = "349家", "2194家"
	recommendations            = "1141家"
)

// table opens the example's indicators and makes the first of those cells current.
func (p *player) table(t *testing.T) {
	t.Helper()
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.waitFocus(t, "gridBody")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	p.waitFocus(t, "gridBody")
	p.clickCell(t, recommended) // brings all of them into sight
	p.waitCurrent(t, recommended)
	p.clickCell(t, growth)
	p.waitCurrent(t, growth)
}

// press presses a key and waits until that has made a cell or a block current.
func (p *player) press(t *testing.T, key, current string) {
	t.Helper()
	p.xdo(t, "key", key)
	p.waitCurrent(t, current)
}

// column waits until the three cells show these texts.
func (p *player) column(t *testing.T, texts ...string) {
	t.Helper()
	for i, at := range []string{growth, stock, recommended} {
		p.waitCell(t, at, texts[i])
	}
}

// TestTableIsFilledInAsInExcel marks cells with the real keyboard and mouse, copies, pastes, fills and clears them, and takes each of these
// back with one Ctrl+Z.
func TestTableIsFilledInAsInExcel(t *testing.T) {
	p := newStage(t).start(t, "--demo", "--lang", "zh")
	p.table(t)
	p.column(t, grown, stocked, recommendations)

	p.press(t, "shift+Down", growth+":"+stock)
	p.waitFor(t, "Text", "已选 2 格")
	p.xdo(t, "key", "ctrl+c")
	p.waitBoard(t, "UTF8_STRING", func(data []byte) bool { return string(data) == grown+"\n"+stocked+"\n" })
	p.press(t, "Down", stock)
	p.xdo(t, "key", "ctrl+v")
	p.waitFor(t, "Text", "已粘贴 2 格。")
	p.column(t, grown, grown, stocked)
	p.waitCurrent(t, stock+":"+recommended)
	p.shot(t, "73-pasted")
	p.xdo(t, "key", "ctrl+z")
	p.column(t, grown, stocked, recommendations)
	p.waitFor(t, "Text", "99.00")

	p.clickCell(t, growth)
	p.waitCurrent(t, growth)
	p.press(t, "shift+Down", growth+":"+stock)
	p.press(t, "shift+Down", growth+":"+recommended)
	p.waitFor(t, "Text", "已选 3 格")
	p.xdo(t, "key", "ctrl+d")
	p.waitFor(t, "Text", "已填入 2 格。")
	p.column(t, grown, grown, grown)
	p.shot(t, "70-filled-down")
	p.xdo(t, "key", "ctrl+z")
	p.column(t, grown, stocked, recommendations)

	p.clickCell(t, stock)
	p.waitCurrent(t, stock)
	p.press(t, "shift+Down", stock+":"+recommended)
	p.xdo(t, "key", "Delete")
	p.waitFor(t, "Text", "已清空 2 格。")
	p.column(t, grown, "", "")
	p.shot(t, "74-cleared")
	p.xdo(t, "key", "ctrl+z")
	p.column(t, grown, stocked, recommendations)
	p.waitFor(t, "Text", "99.00")

	from, to := p.part("hi-growth/年度指标值"), p.part("hi-growth/得分")
	p.mouse(t, from.X+20, from.Y+from.H/2)
	p.xdo(t, "mousedown", "1")
	p.waitCurrent(t, "hi-growth/年度指标值")
	for x := from.X + 40; x < to.X+20; x += 40 {
		p.mouse(t, x, from.Y+from.H/2)
	}
	p.mouse(t, to.X+20, to.Y+to.H/2)
	p.waitCurrent(t, "hi-growth/年度指标值:hi-growth/得分")
	p.xdo(t, "mouseup", "1")
	p.waitFor(t, "Text", "已选 4 格")
	p.shot(t, "71-dragged-over")
	p.clickCell(t, stock)
	p.waitCurrent(t, stock)
	p.xdo(t, "click", "3")
	p.waitFor(t, "Text", "向下填充")
	p.shot(t, "72-menu-of-cells")
	p.xdo(t, "key", "Escape")
	p.waitGone(t, "Text", "向下填充")
	p.waitFor(t, "Text", "已保存")
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// TestRefusedCellsOfAPasteStayInThem pastes what Excel put on the clipboard, with cells that cannot be taken: these stay where they fell, over
// a kill -9 too, and one Ctrl+Z takes back all of it.
func TestRefusedCellsOfAPasteStayInThem(t *testing.T) {
	s := newStage(t)
	p := s.start(t, "--demo", "--lang", "zh")
	p.table(t)
	p.xdo(t, "key", "alt+2")
	const initial, adjusted, executed = "0/年初预算数", "0/全年预算数", "0/全年执行数"
	p.waitCell(t, adjusted, "12480.11")
	p.waitCurrent(t, initial)
	p.board(t, "15000\t待定\t6240.055\n8000\t-5\t\n")
	p.xdo(t, "key", "ctrl+v")
	p.waitFor(t, "Text", "已粘贴 4 格，2 格未采用")
	p.waitCurrent(t, initial+":1/全年执行数")
	for at, text := range map[string]string{initial: "15000", executed: "6240.055", "1/年初预算数": "8000", "1/全年执行数": ""} {
		p.waitCell(t, at, text)
	}
	p.waitRefused(t, adjusted, "待定")
	p.waitRefused(t, "1/全年预算数", "-5")
	p.waitCell(t, "0/执行率", "50.00%")
	p.shot(t, "75-pasted-with-refused")
	p.post(t, "/tap", "text", "去看看")
	p.waitCurrent(t, adjusted)
	p.waitFor(t, "Text", "“待定”不是一个数")
	p.shot(t, "76-led-to-refused")

	p.xdo(t, "key", "ctrl+z")
	for at, text := range map[string]string{initial: "16052", adjusted: "12480.11", executed: "9459.61", "1/年初预算数": "", "1/全年预算数": ""} {
		p.waitCell(t, at, text)
	}
	p.waitGone(t, "Text", "“待定”不是一个数")
	p.xdo(t, "key", "ctrl+y")
	p.waitRefused(t, adjusted, "待定")
	p.waitRefused(t, "1/全年预算数", "-5")
	p.waitCell(t, executed, "6240.055")
	p.waitFor(t, "Text", "已保存")
	p.kill(t)

	p = s.startAfterKill(t)
	p.xdo(t, "key", "Return")
	p.waitFor(t, "Text", "有 2 处输入没有被接受")
	p.post(t, "/tap", "text", "去看看")
	p.waitRefused(t, adjusted, "待定")
	p.waitCell(t, executed, "6240.055")
	p.waitCurrent(t, adjusted)
	p.shot(t, "77-after-restart")
	p.xdo(t, "key", "F2")
	p.waitFocus(t, "cellEditor")
	p.replace(t, "12000")
	p.press(t, "Return", "1/全年预算数")
	p.waitCell(t, adjusted, "12000")
	p.waitRefused(t, "1/全年预算数", "-5")
	p.waitFor(t, "Text", "金额不能是负数")
	p.xdo(t, "key", "Delete")
	p.waitCell(t, "1/全年预算数", "")
	p.waitFor(t, "Text", "已保存")
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
	if log := s.log(); strings.Contains(log, "panic") {
		t.Error(log)
	}
}
