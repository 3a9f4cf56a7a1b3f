package atomicfile

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/windows"
)

// plain are the kinds of file that are read like any other. Every reparse point that is neither a link nor a socket is irregular.
const plain = fs.ModeIrregular

// busy reports whether an error may be that of another program which has the file open. Renaming is refused as denied access where the
// file that is to be replaced is open.
func busy(err error) bool {
	for _, passing := range []error{
		windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION, windows.ERROR_USER_MAPPED_FILE, windows.ERROR_ACCESS_DENIED,
	} {
		if errors.Is(err, passing) {
			return true
		}
	}
	return false
}
