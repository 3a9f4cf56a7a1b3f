//go:build !windows

package platform

import (
	"os"
	"os/exec"
)

// OpenFile opens a file or folder with the program that the desktop uses for it. It returns when that program has been asked, not
// when it ends. The error is an [*OpenError].
func OpenFile(path string) error {
	if _, err := os.Stat(path); err != nil {
		return &OpenError{Path: path, Err: err}
	}
	command := exec.Command("xdg-open", path)
	if err := command.Start(); err != nil {
		return &OpenError{Path: path, Err: err}
	}
	go func() { _ = command.Wait() }() // only so that it does not stay a zombie
	return nil
}
