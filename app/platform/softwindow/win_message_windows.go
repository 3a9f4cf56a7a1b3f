package softwindow

import (
	"unicode/utf16"
	"unsafe"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"zhunsheng/app/platform"
)

// message serves one message; done is false where the system's own behaviour is wanted.
func (f *winFrame) message(msg uint32, wparam, lparam uintptr) (result uintptr, done bool) {
	switch {
	case msg >= wmMouseMove && msg <= wmMouseHWheel || msg == wmMouseLeave:
		return f.mouse(msg, wparam, lparam)
	case msg >= wmKeyDown && msg <= wmSysChar:
		return f.key(msg, wparam, lparam)
	}
	w := f.window
	switch msg {
	case wmPaint:
		f.paint()
		return 0, true
	case wmEraseBackground:
		return 1, true
	case wmSize:
		f.sized(wparam != sizeMinimized, lparam)
		return 0, true
	case wmSetFocus, wmKillFocus:
		f.caret.Max.X = f.caret.Min.X // the next drawing places it anew
		w.Focused(msg == wmSetFocus)
		return 0, true
	case wmClose:
		w.CloseAsked()
		return 0, true
	case wmCommand:
		f.command(int(uint16(wparam)))
		return 0, true
	case wmCaptureChanged:
		f.captureTaken(lparam)
		return 0, true
	case wmDropFiles:
		f.dropped(wparam)
		return 0, true
	}
	return f.rare(msg, wparam, lparam)
}

func (f *winFrame) sized(shown bool, size uintptr) {
	f.window.Shown(shown)
	if shown {
		f.window.Sized(low(size), high(size))
	}
}

// captureTaken lets go of the mouse buttons where another window took the mouse.
func (f *winFrame) captureTaken(by uintptr) {
	if f.held > 0 && by != f.handle {
		f.held = 0
		f.window.MouseLost()
	}
}

func (f *winFrame) rare(msg uint32, wparam, lparam uintptr) (result uintptr, done bool) {
	switch msg {
	case wmSetCursor:
		if low(lparam) == htClient {
			call(setCursor, f.cursor)
			return 1, true
		}
	case wmStartComposition:
		platform.PlaceInputMethod(f.handle, f.caret)
	case wmDpiChanged:
		f.window.Scaled() // first: the least size, for which moving asks, is meant in the new screen's pixels
		f.move(*at[rect](lparam))
		return 0, true
	case wmSettingChange:
		if lparam != 0 && windows.UTF16PtrToString(at[uint16](lparam)) == "ImmersiveColorSet" {
			f.window.ColoursChanged(systemVariant())
		}
	case wmGetMinMaxInfo:
		f.limit(at[minMaxInfo](lparam))
	}
	return 0, false
}

// systemVariant is light or dark, as the user has set it for programs; light where nothing is set.
func systemVariant() fyne.ThemeVariant {
	key, err := registry.OpenKey(registry.CURRENT_USER, `Software\Microsoft\Windows\CurrentVersion\Themes\Personalize`, registry.QUERY_VALUE)
	if err != nil {
		return theme.VariantLight
	}
	defer key.Close()
	if light, _, err := key.GetIntegerValue("AppsUseLightTheme"); err == nil && light == 0 {
		return theme.VariantDark
	}
	return theme.VariantLight
}

// at reads what the system points to.
func at[T any](address uintptr) *T {
	return *(**T)(unsafe.Pointer(&address))
}

// limit keeps the window as large as its content needs, but not larger than the screen.
func (f *winFrame) limit(info *minMaxInfo) {
	content := f.window.canvas.Content()
	if content == nil || f.handle == 0 {
		return
	}
	least := content.MinSize()
	r := rect{0, 0, int32(f.window.canvas.pixel(least.Width)), int32(f.window.canvas.pixel(least.Height))}
	call(adjustWindowRectExForDpi, uintptr(unsafe.Pointer(&r)), f.style, 1, 0, uintptr(f.dpi()))
	work := f.monitor().work
	info.minTrack = point{min(r.right-r.left, work.right-work.left), min(r.bottom-r.top, work.bottom-work.top)}
}

func (f *winFrame) command(id int) {
	if action := f.actions[id]; action != nil {
		action()
		f.window.driver.drainStale()
	}
}

func (f *winFrame) dropped(drop uintptr) {
	var p point
	call(dragQueryPoint, drop, uintptr(unsafe.Pointer(&p)))
	count := int(call(dragQueryFileW, drop, 0xFFFFFFFF, 0, 0))
	paths := make([]string, 0, count)
	for i := range count {
		name := make([]uint16, int(call(dragQueryFileW, drop, uintptr(i), 0, 0))+1)
		call(dragQueryFileW, drop, uintptr(i), uintptr(unsafe.Pointer(&name[0])), uintptr(len(name)))
		paths = append(paths, windows.UTF16ToString(name))
	}
	call(dragFinish, drop)
	f.window.Dropped(int(p.x), int(p.y), paths)
}

func (f *winFrame) mouse(msg uint32, wparam, lparam uintptr) (result uintptr, done bool) {
	w, x, y := f.window, low(lparam), high(lparam)
	switch msg {
	case wmMouseMove:
		if !f.tracking {
			const leave = 2
			track := mouseTrack{flags: leave, window: f.handle}
			track.size = uint32(unsafe.Sizeof(track))
			f.tracking = call(trackMouseEvent, uintptr(unsafe.Pointer(&track))) != 0
		}
		w.MouseMoved(x, y)
	case wmMouseLeave:
		f.tracking = false
		w.MouseLeft()
	case wmLeftDown, wmRightDown, wmMiddleDown:
		f.held++
		call(setCapture, f.handle)
		w.MouseButton(x, y, button(msg), true)
	case wmLeftUp, wmRightUp, wmMiddleUp:
		if f.held = max(0, f.held-1); f.held == 0 {
			call(releaseCapture)
		}
		w.MouseButton(x, y, button(msg), false)
	case wmMouseWheel, wmMouseHWheel:
		const notch = 120
		p := point{int32(x), int32(y)}
		call(screenToClient, f.handle, uintptr(unsafe.Pointer(&p)))
		turn := float32(high(wparam)) / notch
		if msg == wmMouseWheel {
			w.MouseWheel(int(p.x), int(p.y), 0, turn)
		} else {
			w.MouseWheel(int(p.x), int(p.y), -turn, 0)
		}
	default:
		return 0, false
	}
	return 0, true
}

func button(msg uint32) desktop.MouseButton {
	switch msg {
	case wmLeftDown, wmLeftUp:
		return desktop.MouseButtonPrimary
	case wmRightDown, wmRightUp:
		return desktop.MouseButtonSecondary
	}
	return desktop.MouseButtonTertiary
}

func (f *winFrame) key(msg uint32, wparam, lparam uintptr) (result uintptr, done bool) {
	w := f.window
	switch msg {
	case wmKeyDown, wmSysKeyDown:
		f.swallow = false
		name := keyName(wparam, lparam)
		if wparam == vkProcess || name == "" {
			return 0, false // an input method is at work, or we do not know the key
		}
		again := lparam&(1<<30) != 0
		used := w.Key(name, f.host.Modifiers(), again)
		if msg == wmSysKeyDown {
			f.swallow = used
			f.altUsed = used || f.altUsed && wparam != vkMenu
			return 0, used
		}
		return 0, true
	case wmKeyUp, wmSysKeyUp:
		if name := keyName(wparam, lparam); name != "" {
			w.KeyUp(name)
		}
		return 0, msg == wmKeyUp || wparam == vkMenu && f.altUsed
	case wmChar:
		f.char(uint16(wparam))
		return 0, true
	case wmSysChar:
		return 0, f.swallow
	}
	return 0, false
}

// char puts characters beyond the first plane together and leaves out what keys do.
func (f *winFrame) char(unit uint16) {
	r := rune(unit)
	switch {
	case r >= 0xD800 && r < 0xDC00:
		f.surrogate = unit
		return
	case utf16.IsSurrogate(r):
		r = utf16.DecodeRune(rune(f.surrogate), r)
	}
	f.surrogate = 0
	if r >= 0x20 && r != 0x7F {
		f.window.Char(r)
	}
}

// Modifiers returns the modifier keys that are held down. AltGr is none: it makes characters.
func (h *Windows) Modifiers() fyne.KeyModifier {
	down := func(key uintptr) bool { return call(getKeyState, key)&0x8000 != 0 }
	var m fyne.KeyModifier
	if down(0x10) {
		m |= fyne.KeyModifierShift
	}
	control, alt := down(0x11), down(0x12)
	if control && alt && down(0xA5) {
		control, alt = false, false
	}
	if control {
		m |= fyne.KeyModifierControl
	}
	if alt {
		m |= fyne.KeyModifierAlt
	}
	if down(0x5B) || down(0x5C) {
		m |= fyne.KeyModifierSuper
	}
	return m
}
