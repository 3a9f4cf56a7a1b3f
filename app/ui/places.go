package ui

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/page/guide"
	"zhunsheng/app/ui/widget"
)

// place is a screen that the rail at the left leads to. Its name is the sentence "ui.place." + id, its command "place." + id.
type place struct {
	id   string
	show func()
	// endings are the files that are read there, such as ".zsb", and read takes one of them.
	endings []string
	read    func(path string)
}

// places lists the screens of the rail in order; Ctrl, Shift and the number go to one. A screen is not there when the program was not given
// what it works on.
func (s *Shell) places() []place {
	return slices.Concat(
		[]place{{id: placeYear, show: func() { s.showYear(s.year, s.current) }}},
		s.comparisons(),
		s.verifying(),
		s.exchanging(),
		s.reviewing(),
		s.collecting(),
		s.rules(),
		s.pasts(),
		s.settling(),
	)
}

const placeYear = "year"

// goTo leaves the page and goes to a place.
func (s *Shell) goTo(id string) {
	for _, p := range s.places() {
		if p.id == id && id != s.place {
			s.leave(p.show)
		}
	}
	if s.rail != nil {
		s.rail.SetCurrent(s.place) // where the page did not let go
	}
}

// toPlaces are the commands that go to the places.
func (s *Shell) toPlaces() []command.Command {
	places := s.places()
	commands := make([]command.Command, len(places))
	for i, p := range places {
		commands[i] = command.Command{
			ID: "place." + p.id, Keys: command.CtrlShift(fyne.KeyName(strconv.Itoa(i + 1))), Menu: command.Goto,
			Do: func() { s.goTo(p.id) }, Can: func() bool { return s.place != p.id },
		}
	}
	return commands
}

// framed puts the rail beside a page. The guide has steps of its own there.
func (s *Shell) framed(p Page) fyne.CanvasObject {
	s.rail = nil
	if _, ok := p.(*guide.Page); ok {
		return p.Content()
	}
	s.rail = widget.NewSteps(s.goTo)
	s.rail.SetItems(s.railItems())
	s.rail.SetCurrent(s.place)
	s.foot = s.newFoot()
	signs := widget.Frame(nil, s.newTurns(), nil, nil, s.rail)
	return container.New(&besideRail{shell: s}, widget.Frame(nil, container.NewStack(s.foot.content, s.foot.folded), nil, nil, container.NewVScroll(signs)), p.Content())
}

// host is what a page is given by the window.
func (s *Shell) host() page.Host {
	return page.Host{
		Words: s.words, Runner: s.needs.Runner, Prompts: s.prompts, Fail: s.Fail, Retitle: s.retitle, Pick: s.pick, Toast: s.toast,
		Copy: s.copy, OpenFile: s.needs.OpenFile, Help: s.showCommands, Back: s.back, Now: s.needs.Now, Folder: s.needs.Folder,
	}
}

// reader is a page that takes files that are dropped on the window.
type reader interface{ ReadFile(path string) }

// chooser is a reader that does not take every file.
type chooser interface{ Takes(path string) bool }

// OpenPath takes a file that was dropped on the window: to the page on the screen if that takes it, else to the place for files of its kind,
// else to the list of the year.
func (s *Shell) OpenPath(path string) {
	if path == "" || s.prompts.Open() {
		return
	}
	if s.readHere(path) {
		return
	}
	s.elsewhere(path)
}

// elsewhere leaves the page and takes a file to the place for files of its kind, or to the list.
func (s *Shell) elsewhere(path string) {
	ending := strings.ToLower(filepath.Ext(path))
	for _, p := range s.places() {
		if p.read != nil && slices.Contains(p.endings, ending) {
			s.leave(func() { p.read(path) })
			return
		}
	}
	s.leave(func() {
		s.ShowYear(s.year)
		s.readHere(path)
	})
}

// dialogPace is how often a file that was handed over looks whether the dialog before it is gone.
const dialogPace = 500 * time.Millisecond

// Hand takes a file that was double-clicked or named on the command line, as [Shell.OpenPath] does, after the dialog that may be open. An
// evaluation on the screen does not take it for evidence, because nobody pointed at that.
func (s *Shell) Hand(path string) {
	if path == "" {
		return
	}
	if s.prompts.Open() {
		s.needs.Runner.After(dialogPace, func() { s.Hand(path) })
		return
	}
	if _, working := s.page.(*guide.Page); working {
		s.elsewhere(path)
		return
	}
	s.OpenPath(path)
}

// readHere gives a file to the page on the screen and reports whether that takes it.
func (s *Shell) readHere(path string) bool {
	r, ok := s.page.(reader)
	if c, chooses := s.page.(chooser); !ok || chooses && !c.Takes(path) {
		return false
	}
	r.ReadFile(path)
	return true
}
