//go:build !windows

package platform

import "image"

// PlaceInputMethod does nothing: other systems are told by the toolkit.
func PlaceInputMethod(uintptr, image.Rectangle) {}
