package app

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// inUse tells whether an error means that another program holds the file: readers of PDF open it so that nobody may replace it.
// Replacing it is then refused as a violation of sharing or, by some file systems, as denied access.
func inUse(err error) bool {
	var replacing *os.LinkError
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION) ||
		errors.Is(err, windows.ERROR_USER_MAPPED_FILE) ||
		errors.As(err, &replacing) && errors.Is(replacing.Err, windows.ERROR_ACCESS_DENIED)
}
