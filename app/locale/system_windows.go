package locale

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

var getUserDefaultLocaleName = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetUserDefaultLocaleName")

// userLocale returns the name of the user's locale, such as "zh-CN"; "" where Windows does not say.
func userLocale() string {
	var name [85]uint16 // LOCALE_NAME_MAX_LENGTH
	if getUserDefaultLocaleName.Find() != nil {
		return ""
	}
	length, _, _ := getUserDefaultLocaleName.Call(uintptr(unsafe.Pointer(&name[0])), uintptr(len(name)))
	if length == 0 {
		return ""
	}
	return windows.UTF16ToString(name[:])
}

// ownSystemErrors are errors that only Windows has.
var ownSystemErrors = []systemError{
	{is: windows.ERROR_SHARING_VIOLATION, key: "error.in-use", needsPath: true},
	{is: windows.ERROR_LOCK_VIOLATION, key: "error.in-use", needsPath: true},
	{is: windows.ERROR_USER_MAPPED_FILE, key: "error.in-use", needsPath: true},
	{is: windows.ERROR_DISK_FULL, key: "error.disk-full"},
	{is: windows.ERROR_HANDLE_DISK_FULL, key: "error.disk-full"},
	{is: windows.ERROR_DISK_QUOTA_EXCEEDED, key: "error.disk-full"},
	{is: windows.ERROR_WRITE_PROTECT, key: "error.read-only", needsPath: true},
	{is: windows.ERROR_NOT_READY, key: "error.drive-gone", needsPath: true},
	{is: windows.ERROR_BAD_NETPATH, key: "error.drive-gone", needsPath: true},
	{is: windows.ERROR_BAD_NET_NAME, key: "error.drive-gone", needsPath: true},
	{is: windows.ERROR_NETNAME_DELETED, key: "error.drive-gone", needsPath: true},
	{is: windows.ERROR_UNEXP_NET_ERR, key: "error.drive-gone", needsPath: true},
	{is: windows.ERROR_DEV_NOT_EXIST, key: "error.drive-gone", needsPath: true},
	{is: windows.ERROR_SEM_TIMEOUT, key: "error.drive-gone", needsPath: true},
	{is: windows.ERROR_DEVICE_NOT_CONNECTED, key: "error.drive-gone", needsPath: true},
	{is: windows.ERROR_CONNECTION_UNAVAIL, key: "error.drive-gone", needsPath: true},
	{is: windows.ERROR_NETWORK_UNREACHABLE, key: "error.drive-gone", needsPath: true},
	{is: windows.ERROR_HOST_UNREACHABLE, key: "error.drive-gone", needsPath: true},
	{is: windows.ERROR_CONNECTION_ABORTED, key: "error.drive-gone", needsPath: true},
	{is: windows.ERROR_NOT_CONNECTED, key: "error.drive-gone", needsPath: true},
	{is: windows.ERROR_INVALID_NAME, key: "error.bad-name", needsPath: true},
	{is: windows.ERROR_FILENAME_EXCED_RANGE, key: "error.bad-name", needsPath: true},
	{is: fs.ErrNotExist, key: "error.drive-gone", needsPath: true, only: withoutDrive},
	{is: syscall.ENOTDIR, key: "error.not-directory", needsPath: true, only: isFile}, // here the same as a path that is not there
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// withoutDrive reports whether there is no drive of the letter that a path begins with: a stick that was pulled, a connection that is no more.
func withoutDrive(path string) bool {
	volume := filepath.VolumeName(path)
	if len(volume) != len("C:") {
		return false
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	return err == nil && windows.GetDriveType(root) == windows.DRIVE_NO_ROOT_DIR
}
