package place

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

func drive(dir string) (found string, err error) {
	var roots []string
	for _, name := range []string{"OneDrive", "OneDriveCommercial", "OneDriveConsumer"} {
		if root := os.Getenv(name); root != "" {
			roots = append(roots, root)
		}
	}
	return judge(dir, driveType, attributes, roots)
}

// Attributes that only folders of a synchronising service have.
const (
	attributePinned   = 0x00080000
	attributeUnpinned = 0x00100000
	attributeOnOpen   = 0x00040000
	attributeOnAccess = 0x00400000
)

// judge decides by the kind of drive, the attributes of the folders on the way, and the folders that OneDrive names in the environment.
// What cannot be told is not refused; opening it will say what is wrong.
func judge(dir string, driveType, attributes func(path string) uint32, roots []string) (found string, err error) {
	volume := filepath.VolumeName(dir)
	if strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\?\`) && !strings.HasPrefix(volume, `\\.\`) {
		return volume, ErrNetwork
	}
	switch driveType(volume + `\`) {
	case windows.DRIVE_REMOTE:
		return volume, ErrNetwork
	case windows.DRIVE_REMOVABLE, windows.DRIVE_CDROM:
		return volume, ErrRemovable
	}
	for path := dir; len(path) > len(volume)+1; path = filepath.Dir(path) {
		for _, root := range roots {
			if strings.EqualFold(path, filepath.Clean(root)) {
				return path, ErrCloud
			}
		}
		if attributes(path)&(attributePinned|attributeUnpinned|attributeOnOpen|attributeOnAccess) != 0 {
			return path, ErrCloud
		}
	}
	return "", nil
}

func driveType(root string) uint32 {
	path, err := windows.UTF16PtrFromString(root)
	if err != nil {
		return windows.DRIVE_UNKNOWN
	}
	return windows.GetDriveType(path)
}

func attributes(path string) uint32 {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return 0
	}
	found, err := windows.GetFileAttributes(name)
	if err != nil {
		return 0
	}
	return found
}

// Free returns how many bytes this user can still write on the disk of a folder.
func Free(dir string) (uint64, error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free, total, all uint64
	if err := windows.GetDiskFreeSpaceEx(path, &free, &total, &all); err != nil {
		return 0, os.NewSyscallError("GetDiskFreeSpaceEx", err)
	}
	return free, nil
}

// System asks the system which machine and start this is. The start is told by its time, to a minute: where the clock was set it looks
// like another one, which costs a check more.
func System() Host {
	var h Host
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, `SOFTWARE\Microsoft\Cryptography`, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if err == nil {
		h.Machine, _, _ = key.GetStringValue("MachineGuid")
		key.Close()
	}
	if h.Machine == "" {
		h.Machine, _ = os.Hostname()
	}
	started := time.Now().Add(-windows.DurationSinceBoot())
	h.Boot = strconv.FormatInt(started.Round(time.Minute).Unix(), 10)
	return h
}
