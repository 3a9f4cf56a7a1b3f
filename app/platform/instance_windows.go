package platform

import (
	"errors"
	"fmt"
	"hash/fnv"
	"runtime"
	"strings"
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Instance is the claim of this process to be the only one on a folder of data.
type Instance struct {
	mutex    windows.Handle
	listener *listener
}

const (
	instanceClass = "ZhunshengInstance"
	wmCopyData    = 0x004A
)

type copyData struct {
	kind uintptr
	size uint32
	data uintptr
}

// received is what the window of the claim calls; the system's callback does not carry it.
var received struct {
	sync.Mutex
	call func(path string)
}

// ClaimInstance makes this process the only one on a folder. Where another process has it already, that process is brought to the
// front and given the path of a file, or "" for none, and the instance is nil. onReceive is called, on a thread of its own, with what
// later processes hand over.
func ClaimInstance(folder, path string, onReceive func(path string)) (*Instance, error) {
	name := instanceName(folder)
	label, err := windows.UTF16PtrFromString(`Local\Zhunsheng-` + name)
	if err != nil {
		return nil, err
	}
	mutex, err := windows.CreateMutex(nil, false, label)
	if errors.Is(err, windows.ERROR_ALREADY_EXISTS) {
		_ = windows.CloseHandle(mutex)
		return nil, handOver(name, path)
	}
	if err != nil {
		return nil, fmt.Errorf("claim the folder of data: %w", err)
	}
	received.Lock()
	received.call = onReceive
	received.Unlock()
	heard, err := listen(instanceClass, name, messageOnly, receive)
	return &Instance{mutex: mutex, listener: heard}, err
}

// instanceName is a short name for a folder, the same for all ways to write it.
func instanceName(folder string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.ToLower(folder))) // never fails
	return fmt.Sprintf("%016x", h.Sum64())
}

// receive takes what a later process hands over.
func receive(message, _, lparam uintptr) (result uintptr, done bool) {
	if message != wmCopyData {
		return 0, false
	}
	data := *(**copyData)(unsafe.Pointer(&lparam))
	units := unsafe.Slice(*(**uint16)(unsafe.Pointer(&data.data)), data.size/2)
	path := windows.UTF16ToString(units)
	received.Lock()
	call := received.call
	received.Unlock()
	call(path)
	return 1, true
}

// handOver gives a path to the process that has the folder.
func handOver(name, path string) error {
	user := windows.NewLazySystemDLL("user32.dll")
	class, err := windows.UTF16PtrFromString(instanceClass)
	if err != nil {
		return err
	}
	title, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return err
	}
	window, _, err := user.NewProc("FindWindowExW").Call(messageOnly, 0, uintptr(unsafe.Pointer(class)), uintptr(unsafe.Pointer(title)))
	if window == 0 {
		return fmt.Errorf("find the running program: %w", err)
	}
	var process uint32
	_, _, _ = user.NewProc("GetWindowThreadProcessId").Call(window, uintptr(unsafe.Pointer(&process)))
	_, _, _ = user.NewProc("AllowSetForegroundWindow").Call(uintptr(process)) // else its window would only blink
	units, err := windows.UTF16FromString(path)
	if err != nil {
		return err
	}
	data := struct {
		kind uintptr
		size uint32
		data *uint16
	}{size: uint32(2 * len(units)), data: &units[0]}
	const abortIfHung, patience = 0x0002, 5000
	var result uintptr
	sent, _, err := user.NewProc("SendMessageTimeoutW").Call(window, wmCopyData, 0, uintptr(unsafe.Pointer(&data)), abortIfHung, patience,
		uintptr(unsafe.Pointer(&result)))
	runtime.KeepAlive(units)
	if sent == 0 {
		return fmt.Errorf("the running program does not answer: %w", err)
	}
	return nil
}

// Close gives the claim up.
func (i *Instance) Close() {
	if i == nil {
		return
	}
	i.listener.close()
	_ = windows.CloseHandle(i.mutex)
}

// RaiseWindow brings a window of this process to the front, from the task bar too.
func RaiseWindow(window uintptr) {
	user := windows.NewLazySystemDLL("user32.dll")
	const restore = 9
	if iconic, _, _ := user.NewProc("IsIconic").Call(window); iconic != 0 {
		_, _, _ = user.NewProc("ShowWindow").Call(window, restore)
	}
	_, _, _ = user.NewProc("SetForegroundWindow").Call(window)
}
