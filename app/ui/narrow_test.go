package ui

import (
	"fmt"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/settings"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/widget"
)

// narrow are windows as small as they become: 1366 by 768 with menu and task bar at a zoom of 200 and of 150 percent, and 1024 by 700.
var narrow = []fyne.Size{fyne.NewSize(683, 346), fyne.NewSize(910, 470), fyne.NewSize(1024, 650)}

// everyScreen lists what brings each screen with each of its parts to the window, by commands.
func everyScreen(s *Shell) [][]string {
	var all [][]string
	for _, p := range s.places() {
		all = append(all, []string{"place." + p.id})
	}
	for _, tab := range []string{"exchange.tab.out", "exchange.tab.conflicts", "exchange.tab.imports"} {
		all = append(all, []string{"place.exchange", tab})
	}
	for i := range settings.Sections() {
		all = append(all, []string{"place.settings", "settings.section." + settings.Sections()[i]})
	}
	return append(all, []string{"place.year", "charts"}, []string{"place.schemes", "schemes.diff"}, []string{"help.page"})
}

// TestNoScreenIsWiderThanASmallWindow goes to every screen in both languages: none has to be scrolled sideways, and whatever can be pressed,
// typed into or read as a table lies within the window.
func TestNoScreenIsWiderThanASmallWindow(t *testing.T) {
	for _, language := range []string{locale.Chinese, locale.English} {
		v := settle(t, language, kept{})
		d := v.shell.needs.Store.(*desk.Desk)
		n := &v.shell.needs
		n.Compare, n.Schemes, n.Verify, n.Exchange, n.Collect, n.Review, n.Setup = d, d, d, d, d, d, d
		v.shell.ShowYear(0)
		for _, commands := range everyScreen(v.shell) {
			for _, id := range commands {
				v.shell.Run(id)
				v.queue.Drain()
			}
			v.fits(fmt.Sprint(language, " ", commands))
		}
		v.shell.goTo(placeYear)
		v.until("the list is there", func() bool { list, ok := v.shell.Page().(*year.Page); return ok && list.Current() != "" })
		v.open()
		for _, step := range edit.Steps() {
			v.shell.Run("step." + string(step))
			v.fits(language + " step " + string(step))
			v.window.Resize(narrow[0])
			v.shell.Run("guide.side")
			v.fits(language + " side beside " + string(step))
		}
		v.leave()
	}
}

// TestPartsWithoutRoomAreReachedByKey folds the page of an indicator and turns to its detail and back.
func TestPartsWithoutRoomAreReachedByKey(t *testing.T) {
	v := settle(t, locale.Chinese, kept{})
	v.window.Resize(narrow[0])
	page := v.open()
	v.settle()
	before := v.window.Canvas().Focused()
	v.shell.Run("pane")
	inDetail := v.window.Canvas().Focused()
	v.shell.Run("pane")
	if v.window.Canvas().Focused() != before || inDetail == before || page.Step() != edit.Indicators {
		t.Errorf("the keyboard was in %T, then in %T, then in %T", before, inDetail, v.window.Canvas().Focused())
	}
	v.leave()
}

// settle lets everything have the place that it asks for.
func (v *villa) settle() {
	for range 4 {
		v.queue.Drain()
		v.window.Content().Refresh()
	}
}

// fits looks at the page in every small window, each part of it at the front by turns.
func (v *villa) fits(what string) {
	v.t.Helper()
	for _, size := range narrow {
		v.window.Resize(size)
		v.settle()
		for range 3 {
			at := fmt.Sprintf("%s in %v", what, size)
			if need := v.shell.stage.Page().MinSize().Width; need > size.Width+0.5 {
				v.t.Errorf("%s: needs %v", at, need)
			}
			v.inside(at, v.shell.stage.Page(), fyne.Position{}, size, false)
			if !widget.TurnPane(v.shell.stage.Page()) {
				break
			}
			v.settle()
		}
	}
}

// inside fails for controls that reach out of the window; what is scrolled may be below it.
func (v *villa) inside(what string, o fyne.CanvasObject, at fyne.Position, window fyne.Size, scrolled bool) {
	if !o.Visible() {
		return
	}
	switch c := o.(type) {
	case *widget.Button, *widget.Dropdown, *widget.Entry, *widget.Choice, *widget.Grid, *widget.Steps:
		right, bottom := at.X+o.Size().Width, at.Y+o.Size().Height
		if at.X < -0.5 || right > window.Width+0.5 || !scrolled && bottom > window.Height+0.5 {
			v.t.Errorf("%s: %T %q from %v to %s, %s", what, o, labelOf(o), at, strconv.Itoa(int(right)), strconv.Itoa(int(bottom)))
		}
		if o.Size().Width+0.5 < min(o.MinSize().Width, 40) {
			v.t.Errorf("%s: %T %q is %v wide", what, o, labelOf(o), o.Size().Width)
		}
		return
	case *fyne.Container:
		for _, child := range c.Objects {
			v.inside(what, child, at.Add(child.Position()), window, scrolled)
		}
	case *container.Scroll:
		v.inside(what, c.Content, at.Add(c.Content.Position()), window, true)
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(c).Objects() {
			v.inside(what, child, at.Add(child.Position()), window, scrolled)
		}
	}
}

func labelOf(o fyne.CanvasObject) string {
	if b, ok := o.(*widget.Button); ok {
		return b.Text
	}
	return ""
}
