//go:build e2e

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestOneEvaluationFromListToSignedReport drives the real window under Xvfb with keys and mouse through one evaluation: open it,
// change an actual, see the total move and the edit saved, undo and redo, state the reason, export the signed report, be killed, and
// find everything again.
func TestOneEvaluationFromListToSignedReport(t *testing.T) {
	s := newStage(t)
	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.shot(t, "01-year")

	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	p.waitFor(t, "Text", "99.00")
	p.shot(t, "02-indicators")

	// With the mouse into a cell, then with keys alone.
	p.clickCell(t, "hi-stock/实际完成值")
	p.xdo(t, "key", "F2")
	p.waitFocus(t, "cellEditor")
	p.xdo(t, "key", "ctrl+a")
	p.xdo(t, "type", "--delay", "30", "1500")
	p.shot(t, "03-typing")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "Text", "97.75") // 5 × 1500 ÷ 2000 = 3.75, that is 1.25 less
	p.waitFor(t, "Text", "已保存")
	p.xdo(t, "key", "ctrl+z")
	p.waitFor(t, "Text", "99.00")
	p.xdo(t, "key", "ctrl+y")
	p.waitFor(t, "Text", "97.75")

	// The shortfall needs a reason before the report may be signed. Chinese comes in as an input method would deliver it.
	p.post(t, "/run", "id", "finding")
	p.waitFor(t, "cell", "B2")
	p.shot(t, "04-checks")
	p.xdo(t, "key", "alt+4")
	p.clickCell(t, "hi-stock/三级指标")
	p.xdo(t, "key", "ctrl+1") // below the table
	p.waitFocus(t, "Entry")
	p.post(t, "/type", "text", "部分企业迁出，存量下降；已安排上门服务，稳定存量企业。")
	p.waitFor(t, "Text", "已保存")
	p.shot(t, "05-reason")

	// The form still states the published total; the checks offer the computed one.
	p.xdo(t, "key", "F8")
	p.waitFor(t, "Button", "采用计算结果")
	p.post(t, "/tap", "text", "采用计算结果")
	p.waitGone(t, "Button", "采用计算结果")

	p.exportSigned(t, "06-export", "07-exported")
	pdf := s.onlyReport(t)
	checkSigned(t, pdf)

	p.kill(t)
	p = s.startAfterKill(t)
	p.waitFor(t, "cell", "97.75")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "Text", "97.75")
	p.clickCell(t, "hi-stock/三级指标")
	p.waitFor(t, "cell", "1500")
	p.clickCell(t, "lab-researchers/三级指标")
	p.shot(t, "08-reopened")

	for _, step := range []string{"basics", "money", "goals", "narrative", "checks", "export"} {
		p.post(t, "/run", "id", "step."+step)
		p.shot(t, "09-"+step)
	}
	p.commandsThenEnglishDark(t, "10-shortcuts", "11-english-dark")
	p.post(t, "/run", "id", "back")
	p.waitFor(t, "cell", "97.75")
	p.shot(t, "12-year-dark")
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// TestNoWindowIsSaidAndEndsTheProcess runs the program where there is no display, and where the display has no OpenGL: no window can
// be made, the text says so, and no process stays behind. Windows says it in a box, and does without OpenGL.
func TestNoWindowIsSaidAndEndsTheProcess(t *testing.T) {
	s := newStage(t)
	bare := *s
	bare.startDisplay(t, "-extension", "GLX")
	displays := map[string]string{"no display": ":9999", "no OpenGL": bare.display}
	if s.windows {
		delete(displays, "no OpenGL")
	}
	for name, display := range displays {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			command := exec.CommandContext(ctx, s.binary, "--data", s.data, "--lang", "zh")
			command.Env = append(s.environment(), "DISPLAY="+display)
			out, err := command.CombinedOutput()
			if code := command.ProcessState.ExitCode(); code != exitNoWindow {
				t.Fatalf("exit code %d (%v), want %d\n%s", code, err, exitNoWindow, out)
			}
			if !s.windows && !strings.Contains(string(out), "OpenGL") {
				t.Errorf("the text does not name the cause:\n%s", out)
			}
			if s.log() == "" {
				t.Error("the log does not say why")
			}
			if _, err := os.Stat(filepath.Join(s.data, "store")); err == nil {
				t.Error("the store was opened although there is no window")
			}
		})
	}
}

// TestWatchdogTellsOfAWindowThatIsNotPainted keeps the program from painting for longer than the watchdog waits.
func TestWatchdogTellsOfAWindowThatIsNotPainted(t *testing.T) {
	s := newStage(t)
	t.Setenv("ZHUNSHENG_LATE", "18s")
	p := s.launch(t, "--lang", "en")
	eventually(t, "the window is there", func() bool {
		return p.tool("xdotool", "search", "--onlyvisible", "--name", "Zhunsheng").Run() == nil
	})
	eventually(t, "the log tells", func() bool { return strings.Contains(s.log(), errUnpainted.Error()) })
	if s.windows {
		eventually(t, "a box tells", func() bool {
			return p.tool("xdotool", "search", "--onlyvisible", "--name", "cannot show a window").Run() == nil
		})
		p.screen(t, "14-watchdog")
	}
	eventually(t, "the program goes on", func() bool {
		_, err := os.Stat(filepath.Join(s.data, "drive"))
		return err == nil
	})
	p.kill(t)
}

// checkSigned asks pdfsig, where there is one, whether the report is signed and whole.
func checkSigned(t *testing.T, path string) {
	t.Helper()
	if _, err := exec.LookPath("pdfsig"); err != nil {
		t.Log("pdfsig is not installed: only the program's own verification was made")
		return
	}
	out, err := exec.Command("pdfsig", "-nocert", path).CombinedOutput()
	text := string(out)
	if !strings.Contains(text, "Signature is Valid") || !strings.Contains(text, "Total document signed") {
		t.Errorf("pdfsig (%v):\n%s", err, text)
	}
}
