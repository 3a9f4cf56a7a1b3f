package sign

import (
	"bytes"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"
	"testing"

	"github.com/smallstep/pkcs7"
	"pgregory.net/rapid"
)

var content = []byte("项目支出绩效自评报告")

func detachedOver(t testing.TB, id *Identity, content []byte) []byte {
	t.Helper()
	der, err := signDetached(id, id.scheme.digest.sum(content), nil)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func allIdentities(t testing.TB) map[string]*Identity {
	underRoot, _ := issued(t, "李四", issueOptions{usage: x509.KeyUsageDigitalSignature})
	return map[string]*Identity{
		"RSA": localIdentity(t), "P-256": ecdsaIdentity(t, "王五", elliptic.P256()),
		"P-384": ecdsaIdentity(t, "王五", elliptic.P384()), "P-521": ecdsaIdentity(t, "王五", elliptic.P521()), "issued": underRoot,
	}
}

func TestDetachedSignatureVerifies(t *testing.T) {
	for name, identity := range allIdentities(t) {
		t.Run(name, func(t *testing.T) {
			der := detachedOver(t, identity, content)
			if bound, err := detachedSize(identity); err != nil || bound < len(der) || bound > len(der)+16 {
				t.Errorf("size bound %d for %d bytes, error %v", bound, len(der), err)
			}
			parsed, size, err := parseCMS(append(bytes.Clone(der), 0, 0, 0))
			if err != nil {
				t.Fatal(err)
			}
			if size != len(der) || !parsed.bound || parsed.swapped || len(parsed.others) != len(identity.Chain()) {
				t.Errorf("size %d of %d, bound %v, swapped %v", size, len(der), parsed.bound, parsed.swapped)
			}
			if ok, err := parsed.verify(content[:5], content[5:]); !ok || err != nil {
				t.Errorf("digest %v, error %v", ok, err)
			}
			if ok, err := parsed.verify(content[1:]); ok || err != nil {
				t.Errorf("other content: digest %v, error %v", ok, err)
			}
		})
	}
}

// TestSignedAttributesArePAdES: in DER order, and without the signing-time that PAdES B-B forbids.
func TestSignedAttributesArePAdES(t *testing.T) {
	der := detachedOver(t, localIdentity(t), content)
	parsed, _, err := parseCMS(der)
	if err != nil {
		t.Fatal(err)
	}
	if sorted, err := sortedSet(parsed.attributes); err != nil || !bytes.Equal(sorted, parsed.attributes) {
		t.Errorf("attributes not in DER order, error %v", err)
	}
	if signingTime := []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 5}; bytes.Contains(der, signingTime) {
		t.Error("signing-time stands in the signature")
	}
}

func TestSmallstepAgrees(t *testing.T) {
	for name, identity := range allIdentities(t) {
		parsed, err := pkcs7.Parse(detachedOver(t, identity, content))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		parsed.Content = content
		if err := parsed.Verify(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		parsed.Content = content[1:]
		if err := parsed.Verify(); err == nil {
			t.Errorf("%s: other content accepted", name)
		}
	}
}

func TestOpenSSLAgrees(t *testing.T) {
	for name, identity := range allIdentities(t) {
		t.Run(name, func(t *testing.T) {
			cmsPath := writeFile(t, "signature.der", detachedOver(t, identity, content))
			contentPath, wrongPath := writeFile(t, "content", content), writeFile(t, "wrong", content[1:])
			verify := func(path string) (string, error) {
				return run(t, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", cmsPath, "-content", path,
					"-CAfile", trustFile(t, identity), "-purpose", "any", "-no_check_time", "-out", "/dev/null")
			}
			if output, err := verify(contentPath); err != nil {
				t.Errorf("%v\n%s", err, output)
			}
			if output, err := verify(wrongPath); err == nil {
				t.Errorf("other content accepted\n%s", output)
			}
		})
	}
}

// trustFile writes what openssl shall trust: the root, or the certificate itself.
func trustFile(t testing.TB, identity *Identity) string {
	t.Helper()
	trusted := identity.Certificate()
	if chain := identity.Chain(); len(chain) > 0 {
		trusted = chain[len(chain)-1]
	}
	return writeFile(t, "trust.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: trusted.Raw}))
}

func TestIndefiniteLengthsAreRead(t *testing.T) {
	identity := ecdsaIdentity(t, "王五", elliptic.P256())
	ber := indefinite(t, detachedOver(t, identity, content), 4)
	parsed, size, err := parseCMS(append(bytes.Clone(ber), 0, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := parsed.verify(content); !ok || err != nil || size != len(ber) {
		t.Errorf("digest %v, error %v, size %d of %d", ok, err, size, len(ber))
	}
	mustRun(t, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", writeFile(t, "ber", ber), "-content",
		writeFile(t, "content", content), "-CAfile", trustFile(t, identity), "-purpose", "any", "-no_check_time", "-out", "/dev/null")
}

// indefinite rewrites the outer levels of DER with indefinite lengths.
func indefinite(t testing.TB, der []byte, levels int) []byte {
	t.Helper()
	var out []byte
	for len(der) > 0 {
		header, length, _, err := readHeader(der)
		if err != nil {
			t.Fatal(err)
		}
		if levels > 0 && der[0]&0x20 != 0 {
			out = append(out, der[0], 0x80)
			out = append(out, indefinite(t, der[header:header+length], levels-1)...)
			out = append(out, 0, 0)
		} else {
			out = append(out, der[:header+length]...)
		}
		der = der[header+length:]
	}
	return out
}

func TestContentInsideTheSignatureIsRefused(t *testing.T) {
	identity := ecdsaIdentity(t, "王五", elliptic.P256())
	out := writeFile(t, "out.der", nil)
	mustRun(t, "openssl", "cms", "-sign", "-cades", "-binary", "-stream", "-indef", "-outform", "DER", "-in",
		writeFile(t, "content", content), "-signer", trustFile(t, identity), "-inkey", keyFile(t, identity), "-out", out)
	if _, _, err := parseCMS(readFile(t, out)); !errors.Is(err, errCMS) {
		t.Errorf("error %v", err)
	}
}

func keyFile(t testing.TB, identity *Identity) string {
	t.Helper()
	key, err := x509.MarshalPKCS8PrivateKey(identity.Signer())
	if err != nil {
		t.Fatal(err)
	}
	return writeFile(t, "key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
}

// TestShapesFromOpenSSL reads what other programs write and this one does not.
func TestShapesFromOpenSSL(t *testing.T) {
	for name, test := range map[string]struct {
		identity  *Identity
		arguments []string
		algorithm string
		bound     bool
	}{
		"RSA-PSS":           {localIdentity(t), []string{"-keyopt", "rsa_padding_mode:pss", "-md", "sha512"}, "RSA-PSS-SHA512", false},
		"key identifier":    {localIdentity(t), []string{"-keyid", "-cades", "-md", "sha256"}, "RSA-PKCS1-SHA256", true},
		"no attributes":     {localIdentity(t), []string{"-noattr", "-md", "sha384"}, "RSA-PKCS1-SHA384", false},
		"P-384, no attrs":   {ecdsaIdentity(t, "王五", elliptic.P384()), []string{"-noattr", "-md", "sha384"}, "ECDSA-SHA384", false},
		"reference, SHA512": {ecdsaIdentity(t, "王五", elliptic.P521()), []string{"-cades", "-md", "sha512"}, "ECDSA-SHA512", true},
	} {
		t.Run(name, func(t *testing.T) {
			out := writeFile(t, "out.der", nil)
			mustRun(t, "openssl", append([]string{
				"cms", "-sign", "-binary", "-outform", "DER", "-in", writeFile(t, "content", content), "-out", out,
				"-signer", trustFile(t, test.identity), "-inkey", keyFile(t, test.identity),
			}, test.arguments...)...)
			parsed, _, err := parseCMS(readFile(t, out))
			if err != nil {
				t.Fatal(err)
			}
			if ok, err := parsed.verify(content[:7], content[7:]); !ok || err != nil {
				t.Errorf("digest %v, error %v", ok, err)
			}
			if ok, err := parsed.verify(content[1:]); ok {
				t.Errorf("other content: digest %v, error %v", ok, err)
			}
			if parsed.bound != test.bound || parsed.scheme.name != test.algorithm {
				t.Errorf("bound %v, %s", parsed.bound, parsed.scheme.name)
			}
		})
	}
}

func TestWeakAlgorithmsAreNotAccepted(t *testing.T) {
	identity := localIdentity(t)
	out := writeFile(t, "out.der", nil)
	mustRun(t, "openssl", "cms", "-sign", "-binary", "-outform", "DER", "-in", writeFile(t, "content", content), "-signer",
		trustFile(t, identity), "-inkey", keyFile(t, identity), "-md", "sha1", "-out", out)
	if _, _, err := parseCMS(readFile(t, out)); !errors.Is(err, errAlgorithm) {
		t.Errorf("SHA-1: %v", err)
	}
}

func TestSignatureIsDeterministic(t *testing.T) {
	for name, identity := range allIdentities(t) {
		if !bytes.Equal(detachedOver(t, identity, content), detachedOver(t, identity, content)) {
			t.Errorf("%s: two signatures over the same content differ", name)
		}
	}
}

func TestSwappedCertificateIsNoticed(t *testing.T) {
	// A second certificate for the same key and name: the signature still fits, the signed reference does not.
	first := ecdsaIdentity(t, "王五", elliptic.P256())
	second, err := selfMade("王五", testNow, bytes.NewReader(bytes.Repeat([]byte{7}, 64)), first.Signer())
	if err != nil {
		t.Fatal(err)
	}
	attributes, err := signedAttributes(first, sha256Digest.sum(content))
	if err != nil {
		t.Fatal(err)
	}
	signature, err := first.scheme.sign(first.signer, nil, sha256Digest, attributes)
	if err != nil {
		t.Fatal(err)
	}
	der, err := assemble(second, attributes, signature, nil)
	if err != nil {
		t.Fatal(err)
	}
	parsed, _, err := parseCMS(der)
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := parsed.verify(content); !ok || !errors.Is(err, errSwapped) {
		t.Errorf("digest %v, error %v", ok, err)
	}
}

func TestBERAndDERGiveTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		der := drawDER(t, 4)
		ber := toIndefinite(t, der)
		got, size, err := derOf(append(bytes.Clone(ber), 0xff))
		if err != nil || size != len(ber) || !bytes.Equal(got, der) {
			t.Fatalf("%x became %x, want %x; size %d of %d, error %v", ber, got, der, size, len(ber), err)
		}
	})
}

func drawDER(t *rapid.T, depth int) []byte {
	if depth == 0 || rapid.Bool().Draw(t, "primitive") {
		return appendValue(nil, []byte{0x04}, rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "octets"))
	}
	var contents []byte
	for range rapid.IntRange(0, 3).Draw(t, "children") {
		contents = append(contents, drawDER(t, depth-1)...)
	}
	return appendValue(nil, []byte{rapid.SampledFrom([]byte{0x30, 0x31, 0xa0, 0xa3}).Draw(t, "tag")}, contents)
}

// toIndefinite rewrites DER: constructed values with indefinite lengths, octet strings in pieces, at random.
func toIndefinite(t *rapid.T, der []byte) []byte {
	var out []byte
	for len(der) > 0 {
		header, length, _, err := readHeader(der)
		if err != nil {
			t.Fatal(err)
		}
		body := der[header : header+length]
		identifier := der[0]
		der = der[header+length:]
		switch {
		case identifier == 0x04 && rapid.Bool().Draw(t, "in pieces"):
			cut := rapid.IntRange(0, len(body)).Draw(t, "cut")
			pieces := append(appendValue(nil, []byte{4}, body[:cut]), appendValue(nil, []byte{4}, body[cut:])...)
			out = append(append(append(out, 0x24, 0x80), pieces...), 0, 0)
		case identifier == 0x04:
			out = appendValue(out, []byte{identifier}, body)
		case rapid.Bool().Draw(t, "indefinite"):
			out = append(append(append(out, identifier, 0x80), toIndefinite(t, body)...), 0, 0)
		default:
			out = appendValue(out, []byte{identifier}, toIndefinite(t, body))
		}
	}
	return out
}

func TestMalformedBERIsRefused(t *testing.T) {
	for name, data := range map[string]string{
		"empty": "", "one octet": "\x30", "cut": "\x30\x05\x01", "length of length": "\x30\x85\x01\x01\x01\x01\x01",
		"primitive indefinite": "\x04\x80\x00\x00", "no end": "\x30\x80\x04\x00", "deep": strings.Repeat("\x30\x80", 40),
		"huge": "\x30\x84\xff\xff\xff\xff", "long tag": "\x1f\x81\x81\x81\x81\x01\x00", "tag without end": "\x1f\x81\x81",
	} {
		if _, _, err := derOf([]byte(data)); !errors.Is(err, errBER) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEveryBitOfTheSignatureCounts(t *testing.T) {
	everyBitCounts(t, detachedOver(t, ecdsaIdentity(t, "王五", elliptic.P256()), content), 1)
	everyBitCounts(t, detachedOver(t, localIdentity(t), content), 5) // RSA differs in few places; a sample of bits does
}

func everyBitCounts(t *testing.T, der []byte, step int) {
	t.Helper()
	for i := range der {
		for bit := i % step; bit < 8; bit += step {
			changed := bytes.Clone(der)
			changed[i] ^= 1 << bit
			parsed, size, err := parseCMS(changed)
			if err != nil || size != len(der) {
				continue
			}
			if ok, err := parsed.verify(content); ok && err == nil && parsed.bound {
				t.Errorf("byte %d: %#x became %#x unnoticed (…%x…)", i, der[i], changed[i], der[max(0, i-4):min(len(der), i+5)])
			}
		}
	}
}
