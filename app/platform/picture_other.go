//go:build !windows

package platform

import (
	"errors"
	"image"
)

// CopyPicture would put a picture on the clipboard; elsewhere than on Windows that takes a program that stays to hand it over, so the
// error is always [errors.ErrUnsupported] and the caller writes a file instead.
func CopyPicture(image.Image) error { return errors.ErrUnsupported }
