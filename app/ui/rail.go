package ui

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/settings"
	"zhunsheng/app/ui/widget"
)

// foot is what stands below the places in the rail: a line where the data should be backed up, and the commands of the window that have no
// button elsewhere.
type foot struct {
	reminder *widget.Button
	going    *widget.Button
	content  *fyne.Container
}

// newFoot makes the foot of the rail in the language and colours that are in use.
func (s *Shell) newFoot() foot {
	w := s.words
	small := func(label, id string, do func()) fyne.CanvasObject {
		return widget.NewQuiet(label, do).WithTip(w.Say("ui.command."+id) + "　" + s.keysOf(id))
	}
	language, mode := locale.English, look.Dark
	if w.Language() == locale.English {
		language = locale.Chinese
	}
	if s.mode == look.Dark {
		mode = look.Light
	}
	row := container.New(layout.NewGridLayout(2),
		small(w.Say("ui.rail.help"), "help", s.showCommands),
		small(w.Say("ui.rail.language."+language), "language."+language, func() { s.needs.Runner.Post(func() { s.SetLanguage(language) }) }),
		small(w.Say("ui.rail."+string(mode)), "theme."+string(mode), func() { s.needs.Runner.Post(func() { s.SetMode(mode) }) }),
	)
	if s.needs.Zoom != nil {
		row.Add(container.New(layout.NewGridLayout(2), small("−", "zoom.out", func() { s.stepZoom(-1) }), small("+", "zoom.in", func() { s.stepZoom(1) })))
	}
	f := foot{reminder: widget.NewButton("", func() { s.goToSettings(settings.SectionBackup) }).WithTip(w.Say("ui.rail.backup.tip"))}
	f.going = s.newGoing()
	f.content = container.NewVBox(f.going, f.reminder, row)
	f.show(s)
	return f
}

// show says whether the data should be backed up.
func (f *foot) show(s *Shell) {
	if f.reminder == nil {
		return
	}
	if !s.backup.Due {
		f.reminder.Hide()
		f.content.Refresh()
		return
	}
	text := s.words.Say("ui.rail.backup.never")
	if !s.backup.Last.IsZero() {
		days := int(s.needs.Now().Sub(s.backup.Last) / (24 * time.Hour))
		text = s.words.Say("ui.rail.backup", "days", strconv.Itoa(max(0, days)))
	}
	f.reminder.SetText("! " + text)
	f.reminder.Show()
	f.content.Refresh()
}

// keysOf returns the shortcut of a command as it is printed on keyboards.
func (s *Shell) keysOf(id string) string {
	for i := range s.commands {
		if s.commands[i].ID == id {
			return s.commands[i].Keys.String()
		}
	}
	return command.Keys{}.String()
}

// goToSettings leaves the page for a section of the settings.
func (s *Shell) goToSettings(section string) {
	if page, ok := s.page.(*settings.Page); ok {
		page.Open(section)
		return
	}
	s.leave(func() { s.showSettings(section) })
}
