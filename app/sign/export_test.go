package sign

import (
	"crypto/x509"
	"testing"

	"zhunsheng/app/pdf"
)

// What the suite in package sign_test needs of the tests inside the package.
var (
	TestNow  = testNow
	IssuedBy = issued
	Update   = update
)

// IssueOptions are those of IssuedBy.
type IssueOptions = issueOptions

// Encryption is a key usage that does not allow signing.
func Encryption() IssueOptions { return issueOptions{usage: x509.KeyUsageKeyEncipherment} }

// Expired is a validity that ended the day before the tests' clock.
func Expired() IssueOptions {
	return issueOptions{usage: x509.KeyUsageDigitalSignature, notBefore: testNow.AddDate(-2, 0, 0), notAfter: testNow.AddDate(0, 0, -1)}
}

// ForgeWidened signs with a gap that is wider than the string in it.
func ForgeWidened(t testing.TB, file []byte, o Options) []byte {
	plain := plainly(t, o.Identity)
	return forge(t, file, o, 0, func(s *pdf.Section) []byte {
		moveRange(s, 0, 3)
		return plain(s)
	})
}

// ForgeSwapped signs with one identity and encloses the certificate of another.
func ForgeSwapped(t testing.TB, file []byte, o Options, enclosed *Identity) []byte {
	return forge(t, file, o, 1000, swapped(t, o.Identity, enclosed))
}

// ForgeUnchecked signs with a certificate that must not sign.
func ForgeUnchecked(t testing.TB, file []byte, o Options) []byte {
	return forge(t, file, o, 0, plainly(t, o.Identity))
}
