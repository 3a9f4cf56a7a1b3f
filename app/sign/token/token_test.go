package token

import (
	"crypto"
	"crypto/rsa"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/app/sign"
)

func TestLayouts(t *testing.T) {
	if layoutFor("windows", 8) != 4 || layoutFor("linux", 8) != 8 || layoutFor("linux", 4) != 4 {
		t.Error("CK_ULONG has another width")
	}
	if functionsAt(true, 8) != 2 || functionsAt(false, 8) != 8 {
		t.Error("the functions stand elsewhere")
	}
	var a attributeTemplate
	defer a.release()
	a.add(attributeClass, []byte{1, 2}, 2)
	a.add(attributeID, nil, 0)
	if want := 2 * (2*ulongSize + pointer); len(a.encoded) != want || a.length(0) != 2 || a.length(1) != 0 {
		t.Errorf("template of %d bytes, want %d", len(a.encoded), want)
	}
}

func TestOpenRefusesWhatIsNoLibrary(t *testing.T) {
	text := filepath.Join(t.TempDir(), "library.so")
	if err := os.WriteFile(text, []byte("no library"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"", "libsofthsm2.so", text, filepath.Join(t.TempDir(), "none.so")} {
		if _, err := Open(path); !errors.Is(err, ErrLibrary) {
			t.Errorf("%q: %v", path, err)
		}
	}
}

func TestCodesHaveMeanings(t *testing.T) {
	for code, want := range map[uint64]error{codePINIncorrect: ErrPIN, codePINLocked: ErrLocked, codeTokenAbsent: ErrAbsent, 0x5: nil} {
		if err := (&CallError{"C_Login", code}).Unwrap(); err != want { //nolint:errorlint // the very value
			t.Errorf("%#x: %v", code, err)
		}
	}
}

func TestEncodeECDSA(t *testing.T) {
	der, err := encodeECDSA([]byte{0, 1, 0x80, 2})
	if err != nil || string(der) != "\x30\x08\x02\x01\x01\x02\x03\x00\x80\x02" {
		t.Errorf("% x, %v", der, err)
	}
	for _, bad := range [][]byte{nil, {1}, {1, 2, 3}} {
		if _, err := encodeECDSA(bad); err == nil {
			t.Errorf("% x accepted", bad)
		}
	}
}

func TestOtherHashesAndPaddingsAreRefused(t *testing.T) {
	identity, err := sign.NewLocal("张三", fixedNow, nil)
	if err != nil {
		t.Fatal(err)
	}
	k := &key{certificate: Certificate{Certificate: identity.Certificate()}}
	for _, options := range []crypto.SignerOpts{crypto.SHA1, &rsa.PSSOptions{Hash: crypto.SHA256}} {
		if _, err := k.Sign(nil, make([]byte, 32), options); !errors.Is(err, sign.ErrKeyUnsupported) {
			t.Errorf("%v: %v", options, err)
		}
	}
}
