package platform

import (
	"image"
	"image/color"
	"testing"
	"unsafe"
)

func TestPictureOnTheClipboard(t *testing.T) {
	picture := image.NewNRGBA(image.Rect(0, 0, 30, 20))
	picture.Set(0, 19, color.NRGBA{R: 1, G: 2, B: 3, A: 255})
	if err := CopyPicture(picture); err != nil {
		t.Fatal(err)
	}
	if err := holdClipboard(0); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _, _ = closeClipboard.Call() }()
	memory, _, err := pictureUser32.NewProc("GetClipboardData").Call(formatDIB)
	if memory == 0 {
		t.Fatal(err)
	}
	at, _, err := pictureLock.Call(memory)
	if at == 0 {
		t.Fatal(err)
	}
	defer func() { _, _, _ = pictureUnlock.Call(memory) }()
	var got [44]byte
	_, _, _ = pictureMove.Call(uintptr(unsafe.Pointer(&got)), at, uintptr(len(got)))
	if got[4] != 30 || got[8] != 20 || got[40] != 3 || got[41] != 2 || got[42] != 1 {
		t.Errorf("the clipboard holds % x", got)
	}
}
