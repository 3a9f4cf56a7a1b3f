package sign_test

import (
	"crypto/rand"
	"crypto/x509"
	"testing"
	"time"

	"zhunsheng/app/sign"
	"zhunsheng/storage/bundle"
)

func TestBundleSignatures(t *testing.T) {
	now := time.Date(2023, 2, 1, 0, 0, 0, 0, time.UTC)
	message := []byte("DSSEv1 message")
	for _, algorithm := range []sign.Algorithm{sign.AlgorithmECDSA, sign.AlgorithmSM2, sign.AlgorithmRSA} {
		id, err := sign.NewLocalWith("填报人", algorithm, now, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		s, err := (sign.BundleSigner{Identity: id}).Sign(message)
		if err != nil {
			t.Fatalf("%s: %v", algorithm, err)
		}
		v := sign.BundleVerifier{Now: now.AddDate(0, 0, 1)}
		if who, err := v.Verify(message, s); err != nil || who.Trusted || who.Name != "填报人" || !who.Checked {
			t.Errorf("%s: %+v %v", algorithm, who, err)
		}
		v.Trust = []*x509.Certificate{id.Certificate()}
		if who, err := v.Verify(message, s); err != nil || !who.Trusted {
			t.Errorf("%s: %+v %v", algorithm, who, err)
		}
		v.Now = now.AddDate(100, 0, 0)
		if who, err := v.Verify(message, s); err != nil || who.Trusted {
			t.Errorf("%s, expired: %+v %v", algorithm, who, err)
		}
		if _, err := v.Verify([]byte("DSSEv1 Message"), s); err == nil {
			t.Errorf("%s: another message is accepted", algorithm)
		}
		spoiled := s
		spoiled.KeyID = "0"
		if _, err := v.Verify(message, spoiled); err == nil {
			t.Errorf("%s: another name is accepted", algorithm)
		}
		spoiled = s
		spoiled.Chain = nil
		if _, err := v.Verify(message, spoiled); err == nil {
			t.Errorf("%s: accepted without a certificate", algorithm)
		}
	}
	if _, err := (sign.BundleVerifier{}).Verify(message, bundle.Signature{Algorithm: "Ed25519"}); err != bundle.ErrAlgorithm {
		t.Errorf("got %v", err)
	}
}
