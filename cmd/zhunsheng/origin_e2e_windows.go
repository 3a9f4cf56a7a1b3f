//go:build e2e && windows

package main

import (
	"unsafe"

	"fyne.io/fyne/v2"
	"golang.org/x/sys/windows"
)

// origin returns where on the screen the upper left corner of a window's content is, in pixels.
func origin(w fyne.Window) (x, y int, known bool) {
	var corner struct{ x, y int32 }
	moved, _, _ := windows.NewLazySystemDLL("user32.dll").NewProc("ClientToScreen").Call(handleOf(w), uintptr(unsafe.Pointer(&corner)))
	return int(corner.x), int(corner.y), moved != 0
}
