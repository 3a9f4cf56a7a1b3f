package platform

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	pictureUser32     = windows.NewLazySystemDLL("user32.dll")
	openClipboard     = pictureUser32.NewProc("OpenClipboard")
	closeClipboard    = pictureUser32.NewProc("CloseClipboard")
	emptyClipboard    = pictureUser32.NewProc("EmptyClipboard")
	setClipboardData  = pictureUser32.NewProc("SetClipboardData")
	registerClipboard = pictureUser32.NewProc("RegisterClipboardFormatW")
	createWindow      = pictureUser32.NewProc("CreateWindowExW")
	destroyWindow     = pictureUser32.NewProc("DestroyWindow")
	pictureKernel32   = windows.NewLazySystemDLL("kernel32.dll")
	pictureAlloc      = pictureKernel32.NewProc("GlobalAlloc")
	pictureLock       = pictureKernel32.NewProc("GlobalLock")
	pictureUnlock     = pictureKernel32.NewProc("GlobalUnlock")
	pictureFree       = pictureKernel32.NewProc("GlobalFree")
	pictureMove       = pictureKernel32.NewProc("RtlMoveMemory")
)

const (
	formatDIB      = 8
	globalMoveable = 2
)

// CopyPicture puts a picture on the clipboard, as a bitmap and as PNG: what pastes takes the one it knows. Another program may hold the
// clipboard for a moment, so it is tried a few times. The error is that of the system.
func CopyPicture(picture image.Image) error {
	var encoded bytes.Buffer
	if err := png.Encode(&encoded, picture); err != nil {
		return err
	}
	runtime.LockOSThread() // the clipboard belongs to the thread that has opened it
	defer runtime.UnlockOSThread()
	owner, err := clipboardOwner()
	if err != nil {
		return err
	}
	defer func() { _, _, _ = destroyWindow.Call(owner) }() // what was put on the clipboard stays
	if err := holdClipboard(owner); err != nil {
		return err
	}
	defer func() { _, _, _ = closeClipboard.Call() }()
	if ok, _, err := emptyClipboard.Call(); ok == 0 {
		return fmt.Errorf("empty the clipboard: %w", err)
	}
	if err := putClipboard(formatDIB, dibOf(picture)); err != nil {
		return err
	}
	name, err := windows.UTF16PtrFromString("PNG")
	if err != nil {
		return err
	}
	if format, _, _ := registerClipboard.Call(uintptr(unsafe.Pointer(name))); format != 0 {
		return putClipboard(format, encoded.Bytes())
	}
	return nil
}

// clipboardOwner makes a window that nobody sees: nothing can be put on a clipboard that was opened without one, as the system's manual says.
func clipboardOwner() (window uintptr, err error) {
	class, err := windows.UTF16PtrFromString("STATIC") // a class that the system has
	if err != nil {
		return 0, err
	}
	window, _, err = createWindow.Call(0, uintptr(unsafe.Pointer(class)), 0, 0, 0, 0, 0, 0, messageOnly, 0, 0, 0)
	if window == 0 {
		return 0, fmt.Errorf("window for the clipboard: %w", err)
	}
	return window, nil
}

func holdClipboard(owner uintptr) error {
	const tries, pause = 10, 20 * time.Millisecond
	var failure error
	for range tries {
		ok, _, err := openClipboard.Call(owner)
		if ok != 0 {
			return nil
		}
		failure = err
		time.Sleep(pause)
	}
	return fmt.Errorf("open the clipboard: %w", failure)
}

// putClipboard hands a copy of data over; the clipboard owns it from then on.
func putClipboard(format uintptr, data []byte) error {
	memory, _, err := pictureAlloc.Call(globalMoveable, uintptr(len(data)))
	if memory == 0 {
		return fmt.Errorf("memory for the clipboard: %w", err)
	}
	at, _, err := pictureLock.Call(memory)
	if at == 0 {
		_, _, _ = pictureFree.Call(memory)
		return fmt.Errorf("memory for the clipboard: %w", err)
	}
	_, _, _ = pictureMove.Call(at, uintptr(unsafe.Pointer(unsafe.SliceData(data))), uintptr(len(data))) // has no result
	_, _, _ = pictureUnlock.Call(memory)
	if ok, _, err := setClipboardData.Call(format, memory); ok == 0 {
		_, _, _ = pictureFree.Call(memory)
		return fmt.Errorf("put a picture on the clipboard: %w", err)
	}
	return nil
}
