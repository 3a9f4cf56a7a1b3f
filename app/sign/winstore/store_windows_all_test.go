//go:build all && windows

package winstore

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
	"software.sslmate.com/src/go-pkcs12"

	"zhunsheng/app/pdf"
	"zhunsheng/app/sign"
)

// installed puts an identity into the user's store for the time of a test.
func installed(t *testing.T) *x509.Certificate {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "Zhunsheng test"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	data, err := pkcs12.LegacyDES.Encode(key, certificate, nil, "test")
	if err != nil {
		t.Fatal(err)
	}
	password, err := windows.UTF16PtrFromString("test")
	if err != nil {
		t.Fatal(err)
	}
	imported, err := windows.PFXImportCertStore(&windows.CryptDataBlob{Size: uint32(len(data)), Data: &data[0]}, password, windows.CRYPT_USER_KEYSET)
	if err != nil {
		t.Fatal(err)
	}
	context, err := windows.CertEnumCertificatesInStore(imported, nil)
	if err != nil {
		t.Fatal(err)
	}
	store := openMine(t)
	if err := windows.CertAddCertificateContextToStore(store, context, windows.CERT_STORE_ADD_ALWAYS, nil); err != nil {
		t.Fatal(err)
	}
	// Wine writes certificate and key only when nobody holds them any more.
	if err := errors.Join(windows.CertFreeCertificateContext(context), windows.CertCloseStore(imported, 0), windows.CertCloseStore(store, 0)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { removeFromMine(t, certificate) })
	return certificate
}

func openMine(t *testing.T) windows.Handle {
	t.Helper()
	name, err := windows.UTF16PtrFromString("MY")
	if err != nil {
		t.Fatal(err)
	}
	store, err := windows.CertOpenSystemStore(0, name)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// removeFromMine takes the test's certificate out of the user's store again.
func removeFromMine(t *testing.T, certificate *x509.Certificate) {
	store := openMine(t)
	defer func() { _ = windows.CertCloseStore(store, 0) }()
	for context := (*windows.CertContext)(nil); ; {
		var err error
		if context, err = windows.CertEnumCertificatesInStore(store, context); err != nil || context == nil {
			t.Errorf("the test's certificate is gone: %v", err)
			return
		}
		if bytes.Equal(unsafe.Slice(context.EncodedCert, context.Length), certificate.Raw) {
			if err := windows.CertDeleteCertificateFromStore(context); err != nil {
				t.Error(err)
			}
			return
		}
	}
}

// TestStoreSigns signs a PDF with a key of the Windows store.
func TestStoreSigns(t *testing.T) {
	certificate := installed(t)
	all, err := List()
	if err != nil {
		t.Fatal(err)
	}
	seen := false
	for _, one := range all {
		seen = seen || one.Equal(certificate)
	}
	if !seen {
		t.Fatalf("the certificate is not among the %d of the store", len(all))
	}
	identity, end, err := Find(sign.Fingerprint(certificate))
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	w := pdf.NewWriter(pdf.Options{})
	w.AddPage(595, 842)
	file, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := sign.Sign(file, sign.Options{Identity: identity, Field: "preparer", Time: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	verdict, err := sign.Verify(signed.File, sign.VerifyOptions{Now: time.Now(), Trust: []*x509.Certificate{certificate}})
	if err != nil || verdict.Kind != sign.KindValid {
		t.Errorf("%+v, %v", verdict, err)
	}
}
