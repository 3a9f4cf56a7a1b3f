package atomicfile

import (
	"io/fs"
	"os"
	"time"
)

// pauses are the times between two tries, some two thirds of a second together.
var pauses = [...]time.Duration{
	10 * time.Millisecond, 20 * time.Millisecond, 40 * time.Millisecond, 80 * time.Millisecond, 160 * time.Millisecond, 320 * time.Millisecond,
}

// Rename is [os.Rename] that gets along with scanners. On Windows a program against viruses or an indexer looks into what was just written,
// be it one file of a folder, and refuses a new name meanwhile; it is tried again for a moment. The error is that of the last try.
func Rename(from, to string) error {
	return patiently(busy, time.Sleep, func() error { return os.Rename(from, to) })
}

// Remove is [os.Remove] that gets along with scanners, as [Rename] does.
func Remove(path string) error {
	return patiently(busy, time.Sleep, func() error { return os.Remove(path) })
}

// patiently tries again, after pauses, what another program stands in the way of.
func patiently(busy func(error) bool, pause func(time.Duration), try func() error) error {
	err := try()
	for _, wait := range pauses {
		if err == nil || !busy(err) {
			break
		}
		pause(wait)
		err = try()
	}
	return err
}

// Regular reports whether a mode is that of a file whose content can be read: no folder, link, device or pipe. What lies in a folder that
// OneDrive or its like keeps on a server is such a file too, but one that Go calls irregular: reading it fetches it.
func Regular(mode fs.FileMode) bool { return mode.Type()&^plain == 0 }
