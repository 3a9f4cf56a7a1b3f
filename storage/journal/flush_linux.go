package journal

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// fdatasync is the system's call; tests count it.
var fdatasync = unix.Fdatasync

// flush puts the content of a file on disk, without its times.
func flush(file *os.File) error {
	for {
		err := fdatasync(int(file.Fd()))
		if !errors.Is(err, unix.EINTR) {
			return os.NewSyscallError("fdatasync", err)
		}
	}
}
