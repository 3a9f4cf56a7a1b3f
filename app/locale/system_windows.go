package locale

import (
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
	{windows.ERROR_SHARING_VIOLATION, "error.in-use", true},
	{windows.ERROR_LOCK_VIOLATION, "error.in-use", true},
	{windows.ERROR_DISK_FULL, "error.disk-full", false},
	{windows.ERROR_HANDLE_DISK_FULL, "error.disk-full", false},
	{windows.ERROR_WRITE_PROTECT, "error.read-only", true},
	{windows.ERROR_NOT_READY, "error.drive-gone", true},
	{windows.ERROR_BAD_NETPATH, "error.drive-gone", true},
	{windows.ERROR_BAD_NET_NAME, "error.drive-gone", true},
	{windows.ERROR_NETNAME_DELETED, "error.drive-gone", true},
	{windows.ERROR_UNEXP_NET_ERR, "error.drive-gone", true},
	{windows.ERROR_DEV_NOT_EXIST, "error.drive-gone", true},
}
