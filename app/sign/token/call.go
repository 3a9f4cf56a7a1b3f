//go:build linux || windows

package token

import "github.com/ebitengine/purego"

// call runs a C function.
func call(function uintptr, arguments ...uintptr) uintptr {
	result, _, _ := purego.SyscallN(function, arguments...)
	return result
}
