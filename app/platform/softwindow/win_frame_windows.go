package softwindow

import (
	"image"
	"unsafe"

	"fyne.io/fyne/v2"
	native "fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/driver/desktop"

	"zhunsheng/app/platform"
)

// winFrame is a window of the system.
type winFrame struct {
	host   *Windows
	window *Window
	handle uintptr
	style  uintptr

	bits    []byte // a part of the picture in the order of the system's bytes
	cursor  uintptr
	caret   image.Rectangle
	menu    uintptr
	actions map[int]func()
	before  rect // place before it covered the screen

	tracking  bool // the system will tell when the mouse leaves
	held      int  // buttons that are down
	swallow   bool // the character that follows belongs to a key that was used
	altUsed   bool // with another key since it went down: letting it go opens no menu then
	surrogate uint16
}

var _ Frame = (*winFrame)(nil)

// SetTitle shows another title.
func (f *winFrame) SetTitle(title string) {
	call(setWindowTextW, f.handle, uintptr(unsafe.Pointer(wide(title))))
}

// Resize gives the area inside borders and menu another size, within the screen.
func (f *winFrame) Resize(width, height int) {
	r := rect{0, 0, int32(width), int32(height)}
	menu := uintptr(0)
	if f.menu != 0 {
		menu = 1
	}
	call(adjustWindowRectExForDpi, uintptr(unsafe.Pointer(&r)), f.style, menu, 0, uintptr(f.dpi()))
	work := f.monitor().work
	w, h := min(r.right-r.left, work.right-work.left), min(r.bottom-r.top, work.bottom-work.top)
	call(setWindowPos, f.handle, 0, 0, 0, uintptr(w), uintptr(h), swpNoMove|swpNoZOrder|swpNoActivate)
}

// Center puts the window into the middle of its screen.
func (f *winFrame) Center() {
	var r rect
	call(getWindowRect, f.handle, uintptr(unsafe.Pointer(&r)))
	work := f.monitor().work
	x := work.left + max(0, (work.right-work.left-(r.right-r.left))/2)
	y := work.top + max(0, (work.bottom-work.top-(r.bottom-r.top))/2)
	call(setWindowPos, f.handle, 0, uintptr(x), uintptr(y), 0, 0, swpNoSize|swpNoZOrder|swpNoActivate)
}

// Show brings the window to the screen and paints it at once.
func (f *winFrame) Show() {
	call(showWindow, f.handle, swShow)
	call(setForegroundWindow, f.handle)
	call(updateWindow, f.handle)
}

// Hide takes the window off the screen.
func (f *winFrame) Hide() { call(showWindow, f.handle, swHide) }

// Close destroys the window.
func (f *winFrame) Close() {
	call(destroyWindow, f.handle)
	delete(f.host.frames, f.handle)
}

// Raise brings the window to the front, also from the task bar, and a dialog of the system that is open over it.
func (f *winFrame) Raise() { platform.RaiseWindow(f.handle) }

// SetFixed takes the sizing border away.
func (f *winFrame) SetFixed(fixed bool) {
	f.style = wsOverlapped
	if fixed {
		f.style = wsFixed
	}
	f.restyle(f.style)
}

// restyle changes the borders and keeps the window as visible as it is.
func (f *winFrame) restyle(style uintptr) {
	style |= call(getWindowLongPtrW, f.handle, gwlStyle) & wsVisible
	call(setWindowLongPtrW, f.handle, gwlStyle, style)
	call(setWindowPos, f.handle, 0, 0, 0, 0, 0, swpNoMove|swpNoSize|swpNoZOrder|swpFrameChanged)
}

// SetFullScreen covers the screen, or goes back to where the window was.
func (f *winFrame) SetFullScreen(full bool) {
	if full {
		call(getWindowRect, f.handle, uintptr(unsafe.Pointer(&f.before)))
		f.restyle(wsPopup)
		f.move(f.monitor().whole)
		return
	}
	f.restyle(f.style)
	f.move(f.before)
}

func (f *winFrame) move(r rect) {
	call(setWindowPos, f.handle, 0, uintptr(r.left), uintptr(r.top), uintptr(r.right-r.left), uintptr(r.bottom-r.top),
		swpNoZOrder|swpNoActivate|swpFrameChanged)
}

// SetCursor shows another cursor while the mouse is over the window.
func (f *winFrame) SetCursor(cursor desktop.Cursor) {
	const arrow = 32512
	id := uintptr(arrow)
	switch cursor {
	case desktop.TextCursor:
		id = 32513
	case desktop.CrosshairCursor:
		id = 32515
	case desktop.PointerCursor:
		id = 32649
	case desktop.HResizeCursor:
		id = 32644
	case desktop.VResizeCursor:
		id = 32645
	case desktop.NESWResizeCursor:
		id = 32643
	case desktop.NWSEResizeCursor:
		id = 32642
	case desktop.HiddenCursor:
		f.cursor = 0
		call(setCursor, 0)
		return
	}
	f.cursor = call(loadCursorW, 0, id)
	call(setCursor, f.cursor)
}

// Stale asks for a paint message, which comes when no other waits. One pixel is enough: what has changed is found out then.
func (f *winFrame) Stale() {
	const internalPaint = 0x2 // a drawing even if nothing is known to be stale: a rectangle could be lost under a menu that appears
	call(redrawWindow, f.handle, 0, 0, internalPaint)
}

// Caret leads input methods to the text cursor.
func (f *winFrame) Caret(at image.Rectangle) {
	if at != f.caret {
		f.caret = at
		platform.PlaceInputMethod(f.handle, at)
	}
}

// Scale returns the pixels of one device-independent pixel.
func (f *winFrame) Scale() float32 { return float32(f.dpi()) / 96 }

func (f *winFrame) dpi() int {
	if dpi := int(call(getDpiForWindow, f.handle)); dpi > 0 {
		return dpi
	}
	return 96
}

// Native returns the window's handle.
func (f *winFrame) Native() any { return native.WindowsWindowContext{HWND: f.handle} }

func (f *winFrame) monitor() monitorInfo {
	const nearest = 2
	m := monitorInfo{}
	m.size = uint32(unsafe.Sizeof(m))
	call(getMonitorInfoW, call(monitorFromWindow, f.handle, nearest), uintptr(unsafe.Pointer(&m)))
	return m
}

// paint brings the screen up to date: what was covered before, and what has changed since.
func (f *winFrame) paint() {
	var uncovered rect
	call(getUpdateRect, f.handle, uintptr(unsafe.Pointer(&uncovered)), 0)
	base, parts := f.window.Draw()
	for _, part := range parts {
		r := rect{int32(part.Min.X), int32(part.Min.Y), int32(part.Max.X), int32(part.Max.Y)}
		call(invalidateRect, f.handle, uintptr(unsafe.Pointer(&r)), 0)
	}
	var info paintInfo
	dc := call(beginPaint, f.handle, uintptr(unsafe.Pointer(&info)))
	if base != nil {
		for _, part := range parts {
			f.show(dc, base, part)
		}
		f.show(dc, base, image.Rect(int(uncovered.left), int(uncovered.top), int(uncovered.right), int(uncovered.bottom)).Intersect(base.Bounds()))
	}
	call(endPaint, f.handle, uintptr(unsafe.Pointer(&info)))
}

// show copies a part of the picture to the screen.
func (f *winFrame) show(dc uintptr, base *image.RGBA, part image.Rectangle) {
	width, height := part.Dx(), part.Dy()
	if width <= 0 || height <= 0 {
		return
	}
	if need := 4 * width * height; cap(f.bits) < need {
		f.bits = make([]byte, need)
	}
	bits := f.bits[:4*width*height]
	for y := range height {
		from := base.Pix[base.PixOffset(part.Min.X, part.Min.Y+y):][:4*width]
		to := bits[4*width*y:][:4*width]
		for i := 0; i+3 < len(from); i += 4 {
			to[i], to[i+1], to[i+2] = from[i+2], from[i+1], from[i]
		}
	}
	info := bitmapInfo{width: int32(width), height: -int32(height), planes: 1, bits: 32}
	info.size = 40
	call(setDIBitsToDevice, dc, uintptr(part.Min.X), uintptr(part.Min.Y), uintptr(width), uintptr(height), 0, 0, 0, uintptr(height),
		uintptr(unsafe.Pointer(&bits[0])), uintptr(unsafe.Pointer(&info)), 0)
}

// SetMenu shows the system's own menu.
func (f *winFrame) SetMenu(menu *fyne.MainMenu) {
	old := f.menu
	f.actions = map[int]func(){}
	f.menu = 0
	if menu != nil {
		f.menu = f.bar(menu)
	}
	call(setMenu, f.handle, f.menu)
	if old != 0 {
		call(destroyMenu, old)
	}
}
