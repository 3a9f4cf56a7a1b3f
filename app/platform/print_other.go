//go:build !windows

package platform

import (
	"os"
	"os/exec"
	"strings"
)

// PrintFile prints a PDF: into the queue of lp where there is one, else it opens the file. The error is a [*PrintError].
func PrintFile(path string) (PrintWay, error) {
	if _, err := os.Stat(path); err != nil {
		return "", &PrintError{Path: path, Err: err}
	}
	if queues, err := exec.Command("lpstat", "-e").Output(); err == nil && strings.TrimSpace(string(queues)) != "" {
		if err := exec.Command("lp", "--", path).Run(); err == nil {
			return PrintedByQueue, nil
		}
	}
	if err := OpenFile(path); err != nil {
		return "", &PrintError{Path: path, Err: err}
	}
	return OpenedToPrint, nil
}
