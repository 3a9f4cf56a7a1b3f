package platform

import (
	"fmt"
	"runtime"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

const (
	wmDestroyed   = 0x0002
	wmCloseWindow = 0x0010
	// messageOnly is the parent of windows that get what is sent to them and nothing that is sent to all.
	messageOnly = ^uintptr(2)
)

// listener is a window that nobody sees, with a thread of its own that serves its messages.
type listener struct {
	window  uintptr
	program uintptr // the module of the class
	ended   chan struct{}
	closing sync.Once
}

// windowClass is WNDCLASSEXW.
type windowClass struct {
	size, style            uint32
	proc                   uintptr
	classExtra, extra      int32
	instance, icon, cursor uintptr
	brush                  uintptr
	menu, name             *uint16
	small                  uintptr
}

// listen makes a listener. serve is called on its thread; done is false where the system's own behaviour is wanted. There is one
// of a class at a time.
func listen(class, title string, parent uintptr, serve func(message, wparam, lparam uintptr) (result uintptr, done bool)) (*listener, error) {
	l := &listener{ended: make(chan struct{})}
	ready := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer close(l.ended)
		err := l.open(class, title, parent, serve)
		ready <- err
		if err == nil {
			l.serve()
			l.forget(class)
		}
	}()
	return l, <-ready
}

func (l *listener) open(class, title string, parent uintptr, serve func(message, wparam, lparam uintptr) (result uintptr, done bool)) error {
	user := windows.NewLazySystemDLL("user32.dll")
	defaultProc, quit := user.NewProc("DefWindowProcW"), user.NewProc("PostQuitMessage")
	procedure := func(window, number, wparam, lparam uintptr) uintptr {
		message := uintptr(uint32(number)) // nobody promises the upper half of a smaller argument
		if message == wmDestroyed {
			_, _, _ = quit.Call(0)
			return 0
		}
		if result, done := serve(message, wparam, lparam); done {
			return result
		}
		result, _, _ := defaultProc.Call(window, message, wparam, lparam)
		return result
	}
	className, err := windows.UTF16PtrFromString(class)
	if err != nil {
		return err
	}
	windowTitle, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return err
	}
	var program windows.Handle
	if err := windows.GetModuleHandleEx(0, nil, &program); err != nil {
		return fmt.Errorf("GetModuleHandleEx: %w", err)
	}
	l.program = uintptr(program)
	info := windowClass{proc: syscall.NewCallback(procedure), instance: l.program, name: className}
	info.size = uint32(unsafe.Sizeof(info))
	if atom, _, err := user.NewProc("RegisterClassExW").Call(uintptr(unsafe.Pointer(&info))); atom == 0 {
		return fmt.Errorf("RegisterClassEx: %w", err)
	}
	l.window, _, err = user.NewProc("CreateWindowExW").Call(0, uintptr(unsafe.Pointer(className)), uintptr(unsafe.Pointer(windowTitle)),
		0, 0, 0, 0, 0, parent, 0, l.program, 0)
	if l.window == 0 {
		return fmt.Errorf("CreateWindowEx: %w", err)
	}
	return nil
}

func (l *listener) serve() {
	user := windows.NewLazySystemDLL("user32.dll")
	get, dispatch := user.NewProc("GetMessageW"), user.NewProc("DispatchMessageW")
	var message [6]uintptr // MSG
	for {
		more, _, _ := get.Call(uintptr(unsafe.Pointer(&message)), 0, 0, 0)
		if int32(more) <= 0 {
			return
		}
		_, _, _ = dispatch.Call(uintptr(unsafe.Pointer(&message)))
	}
}

// forget takes the class away, so that there can be a listener of it again.
func (l *listener) forget(class string) {
	if name, err := windows.UTF16PtrFromString(class); err == nil {
		_, _, _ = windows.NewLazySystemDLL("user32.dll").NewProc("UnregisterClassW").Call(uintptr(unsafe.Pointer(name)), l.program)
	}
}

// close takes the window away and waits until its thread has ended. It may be called again: the window is told once, because the system
// gives its number to another one some day.
func (l *listener) close() {
	l.closing.Do(func() {
		select {
		case <-l.ended: // somebody else has closed it
		default:
			_, _, _ = windows.NewLazySystemDLL("user32.dll").NewProc("PostMessageW").Call(l.window, wmCloseWindow, 0, 0)
		}
	})
	<-l.ended
}
