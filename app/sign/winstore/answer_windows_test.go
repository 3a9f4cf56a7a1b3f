package winstore

import (
	"context"
	"errors"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Whoever closes the question for the PIN has cancelled; everything else stays what the system says.
func TestClosingTheQuestionForThePINCancels(t *testing.T) {
	const badKeys, wrongPIN = windows.Errno(0x80090016), windows.Errno(0x8010006B)
	for code, want := range map[windows.Errno]bool{
		0x8010006E: true, 0x80090036: true, 0x800704C7: true, windows.ERROR_CANCELLED: true, badKeys: false, wrongPIN: false,
	} {
		err := refusal(code)
		if errors.Is(err, context.Canceled) != want || !errors.Is(err, code) {
			t.Errorf("%#x becomes %v", uint32(code), err)
		}
	}
}

func TestTheEndOfAStore(t *testing.T) {
	for err, want := range map[error]bool{
		windows.Errno(windows.CRYPT_E_NOT_FOUND): true, windows.ERROR_NO_MORE_FILES: true, windows.ERROR_ACCESS_DENIED: false, nil: false,
	} {
		if atEnd(err) != want {
			t.Errorf("%v: %v", err, !want)
		}
	}
}

// The structure is that of the system, to the byte, as a C program prints it that is compiled for 64-bit Windows.
func TestProviderInfoIsThatOfTheSystem(t *testing.T) {
	var info providerInfo
	for name, place := range map[string][2]uintptr{
		"pwszContainerName": {unsafe.Offsetof(info.container), 0}, "pwszProvName": {unsafe.Offsetof(info.provider), 8},
		"dwProvType": {unsafe.Offsetof(info.kind), 16}, "dwFlags": {unsafe.Offsetof(info.flags), 20},
	} {
		if place[0] != place[1] {
			t.Errorf("CRYPT_KEY_PROV_INFO.%s: %d, want %d", name, place[0], place[1])
		}
	}
}
