package softwindow

import (
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"fyne.io/fyne/v2"
	"golang.org/x/sys/windows"
)

// Windows is the host on Microsoft Windows.
type Windows struct {
	thread   uint32
	instance uintptr
	wakeup   uintptr // a window without a picture, so that other goroutines get through while a menu or a dialog has its own loop
	frames   map[uintptr]*winFrame
	opening  *winFrame
	drain    func()
	woken    atomic.Bool
}

var _ Host = (*Windows)(nil)

const className = "Zhunsheng"

// theHost is where messages of the system go: it calls back without saying for whom.
var theHost *Windows

// NewWindows returns the host. There is one in a process; its windows belong to the calling goroutine, which stays on its thread.
func NewWindows() (*Windows, error) {
	runtime.LockOSThread()
	h := &Windows{thread: windows.GetCurrentThreadId(), frames: map[uintptr]*winFrame{}}
	theHost = h
	var module windows.Handle
	if err := windows.GetModuleHandleEx(0, nil, &module); err != nil {
		return nil, err
	}
	h.instance = uintptr(module)
	icon := call(loadIconW, h.instance, uintptr(unsafe.Pointer(wide("APP"))))
	class := classInfo{
		proc: syscall.NewCallback(dispatch), instance: h.instance, icon: icon, small: icon, class: wide(className),
	}
	class.size = uint32(unsafe.Sizeof(class))
	if atom, _, err := registerClassExW.Call(uintptr(unsafe.Pointer(&class))); atom == 0 {
		return nil, failed("RegisterClassEx", err)
	}
	wakeup, _, err := createWindowExW.Call(0, uintptr(unsafe.Pointer(wide(className))), uintptr(unsafe.Pointer(wide(""))), 0, 0, 0, 0, 0, messageParent, 0, h.instance, 0)
	if wakeup == 0 {
		return nil, failed("CreateWindowEx", err)
	}
	h.wakeup = wakeup
	return h, nil
}

// dispatch is called by the system with every message for one of our windows.
func dispatch(window, msg, wparam, lparam uintptr) uintptr {
	h := theHost
	if window == h.wakeup && uint32(msg) == wmWake {
		h.woken.Store(false)
		if h.drain != nil {
			h.drain()
		}
		return 0
	}
	f := h.frames[window]
	if f == nil && h.opening != nil {
		f = h.opening
		f.handle = window
	}
	if f != nil {
		if result, done := f.message(uint32(msg), wparam, lparam); done {
			return result
		}
	}
	return call(defWindowProcW, window, msg, wparam, lparam)
}

// Open makes a window.
func (h *Windows) Open(w *Window, decorated bool) (Frame, error) {
	f := &winFrame{host: h, window: w, style: wsOverlapped}
	if !decorated {
		f.style = wsPopup
	}
	h.opening = f
	handle, _, err := createWindowExW.Call(exAcceptFiles, uintptr(unsafe.Pointer(wide(className))), uintptr(unsafe.Pointer(wide(""))), f.style,
		useDefault, useDefault, useDefault, useDefault, 0, 0, h.instance, 0)
	h.opening = nil
	if handle == 0 {
		return nil, failed("CreateWindowEx", err)
	}
	f.handle = handle
	h.frames[handle] = f
	call(dragAcceptFiles, handle, 1)
	return f, nil
}

// Loop delivers messages until Stop.
func (h *Windows) Loop(drain func()) error {
	h.drain = drain
	drain()
	var m message
	for {
		more, _, err := getMessageW.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0)
		switch int32(more) {
		case 0:
			return nil
		case -1:
			return failed("GetMessage", err)
		}
		call(translateMessage, uintptr(unsafe.Pointer(&m)))
		call(dispatchMessageW, uintptr(unsafe.Pointer(&m)))
	}
}

// Stop ends the loop.
func (h *Windows) Stop() { call(postQuitMessage, 0) }

// Wake has what was posted run.
func (h *Windows) Wake() {
	if !h.woken.Swap(true) && call(postMessageW, h.wakeup, wmWake, 0, 0) == 0 {
		h.woken.Store(false) // the queue is full: the next one tries again
	}
}

// Here reports whether the caller is on the thread of the windows.
func (h *Windows) Here() bool { return windows.GetCurrentThreadId() == h.thread }

// Clipboard returns the system's clipboard.
func (h *Windows) Clipboard() fyne.Clipboard { return clipboard{h} }

// DoubleClick is the system's time for a double click.
func (h *Windows) DoubleClick() time.Duration {
	return time.Duration(call(getDoubleClickTime)) * time.Millisecond
}

// Screens returns how many screens there are.
func (h *Windows) Screens() int {
	const numberOfMonitors = 80
	return int(call(getSystemMetrics, numberOfMonitors))
}
