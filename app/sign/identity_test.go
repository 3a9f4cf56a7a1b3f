package sign

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

func TestNewLocalMakesASelfMadeSigningCertificate(t *testing.T) {
	identity := localIdentity(t)
	certificate := identity.Certificate()
	if identity.Name() != "张三" || identity.Level() != LevelSelfMade || len(identity.Chain()) != 0 {
		t.Errorf("name %q, level %q, chain %d", identity.Name(), identity.Level(), len(identity.Chain()))
	}
	if key, ok := certificate.PublicKey.(*rsa.PublicKey); !ok || key.N.BitLen() != 3072 {
		t.Errorf("key %T, want RSA of 3072 bits", certificate.PublicKey)
	}
	want := x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment | x509.KeyUsageCertSign
	if certificate.KeyUsage != want || !certificate.IsCA || !certificate.MaxPathLenZero {
		t.Errorf("usage %b, CA %v", certificate.KeyUsage, certificate.IsCA)
	}
	start := testNow.AddDate(0, -1, 0)
	if !certificate.NotBefore.Equal(start) || !certificate.NotAfter.Equal(start.AddDate(10, 0, 0)) {
		t.Errorf("valid %s to %s", certificate.NotBefore, certificate.NotAfter)
	}
	if !regexp.MustCompile(`^([0-9A-F]{4} ){15}[0-9A-F]{4}$`).MatchString(identity.Fingerprint()) {
		t.Errorf("fingerprint %q", identity.Fingerprint())
	}
	if tail := FingerprintTail(identity.Fingerprint()); len(tail) != 9 || !strings.HasSuffix(identity.Fingerprint(), tail) {
		t.Errorf("tail %q", tail)
	}
}

func TestLocalIdentityTakesClockAndSerialFromItsCaller(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	source := func() *bytes.Reader { return bytes.NewReader(bytes.Repeat([]byte{0xab}, 4096)) }
	one, err := selfMade("张三", testNow, source(), key)
	if err != nil {
		t.Fatal(err)
	}
	two, err := selfMade("张三", testNow, source(), key)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Certificate().RawTBSCertificate, two.Certificate().RawTBSCertificate) {
		t.Error("same clock and randomness, different certificates")
	}
	if serial := one.Certificate().SerialNumber; serial.Sign() <= 0 || len(serial.Bytes()) != 16 {
		t.Errorf("serial number %v", serial)
	}
	if _, err := selfMade("张三", testNow, errorReader{}, key); !errors.Is(err, errNoRandomness) {
		t.Errorf("error %v", err)
	}
}

func TestNamesThatDoNotFitACertificateAreRefused(t *testing.T) {
	for _, name := range []string{"", "   ", strings.Repeat("长", 65), "a\x00b", "a\nb", "\xff"} {
		if _, err := NewLocal(name, testNow, nil); !errors.Is(err, ErrName) {
			t.Errorf("%q: error %v", name, err)
		}
	}
}

func TestPKCS12RoundTrip(t *testing.T) {
	issuedIdentity, _ := issued(t, "李四", issueOptions{usage: x509.KeyUsageDigitalSignature})
	tests := []struct {
		name     string
		identity *Identity
		password string
	}{
		{"RSA, Chinese password", localIdentity(t), "准绳口令２０２２"},
		{"ECDSA P-256", ecdsaIdentity(t, "王五", elliptic.P256()), "secret"},
		{"ECDSA P-384", ecdsaIdentity(t, "王五", elliptic.P384()), "长长长的口令 with spaces"},
		{"ECDSA P-521, empty password", ecdsaIdentity(t, "王五", elliptic.P521()), ""},
		{"issued, with chain", issuedIdentity, "口令"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "身份.p12")
			password := []byte(test.password)
			if err := test.identity.Save(path, password, nil); err != nil {
				t.Fatal(err)
			}
			got, err := Load(path, password, testNow)
			if err != nil {
				t.Fatal(err)
			}
			if got.Fingerprint() != test.identity.Fingerprint() || got.Level() != test.identity.Level() ||
				len(got.Chain()) != len(test.identity.Chain()) {
				t.Errorf("got %q %s with %d above", got.Name(), got.Level(), len(got.Chain()))
			}
			if string(password) != test.password {
				t.Error("the password was changed under its owner")
			}
			if _, err := Load(path, []byte("not it"), testNow); !errors.Is(err, ErrPassword) {
				t.Errorf("wrong password: %v", err)
			}
			if _, err := Load(path, []byte("😀"), testNow); !errors.Is(err, ErrPassword) {
				t.Errorf("password beyond UCS-2: %v", err)
			}
			if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v, error %v", info.Mode(), err)
			}
			if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
				t.Errorf("left beside the identity: %v %v", entries, err)
			}
		})
	}
}

func TestOldEncryptionsAreRead(t *testing.T) {
	identity := localIdentity(t)
	for name, encoder := range map[string]*pkcs12.Encoder{
		"RC2": pkcs12.LegacyRC2, "3DES": pkcs12.LegacyDES, "AES": pkcs12.Modern2023, "PBMAC1": pkcs12.Modern2026,
	} {
		data, err := encoder.Encode(identity.Signer(), identity.Certificate(), nil, "旧口令")
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(data, []byte("旧口令"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Fingerprint() != identity.Fingerprint() {
			t.Errorf("%s: another certificate", name)
		}
		if _, err := Decode(data, []byte("新口令")); !errors.Is(err, ErrPassword) {
			t.Errorf("%s, wrong password: %v", name, err)
		}
	}
}

func TestOpenSSLReadsOurIdentityAndWeReadItsOwn(t *testing.T) {
	identity := localIdentity(t)
	data, err := identity.Encode([]byte("pass"), nil)
	if err != nil {
		t.Fatal(err)
	}
	path := writeFile(t, "ours.p12", data)
	pemPath := filepath.Join(t.TempDir(), "key.pem")
	mustRun(t, "openssl", "pkcs12", "-in", path, "-passin", "pass:pass", "-nodes", "-out", pemPath)
	theirs := filepath.Join(t.TempDir(), "theirs.p12")
	mustRun(t, "openssl", "pkcs12", "-export", "-in", pemPath, "-passout", "pass:二", "-out", theirs)
	got, err := Load(theirs, []byte("二"), testNow)
	if err != nil {
		t.Fatal(err)
	}
	if got.Fingerprint() != identity.Fingerprint() {
		t.Error("another certificate came back")
	}
}

func TestLoadRefusesCertificatesThatMayNotSign(t *testing.T) {
	tests := []struct {
		name string
		o    issueOptions
		want error
	}{
		{"expired", issueOptions{x509.KeyUsageDigitalSignature, testNow.AddDate(-2, 0, 0), testNow.Add(-time.Second), nil}, ErrExpired},
		{"not yet", issueOptions{x509.KeyUsageDigitalSignature, testNow.Add(time.Second), testNow.AddDate(1, 0, 0), nil}, ErrNotYetValid},
		{"encryption only", issueOptions{usage: x509.KeyUsageKeyEncipherment}, ErrUnsuitable},
		{"unrestricted", issueOptions{}, nil},
		{"non-repudiation", issueOptions{usage: x509.KeyUsageContentCommitment}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			identity, _ := issued(t, "李四", test.o)
			path := filepath.Join(t.TempDir(), "id.p12")
			if err := identity.Save(path, []byte("x"), nil); err != nil {
				t.Fatal(err)
			}
			_, err := Load(path, []byte("x"), testNow)
			if !errors.Is(err, test.want) {
				t.Fatalf("error %v, want %v", err, test.want)
			}
			var detail *CertificateError
			if test.want != nil && (!errors.As(err, &detail) || detail.Subject != "李四") {
				t.Errorf("no details in %v", err)
			}
		})
	}
}

func TestSaveNeverOverwrites(t *testing.T) {
	path := writeFile(t, "id.p12", []byte("precious"))
	identity := ecdsaIdentity(t, "王五", elliptic.P256())
	if err := identity.Save(path, []byte("x"), nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("error %v", err)
	}
	if data, _ := os.ReadFile(path); string(data) != "precious" {
		t.Error("the file was overwritten")
	}
	if err := identity.Replace(path, []byte("😀"), nil); !errors.Is(err, ErrPasswordCharacter) {
		t.Errorf("error %v", err)
	}
	if err := identity.Replace(path, []byte("x"), errorReader{}); err == nil {
		t.Error("saved without randomness")
	}
	if data, _ := os.ReadFile(path); string(data) != "precious" {
		t.Error("a failed write changed the file")
	}
	if err := identity.Replace(path, []byte("x"), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path, []byte("x"), testNow); err != nil {
		t.Error(err)
	}
}

func TestBadIdentityFiles(t *testing.T) {
	data, err := pkcs12.Modern2023.WithIterations(1).Encode(localIdentity(t).Signer(), localIdentity(t).Certificate(), nil, "x")
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{
		"empty": nil, "text": []byte("hello"), "cut": data[:len(data)/2], "huge": make([]byte, maxIdentityFile+1),
		"absurd derivation": {0x30, 0x06, 0x02, 0x04, 0x7f, 0xff, 0xff, 0xff},
	} {
		if _, err := Decode(bad, []byte("x")); !errors.Is(err, ErrIdentityFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.p12"), nil, testNow); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
}

func TestKeysOutsideTheAllowedSetAreRefused(t *testing.T) {
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	other, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	certificate := localIdentity(t).Certificate()
	if _, err := NewIdentity(certificate, nil, small); !errors.Is(err, ErrKeyUnsupported) {
		t.Errorf("RSA-1024: %v", err)
	}
	if _, err := NewIdentity(certificate, nil, other); !errors.Is(err, ErrKeyUnsupported) {
		t.Errorf("P-224: %v", err)
	}
	stranger := ecdsaIdentity(t, "王五", elliptic.P256())
	if _, err := NewIdentity(certificate, nil, stranger.Signer()); !errors.Is(err, ErrKeyMismatch) {
		t.Errorf("foreign key: %v", err)
	}
}

func TestWipe(t *testing.T) {
	password := []byte("口令")
	Wipe(password)
	if !bytes.Equal(password, make([]byte, len(password))) {
		t.Error("password still there")
	}
}

func BenchmarkLoadIdentity(b *testing.B) {
	data, err := localIdentity(b).Encode([]byte("口令"), nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Decode(data, []byte("口令")); err != nil {
			b.Fatal(err)
		}
	}
}
