//go:build e2e

package main

import "testing"

// TestQuittingInAHurryKeepsWhatWasTyped types into a text, wishes to be elsewhere and ends the program at once, faster than the disk writes:
// the program ends by itself, and what was typed is there when it is started again.
func TestQuittingInAHurryKeepsWhatWasTyped(t *testing.T) {
	s := newStage(t)
	start := []string{"--demo", "--lang", "zh"}
	for i, away := range [][]string{{"ctrl+q"}, {"alt+Left", "ctrl+q"}, {"ctrl+Next", "alt+Left", "ctrl+q", "ctrl+q"}} {
		p := s.start(t, start...)
		start = []string{"--lang", "zh"}
		p.waitFor(t, "cell", "江门市级扶持科技发展资金")
		p.xdo(t, "key", "Return")
		p.waitFor(t, "step", "指标")
		if i > 0 {
			p.waitFor(t, "cell", stocks[i-1])
		}
		p.clickCell(t, "hi-stock/实际完成值")
		p.xdo(t, "key", "F2")
		p.waitFocus(t, "cellEditor")
		p.xdo(t, "key", "ctrl+a")
		p.xdo(t, "type", "--delay", "30", stocks[i])
		p.hasty = true
		p.xdo(t, "key", "Return")
		p.xdo(t, append([]string{"key", "--delay", "1"}, away...)...)
		p.waitExit(t)
	}
	p := s.start(t, start...)
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "cell", stocks[len(stocks)-1])
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

var stocks = []string{"1511", "1422", "1333"}
