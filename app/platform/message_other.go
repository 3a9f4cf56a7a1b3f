//go:build !windows

package platform

import (
	"fmt"
	"os"
	"os/exec"
)

// MessageBox shows a text without needing a window of ours: in a zenity dialog where there is a display and zenity, and always on
// the standard error. It returns when the user has seen it.
func MessageBox(title, text string) {
	fmt.Fprintln(os.Stderr, title+": "+text)
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return
	}
	zenity, err := exec.LookPath("zenity")
	if err != nil {
		return
	}
	// A failure changes nothing: the text is on the standard error already.
	_ = exec.Command(zenity, "--error", "--no-markup", "--title", title, "--text", text).Run()
}
