// Package place judges whether a folder is a place for a live store: on a disk of this machine, that stays in it, and that nothing copies
// behind the program's back. It also says how much room a disk has and which machine and which start of it this is.
package place

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// Why a folder is no place for a store.
var (
	ErrNetwork   = errors.New("the folder is on a network drive")
	ErrRemovable = errors.New("the folder is on a removable drive")
	ErrCloud     = errors.New("the folder is synchronised with a cloud service")
)

// Refusal says why a folder is no place for a live store: Err is one of the sentinels, Found names the kind of file system, the drive or
// the service.
type Refusal struct {
	Dir   string
	Found string
	Err   error
}

// Error implements error.
func (e *Refusal) Error() string {
	return fmt.Sprintf("%s: %v (%s); choose a folder on a built-in disk of this machine", e.Dir, e.Err, e.Found)
}

// Unwrap returns the reason.
func (e *Refusal) Unwrap() error { return e.Err }

// clouds are the names that synchronising services give their folders, in lower case. A name matches as a whole, or followed by a space
// or a bracket, as in "OneDrive - Unit".
var clouds = []string{
	"onedrive", "坚果云", "我的坚果云", "nutstore", "nutstore files", "baidunetdisk", "baidunetdiskworkspace", "baidusyncdisk", "百度网盘",
	"百度云同步盘", "百度网盘同步空间", "dropbox", "google drive", "googledrive", "my drive", "icloud drive", "icloud", "iclouddrive", "微云",
	"weiyun", "腾讯微云", "wps云盘", "wpsdrive", "阿里云盘", "adrive", "天翼云盘", "和彩云", "nextcloud", "owncloud", "syncthing", "resilio sync",
}

// Check returns a [*Refusal] where a folder is no place for a live store. The folder, which may not exist yet, is looked for through
// symbolic links.
func Check(dir string) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	real := existing(abs)
	for _, path := range []string{abs, real} {
		if service, ok := cloudIn(path); ok {
			return &Refusal{Dir: abs, Found: service, Err: ErrCloud}
		}
	}
	if found, err := drive(real); err != nil {
		return &Refusal{Dir: abs, Found: found, Err: err}
	}
	return nil
}

// existing returns the nearest folder above that is there, without symbolic links.
func existing(path string) string {
	for {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return real
		}
		parent := filepath.Dir(path)
		if parent == path {
			return path
		}
		path = parent
	}
}

// cloudIn finds a service's folder on the way to a path.
func cloudIn(path string) (string, bool) {
	for _, part := range strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == filepath.Separator }) {
		lower := strings.ToLower(part)
		for _, name := range clouds {
			rest, ok := strings.CutPrefix(lower, name)
			if ok && (rest == "" || strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "（")) {
				return part, true
			}
		}
	}
	return "", false
}

// Host is the machine and its present start, as far as the system tells; equal values mean the same, "" means unknown.
type Host struct {
	Machine string
	Boot    string
}
