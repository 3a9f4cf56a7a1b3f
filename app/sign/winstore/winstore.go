// Package winstore signs with certificates of the Windows certificate store: those of smart cards and USB keys whose maker supplies a
// Windows driver, and those that an administrator put on the machine. Keys stay where they are; Windows asks for the PIN itself.
//
// [List] shows the user's own certificates that have a key, [Find] gives one of them as a [zhunsheng/app/sign.Identity]. Keys of the
// current providers sign through NCryptSignHash, those of the older ones through CryptSignHash; RSA with PKCS #1 v1.5 and ECDSA on the
// curves of NIST. SM2 keys are not offered by Windows.
//
// On other systems every call fails with [ErrUnavailable].
package winstore

import (
	"crypto/x509"
	"errors"
	"fmt"
	"strings"

	"zhunsheng/app/sign"
)

// Sentinel errors.
var (
	// ErrUnavailable means that this system has no Windows certificate store.
	ErrUnavailable = errors.New("the Windows certificate store is there on Windows only")
	// ErrNotFound means that no certificate, or more than one, has the fingerprint.
	ErrNotFound = errors.New("no single certificate of the store has this fingerprint")
)

// minPrefix is how much of a fingerprint must be given: eight hexadecimal digits.
const minPrefix = 8

// choose returns the place of the certificate whose fingerprint begins with the given digits, in any grouping and letter case.
func choose(all []*x509.Certificate, fingerprint string) (int, error) {
	plain := strings.NewReplacer(" ", "", ":", "", "-", "")
	digits := strings.ToUpper(plain.Replace(fingerprint))
	found := -1
	for i, certificate := range all {
		if len(digits) < minPrefix || !strings.HasPrefix(plain.Replace(sign.Fingerprint(certificate)), digits) {
			continue
		}
		if found >= 0 {
			return -1, fmt.Errorf("%w: %q fits several", ErrNotFound, fingerprint)
		}
		found = i
	}
	if found < 0 {
		return -1, fmt.Errorf("%w: %q", ErrNotFound, fingerprint)
	}
	return found, nil
}
