package softwindow

import (
	"fmt"
	"strings"
	"syscall"

	"golang.org/x/sys/windows"
)

var (
	user32   = windows.NewLazySystemDLL("user32.dll")
	gdi32    = windows.NewLazySystemDLL("gdi32.dll")
	shell32  = windows.NewLazySystemDLL("shell32.dll")
	kernel32 = windows.NewLazySystemDLL("kernel32.dll")

	registerClassExW         = user32.NewProc("RegisterClassExW")
	createWindowExW          = user32.NewProc("CreateWindowExW")
	destroyWindow            = user32.NewProc("DestroyWindow")
	defWindowProcW           = user32.NewProc("DefWindowProcW")
	getMessageW              = user32.NewProc("GetMessageW")
	translateMessage         = user32.NewProc("TranslateMessage")
	dispatchMessageW         = user32.NewProc("DispatchMessageW")
	postMessageW             = user32.NewProc("PostMessageW")
	postQuitMessage          = user32.NewProc("PostQuitMessage")
	showWindow               = user32.NewProc("ShowWindow")
	updateWindow             = user32.NewProc("UpdateWindow")
	setForegroundWindow      = user32.NewProc("SetForegroundWindow")
	setWindowTextW           = user32.NewProc("SetWindowTextW")
	setWindowPos             = user32.NewProc("SetWindowPos")
	getWindowRect            = user32.NewProc("GetWindowRect")
	getWindowLongPtrW        = user32.NewProc("GetWindowLongPtrW")
	setWindowLongPtrW        = user32.NewProc("SetWindowLongPtrW")
	adjustWindowRectExForDpi = user32.NewProc("AdjustWindowRectExForDpi")
	getDpiForWindow          = user32.NewProc("GetDpiForWindow")
	monitorFromWindow        = user32.NewProc("MonitorFromWindow")
	getMonitorInfoW          = user32.NewProc("GetMonitorInfoW")
	getSystemMetrics         = user32.NewProc("GetSystemMetrics")
	invalidateRect           = user32.NewProc("InvalidateRect")
	redrawWindow             = user32.NewProc("RedrawWindow")
	getUpdateRect            = user32.NewProc("GetUpdateRect")
	beginPaint               = user32.NewProc("BeginPaint")
	endPaint                 = user32.NewProc("EndPaint")
	loadCursorW              = user32.NewProc("LoadCursorW")
	setCursor                = user32.NewProc("SetCursor")
	loadIconW                = user32.NewProc("LoadIconW")
	setCapture               = user32.NewProc("SetCapture")
	releaseCapture           = user32.NewProc("ReleaseCapture")
	trackMouseEvent          = user32.NewProc("TrackMouseEvent")
	screenToClient           = user32.NewProc("ScreenToClient")
	getKeyState              = user32.NewProc("GetKeyState")
	mapVirtualKeyW           = user32.NewProc("MapVirtualKeyW")
	getDoubleClickTime       = user32.NewProc("GetDoubleClickTime")
	createMenu               = user32.NewProc("CreateMenu")
	createPopupMenu          = user32.NewProc("CreatePopupMenu")
	appendMenuW              = user32.NewProc("AppendMenuW")
	setMenu                  = user32.NewProc("SetMenu")
	getMenu                  = user32.NewProc("GetMenu")
	destroyMenu              = user32.NewProc("DestroyMenu")
	openClipboard            = user32.NewProc("OpenClipboard")
	closeClipboard           = user32.NewProc("CloseClipboard")
	emptyClipboard           = user32.NewProc("EmptyClipboard")
	getClipboardData         = user32.NewProc("GetClipboardData")
	setClipboardData         = user32.NewProc("SetClipboardData")
	setDIBitsToDevice        = gdi32.NewProc("SetDIBitsToDevice")
	dragAcceptFiles          = shell32.NewProc("DragAcceptFiles")
	dragQueryFileW           = shell32.NewProc("DragQueryFileW")
	dragQueryPoint           = shell32.NewProc("DragQueryPoint")
	dragFinish               = shell32.NewProc("DragFinish")
	globalAlloc              = kernel32.NewProc("GlobalAlloc")
	globalFree               = kernel32.NewProc("GlobalFree")
	globalLock               = kernel32.NewProc("GlobalLock")
	globalSize               = kernel32.NewProc("GlobalSize")
	globalUnlock             = kernel32.NewProc("GlobalUnlock")
)

const (
	wmSize             = 0x0005
	wmSetFocus         = 0x0007
	wmKillFocus        = 0x0008
	wmPaint            = 0x000F
	wmClose            = 0x0010
	wmEraseBackground  = 0x0014
	wmSettingChange    = 0x001A
	wmSetCursor        = 0x0020
	wmGetMinMaxInfo    = 0x0024
	wmKeyDown          = 0x0100
	wmKeyUp            = 0x0101
	wmChar             = 0x0102
	wmSysKeyDown       = 0x0104
	wmSysKeyUp         = 0x0105
	wmSysChar          = 0x0106
	wmStartComposition = 0x010D
	wmCommand          = 0x0111
	wmMouseMove        = 0x0200
	wmLeftDown         = 0x0201
	wmLeftUp           = 0x0202
	wmRightDown        = 0x0204
	wmRightUp          = 0x0205
	wmMiddleDown       = 0x0207
	wmMiddleUp         = 0x0208
	wmMouseWheel       = 0x020A
	wmMouseHWheel      = 0x020E
	wmCaptureChanged   = 0x0215
	wmDropFiles        = 0x0233
	wmMouseLeave       = 0x02A3
	wmDpiChanged       = 0x02E0
	wmWake             = 0x8000 // WM_APP

	wsOverlapped  = 0x00CF0000
	wsFixed       = 0x00CA0000 // no sizing border, no maximise box
	wsPopup       = 0x80000000
	wsVisible     = 0x10000000
	exAcceptFiles = 0x00000010
	useDefault    = 0x80000000

	swHide, swShow  = 0, 5
	sizeMinimized   = 1
	swpNoSize       = 0x0001
	swpNoMove       = 0x0002
	swpNoZOrder     = 0x0004
	swpNoActivate   = 0x0010
	swpFrameChanged = 0x0020
	htClient        = 1
)

var (
	gwlStyle      = ^uintptr(15) // -16
	messageParent = ^uintptr(2)  // HWND_MESSAGE, -3
)

type point struct{ x, y int32 }

type rect struct{ left, top, right, bottom int32 }

type message struct {
	window  uintptr
	message uint32
	wparam  uintptr
	lparam  uintptr
	time    uint32
	at      point
	private uint32
}

type classInfo struct {
	size, style            uint32
	proc                   uintptr
	classExtra, windExtra  int32
	instance, icon, cursor uintptr
	background             uintptr
	menu, class            *uint16
	small                  uintptr
}

type paintInfo struct {
	dc                 uintptr
	erase              int32
	part               rect
	restore, incUpdate int32
	reserved           [32]byte
}

type bitmapInfo struct {
	size                 uint32
	width, height        int32
	planes, bits         uint16
	compression, bytes   uint32
	perMeterX, perMeterY int32
	used, important      uint32
	_                    uint32
}

type monitorInfo struct {
	size  uint32
	whole rect
	work  rect
	flags uint32
}

type mouseTrack struct {
	size, flags uint32
	window      uintptr
	hover       uint32
}

type minMaxInfo struct{ reserved, maxSize, maxPosition, minTrack, maxTrack point }

// call calls a function of the system whose failure can only be lived with.
//
//go:uintptrescapes
func call(p *windows.LazyProc, args ...uintptr) uintptr {
	result, _, _ := p.Call(args...)
	return result
}

func failed(what string, err error) error {
	if errno, ok := err.(syscall.Errno); ok && errno == 0 {
		return fmt.Errorf("%s failed", what)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// wide returns a text for the system; a NUL inside ends it.
func wide(text string) *uint16 {
	text, _, _ = strings.Cut(text, "\x00")
	p, _ := windows.UTF16PtrFromString(text) // which refuses nothing but a NUL
	return p
}

func low(v uintptr) int  { return int(int16(v)) }
func high(v uintptr) int { return int(int16(v >> 16)) }
