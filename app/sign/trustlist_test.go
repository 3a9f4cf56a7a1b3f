package sign

import (
	"bytes"
	"crypto/elliptic"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
)

func TestTrustListRoundTrip(t *testing.T) {
	list := &TrustList{}
	identities := []*Identity{localIdentity(t), sm2Identity(t), ecdsaIdentity(t, "王五", elliptic.P256())}
	for i, identity := range identities {
		if err := list.Add([]string{"张三（财政局）", "", "# name: x"}[i], identity.Certificate(), testNow); err != nil {
			t.Fatal(err)
		}
	}
	data := list.Encode()
	back, err := ParseTrustList(data)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(back.Encode(), data) {
		t.Errorf("another list came back:\n%s", back.Encode())
	}
	for i, want := range []string{"张三（财政局）", "赵六", "# name: x"} {
		e := back.Entries()[i]
		if e.Name != want || !e.Added.Equal(testNow) || e.Fingerprint() != identities[i].Fingerprint() {
			t.Errorf("%+v", e)
		}
	}
	expect(t, func() *Verdict {
		v, err := Verify(signedBy(t, document(t, true), identities...), VerifyOptions{Now: testNow, Trust: back.Certificates()})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}(), KindValid)
	if output := mustRun(t, "openssl", "crl2pkcs7", "-nocrl", "-certfile", writeFile(t, "trust.pem", data)); !strings.Contains(output, "BEGIN PKCS7") {
		t.Errorf("openssl does not read it: %s", output)
	}
}

func TestTrustListAddAndRemove(t *testing.T) {
	list := &TrustList{}
	one := localIdentity(t)
	if err := list.Add("甲", one.Certificate(), testNow); err != nil {
		t.Fatal(err)
	}
	var again *TrustedError
	if err := list.Add("乙", one.Certificate(), testNow); !errors.Is(err, ErrTrusted) || !errors.As(err, &again) || again.Entry.Name != "甲" {
		t.Errorf("%v", err)
	}
	if err := list.Add("a\nb", sm2Identity(t).Certificate(), testNow); !errors.Is(err, ErrName) {
		t.Errorf("a name of two lines: %v", err)
	}
	for _, bad := range []string{"", "1234", one.Fingerprint()[:8], strings.Repeat("0", 64), one.Fingerprint() + "00"} {
		if _, err := list.Remove(bad); !errors.Is(err, ErrNotTrusted) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	entry, err := list.Remove(strings.ToLower(strings.ReplaceAll(one.Fingerprint()[:14], " ", ":")))
	if err != nil || entry.Name != "甲" || len(list.Entries()) != 0 {
		t.Errorf("%+v, %v", entry, err)
	}
}

func TestTrustListFiles(t *testing.T) {
	certificate := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: localIdentity(t).Certificate().Raw}))
	good := map[string]int{"": 0, "# remark\n\n": 0, certificate: 1, certificate + certificate: 1, strings.ReplaceAll(certificate, "\n", "\r\n"): 1}
	for data, want := range good {
		list, err := ParseTrustList([]byte(data))
		if err != nil || len(list.Entries()) != want {
			t.Errorf("%.60q: %v", data, err)
		}
	}
	for name, bad := range map[string]string{
		"text": "hello", "cut": certificate[:200], "time": "# added: yesterday\n", "key": "-----BEGIN PRIVATE KEY-----\n",
		"damaged": strings.Replace(certificate, "MII", "MIJ", 1), "huge": strings.Repeat(" ", MaxTrustFile+1),
	} {
		if _, err := ParseTrustList([]byte(bad)); !errors.Is(err, ErrTrustList) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseTrustList(f *testing.F) {
	list := &TrustList{}
	if err := list.Add("甲", fixedIdentity(f).Certificate(), testNow); err != nil {
		f.Fatal(err)
	}
	f.Add(list.Encode())
	f.Add([]byte("# name: a\n-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ParseTrustList(data)
		if err != nil {
			return
		}
		encoded := list.Encode()
		back, err := ParseTrustList(encoded)
		if err != nil || !bytes.Equal(back.Encode(), encoded) {
			t.Fatalf("%v:\n%s", err, encoded)
		}
	})
}
