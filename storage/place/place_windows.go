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
	volume := filepath.VolumeName(dir)
	if strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\?\`) && !strings.HasPrefix(volume, `\\.\`) {
		return volume, ErrNetwork
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return "", nil //nolint:nilerr // what cannot be judged is not refused; opening it will say what is wrong
	}
	switch windows.GetDriveType(root) {
	case windows.DRIVE_REMOTE:
		return volume, ErrNetwork
	case windows.DRIVE_REMOVABLE, windows.DRIVE_CDROM:
		return volume, ErrRemovable
	}
	return "", nil
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
