//go:build e2e

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// person is somebody with a machine: a display, a home folder and data of their own.
type person struct {
	stage *stage
	*player
}

// colleague makes the machine of another person on a display of its own, with the program that the first one has built.
func (s *stage) colleague(t *testing.T, name string) *stage {
	t.Helper()
	o := *s
	o.settleIn(t, name, "wang")
	o.startDisplay(t)
	return &o
}

// prepare puts a unit's card and evaluations into the store of a machine, before its window is opened.
func (s *stage) prepare(t *testing.T, card storage.Profile, evaluations ...string) {
	t.Helper()
	s.withDesk(t, func(ctx context.Context, d *desk.Desk, store *storage.Store) {
		if err := d.SetProfile(ctx, card); err != nil {
			t.Fatal(err)
		}
		for _, text := range evaluations {
			e, err := scoring.ReadEvaluation([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := store.CreateYear(ctx, storage.Year{Year: e.FiscalYear, Unit: card.Name}); err != nil && !errors.Is(err, storage.ErrExists) {
				t.Fatal(err)
			}
			if _, err := store.Create(ctx, e); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// withDesk works on the store of a machine whose window is closed.
func (s *stage) withDesk(t testing.TB, work func(ctx context.Context, d *desk.Desk, store *storage.Store)) {
	t.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	options := app.StoreOptions(schemes)
	options.AnyPlace = true
	store, err := storage.Open(filepath.Join(s.data, desk.StoreFolder), options)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	work(t.Context(), desk.New(store, schemes, time.Now, func() *locale.Printer { return catalogue.Printer(locale.Chinese) }), store)
}

// open opens the window of a machine.
func (s *stage) open(t *testing.T) *person {
	t.Helper()
	p := &person{stage: s, player: s.start(t, "--lang", "zh")}
	p.waitFor(t, "Button", "新建评价")
	p.press(t, "不用了") // the tour
	p.waitGone(t, "Text", "第一次使用")
	return p
}

// to goes to the screen that stands at a number of the rail.
func (p *person) to(t *testing.T, number int, shows string) {
	t.Helper()
	p.xdo(t, "key", "ctrl+shift+"+strconv.Itoa(number))
	p.waitFor(t, "Text", shows)
}

// The numbers of the screens that stand for exchange.
const (
	toYear     = 1
	toExchange = 4
	toReview   = 5
	toCollect  = 6
	toHistory  = 8
)

// file answers the dialog that asks for a file to open, or where to save one, with the keyboard.
func (p *person) file(t *testing.T, button, path string) {
	t.Helper()
	if p.stage.windows {
		p.player.answer(t, path)
		return
	}
	p.waitFor(t, "Button", button)
	if button == "选择" {
		p.waitFor(t, "cell", "上一级文件夹")
		p.xdo(t, "key", "shift+Tab", "shift+Tab")
	}
	p.waitFocus(t, "Entry")
	p.replace(t, path)
	p.xdo(t, "key", "Return")
	p.waitGone(t, "Button", button)
}

// folder answers the dialog that asks for a folder.
func (p *person) folder(t *testing.T, path string) {
	t.Helper()
	if p.stage.windows {
		p.player.answer(t, path)
		return
	}
	p.waitFor(t, "cell", "上一级文件夹")
	p.xdo(t, "key", "shift+Tab", "shift+Tab")
	p.waitFocus(t, "Entry")
	p.replace(t, path)
	p.xdo(t, "key", "ctrl+Return")
	p.waitGone(t, "cell", "上一级文件夹")
}

// say types a text into the field that has the keyboard, as an input method would deliver it.
func (p *person) say(t *testing.T, text string) {
	t.Helper()
	p.waitFocus(t, "Entry")
	p.post(t, "/type", "text", text)
}

// waitEmpty waits until the keyboard is in a field that nothing was typed into.
func (p *person) waitEmpty(t *testing.T) {
	t.Helper()
	p.comes(t, "the keyboard is in an empty field", func() bool {
		var n seen
		return p.get("/focus", &n) == nil && strings.HasSuffix(n.Type, ".Entry") && n.Text == ""
	})
}

// clickAt clicks a cell in sight with the mouse. at is the row's ID and the column's title.
func (p *person) clickAt(t *testing.T, at string) {
	t.Helper()
	n := p.resting(t, "cell "+at, func(n seen) bool { return n.At == at })
	p.mouse(t, n.X+n.W/2, n.Y+n.H/2)
	p.xdo(t, "click", "1")
}

// fillCell goes into a cell with the mouse, types into it and leaves it with Enter. at is the row's ID and the column's title.
func (p *person) fillCell(t *testing.T, at, text string) {
	t.Helper()
	eventually(t, "the keyboard is in "+at, func() bool { // a list that has just come may still be drawn anew
		p.clickAt(t, at)
		p.xdo(t, "key", "F2")
		var n seen
		return p.get("/focus", &n) == nil && strings.HasSuffix(n.Type, ".cellEditor")
	})
	p.replace(t, text)
	p.xdo(t, "key", "Return")
	p.comes(t, at+" holds "+text, func() bool {
		var tree []seen
		return p.get("/tree", &tree) == nil && slices.ContainsFunc(tree, func(n seen) bool { return n.At == at && n.Text == text })
	})
}

// press presses a button with the mouse.
func (p *person) press(t *testing.T, text string) {
	t.Helper()
	p.clickText(t, "Button", text)
}

// close ends the program as a user does.
func (p *person) close(t *testing.T) {
	t.Helper()
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// waitFile waits until a file is whole on the disk.
func waitFile(t *testing.T, path string) {
	t.Helper()
	eventually(t, path+" is written", func() bool {
		info, err := os.Stat(path)
		return err == nil && info.Size() > 0
	})
}
