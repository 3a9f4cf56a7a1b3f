package winstore

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"

	"zhunsheng/app/sign"
)

// keyProviderInfo is CERT_KEY_PROV_INFO_PROP_ID: a certificate that has it has a private key somewhere.
const keyProviderInfo = 2

var procGetProperty = windows.NewLazySystemDLL("crypt32.dll").NewProc("CertGetCertificateContextProperty")

// open returns the user's own certificates that have a key. The caller frees each context.
func open() (contexts []*windows.CertContext, certificates []*x509.Certificate, err error) {
	name, err := windows.UTF16PtrFromString("MY")
	if err != nil {
		return nil, nil, err
	}
	store, err := windows.CertOpenSystemStore(0, name)
	if err != nil {
		return nil, nil, fmt.Errorf("open the certificate store: %w", err)
	}
	defer func() { err = errors.Join(err, windows.CertCloseStore(store, 0)) }()
	for context := (*windows.CertContext)(nil); ; {
		context, err = windows.CertEnumCertificatesInStore(store, context) // frees the one before
		if err == nil && context == nil || atEnd(err) {
			return contexts, certificates, nil
		}
		if err != nil {
			free(contexts)
			return nil, nil, fmt.Errorf("list the certificate store: %w", err)
		}
		if !hasKey(context) {
			continue
		}
		certificate, parseErr := sign.ParseCertificate(bytes.Clone(unsafe.Slice(context.EncodedCert, context.Length)))
		if parseErr != nil {
			continue // of a kind that cannot be used anyway
		}
		contexts = append(contexts, windows.CertDuplicateCertificateContext(context))
		certificates = append(certificates, certificate)
	}
}

// atEnd reports whether an error says that a store holds no more: one that the maker of a USB key supplies says it in its own way.
func atEnd(err error) bool {
	return errors.Is(err, windows.Errno(windows.CRYPT_E_NOT_FOUND)) || errors.Is(err, windows.ERROR_NO_MORE_FILES)
}

func hasKey(context *windows.CertContext) bool { return len(property(context, keyProviderInfo)) > 0 }

func free(contexts []*windows.CertContext) {
	for _, context := range contexts {
		_ = windows.CertFreeCertificateContext(context) // always succeeds, as its documentation says
	}
}

// List returns the user's own certificates that have a private key, in the store's order.
func List() ([]*x509.Certificate, error) {
	contexts, certificates, err := open()
	free(contexts)
	return certificates, err
}

// Find returns the identity whose certificate's SHA-256 fingerprint begins with the given digits, at least eight, and a function that
// gives the key back. Windows may ask the user for a PIN when it signs. Errors wrap [ErrNotFound], those of [sign.NewIdentity], or are
// the system's.
func Find(fingerprint string) (*sign.Identity, func(), error) {
	contexts, certificates, err := open()
	if err != nil {
		return nil, nil, err
	}
	defer free(contexts)
	i, err := choose(certificates, fingerprint)
	if err != nil {
		return nil, nil, err
	}
	k, err := acquire(contexts[i], certificates[i])
	if err != nil {
		return nil, nil, err
	}
	identity, err := sign.NewIdentity(certificates[i], nil, k)
	if err != nil {
		k.close()
		return nil, nil, err
	}
	return identity, k.close, nil
}
