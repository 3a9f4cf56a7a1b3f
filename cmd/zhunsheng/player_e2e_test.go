//go:build e2e

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// player is the running program.
type player struct {
	stage   *stage
	command *exec.Cmd
	window  string
	address string
	hasty   bool // events follow each other at once, and nobody waits for what is under way: a test that means to be faster than the program
}

// launch starts the program without waiting for anything.
func (s *stage) launch(t testing.TB, args ...string) *player {
	t.Helper()
	command := exec.Command(s.binary, append([]string{"--data", s.data}, args...)...)
	command.Env = s.environment()
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	end(t, command)
	p := &player{stage: s, command: command}
	t.Cleanup(func() {
		if t.Failed() {
			p.screen(t, fmt.Sprintf("failed-%s-%d", t.Name(), p.command.Process.Pid))
		}
	})
	return p
}

// startAfterKill starts the program again, takes note of what it says about its sudden end, and waits for the list.
func (s *stage) startAfterKill(t *testing.T) *player {
	t.Helper()
	p := s.start(t, "--lang", "zh")
	p.waitFor(t, "Text", "上次程序没有正常关闭")
	p.post(t, "/tap", "text", "知道了")
	p.waitGone(t, "Text", "上次程序没有正常关闭")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.waitFocus(t, "gridBody")
	return p
}

// start starts the program and waits until it can be driven; its window fills the screen.
func (s *stage) start(t testing.TB, args ...string) *player {
	t.Helper()
	file := filepath.Join(s.data, "drive")
	if err := os.Remove(file); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	p := s.launch(t, args...)
	eventually(t, "the program can be driven", func() bool {
		address, err := os.ReadFile(file)
		p.address = "http://" + string(address)
		return err == nil && len(address) > 0
	})
	p.settle(t)
	return p
}

// settle finds the window and lets it fill the screen.
func (p *player) settle(t testing.TB) {
	t.Helper()
	eventually(t, "the window is on the screen", func() bool {
		out, err := p.tool("xdotool", "search", "--onlyvisible", "--pid", fmt.Sprint(p.command.Process.Pid)).Output()
		fields := strings.Fields(string(out))
		if err != nil || len(fields) == 0 {
			return false
		}
		p.window = fields[len(fields)-1]
		return true
	})
	still := 0 // a program may still be placing its window by itself
	eventually(t, "the window fills the screen", func() bool {
		out, err := p.tool("xdotool", "getwindowgeometry", "--shell", p.window).Output()
		if text := string(out); err == nil && strings.Contains(text, "WIDTH=1366\n") && strings.Contains(text, "HEIGHT=746\n") {
			still++
			return still > 3
		}
		still = 0
		p.xdo(t, "windowmove", p.window, "0", "0")
		p.xdo(t, "windowsize", p.window, "1366", "746")
		return false
	})
	give := "windowfocus"
	if p.stage.wm {
		give = "windowactivate" // refused until the window manager is there
	}
	eventually(t, "the window has the keyboard", func() bool {
		return p.tool("xdotool", give, "--sync", p.window).Run() == nil && p.hears(t)
	})
	eventually(t, "the content fills the window", func() bool {
		now, known := p.size()
		return !known || now.W == 1366 && now.H == 746
	})
}

func (p *player) tool(name string, args ...string) *exec.Cmd {
	command := exec.Command(name, args...)
	command.Env = p.stage.environment()
	return command
}

// seen is one thing of the tree.
type seen struct {
	Type, Text, At string
	X, Y, W, H     float64
	Focused        bool
	Disabled       bool
}

func (p *player) get(path string, into any) error {
	client := http.Client{Timeout: patience}
	answer, err := client.Get(p.address + path)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	return json.NewDecoder(answer.Body).Decode(into)
}

// ask posts a question and reads the answer.
func (p *player) ask(t testing.TB, path string, into any) {
	t.Helper()
	client := http.Client{Timeout: patience}
	answer, err := client.PostForm(p.address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}

// post tells the program something when nothing is under way. What cannot be tapped or run yet is asked for again.
func (p *player) post(t testing.TB, path string, pairs ...string) {
	t.Helper()
	p.idle(t)
	eventually(t, fmt.Sprintf("%s %q", path, pairs), func() bool {
		said := p.told(t, path, pairs...)
		if again := path == "/tap" || path == "/run"; !again && said != "ok" {
			t.Fatalf("%s %q: %s", path, pairs, said)
		}
		return said == "ok"
	})
}

// told tells the program something and returns what it answers.
func (p *player) told(t testing.TB, path string, pairs ...string) (said string) {
	t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	client := http.Client{Timeout: patience}
	answer, err := client.PostForm(p.address+path, form)
	if err != nil {
		if len(pairs) > 1 && pairs[1] == "quit" { // the answer may come too late
			return "ok"
		}
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
		if len(pairs) > 1 && pairs[1] == "quit" {
			return "ok"
		}
		t.Fatalf("%s %q: %v", path, pairs, err)
	}
	return said
}

// waitFor waits until something of a type shows a text.
func (p *player) waitFor(t testing.TB, kind, text string) {
	t.Helper()
	p.comes(t, kind+" "+text, func() bool { return p.shows(kind, text) == 1 })
}

// waitGone waits until nothing of a type shows a text.
func (p *player) waitGone(t testing.TB, kind, text string) {
	t.Helper()
	p.comes(t, kind+" "+text+" is gone", func() bool { return p.shows(kind, text) == 0 })
}

// shows returns 1 where something of a type shows a text, 0 where nothing does, -1 where the program does not answer.
func (p *player) shows(kind, text string) int {
	var tree []seen
	if err := p.get("/tree", &tree); err != nil {
		return -1
	}
	for _, n := range tree {
		if (n.Type == kind || strings.HasSuffix(n.Type, "."+kind)) && strings.Contains(n.Text, text) {
			return 1
		}
	}
	return 0
}

// waitFocus waits until a type of control has the keyboard.
func (p *player) waitFocus(t testing.TB, kind string) {
	t.Helper()
	var n seen
	defer func() {
		if t.Failed() {
			t.Logf("the keyboard is in %+v", n)
		}
	}()
	p.comes(t, "the keyboard is in "+kind, func() bool {
		return p.get("/focus", &n) == nil && strings.HasSuffix(n.Type, "."+kind)
	})
}

// waitCell waits until a cell shows a text that was taken. at is the row's ID and the column's title.
func (p *player) waitCell(t testing.TB, at, text string) {
	t.Helper()
	p.waitPart(t, "cell", at, text)
}

// waitRefused waits until a cell shows a text that was not taken.
func (p *player) waitRefused(t testing.TB, at, text string) {
	t.Helper()
	p.waitPart(t, "refused", at, text)
}

func (p *player) waitPart(t testing.TB, kind, at, text string) {
	t.Helper()
	var found seen
	defer func() {
		if t.Failed() {
			t.Logf("it is %+v", found)
		}
	}()
	p.comes(t, fmt.Sprintf("%s %s with %q", kind, at, text), func() bool {
		found = p.part(at)
		return found.Type == kind && found.Text == text
	})
}

// part returns what stands at a place of a table that is in sight, nothing where there is none.
func (p *player) part(at string) seen {
	var tree []seen
	if err := p.get("/tree", &tree); err != nil {
		return seen{}
	}
	for _, n := range tree {
		if n.At == at {
			return n
		}
	}
	return seen{}
}

// waitCurrent waits until the keyboard is in a cell of a table, or in a block of them: its corners with a colon between.
func (p *player) waitCurrent(t testing.TB, at string) {
	t.Helper()
	var n seen
	defer func() {
		if t.Failed() {
			t.Logf("the keyboard is in %+v", n)
		}
	}()
	p.comes(t, "the keyboard is in "+at, func() bool {
		return p.get("/focus", &n) == nil && strings.HasSuffix(n.Type, ".gridBody") && n.Text == at
	})
}

// clickCell scrolls a cell into sight and clicks it with the mouse. at is the row's ID and the column's title.
func (p *player) clickCell(t testing.TB, at string) {
	t.Helper()
	var before seen
	eventually(t, "cell "+at, func() bool {
		var tree []seen
		if p.busy() || p.get("/tree", &tree) != nil {
			return false
		}
		var area, cell *seen
		for i := range tree {
			switch {
			case strings.HasSuffix(tree[i].Type, "widget.Grid"):
				area = &tree[i]
			case tree[i].At == at:
				cell = &tree[i]
			}
		}
		if area == nil {
			return false
		}
		now := *area
		if cell != nil {
			now = *cell
		}
		if before != now { // it may be moving still
			before = now
			return false
		}
		before = seen{}
		middle := area.Y + area.H/2
		if cell == nil || cell.Y+cell.H > area.Y+area.H || cell.Y < area.Y+36 {
			button := "5"
			if cell != nil && cell.Y < middle {
				button = "4"
			}
			p.mouse(t, area.X+area.W/4, middle)
			p.xdo(t, "click", button)
			return false
		}
		p.mouse(t, cell.X+cell.W/2, cell.Y+cell.H/2)
		p.xdo(t, "click", "1")
		return true
	})
}

// replace empties the field that has the keyboard and puts a text in, as an input method would deliver it.
func (p *player) replace(t testing.TB, text string) {
	t.Helper()
	var before seen
	if err := p.get("/focus", &before); err != nil {
		t.Fatal(err)
	}
	if before.Text != "" { // in an empty field the keys could come after the text
		p.xdo(t, "key", "ctrl+a", "BackSpace")
		eventually(t, "the field is empty", func() bool {
			var n seen
			return p.get("/focus", &n) == nil && n.Text == ""
		})
	}
	p.post(t, "/type", "text", text)
	eventually(t, "the field has the text", func() bool {
		var n seen
		return p.get("/focus", &n) == nil && n.Text == text
	})
}

// mouse moves the pointer to a place in the window.
func (p *player) mouse(t testing.TB, x, y float64) {
	t.Helper()
	var origin struct {
		X, Y  int
		Known bool
	}
	if err := p.get("/origin", &origin); err != nil {
		t.Fatal(err)
	}
	if origin.Known {
		p.xdo(t, "mousemove", fmt.Sprint(origin.X+int(x)), fmt.Sprint(origin.Y+int(y)))
		return
	}
	p.xdo(t, "mousemove", "--window", p.window, fmt.Sprint(int(x)), fmt.Sprint(int(y)))
}

// screen takes a picture of the screen as it is. The driver's own capture is black with software OpenGL.
func (p *player) screen(t testing.TB, name string) {
	t.Helper()
	path := filepath.Join(p.stage.shots, name+".png")
	if out, err := p.tool("import", "-window", "root", path).CombinedOutput(); err != nil {
		t.Logf("no picture %s: %v %s", name, err, out)
	}
}

// kill ends the program as a power cut would end it, once everything it was given is on the disk.
func (p *player) kill(t testing.TB) {
	t.Helper()
	p.idle(t)
	if err := p.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = p.command.Wait() // it was killed, so this is an error
}

// waitExit waits until the program has ended by itself.
func (p *player) waitExit(t testing.TB) {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- p.command.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the program ended with %v", err)
		}
	case <-time.After(patience):
		t.Fatal("the program did not end")
	}
}
