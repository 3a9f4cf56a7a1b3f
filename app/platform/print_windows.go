package platform

import (
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/windows"
)

var assocQueryString = windows.NewLazySystemDLL("shlwapi.dll").NewProc("AssocQueryStringW")

// PrintFile prints a file with the program that Windows uses for it, where that program knows how: many readers of PDF do not, which
// is asked first, because the shell fails only after a while. Else it opens the file. The error is a [*PrintError].
func PrintFile(path string) (PrintWay, error) {
	if _, err := os.Stat(path); err != nil {
		return "", &PrintError{Path: path, Err: err}
	}
	if knows(filepath.Ext(path), "print") && shell("print", path) == nil {
		return PrintedByProgram, nil
	}
	if err := OpenFile(path); err != nil {
		return "", &PrintError{Path: path, Err: err}
	}
	return OpenedToPrint, nil
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

func shell(verb, path string) error {
	v, err := windows.UTF16PtrFromString(verb)
	if err != nil {
		return err
	}
	p, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	return windows.ShellExecute(0, v, p, nil, nil, windows.SW_HIDE)
}
