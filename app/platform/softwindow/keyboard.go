package softwindow

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Key is called when a key goes down or, while it is held, again. It reports whether the key meant something: where not, the system
// may use it, such as for its menus.
func (w *Window) Key(name fyne.KeyName, modifiers fyne.KeyModifier, again bool) (used bool) {
	defer w.driver.drainStale()
	ev := &fyne.KeyEvent{Name: name}
	focused := w.canvas.Focused()
	if !again {
		if o, ok := focused.(desktop.Keyable); ok {
			o.KeyDown(ev)
		} else if focused == nil && w.canvas.keyDown != nil {
			w.canvas.keyDown(ev)
		}
	}
	if name == fyne.KeyTab && modifiers&^fyne.KeyModifierShift == 0 && w.tab(modifiers) {
		return true
	}
	if modifiers == fyne.KeyModifierAlt && (name == fyne.KeyF4 || name == fyne.KeySpace) {
		return false // the system's own: closing the window, and its menu
	}
	if s := w.shortcut(name, modifiers); s != nil {
		return w.runShortcut(s, modifiers)
	}
	used = !isModifier(name) && name != fyne.KeyF10 // which open the menu
	if o := w.canvas.Focused(); o != nil {
		o.TypedKey(ev)
		return used
	}
	if f := w.canvas.OnTypedKey(); f != nil {
		f(ev)
		return used
	}
	return false
}

// KeyUp is called when a key goes up.
func (w *Window) KeyUp(name fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: name}
	if focused := w.canvas.Focused(); focused == nil {
		if w.canvas.keyUp != nil {
			w.canvas.keyUp(ev)
		}
	} else if o, ok := focused.(desktop.Keyable); ok {
		o.KeyUp(ev)
	}
	w.driver.drainStale()
}

// Char is called with a typed character, from the keyboard or an input method.
func (w *Window) Char(r rune) {
	if o := w.canvas.Focused(); o != nil {
		o.TypedRune(r)
	} else if f := w.canvas.OnTypedRune(); f != nil {
		f(r)
	}
	w.driver.drainStale()
}

// tab moves the keyboard on, unless its owner wants Tab itself.
func (w *Window) tab(modifiers fyne.KeyModifier) bool {
	if o, ok := w.canvas.Focused().(fyne.Tabbable); ok && o.AcceptsTab() {
		return false
	}
	if modifiers == fyne.KeyModifierShift {
		w.canvas.FocusPrevious()
	} else {
		w.canvas.FocusNext()
	}
	return true
}

// shortcut returns what a combination of keys means; nil for a plain key.
func (w *Window) shortcut(name fyne.KeyName, modifiers fyne.KeyModifier) fyne.Shortcut {
	if modifiers == 0 || isModifier(name) {
		return nil
	}
	board := w.Clipboard()
	switch modifiers {
	case fyne.KeyModifierControl:
		switch name {
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		case fyne.KeyY:
			return &fyne.ShortcutRedo{}
		case fyne.KeyX:
			return &fyne.ShortcutCut{Clipboard: board}
		case fyne.KeyC:
			return &fyne.ShortcutCopy{Clipboard: board}
		case fyne.KeyV:
			return &fyne.ShortcutPaste{Clipboard: board}
		case fyne.KeyA:
			return &fyne.ShortcutSelectAll{}
		case fyne.KeyInsert:
			return &fyne.ShortcutCopy{Clipboard: board, Secondary: true}
		}
	case fyne.KeyModifierShift:
		switch name {
		case fyne.KeyInsert:
			return &fyne.ShortcutPaste{Clipboard: board, Secondary: true}
		case fyne.KeyDelete:
			return &fyne.ShortcutCut{Clipboard: board, Secondary: true}
		}
		return nil
	}
	return &desktop.CustomShortcut{KeyName: name, Modifier: modifiers}
}

func isModifier(name fyne.KeyName) bool {
	switch name {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight, desktop.KeyControlLeft, desktop.KeyControlRight, desktop.KeyAltLeft,
		desktop.KeyAltRight, desktop.KeySuperLeft, desktop.KeySuperRight, desktop.KeyCapsLock:
		return true
	}
	return false
}

// runShortcut asks the menu, then the object with the keyboard, then the canvas. Combinations with Alt that nobody but the canvas
// could want are left to the system where the canvas has no use for them: they open menus.
func (w *Window) runShortcut(s fyne.Shortcut, modifiers fyne.KeyModifier) bool {
	if w.menu != nil && runMenu(w.menu.Items, s) {
		return true
	}
	if o, ok := w.canvas.Focused().(fyne.Shortcutable); ok {
		if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
			if _, reads := s.(*fyne.ShortcutCopy); !reads {
				return false
			}
		}
		o.TypedShortcut(s)
		return true
	}
	w.canvas.TypedShortcut(s)
	return modifiers != fyne.KeyModifierAlt || w.canvas.shortcuts[s.ShortcutName()]
}

// AddShortcut registers what a shortcut of the canvas does.
func (c *surface) AddShortcut(s fyne.Shortcut, handler func(fyne.Shortcut)) {
	c.shortcuts[s.ShortcutName()] = true
	c.WindowlessCanvas.AddShortcut(s, handler)
}

// RemoveShortcut takes a shortcut of the canvas away.
func (c *surface) RemoveShortcut(s fyne.Shortcut) {
	delete(c.shortcuts, s.ShortcutName())
	c.WindowlessCanvas.RemoveShortcut(s)
}

// TypedShortcut hands a shortcut to those who registered it on the canvas.
func (c *surface) TypedShortcut(s fyne.Shortcut) {
	if o, ok := c.WindowlessCanvas.(fyne.Shortcutable); ok {
		o.TypedShortcut(s)
	}
}

func runMenu(menus []*fyne.Menu, s fyne.Shortcut) bool {
	for _, m := range menus {
		for _, i := range m.Items {
			if i.ChildMenu != nil && runMenu([]*fyne.Menu{i.ChildMenu}, s) {
				return true
			}
			if i.Shortcut != nil && i.Action != nil && !i.Disabled && i.Shortcut.ShortcutName() == s.ShortcutName() {
				i.Action()
				return true
			}
		}
	}
	return false
}
