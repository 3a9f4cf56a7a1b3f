//go:build !linux && !windows

package place

import (
	"os"

	"golang.org/x/sys/unix"
)

func drive(string) (found string, err error) { return "", nil }

// Free returns how many bytes this user can still write on the disk of a folder.
func Free(dir string) (uint64, error) {
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil {
		return 0, os.NewSyscallError("statfs", err)
	}
	return uint64(fs.Bavail) * uint64(fs.Bsize), nil
}

// System names the machine; its start is unknown.
func System() Host {
	name, err := os.Hostname()
	if err != nil {
		return Host{}
	}
	return Host{Machine: name}
}
