package token

import (
	"fmt"

	"github.com/ebitengine/purego"
)

func loadLibrary(path string) (functionList uintptr, err error) {
	handle, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrLibrary, err)
	}
	entry, err := purego.Dlsym(handle, "C_GetFunctionList")
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrLibrary, err)
	}
	return entry, nil
}
