package ui

import (
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
)

// own lists what can be done on every page.
func (s *Shell) own() []command.Command {
	commands := []command.Command{
		{ID: "quit", Keys: command.Ctrl(fyne.KeyQ), Menu: command.File, Do: s.quit},
		{ID: "help", Keys: command.Bare(fyne.KeyF1), Menu: command.Help, Do: s.showShortcuts},
		{ID: "about", Menu: command.Help, Do: s.showAbout},
	}
	for _, language := range []string{locale.Chinese, locale.English} {
		commands = append(commands, command.Command{
			ID: "language." + language, Menu: command.View, Do: func() { s.SetLanguage(language) },
			Can: func() bool { return s.words.Language() != language },
		})
	}
	for _, mode := range []look.Mode{look.FollowSystem, look.Light, look.Dark} {
		commands = append(commands, command.Command{
			ID: "theme." + string(mode), Menu: command.View, Do: func() { s.SetMode(mode) },
			Can: func() bool { return s.mode != mode },
		})
	}
	return commands
}

// bind makes menus and shortcuts of the page's commands and the shell's.
func (s *Shell) bind() {
	canvas := s.needs.Window.Canvas()
	for _, old := range s.bound {
		canvas.RemoveShortcut(old)
	}
	s.bound = nil
	s.commands = append(s.page.Commands(), s.own()...)
	for i := range s.commands {
		c := &s.commands[i]
		if shortcut := c.Keys.Shortcut(); shortcut != nil {
			canvas.AddShortcut(shortcut, func(fyne.Shortcut) { s.run(c) })
			s.bound = append(s.bound, shortcut)
		}
	}
	s.needs.Window.SetMainMenu(s.menu())
}

// Run does a command of the page or of the window by its ID and reports whether there is one.
func (s *Shell) Run(id string) bool {
	for i := range s.commands {
		if s.commands[i].ID == id {
			s.run(&s.commands[i])
			return true
		}
	}
	return false
}

// run does a command unless a dialog waits for its answer.
func (s *Shell) run(c *command.Command) {
	if !s.prompts.Open() {
		c.Run()
	}
}

// key serves keys that no control has used.
func (s *Shell) key(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape && s.prompts.Open() {
		s.prompts.Dismiss()
		return
	}
	for i := range s.commands {
		if c := &s.commands[i]; c.Keys.Modifier == 0 && c.Keys.Key == ev.Name {
			s.run(c)
			return
		}
	}
}

func (s *Shell) menu() *fyne.MainMenu {
	var menus []*fyne.Menu
	for _, name := range command.Menus() {
		var items []*fyne.MenuItem
		for i := range s.commands {
			c := &s.commands[i]
			if c.Menu != name {
				continue
			}
			if c.ID == "quit" && len(items) > 0 || c.ID == "theme.system" {
				items = append(items, fyne.NewMenuItemSeparator())
			}
			label := s.words.Say("ui.command." + c.ID)
			if c.Keys.Shortcut() == nil && !c.Keys.IsZero() {
				label += "    " + c.Keys.String() // the toolkit shows only shortcuts with a modifier
			}
			item := fyne.NewMenuItem(label, func() { s.run(c) })
			item.Shortcut, item.IsQuit = c.Keys.Shortcut(), c.ID == "quit"
			if c.Menu == command.View {
				item.Checked = !c.Enabled()
			}
			items = append(items, item)
		}
		if len(items) > 0 {
			menus = append(menus, fyne.NewMenu(s.words.Say("ui.menu."+string(name)), items...))
		}
	}
	return fyne.NewMainMenu(menus...)
}

// showShortcuts lists every command that has a shortcut, and the keys of the grid.
func (s *Shell) showShortcuts() {
	var rows []fyne.CanvasObject
	line := func(keys, text string) {
		k := widget.NewText(keys)
		k.Bold, k.Ink = true, look.Accent
		rows = append(rows, container.New(layout.NewGridLayout(2), widget.NewText(text), k))
	}
	for i := range s.commands {
		if c := &s.commands[i]; !c.Keys.IsZero() {
			line(c.Keys.String(), s.words.Say("ui.command."+c.ID))
		}
	}
	rows = append(rows, widget.Gap(0, 4), widget.NewHairline(), widget.Gap(0, 4))
	for _, id := range []string{"move", "edit", "replace", "clear", "open", "tab", "escape"} {
		line(s.words.Say("ui.keys."+id), s.words.Say("ui.keys."+id+".text"))
	}
	scroll := container.NewVScroll(container.NewVBox(rows...))
	scroll.SetMinSize(fyne.NewSize(460, 420))
	s.prompts.Show(s.words.Say("ui.keys.title"), scroll, 480)
}

func (s *Shell) showAbout() {
	meta := s.needs.App.Metadata()
	s.prompts.Tell(s.words.Say("ui.about.title"), s.words.Say("ui.about.text", "version", meta.Version))
}

// toolkitWords are the toolkit's own strings that can come to the screen, by its key, and ours for them.
var toolkitWords = map[string]string{
	"Cut": "ui.toolkit.cut", "Copy": "ui.toolkit.copy", "Paste": "ui.toolkit.paste", "Select all": "ui.toolkit.select-all",
	"Undo": "ui.toolkit.undo", "Redo": "ui.toolkit.redo", "Quit": "ui.command.quit",
	"OK": "ui.dialog.ok", "Yes": "ui.toolkit.yes", "No": "ui.toolkit.no", "Cancel": "ui.toolkit.cancel", "Error": "ui.error.title",
	"(Select one)": "ui.toolkit.select-one",
}

// speakToolkit gives the toolkit our words for its own strings. It knows only the language of the system, so ours are registered
// under that name, whichever language they are in.
func speakToolkit(w wording.Words) {
	texts := make(map[string]string, len(toolkitWords))
	for theirs, ours := range toolkitWords {
		texts[theirs] = w.Say(ours)
	}
	data, err := json.Marshal(texts)
	if err != nil {
		return // a map of strings always encodes
	}
	for _, name := range slices.Compact([]string{lang.SystemLocale().String(), lang.SystemLocale().LanguageString()}) {
		if err := lang.AddTranslations(fyne.NewStaticResource(name+".json", data)); err != nil {
			fyne.LogError("words for the toolkit", err)
		}
	}
}
