//go:build all && linux

package token

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"zhunsheng/app/pdf"
	"zhunsheng/app/sign"
)

// These tests need softhsm2, opensc and openssl: "make test-all".

const library = "/usr/lib/softhsm/libsofthsm2.so"

func run(t *testing.T, name string, arguments ...string) string {
	t.Helper()
	output, err := exec.Command(name, arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, arguments, err, output)
	}
	return string(output)
}

// newToken makes a token with an RSA and an ECDSA key, made inside, and certificates for them made with openssl's help outside.
func newToken(t *testing.T) {
	t.Helper()
	folder := t.TempDir()
	config := filepath.Join(folder, "softhsm2.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, "directories.tokendir = %s\nobjectstore.backend = file\n", folder), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOFTHSM2_CONF", config)
	run(t, "softhsm2-util", "--init-token", "--free", "--label", "准绳", "--pin", "1234", "--so-pin", "87654321")
	for id, kind := range map[string][]string{
		"01": {"-newkey", "rsa:2048"}, "02": {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"},
	} {
		pemKey, der, keyDER := filepath.Join(folder, id+".key"), filepath.Join(folder, id+".der"), filepath.Join(folder, id+".p8")
		run(t, "openssl", append([]string{
			"req", "-x509", "-nodes", "-keyout", pemKey, "-out", der, "-outform", "DER", "-subj", "/CN=Token " + id, "-days", "30",
			"-addext", "keyUsage=digitalSignature",
		}, kind...)...)
		run(t, "openssl", "pkcs8", "-topk8", "-nocrypt", "-in", pemKey, "-out", keyDER)
		run(t, "softhsm2-util", "--import", keyDER, "--token", "准绳", "--label", "key "+id, "--id", id, "--pin", "1234")
		run(t, "pkcs11-tool", "--module", library, "--token-label", "准绳", "--login", "--pin", "1234", "--write-object", der, "--type", "cert",
			"--id", id, "--label", "cert "+id)
	}
}

func pin(text string) PIN { return func() ([]byte, error) { return []byte(text), nil } }

// TestSoftHSM runs everything on one loaded library: SoftHSM reads its configuration once a process.
func TestSoftHSM(t *testing.T) {
	newToken(t)
	module, err := Open(library)
	if err != nil {
		t.Fatal(err)
	}
	slot, err := module.Find("准绳")
	if err != nil || slot.Maker != "SoftHSM project" {
		t.Fatalf("%+v, %v", slot, err)
	}
	if _, err := module.Find("other"); !errors.Is(err, ErrAbsent) {
		t.Errorf("another token: %v", err)
	}
	if _, err := module.Login(slot.ID, pin("9999")); !errors.Is(err, ErrPIN) {
		t.Errorf("wrong PIN: %v", err)
	}
	if _, err := module.Login(99999, pin("1234")); !errors.Is(err, ErrAbsent) {
		t.Errorf("no slot: %v", err)
	}
	given := []byte("1234")
	session, err := module.Login(slot.ID, func() ([]byte, error) { return given, nil })
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(given, make([]byte, 4)) {
		t.Error("the PIN was not wiped")
	}
	all, err := session.Certificates()
	if err != nil || len(all) != 2 {
		t.Fatalf("%d certificates, %v", len(all), err)
	}
	if _, err := session.Identity(""); !errors.Is(err, ErrSeveral) {
		t.Errorf("without a label: %v", err)
	}
	if _, err := session.Identity("none"); !errors.Is(err, ErrAbsent) {
		t.Errorf("another label: %v", err)
	}
	file := document(t)
	for i, label := range []string{"cert 01", "cert 02"} {
		identity, err := session.Identity(label)
		if err != nil {
			t.Fatal(err)
		}
		signAndCheck(t, identity)
		signed, err := sign.Sign(file, sign.Options{Identity: identity, Field: []string{"preparer", "reviewer"}[i], Time: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		file = signed.File
	}
	verdict, err := sign.Verify(file, sign.VerifyOptions{Now: time.Now()})
	if err != nil || verdict.Kind != sign.KindValidUntrusted || len(verdict.Signatures) != 2 {
		t.Errorf("%+v, %v", verdict, err)
	}
	if err := errors.Join(session.Close(), module.Close()); err != nil {
		t.Error(err)
	}
}

func signAndCheck(t *testing.T, identity *sign.Identity) {
	t.Helper()
	digest := sha256.Sum256([]byte("绩效"))
	signature, err := identity.Signer().Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	switch public := identity.Signer().Public().(type) {
	case *rsa.PublicKey:
		if err := rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], signature); err != nil {
			t.Error(err)
		}
	case *ecdsa.PublicKey:
		if !ecdsa.VerifyASN1(public, digest[:], signature) {
			t.Error("the ECDSA signature does not fit")
		}
	}
}

func document(t *testing.T) []byte {
	t.Helper()
	w := pdf.NewWriter(pdf.Options{})
	page := w.AddPage(595, 842)
	for i, role := range []string{"preparer", "reviewer"} {
		w.AddSignatureField(pdf.SignatureField{Name: role, Page: page, Area: pdf.Rect{X0: 100, Y0: 100 + 120*float64(i), X1: 300, Y1: 190 + 120*float64(i)}})
	}
	file, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return file
}
