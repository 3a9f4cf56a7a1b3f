// Package command describes what a screen can do by name: one value gives the button, the menu entry, the shortcut and the line in
// the list of shortcuts.
package command

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Command is something the user can ask for. Its sentence is "ui.command." + ID.
type Command struct {
	ID   string
	Keys Keys        // zero: no shortcut
	Do   func()      // runs on the window's goroutine
	Can  func() bool // nil: always
	Menu Menu        // the menu it stands in; "" for none
	// Marked reports whether what the command switches on is on; nil for commands that switch nothing.
	Marked func() bool
}

// Enabled reports whether the command can be done now.
func (c *Command) Enabled() bool { return c.Can == nil || c.Can() }

// Run does the command if it can be done.
func (c *Command) Run() {
	if c.Do != nil && c.Enabled() {
		c.Do()
	}
}

// Menu names a menu. Its sentence is "ui.menu." + the name.
type Menu string

// The menus, in the order in which they are shown.
const (
	File Menu = "file"
	Edit Menu = "edit"
	Goto Menu = "goto"
	View Menu = "view"
	Help Menu = "help"
)

// Menus lists the menus in order.
func Menus() []Menu { return []Menu{File, Edit, Goto, View, Help} }

// Keys is a shortcut: a key, and modifiers unless it is a function key.
type Keys struct {
	Modifier fyne.KeyModifier
	Key      fyne.KeyName
}

// Ctrl makes a shortcut with the Ctrl key.
func Ctrl(key fyne.KeyName) Keys { return Keys{fyne.KeyModifierControl, key} }

// Alt makes a shortcut with the Alt key.
func Alt(key fyne.KeyName) Keys { return Keys{fyne.KeyModifierAlt, key} }

// CtrlShift makes a shortcut with both modifiers.
func CtrlShift(key fyne.KeyName) Keys {
	return Keys{fyne.KeyModifierControl | fyne.KeyModifierShift, key}
}

// CtrlAlt makes a shortcut with both modifiers.
func CtrlAlt(key fyne.KeyName) Keys {
	return Keys{fyne.KeyModifierControl | fyne.KeyModifierAlt, key}
}

// Bare makes a shortcut of a function key alone.
func Bare(key fyne.KeyName) Keys { return Keys{Key: key} }

// IsZero reports whether k is no shortcut.
func (k Keys) IsZero() bool { return k.Key == "" }

// String returns the shortcut as it is printed on keyboards, such as "Ctrl+Shift+N".
func (k Keys) String() string {
	if k.IsZero() {
		return ""
	}
	var b strings.Builder
	for _, m := range []struct {
		modifier fyne.KeyModifier
		name     string
	}{{fyne.KeyModifierControl, "Ctrl+"}, {fyne.KeyModifierAlt, "Alt+"}, {fyne.KeyModifierShift, "Shift+"}} {
		if k.Modifier&m.modifier != 0 {
			b.WriteString(m.name)
		}
	}
	b.WriteString(keyNames(k.Key))
	return b.String()
}

func keyNames(key fyne.KeyName) string {
	switch key {
	case fyne.KeyUp:
		return "↑"
	case fyne.KeyDown:
		return "↓"
	case fyne.KeyLeft:
		return "←"
	case fyne.KeyRight:
		return "→"
	case fyne.KeyReturn:
		return "Enter"
	case fyne.KeyEqual:
		return "+"
	case fyne.KeyMinus:
		return "−"
	case fyne.KeyPageUp:
		return "PageUp"
	case fyne.KeyPageDown:
		return "PageDown"
	}
	return string(key)
}

// Shortcut returns the toolkit's value; nil for a function key alone, which the toolkit does not count as one.
func (k Keys) Shortcut() fyne.Shortcut {
	if k.IsZero() || k.Modifier == 0 {
		return nil
	}
	if k.Modifier == fyne.KeyModifierControl {
		switch k.Key { // the driver turns these into values of their own
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		case fyne.KeyY:
			return &fyne.ShortcutRedo{}
		}
	}
	return &desktop.CustomShortcut{KeyName: k.Key, Modifier: k.Modifier}
}
