//go:build e2e

package main

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	_ "golang.org/x/image/bmp" // what Windows puts on the clipboard
)

// TestWindowServesMouseKeysAndClipboard does with the real window what a person does with the mouse, the keyboard and other programs:
// resting on a button, double click, dragging, the wheel, menus, characters of an input method, the clipboard in both directions.
func TestWindowServesMouseKeysAndClipboard(t *testing.T) {
	s := newStage(t)
	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.rest(t, "Button", "导入文件")
	p.waitFor(t, "Text", "Ctrl+I")
	p.shot(t, "60-tip")
	p.cursor(t, 32512)

	p.xdo(t, "key", "ctrl+shift+c")
	p.waitBoard(t, "UTF8_STRING", func(data []byte) bool { return bytes.Contains(data, []byte("江门市级扶持科技发展资金\t")) })
	if s.windows { // other systems get a file
		p.xdo(t, "key", "ctrl+shift+i")
		p.waitBoard(t, "image/bmp", func(data []byte) bool {
			picture, _, err := image.Decode(bytes.NewReader(data))
			return err == nil && picture.Bounds().Dx() > 300
		})
	}
	p.dragOverText(t)
	p.doubleClick(t, "cell", "江门市级扶持科技发展资金", "step", "指标")
	p.waitFor(t, "Text", "99.00")
	p.turnWheel(t)

	p.clickCell(t, "hi-stock/实际完成值")
	p.xdo(t, "key", "F2")
	p.waitFocus(t, "cellEditor")
	p.cursor(t, 32513)
	p.xdo(t, "key", "ctrl+a")
	p.chars(t, "１５００")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "Text", "97.75") // full-width digits are digits
	p.board(t, "1400")
	p.clickCell(t, "hi-stock/实际完成值")
	p.xdo(t, "key", "F2")
	p.waitFocus(t, "cellEditor")
	p.xdo(t, "key", "ctrl+a", "ctrl+v", "Return")
	p.waitFor(t, "Text", "97.50")
	p.waitFor(t, "Text", "已保存")
	p.xdo(t, "key", "ctrl+z")
	p.waitFor(t, "Text", "97.75")

	p.xdo(t, "key", "Alt_L")
	p.screen(t, "61-menu")
	p.xdo(t, "key", "Right", "Down")
	p.screen(t, "62-menu-open")
	p.xdo(t, "key", "Escape", "Escape")
	p.xdo(t, "key", "alt+7")
	p.waitFor(t, "cell", "B2")
	p.xdo(t, "key", "alt+4") // another menu would be open if Alt had opened it
	p.waitFor(t, "cell", "启动研发项目数")
	p.latency(t)
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// TestWindowIsResizedHiddenAndBroughtBack changes the window as a window manager lets people do, and looks at the screen after that; then a
// file is dropped on it.
func TestWindowIsResizedHiddenAndBroughtBack(t *testing.T) {
	s := newStage(t)
	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")
	p.waitFor(t, "Text", "显示 1 个")
	before := p.rested(t)
	p.xdo(t, "windowsize", p.window, "1100", "700")
	eventually(t, "the content has another size", func() bool { w := p.content(); return w > 1000 && w <= 1100 })
	p.shot(t, "63-smaller")
	p.xdo(t, "windowsize", p.window, "1366", "746")
	p.waitPixels(t, "after growing", before)
	if s.wm {
		p.xdo(t, "windowminimize", p.window)
		eventually(t, "the window is hidden", func() bool { return p.differs(t, before) > 0.2 })
		p.xdo(t, "windowmap", p.window)
		p.xdo(t, "windowactivate", "--sync", p.window)
		p.waitPixels(t, "after hiding", before)
	}
	other := p.tool("xmessage", "-geometry", "600x400+300+200", "over it")
	if err := other.Start(); err != nil {
		t.Fatalf("xmessage is needed: %v", err)
	}
	end(t, other)
	eventually(t, "another window is over it", func() bool { return p.differs(t, before) > 0.005 })
	_ = other.Process.Kill() // it has no other way to go
	p.waitPixels(t, "after another window was over it", before)
	if !s.windows {
		return // a drop is a message of Windows
	}
	p.post(t, "/drop", "path", onWindows(roadTable(t)))
	p.waitFor(t, "cell", "城区道路维修")
	p.shot(t, "64-dropped")
}

// place returns the first thing of a type that shows a text, once it stays where it is.
func (p *player) place(t testing.TB, kind, text string) seen {
	t.Helper()
	return p.resting(t, kind+" "+text, func(n seen) bool {
		return (n.Type == kind || strings.HasSuffix(n.Type, "."+kind)) && strings.Contains(n.Text, text)
	})
}

// resting returns the first thing that is meant, once it stays where it is and nothing is under way that could move it.
func (p *player) resting(t testing.TB, what string, meant func(seen) bool) seen {
	t.Helper()
	var at, before seen
	eventually(t, what+" stays where it is", func() bool {
		var tree []seen
		busy := p.busy()
		if p.get("/tree", &tree) != nil {
			return false
		}
		before, at = at, seen{}
		if i := slices.IndexFunc(tree, meant); i >= 0 {
			at = tree[i]
		}
		return !busy && at.Type != "" && !at.Disabled && at == before
	})
	return at
}

// point moves the pointer onto the first thing of a type that shows a text.
func (p *player) point(t testing.TB, kind, text string) {
	t.Helper()
	n := p.place(t, kind, text)
	p.mouse(t, n.X+n.W/2, n.Y+n.H/2)
}

// doubleClick clicks twice on the first thing of a type that shows a text, and waits until that leads to something. A machine that takes too long
// between the clicks has seen two single ones, as with a slow hand; then they are made again, as long as what was clicked is still there.
func (p *player) doubleClick(t *testing.T, kind, text, toKind, toText string) {
	t.Helper()
	const asks = 100 // ten seconds and more
	n := 0
	eventually(t, "a double click on "+kind+" "+text+" leads to "+toKind+" "+toText, func() bool {
		if p.shows(toKind, toText) == 1 {
			return true
		}
		if n%asks == 0 && !p.busy() && p.shows(kind, text) == 1 && p.shows(toKind, toText) == 0 {
			p.point(t, kind, text)
			p.xdo(t, "click", "--repeat", "2", "--delay", "60", "1")
		}
		n++
		return false
	})
}

// rest moves the pointer there in two steps, as a hand does.
func (p *player) rest(t *testing.T, kind, text string) {
	t.Helper()
	n := p.place(t, kind, text)
	p.mouse(t, n.X+n.W/2-3, n.Y+n.H/2)
	p.mouse(t, n.X+n.W/2, n.Y+n.H/2)
}

// cursor waits until the pointer has a shape. Windows tells it, and with OpenGL it is the toolkit's.
func (p *player) cursor(t *testing.T, id int) {
	t.Helper()
	if !p.stage.windows {
		return
	}
	got := 0
	defer func() {
		if t.Failed() {
			t.Logf("the pointer has the shape %d", got)
		}
	}()
	eventually(t, "the pointer has the shape "+strconv.Itoa(id), func() bool { return p.get("/cursor", &got) == nil && (got == id || got == -1) })
}

// dragOverText types into the search, marks all of it with the mouse and types over it.
func (p *player) dragOverText(t *testing.T) {
	t.Helper()
	p.xdo(t, "key", "ctrl+f")
	p.waitFocus(t, "Entry")
	p.xdo(t, "type", "--delay", "30", "nothing")
	p.waitGone(t, "cell", "江门市级扶持科技发展资金")
	var n seen
	if err := p.get("/focus", &n); err != nil {
		t.Fatal(err)
	}
	p.mouse(t, n.X+n.W/2, n.Y+n.H/2) // right of the text
	p.cursor(t, 32513)
	p.xdo(t, "mousedown", "1")
	for x := n.X + n.W/2; x > n.X+4; x -= 20 {
		p.mouse(t, x, n.Y+n.H/2)
	}
	p.mouse(t, n.X+4, n.Y+n.H/2)
	p.shot(t, "65-marked")
	p.xdo(t, "mouseup", "1")
	p.xdo(t, "key", "j")
	eventually(t, "what was marked is replaced", func() bool { return p.get("/focus", &n) == nil && n.Text == "j" })
	p.waitFor(t, "cell", "江门市级扶持科技发展资金") // by the initial of its name
	p.xdo(t, "key", "Escape")
}

// turnWheel scrolls the table by a notch and back.
func (p *player) turnWheel(t *testing.T) {
	t.Helper()
	first := func() seen { return p.place(t, "cell", "启动研发项目数") }
	n := first()
	p.mouse(t, n.X+100, n.Y+100)
	p.xdo(t, "click", "5")
	eventually(t, "the table has scrolled", func() bool { return first().Y < n.Y-20 })
	p.xdo(t, "click", "4")
	eventually(t, "the table has scrolled back", func() bool { return first().Y == n.Y })
}

// chars types a text with messages of the system where there are some, else as an input method would deliver it.
func (p *player) chars(t *testing.T, text string) {
	t.Helper()
	path := "/type"
	if p.stage.windows {
		path = "/chars"
	}
	p.post(t, path, "text", text)
}

// latency demands that a key is seen within 50 ms and a step of the wheel within 80, from the system's message to the system's screen, in
// the window without OpenGL; the other is painted by its own clock.
func (p *player) latency(t *testing.T) {
	t.Helper()
	if !p.stage.windows {
		return
	}
	var took struct {
		Known                       bool
		Key, MostKey, Wheel, MostTo float64
	}
	if err := p.get("/latency", &took); err != nil {
		t.Fatal(err)
	}
	if !took.Known {
		return
	}
	t.Logf("a key %.1f ms (at most %.1f), a notch of the wheel %.1f ms (at most %.1f)", took.Key, took.MostKey, took.Wheel, took.MostTo)
	if took.Key > 50 || took.Wheel > 80 {
		t.Error("a key is to be seen within 50 ms, a step of the wheel within 80 ms")
	}
	p.xdo(t, "key", "Escape")
}

// waitBoard waits until the clipboard, as other programs see it, has something of a kind.
func (p *player) waitBoard(t *testing.T, kind string, fits func([]byte) bool) {
	t.Helper()
	var data []byte
	defer func() {
		if t.Failed() {
			t.Logf("the clipboard has %.200q", data)
		}
	}()
	eventually(t, "the clipboard has "+kind, func() bool {
		var err error
		data, err = p.tool("xclip", "-selection", "clipboard", "-o", "-t", kind).Output()
		return err == nil && fits(data)
	})
}

// board puts a text on the clipboard, as another program does.
func (p *player) board(t *testing.T, text string) {
	t.Helper()
	command := p.tool("xclip", "-selection", "clipboard", "-i", "-quiet")
	command.Stdin = strings.NewReader(text)
	if err := command.Start(); err != nil {
		t.Fatalf("xclip is needed: %v", err)
	}
	end(t, command)
	p.waitBoard(t, "UTF8_STRING", func(data []byte) bool { return string(data) == text })
}

// content is the width of what the window shows.
func (p *player) content() float64 {
	var tree []seen
	if p.get("/tree", &tree) != nil || len(tree) == 0 {
		return 0
	}
	return tree[0].W
}

// rested takes a picture of the screen that stays as it is: what the program says of itself comes to rest before its painting does.
func (p *player) rested(t *testing.T) image.Image {
	t.Helper()
	last, same := p.pixels(t), 0
	eventually(t, "the screen stays as it is", func() bool {
		if same++; p.differs(t, last) > 0.0001 {
			last, same = p.pixels(t), 0
		}
		return same == 8
	})
	return last
}

// pixels takes a picture of the screen once what is on it has stopped changing.
func (p *player) pixels(t *testing.T) image.Image {
	t.Helper()
	p.mouse(t, 900, 500) // where nothing is
	p.shot(t, "last")
	data, err := os.ReadFile(filepath.Join(p.stage.shots, "last.png"))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// differs is the share of the screen's pixels that have changed.
func (p *player) differs(t *testing.T, before image.Image) float64 {
	t.Helper()
	data, err := p.tool("import", "-window", "root", "png:-").Output()
	if err != nil {
		return 1
	}
	now, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return 1
	}
	off, all := 0, now.Bounds()
	for y := all.Min.Y; y < all.Max.Y; y++ {
		for x := all.Min.X; x < all.Max.X; x++ {
			ar, ag, ab, _ := now.At(x, y).RGBA()
			br, bg, bb, _ := before.At(x, y).RGBA()
			if ar != br || ag != bg || ab != bb {
				off++
			}
		}
	}
	return float64(off) / float64(all.Dx()*all.Dy())
}

// waitRested waits until what the window said last is quiet text at its foot and no coloured bar, where the pictures of the documentation
// are taken.
func (p *player) waitRested(t *testing.T) {
	t.Helper()
	if os.Getenv("ZHUNSHENG_SHOTS") == "" {
		return
	}
	eventually(t, "the foot of the window is as quiet as the rail", func() bool {
		data, err := p.tool("import", "-window", "root", "png:-").Output()
		if err != nil {
			return false
		}
		now, err := png.Decode(bytes.NewReader(data))
		return err == nil && now.At(1300, 735) == now.At(150, 500)
	})
}

// waitDrawn waits until nothing on the screen has changed for a while, a blinking text cursor aside, where the pictures of the documentation
// are taken: the pages of a report come one by one.
func (p *player) waitDrawn(t *testing.T) {
	t.Helper()
	if os.Getenv("ZHUNSHENG_SHOTS") == "" {
		return
	}
	p.rested(t)
}

// waitPixels waits until the screen looks as it did; a blinking text cursor may differ.
func (p *player) waitPixels(t *testing.T, when string, before image.Image) {
	t.Helper()
	eventually(t, "the screen is as before, "+when, func() bool { return p.differs(t, before) < 0.001 })
}
