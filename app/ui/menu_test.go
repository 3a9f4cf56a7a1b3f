package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/ui/lines"
	"zhunsheng/app/ui/look"
)

// What a menu prints of keys can be read, stands below each other, and is that of the command; the toolkit still serves the shortcut.
func TestMenuPrintsKeys(t *testing.T) {
	h := build(t)
	items := map[string]*fyne.MenuItem{}
	for _, menu := range h.window.MainMenu().Items {
		var at []float32
		for _, item := range menu.Items {
			if gap := strings.LastIndex(item.Label, menuGap); gap > 0 {
				words := item.Label[:gap+len(menuGap)]
				items[strings.TrimSpace(words)] = item
				at = append(at, lines.RulerFor(look.Measure(theme.SizeNameText), fyne.TextStyle{}).Text(words))
			}
		}
		if len(at) > 0 && slices.Max(at)-slices.Min(at) > 5 {
			t.Errorf("menu %s has its keys at %v", menu.Label, at)
		}
	}
	for _, c := range h.shell.commands {
		item := items[h.shell.words.Say("ui.command."+c.ID)]
		if item == nil || !strings.HasSuffix(item.Label, " "+c.Keys.String()) {
			t.Errorf("%s: %+v, want its keys %s", c.ID, item, c.Keys)
			continue
		}
		if want := c.Keys.Shortcut(); want != nil && item.Shortcut.ShortcutName() != want.ShortcutName() {
			t.Errorf("%s: the menu serves %s", c.ID, item.Shortcut.ShortcutName())
		}
		if _, printed := item.Shortcut.(fyne.KeyboardShortcut); printed {
			t.Errorf("%s: the toolkit prints the keys too", c.ID)
		}
	}
}
