package softwindow

import (
	"strings"
	"unsafe"

	"fyne.io/fyne/v2"
)

const (
	mfGrayed    = 0x0001
	mfChecked   = 0x0008
	mfPopup     = 0x0010
	mfSeparator = 0x0800
)

func (f *winFrame) bar(menu *fyne.MainMenu) uintptr {
	bar := call(createMenu)
	for _, m := range menu.Items {
		call(appendMenuW, bar, mfPopup, f.popup(m), uintptr(unsafe.Pointer(wide(plainLabel(m.Label)))))
	}
	return bar
}

func (f *winFrame) popup(menu *fyne.Menu) uintptr {
	popup := call(createPopupMenu)
	for _, i := range menu.Items {
		if i.IsSeparator {
			call(appendMenuW, popup, mfSeparator, 0, 0)
			continue
		}
		flags := uintptr(0)
		if i.Disabled {
			flags |= mfGrayed
		}
		if i.Checked {
			flags |= mfChecked
		}
		label := keyed(plainLabel(i.Label))
		if i.ChildMenu != nil {
			call(appendMenuW, popup, flags|mfPopup, f.popup(i.ChildMenu), uintptr(unsafe.Pointer(wide(label))))
			continue
		}
		if keys, ok := i.Shortcut.(fyne.KeyboardShortcut); ok {
			label += "\t" + keysLabel(keys)
		}
		id := len(f.actions) + 1
		f.actions[id] = i.Action
		call(appendMenuW, popup, flags, uintptr(id), uintptr(unsafe.Pointer(wide(label))))
	}
	return popup
}

// plainLabel keeps the system from reading marks of its own in a label.
func plainLabel(label string) string { return strings.ReplaceAll(label, "&", "&&") }

// keyed puts keys that stand behind a gap in a label into the system's column for keys.
func keyed(label string) string {
	words, keys, ok := strings.Cut(label, "    ")
	if !ok {
		return label
	}
	return words + "\t" + strings.TrimSpace(keys)
}

func keysLabel(keys fyne.KeyboardShortcut) string {
	var parts []string
	for _, m := range []struct {
		bit  fyne.KeyModifier
		name string
	}{{fyne.KeyModifierControl, "Ctrl"}, {fyne.KeyModifierAlt, "Alt"}, {fyne.KeyModifierShift, "Shift"}, {fyne.KeyModifierSuper, "Win"}} {
		if keys.Mod()&m.bit != 0 {
			parts = append(parts, m.name)
		}
	}
	return strings.Join(append(parts, string(keys.Key())), "+")
}
