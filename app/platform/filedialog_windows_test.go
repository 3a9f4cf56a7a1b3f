package platform

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// TestSeveralFilesCanBeAskedFor makes the dialog as the program does and hands it the question, without showing it: nobody would answer.
func TestSeveralFilesCanBeAskedFor(t *testing.T) {
	if os.Getenv("ZS_DESKTOP") == "" {
		t.Skip("the system's dialogs need a desktop: the step window of make test-windows has one and sets ZS_DESKTOP")
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED); err != nil {
		t.Fatal(err)
	}
	defer windows.CoUninitialize()
	var dialog *comObject
	result, _, _ := coCreateInstance.Call(uintptr(unsafe.Pointer(&classOpenDialog)), 0, 1, uintptr(unsafe.Pointer(&iidOpenDialog)), uintptr(unsafe.Pointer(&dialog)))
	if int32(result) < 0 {
		t.Fatalf("%#x", uint32(result))
	}
	defer func() { _ = dialog.call(fnRelease) }()
	question := FileQuestion{Title: "选择", Folder: t.TempDir(), Kinds: []FileKind{{Endings: []string{".pdf", ".zsb"}}}, Many: true}
	if err := prepare(dialog, optionMustExist|optionSeveral, question); err != nil {
		t.Fatal(err)
	}
	var options uint32
	if err := dialog.call(fnGetOptions, uintptr(unsafe.Pointer(&options))); err != nil || options&optionSeveral == 0 {
		t.Errorf("options %#x, %v", options, err)
	}
	if paths, err := chosen(dialog); err == nil {
		t.Errorf("a dialog that was not shown gives %q", paths)
	}
}

func TestListOfItemsGivesTheirPaths(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED); err != nil {
		t.Fatal(err)
	}
	defer windows.CoUninitialize()
	folder := t.TempDir()
	var want []string
	for _, name := range []string{"甲.pdf", "乙.pdf"} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		want = append(want, path)
	}
	var ids []uintptr
	shell := windows.NewLazySystemDLL("shell32.dll")
	for _, path := range want {
		name, err := windows.UTF16PtrFromString(path)
		if err != nil {
			t.Fatal(err)
		}
		id, _, _ := shell.NewProc("ILCreateFromPathW").Call(uintptr(unsafe.Pointer(name)))
		defer func() { _, _, _ = shell.NewProc("ILFree").Call(id) }()
		ids = append(ids, id)
	}
	var list *comObject
	result, _, _ := shell.NewProc("SHCreateShellItemArrayFromIDLists").Call(uintptr(len(ids)), uintptr(unsafe.Pointer(&ids[0])), uintptr(unsafe.Pointer(&list)))
	if int32(result) < 0 {
		t.Fatalf("%#x", uint32(result))
	}
	if got, err := pathsOf(list); err != nil || !slices.Equal(got, want) {
		t.Errorf("paths %q, %v", got, err)
	}
}
