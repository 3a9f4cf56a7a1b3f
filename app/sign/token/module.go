package token

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unsafe"
)

// Module is a loaded PKCS#11 library. The zero value is of no use; see [Open].
type Module struct {
	path      string
	functions [fnCount]uintptr
}

// Slot is a place with a token in it.
type Slot struct {
	ID     uint64
	Label  string // of the token
	Maker  string
	Model  string
	Serial string
	flags  uint64
}

const (
	maxSlots   = 256
	maxObjects = 512
)

// Open loads a library by its absolute path and starts it. Errors wrap [ErrLibrary] or are a [*CallError].
func Open(path string) (*Module, error) {
	if !filepath.IsAbs(path) {
		return nil, fmt.Errorf("%w: %q is no absolute path", ErrLibrary, path)
	}
	entry, err := loadLibrary(path)
	if err != nil {
		return nil, err
	}
	m := &Module{path: path}
	list := make([]byte, pointer)
	var mem memory
	defer mem.release()
	if code := call(entry, mem.at(list)); code != codeOK {
		return nil, fmt.Errorf("%s: %w", path, &CallError{"C_GetFunctionList", uint64(code)})
	}
	if err := m.readTable(list); err != nil {
		return nil, err
	}
	// Without arguments the library may assume that calls do not overlap; see the package comment.
	if err := m.do("C_Initialize", fnInitialize, 0); err != nil && !hasCode(err, codeAlreadyInitialized) {
		return nil, err
	}
	return m, nil
}

// readTable copies the addresses of the functions out of the library's memory, which list holds the address of.
func (m *Module) readTable(list []byte) error {
	address := *(*unsafe.Pointer)(unsafe.Pointer(&list[0]))
	if address == nil {
		return fmt.Errorf("%w: %s has no list of functions", ErrLibrary, m.path)
	}
	table := unsafe.Slice((*byte)(address), tableStart+fnCount*pointer)
	if major := table[0]; major != 2 && major != 3 {
		return fmt.Errorf("%w: %s speaks version %d of Cryptoki, known are 2 and 3", ErrLibrary, m.path, major)
	}
	for i := range m.functions {
		at := table[tableStart+i*pointer:]
		var value uintptr
		for j := pointer - 1; j >= 0; j-- { // both systems run on little-endian machines
			value = value<<8 | uintptr(at[j])
		}
		m.functions[i] = value
	}
	return nil
}

// do calls a function of the library.
func (m *Module) do(name string, function int, arguments ...uintptr) error {
	address := m.functions[function]
	if address == 0 {
		return fmt.Errorf("%w: %s lacks %s", ErrLibrary, m.path, name)
	}
	code := uint64(call(address, arguments...))
	if ulongSize == 4 {
		code &= 0xffffffff
	}
	if code != codeOK {
		return &CallError{name, code}
	}
	return nil
}

func hasCode(err error, code uint64) bool {
	var failed *CallError
	return errors.As(err, &failed) && failed.Code == code
}

// Close stops the library. Its memory stays with the process: not every library can be unloaded.
func (m *Module) Close() error { return m.do("C_Finalize", fnFinalize, 0) }

// Slots lists the slots that hold a token. Errors are a [*CallError].
func (m *Module) Slots() ([]Slot, error) {
	var mem memory
	defer mem.release()
	const present = 1
	count := putUlong(nil, maxSlots)
	ids := make([]byte, maxSlots*ulongSize)
	if err := m.do("C_GetSlotList", fnGetSlotList, present, mem.at(ids), mem.at(count)); err != nil {
		return nil, err
	}
	var slots []Slot
	for i := range int(min(ulongAt(count, 0), maxSlots)) {
		slot, err := m.slot(ulongAt(ids, i))
		if errors.Is(err, ErrAbsent) {
			continue // pulled out in the meantime
		}
		if err != nil {
			return nil, err
		}
		slots = append(slots, slot)
	}
	return slots, nil
}

// slot reads CK_TOKEN_INFO: label, maker, model and serial number, padded with blanks, then the flags.
func (m *Module) slot(id uint64) (Slot, error) {
	const size, flagsAt = 512, 96 // the structure has about 200 bytes
	var mem memory
	defer mem.release()
	info := make([]byte, size)
	if err := m.do("C_GetTokenInfo", fnGetTokenInfo, uintptr(id), mem.at(info)); err != nil {
		return Slot{}, err
	}
	text := func(from, to int) string {
		return strings.ToValidUTF8(strings.TrimRight(string(info[from:to]), " \x00"), "�")
	}
	return Slot{
		ID: id, Label: text(0, 32), Maker: text(32, 64), Model: text(64, 80), Serial: text(80, 96), flags: ulongAt(info[flagsAt:], 0),
	}, nil
}

// Find returns the slot with the given token label, or the only slot with a token where the label is empty. Errors wrap [ErrAbsent]
// or [ErrSeveral], or are a [*CallError].
func (m *Module) Find(label string) (Slot, error) {
	slots, err := m.Slots()
	if err != nil {
		return Slot{}, err
	}
	var found []Slot
	for _, slot := range slots {
		if label == "" && slot.Label != "" || label != "" && slot.Label == label {
			found = append(found, slot)
		}
	}
	switch {
	case len(found) == 0:
		return Slot{}, fmt.Errorf("token %q: %w", label, ErrAbsent)
	case len(found) > 1:
		return Slot{}, fmt.Errorf("token %q: %w: %d tokens", label, ErrSeveral, len(found))
	}
	return found[0], nil
}
