package keyring

import (
	"bytes"
	"unsafe"

	"golang.org/x/sys/windows"
)

// systemSeal wraps bytes by DPAPI for this user on this machine.
func systemSeal(plain, context []byte) ([]byte, error) {
	var out windows.DataBlob
	err := windows.CryptProtectData(blob(plain), nil, blob(context), 0, nil, windows.CRYPTPROTECT_UI_FORBIDDEN, &out)
	if err != nil {
		return nil, err
	}
	return take(&out)
}

// systemCanSeal reports whether keys can be wrapped.
func systemCanSeal() bool { return true }

func systemOpen(wrapped, context []byte) ([]byte, error) {
	var out windows.DataBlob
	err := windows.CryptUnprotectData(blob(wrapped), nil, blob(context), 0, nil, windows.CRYPTPROTECT_UI_FORBIDDEN, &out)
	if err != nil {
		return nil, err
	}
	return take(&out)
}

func blob(data []byte) *windows.DataBlob {
	if len(data) == 0 {
		return &windows.DataBlob{}
	}
	return &windows.DataBlob{Size: uint32(len(data)), Data: unsafe.SliceData(data)}
}

// take copies what the system allocated and gives it back.
func take(b *windows.DataBlob) ([]byte, error) {
	data := bytes.Clone(unsafe.Slice(b.Data, b.Size))
	_, err := windows.LocalFree(windows.Handle(unsafe.Pointer(b.Data)))
	return data, err
}
