//go:build e2e

package main

import (
	"syscall"
	"testing"
)

// TestLoggingOffKeepsWhatIsBeingTyped ends the session of the user, as the system does it, while a cell is being typed into: no Enter, no
// leaving. What was typed is there at the next start, and nothing had to be recovered.
func TestLoggingOffKeepsWhatIsBeingTyped(t *testing.T) {
	s := newStage(t)
	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	p.clickCell(t, "hi-stock/实际完成值")
	p.xdo(t, "key", "F2")
	p.waitFocus(t, "cellEditor")
	p.xdo(t, "key", "ctrl+a")
	p.xdo(t, "type", "--delay", "30", "1500")
	p.waitTyped(t, "1500")
	p.endSession(t)

	p = s.start(t, "--lang", "zh")
	p.waitFor(t, "cell", "97.75")
	if p.shows("Text", "上次程序没有正常关闭") != 0 {
		t.Error("the program says that it was not closed")
	}
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	p.clickCell(t, "hi-stock/三级指标")
	p.waitFor(t, "cell", "1500")
	p.shot(t, "60-after-logging-off")
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// waitTyped waits until the field that has the keyboard shows a text.
func (p *player) waitTyped(t testing.TB, text string) {
	t.Helper()
	eventually(t, "the field shows "+text, func() bool {
		var n seen
		return p.get("/focus", &n) == nil && n.Text == text
	})
}

// endSession ends the session as the system of the program does and waits for the end of the program.
func (p *player) endSession(t testing.TB) {
	t.Helper()
	if !p.stage.windows {
		if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		p.waitExit(t)
		return
	}
	if out, err := p.tool("wineboot", "--end-session").CombinedOutput(); err != nil {
		t.Fatalf("wineboot: %v\n%s", err, out)
	}
	_ = p.command.Wait() // Windows ends those that have answered
}
