package sign

import (
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"testing"

	"zhunsheng/app/pdf"
)

func TestForgedShapes(t *testing.T) {
	identity := ecdsaIdentity(t, "王五", elliptic.P256())
	o := optionsFor(identity, "preparer")
	file := document(t, true)
	plain := plainly(t, identity)
	twin, err := selfMade("王五", testNow.AddDate(0, -1, 0), rand.Reader, identity.Signer())
	if err != nil {
		t.Fatal(err)
	}
	expiredKind, _ := issued(t, "李四", issueOptions{x509.KeyUsageDigitalSignature, testNow.AddDate(-2, 0, 0), testNow.AddDate(0, 0, -1), nil})
	early, _ := issued(t, "李四", issueOptions{x509.KeyUsageDigitalSignature, testNow.AddDate(0, 0, 1), testNow.AddDate(1, 0, 0), nil})
	unsuitable, _ := issued(t, "李四", issueOptions{usage: x509.KeyUsageKeyEncipherment})
	backdated := o
	backdated.Time = testNow.AddDate(-1, 0, 0)

	tests := []struct {
		name string
		file []byte
		want Kind
	}{
		{"zero padding", forge(t, file, o, 200, plain), KindValidUntrusted},
		{"padding that is not zero", forge(t, file, o, 200, func(s *pdf.Section) []byte {
			return append(plain(s), 0, 0, 0, 7)
		}), KindMalformed},
		{"widened gap", forge(t, file, o, 0, func(s *pdf.Section) []byte {
			moveRange(s, 0, 3)
			return plain(s)
		}), KindMalformed},
		{"narrowed gap", forge(t, file, o, 0, func(s *pdf.Section) []byte {
			moveRange(s, -1, 0)
			return plain(s)
		}), KindMalformed},
		{"range that ends early", forge(t, file, o, 0, func(s *pdf.Section) []byte {
			s.Signature.Signed[3] -= 7
			writeRange(s)
			return plain(s)
		}), KindMalformed},
		{"range that starts late", forge(t, file, o, 0, func(s *pdf.Section) []byte {
			s.Signature.Signed[0]++
			s.Signature.Signed[1]--
			writeRange(s)
			return plain(s)
		}), KindMalformed},
		{"swapped certificate", forge(t, file, o, 16, swapped(t, identity, twin)), KindCertificateSwapped},
		{"certificate of another key", forge(t, file, o, 1000, swapped(t, identity, localIdentity(t))), KindCertificateSwapped},
		{"signature of another key", forge(t, file, o, 16, func(s *pdf.Section) []byte {
			before, after := s.Signature.SignedBytes(s.Data)
			attributes, _ := signedAttributes(identity, sha256Digest.sum(before, after))
			other := ecdsaIdentity(t, "某", elliptic.P256())
			signature, _ := other.scheme.sign(other.signer, nil, sha256Digest, attributes)
			der, err := assemble(identity, attributes, signature, nil)
			if err != nil {
				t.Fatal(err)
			}
			return der
		}), KindTampered},
		{"no CMS", forge(t, file, o, 0, func(*pdf.Section) []byte { return []byte("rubbish") }), KindMalformed},
		{"expired", forge(t, file, optionsFor(expiredKind, "preparer"), 0, plainly(t, expiredKind)), KindCertificateExpired},
		{"not yet valid", forge(t, file, optionsFor(early, "preparer"), 0, plainly(t, early)), KindCertificateNotYetValid},
		{"wrong usage", forge(t, file, optionsFor(unsuitable, "preparer"), 0, plainly(t, unsuitable)), KindCertificateUnsuitable},
		{"back-dated", forge(t, file, backdated, 0, plain), KindCertificateNotYetValid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { expect(t, verify(t, test.file), test.want) })
	}
}

// swapped signs with one identity's key and reference, and encloses the certificate of another.
func swapped(t testing.TB, signer, enclosed *Identity) func(*pdf.Section) []byte {
	return func(s *pdf.Section) []byte {
		before, after := s.Signature.SignedBytes(s.Data)
		attributes, err := signedAttributes(signer, sha256Digest.sum(before, after))
		if err != nil {
			t.Fatal(err)
		}
		signature, err := signer.scheme.sign(signer.signer, nil, sha256Digest, attributes)
		if err != nil {
			t.Fatal(err)
		}
		der, err := assemble(enclosed, attributes, signature, nil)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
}

// moveRange shifts where the gap begins and ends.
func moveRange(s *pdf.Section, begin, end int) {
	s.Signature.Signed[1] += begin
	s.Signature.Signed[2] += end
	s.Signature.Signed[3] -= end
	writeRange(s)
}

func writeRange(s *pdf.Section) {
	text := pdf.Array{}
	for _, n := range s.Signature.Signed {
		text = append(text, pdf.Int(n))
	}
	place := s.Data[s.Signature.ByteRange.Start:s.Signature.ByteRange.End]
	for i := range place {
		place[i] = ' '
	}
	written, _ := pdf.Append(nil, text)
	copy(place, written)
}
