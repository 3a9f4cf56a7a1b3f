package softwindow

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

const (
	// vkProcess stands for a key that an input method has taken.
	vkProcess = 0xE5
	vkMenu    = 0x12 // Alt
)

// keyNames are the toolkit's names for the system's key numbers.
var keyNames = map[uintptr]fyne.KeyName{
	0x08: fyne.KeyBackspace, 0x09: fyne.KeyTab, 0x0D: fyne.KeyReturn, 0x14: desktop.KeyCapsLock, 0x1B: fyne.KeyEscape, 0x20: fyne.KeySpace,
	0x21: fyne.KeyPageUp, 0x22: fyne.KeyPageDown, 0x23: fyne.KeyEnd, 0x24: fyne.KeyHome, 0x25: fyne.KeyLeft, 0x26: fyne.KeyUp,
	0x27: fyne.KeyRight, 0x28: fyne.KeyDown, 0x2C: desktop.KeyPrintScreen, 0x2D: fyne.KeyInsert, 0x2E: fyne.KeyDelete,
	0x5B: desktop.KeySuperLeft, 0x5C: desktop.KeySuperRight, 0x5D: desktop.KeyMenu, 0x6A: fyne.KeyAsterisk, 0x6B: fyne.KeyPlus,
	0x6D: fyne.KeyMinus, 0x6E: fyne.KeyPeriod, 0x6F: fyne.KeySlash, 0xBA: fyne.KeySemicolon, 0xBB: fyne.KeyEqual, 0xBC: fyne.KeyComma,
	0xBD: fyne.KeyMinus, 0xBE: fyne.KeyPeriod, 0xBF: fyne.KeySlash, 0xC0: fyne.KeyBackTick, 0xDB: fyne.KeyLeftBracket,
	0xDC: fyne.KeyBackslash, 0xDD: fyne.KeyRightBracket, 0xDE: fyne.KeyApostrophe,
}

// keyName returns the toolkit's name of a key, "" for a key that it does not know.
func keyName(key, lparam uintptr) fyne.KeyName {
	extended := lparam&(1<<24) != 0
	switch {
	case key >= '0' && key <= '9' || key >= 'A' && key <= 'Z':
		return fyne.KeyName(rune(key))
	case key >= 0x60 && key <= 0x69: // on the number pad
		return fyne.KeyName(rune('0' + key - 0x60))
	case key >= 0x70 && key <= 0x7B:
		return [...]fyne.KeyName{
			fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
			fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12,
		}[key-0x70]
	case key == 0x0D && extended:
		return fyne.KeyEnter
	case key == 0x10:
		const toKey = 3 // MAPVK_VSC_TO_VK_EX
		if call(mapVirtualKeyW, lparam>>16&0xFF, toKey) == 0xA1 {
			return desktop.KeyShiftRight
		}
		return desktop.KeyShiftLeft
	case key == 0x11:
		return sided(extended, desktop.KeyControlLeft, desktop.KeyControlRight)
	case key == vkMenu:
		return sided(extended, desktop.KeyAltLeft, desktop.KeyAltRight)
	}
	return keyNames[key]
}

func sided(right bool, l, r fyne.KeyName) fyne.KeyName {
	if right {
		return r
	}
	return l
}
