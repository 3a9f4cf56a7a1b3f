package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var testNow = time.Date(2023, 3, 15, 9, 30, 0, 0, time.FixedZone("", 8*3600))

// rsaIdentity is made once: an RSA key takes a second.
var rsaIdentity = sync.OnceValues(func() (*Identity, error) { return NewLocal("张三", testNow.AddDate(0, -1, 0), nil) })

func localIdentity(t testing.TB) *Identity {
	t.Helper()
	identity, err := rsaIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return identity
}

func ecdsaIdentity(t testing.TB, name string, curve elliptic.Curve) *Identity {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	identity, err := selfMade(name, testNow.AddDate(0, -1, 0), rand.Reader, key)
	if err != nil {
		t.Fatal(err)
	}
	return identity
}

type issueOptions struct {
	usage     x509.KeyUsage
	notBefore time.Time
	notAfter  time.Time
	key       crypto.Signer
}

// issued makes an identity under a root, with an intermediate authority between them.
func issued(t testing.TB, name string, o issueOptions) (identity *Identity, root *x509.Certificate) {
	t.Helper()
	newKey := func() *ecdsa.PrivateKey {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	create := func(template, parent *x509.Certificate, public crypto.PublicKey, signer crypto.Signer) *x509.Certificate {
		der, err := x509.CreateCertificate(rand.Reader, template, parent, public, signer)
		if err != nil {
			t.Fatal(err)
		}
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return certificate
	}
	authority := func(serial int64, cn string) *x509.Certificate {
		return &x509.Certificate{
			SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: cn, Organization: []string{"测试认证中心"}},
			NotBefore: testNow.AddDate(-5, 0, 0), NotAfter: testNow.AddDate(100, 0, 0), IsCA: true, BasicConstraintsValid: true,
			KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		}
	}
	rootKey, middleKey := newKey(), newKey()
	root = create(authority(1, "根"), authority(1, "根"), rootKey.Public(), rootKey)
	middle := create(authority(2, "中级"), root, middleKey.Public(), rootKey)
	if o.notBefore.IsZero() {
		o.notBefore, o.notAfter = testNow.AddDate(-1, 0, 0), testNow.AddDate(1, 0, 0)
	}
	if o.key == nil {
		o.key = newKey()
	}
	leaf := create(&x509.Certificate{
		SerialNumber: big.NewInt(77), Subject: pkix.Name{CommonName: name}, NotBefore: o.notBefore, NotAfter: o.notAfter,
		KeyUsage: o.usage, BasicConstraintsValid: true,
	}, middle, o.key.Public(), middleKey)
	identity, err := NewIdentity(leaf, []*x509.Certificate{middle, root}, o.key)
	if err != nil {
		t.Fatal(err)
	}
	return identity, root
}

// tool finds an outside program. A missing one fails the test unless ZS_ALLOW_MISSING_TOOLS=1 is set, which says so in the output.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("ZS_ALLOW_MISSING_TOOLS") == "1" {
		t.Skipf("NOT RUN: %s is not installed", name)
	}
	t.Fatalf("%s is not installed (set ZS_ALLOW_MISSING_TOOLS=1 to go on without it)", name)
	return ""
}

// run starts an outside program and returns everything it wrote.
func run(t testing.TB, name string, arguments ...string) (string, error) {
	t.Helper()
	var output bytes.Buffer
	command := exec.CommandContext(t.Context(), tool(t, name), arguments...)
	command.Stdout, command.Stderr = &output, &output
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	err := command.Run()
	return output.String(), err
}

func mustRun(t testing.TB, name string, arguments ...string) string {
	t.Helper()
	output, err := run(t, name, arguments...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(arguments, " "), err, output)
	}
	return output
}

func writeFile(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// errorReader is a source of randomness that has none.
type errorReader struct{}

var errNoRandomness = errors.New("no randomness")

func (errorReader) Read([]byte) (int, error) { return 0, errNoRandomness }

func hexOf(data []byte) string { return hex.EncodeToString(data) }
