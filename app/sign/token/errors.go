package token

import (
	"errors"
	"fmt"
)

// Sentinel errors.
var (
	// ErrLibrary means that the file is no PKCS#11 library that this process can load.
	ErrLibrary = errors.New("not a usable PKCS#11 library")
	// ErrPIN means a wrong PIN.
	ErrPIN = errors.New("wrong PIN")
	// ErrLocked means that the token locked itself after too many wrong PINs.
	ErrLocked = errors.New("the token is locked")
	// ErrAbsent means that there is no token, no such slot, or no such certificate with a key.
	ErrAbsent = errors.New("not found in the token")
	// ErrSeveral means that more than one certificate, or token, fits; a label tells which.
	ErrSeveral = errors.New("more than one fits")
)

// CallError is a function of the library that failed. It wraps [ErrPIN], [ErrLocked] or [ErrAbsent] where the code says so.
type CallError struct {
	Function string
	Code     uint64 // CK_RV
}

// Error names function and code.
func (e *CallError) Error() string {
	return fmt.Sprintf("PKCS#11 %s failed with code %#x", e.Function, e.Code)
}

// Codes that mean something to the user.
const (
	codeOK                 = 0x0
	codeSlotInvalid        = 0x3
	codeDeviceRemoved      = 0x32
	codePINIncorrect       = 0xa0
	codePINInvalid         = 0xa1
	codePINLength          = 0xa2
	codePINLocked          = 0xa4
	codeTokenAbsent        = 0xe0
	codeAlreadyLoggedIn    = 0x100
	codeAlreadyInitialized = 0x191
)

// Unwrap returns what the code stands for, or nil.
func (e *CallError) Unwrap() error {
	switch e.Code {
	case codePINIncorrect, codePINInvalid, codePINLength:
		return ErrPIN
	case codePINLocked:
		return ErrLocked
	case codeSlotInvalid, codeTokenAbsent, codeDeviceRemoved:
		return ErrAbsent
	}
	return nil
}
