package platform

import (
	"errors"
	"runtime"

	"golang.org/x/sys/windows"
)

// inApartment does something on one thread that has COM in a single-threaded apartment: dialogs of the system, and programs that open a
// file through an extension of the shell, want it. A thread that has another apartment already keeps it.
func inApartment(do func() error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const alreadyThere = windows.Errno(1) // S_FALSE: it counts, and is to be given back too
	err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED|windows.COINIT_DISABLE_OLE1DDE)
	if err == nil || errors.Is(err, alreadyThere) {
		defer windows.CoUninitialize()
	}
	return do()
}
