package winstore

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"

	"zhunsheng/app/sign"
)

var (
	ncrypt             = windows.NewLazySystemDLL("ncrypt.dll")
	procNCryptSignHash = ncrypt.NewProc("NCryptSignHash")
	procNCryptFree     = ncrypt.NewProc("NCryptFreeObject")

	advapi32         = windows.NewLazySystemDLL("advapi32.dll")
	procCreateHash   = advapi32.NewProc("CryptCreateHash")
	procSetHashParam = advapi32.NewProc("CryptSetHashParam")
	procSignHash     = advapi32.NewProc("CryptSignHashW")
	procDestroyHash  = advapi32.NewProc("CryptDestroyHash")
	procGetUserKey   = advapi32.NewProc("CryptGetUserKey")
	procDestroyKey   = advapi32.NewProc("CryptDestroyKey")
)

// key is a private key of a Windows provider. It implements [crypto.Signer].
type key struct {
	certificate *x509.Certificate
	handle      windows.Handle // NCRYPT_KEY_HANDLE, or HCRYPTPROV for the older providers
	spec        uint32         // windows.CERT_NCRYPT_KEY_SPEC for the former, else which key of the container
	owned       bool           // the handle is to be given back
	busy        sync.Mutex
}

var _ crypto.Signer = (*key)(nil)

// acquire gets the key of a certificate, through a current provider where there is one.
func acquire(context *windows.CertContext, certificate *x509.Certificate) (*key, error) {
	k := &key{certificate: certificate}
	err := windows.CryptAcquireCertificatePrivateKey(context, windows.CRYPT_ACQUIRE_PREFER_NCRYPT_KEY_FLAG|windows.CRYPT_ACQUIRE_COMPARE_KEY_FLAG,
		nil, &k.handle, &k.spec, &k.owned)
	if err != nil {
		return nil, fmt.Errorf("get the private key of %q: %w", certificate.Subject, err)
	}
	if k.spec != windows.CERT_NCRYPT_KEY_SPEC {
		k.modernise(context)
		k.whichKey()
	}
	return k, nil
}

// whichKey settles which of the two keys of a container signs where the store names neither.
func (k *key) whichKey() {
	const exchange, signature = 1, 2
	if k.spec == exchange || k.spec == signature {
		return
	}
	for _, spec := range []uint32{signature, exchange} {
		var handle uintptr
		if found, _, _ := procGetUserKey.Call(uintptr(k.handle), uintptr(spec), uintptr(unsafe.Pointer(&handle))); found != 0 {
			_, _, _ = procDestroyKey.Call(handle)
			k.spec = spec
			return
		}
	}
}

// providerInfo is CRYPT_KEY_PROV_INFO up to the members that matter here.
type providerInfo struct {
	container, provider *uint16
	kind, flags         uint32
}

// modernise opens a key of Microsoft's oldest providers, which know no SHA-256, through their successor, which reads the same
// containers. Where that fails the key stays as it is, and its signature tells.
func (k *key) modernise(context *windows.CertContext) {
	const machineKeys = 0x20
	buffer := property(context, keyProviderInfo)
	if len(buffer) < int(unsafe.Sizeof(providerInfo{})) {
		return
	}
	info := (*providerInfo)(unsafe.Pointer(&buffer[0]))
	name := windows.UTF16PtrToString(info.provider)
	if info.kind != windows.PROV_RSA_FULL && info.kind != windows.PROV_RSA_SIG || !strings.HasPrefix(name, "Microsoft ") {
		return
	}
	successor, err := windows.UTF16PtrFromString("Microsoft Enhanced RSA and AES Cryptographic Provider")
	if err != nil {
		return
	}
	var handle windows.Handle
	if err := windows.CryptAcquireContext(&handle, info.container, successor, windows.PROV_RSA_AES, info.flags&machineKeys); err != nil {
		return
	}
	k.close()
	k.handle, k.owned = handle, true
}

// property reads a property of a certificate; nothing where it has none.
func property(context *windows.CertContext, id uintptr) []byte {
	var size uint32
	if found, _, _ := procGetProperty.Call(uintptr(unsafe.Pointer(context)), id, 0, uintptr(unsafe.Pointer(&size))); found == 0 || size == 0 {
		return nil
	}
	words := make([]uint64, (size+7)/8) // aligned for the pointers inside
	buffer := unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), len(words)*8)
	found, _, _ := procGetProperty.Call(uintptr(unsafe.Pointer(context)), id, uintptr(unsafe.Pointer(&buffer[0])), uintptr(unsafe.Pointer(&size)))
	if found == 0 {
		return nil
	}
	return buffer[:min(int(size), len(buffer))]
}

func (k *key) close() {
	if !k.owned {
		return
	}
	k.owned = false
	if k.spec == windows.CERT_NCRYPT_KEY_SPEC {
		_, _, _ = procNCryptFree.Call(uintptr(k.handle)) // nothing can be done about a failure
		return
	}
	_ = windows.CryptReleaseContext(k.handle, 0) // as above
}

// Public returns the key in the certificate.
func (k *key) Public() crypto.PublicKey { return k.certificate.PublicKey }

// Sign implements [crypto.Signer]. The source of randomness is not used: the provider has its own. The error is one of [context.Canceled]
// where the user closed the question for the PIN.
func (k *key) Sign(_ io.Reader, digest []byte, options crypto.SignerOpts) ([]byte, error) {
	if _, pss := options.(*rsa.PSSOptions); pss || len(digest) == 0 || len(digest) != options.HashFunc().Size() {
		return nil, fmt.Errorf("%w: digest of %d bytes for %v", sign.ErrKeyUnsupported, len(digest), options.HashFunc())
	}
	k.busy.Lock() // providers of cards and USB keys serve one call at a time
	defer k.busy.Unlock()
	switch k.Public().(type) {
	case *rsa.PublicKey:
		if k.spec != windows.CERT_NCRYPT_KEY_SPEC {
			return k.signOld(digest, options.HashFunc())
		}
		return k.signRSA(digest, options.HashFunc())
	case *ecdsa.PublicKey:
		if k.spec != windows.CERT_NCRYPT_KEY_SPEC {
			return nil, fmt.Errorf("%w: ECDSA with an old provider", sign.ErrKeyUnsupported)
		}
		raw, err := k.signHash(nil, digest, 0)
		if err != nil {
			return nil, err
		}
		half := len(raw) / 2
		return asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(raw[:half]), new(big.Int).SetBytes(raw[half:])})
	}
	return nil, fmt.Errorf("%w: %T", sign.ErrKeyUnsupported, k.Public())
}

// hashNames are the identifiers of bcrypt.h; hashNumbers those of wincrypt.h.
var (
	hashNames   = map[crypto.Hash]string{crypto.SHA256: "SHA256", crypto.SHA384: "SHA384", crypto.SHA512: "SHA512"}
	hashNumbers = map[crypto.Hash]uintptr{crypto.SHA256: 0x800c, crypto.SHA384: 0x800d, crypto.SHA512: 0x800e}
)

// signRSA signs with PKCS #1 v1.5 (BCRYPT_PAD_PKCS1).
func (k *key) signRSA(digest []byte, hash crypto.Hash) ([]byte, error) {
	const padPKCS1 = 2
	name, err := windows.UTF16PtrFromString(hashNames[hash])
	if err != nil || hashNames[hash] == "" {
		return nil, fmt.Errorf("%w: hash %v", sign.ErrKeyUnsupported, hash)
	}
	padding := struct{ name *uint16 }{name} // BCRYPT_PKCS1_PADDING_INFO
	return k.signHash(unsafe.Pointer(&padding), digest, padPKCS1)
}

// signHash calls NCryptSignHash, first for the length.
func (k *key) signHash(padding unsafe.Pointer, digest []byte, flags uintptr) ([]byte, error) {
	var pins runtime.Pinner
	defer pins.Unpin()
	if padding != nil {
		pins.Pin(padding)
	}
	var size uint32
	var out []byte
	for range 2 {
		var address uintptr
		if len(out) > 0 {
			pins.Pin(&out[0])
			address = uintptr(unsafe.Pointer(&out[0]))
		}
		status, _, _ := procNCryptSignHash.Call(uintptr(k.handle), uintptr(padding), uintptr(unsafe.Pointer(&digest[0])), uintptr(len(digest)),
			address, uintptr(len(out)), uintptr(unsafe.Pointer(&size)), flags)
		if status != 0 {
			return nil, fmt.Errorf("NCryptSignHash: %w", refusal(windows.Errno(uint32(status))))
		}
		if out != nil {
			return out[:min(int(size), len(out))], nil
		}
		if size == 0 || size > 8192 {
			return nil, fmt.Errorf("NCryptSignHash announces a signature of %d bytes", size)
		}
		out = make([]byte, size)
	}
	return nil, nil
}

// refusal makes an error that says that the user closed the question for the PIN one of [context.Canceled] too.
func refusal(err error) error {
	const cardCancelled, keyCancelled, dialogCancelled = windows.Errno(0x8010006E), windows.Errno(0x80090036), windows.Errno(0x800704C7)
	for _, cancelled := range []error{cardCancelled, keyCancelled, dialogCancelled, windows.ERROR_CANCELLED} {
		if errors.Is(err, cancelled) {
			return fmt.Errorf("%w: %w", context.Canceled, err)
		}
	}
	return err
}

// signOld signs through the older interface, which writes the signature back to front.
func (k *key) signOld(digest []byte, hash crypto.Hash) ([]byte, error) {
	number, ok := hashNumbers[hash]
	if !ok {
		return nil, fmt.Errorf("%w: hash %v", sign.ErrKeyUnsupported, hash)
	}
	const hashValue = 2 // HP_HASHVAL
	var object uintptr
	if ok, _, err := procCreateHash.Call(uintptr(k.handle), number, 0, 0, uintptr(unsafe.Pointer(&object))); ok == 0 {
		return nil, fmt.Errorf("CryptCreateHash: %w", err)
	}
	defer func() { _, _, _ = procDestroyHash.Call(object) }()
	if ok, _, err := procSetHashParam.Call(object, hashValue, uintptr(unsafe.Pointer(&digest[0])), 0); ok == 0 {
		return nil, fmt.Errorf("CryptSetHashParam: %w", err)
	}
	out := make([]byte, 8192/8)
	size := uint32(len(out))
	if ok, _, err := procSignHash.Call(object, uintptr(k.spec), 0, 0, uintptr(unsafe.Pointer(&out[0])), uintptr(unsafe.Pointer(&size))); ok == 0 {
		return nil, fmt.Errorf("CryptSignHash: %w", refusal(err))
	}
	out = out[:min(int(size), len(out))]
	slices.Reverse(out)
	return out, nil
}
