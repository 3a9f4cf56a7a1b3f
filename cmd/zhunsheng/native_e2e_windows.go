//go:build e2e && windows

package main

import (
	"slices"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"fyne.io/fyne/v2"
	"golang.org/x/sys/windows"

	"zhunsheng/app/platform/softwindow"
)

var (
	user32   = windows.NewLazySystemDLL("user32.dll")
	kernel32 = windows.NewLazySystemDLL("kernel32.dll")
)

// toSystem calls a function of the system.
//
//go:uintptrescapes
func toSystem(library *windows.LazyDLL, name string, args ...uintptr) uintptr {
	result, _, _ := library.NewProc(name).Call(args...)
	return result
}

// origin returns where on the screen the upper left corner of a window's content is, in pixels.
func origin(w fyne.Window) (x, y int, known bool) {
	var corner struct{ x, y int32 }
	moved := toSystem(user32, "ClientToScreen", handleOf(w), uintptr(unsafe.Pointer(&corner)))
	return int(corner.x), int(corner.y), moved != 0
}

// native serves what only the system's own messages can do. It is called on the window's goroutine.
func native(p *program) map[string]func(form func(string) string) any {
	return map[string]func(form func(string) string) any{
		"GET /cursor":  func(func(string) string) any { return cursorID(p.window) },
		"POST /chars":  func(form func(string) string) any { return sendChars(handleOf(p.window), form("text")) },
		"POST /drop":   func(form func(string) string) any { return dropFile(handleOf(p.window), form("path")) },
		"GET /latency": func(func(string) string) any { return latencies(p.window) },
	}
}

// cursorID is the system's number of the cursor on the screen, 0 for another, -1 where the toolkit's own windows set it.
func cursorID(w fyne.Window) int {
	if _, own := w.(*softwindow.Window); !own {
		return -1
	}
	info := struct {
		size, flags uint32
		handle      uintptr
		x, y        int32
	}{}
	info.size = uint32(unsafe.Sizeof(info))
	toSystem(user32, "GetCursorInfo", uintptr(unsafe.Pointer(&info)))
	for _, id := range []int{32512, 32513, 32515, 32642, 32643, 32644, 32645, 32649} {
		if toSystem(user32, "LoadCursorW", 0, uintptr(id)) == info.handle {
			return id
		}
	}
	return 0
}

// sendChars sends a text as input methods send it.
func sendChars(window uintptr, text string) string {
	const char = 0x0102
	for _, unit := range windows.StringToUTF16(text) {
		if unit != 0 {
			toSystem(user32, "PostMessageW", window, char, uintptr(unit), 1)
		}
	}
	return "ok"
}

// dropFile drops a file into the middle of a window, as the system's file manager does.
func dropFile(window uintptr, path string) string {
	units, err := windows.UTF16FromString(path)
	if err != nil {
		return err.Error()
	}
	type files struct {
		begin        uint32
		x, y         int32
		border, wide int32
	}
	const moveableZeroed, dropped = 0x42, 0x0233
	head := files{x: 500, y: 400, wide: 1}
	head.begin = uint32(unsafe.Sizeof(head))
	units = append(units, 0)
	memory := toSystem(kernel32, "GlobalAlloc", moveableZeroed, unsafe.Sizeof(head)+uintptr(2*len(units)))
	at := toSystem(kernel32, "GlobalLock", memory)
	if at == 0 {
		return "no memory"
	}
	start := *(*unsafe.Pointer)(unsafe.Pointer(&at))
	*(*files)(start) = head
	copy(unsafe.Slice((*uint16)(unsafe.Add(start, head.begin)), len(units)), units)
	toSystem(kernel32, "GlobalUnlock", memory)
	toSystem(user32, "PostMessageW", window, dropped, memory, 0)
	return "ok"
}

// latency is how long the window without OpenGL takes from a message of the system until its picture is on the screen, in milliseconds.
type latency struct {
	Known                       bool
	Key, MostKey, Wheel, MostTo float64
}

// latencies measures with a cell that has the keyboard, and with a table in the middle of the window.
func latencies(w fyne.Window) latency {
	if _, own := w.(*softwindow.Window); !own {
		return latency{}
	}
	window := handleOf(w)
	x, y, _ := origin(w)
	const char, wheel, rounds = 0x0102, 0x020A, 20
	var keys, wheels []float64
	middle := uintptr(uint16(x+500)) | uintptr(uint16(y+350))<<16
	for i := range rounds {
		keys = append(keys, shownAfter(window, char, '0'+uintptr(i%10), 1))
	}
	const down, up = 0xFF88, 0x0078 // one notch
	for i := range rounds {
		turn := uintptr(down)
		if i >= rounds/2 {
			turn = up
		}
		wheels = append(wheels, shownAfter(window, wheel, turn<<16, middle))
	}
	slices.Sort(keys)
	slices.Sort(wheels)
	return latency{true, keys[rounds/2], keys[rounds-1], wheels[rounds/2], wheels[rounds-1]}
}

// shownAfter sends a message and has the window painted at once.
func shownAfter(window, message, wparam, lparam uintptr) (ms float64) {
	begun := time.Now()
	toSystem(user32, "SendMessageW", window, message, wparam, lparam)
	const internalPaintNow = 0x102
	toSystem(user32, "RedrawWindow", window, 0, 0, internalPaintNow)
	toSystem(windows.NewLazySystemDLL("gdi32.dll"), "GdiFlush")
	return time.Since(begun).Seconds() * 1000
}

// answerDialog types a path into the system's file dialog of this process, if it is open, and presses its button. The dialog has a loop of
// its own, which may keep the window's goroutine, so this must run on another.
func answerDialog(path string) string {
	text, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err.Error()
	}
	const dialogClass, setText, click, accept = "#32770", 0x000C, 0x00F5, 1
	found := "no file dialog"
	eachWindow(0, func(window uintptr) bool {
		var process uint32
		_, _ = windows.GetWindowThreadProcessId(windows.HWND(window), &process) // of a window that is gone it is none of ours
		if process != windows.GetCurrentProcessId() || !windows.IsWindowVisible(windows.HWND(window)) || classOf(window) != dialogClass {
			return true
		}
		eachWindow(window, func(child uintptr) bool {
			if classOf(child) != "Edit" || !windows.IsWindowVisible(windows.HWND(child)) {
				return true
			}
			toSystem(user32, "SendMessageW", child, setText, 0, uintptr(unsafe.Pointer(text)))
			toSystem(user32, "PostMessageW", toSystem(user32, "GetDlgItem", window, accept), click, 0, 0)
			found = "ok"
			return false
		})
		return found != "ok"
	})
	return found
}

// eachWindow calls visit until it returns false: with the windows inside another, or with all of the screen where that is 0.
func eachWindow(inside uintptr, visit func(window uintptr) bool) {
	callback := syscall.NewCallback(func(window, _ uintptr) uintptr {
		if visit(window) {
			return 1
		}
		return 0
	})
	if inside == 0 {
		toSystem(user32, "EnumWindows", callback, 0)
	} else {
		toSystem(user32, "EnumChildWindows", inside, callback, 0)
	}
}

func classOf(window uintptr) string {
	var name [64]uint16
	n, err := windows.GetClassName(windows.HWND(window), &name[0], int32(len(name)))
	if err != nil {
		return ""
	}
	return strings.TrimRight(windows.UTF16ToString(name[:n]), "\x00")
}
