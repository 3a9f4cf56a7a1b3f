//go:build !windows

package app

import (
	"errors"
	"syscall"
)

// inUse tells whether an error means that another program holds the file. Only network file systems refuse then.
func inUse(err error) bool {
	return errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.ETXTBSY)
}
