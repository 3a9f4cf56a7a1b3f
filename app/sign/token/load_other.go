//go:build !linux && !windows

package token

import "fmt"

func loadLibrary(string) (functionList uintptr, err error) {
	return 0, fmt.Errorf("%w: tokens are used on Linux and Windows only", ErrLibrary)
}

func call(uintptr, ...uintptr) uintptr { return 0 }
