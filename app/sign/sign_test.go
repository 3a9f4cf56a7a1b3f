package sign

import (
	"bytes"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"zhunsheng/app/pdf"
)

func TestSignFillsTheFieldOfTheRole(t *testing.T) {
	identity := localIdentity(t)
	original := document(t, true)
	look := &box{}
	o := optionsFor(identity, "preparer")
	o.Appearance = look
	signed := mustSign(t, original, o)
	if !bytes.HasPrefix(signed, original) {
		t.Error("the original bytes were touched")
	}
	want := Stamp{
		Role: "编制", Name: "张三", Time: "2023年3月15日", Reason: "绩效自评", Location: "江门",
		FingerprintTail: FingerprintTail(identity.Fingerprint()), Level: LevelSelfMade, Width: 200, Height: 90,
	}
	if len(look.stamps) != 1 || look.stamps[0] != want {
		t.Errorf("stamps %+v, want %+v", look.stamps, want)
	}
	verdict := verify(t, signed)
	expect(t, verdict, KindValidUntrusted)
	if verdict.Revisions != 2 || !slices.Equal(verdict.Unsigned, []string{"reviewer", "approver"}) || len(verdict.Signatures) != 1 {
		t.Fatalf("verdict %+v", verdict)
	}
	got := verdict.Signatures[0]
	if len(got.ByteRange) != 4 || got.ByteRange[1]+got.ByteRange[3]+got.ByteRange[2]-got.ByteRange[1] != len(signed) {
		t.Errorf("range %v of %d bytes", got.ByteRange, len(signed))
	}
	got.ByteRange = nil
	c := identity.Certificate()
	wanted := Signature{
		Kind: KindValidUntrusted, Decision: DecisionApproved, Field: "preparer", Signer: "张三", Name: "张三", Reason: "绩效自评", Location: "江门",
		ClaimedTime: "2023-03-15T09:30:00+08:00", SubFilter: cadesDetached, Algorithm: "RSA-PKCS1-SHA256", KeyType: "RSA", KeyBits: 3072,
		Trust: TrustSelfMade, Chain: []string{}, Revision: 2, DigestOK: true, SignatureOK: true, RangeOK: true, PaddingOK: true, CertificateBound: true,
		CoversRevision: true, CoversFile: true, Changes: []Change{}, Issues: []Issue{},
		Certificate: Certificate{
			Subject: "CN=张三", Issuer: "CN=张三", Serial: strings.ToUpper(c.SerialNumber.Text(16)), NotBefore: c.NotBefore, NotAfter: c.NotAfter,
			KeyUsage: []string{"digitalSignature", "nonRepudiation", "keyCertSign"}, Fingerprint: identity.Fingerprint(), DER: c.Raw,
		},
	}
	if !reflect.DeepEqual(got, wanted) {
		t.Errorf("got  %+v\nwant %+v", got, wanted)
	}
	expect(t, verify(t, signed, identity), KindValid)
}

func TestSignatureDictionaryIsPAdES(t *testing.T) {
	signed := mustSign(t, document(t, true), optionsFor(localIdentity(t), "preparer"))
	for _, want := range []string{"/SubFilter/ETSI.CAdES.detached", "/Filter/Adobe.PPKLite", "/M(D:20230315093000+08'00')", "/SigFlags 3"} {
		if !bytes.Contains(signed, []byte(want)) {
			t.Errorf("%s is missing", want)
		}
	}
}

func TestSameInputGivesTheSameBytes(t *testing.T) {
	for _, identity := range []*Identity{localIdentity(t), ecdsaIdentity(t, "王五", elliptic.P256())} {
		file := document(t, true)
		if !bytes.Equal(mustSign(t, file, optionsFor(identity, "preparer")), mustSign(t, file, optionsFor(identity, "preparer"))) {
			t.Errorf("%s: two runs differ", identity.Algorithm())
		}
	}
}

func TestThreeSignersEachInTheirIncrement(t *testing.T) {
	under, root := issued(t, "李四", issueOptions{usage: x509.KeyUsageContentCommitment})
	signers := []*Identity{localIdentity(t), ecdsaIdentity(t, "王五", elliptic.P384()), under}
	file := document(t, true)
	for i, signer := range signers {
		file = mustSign(t, file, optionsFor(signer, roles[i]))
		expect(t, verify(t, file), KindValidUntrusted)
	}
	verdict, err := Verify(file, VerifyOptions{
		Now: testNow, Trust: []*x509.Certificate{signers[0].Certificate(), signers[1].Certificate(), root}, Required: roles,
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, verdict, KindValid)
	if verdict.Revisions != 4 || len(verdict.Unsigned) != 0 || len(verdict.Missing) != 0 || len(verdict.Signatures) != 3 {
		t.Fatalf("verdict %+v", verdict)
	}
	for i, s := range verdict.Signatures {
		if s.Field != roles[i] || s.Revision != i+2 || s.CoversFile != (i == 2) || s.Trust != TrustConfirmed {
			t.Errorf("signature %+v", s)
		}
		if slices.ContainsFunc(s.Changes, func(c Change) bool { return !c.Permitted }) {
			t.Errorf("%s: changes %+v", s.Field, s.Changes)
		}
	}
	if len(verdict.Signatures[0].Changes) == 0 || len(verdict.Signatures[2].Changes) != 0 {
		t.Error("changes after the first signature not listed, or after the last one listed")
	}
}

func TestNewFields(t *testing.T) {
	identity := localIdentity(t)
	visible := Place{Page: 1, Area: pdf.Rect{X0: 50, Y0: 50, X1: 200, Y1: 100}}
	for _, fields := range []bool{true, false} {
		file := document(t, fields)
		for i, place := range []Place{{}, visible, {Page: 2}} {
			o := optionsFor(identity, "extra"+string(rune('a'+i)))
			o.Place = place
			file = mustSign(t, file, o)
			expect(t, verify(t, file, identity), KindValid)
		}
	}
}

func TestInvisibleSignatureNeedsNoAppearance(t *testing.T) {
	o := optionsFor(localIdentity(t), "extra")
	o.Appearance = nil
	expect(t, verify(t, mustSign(t, document(t, false), o)), KindValidUntrusted)
	o.Field = "preparer"
	expect(t, verify(t, mustSign(t, document(t, true), o)), KindValidUntrusted)
}

func TestSignRefuses(t *testing.T) {
	identity := localIdentity(t)
	file := document(t, true)
	signed := signedBy(t, file, identity)
	expired, _ := issued(t, "李四", issueOptions{x509.KeyUsageDigitalSignature, testNow.AddDate(-2, 0, 0), testNow.AddDate(-1, 0, 0), nil})
	tampered := bytes.Clone(signed)
	tampered[bytes.Index(tampered, []byte("/MediaBox"))+12] ^= 1
	change := func(f func(*Options)) Options {
		o := optionsFor(identity, "reviewer")
		f(&o)
		return o
	}
	tests := []struct {
		name string
		file []byte
		o    Options
		want error
	}{
		{"no PDF", []byte("hello"), optionsFor(identity, "reviewer"), ErrNotIntact},
		{"junk after the end", append(bytes.Clone(file), "junk"...), optionsFor(identity, "reviewer"), ErrNotIntact},
		{"tampered", tampered, optionsFor(identity, "reviewer"), ErrNotIntact},
		{"updated after signing", update(t, signed, func(*pdf.Reader, *pdf.Update) {}), optionsFor(identity, "reviewer"), ErrNotIntact},
		{"field signed", signed, optionsFor(identity, "preparer"), ErrFieldSigned},
		{"no field name", file, optionsFor(identity, ""), ErrField},
		{"full stop in a new name", file, optionsFor(identity, "a.b"), ErrField},
		{"no such page", file, change(func(o *Options) { o.Field, o.Place.Page = "new", 3 }), ErrPlace},
		{"visible without appearance", file, change(func(o *Options) {
			o.Field, o.Appearance, o.Place.Area = "new", nil, pdf.Rect{X1: 10, Y1: 10}
		}), ErrPlace},
		{"appearance fails", file, change(func(o *Options) { o.Appearance = brokenAppearance{} }), errBroken},
		{"no time", file, change(func(o *Options) { o.Time = time.Time{} }), ErrNoTime},
		{"no identity", file, change(func(o *Options) { o.Identity = nil }), ErrSigner},
		{"expired", file, change(func(o *Options) { o.Identity = expired }), ErrExpired},
		{"before the certificate", file, change(func(o *Options) { o.Time = testNow.AddDate(-1, 0, 0) }), ErrNotYetValid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Sign(test.file, test.o); !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v", err, test.want)
			}
		})
	}
	var refusal *NotIntactError
	if _, err := Sign(tampered, optionsFor(identity, "reviewer")); !errors.As(err, &refusal) || refusal.Verdict.Kind != KindTampered {
		t.Errorf("no verdict in %v", err)
	}
}

func TestCertifiedDocumentsAreRespected(t *testing.T) {
	file := update(t, document(t, true), func(r *pdf.Reader, u *pdf.Update) {
		catalog, err := r.Catalog()
		if err != nil {
			t.Fatal(err)
		}
		changed := pdf.Dict{}
		for key, value := range catalog {
			changed[key] = value
		}
		changed["Perms"] = pdf.Dict{"DocMDP": u.Add(pdf.Dict{"Reference": pdf.Array{pdf.Dict{
			"TransformMethod": pdf.Name("DocMDP"), "TransformParams": pdf.Dict{"P": pdf.Int(1)},
		}}})}
		u.Set(r.Root(), changed)
	})
	if _, err := Sign(file, optionsFor(localIdentity(t), "preparer")); !errors.Is(err, ErrForbidden) {
		t.Errorf("error %v", err)
	}
}

func TestVerdictIsStableJSON(t *testing.T) {
	verdict := verify(t, signedBy(t, document(t, true), localIdentity(t), ecdsaIdentity(t, "王五", elliptic.P256())))
	data, err := json.Marshal(verdict)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Kind       string
		Signatures []map[string]any
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for name := range got.Signatures[0] {
		names = append(names, name)
	}
	slices.Sort(names)
	want := "algorithm byteRange certificate certificateBound chain changes claimedTime coversFile coversRevision decision digestOk field issues " +
		"keyBits keyType kind location name paddingOk rangeOk reason revision signatureOk signer subFilter trust"
	if strings.Join(names, " ") != want || got.Kind != "verify.valid-untrusted" {
		t.Errorf("members %v\nkind %s", names, got.Kind)
	}
	var back Verdict
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(&back); err != nil || !bytes.Equal(again, data) {
		t.Errorf("not the same after reading back, error %v", err)
	}
}

func BenchmarkSign(b *testing.B) {
	file, o := document(b, true), optionsFor(localIdentity(b), "preparer")
	for b.Loop() {
		mustSign(b, file, o)
	}
}

func BenchmarkSignThird(b *testing.B) {
	file := signedBy(b, document(b, true), localIdentity(b), localIdentity(b))
	o := optionsFor(localIdentity(b), "approver")
	for b.Loop() {
		mustSign(b, file, o)
	}
}
