package token

import (
	"encoding/binary"
	"runtime"
	"unsafe"
)

// The layout of Cryptoki's structures: CK_ULONG is as wide as a pointer but on Windows, where it has four bytes and structures are
// packed to one byte.
var (
	ulongSize  = layoutFor(runtime.GOOS, unsafe.Sizeof(uintptr(0)))
	packed     = runtime.GOOS == "windows"
	pointer    = int(unsafe.Sizeof(uintptr(0)))
	tableStart = functionsAt(packed, pointer)
)

func layoutFor(system string, pointer uintptr) int {
	if system == "windows" {
		return 4
	}
	return int(pointer)
}

// functionsAt is where the functions stand in CK_FUNCTION_LIST, behind a version of two bytes.
func functionsAt(packed bool, pointer int) int {
	if packed {
		return 2
	}
	return pointer
}

// Functions by their place in CK_FUNCTION_LIST.
const (
	fnInitialize        = 0
	fnFinalize          = 1
	fnGetSlotList       = 4
	fnGetTokenInfo      = 6
	fnOpenSession       = 12
	fnCloseSession      = 13
	fnLogin             = 18
	fnLogout            = 19
	fnGetAttributeValue = 24
	fnFindObjectsInit   = 26
	fnFindObjects       = 27
	fnFindObjectsFinal  = 28
	fnSignInit          = 42
	fnSign              = 43
	fnCount             = 44
)

// Constants of Cryptoki.
const (
	attributeClass   = 0x0
	attributeToken   = 0x1
	attributeLabel   = 0x3
	attributeValue   = 0x11
	attributeID      = 0x102
	attributeAlways  = 0x202 // CKA_ALWAYS_AUTHENTICATE
	classCertificate = 1
	classPrivateKey  = 3
	mechanismRSA     = 0x1
	mechanismECDSA   = 0x1041
	serialSession    = 4
	userNormal       = 1
	userContext      = 2
	flagLoginNeeded  = 0x4
	flagKeypad       = 0x100 // CKF_PROTECTED_AUTHENTICATION_PATH
)

// putUlong appends a CK_ULONG.
func putUlong(out []byte, v uint64) []byte {
	if ulongSize == 4 {
		return binary.NativeEndian.AppendUint32(out, uint32(v))
	}
	return binary.NativeEndian.AppendUint64(out, v)
}

func putPointer(out []byte, p uintptr) []byte {
	if pointer == 4 {
		return binary.NativeEndian.AppendUint32(out, uint32(p))
	}
	return binary.NativeEndian.AppendUint64(out, uint64(p))
}

func ulongAt(data []byte, index int) uint64 {
	at := data[index*ulongSize:]
	if ulongSize == 4 {
		return uint64(binary.NativeEndian.Uint32(at))
	}
	return binary.NativeEndian.Uint64(at)
}

// memory keeps what a library is given addresses of in its place until it is released.
type memory struct{ pins runtime.Pinner }

// at returns the address of data; that of nothing is zero.
func (m *memory) at(data []byte) uintptr {
	if len(data) == 0 {
		return 0
	}
	m.pins.Pin(&data[0])
	return uintptr(unsafe.Pointer(&data[0]))
}

func (m *memory) release() { m.pins.Unpin() }

// attributeTemplate is an array of CK_ATTRIBUTE.
type attributeTemplate struct {
	memory
	encoded []byte
	count   int
	lengths []int // where each length stands
}

func (t *attributeTemplate) add(kind uint64, value []byte, length int) {
	t.encoded = putUlong(t.encoded, kind)
	t.encoded = putPointer(t.encoded, t.at(value))
	t.lengths = append(t.lengths, len(t.encoded))
	t.encoded = putUlong(t.encoded, uint64(length))
	t.count++
}

// length reads back what the library wrote; -1 means that the attribute cannot be had.
func (t *attributeTemplate) length(i int) int {
	v := ulongAt(t.encoded[t.lengths[i]:], 0)
	if v > 1<<24 {
		return -1
	}
	return int(v)
}
