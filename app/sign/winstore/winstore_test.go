package winstore

import (
	"crypto/x509"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"zhunsheng/app/sign"
)

func TestChoose(t *testing.T) {
	var all []*x509.Certificate
	for _, name := range []string{"甲", "乙"} {
		identity, err := sign.NewLocalWith(name, sign.AlgorithmECDSA, time.Date(2023, 3, 15, 0, 0, 0, 0, time.UTC), nil)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, identity.Certificate())
	}
	whole := sign.Fingerprint(all[1])
	for _, given := range []string{whole, strings.ToLower(whole), strings.ReplaceAll(whole, " ", ":"), whole[:14]} {
		if i, err := choose(all, given); i != 1 || err != nil {
			t.Errorf("%q: %d, %v", given, i, err)
		}
	}
	for _, given := range []string{"", whole[:4], strings.Repeat("0", 64)} {
		if _, err := choose(all, given); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v", given, err)
		}
	}
	if _, err := choose([]*x509.Certificate{all[0], all[0]}, sign.Fingerprint(all[0])); !errors.Is(err, ErrNotFound) {
		t.Error("twice the same")
	}
}

func TestOtherSystemsSaySo(t *testing.T) {
	if runtime.GOOS == "windows" {
		if _, _, err := Find("00000000"); !errors.Is(err, ErrNotFound) {
			t.Errorf("%v", err)
		}
		return
	}
	if _, err := List(); !errors.Is(err, ErrUnavailable) {
		t.Errorf("%v", err)
	}
	if _, _, err := Find("00000000"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("%v", err)
	}
}
