package ui

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/widget"
)

// lesson is one panel of the tour: what it is about, on which page, and where on it. Its sentences are "ui.tour.<id>.title" and
// "ui.tour.<id>.text".
type lesson struct {
	id    string
	guide bool // on the page of an evaluation, else on the list
	area  func(s *Shell) widget.Area
}

var lessons = []lesson{
	{id: "welcome"},
	{id: "list", area: func(s *Shell) widget.Area { return s.partOf("list") }},
	{id: "rail", area: func(s *Shell) widget.Area {
		if s.rail == nil {
			return widget.Area{}
		}
		return widget.AreaOf(s.rail)
	}},
	{id: "steps", guide: true, area: func(s *Shell) widget.Area { return s.partOf("steps") }},
	{id: "table", guide: true, area: func(s *Shell) widget.Area { return s.partOf("table") }},
	{id: "detail", guide: true, area: func(s *Shell) widget.Area { return s.partOf("detail") }},
	{id: "score", guide: true, area: func(s *Shell) widget.Area { return s.partOf("score") }},
	{id: "head", guide: true, area: func(s *Shell) widget.Area { return s.partOf("head") }},
	{id: "end", guide: true},
}

// parted is a page that says where its parts are, for the tour; nil where there is no such part.
type parted interface {
	Part(name string) fyne.CanvasObject
}

// partOf returns where a part of the page is, the whole window where it is not on the screen.
func (s *Shell) partOf(name string) widget.Area {
	if page, ok := s.page.(parted); ok {
		if part := page.Part(name); part != nil && part.Visible() {
			return widget.AreaOf(part)
		}
	}
	return widget.Area{}
}

// tourSettles is how long a page that has just come is given to be painted.
const tourSettles = 300 * time.Millisecond

const settingTour = "tour"

// tour is the walk through the program.
type tour struct {
	coach   *widget.Coach
	at      int
	waiting bool // for a page to come
	loading task.Slot
}

var keysTour = command.Ctrl(fyne.KeyF1)

// touring are the commands of the tour.
func (s *Shell) touring() []command.Command {
	return []command.Command{{ID: "tour", Keys: keysTour, Menu: command.Help, Do: s.startTour}}
}

// startTour shows the list of a year that holds something and begins. Where there is nothing yet, the example is loaded.
func (s *Shell) startTour() {
	s.needs.Settings.SetText(settingTour, "seen")
	store := s.needs.Store
	task.Run(s.needs.Runner, &s.tour.loading, func(ctx context.Context, _ *task.Progress) (int, error) {
		years, err := store.Years(ctx)
		if err != nil {
			return 0, err
		}
		for i := len(years) - 1; i >= 0; i-- {
			if headers, err := store.Headers(ctx, years[i].Year); err == nil && len(headers) > 0 {
				return years[i].Year, nil
			}
		}
		return store.Example(ctx)
	}, func(number int, err error) {
		if err != nil {
			s.Fail(err)
			return
		}
		s.leave(func() {
			s.showYear(number, "")
			s.tour.coach = widget.NewCoach(s.needs.Window.Canvas())
			s.tour.coach.OnNext, s.tour.coach.OnBefore, s.tour.coach.OnSkip = func() { s.goLesson(1) }, func() { s.goLesson(-1) }, s.endTour
			s.tour.at = 0
			s.sayLesson()
		})
	})
}

func (s *Shell) endTour() {
	if s.tour.coach != nil {
		s.tour.coach.End()
	}
	s.tour.coach, s.tour.waiting = nil, false
}

// goLesson goes on or back, to another page where the lesson is about that.
func (s *Shell) goLesson(direction int) {
	at := s.tour.at + direction
	if at < 0 {
		return
	}
	if at >= len(lessons) {
		s.endTour()
		return
	}
	s.tour.at = at
	onGuide := s.guide != nil
	switch {
	case lessons[at].guide == onGuide:
		s.sayLesson()
	case onGuide:
		s.tour.coach.End()
		s.back()
		s.sayLesson()
	default:
		s.openForTour()
	}
}

// openForTour opens the first evaluation of the list; the tour goes on when it is there.
func (s *Shell) openForTour() {
	list, ok := s.page.(*year.Page)
	if !ok {
		s.endTour()
		return
	}
	number, id := list.Year(), list.Current()
	store := s.needs.Store
	s.tour.waiting = true
	task.Run(s.needs.Runner, &s.tour.loading, func(ctx context.Context, _ *task.Progress) (string, error) {
		if id != "" {
			return id, nil
		}
		headers, err := store.Headers(ctx, number)
		if err != nil || len(headers) == 0 {
			return "", err
		}
		return headers[0].ID, nil
	}, func(id string, err error) {
		if err != nil || id == "" {
			s.endTour()
			s.Fail(err)
			return
		}
		s.tour.coach.End()
		s.open(number, id)
	})
}

// arrived is told that a page has come to the screen.
func (s *Shell) arrived() {
	if s.tour.waiting && s.guide != nil {
		s.tour.waiting = false
		s.needs.Runner.Post(s.sayLesson)
		s.needs.Runner.After(tourSettles, s.sayLesson) // again, when the page has been painted and its parts have their places
	}
}

// sayLesson says the lesson that is current.
func (s *Shell) sayLesson() {
	if s.tour.coach == nil {
		return
	}
	l := lessons[s.tour.at]
	w := s.words
	said := widget.Lesson{
		Title: w.Say("ui.tour." + l.id + ".title"), Text: w.Say("ui.tour." + l.id + ".text"),
		Aside: w.Say("ui.of", "done", strconv.Itoa(s.tour.at+1), "total", strconv.Itoa(len(lessons))),
		Next:  w.Say("ui.tour.next"), Before: w.Say("ui.tour.before"), Skip: w.Say("ui.tour.skip"),
	}
	if s.tour.at == 0 {
		said.Before = ""
	}
	if s.tour.at == len(lessons)-1 {
		said.Next, said.Skip = w.Say("ui.tour.end"), ""
	}
	if l.area != nil {
		said.Area = l.area(s)
	}
	s.tour.coach.Say(said)
}

// offered puts a line above a page that offers the tour, until it was taken or declined once.
func (s *Shell) offered(content fyne.CanvasObject) fyne.CanvasObject {
	if s.chronicle() == nil || s.guide != nil || s.needs.Settings.Text(settingTour, "") != "" {
		return content
	}
	text := widget.NewText("")
	text.Cut = true
	text.Set(s.words.Say("ui.tour.offer"), look.Accent)
	var framed *fyne.Container
	hide := func() {
		s.needs.Settings.SetText(settingTour, "declined")
		framed.Objects[0].Hide()
		framed.Refresh()
	}
	take := widget.NewQuiet(s.words.Say("ui.command.tour"), func() {
		hide()
		s.startTour()
	}).WithTip(s.words.Say("ui.tip.tour", "keys", keysTour.String()))
	bar := widget.NewBar(container.New(layout.NewCustomPaddedLayout(1, 1, 14, 8), widget.Frame(nil, nil, nil,
		container.NewHBox(take, widget.NewQuiet(s.words.Say("ui.tour.decline"), func() {
			hide()
			s.page.Shown() // the keyboard goes back to it
		}).WithTip(s.words.Say("ui.tour.decline.tip"))),
		container.New(layout.NewCustomPaddedLayout(7, 7, 0, 0), text))), 0)
	bar.Ground = look.AccentSoft
	framed = widget.Frame(bar, nil, nil, nil, content)
	return framed
}
