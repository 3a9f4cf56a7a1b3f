//go:build all && windows

package winstore

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"math/big"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// current makes a key of the current providers in memory and returns it with its public half.
func current(t *testing.T) *key {
	t.Helper()
	text := func(s string) uintptr {
		p, err := windows.UTF16PtrFromString(s)
		if err != nil {
			t.Fatal(err)
		}
		return uintptr(unsafe.Pointer(p))
	}
	do := func(name string, arguments ...uintptr) {
		t.Helper()
		if status, _, _ := ncrypt.NewProc(name).Call(arguments...); status != 0 {
			t.Fatalf("%s: %v", name, windows.Errno(uint32(status)))
		}
	}
	var provider, handle uintptr
	do("NCryptOpenStorageProvider", uintptr(unsafe.Pointer(&provider)), text("Microsoft Software Key Storage Provider"), 0)
	do("NCryptCreatePersistedKey", provider, uintptr(unsafe.Pointer(&handle)), text("RSA"), 0, 0, 0)
	length := uint32(2048)
	do("NCryptSetProperty", handle, text("Length"), uintptr(unsafe.Pointer(&length)), 4, 0)
	do("NCryptFinalizeKey", handle, 0)
	blob, size := make([]byte, 1024), uint32(0)
	do("NCryptExportKey", handle, 0, text("RSAPUBLICBLOB"), 0, uintptr(unsafe.Pointer(&blob[0])), uintptr(len(blob)), uintptr(unsafe.Pointer(&size)), 0)
	// BCRYPT_RSAKEY_BLOB: magic, bits, lengths of exponent, modulus and two primes; then exponent and modulus.
	const header = 24
	exponent, modulus := int(binary.LittleEndian.Uint32(blob[8:])), int(binary.LittleEndian.Uint32(blob[12:]))
	public := &rsa.PublicKey{
		E: int(new(big.Int).SetBytes(blob[header : header+exponent]).Int64()),
		N: new(big.Int).SetBytes(blob[header+exponent : header+exponent+modulus]),
	}
	return &key{certificate: &x509.Certificate{PublicKey: public}, handle: windows.Handle(handle), spec: windows.CERT_NCRYPT_KEY_SPEC, owned: true}
}

func TestCurrentProviderSigns(t *testing.T) {
	k := current(t)
	defer k.close()
	digest := sha256.Sum256([]byte("绩效"))
	signature, err := k.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	if err := rsa.VerifyPKCS1v15(k.Public().(*rsa.PublicKey), crypto.SHA256, digest[:], signature); err != nil {
		t.Error(err)
	}
	if _, err := k.Sign(nil, digest[:], &rsa.PSSOptions{Hash: crypto.SHA256}); err == nil {
		t.Error("PSS accepted")
	}
}
