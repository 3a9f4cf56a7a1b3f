package sign

import (
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"slices"
	"testing"
)

func TestTrustIsDrawnFromTheList(t *testing.T) {
	under, root := issued(t, "李四", issueOptions{usage: x509.KeyUsageDigitalSignature})
	_, stranger := issued(t, "李四", issueOptions{usage: x509.KeyUsageDigitalSignature})
	file := signedBy(t, document(t, true), under)
	for name, test := range map[string]struct {
		trust []*x509.Certificate
		want  Trust
		kind  Kind
	}{
		"nobody":           {nil, TrustUnknown, KindValidUntrusted},
		"another root":     {[]*x509.Certificate{stranger}, TrustUnknown, KindValidUntrusted},
		"the root":         {[]*x509.Certificate{root}, TrustConfirmed, KindValid},
		"the issuer":       {[]*x509.Certificate{under.Chain()[0]}, TrustConfirmed, KindValid},
		"the signer alone": {[]*x509.Certificate{under.Certificate()}, TrustConfirmed, KindValid},
	} {
		verdict, err := Verify(file, VerifyOptions{Now: testNow, Trust: test.trust})
		if err != nil {
			t.Fatal(err)
		}
		if chain := verdict.Signatures[0].Chain; !slices.Equal(chain, []string{"中级", "根"}) {
			t.Errorf("%s: chain %v", name, chain)
		}
		by := ""
		if test.want == TrustConfirmed {
			by = Fingerprint(test.trust[0])
		}
		if got := verdict.Signatures[0].TrustedBy; got != by {
			t.Errorf("%s: trusted by %q, want %q", name, got, by)
		}
		if verdict.Kind != test.kind || verdict.Signatures[0].Trust != test.want {
			t.Errorf("%s: %s, %s", name, verdict.Kind, verdict.Signatures[0].Trust)
		}
	}
}

func TestTrustInALocalIdentityIsTrustInNobodyElse(t *testing.T) {
	trusted := localIdentity(t)
	for _, name := range []string{"李四", "张三"} {
		key := ecdsaIdentity(t, name, elliptic.P256()).Signer()
		template := &x509.Certificate{
			SerialNumber: big.NewInt(5), Subject: pkix.Name{CommonName: name}, NotBefore: testNow.AddDate(0, 0, -1),
			NotAfter: testNow.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
		}
		der, err := x509.CreateCertificate(rand.Reader, template, trusted.Certificate(), key.Public(), trusted.Signer())
		if err != nil {
			t.Fatal(err)
		}
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		identity, err := NewIdentity(certificate, []*x509.Certificate{trusted.Certificate()}, key)
		if err != nil {
			t.Fatal(err)
		}
		verdict := verify(t, signedBy(t, document(t, true), identity), trusted)
		expect(t, verdict, KindValidUntrusted)
	}
}
