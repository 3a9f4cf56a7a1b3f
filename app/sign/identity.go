package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Level says what a signature by an identity can prove.
type Level string

const (
	// LevelSelfMade marks a certificate that its own key signed: it proves integrity, not legal identity.
	LevelSelfMade Level = "self-made"
	// LevelIssued marks a certificate that somebody else issued; whether that issuer is trusted is another question.
	LevelIssued Level = "issued"
)

// Identity is a private key together with its certificate. The zero value is of no use; see [NewLocal], [Load], [Decode] and
// [NewIdentity]. An Identity may be used by several goroutines if its signer may.
type Identity struct {
	certificate *x509.Certificate
	chain       []*x509.Certificate
	signer      crypto.Signer
	scheme      *scheme
}

// Sentinel errors of identities.
var (
	// ErrPassword means that the password does not open the identity file.
	ErrPassword = errors.New("the password does not open this identity")
	// ErrIdentityFile means that the data is neither a PKCS#12 file nor PEM that this package can read.
	ErrIdentityFile = errors.New("not a readable PKCS#12 or PEM identity")
	// ErrPasswordCharacter means that a new password holds a character PKCS#12 cannot carry (beyond U+FFFF, such as an emoji).
	ErrPasswordCharacter = errors.New("the password holds a character that PKCS#12 cannot carry")
	// ErrKeyUnsupported means a key that is neither RSA of at least 2048 bits nor ECDSA on P-256, P-384 or P-521 nor SM2.
	ErrKeyUnsupported = errors.New("key type or size not supported")
	// ErrKeyMismatch means that private key and certificate do not belong together.
	ErrKeyMismatch = errors.New("private key and certificate do not belong together")
	// ErrExpired means that the certificate's validity is over.
	ErrExpired = errors.New("certificate expired")
	// ErrNotYetValid means that the certificate's validity has not begun.
	ErrNotYetValid = errors.New("certificate not yet valid")
	// ErrUnsuitable means that the certificate's key usage does not allow signing documents.
	ErrUnsuitable = errors.New("certificate not meant for signing documents")
)

// CertificateError says why a certificate cannot be used; it wraps [ErrExpired], [ErrNotYetValid] or [ErrUnsuitable].
type CertificateError struct {
	Err       error
	Subject   string
	NotBefore time.Time
	NotAfter  time.Time
	Usage     []string // names of the key usages the certificate has
	At        time.Time
}

// Error describes the certificate and what was expected of it.
func (e *CertificateError) Error() string {
	return fmt.Sprintf("certificate of %q: %v (valid %s to %s, usage [%s], checked at %s)", e.Subject, e.Err,
		e.NotBefore.UTC().Format(time.RFC3339), e.NotAfter.UTC().Format(time.RFC3339), strings.Join(e.Usage, ", "),
		e.At.UTC().Format(time.RFC3339))
}

// Unwrap returns the sentinel.
func (e *CertificateError) Unwrap() error { return e.Err }

// NewIdentity joins a certificate, the certificates above it (nearest issuer first, may be empty) and a signer, which may be a key
// in memory, a token or a certificate store. Errors wrap [ErrKeyUnsupported] or [ErrKeyMismatch]. Validity and usage are not
// looked at; see [Identity.Check].
func NewIdentity(certificate *x509.Certificate, chain []*x509.Certificate, signer crypto.Signer) (*Identity, error) {
	if certificate == nil || signer == nil {
		return nil, fmt.Errorf("identity: certificate or key missing: %w", ErrKeyMismatch)
	}
	scheme, err := schemeForKey(signer.Public())
	if err != nil {
		return nil, err
	}
	type comparable interface{ Equal(crypto.PublicKey) bool }
	public, ok := signer.Public().(comparable)
	if !ok || !public.Equal(certificate.PublicKey) {
		return nil, fmt.Errorf("identity of %q: %w", displayName(certificate), ErrKeyMismatch)
	}
	return &Identity{certificate: certificate, chain: chain, signer: signer, scheme: scheme}, nil
}

// Certificate returns the signer's certificate.
func (id *Identity) Certificate() *x509.Certificate { return id.certificate }

// Chain returns the certificates above the signer's, nearest issuer first; it is empty for a self-made identity.
func (id *Identity) Chain() []*x509.Certificate { return id.chain }

// Signer returns the private key's signing interface.
func (id *Identity) Signer() crypto.Signer { return id.signer }

// Name returns the common name of the certificate's subject, or the whole subject where it has none.
func (id *Identity) Name() string { return displayName(id.certificate) }

// Algorithm returns the name of the signature algorithm the identity signs with, such as "RSA-PKCS1-SHA256".
func (id *Identity) Algorithm() string { return id.scheme.name }

// Fingerprint returns the certificate's SHA-256 fingerprint; see [Fingerprint].
func (id *Identity) Fingerprint() string { return Fingerprint(id.certificate) }

// Level says whether the certificate was made by its own key or issued by somebody else.
func (id *Identity) Level() Level {
	if signedByItself(id.certificate) {
		return LevelSelfMade
	}
	return LevelIssued
}

// Check tells whether the identity may sign at the given time. The error is a [*CertificateError].
func (id *Identity) Check(now time.Time) error { return checkCertificate(id.certificate, now) }

// Fingerprint returns the SHA-256 of the certificate's DER in sixteen groups of four upper-case hexadecimal digits, the form in
// which two people compare it by telephone.
func Fingerprint(certificate *x509.Certificate) string {
	sum := sha256.Sum256(certificate.Raw)
	digits := strings.ToUpper(hex.EncodeToString(sum[:]))
	var text strings.Builder
	for i := 0; i < len(digits); i += 4 {
		if i > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(digits[i : i+4])
	}
	return text.String()
}

// FingerprintTail returns the last two groups of a fingerprint, enough to recognise a certificate on paper.
func FingerprintTail(fingerprint string) string {
	return fingerprint[max(0, len(fingerprint)-9):]
}

// Wipe overwrites a password. What the standard library copied on the way to a key cannot be reached.
func Wipe(password []byte) { clear(password) }

func checkCertificate(certificate *x509.Certificate, now time.Time) error {
	fail := func(reason error) error {
		return &CertificateError{
			Err: reason, Subject: displayName(certificate), NotBefore: certificate.NotBefore, NotAfter: certificate.NotAfter,
			Usage: keyUsageNames(certificate.KeyUsage), At: now,
		}
	}
	switch {
	case !usageAllowsSigning(certificate):
		return fail(ErrUnsuitable)
	case now.Before(certificate.NotBefore):
		return fail(ErrNotYetValid)
	case now.After(certificate.NotAfter):
		return fail(ErrExpired)
	}
	return nil
}

// usageAllowsSigning follows RFC 5280 §4.2.1.3: a certificate without the extension is not restricted; one with it must allow
// digital signatures or content commitment (non-repudiation).
func usageAllowsSigning(certificate *x509.Certificate) bool {
	return certificate.KeyUsage == 0 ||
		certificate.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) != 0
}

func keyUsageNames(usage x509.KeyUsage) []string {
	names := []string{
		"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign",
		"cRLSign", "encipherOnly", "decipherOnly",
	}
	found := []string{}
	for i, name := range names {
		if usage&(1<<i) != 0 {
			found = append(found, name)
		}
	}
	return found
}

func displayName(certificate *x509.Certificate) string {
	if certificate.Subject.CommonName != "" {
		return certificate.Subject.CommonName
	}
	return certificate.Subject.String()
}

// KeyDescription names the kind of a public key, such as RSA, ECDSA or SM2, and its length in bits.
func KeyDescription(public crypto.PublicKey) (kind string, bits int) {
	switch key := public.(type) {
	case *rsa.PublicKey:
		return "RSA", key.N.BitLen()
	case *ecdsa.PublicKey:
		if isSM2Key(key) {
			return "SM2", key.Curve.Params().BitSize
		}
		return "ECDSA", key.Curve.Params().BitSize
	}
	return fmt.Sprintf("%T", public), 0
}
