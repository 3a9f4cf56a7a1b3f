package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/pem"
	"io"
	"testing"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
	"software.sslmate.com/src/go-pkcs12"

	"zhunsheng/app/pdf"
)

// fixedKey always signs the same message with the same bytes, so that every fuzzing process has the same seeds.
type fixedKey struct{ *ecdsa.PrivateKey }

func (k fixedKey) Sign(_ io.Reader, digest []byte, options crypto.SignerOpts) ([]byte, error) {
	return k.PrivateKey.Sign(nil, digest, options)
}

// fixedIdentity is the same in every process.
func fixedIdentity(t testing.TB) *Identity {
	t.Helper()
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), bytes.Repeat([]byte{0x5a}, 32))
	if err != nil {
		t.Fatal(err)
	}
	identity, err := selfMade("王五", testNow.AddDate(0, -1, 0), bytes.NewReader(bytes.Repeat([]byte{7}, 1024)), fixedKey{key})
	if err != nil {
		t.Fatal(err)
	}
	return identity
}

func FuzzParseCMS(f *testing.F) {
	der := detachedOver(f, fixedIdentity(f), content)
	f.Add(der)
	f.Add(indefinite(f, der, 4))
	f.Add([]byte("\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		parsed, size, err := parseCMS(data)
		if err != nil {
			return
		}
		if size <= 0 || size > len(data) {
			t.Fatalf("size %d of %d", size, len(data))
		}
		if ok, err := parsed.verify([]byte("something else")); ok && err == nil {
			t.Fatal("a signature over something never signed")
		}
	})
}

func FuzzDecode(f *testing.F) {
	data, err := pkcs12.Modern2023.WithIterations(1).Encode(fixedIdentity(f).Signer().(fixedKey).PrivateKey, fixedIdentity(f).Certificate(), nil, "x")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		if identity, err := Decode(data, []byte("x")); (err == nil) == (identity == nil) {
			t.Errorf("identity %v with error %v", identity, err)
		}
	})
}

func FuzzVerify(f *testing.F) {
	identity := fixedIdentity(f)
	original := document(f, true)
	file := signedBy(f, original, identity, identity)
	f.Add(original)
	f.Add(file)
	f.Add(file[:len(file)-100])
	f.Add(update(f, file, func(_ *pdf.Reader, u *pdf.Update) { u.Add(pdf.Dict{}) }))
	f.Fuzz(func(t *testing.T, data []byte) {
		verdict, err := Verify(data, VerifyOptions{Now: testNow})
		if err != nil || verdict.Kind == "" {
			t.Fatalf("verdict %+v, error %v", verdict, err)
		}
		// Nobody without the key can make a good file other than those that were signed; the letter case of hexadecimal digits
		// and blank space at the end do not matter.
		if verdict.Kind.Good() && !bytes.HasPrefix(upperDigits(file), upperDigits(bytes.TrimRight(data, "\r\n\t \f\x00"))) {
			t.Fatalf("good, but never signed:\n%q", data)
		}
	})
}

func upperDigits(data []byte) []byte {
	upper := bytes.Clone(data)
	for i, c := range upper {
		if c >= 'a' && c <= 'f' {
			upper[i] -= 'a' - 'A'
		}
	}
	return upper
}

func FuzzDecodePFX(f *testing.F) {
	key, err := new(sm2.PrivateKey).FromECPrivateKey(mustSM2Key(f))
	if err != nil {
		f.Fatal(err)
	}
	template := fixedIdentity(f)
	identity := &Identity{certificate: template.Certificate(), signer: key}
	data, err := encodePFX(identity, []byte("x"), 1, bytes.NewReader(bytes.Repeat([]byte{3}, 4096)))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	plain, err := smx509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: plain}))
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := checkDerivationCost(data, 1000, 0); err != nil {
			return
		}
		for _, decode := range []func(_, _ []byte) (*Identity, error){decodePFX, decodePEM} {
			if identity, err := decode(data, []byte("x")); (err == nil) == (identity == nil) {
				t.Errorf("identity %v with error %v", identity, err)
			}
		}
	})
}

func mustSM2Key(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := sm2.NewPrivateKey(bytes.Repeat([]byte{0x5a}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return &key.PrivateKey
}
