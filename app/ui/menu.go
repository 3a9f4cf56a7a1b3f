package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/lines"
	"zhunsheng/app/ui/look"
)

// keysAccept is what accepts a dialog from everywhere in it; pages may have a command for it where there is no dialog.
var keysAccept = command.Ctrl(fyne.KeyReturn)

// bind makes menus and shortcuts of the page's commands and the shell's.
func (s *Shell) bind() {
	canvas := s.needs.Window.Canvas()
	for _, old := range s.bound {
		canvas.RemoveShortcut(old)
	}
	s.bound = nil
	page := s.ofPage()
	s.commands = slices.Concat(page, s.toPlaces(), s.turnings(page), s.helping(), s.touring(), s.countersigning(), s.own())
	s.bound = append(s.bound, keysAccept.Shortcut())
	canvas.AddShortcut(s.bound[0], func(fyne.Shortcut) { s.shortcut(keysAccept, nil) })
	for i := range s.commands {
		c := &s.commands[i]
		all := append([]command.Keys{c.Keys}, otherKeys[c.ID]...)
		for _, keys := range all {
			if shortcut := keys.Shortcut(); shortcut != nil {
				canvas.AddShortcut(shortcut, func(fyne.Shortcut) { s.shortcut(keys, c) })
				s.bound = append(s.bound, shortcut)
			}
		}
	}
	s.needs.Window.SetMainMenu(s.menu())
}

// shortcut serves a shortcut: a dialog's, else a command's, nil for none.
func (s *Shell) shortcut(keys command.Keys, c *command.Command) {
	if keys == keysAccept && s.prompts.Accept() || c == nil {
		return
	}
	s.run(c)
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
	modifier := fyne.KeyModifier(0)
	if ev.Name == keysPages.Key && shifted() { // the toolkit counts Shift with a function key as the function key
		modifier = keysPages.Modifier
	}
	for i := range s.commands {
		if c := &s.commands[i]; c.Keys.Modifier == modifier && c.Keys.Key == ev.Name {
			s.run(c)
			return
		}
	}
	if bar, ok := s.needs.Window.Canvas().(interface{ ToggleMenu() }); ok && ev.Name == keyMenu && !s.prompts.Open() {
		bar.ToggleMenu() // as Alt alone does
	}
}

// keyMenu opens the first menu, as everywhere; the toolkit knows only Alt for it.
const keyMenu = fyne.KeyF10

// otherKeys are further shortcuts of commands: what other programs have, and the plus sign where it takes Shift.
var otherKeys = map[string][]command.Keys{"redo": {keysRedoOther}, "zoom.in": {command.CtrlShift(fyne.KeyEqual)}}

func (s *Shell) menu() *fyne.MainMenu {
	var menus []*fyne.Menu
	for _, name := range command.Menus() {
		var items []*fyne.MenuItem
		label := s.labels(name)
		for i := range s.commands {
			c := &s.commands[i]
			if c.Menu != name {
				continue
			}
			if c.ID == "quit" && len(items) > 0 || c.ID == "theme.system" || c.ID == "zoom.in" || c.ID == "renderer.auto" {
				items = append(items, fyne.NewMenuItemSeparator())
			}
			item := fyne.NewMenuItem(label(c), func() { s.shortcut(c.Keys, c) }) // the driver asks the menu before the canvas
			if shortcut := c.Keys.Shortcut(); shortcut != nil {
				item.Shortcut = unprinted{shortcut}
			}
			item.IsQuit = c.ID == "quit"
			item.Checked = c.Marked != nil && c.Marked()
			items = append(items, item)
		}
		if len(items) > 0 {
			menus = append(menus, fyne.NewMenu(s.words.Say("ui.menu."+string(name)), items...))
		}
	}
	return fyne.NewMainMenu(menus...)
}

// unprinted is a shortcut that the toolkit serves and does not print: its print is a grey that nobody can read.
type unprinted struct{ fyne.Shortcut }

// menuGap is what stands at least between a label of a menu and its keys. The window without OpenGL knows keys by it too.
const menuGap = "    "

// labels returns what makes the labels of a menu: the command's words and its keys, those of all commands below each other.
func (s *Shell) labels(menu command.Menu) func(c *command.Command) string {
	ruler := lines.RulerFor(look.Measure(theme.SizeNameText), fyne.TextStyle{})
	words := func(c *command.Command) string { return s.words.Say("ui.command." + c.ID) }
	var widest float32
	for i := range s.commands {
		if c := &s.commands[i]; c.Menu == menu {
			widest = max(widest, ruler.Text(words(c)))
		}
	}
	space := max(ruler.Rune(' '), 1)
	return func(c *command.Command) string {
		label := words(c)
		if c.Keys.IsZero() {
			return label
		}
		return label + strings.Repeat(" ", int((widest-ruler.Text(label))/space+0.5)) + menuGap + c.Keys.String()
	}
}
