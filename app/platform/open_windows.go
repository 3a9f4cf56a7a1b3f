package platform

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// OpenFile opens a file or folder with the program that Windows uses for it. It returns when that program has been asked, not when
// it ends. The error is an [*OpenError].
func OpenFile(path string) error {
	if _, err := os.Stat(path); err != nil {
		return &OpenError{Path: path, Err: err}
	}
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return &OpenError{Path: path, Err: err}
	}
	file, err := windows.UTF16PtrFromString(filepath.Clean(path)) // the shell knows its own slashes only
	if err != nil {
		return &OpenError{Path: path, Err: err}
	}
	if err := inApartment(func() error { return windows.ShellExecute(0, verb, file, nil, nil, windows.SW_SHOWNORMAL) }); err != nil {
		return &OpenError{Path: path, Err: err}
	}
	return nil
}
