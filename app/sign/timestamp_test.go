package sign

import (
	"bytes"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"zhunsheng/app/pdf"
	"zhunsheng/app/sign/tsa"
)

// authority is a timestamp authority that openssl plays: a folder with its keys.
type authority struct {
	folder string
	root   *x509.Certificate
	t      testing.TB
}

const authorityConfig = `
[tsa]
default_tsa = one
[one]
dir = %[1]s
serial = %[1]s/serial
signer_cert = %[1]s/tsa.pem
certs = %[1]s/root.pem
signer_key = %[1]s/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[usage]
extendedKeyUsage = critical,timeStamping
[wrong]
extendedKeyUsage = critical,emailProtection
`

// newAuthority makes a root and a certificate for timestamps under it.
func newAuthority(t testing.TB) *authority {
	t.Helper()
	a := &authority{folder: t.TempDir(), t: t}
	if err := os.WriteFile(a.path("config"), fmt.Appendf(nil, authorityConfig, a.folder), 0o600); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", a.path("root.key"), "-out",
		a.path("root.pem"), "-subj", "/CN=Test Root", "-days", "3650")
	mustRun(t, "openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", a.path("tsa.key"), "-out", a.path("tsa.csr"), "-subj", "/CN=Test TSA")
	mustRun(t, "openssl", "x509", "-req", "-in", a.path("tsa.csr"), "-CA", a.path("root.pem"), "-CAkey", a.path("root.key"), "-CAcreateserial",
		"-out", a.path("tsa.pem"), "-days", "3650", "-extfile", a.path("config"), "-extensions", "usage")
	block, _ := pem.Decode(readFile(t, a.path("root.pem")))
	root, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	a.root = root
	return a
}

func (a *authority) path(name string) string { return filepath.Join(a.folder, name) }

// Timestamp implements [Timestamper].
func (a *authority) Timestamp(request []byte) ([]byte, error) {
	if err := os.WriteFile(a.path("query"), request, 0o600); err != nil {
		return nil, err
	}
	if output, err := run(a.t, "openssl", "ts", "-reply", "-config", a.path("config"), "-queryfile", a.path("query"), "-out", a.path("reply")); err != nil {
		return nil, fmt.Errorf("%w: %s", err, output)
	}
	return os.ReadFile(a.path("reply"))
}

// answer is a Timestamper of a function.
type answer func(request []byte) ([]byte, error)

func (f answer) Timestamp(request []byte) ([]byte, error) { return f(request) }

func verifyAt(t testing.TB, file []byte, now time.Time, trusted ...*x509.Certificate) *Verdict {
	t.Helper()
	verdict, err := Verify(file, VerifyOptions{Now: now, Trust: trusted})
	if err != nil {
		t.Fatal(err)
	}
	return verdict
}

// TestTimestampedSignature: openssl issues the timestamp over HTTP's payload and openssl verifies what stands in the file.
func TestTimestampedSignature(t *testing.T) {
	a := newAuthority(t)
	for name, identity := range map[string]*Identity{"RSA": localIdentity(t), "SM2": sm2Identity(t)} {
		o := optionsFor(identity, "preparer")
		o.Timestamp = a
		signed, err := Sign(document(t, true), o)
		if err != nil || signed.TimestampErr != nil {
			t.Fatal(err, signed.TimestampErr)
		}
		verdict := verifyAt(t, signed.File, testNow, identity.Certificate(), a.root)
		expect(t, verdict, KindValid)
		stamp := verdict.Signatures[0].Timestamp
		if stamp == nil || !stamp.OK || stamp.Trust != TrustConfirmed || stamp.Authority != "Test TSA" || stamp.Algorithm != "RSA-PKCS1-SHA256" ||
			time.Since(stamp.Time).Abs() > time.Hour {
			t.Fatalf("%s: %+v", name, stamp)
		}
		if stamp := verifyAt(t, signed.File, testNow).Signatures[0].Timestamp; !stamp.OK || stamp.Trust != TrustUnknown {
			t.Errorf("%s: nobody trusted: %+v", name, stamp)
		}
		_, cms := extracted(t, signed.File, verdict.Signatures[0])
		parsed, _, err := parseCMS(cms)
		if err != nil {
			t.Fatal(err)
		}
		arguments := []string{
			"ts", "-verify", "-token_in", "-in", writeFile(t, "token", parsed.timestamp), "-CAfile", a.path("root.pem"), "-data",
		}
		if output := mustRun(t, "openssl", append(arguments, writeFile(t, "signature", parsed.signature))...); !strings.Contains(output, "Verification: OK") {
			t.Errorf("%s: %s", name, output)
		}
		if output, err := run(t, "openssl", append(arguments, writeFile(t, "other", []byte("other")))...); err == nil {
			t.Errorf("%s: openssl accepts other bytes: %s", name, output)
		}
		// A further signature leaves it alone.
		expect(t, verify(t, mustSign(t, signed.File, optionsFor(localIdentity(t), "reviewer")), identity, localIdentity(t)), KindValid)
	}
}

// TestTimestampOutlivesTheCertificate: a trusted authority's time shows that the certificate was valid when it signed.
func TestTimestampOutlivesTheCertificate(t *testing.T) {
	a := newAuthority(t)
	now := time.Now()
	under, root := issued(t, "李四", issueOptions{x509.KeyUsageDigitalSignature, now.AddDate(0, 0, -1), now.AddDate(0, 1, 0), nil})
	o := optionsFor(under, "preparer")
	o.Time, o.Timestamp = now, a
	signed, err := Sign(document(t, true), o)
	if err != nil || signed.TimestampErr != nil {
		t.Fatal(err, signed.TimestampErr)
	}
	later := now.AddDate(1, 0, 0)
	expect(t, verifyAt(t, signed.File, later, root), KindCertificateExpired)
	expect(t, verifyAt(t, signed.File, later, root, a.root), KindValid)
}

// TestTimestampFailureKeepsTheSignature: whatever the authority does, the signature is there, and why it has no timestamp is said.
func TestTimestampFailureKeepsTheSignature(t *testing.T) {
	a := newAuthority(t)
	down := errors.New("nobody listens")
	stale, err := a.Timestamp(mustRequest(t, []byte("another signature")))
	if err != nil {
		t.Fatal(err)
	}
	mustRun(t, "openssl", "x509", "-req", "-in", a.path("tsa.csr"), "-CA", a.path("root.pem"), "-CAkey", a.path("root.key"), "-CAcreateserial",
		"-out", a.path("wrong.pem"), "-days", "30", "-extfile", a.path("config"), "-extensions", "wrong")
	for name, authority := range map[string]Timestamper{
		"down":              answer(func([]byte) ([]byte, error) { return nil, down }),
		"rubbish":           answer(func([]byte) ([]byte, error) { return []byte("<html>"), nil }),
		"empty":             answer(func([]byte) ([]byte, error) { return nil, nil }),
		"another signature": answer(func([]byte) ([]byte, error) { return stale, nil }),
		"refusal":           answer(func([]byte) ([]byte, error) { return []byte("\x30\x05\x30\x03\x02\x01\x02"), nil }),
		"without token":     answer(func([]byte) ([]byte, error) { return []byte("\x30\x05\x30\x03\x02\x01\x00"), nil }),
		"trailing bytes": answer(func(request []byte) ([]byte, error) {
			reply, err := a.Timestamp(request)
			return append(reply, 0), err
		}),
		"token flipped": answer(func(request []byte) ([]byte, error) {
			reply, err := a.Timestamp(request)
			reply[len(reply)-1] ^= 1
			return reply, err
		}),
	} {
		o := optionsFor(localIdentity(t), "preparer")
		o.Timestamp = authority
		signed, err := Sign(document(t, true), o)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !errors.Is(signed.TimestampErr, ErrTimestamp) && !errors.Is(signed.TimestampErr, down) {
			t.Errorf("%s: %v", name, signed.TimestampErr)
		}
		verdict := verify(t, signed.File, localIdentity(t))
		expect(t, verdict, KindValid)
		if verdict.Signatures[0].Timestamp != nil {
			t.Errorf("%s: timestamp %+v", name, verdict.Signatures[0].Timestamp)
		}
	}
}

func mustRequest(t testing.TB, signature []byte) []byte {
	t.Helper()
	request, err := newTimestampRequest(signature, big.NewInt(4711))
	if err != nil {
		t.Fatal(err)
	}
	return request
}

// TestForeignTimestampIsAForgery: a token that stands for another signature, put in place of the right one.
func TestForeignTimestampIsAForgery(t *testing.T) {
	a := newAuthority(t)
	reply, err := a.Timestamp(mustRequest(t, []byte("another signature")))
	if err != nil {
		t.Fatal(err)
	}
	token, err := readTimestampResponse(reply)
	if err != nil {
		t.Fatal(err)
	}
	identity := localIdentity(t)
	craft := func(token []byte) []byte {
		return forge(t, document(t, true), optionsFor(identity, "preparer"), timestampRoom, func(s *pdf.Section) []byte {
			parsed, _, err := parseCMS(plainly(t, identity)(s))
			if err != nil {
				t.Fatal(err)
			}
			der, err := withTimestamp(identity, parsed, token)
			if err != nil {
				t.Fatal(err)
			}
			return der
		})
	}
	verdict := verify(t, craft(token), identity)
	expect(t, verdict, KindMalformed)
	if stamp := verdict.Signatures[0].Timestamp; stamp == nil || stamp.OK || stamp.Problem == "" {
		t.Errorf("%+v", stamp)
	}
	verdict = verify(t, craft([]byte{0x30, 0x03, 0x02, 0x01, 0x05}), identity) // not a token at all: told, and otherwise nothing
	expect(t, verdict, KindValid)
	if stamp := verdict.Signatures[0].Timestamp; stamp == nil || stamp.OK || stamp.Problem == "" {
		t.Errorf("%+v", stamp)
	}
	// The content of a token with a flipped bit.
	flipped := bytes.Clone(token)
	flipped[bytes.Index(flipped, sha256Digest.sum([]byte("another signature")))] ^= 1
	expect(t, verify(t, craft(flipped), identity), KindMalformed)
}

// fixedToken is one answer of openssl, kept so that fuzzing starts from something real without starting openssl each time.
var fixedToken = sync.OnceValues(func() ([]byte, error) { return os.ReadFile(filepath.Join("testdata", "timestamp-reply.der")) })

func FuzzTimestampResponse(f *testing.F) {
	reply, err := fixedToken()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(reply)
	f.Add([]byte("\x30\x05\x30\x03\x02\x01\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		token, err := readTimestampResponse(data)
		if err != nil {
			if !errors.Is(err, ErrTimestamp) {
				t.Fatal(err)
			}
			return
		}
		if _, _, err := checkToken(token, []byte("never stamped")); err == nil {
			t.Fatal("a timestamp of something never stamped")
		}
	})
}

// TestTimestampOverHTTP has openssl answer behind a server on this machine, as an authority on the network would.
func TestTimestampOverHTTP(t *testing.T) {
	a := newAuthority(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		reply, err := a.Timestamp(query)
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/timestamp-reply")
		_, _ = w.Write(reply)
	}))
	defer server.Close()
	client, err := tsa.New(t.Context(), server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := optionsFor(ecdsaIdentity(t, "王五", elliptic.P256()), "preparer")
	o.Timestamp = client
	signed, err := Sign(document(t, true), o)
	if err != nil || signed.TimestampErr != nil {
		t.Fatal(err, signed.TimestampErr)
	}
	if stamp := verifyAt(t, signed.File, testNow, a.root).Signatures[0].Timestamp; stamp == nil || !stamp.OK || stamp.Trust != TrustConfirmed {
		t.Errorf("%+v", stamp)
	}
	server.Close()
	if signed, err = Sign(document(t, true), o); err != nil || signed.TimestampErr == nil {
		t.Errorf("after the server's end: %v, %v", err, signed.TimestampErr)
	}
	expect(t, verify(t, signed.File), KindValidUntrusted)
}
