package platform

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/windows"
)

var assocQueryString = windows.NewLazySystemDLL("shlwapi.dll").NewProc("AssocQueryStringW")

// printJob tries the ways of printing in the order that [Print] states.
func printJob(ctx context.Context, owner uintptr, f *fileOnce) (PrintWay, error) {
	asks := f.job.Ask && f.job.Pages != nil
	if f.job.PDF != nil && !asks && knows(".pdf", "print") {
		path, err := f.file(ctx)
		if err != nil {
			return "", err
		}
		if err := printByProgram(path); err == nil {
			return PrintedByProgram, nil
		}
	}
	if f.job.Pages == nil {
		return f.open(ctx, nil)
	}
	err := printByDialog(ctx, owner, &f.job)
	switch {
	case err == nil:
		return PrintedByDialog, nil
	case errors.Is(err, ErrCancelled), ctx.Err() != nil:
		return "", err
	}
	return f.open(ctx, err)
}

// printByProgram asks the program for a file to print it.
func printByProgram(path string) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	v, err := windows.UTF16PtrFromString("print")
	if err != nil {
		return err
	}
	p, err := windows.UTF16PtrFromString(filepath.Clean(path))
	if err != nil {
		return err
	}
	return inApartment(func() error { return windows.ShellExecute(0, v, p, nil, nil, windows.SW_HIDE) })
}

// knows reports whether the program for files with an ending has a verb.
func knows(ending, verb string) bool {
	e, err := windows.UTF16PtrFromString(ending)
	if err != nil {
		return false
	}
	v, err := windows.UTF16PtrFromString(verb)
	if err != nil {
		return false
	}
	const command, noTruncate = 1, 0x20
	var size uint32
	result, _, _ := assocQueryString.Call(noTruncate, command, uintptr(unsafe.Pointer(e)), uintptr(unsafe.Pointer(v)), 0, uintptr(unsafe.Pointer(&size)))
	return int32(result) >= 0 && size > 1
}

// printByDialog lets the user choose a printer over a window, and draws the pages on it. The error is [ErrCancelled], [ErrNoPrinter], the
// context's, that of the pages, or the system's.
func printByDialog(ctx context.Context, owner uintptr, job *Job) error {
	return inApartment(func() error {
		if !anyPrinter() {
			return ErrNoPrinter
		}
		chosen, err := askPrinter(owner, job.Pages.Pages())
		if err != nil {
			return err
		}
		defer chosen.release()
		return chosen.print(ctx, job)
	})
}
