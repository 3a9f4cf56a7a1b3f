package platform

import (
	"errors"
	"fmt"
	"hash/fnv"
	"runtime"
	"strings"
	"sync"
	"time"
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
	mostHanded    = 2 * 32768 // bytes of the longest path
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

// errDeaf is returned where a process has the folder and does not hear.
var errDeaf = errors.New("the running program does not hear")

// ClaimInstance makes this process the only one on a folder. Where another process has it already, that process is brought to the
// front and given the path of a file, or "" for none, and the instance is nil. One that is about to end is waited for some seconds.
// onReceive is called, on a thread of its own, with what later processes hand over. With an error there may be an instance that hears
// nobody.
func ClaimInstance(folder, path string, onReceive func(path string)) (*Instance, error) {
	name := instanceName(folder)
	for until := time.Now().Add(claimPatience); ; time.Sleep(claimPace) {
		mutex, err := takeMutex(name)
		if err == nil {
			return serve(mutex, name, onReceive)
		}
		if !errors.Is(err, windows.ERROR_ALREADY_EXISTS) {
			return nil, fmt.Errorf("claim the folder of data: %w", err)
		}
		if err := handOver(name, path); !errors.Is(err, errDeaf) || time.Now().After(until) {
			return nil, err
		}
	}
}

// takeMutex makes the mutex of a name; the error is [windows.ERROR_ALREADY_EXISTS] where another process has it.
func takeMutex(name string) (windows.Handle, error) {
	label, err := windows.UTF16PtrFromString(`Local\Zhunsheng-` + name)
	if err != nil {
		return 0, err
	}
	mutex, err := windows.CreateMutex(nil, false, label)
	if err != nil && mutex != 0 {
		_ = windows.CloseHandle(mutex) // of somebody else's, who keeps it
	}
	return mutex, err
}

// serve hears what later processes hand over.
func serve(mutex windows.Handle, name string, onReceive func(path string)) (*Instance, error) {
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
	if data == nil || data.data == 0 || data.size > mostHanded {
		return 0, true // not from one of us
	}
	units := unsafe.Slice(*(**uint16)(unsafe.Pointer(&data.data)), data.size/2)
	path := windows.UTF16ToString(units)
	received.Lock()
	call := received.call
	received.Unlock()
	call(path)
	return 1, true
}

// handOver gives a path to the process that has the folder. The error wraps [errDeaf] where that has no window for it.
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
		return fmt.Errorf("%w: %w", errDeaf, err)
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
	if errors.Is(err, windows.ERROR_INVALID_WINDOW_HANDLE) && sent == 0 {
		return fmt.Errorf("%w: %w", errDeaf, err)
	}
	if sent == 0 {
		return fmt.Errorf("the running program does not answer: %w", err)
	}
	return nil
}

// Deafen stops hearing later processes: from now on they wait until this one has ended, and take its place. It may be called again.
func (i *Instance) Deafen() {
	if i != nil {
		i.listener.close()
	}
}

// Close gives the claim up.
func (i *Instance) Close() {
	if i == nil {
		return
	}
	i.listener.close()
	_ = windows.CloseHandle(i.mutex)
}

// RaiseWindow brings a window of this process to the front, from the task bar too, and a dialog of the system that is open over it.
func RaiseWindow(window uintptr) {
	user := windows.NewLazySystemDLL("user32.dll")
	const restore = 9
	if iconic, _, _ := user.NewProc("IsIconic").Call(window); iconic != 0 {
		_, _, _ = user.NewProc("ShowWindow").Call(window, restore)
	}
	top, _, _ := user.NewProc("GetLastActivePopup").Call(window) // the window itself where there is no dialog
	_, _, _ = user.NewProc("SetForegroundWindow").Call(top)
}
