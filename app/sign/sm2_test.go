package sign

import (
	"bytes"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	gmpkcs7 "github.com/emmansun/gmsm/pkcs7"
	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

var madeSM2 = sync.OnceValues(func() (*Identity, error) {
	return NewLocalWith("赵六", AlgorithmSM2, testNow.AddDate(0, -1, 0), nil)
})

func sm2Identity(t testing.TB) *Identity {
	t.Helper()
	identity, err := madeSM2()
	if err != nil {
		t.Fatal(err)
	}
	return identity
}

// issuedSM2 makes an SM2 identity under an SM2 root.
func issuedSM2(t testing.TB, name string) (*Identity, *x509.Certificate) {
	t.Helper()
	create := func(template, parent *x509.Certificate, key, parentKey *sm2.PrivateKey) *x509.Certificate {
		der, err := smx509.CreateCertificate(rand.Reader, template, parent, key.Public(), parentKey)
		if err != nil {
			t.Fatal(err)
		}
		certificate, err := ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return certificate
	}
	keys := make([]*sm2.PrivateKey, 2)
	for i := range keys {
		var err error
		if keys[i], err = sm2.GenerateKey(rand.Reader); err != nil {
			t.Fatal(err)
		}
	}
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "国密根"}, NotBefore: testNow.AddDate(-1, 0, 0),
		NotAfter: testNow.AddDate(100, 0, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	root := create(authority, authority, keys[0], keys[0])
	leaf := create(&x509.Certificate{
		SerialNumber: big.NewInt(9), Subject: pkix.Name{CommonName: name}, NotBefore: testNow.AddDate(0, -1, 0),
		NotAfter: testNow.AddDate(100, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
	}, root, keys[1], keys[0])
	identity, err := NewIdentity(leaf, []*x509.Certificate{root}, keys[1])
	if err != nil {
		t.Fatal(err)
	}
	return identity, root
}

func TestSM2Identity(t *testing.T) {
	identity := sm2Identity(t)
	if identity.Algorithm() != "SM2-SM3" || identity.Level() != LevelSelfMade || identity.Name() != "赵六" {
		t.Errorf("%s %s %s", identity.Algorithm(), identity.Level(), identity.Name())
	}
	if kind, bits := KeyDescription(identity.Certificate().PublicKey); kind != "SM2" || bits != 256 {
		t.Errorf("%s %d", kind, bits)
	}
	der := detachedOver(t, identity, content)
	if bound, err := detachedSize(identity); err != nil || bound < len(der) || bound > len(der)+16 {
		t.Errorf("size bound %d for %d bytes, error %v", bound, len(der), err)
	}
	parsed, _, err := parseCMS(der)
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := parsed.verify(content); !ok || err != nil || !parsed.bound {
		t.Errorf("digest %v, bound %v, error %v", ok, parsed.bound, err)
	}
	if ok, err := parsed.verify(content[1:]); ok || err != nil {
		t.Errorf("other content: digest %v, error %v", ok, err)
	}
	parsed.signature = bytes.Clone(parsed.signature)
	parsed.signature[len(parsed.signature)-1] ^= 1
	if _, err := parsed.verify(content); !errors.Is(err, errSignature) {
		t.Errorf("another signature: %v", err)
	}
	if _, err := NewLocalWith("某", "dsa", testNow, nil); !errors.Is(err, ErrKeyUnsupported) {
		t.Errorf("unknown algorithm: %v", err)
	}
}

// TestSM2KeyNeverPassesAsECDSA: both are of one Go type, and each algorithm must refuse the other's key.
func TestSM2KeyNeverPassesAsECDSA(t *testing.T) {
	ours, nist := sm2Identity(t), ecdsaIdentity(t, "王五", elliptic.P256())
	if err := ecdsaSHA256.verify(ours.Certificate().PublicKey, sha256Digest, content, []byte{1}); !errors.Is(err, errSignature) {
		t.Errorf("%v", err)
	}
	if err := sm2SM3.verify(nist.Certificate().PublicKey, sm3Digest, content, []byte{1}); !errors.Is(err, errSignature) {
		t.Errorf("%v", err)
	}
}

func TestSM2AmongOtherSignatures(t *testing.T) {
	under, root := issuedSM2(t, "钱七")
	signers := []*Identity{localIdentity(t), sm2Identity(t), ecdsaIdentity(t, "王五", elliptic.P256())}
	for _, order := range [][]int{{0, 1, 2}, {1, 0, 2}, {2, 0, 1}} {
		file := document(t, true)
		for i, at := range order {
			file = mustSign(t, file, optionsFor(signers[at], roles[i]))
		}
		expect(t, verify(t, file), KindValidUntrusted)
		expect(t, verify(t, file, signers...), KindValid)
	}
	file := signedBy(t, document(t, true), under, localIdentity(t))
	verdict, err := Verify(file, VerifyOptions{Now: testNow, Trust: []*x509.Certificate{root, localIdentity(t).Certificate()}})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, verdict, KindValid)
	if s := verdict.Signatures[0]; s.Algorithm != "SM2-SM3" || s.Trust != TrustConfirmed || s.TrustedBy != Fingerprint(root) || s.KeyType != "SM2" {
		t.Errorf("%+v", s)
	}
	_, stranger := issuedSM2(t, "钱七")
	verdict, err = Verify(file, VerifyOptions{Now: testNow, Trust: []*x509.Certificate{stranger}})
	if err != nil || verdict.Signatures[0].Trust != TrustUnknown {
		t.Errorf("%v %+v", err, verdict.Signatures[0])
	}
	// A change is found under SM2 as under the others, and blames just the signature that covers it.
	flipped := bytes.Clone(file)
	flipped[bytes.Index(flipped, []byte("/MediaBox"))+12] ^= 1
	expect(t, verify(t, flipped), KindTampered)
}

func TestSM2PKCS12RoundTrip(t *testing.T) {
	under, _ := issuedSM2(t, "钱七")
	for name, test := range map[string]struct {
		identity *Identity
		password string
	}{
		"self-made": {sm2Identity(t), "准绳口令２０２２"}, "issued": {under, "secret"}, "empty password": {under, ""},
	} {
		data, err := test.identity.Encode([]byte(test.password), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(data, []byte(test.password))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got.Fingerprint() != test.identity.Fingerprint() || len(got.Chain()) != len(test.identity.Chain()) {
			t.Errorf("%s: another identity", name)
		}
		if _, err := Decode(data, []byte("not it")); !errors.Is(err, ErrPassword) {
			t.Errorf("%s: wrong password: %v", name, err)
		}
		for at := 0; at < len(data); at += 41 { // never a panic, never another identity
			bad := bytes.Clone(data)
			bad[at] ^= 0x10
			if again, err := Decode(bad, []byte(test.password)); err == nil && again.Fingerprint() != got.Fingerprint() {
				t.Fatalf("%s: flip at %d gives another identity", name, at)
			}
		}
	}
}

func TestPEMIdentities(t *testing.T) {
	for name, identity := range map[string]*Identity{
		"SM2": sm2Identity(t), "RSA": localIdentity(t), "ECDSA": ecdsaIdentity(t, "王五", elliptic.P384()),
	} {
		key, err := smx509.MarshalPKCS8PrivateKey(identity.Signer())
		if err != nil {
			t.Fatal(err)
		}
		algorithm, sealed, err := encryptPBE(key, []byte("口令"), 100, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		wrapped, err := pkcs7Content(oidData, encryptedKey{algorithm, sealed})
		if err != nil {
			t.Fatal(err)
		}
		certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: identity.Certificate().Raw})
		plain := append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), certificate...)
		secret := append([]byte("Bag Attributes\n"), certificate...)
		secret = append(secret, pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: wrapped.Content.Bytes})...)
		for kind, data := range map[string][]byte{"plain": plain, "encrypted": secret} {
			got, err := Decode(data, []byte("口令"))
			if err != nil {
				t.Errorf("%s, %s: %v", name, kind, err)
				continue
			}
			if got.Fingerprint() != identity.Fingerprint() {
				t.Errorf("%s, %s: another certificate", name, kind)
			}
		}
		if _, err := Decode(secret, []byte("错")); !errors.Is(err, ErrPassword) && !errors.Is(err, ErrIdentityFile) {
			t.Errorf("%s: wrong password: %v", name, err)
		}
		if _, err := Decode(certificate, nil); !errors.Is(err, ErrIdentityFile) {
			t.Errorf("%s: without a key: %v", name, err)
		}
	}
}

// TestSM2SignaturesOfAnotherProgram: with the names of RFC 5652 and with those of GM/T 0010, with signed attributes and without.
func TestSM2SignaturesOfAnotherProgram(t *testing.T) {
	identity := sm2Identity(t)
	certificate := (*smx509.Certificate)(identity.Certificate())
	for name, start := range map[string]func([]byte) (*gmpkcs7.SignedData, error){
		"RFC 5652": func(data []byte) (*gmpkcs7.SignedData, error) {
			signed, err := gmpkcs7.NewSignedData(data)
			signed.SetDigestAlgorithm(gmpkcs7.OIDDigestAlgorithmSM3)
			return signed, err
		},
		"GM/T 0010": gmpkcs7.NewSMSignedData,
	} {
		for _, attributes := range []bool{true, false} {
			signed, err := start(content)
			if err != nil {
				t.Fatal(err)
			}
			if attributes {
				err = signed.AddSigner(certificate, identity.Signer(), gmpkcs7.SignerInfoConfig{})
			} else {
				err = signed.SignWithoutAttr(certificate, identity.Signer(), gmpkcs7.SignerInfoConfig{})
			}
			if err != nil {
				t.Fatal(err)
			}
			signed.Detach()
			der, err := signed.Finish()
			if err != nil {
				t.Fatal(err)
			}
			parsed, _, err := parseCMS(der)
			if err != nil {
				t.Errorf("%s, attributes %t: %v", name, attributes, err)
				continue
			}
			if ok, err := parsed.verify(content); !ok || err != nil {
				t.Errorf("%s, attributes %t: digest %t, %v", name, attributes, ok, err)
			}
			if ok, err := parsed.verify(content[1:]); ok && err == nil {
				t.Errorf("%s, attributes %t: other content accepted", name, attributes)
			}
		}
	}
}

// TestOpenSSLChecksSM2ByHand: openssl's cms command knows no SM2, so the two steps are taken one by one: the signature over the
// signed attributes with SM2, the digest of the content with SM3.
func TestOpenSSLChecksSM2ByHand(t *testing.T) {
	identity := sm2Identity(t)
	parsed, _, err := parseCMS(detachedOver(t, identity, content))
	if err != nil {
		t.Fatal(err)
	}
	certificate := writeFile(t, "certificate.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: identity.Certificate().Raw}))
	public := writeFile(t, "public.pem", []byte(mustRun(t, "openssl", "x509", "-in", certificate, "-noout", "-pubkey")))
	attributes, signature := writeFile(t, "attributes", parsed.attributes), writeFile(t, "signature", parsed.signature)
	check := func(message string) (string, error) {
		return run(t, "openssl", "dgst", "-sm3", "-verify", public, "-sigopt", "distid:1234567812345678", "-signature", signature, message)
	}
	if output, err := check(attributes); err != nil || !strings.Contains(output, "Verified OK") {
		t.Errorf("%v %s", err, output)
	}
	if output, err := check(writeFile(t, "other", append(parsed.attributes, 0))); err == nil {
		t.Errorf("another message accepted: %s", output)
	}
	output := mustRun(t, "openssl", "dgst", "-sm3", "-r", writeFile(t, "content", content))
	if want := strings.Fields(output)[0]; want != hexOf(parsed.contentDigest) {
		t.Errorf("digest %s, openssl says %s", hexOf(parsed.contentDigest), want)
	}
	// The certificate is an SM2 signature of its own.
	attributes, signature = writeFile(t, "tbs", identity.Certificate().RawTBSCertificate), writeFile(t, "signature", identity.Certificate().Signature)
	if output, err := check(attributes); err != nil || !strings.Contains(output, "Verified OK") {
		t.Errorf("certificate: %v %s", err, output)
	}
}

// TestOpenSSLAndSM2Identities: each reads what the other wrote.
func TestOpenSSLAndSM2Identities(t *testing.T) {
	identity := sm2Identity(t)
	data, err := identity.Encode([]byte("pass"), nil)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	key := filepath.Join(folder, "key.pem")
	mustRun(t, "openssl", "pkcs12", "-in", writeFile(t, "ours.p12", data), "-passin", "pass:pass", "-nodes", "-out", key)
	if got, err := Decode(readFile(t, key), nil); err != nil || got.Fingerprint() != identity.Fingerprint() {
		t.Errorf("PEM: %v", err)
	}
	for name, arguments := range map[string][]string{
		"default": nil, "3DES": {"-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"},
	} {
		theirs := filepath.Join(folder, name+".p12")
		mustRun(t, "openssl", append([]string{"pkcs12", "-export", "-in", key, "-passout", "pass:二", "-out", theirs}, arguments...)...)
		got, err := Load(theirs, []byte("二"), testNow)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Fingerprint() != identity.Fingerprint() {
			t.Errorf("%s: another certificate", name)
		}
	}
	// An identity made by openssl signs and verifies here.
	theirKey, theirCertificate := filepath.Join(folder, "their.key"), filepath.Join(folder, "their.pem")
	mustRun(t, "openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", theirKey)
	mustRun(t, "openssl", "req", "-new", "-x509", "-key", theirKey, "-sm3", "-sigopt", "distid:1234567812345678", "-subj", "/CN=OpenSSL", "-days",
		"30", "-addext", "keyUsage=digitalSignature", "-out", theirCertificate)
	theirs, err := Decode(append(readFile(t, theirKey), readFile(t, theirCertificate)...), nil)
	if err != nil {
		t.Fatal(err)
	}
	if theirs.Algorithm() != "SM2-SM3" || theirs.Level() != LevelSelfMade {
		t.Errorf("%s %s", theirs.Algorithm(), theirs.Level())
	}
}
