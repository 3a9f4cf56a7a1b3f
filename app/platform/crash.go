package platform

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
)

// CrashFile is the name of the file that takes what is known when the program dies; the one before it has ".old" added.
const CrashFile = "crash.txt"

// WatchCrashes lets the trace of a crash go to a file in a folder. Traces name functions and lines of the program, no data. crashed
// reports whether there is one from before.
func WatchCrashes(folder string) (crashed bool, err error) {
	path := filepath.Join(folder, CrashFile)
	info, err := os.Stat(path)
	if err == nil && info.Size() > 0 {
		crashed = true
		if err := os.Rename(path, path+".old"); err != nil {
			return crashed, err
		}
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return crashed, err
	}
	// The runtime keeps a handle of its own.
	return crashed, errors.Join(debug.SetCrashOutput(f, debug.CrashOptions{}), f.Close())
}
