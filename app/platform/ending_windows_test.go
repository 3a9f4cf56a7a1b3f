package platform

import (
	"os"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

func TestTheEndOfASessionIsHeard(t *testing.T) {
	if os.Getenv("ZS_DESKTOP") == "" {
		t.Skip("what is sent to all windows needs a desktop: the step window of make test-windows has one and sets ZS_DESKTOP")
	}
	heard := 0
	stop, err := WatchEnding(func() { heard++ })
	if err != nil {
		t.Fatal(err)
	}
	class, err := windows.UTF16PtrFromString(endingClass)
	if err != nil {
		t.Fatal(err)
	}
	user := windows.NewLazySystemDLL("user32.dll")
	window, _, err := user.NewProc("FindWindowW").Call(uintptr(unsafe.Pointer(class)), 0)
	if window == 0 {
		t.Fatalf("windows to which the system sends what all are sent: %v", err)
	}
	send := user.NewProc("SendMessageW")
	for _, step := range []struct {
		message, wparam, want uintptr
		heard                 int
	}{{wmQueryEndSession, 0, 1, 0}, {wmEndSession, 0, 0, 0}, {wmQueryEndSession, 0, 1, 0}, {wmEndSession, 1, 0, 1}} {
		if got, _, _ := send.Call(window, step.message, step.wparam, 0); got != step.want || heard != step.heard {
			t.Errorf("message %#x with %d: answer %d, heard %d times; want %d, %d", step.message, step.wparam, got, heard, step.want, step.heard)
		}
	}
	stop()
}
