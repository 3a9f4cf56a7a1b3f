package platform

import (
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	ole32                       = windows.NewLazySystemDLL("ole32.dll")
	coCreateInstance            = ole32.NewProc("CoCreateInstance")
	shCreateItemFromParsingName = windows.NewLazySystemDLL("shell32.dll").NewProc("SHCreateItemFromParsingName")

	classOpenDialog = windows.GUID{Data1: 0xDC1C5A9C, Data2: 0xE88A, Data3: 0x4DDE, Data4: [8]byte{0xA5, 0xA1, 0x60, 0xF8, 0x2A, 0x20, 0xAE, 0xF7}}
	classSaveDialog = windows.GUID{Data1: 0xC0B4E2F3, Data2: 0xBA21, Data3: 0x4773, Data4: [8]byte{0x8D, 0xBA, 0x33, 0x5E, 0xC9, 0x46, 0xEB, 0x8B}}
	iidOpenDialog   = windows.GUID{Data1: 0xD57C7288, Data2: 0xD4AD, Data3: 0x4768, Data4: [8]byte{0xBE, 0x02, 0x9D, 0x96, 0x95, 0x32, 0xD9, 0x60}}
	iidFileDialog   = windows.GUID{Data1: 0x42F85136, Data2: 0xDB7E, Data3: 0x439C, Data4: [8]byte{0x85, 0xF1, 0xE4, 0x07, 0x5D, 0x13, 0x5F, 0xC8}}
	iidShellItem    = windows.GUID{Data1: 0x43826D1E, Data2: 0xE718, Data3: 0x42EE, Data4: [8]byte{0xBC, 0x55, 0xA1, 0xE2, 0x61, 0xC3, 0x7B, 0xFE}}
)

// places of functions in the tables of the system's objects
const (
	fnRelease          = 2
	fnShow             = 3
	fnSetFileTypes     = 4
	fnSetOptions       = 9
	fnGetOptions       = 10
	fnSetFolder        = 12
	fnSetFileName      = 15
	fnSetTitle         = 17
	fnGetResult        = 20
	fnSetDefaultEnding = 22
	fnGetResults       = 27 // of a dialog for opening
	fnGetDisplayName   = 5  // of a shell item
	fnGetCount         = 7  // of a list of shell items
	fnGetItemAt        = 8

	optionPickFolders  = 0x20
	optionFileSystem   = 0x40
	optionNoChangeDir  = 0x8
	optionOverwriteAsk = 0x2
	optionSeveral      = 0x200
	optionMustExist    = 0x1000
	nameFileSystem     = 0x80058000
	resultCancelled    = 0x800704C7
)

// comObject is an object of the system: its first field points to its functions.
type comObject struct{ functions *[32]uintptr }

// call calls a function of an object. A negative result is the error.
//
//go:uintptrescapes
func (o *comObject) call(function int, args ...uintptr) error {
	result, _, _ := syscall.SyscallN(o.functions[function], append([]uintptr{uintptr(unsafe.Pointer(o))}, args...)...)
	if int32(result) < 0 {
		return syscall.Errno(uint32(result))
	}
	return nil
}

// OpenDialog shows the system's own dialog for choosing a file that is there, or several where the question allows it. owner is the window
// that waits for it; it must run on that window's thread. The error is [ErrCancelled] where nothing was chosen.
func OpenDialog(owner uintptr, q FileQuestion) (paths []string, err error) {
	options := uint32(optionMustExist)
	if q.Many {
		options |= optionSeveral
	}
	return fileDialog(owner, &classOpenDialog, &iidOpenDialog, options, q)
}

// SaveDialog shows the system's own dialog for choosing where to save; it asks before a file is replaced. owner and the error are those
// of [OpenDialog].
func SaveDialog(owner uintptr, q FileQuestion) (path string, err error) {
	return one(fileDialog(owner, &classSaveDialog, &iidFileDialog, optionOverwriteAsk, q))
}

// FolderDialog shows the system's own dialog for choosing a folder. owner and the error are those of [OpenDialog].
func FolderDialog(owner uintptr, q FileQuestion) (path string, err error) {
	return one(fileDialog(owner, &classOpenDialog, &iidFileDialog, optionPickFolders, q))
}

func one(paths []string, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return paths[0], nil
}

// fileDialog shows a dialog of a class by one of its interfaces. Without an error there is at least one path.
func fileDialog(owner uintptr, class, face *windows.GUID, options uint32, q FileQuestion) (paths []string, err error) {
	err = inApartment(func() (err error) {
		paths, err = showDialog(owner, class, face, options, q)
		return err
	})
	return paths, err
}

func showDialog(owner uintptr, class, face *windows.GUID, options uint32, q FileQuestion) (paths []string, err error) {
	var dialog *comObject
	const inProcess = 1
	result, _, _ := coCreateInstance.Call(uintptr(unsafe.Pointer(class)), 0, inProcess, uintptr(unsafe.Pointer(face)), uintptr(unsafe.Pointer(&dialog)))
	if int32(result) < 0 || dialog == nil {
		return nil, fmt.Errorf("%w: %#x", ErrNoDialog, uint32(result))
	}
	defer func() { _ = dialog.call(fnRelease) }()
	if err := prepare(dialog, options, q); err != nil {
		return nil, fmt.Errorf("file dialog: %w", err)
	}
	err = dialog.call(fnShow, owner)
	if errno, ok := err.(syscall.Errno); ok && errno == resultCancelled {
		return nil, ErrCancelled
	} else if err != nil {
		return nil, fmt.Errorf("file dialog: %w", err)
	}
	if options&optionSeveral != 0 {
		return chosen(dialog)
	}
	var item *comObject
	if err := dialog.call(fnGetResult, uintptr(unsafe.Pointer(&item))); err != nil {
		return nil, fmt.Errorf("file dialog's answer: %w", err)
	}
	path, err := pathOf(item)
	return []string{path}, err
}

// chosen lists what was chosen in a dialog that allows several.
func chosen(dialog *comObject) (paths []string, err error) {
	var list *comObject
	if err := dialog.call(fnGetResults, uintptr(unsafe.Pointer(&list))); err != nil {
		return nil, fmt.Errorf("file dialog's answer: %w", err)
	}
	if paths, err = pathsOf(list); err == nil && len(paths) == 0 {
		err = ErrCancelled
	}
	return paths, err
}

// pathsOf returns the paths of a list of items and lets go of it.
func pathsOf(list *comObject) (paths []string, err error) {
	defer func() { _ = list.call(fnRelease) }()
	var count uint32
	if err := list.call(fnGetCount, uintptr(unsafe.Pointer(&count))); err != nil {
		return nil, fmt.Errorf("file dialog's answer: %w", err)
	}
	for i := range count {
		var item *comObject
		if err := list.call(fnGetItemAt, uintptr(i), uintptr(unsafe.Pointer(&item))); err != nil {
			return nil, fmt.Errorf("file dialog's answer: %w", err)
		}
		path, err := pathOf(item)
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// pathOf returns the path of an item and lets go of it.
func pathOf(item *comObject) (string, error) {
	defer func() { _ = item.call(fnRelease) }()
	var name *uint16
	if err := item.call(fnGetDisplayName, nameFileSystem, uintptr(unsafe.Pointer(&name))); err != nil {
		return "", fmt.Errorf("path of the file dialog's answer: %w", err)
	}
	defer windows.CoTaskMemFree(unsafe.Pointer(name))
	return windows.UTF16PtrToString(name), nil
}

// prepare asks the question. A folder that is not there, such as on a network drive that vanished, leaves the system's choice.
func prepare(dialog *comObject, options uint32, q FileQuestion) error {
	var given uint32
	if err := dialog.call(fnGetOptions, uintptr(unsafe.Pointer(&given))); err != nil {
		return err
	}
	if err := dialog.call(fnSetOptions, uintptr(given|options|optionFileSystem|optionNoChangeDir)); err != nil {
		return err
	}
	if q.Title != "" {
		title, err := windows.UTF16PtrFromString(q.Title)
		if err != nil {
			return err
		}
		_ = dialog.call(fnSetTitle, uintptr(unsafe.Pointer(title)))
	}
	if q.Name != "" {
		name, err := windows.UTF16PtrFromString(q.Name)
		if err != nil {
			return err
		}
		_ = dialog.call(fnSetFileName, uintptr(unsafe.Pointer(name)))
	}
	if q.Folder != "" {
		startIn(dialog, q.Folder)
	}
	if options&optionPickFolders != 0 {
		return nil
	}
	return offerKinds(dialog, q)
}

func startIn(dialog *comObject, folder string) {
	path, err := windows.UTF16PtrFromString(filepath.Clean(folder))
	if err != nil {
		return
	}
	var item *comObject
	result, _, _ := shCreateItemFromParsingName.Call(uintptr(unsafe.Pointer(path)), 0, uintptr(unsafe.Pointer(&iidShellItem)), uintptr(unsafe.Pointer(&item)))
	if int32(result) < 0 || item == nil {
		return
	}
	_ = dialog.call(fnSetFolder, uintptr(unsafe.Pointer(item)))
	_ = item.call(fnRelease)
}

func offerKinds(dialog *comObject, q FileQuestion) error {
	if len(q.Kinds) == 0 {
		return nil
	}
	type filter struct{ label, pattern *uint16 }
	filters := make([]filter, len(q.Kinds))
	for i, k := range q.Kinds {
		pattern := "*.*"
		if len(k.Endings) > 0 {
			pattern = "*" + strings.Join(k.Endings, ";*")
		}
		label := k.Label
		if label == "" {
			label = pattern
		}
		var err error
		if filters[i].label, err = windows.UTF16PtrFromString(label); err != nil {
			return err
		}
		if filters[i].pattern, err = windows.UTF16PtrFromString(pattern); err != nil {
			return err
		}
	}
	if err := dialog.call(fnSetFileTypes, uintptr(len(filters)), uintptr(unsafe.Pointer(&filters[0]))); err != nil {
		return err
	}
	if first := q.Kinds[0].Endings; len(first) > 0 {
		ending, err := windows.UTF16PtrFromString(strings.TrimPrefix(first[0], "."))
		if err != nil {
			return err
		}
		return dialog.call(fnSetDefaultEnding, uintptr(unsafe.Pointer(ending)))
	}
	return nil
}
