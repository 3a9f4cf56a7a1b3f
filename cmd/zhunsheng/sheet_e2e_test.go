//go:build e2e

package main

import (
	"bytes"
	"testing"
)

// TestTableIsFilledInAsInExcel marks cells with the real keyboard and mouse, copies, clears and fills them, and takes each back.
func TestTableIsFilledInAsInExcel(t *testing.T) {
	s := newStage(t)
	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.waitFocus(t, "gridBody")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	p.xdo(t, "key", "alt+4")
	p.clickCell(t, "hi-stock/实际完成值")
	p.waitFocus(t, "gridBody")
	p.xdo(t, "key", "shift+Left")
	p.waitFor(t, "Text", "已选 2 格")
	p.xdo(t, "key", "ctrl+c")
	p.waitBoard(t, "UTF8_STRING", func(data []byte) bool { return bytes.Equal(data, []byte("2000家\t2194家")) })
	p.clickCell(t, "hi-stock/实际完成值")
	p.xdo(t, "key", "shift+Down")
	p.xdo(t, "key", "ctrl+d")
	p.waitFor(t, "Text", "已填入 1 格")
	p.shot(t, "70-filled-down")
	p.xdo(t, "key", "ctrl+z")
	p.waitFor(t, "Text", "99.00")
	p.clickCell(t, "hi-stock/实际完成值")
	p.xdo(t, "key", "shift+Down", "Delete")
	p.waitFor(t, "Text", "已填入 2 格")
	p.xdo(t, "key", "ctrl+z")
	p.waitFor(t, "Text", "99.00")

	from, to := p.cell(t, "hi-stock/年度指标值"), p.cell(t, "hi-stock/得分")
	p.mouse(t, from.X+20, from.Y+from.H/2)
	p.xdo(t, "mousedown", "1")
	for x := from.X + 40; x < to.X+20; x += 40 {
		p.mouse(t, x, from.Y+from.H/2)
	}
	p.mouse(t, to.X+20, to.Y+to.H/2)
	p.xdo(t, "mouseup", "1")
	p.waitFor(t, "Text", "已选 4 格")
	p.shot(t, "71-dragged-over")
	p.clickCell(t, "hi-stock/实际完成值")
	p.xdo(t, "click", "3")
	p.waitFor(t, "Text", "向下填充")
	p.shot(t, "72-menu-of-cells")
	p.xdo(t, "key", "Escape")
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// cell returns a cell that is in sight. at is the row's ID and the column's title.
func (p *player) cell(t *testing.T, at string) seen {
	t.Helper()
	var found seen
	eventually(t, "cell "+at, func() bool {
		var tree []seen
		if err := p.get("/tree", &tree); err != nil {
			return false
		}
		for _, n := range tree {
			if n.At == at {
				found = n
				return true
			}
		}
		return false
	})
	return found
}
