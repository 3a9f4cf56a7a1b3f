package ui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/locale"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
)

// own lists what can be done on every page.
func (s *Shell) own() []command.Command {
	commands := []command.Command{
		{ID: "quit", Keys: command.Ctrl(fyne.KeyQ), Menu: command.File, Do: s.quit},
		{ID: "help", Keys: command.Bare(fyne.KeyF1), Menu: command.Help, Do: s.showCommands},
		{ID: "pane", Keys: command.Bare(fyne.KeyF9), Menu: command.View, Do: func() { widget.TurnPane(s.stage.Page()) }},
		{ID: "about", Keys: command.CtrlShift(fyne.KeyA), Menu: command.Help, Do: s.showAbout},
	}
	for i, language := range []string{locale.Chinese, locale.English} {
		is := func() bool { return s.words.Language() == language }
		commands = append(commands, command.Command{
			ID: "language." + language, Keys: digit(i + 1), Menu: command.View, Do: func() { s.SetLanguage(language) },
			Can: func() bool { return !is() }, Marked: is,
		})
	}
	for i, mode := range look.Modes() {
		is := func() bool { return s.mode == mode }
		commands = append(commands, command.Command{
			ID: "theme." + string(mode), Keys: digit(i + 3), Menu: command.View, Do: func() { s.SetMode(mode) },
			Can: func() bool { return !is() }, Marked: is,
		})
	}
	commands = append(commands, s.programs()...)
	if s.needs.Zoom == nil {
		return commands
	}
	return append(commands,
		command.Command{ID: "zoom.in", Keys: command.Ctrl(fyne.KeyEqual), Menu: command.View, Do: func() { s.stepZoom(1) }},
		command.Command{ID: "zoom.out", Keys: command.Ctrl(fyne.KeyMinus), Menu: command.View, Do: func() { s.stepZoom(-1) }},
		command.Command{ID: "zoom.plain", Keys: command.Ctrl(fyne.Key0), Menu: command.View, Do: func() { s.setZoom(plainZoom) }},
	)
}

func digit(n int) command.Keys { return command.CtrlAlt(fyne.KeyName(strconv.Itoa(n))) }

// The zooms, in percent. They are tens, because the toolkit rounds to them: a window at 125 percent would be drawn at 130 and be larger than
// the screen.
var zooms = []int{80, 90, 100, 110, 120, 130, 150, 170, 200}

const plainZoom = 100

// nearestZoom reads a zoom and takes the nearest one that there is; what is no number is the plain one.
func nearestZoom(text string) int {
	percent, err := strconv.Atoi(text)
	if err != nil {
		return plainZoom
	}
	return slices.MinFunc(zooms, func(a, b int) int { return max(a-percent, percent-a) - max(b-percent, percent-b) })
}

func (s *Shell) stepZoom(direction int) {
	at := slices.Index(zooms, s.zoom) + direction
	if at >= 0 && at < len(zooms) {
		s.setZoom(zooms[at])
	}
}

func (s *Shell) setZoom(percent int) {
	s.zoom = percent
	s.needs.Settings.SetText(settingZoom, strconv.Itoa(percent))
	s.dress(func() {
		size := s.needs.Window.Canvas().Size()
		defer s.keepSize(size, s.worn, percent)
		s.worn = percent
		s.needs.Zoom(percent)
		s.needs.App.Settings().SetTheme(s.needs.Theme(s.mode)) // the toolkit looks at the zoom when the theme changes
		s.toast(s.words.Say("ui.toast.zoom", "percent", strconv.Itoa(percent)), look.Current)
	})
}

// dress sets the theme anew when what themes are made of has been read, one change after the other.
func (s *Shell) dress(set func()) {
	if s.needs.Fabric == nil {
		set()
		return
	}
	task.Queue(s.needs.Runner, &s.dressing, func(context.Context) (struct{}, error) {
		s.needs.Fabric()
		return struct{}{}, nil
	}, func(struct{}, error) {
		set()
		s.settle() // what was read is let go of again
	})
}

// keepSize gives the window as many dots of the screen as it had before the zoom changed: the toolkit would make it larger than the
// screen.
func (s *Shell) keepSize(size fyne.Size, before, after int) {
	scale := float32(before) / float32(after)
	s.needs.Window.Resize(fyne.NewSize(size.Width*scale, size.Height*scale))
}

const commandsWidth = 620

// showCommands lists every command with its shortcut, to be searched and done from there, and the keys of the grid.
func (s *Shell) showCommands() {
	grid := widget.NewGrid(
		widget.Column{Title: s.words.Say("ui.keys.column.command"), Width: 240, Stretch: 2},
		widget.Column{Title: s.words.Say("ui.keys.column.menu"), Width: 80, Size: theme.SizeNameCaptionText},
		widget.Column{Title: s.words.Say("ui.keys.column.keys"), Width: 150, Align: fyne.TextAlignTrailing},
	)
	search := widget.NewEntry(nil)
	search.SetPlaceHolder(s.words.Say("ui.keys.search"))
	fill := func() {
		grid.SetRows(s.commandRows(strings.Fields(strings.ToLower(search.Text))))
		if rows := grid.Rows(); grid.CurrentRow() == "" && len(rows) > 0 {
			grid.Select(rows[0].ID)
		}
	}
	fill()
	search.OnChanged = func(string) { fill() }
	search.OnMove = func(int) { grid.Focus() }
	room := widget.Room(commandsWidth, 400, widget.NewPanel(grid, 1))
	var form *prompt.Opened
	accept := func() string {
		id := grid.CurrentRow()
		if i := slices.IndexFunc(s.commands, func(c command.Command) bool { return c.ID == id }); i >= 0 && !s.commands[i].Enabled() {
			return s.words.Say("ui.keys.cannot")
		}
		s.needs.Runner.Post(func() { s.Run(id) }) // after the dialog has gone
		return ""
	}
	grid.OnOpen = func(string) { form.Accept() }
	form = s.prompts.Fill(prompt.Form{
		Title: s.words.Say("ui.keys.title"), Body: container.NewVBox(search, room), Width: commandsWidth, Yes: s.words.Say("ui.keys.run"), First: search, Accept: accept,
	})
	search.OnSubmitted = func(string) { form.Accept() }
}

// commandRows lists the commands that match every word, paler those that cannot be done now, then the keys of the grid.
func (s *Shell) commandRows(words []string) []widget.Row {
	var rows []widget.Row
	add := func(id, text, menu, keys string, can bool) {
		line := strings.ToLower(text + " " + menu + " " + keys)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(line, w) }) {
			name, key := look.Plain, look.Current
			if !can {
				name, key = look.Quiet, look.Quiet
			}
			rows = append(rows, widget.Row{ID: id, Cells: []widget.Cell{{Text: text, Tone: name}, {Text: menu, Tone: look.Quiet}, {Text: keys, Bold: can, Tone: key}}})
		}
	}
	for i := range s.commands {
		c := &s.commands[i]
		add(c.ID, s.words.Say("ui.command."+c.ID), s.words.Say("ui.menu."+string(c.Menu)), c.Keys.String(), c.Enabled())
	}
	for _, id := range []string{"move", "edit", "replace", "clear", "open", "tab", "paste", "mark", "accept", "escape"} {
		add("key."+id, s.words.Say("ui.keys."+id+".text"), s.words.Say("ui.keys.grid"), s.words.Say("ui.keys."+id), true)
	}
	add("key.menu", s.words.Say("ui.keys.menu.text"), s.words.Say("ui.keys.window"), s.words.Say("ui.keys.menu"), true)
	if len(rows) == 0 { // a row that does nothing
		rows = []widget.Row{{Cells: []widget.Cell{{Text: s.words.Say("ui.keys.none"), Tone: look.Quiet}, {}, {}}}}
	}
	return rows
}

func (s *Shell) showAbout() {
	meta := s.needs.App.Metadata()
	title, text := s.words.Say("ui.about.title"), s.words.Say("ui.about.text", "version", meta.Version)
	if s.needs.Licences == nil {
		s.prompts.Tell(title, text)
		return
	}
	s.prompts.Ask(title, text, s.words.Say("ui.dialog.ok"), s.words.Say("ui.about.licences"), func(enough bool) {
		if !enough {
			s.openLicences()
		}
	})
}
