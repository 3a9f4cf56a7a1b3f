package softwindow

import (
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// clipboard is the system's clipboard for text.
type clipboard struct{ host *Windows }

const unicodeText = 13

// open waits a moment where another program holds the clipboard.
func (c clipboard) open() bool {
	for range 10 {
		if call(openClipboard, c.host.wakeup) != 0 {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

// Content returns the text on the clipboard, "" where there is none.
func (c clipboard) Content() string {
	if !c.open() {
		return ""
	}
	defer call(closeClipboard)
	handle := call(getClipboardData, unicodeText)
	if handle == 0 {
		return ""
	}
	p := call(globalLock, handle)
	if p == 0 {
		return ""
	}
	defer call(globalUnlock, handle)
	units := call(globalSize, handle) / 2 // another program may have forgotten the end
	return windows.UTF16ToString(unsafe.Slice(at[uint16](p), int(units)))
}

// SetContent puts a text on the clipboard.
func (c clipboard) SetContent(text string) {
	units, err := windows.UTF16FromString(strings.ReplaceAll(text, "\x00", ""))
	if err != nil || !c.open() {
		return
	}
	defer call(closeClipboard)
	call(emptyClipboard)
	const moveable = 2
	handle := call(globalAlloc, moveable, uintptr(2*len(units)))
	if handle == 0 {
		return
	}
	p := call(globalLock, handle)
	if p == 0 {
		call(globalFree, handle)
		return
	}
	copy(unsafe.Slice(at[uint16](p), len(units)), units)
	call(globalUnlock, handle)
	if call(setClipboardData, unicodeText, handle) == 0 {
		call(globalFree, handle)
	}
}
