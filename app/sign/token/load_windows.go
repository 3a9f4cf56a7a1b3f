package token

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// loadLibrary also finds the libraries that lie beside the token maker's, as its installer puts them.
func loadLibrary(path string) (functionList uintptr, err error) {
	handle, err := windows.LoadLibraryEx(path, 0, windows.LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR|windows.LOAD_LIBRARY_SEARCH_DEFAULT_DIRS)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrLibrary, err)
	}
	entry, err := windows.GetProcAddress(handle, "C_GetFunctionList")
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrLibrary, err)
	}
	return entry, nil
}
